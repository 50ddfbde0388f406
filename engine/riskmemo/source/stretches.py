"""Where a few words of a text stand in its file, though YAML folds lines and quotes change."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from riskmemo.errors import InvalidInput, Span
from riskmemo.source.files import STANDARD_INPUT, read_bytes
from riskmemo.source.text import SourceText, source_text

BETWEEN = re.compile(r"""(?:[\s"']|\\n|[>|][-+0-9]*(?=\s))*""")
"""What may stand between two words: space, quotes, a written line end, the sign of a block."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it begins there and in the file, and how it is written."""

    start: int
    offset: int
    text: str


@dataclass(slots=True)
class Stretches:
    """Reads again the files in which texts stand, each once, to find words inside the texts."""

    _files: dict[str, SourceText | None] = field(default_factory=dict)
    _texts: dict[tuple[Span, str], Sequence[Word]] = field(default_factory=dict)

    def within(self, place: Span, text: str, start: int, length: int) -> Span:
        """The place of `length` characters from `start` of a text that is written at `place`.

        Where the file cannot be read again only its line is looked at; where a text is not written
        as it reads, the answer is `place` itself.
        """
        source = self._source(place.file)
        if source is None:
            return _in_line(place, text, start, length)
        words = self._words(source, place, text)
        index = bisect_right(words, start, key=lambda word: word.start) - 1
        if index < 0 or start >= words[index].start + len(words[index].text):
            return place
        word = words[index]
        inside = _spelled(word.text[: start - word.start], _quote(source, place))
        return source.at(word.offset + len(inside), length)

    def _source(self, name: str) -> SourceText | None:
        if name not in self._files:
            self._files[name] = _readable(name)
        return self._files[name]

    def _words(self, source: SourceText, place: Span, text: str) -> Sequence[Word]:
        if (place, text) not in self._texts:
            self._texts[place, text] = _words_of(source, place, text)
        return self._texts[place, text]


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


def _words_of(source: SourceText, place: Span, text: str) -> Sequence[Word]:
    """The words of a text up to the first that is not written as it reads."""
    at, found = _begins(source, place), []
    quote = _quote(source, place)
    for word in re.finditer(r"\S+", text):
        between = BETWEEN.match(source.text, at)
        begins, spelled = between.end() if between else at, _spelled(word[0], quote)
        if not source.text.startswith(spelled, begins):
            break
        found.append(Word(word.start(), begins, word[0]))
        at = begins + len(spelled)
    return found


def _begins(source: SourceText, place: Span) -> int:
    return source.line_starts[place.line - 1] + place.column - 1


def _quote(source: SourceText, place: Span) -> str:
    """The first character of the text as it is written, which may be a quote."""
    begins = _begins(source, place)
    return source.text[begins : begins + 1]


def _spelled(word: str, quote: str) -> str:
    """A word as it is written between quotes of a kind, or without."""
    if quote == "'":
        return word.replace("'", "''")
    return word.replace("\\", "\\\\").replace('"', '\\"') if quote == '"' else word
