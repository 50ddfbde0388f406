"""Data is data: whatever a text says, it adds nothing to a memo but itself."""

import json
import re
from functools import cache
from typing import Any

import pytest

from riskmemo.memo import FORMATS, Memo, render
from riskmemo.model.assessment import Assessment
from tests.memo import hostile
from tests.memo.factory import assessment, with_texts
from tests.memo.inventory import INVENTORIES, Inventory, structure
from tests.memo.page import Page, page
from tests.memo.payloads import PAYLOADS

HARMLESS = "harmless"
LINKS = {"https://example.org/a?b=1&c=2", "https://example.org/warning"}


def _everywhere(text: str) -> Assessment:
    return with_texts(lambda _path, _old: text)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload)[:40])
def test_no_text_adds_an_element_or_attribute_to_html(payload: str) -> None:
    """Elements and attributes are those of a harmless memo, and so are all links."""
    expected, found = _harmless_page(), page(render(_everywhere(payload)))
    assert found.shape == expected.shape
    assert found.others == ["doctype html"]
    assert found.values("href") == expected.values("href")
    assert {link for link in found.values("href") if not link.startswith("#")} == LINKS


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload)[:40])
def test_no_text_adds_structure_to_markdown(payload: str) -> None:
    """Blocks, emphasis, links, footnotes and tables are those of a harmless memo."""
    assert structure(render(_everywhere(payload), "md")) == _harmless_structure()


@pytest.mark.parametrize("prefix", ["1", "-", "\\"])
@pytest.mark.parametrize("payload", PAYLOADS[:-1], ids=lambda payload: ascii(payload)[:40])
def test_texts_side_by_side_add_no_structure_either(prefix: str, payload: str) -> None:
    """A text that begins where another ended cannot complete markup with it."""
    varied = with_texts(lambda path, _old: prefix if len(path) % 2 else payload)
    assert structure(render(varied, "md")) == _harmless_structure()
    assert page(render(varied)).shape == _harmless_page().shape


@pytest.mark.parametrize("format_", ["html", "md"])
def test_hidden_characters_are_made_visible(format_: str) -> None:
    """Control characters and bidirectional overrides are spelled out, never passed on."""
    written = render(_everywhere("a\u202eb\x1bc\x00d\u2066e"), format_)
    assert not set(written) & set("\u202e\x1b\x00\u2066")
    assert "u202eb" in written


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "file:///etc"]
)
@pytest.mark.parametrize("format_", ["html", "md"])
def test_only_web_addresses_become_links(url: str, format_: str) -> None:
    """An address with any other scheme is no link, even where a model let it pass."""
    whole = assessment()
    source = whole.case.sources["S1"].model_copy(update={"url": url})
    sources = {**whole.case.sources, "S1": source}
    case = whole.case.model_copy(update={"sources": sources})
    assert url not in render(whole.model_copy(update={"case": case}), format_)


def test_json_keeps_texts_as_they_are() -> None:
    """JSON needs no escaping beyond its own: texts come back unchanged."""
    for payload in PAYLOADS:
        data = json.loads(render(_everywhere(payload), "json"))
        assert data["case"]["title"] == payload


@cache
def _harmless_page() -> Page:
    return page(render(_everywhere(HARMLESS)))


@cache
def _harmless_structure() -> list[Any]:
    return structure(render(_everywhere(HARMLESS), "md"))


# --- every text of a real assessment ------------------------------------------------------------

WITHOUT_LONG = tuple(payload for payload in PAYLOADS if len(payload) < 1000)
ROUNDS = {"html": 4, "md": 4, "json": 1, "docx": 2, "pdf": 1}
"""How often the payloads are dealt out anew; each time every text is another one."""


@pytest.mark.parametrize(
    ("format_", "turn"), [(name, turn) for name in FORMATS for turn in range(ROUNDS[name])]
)
def test_no_text_of_an_assessment_adds_anything(format_: str, turn: int) -> None:
    """Whatever stands in any text, a document is made of what a harmless one is made of."""
    found = INVENTORIES[format_](Memo(_dealt(turn)).write(format_))
    assert sum(found.values()) > 10
    assert found - _harmless_inventory(format_) == {}
    assert _harmless_inventory(format_) - found == {}


UNUSED = {
    *("case.vocabulary", "case.tables.*.file", "case.sources.*.url"),
    "case.analysis.judgements.*.likelihood",
}
"""Texts that are checked for more than their length."""


def test_every_text_that_a_case_may_have_is_attacked() -> None:
    """The example has every free text of a case, or the memo made by hand has it."""
    attacked = hostile.free_places(hostile.example())
    attacked |= hostile.free_places(assessment().model_dump_json())
    free = set(hostile.places_of_case_texts()) - UNUSED
    assert len(free) > 50
    assert {place for place in free if not any(_is_at(place, each) for each in attacked)} == set()


def _is_at(place: str, found: str) -> bool:
    pattern = re.escape(place).replace(r"\*", r"[^.]+")
    return re.fullmatch(pattern, found) is not None


def _dealt(turn: int) -> Assessment:
    """The example with a payload in each text, numbered so that no two texts become one."""

    def payload(number: int) -> str:
        text = WITHOUT_LONG[(number * 7 + turn) % len(WITHOUT_LONG)]
        return f"{number} {text}" if turn % 2 else f"{text} {number}"

    return hostile.with_texts(payload)


@cache
def _harmless_inventory(format_: str) -> Inventory:
    harmless = hostile.with_texts(lambda number: f"{HARMLESS} {number}")
    return INVENTORIES[format_](Memo(harmless).write(format_))
