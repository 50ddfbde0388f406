"""The one door through which a view passes before it is written: text without hidden characters.

Control characters and bidirectional overrides are spelled out (`\\u202e`), so that no text can act
on the text around it; line ends and other white space become one space. Marks that belong to
right-to-left scripts (U+200E, U+200F, U+061C) stay. In sentences, numbers keep their units.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import Field, fields, is_dataclass
from typing import Any, TypeVar, cast, get_origin

from riskmemo.errors import visible
from riskmemo.memo.unbroken import unbroken
from riskmemo.memo.view import SCALARS, Strong, Text

_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SPACE = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")

View = TypeVar("View")


def legible(view: View) -> View:
    """The same view with every text legible."""
    return cast(View, _legible(view))


def legible_text(text: str) -> str:
    """A text on one line without hidden characters."""
    if text.isprintable():
        return _SPACE.sub(" ", text) if "  " in text else text
    return _HIDDEN.sub(lambda found: _spelled(found[0]), _SPACE.sub(" ", text))


def _spelled(char: str) -> str:
    shown = visible(char)
    return shown if shown != char else f"\\u{ord(char):04x}"


def _legible(value: object) -> object:
    change = _CHANGES[type(value)]
    return change(value) if change else value


Change = Callable[[Any], object]


class _Changes(dict[type, Change | None]):
    """How a value of each type is made legible; none for what holds no text."""

    def __missing__(self, kind: Any) -> Change | None:
        self[kind] = _of_record(kind) if is_dataclass(kind) else None
        return self[kind]


def _parts(value: tuple[object, ...]) -> tuple[object, ...]:
    """The parts, and the same tuple where all of them stay as they are: most do."""
    parts = [change(part) if (change := _CHANGES[type(part)]) else part for part in value]
    return value if all(map(operator.is_, parts, value)) else tuple(parts)


def _sentence(value: Text | Strong) -> Text | Strong:
    text = unbroken(legible_text(value.text))
    return value if text is value.text else type(value)(text)


def _rows(value: dict[str, object]) -> dict[str, object]:
    return {key: _legible(inner) for key, inner in value.items()}


_CHANGES = _Changes(
    {str: legible_text, tuple: _parts, dict: _rows, Text: _sentence, Strong: _sentence}
)


def _of_record(kind: Any) -> Change:
    """A function with the class's fields in its text, as that of `riskmemo.memo.plain`.

    For two fields `a` and `b` it is `old if (a := text(old.a)) is old.a & ... else kind(a, b)`: the
    same record where nothing changes, and one made anew where something does.
    """
    ways = {part.name: way for part in fields(kind) if (way := _way(part))}
    same = [f"((new_{name} := {way}(old.{name})) is old.{name})" for name, way in ways.items()]
    new = [f"new_{part.name}" if part.name in ways else f"old.{part.name}" for part in fields(kind)]
    source = f"lambda old: old if {' & '.join(same) or 'True'} else kind({', '.join(new)})"
    names = {"kind": kind, "text": legible_text, "parts": _parts, "any": _legible}
    change: Change = eval(source, names)  # noqa: S307  (the names are our own)
    return change


def _way(part: Field[Any]) -> str:
    """What makes a field legible; nothing for one that holds no text."""
    if part.type in SCALARS:
        return "text" if part.type is str else ""
    return "parts" if get_origin(part.type) is tuple else "any"
