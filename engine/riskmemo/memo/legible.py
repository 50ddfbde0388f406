"""The one door through which a view passes before it is written: text without hidden characters.

Control characters and bidirectional overrides are spelled out (`\\u202e`), so that no text can act
on the text around it; line ends and other white space become one space. Marks that belong to
right-to-left scripts (U+200E, U+200F, U+061C) stay. In sentences, numbers keep their units.
"""

import re
from dataclasses import fields, is_dataclass
from functools import cache
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
    kind: Any = type(value)
    if kind is tuple:
        return tuple(map(_legible, cast(tuple[object, ...], value)))
    if isinstance(value, str):
        return legible_text(value)
    if kind is dict:
        return {key: _legible(inner) for key, inner in cast(dict[str, object], value).items()}
    if kind is Text or kind is Strong:
        return kind(unbroken(legible_text(cast(Text | Strong, value).text)))
    fields = _fields(kind)
    return kind(*(_legible(getattr(value, name)) for name in fields)) if fields else value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """The fields of a class of the view; none for anything else."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
