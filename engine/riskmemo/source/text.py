"""Bytes become text: UTF-8, no control characters, one kind of line ending, no byte order mark.

A byte order mark at the start and the line endings CRLF and CR are taken away before anything is
counted, so they change neither values nor positions.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from riskmemo.errors import InvalidInput, Mistake, Span
from riskmemo.source.files import MAX_BYTES
from riskmemo.source.mistakes import MistakeList

BYTE_ORDER_MARK = "\ufeff"
# Control characters but tab and line feed, line separators, halves of surrogate pairs, a byte
# order mark in the middle, and code points that are no characters.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
OTHER_ENCODINGS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
ZERO_BYTE_PATTERNS = {
    (False, True, False, True): "UTF-16",
    (True, False, True, False): "UTF-16",
    (False, True, True, True): "UTF-32",
    (True, True, True, False): "UTF-32",
}


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file with its lines; lines and columns count from 1, offsets from 0."""

    name: str
    text: str
    lines: list[str]
    line_starts: "array[int]"

    def span(self, line: int, column: int, length: int = 1) -> Span:
        """The place of `length` characters on a line."""
        return Span(self.name, line, column, length, self.lines[line - 1])

    def at(self, offset: int, length: int = 1) -> Span:
        """The place of the `length` characters from `offset`, cut at the end of their line."""
        line = bisect_right(self.line_starts, offset)
        column, text = offset - self.line_starts[line - 1] + 1, self.lines[line - 1]
        rest = len(text) - column + 1
        return Span(self.name, line, column, max(1, min(length, rest)), text)


def source_text(content: str | bytes, name: str) -> SourceText:
    """Checked text; raises with every character that a file may not hold."""
    text = content if isinstance(content, str) else _decoded(content, name)
    if len(text) > MAX_BYTES or len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise InvalidInput(Mistake("file-too-large", f"`{name}` is larger than 5 MB"))
    source = _with_lines(_one_line_ending(text.removeprefix(BYTE_ORDER_MARK)), name)
    _refuse_forbidden(source)
    return source


def empty_file(source: SourceText) -> Mistake:
    """The refusal of a file with nothing in it but space and comments."""
    return Mistake("empty-file", "there is nothing in this file", source.span(1, 1))


def _decoded(content: bytes, name: str) -> str:
    encoding = _other_encoding(content)
    if encoding:
        message = f"this file is {encoding}, and only UTF-8 can be read"
        place = Span(name, 1, 1)
        raise InvalidInput(Mistake("not-utf-8", message, place, "save the file as UTF-8"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput(_invalid_byte(content, error.start, name)) from None


def _other_encoding(content: bytes) -> str | None:
    """UTF-16 or UTF-32, known by its byte order mark or by where the zero bytes are."""
    for mark, encoding in OTHER_ENCODINGS.items():
        if content.startswith(mark):
            return encoding
    zeros = [byte == 0 for byte in content[:4]]
    return next((what for key, what in ZERO_BYTE_PATTERNS.items() if list(key) == zeros), None)


def _invalid_byte(content: bytes, start: int, name: str) -> Mistake:
    before = _one_line_ending(content[:start].decode("utf-8").removeprefix(BYTE_ORDER_MARK))
    line = before.rpartition("\n")[2]
    rest = re.split(rb"[\r\n]", content[start : start + 1000], maxsplit=1)[0]
    shown = line + rest.decode("utf-8", "backslashreplace")
    place = Span(name, before.count("\n") + 1, len(line) + 1, 4, shown)
    message = f"the byte 0x{content[start]:02x} here is not valid UTF-8"
    return Mistake("not-utf-8", message, place, "save the file as UTF-8")


def _one_line_ending(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _with_lines(text: str, name: str) -> SourceText:
    starts = array("Q", [0])
    starts.extend(match.end() for match in re.finditer("\n", text))
    return SourceText(name, text, text.split("\n"), starts)


def _refuse_forbidden(source: SourceText) -> None:
    mistakes = MistakeList()
    for mistake in _forbidden_characters(source):
        mistakes.add(mistake)
    mistakes.settle()


def _forbidden_characters(source: SourceText) -> Iterator[Mistake]:
    for match in FORBIDDEN.finditer(source.text):
        message = f"the character {_code_point(match[0])} cannot stand in a file"
        place = source.at(match.start())
        yield Mistake("control-character", message, place, "delete this invisible character")


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X}"
