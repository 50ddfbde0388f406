"""The one door through which a view passes before it is written: text without hidden characters.

Control characters and bidirectional overrides are spelled out (`\\u202e`), so that no text can act
on the text around it; line ends and other white space become one space. Marks that belong to
right-to-left scripts (U+200E, U+200F, U+061C) stay. In sentences, numbers keep their units.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any, TypeVar, cast

from riskmemo.errors import visible
from riskmemo.memo.unbroken import unbroken
from riskmemo.memo.view import Strong, Text

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
        self[kind] = partial(_record, kind, _values(kind)) if is_dataclass(kind) else None
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


def _record(kind: Any, values: Callable[[object], tuple[object, ...]], value: object) -> object:
    before = values(value)
    after = _parts(before)
    return value if after is before else kind(*after)


def _values(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """The values of a record's fields, in order."""
    names = [field.name for field in fields(kind)]
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
