"""The PDF memo: tagged for readers of all kinds, in its own fonts, the same bytes each time."""

import importlib
import logging
import os
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from unittest.mock import Mock

import pytest

from riskmemo.errors import InvalidInput
from riskmemo.memo import Memo, render
from riskmemo.memo.pdf import to_pdf
from tests.memo.document import Document, document
from tests.memo.factory import assessment, with_case, with_texts

SCRIPT = """
import sys
from riskmemo.memo import Memo
from riskmemo.model.assessment import Assessment
whole = Assessment.model_validate_json(sys.stdin.buffer.read())
sys.stdout.buffer.write(Memo(whole).write("pdf"))
"""
NAMES = "Ухнаагийн Хүрэлсүх, Қазақстан, Өзбекстан, Ғасыр, Һ, Ў, Ҷ"
UNKNOWN_TO_WEASYPRINT = {
    "fill",
    "hanging-punctuation",
    "print-color-adjust",
    "stroke",
    "stroke-width",
    "text-size-adjust",
    "text-wrap",
}
"""What changes nothing on paper, or is for drawings: those bring their colours along."""


@cache
def written() -> bytes:
    """The example as PDF."""
    return Memo(assessment()).write("pdf")


@cache
def example() -> Document:
    """The example as PDF, taken apart."""
    return document(written())


# --- text and fonts -----------------------------------------------------------------------------


def test_mongolian_and_kazakh_come_back_as_they_were_written() -> None:
    """Every letter has a glyph of the memo's own fonts and leads back to its character."""
    found = document(Memo(with_texts(lambda _path, _text: NAMES)).write("pdf"))
    assert NAMES in found.text
    assert NAMES in found.bookmarks()[0]
    assert {name.split("-")[0] for name in found.fonts} == {"Riskmemo"}


def test_every_font_is_embedded() -> None:
    """A document needs no font of the machine that shows it."""
    assert example().fonts
    assert all(example().fonts.values())


# --- the same bytes -----------------------------------------------------------------------------


def test_a_document_written_twice_is_the_same() -> None:
    """No clock, no random name, no order of memory is in a document."""
    assert Memo(assessment()).write("pdf") == written()


