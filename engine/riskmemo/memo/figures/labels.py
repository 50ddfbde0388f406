"""Texts that stand in a drawing: broken into lines and cut where there is no room for all of it.

A chart cannot wrap text, so lines are made here, by widths close to those of the sans serif. The
chart library could cut at the pixel, but takes longer to measure text than for all the rest.
"""

import unicodedata
from functools import cache

ELLIPSIS = "…"
LONGEST = 400
"""Characters of a text that are looked at: no line could hold more."""

PART_OF_A_WORD = 8
"""Letters that are left out too where a cut would fall inside a word."""

_CLASSES = (
    (0.28, "ijl.,;:'’!|I "),
    (0.37, "ftr()[]/·-"),
    (0.80, "mwMWшщжюфыШЩЖЮФЫМД%@—…"),
)
"""Widths in parts of the size of the letters."""


def wrapped(text: str, width: float, size: float, lines: int = 2) -> tuple[str, ...]:
    """The text on at most so many lines of a width in pixels; an ellipsis ends what was cut."""
    words, made = text[:LONGEST].split(), list[str]()
    while words and len(made) < lines:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= width:
            line = f"{line} {words.pop(0)}"
        made.append(line)
    if words or len(text) > LONGEST:
        made[-1] = f"{made[-1]} {' '.join(words)}{ELLIPSIS}"
    return tuple(cut(line, width, size) for line in made)


def cut(text: str, width: float, size: float) -> str:
    """The text on one line, its end replaced by an ellipsis where it is too long."""
    if width_of(text[:LONGEST], size) <= width and len(text) <= LONGEST:
        return text
    kept = text[:LONGEST].rstrip(ELLIPSIS)
    while kept and width_of(kept + ELLIPSIS, size) > width:
        kept = kept[:-1]
    whole, space, part = kept.rpartition(" ")
    kept = whole if space and len(part) <= PART_OF_A_WORD else kept
    return kept.rstrip(" ,;:") + ELLIPSIS


def width_of(text: str, size: float) -> float:
    """About how many pixels a text takes."""
    return sum(map(_width, text)) * size


@cache
def _width(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    for width, chars in _CLASSES:
        if char in chars:
            return width
    return 0.66 if char.isupper() else 0.57
