"""Data is data in Word too: no text adds an element, field, relationship or part to a document."""

from collections import Counter
from functools import cache

import pytest

from tests.memo.docx.opened import Opened, text, value, written
from tests.memo.factory import assessment, with_texts
from tests.memo.payloads import PAYLOADS

WORD_FIELDS = (
    '{ INCLUDETEXT "file:///etc/passwd" }',
    "{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe }",
    '</w:t></w:r><w:fldSimple w:instr="DDE"/><w:r><w:t>',
    '" r:id="rId1" w:anchor="x',
    "_x000D_ &#x0;",
    "{page} {pages} {page}",
)
"""What Word would act on, beside the payloads of every format."""

HOSTILE = (*PAYLOADS, *WORD_FIELDS)


@cache
def _everywhere(payload: str) -> Opened:
    return written(with_texts(lambda _path, _old: payload))


def _shape(memo: Opened) -> dict[str, Counter[tuple[str, ...]]]:
    """Elements with the names of their attributes, of each part; texts may differ."""
    return {
        name: Counter(
            (str(each.tag), *sorted(map(str, each.attrib)))
            for each in tree.iter()
            if not str(each.tag).endswith("}gridCol")
        )
        for name, tree in memo.trees()
    }


def _relationships(memo: Opened) -> dict[str, list[tuple[str, str, str]]]:
    names = ("document", "footnotes", "header1", "footer1", "fontTable", "settings")
    return {name: list(memo.targets(name).values()) for name in names}


@pytest.mark.parametrize("payload", HOSTILE, ids=lambda payload: ascii(payload)[:40])
def test_no_text_adds_anything_to_word(payload: str) -> None:
    """Parts, elements, attributes, fields and links are those of a harmless memo."""
    expected, found = _everywhere("harmless"), _everywhere(payload)
    assert set(found.parts) == set(expected.parts)
    assert _shape(found) == _shape(expected)
    assert _relationships(found) == _relationships(expected)
    for part in ("document", "footnotes", "header1", "footer1"):
        fields = [value(each, "instr") for each in found.find("//w:fldSimple", part)]
        assert fields == [value(each, "instr") for each in expected.find("//w:fldSimple", part)]
        assert not found.find("//w:instrText|//w:fldChar|//w:object|//w:altChunk", part)


def test_a_payload_is_shown_as_it_stands() -> None:
    """Nothing is lost: what was typed is read."""
    shown = _everywhere(WORD_FIELDS[2])
    assert shown.paragraphs("Title") == [WORD_FIELDS[2]]


def test_hidden_characters_are_made_visible_in_word() -> None:
    """What XML cannot hold, and what would turn the text around, is spelled out."""
    found = _everywhere("a\u202eb\x1bc\x00d\u2066e\ud800".encode("utf-8", "ignore").decode())
    words = "".join(text(tree) for _, tree in found.trees())
    assert not set(words) & set("\u202e\x1b\x00\u2066")
    assert "u202eb" in words


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "//x.example"])
def test_only_web_addresses_become_relationships(url: str) -> None:
    """An address with any other scheme is no link, even where a model let it pass."""
    whole = assessment()
    source = whole.case.sources["S1"].model_copy(update={"url": url})
    sources = {**whole.case.sources, "S1": source}
    case = whole.case.model_copy(update={"sources": sources})
    memo = written(whole.model_copy(update={"case": case}))
    external = [each for each in memo.targets("document").values() if each[2] == "External"]
    assert [target for _, target, _ in external] == ["https://example.org/warning"]
