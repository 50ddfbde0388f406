"""Where a few words of a text stand in its file, though YAML folds lines and quotes change."""

import re
from dataclasses import dataclass, field

from riskmemo.errors import InvalidInput, Span
from riskmemo.source.files import STANDARD_INPUT, read_bytes
from riskmemo.source.text import SourceText, source_text

BETWEEN = re.compile(r"""(?:[\s"']|\\n|[>|][-+0-9]*(?=\s))*""")
"""What may stand between two words: space, quotes, a written line end, the sign of a block."""


@dataclass(slots=True)
class Stretches:
    """Reads again the files in which texts stand, each once, to find words inside the texts."""

    _files: dict[str, SourceText | None] = field(default_factory=dict)

    def within(self, place: Span, text: str, start: int, length: int) -> Span:
        """The place of `length` characters from `start` of a text that is written at `place`.

        Where the file cannot be read again only its line is looked at; where a text is not written
        as it reads, the answer is `place` itself.
        """
        source = self._source(place.file)
        if source is None:
            return _in_line(place, text, start, length)
        offset = _offset(source, place, text, start)
        return place if offset is None else source.at(offset, length)

    def _source(self, name: str) -> SourceText | None:
        if name not in self._files:
            self._files[name] = _readable(name)
        return self._files[name]


def _readable(name: str) -> SourceText | None:
    try:
        return None if name == STANDARD_INPUT else source_text(read_bytes(name), name)
    except InvalidInput:
        return None


def _in_line(place: Span, text: str, start: int, length: int) -> Span:
    """The place on the line that the span keeps, after a quote at most."""
    head, begins = text[: start + length], place.column - 1
    shift = place.text.find(head, begins, begins + len(head) + 1)
    return place if shift < 0 else place.inside(shift - begins + start, length)


def _offset(source: SourceText, place: Span, text: str, start: int) -> int | None:
    """Where in the file the character `start` of the text stands, found word by word."""
    at = source.line_starts[place.line - 1] + place.column - 1
    quote = source.text[at : at + 1]
    for word in re.finditer(r"\S+", text):
        between = BETWEEN.match(source.text, at)
        begins, spelled = between.end() if between else at, _spelled(word[0], quote)
        if not source.text.startswith(spelled, begins):
            return None
        if start < word.end():
            inside = max(0, start - word.start())
            return begins + len(_spelled(word[0][:inside], quote))
        at = begins + len(spelled)
    return None


def _spelled(word: str, quote: str) -> str:
    """A word as it is written between quotes of a kind, or without."""
    if quote == "'":
        return word.replace("'", "''")
    return word.replace("\\", "\\\\").replace('"', '\\"') if quote == '"' else word
