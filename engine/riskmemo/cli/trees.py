"""Trees as text: box characters where a terminal shows them, plain ones elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from riskmemo.errors import visible


@dataclass(frozen=True)
class Twig:
    """One entry of a tree: its first line, what is told below it, and what hangs from it."""

    text: str
    below: Sequence[str] = ()
    twigs: Sequence["Twig"] = field(default=())


@dataclass(frozen=True)
class Signs:
    """How the lines of a tree are drawn."""

    fork: str
    last: str
    bar: str
    gap: str = "   "


BOXES = Signs("├─ ", "└─ ", "│  ")
PLAIN = Signs("|- ", "`- ", "|  ")
LEAST = 24
"""Columns that a text has, however deep it stands."""


def drawn(twig: Twig, width: int, *, boxes: bool) -> Iterator[str]:
    """The lines of a tree, within so many columns as far as its depth leaves some."""
    yield from _lines(twig, "", "", width, BOXES if boxes else PLAIN)


def _lines(twig: Twig, first: str, rest: str, width: int, signs: Signs) -> Iterator[str]:
    room = max(LEAST, width - len(rest))
    head, *more = _wrapped(twig.text, room)
    yield first + head
    inner = rest + (signs.bar if twig.twigs else signs.gap)
    for line in more:
        yield f"{inner}{line}"
    for text in twig.below:
        for line in _wrapped(text, max(LEAST, width - len(inner))):
            yield f"{inner}{line}"
    for number, each in enumerate(twig.twigs, start=1):
        is_last = number == len(twig.twigs)
        sign, beside = (signs.last, signs.gap) if is_last else (signs.fork, signs.bar)
        yield from _lines(each, rest + sign, rest + beside, width, signs)


def _wrapped(text: str, room: int) -> list[str]:
    """A text in lines; the later ones stand in by two."""
    return wrap(visible(text), room, subsequent_indent="  ", break_on_hyphens=False) or [""]
