"""A few words of a text are found again in the file, however YAML folds and quotes it."""

from pathlib import Path

import pytest

from riskmemo.errors import Span
from riskmemo.source.document import read_document
from riskmemo.source.stretches import Stretches
from riskmemo.source.tree import plain, span_at

WRITTEN = {
    "plain": "says: Trade may grow\n  and may fall, as Өлгий may.\n",
    "folded": "says: >-\n  Trade may grow\n  and may\n  fall, as Өлгий may.\n",
    "literal": "says: |\n  Trade may grow\n  and may fall, as Өлгий may.\n",
    "folded with an indentation": "says: >2-\n  Trade may grow and may fall, as Өлгий may.\n",
    "single quotes": "says: 'Trade may grow, it''s so,\n  and may fall'\n",
    "double quotes": 'says: "Trade \\"may\\" grow\n  and may fall"\n',
    "a list": "says: [Trade may grow and may fall]\n",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_words_are_found_where_they_are_written(text: str, tmp_path: Path) -> None:
    """Each `may` of the text stands at the line and column where the file has it."""
    file = tmp_path / "case.yaml"
    file.write_text(text, encoding="utf-8")
    node = read_document(file)
    path = ("says", 0) if "[" in text else ("says",)
    said = plain(node)["says"]
    words = said[0] if isinstance(said, list) else said
    starts = [index for index in range(len(words)) if words.startswith("may", index)]
    stretches = Stretches()
    places = [stretches.within(span_at(node, path), words, start, 3) for start in starts]
    lines = text.split("\n")
    expected = [
        (number, column + 1)
        for number, line in enumerate(lines, start=1)
        for column in range(len(line))
        if line.startswith("may", column)
    ]
    assert [(place.line, place.column) for place in places] == expected
    assert all(place.length == 3 for place in places)


def test_json_too(tmp_path: Path) -> None:
    """A word after quotes and a line end that JSON escapes is found."""
    file = tmp_path / "memo.json"
    file.write_text('{"says": "So \\"it\\" is\\n\\nand may be"}', encoding="utf-8")
    node = read_document(file)
    words = plain(node)["says"]
    place = Stretches().within(span_at(node, ("says",)), words, words.index("may"), 3)
    assert place.text[place.column - 1 :].startswith("may")


def test_what_is_not_written_as_it_reads_keeps_its_own_place(tmp_path: Path) -> None:
    """A text with an escaped letter is pointed at as a whole, and so is one of no file."""
    file = tmp_path / "case.yaml"
    file.write_text('says: "Tr\\u0061de may grow"\n', encoding="utf-8")
    place = span_at(read_document(file), ("says",))
    assert Stretches().within(place, "Trade may grow", 6, 3) == place
    nowhere = Span(str(tmp_path / "gone.yaml"), 1, 1)
    assert Stretches().within(nowhere, "Trade may grow", 6, 3) == nowhere


@pytest.mark.parametrize(("line", "column"), [("s: Trade may grow", 4), ("s: 'Trade may grow'", 4)])
def test_standard_input_is_not_read_again(line: str, column: int) -> None:
    """There the line that is kept tells where the words stand, where it holds them."""
    place = Span("-", 1, column, len(line) - 3, line)
    found = Stretches().within(place, "Trade may grow", 6, 3)
    assert line[found.column - 1 :].startswith("may")
    assert found.length == 3
    assert Stretches().within(place, "Trade will grow", 6, 4) == place