@pytest.mark.parametrize(
    ("seed", "zone", "epoch"),
    [("1", "Asia/Ulaanbaatar", None), ("2", "America/Lima", "1700000000")],
)
def test_surroundings_change_nothing(
    seed: str, zone: str, epoch: str | None, tmp_path: Path
) -> None:
    """Another process, hash seed, time zone, build date and directory give the same bytes."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "TMPDIR": str(tmp_path)}
    environment.pop("SOURCE_DATE_EPOCH", None)
    if epoch:
        environment["SOURCE_DATE_EPOCH"] = epoch
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=render(assessment(), "json").encode(),
        capture_output=True,
        check=True,
        env=environment,
        cwd=tmp_path,
    )
    assert ran.stdout == written()
    assert list(tmp_path.iterdir()) == []


def test_dates_are_those_of_the_information() -> None:
    """The document is dated by its cut-off, and its identifier comes from its content."""
    info = example().reader.metadata
    assert info is not None
    assert {info["/CreationDate"], info["/ModDate"]} == {"D:20250728"}
    other = document(Memo(with_case(title="Another")).write("pdf"))
    assert example().identifier != other.identifier


def test_who_what_and_in_which_language_stand_in_its_properties() -> None:
    """Title, author and subject are those of the memo, as its language is."""
    found = document(Memo(with_case(masthead={"prepared_by": "Highland Desk"})).write("pdf"))
    info = found.reader.metadata
    assert info is not None
    assert info.title == "Highland: the road south – Risk memo"
    assert info.author == "Highland Desk"
    assert info.subject == "Risk and opportunity assessment, information to 28 July 2025"
    assert str(info.creator).startswith("riskmemo ")
    assert found.root["/Lang"] == "en-GB"


# --- PDF/UA -------------------------------------------------------------------------------------


def test_a_document_says_that_it_is_accessible() -> None:
    """It claims PDF/UA-1, is tagged, and asks viewers to show its title."""
    metadata = example().root["/Metadata"].get_data().decode()
    assert 'pdfuaid:part="1"' in metadata
    assert example().root["/MarkInfo"]["/Marked"]
    assert example().root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {page["/Tabs"] for page in example().reader.pages} == {"/S"}


def test_headings_descend_one_level_at_a_time() -> None:
    """One first heading, and no level is skipped on the way down."""
    levels = [int(kind[1]) for kind in example().kinds() if re.fullmatch("H[1-6]", kind)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bookmarks_are_the_headings() -> None:
    """Sections stand below the title, what divides them below the sections."""
    marks = example().bookmarks()
    assert marks[:3] == ["Highland: the road south", "  Bottom line", "  1 Key judgements"]
    assert marks[-4:-1] == ["  Annex A · Evidence", "    Sources", "  Annex B · Method and record"]


def test_drawings_say_what_they_show() -> None:
    """Every figure has a text for those who cannot see it, and its place on the page."""
    figures = [tag for tag in example().tags if tag["/S"] == "/Figure"]
    assert figures
    assert all(figure["/Alt"] for figure in figures)
    assert all(len(figure["/A"]["/BBox"]) == 4 for figure in figures)
    assert "Risk: 22.4 (Guarded) on a scale from 0 to 100" in {
        str(figure["/Alt"]).split(". ")[0] for figure in figures
    }


def test_a_chart_has_its_description() -> None:
    """The description of a picture becomes the alternative text of the drawing inside it."""
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0H9"/></svg>'
    )
    page = f'<html lang="en"><title>T</title><div role="img" aria-label="A line">{drawing}</div>'
    (figure,) = [tag for tag in document(to_pdf(page)).tags if "/Alt" in tag]
    assert figure["/Alt"] == "A line"


def test_cells_know_what_heads_them() -> None:
    """Headers say whether they head a column or a row, and cells name their headers."""
    scopes = [str(tag["/A"]["/Scope"]) for tag in example().tags if tag["/S"] == "/TH"]
    assert set(scopes) == {"/Column", "/Row"}
    cells = [tag for tag in example().tags if tag["/S"] == "/TD"]
    assert cells
    assert all(cell["/A"]["/Headers"] for cell in cells)


def test_all_that_is_shown_is_content_or_an_artifact() -> None:
    """No mark on a page lies outside the tags, but for lines, backgrounds and running heads."""
    parents = example().root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for index, page in enumerate(example().reader.pages):
        drawn = page.get_contents()
        assert drawn is not None
        marks = _marks(drawn.get_data())
        assert all(depth for operator, depth in marks if operator in {b"Tj", b"TJ", b"f", b"S"})
        inside = [int(each) for each in re.findall(rb"MCID (\d+)", drawn.get_data())]
        tags = parents[2 * index + 1]
        assert all("/S" in tags[mcid].get_object() for mcid in inside)


def _marks(content: bytes) -> list[tuple[bytes, int]]:
    """The operators of a page, each with the number of marked contents that it stands in."""
    found, depth = [], 0
    for operator in re.findall(rb"(?<=\s)(?:BDC|BMC|EMC|Tj|TJ|f|S)(?=\s|$)", content):
        depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
        found.append((operator, depth))
    return found


# --- pages --------------------------------------------------------------------------------------


def test_every_page_bears_the_marking_and_its_number() -> None:
    """The marking stands twice on a page, with reference, date, title and page number."""
    pages = example().pages
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert text.count("TLP:AMBER") >= 2
        assert f"Highland: the road south · page {number} of {len(pages)}" in " ".join(text.split())
        assert "28 July 2025" in text


def test_what_repeats_on_every_page_is_not_read_out() -> None:
    """Head, foot and both markings of a page are artifacts, outside the tags."""
    for page in example().reader.pages:
        drawn = page.get_contents()
        assert drawn is not None
        assert drawn.get_data().count(b"/Artifact\n<</Type /Pagination>>\nBDC") >= 4


def test_tables_repeat_their_headers() -> None:
    """A table that goes on overleaf begins there with its headers, and is a table there too."""
    page = render(assessment())
    (row,) = re.findall(r'<tr class="plain" id="source-S1">.*?</tr>', page, re.DOTALL)
    more = row.replace(' id="source-S1"', "") * 99
    found = document(to_pdf(page.replace(row, row + more)))
    listed = [text for text in found.pages if "Two presidents sign" in text]
    assert len(listed) > 2
    assert all("Publisher, title and date" in text for text in listed)


# --- style --------------------------------------------------------------------------------------


def test_what_weasyprint_does_not_know_of_the_sheet(caplog: pytest.LogCaptureFixture) -> None:
    """Only what browsers need is left out; a new line here shows that paper would miss it."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        Memo(assessment()).write("pdf")
    told = {record.getMessage() for record in caplog.records}
    properties = {found[1] for each in told if (found := re.match(r"Ignored `([a-z-]+):", each))}
    rules = {each for each in told if not each.startswith("Ignored") and "screen" not in each}
    assert properties <= UNKNOWN_TO_WEASYPRINT
    assert rules == set()


# --- what is missing ----------------------------------------------------------------------------


def test_a_missing_library_of_the_system_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence and what to type; the advice that WeasyPrint prints is kept back."""

    def loading(_: str) -> None:
        print("WeasyPrint could not import some external libraries.")  # noqa: T201
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(importlib, "import_module", loading)
    with pytest.raises(InvalidInput) as refused:
        Memo(assessment()).write("pdf")
    assert str(refused.value) == (
        "PDF documents need Pango, a library of the system that is missing here [library-missing]\n"
        "  help: on Debian or Ubuntu type `sudo apt-get install libpangoft2-1.0-0 "
        "libharfbuzz-subset0`, on macOS `brew install pango`"
    )
    assert capsys.readouterr().out == ""


def test_a_missing_weasyprint_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, one sentence says how to get it."""
    monkeypatch.setattr(importlib, "import_module", Mock(side_effect=ImportError))
    with pytest.raises(InvalidInput) as refused:
        Memo(assessment()).write("pdf")
    assert str(refused.value) == (
        "PDF documents need `weasyprint`, which is not installed [extra-missing]\n"
        "  help: type `pip install 'riskmemo[pdf]'`"
    )


def test_a_document_is_no_text() -> None:
    """`render` gives text, and says how to get a document."""
    with pytest.raises(InvalidInput, match="`pdf` is a document and not text"):
        render(assessment(), "pdf")
