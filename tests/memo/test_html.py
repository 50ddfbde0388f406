"""The HTML memo: one file that asks for nothing, reads well aloud and on paper, and links."""

import base64
import hashlib
import itertools
import re

import pytest

from riskmemo.memo import render
from riskmemo.resources import templates_dir
from tests.memo.factory import assessment, with_case
from tests.memo.page import page

PAGE = page(render(assessment()))


def test_every_link_inside_the_memo_resolves() -> None:
    """Each `#place` is the id of exactly one element."""
    ids = PAGE.values("id")
    assert len(ids) == len(set(ids))
    inside = {link[1:] for link in PAGE.values("href") if link.startswith("#")}
    assert inside
    assert inside <= set(ids)


def test_citations_and_evidence_link_both_ways() -> None:
    """The judgement links to the evidence, and the evidence back to the judgement."""
    links = PAGE.values("href")
    assert {"#evidence-E1", "#source-S1", "#judgement-KJ1", "#claim-C1"} <= set(links)


def test_nothing_is_loaded_or_run() -> None:
    """No script, no style attribute, no handler, no picture or frame from anywhere."""
    tags = {tag for tag, _ in PAGE.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base", "image", "use"}
    names = {name for _, attributes in PAGE.elements for name in attributes}
    assert not {name for name in names if name.startswith("on")} | names & {
        "style",
        "src",
        "srcset",
    }
    assert set(re.findall(r"url\(([^;,)]*)", PAGE.sheet)) == {"data:font/woff2"}
    assert "@import" not in PAGE.sheet


def test_the_policy_names_the_hash_of_the_sheet() -> None:
    """The browser applies this stylesheet and no other."""
    policies = [
        attributes["content"]
        for tag, attributes in PAGE.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = base64.b64encode(hashlib.sha256(PAGE.sheet.encode()).digest()).decode()
    sources = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:"
    assert policies == [f"{sources}; base-uri 'none'; form-action 'none'"]


def test_headings_descend_one_level_at_a_time() -> None:
    """One first heading, and no level is skipped on the way down."""
    levels = [int(tag[1]) for tag, _ in PAGE.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_landmarks_stand_in_order() -> None:
    """A skip link, the masthead, the memo, and the marking again at the end."""
    order = [tag for tag, _ in PAGE.elements if tag in {"header", "main", "footer"}]
    assert order == ["header", "main", "footer"]
    assert "#bottom-line" in PAGE.values("href")


def test_drawings_say_what_they_show() -> None:
    """Every drawing is an image with a title for those who cannot see it."""
    drawings = [attributes for tag, attributes in PAGE.elements if tag == "svg"]
    charts = [each for _, each in PAGE.elements if each.get("class") == "chart"]
    assert drawings
    assert charts
    assert all(each.get("role") == "img" and each.get("aria-label") for each in charts)
    silent = [attributes for attributes in drawings if attributes.get("role") != "img"]
    assert len(silent) == len(charts)
    assert "Risk: 22.4 (Guarded) on a scale from 0 to 100" in PAGE.text


def test_the_marking_repeats_on_every_printed_page() -> None:
    """The sheet puts the label, escaped, into the margins of a page, and TLP has its colour."""
    assert "@top-right { content: " + r'"TLP\3a AMBER"' in PAGE.sheet
    assert "#ffc000" in PAGE.sheet
    assert "marking" not in page(render(with_case(marking=None))).values("class")


@pytest.mark.parametrize(
    ("label", "tone"),
    [
        ("TLP:CLEAR", "clear"),
        ("TLP:GREEN", "green"),
        ("TLP:AMBER+STRICT", "amber"),
        ("TLP:RED", "red"),
        ("House", "own"),
    ],
)
def test_markings_have_their_colours(label: str, tone: str) -> None:
    """TLP 2.0 labels have their own colours, any other label is plain."""
    marked = page(render(with_case(marking={"label": label})))
    assert marked.values("class").count(tone) == 2


@pytest.mark.parametrize(("number", "columns"), [(2, 0), (3, 1), (4, 0), (6, 1)])
def test_texts_for_readers_fill_their_rows(number: int, columns: int) -> None:
    """Three stand side by side, two and four in pairs; on a phone each has a row."""
    analysis = {"implications": [{"audience": "Readers", "text": "Read."}] * number}
    classes = page(render(with_case(analysis=analysis))).values("class")
    assert classes.count("side-by-side three") == columns
    assert classes.count("side-by-side") == 1 - columns
    phone = PAGE.sheet.split("@media screen and (max-width: 720px)")[1]
    assert ".side-by-side, .side-by-side.three { grid-template-columns: 1fr; }" in phone


def test_colours_have_enough_contrast() -> None:
    """Every text colour reaches WCAG AA (4.5) on its paper, by day and by night."""
    sheet = (templates_dir() / "memo.css").read_text(encoding="utf-8")
    day, night = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    for block in (day, night):
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", block))
        for ink in ("ink", "quiet", "opportunity", "risk", "link"):
            assert _contrast(colours[ink], colours["paper"]) >= 4.5, ink
        for ink in ("ink", "warn", "link"):
            assert _contrast(colours[ink], colours["warn-paper"]) >= 4.5, ink
        assert _contrast(colours["warn-line"], colours["paper"]) >= 3


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(char * 2 for char in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
