"""Conditions as they are written, with the values that decided them."""

import datetime
from collections.abc import Iterator

from riskmemo.language.meaning import Bindings, Truth, value_of
from riskmemo.language.tree import (
    All,
    Any,
    Compare,
    Constant,
    Expression,
    Field,
    Given,
    Member,
    Not,
    Period,
    parts,
)
from riskmemo.language.written import written
from riskmemo.model.base import Scalar
from riskmemo.model.facts import Setting, Value
from riskmemo.model.why import Computed, Reading, Tested


def tested(text: object, condition: Expression, bound: Bindings, setting: Setting) -> Tested:
    """A condition of the text that its ruleset has for it."""
    truth: Truth = value_of(condition, bound, setting)  # type: ignore[assignment]
    return Tested(written=as_written(text), truth=truth, values=readings(condition, bound, setting))


def computed(text: object, expression: Expression, bound: Bindings, setting: Setting) -> Computed:
    """An expression that gives a number."""
    value = plain(value_of(expression, bound, setting))
    return Computed(
        written=as_written(text), value=value, values=readings(expression, bound, setting)
    )


def readings(expression: Expression, bound: Bindings, setting: Setting) -> tuple[Reading, ...]:
    """Every value that an expression reads and every side that it computes, each once.

    The expression as a whole is left out: it is told as written.
    """
    texts = {written(each): each for each in _read(expression)}
    whole = written(expression) if not isinstance(expression, Field) else None
    return tuple(
        Reading(text=text, value=plain(value_of(each, bound, setting)))
        for text, each in texts.items()
        if text != whole
    )


def as_written(text: object) -> str:
    """An expression of a file: a constant in the words of the language."""
    return ("true" if text else "false") if isinstance(text, bool) else " ".join(str(text).split())


def plain(value: Value) -> Scalar:
    """A value as plain data: dates as ISO text."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def _read(expression: Expression) -> Iterator[Expression]:
    """What is worth telling inside: leaves first, then the side that is made of them."""
    match expression:
        case Field() | Given():
            yield expression
        case Constant():
            if expression.name:
                yield expression
        case Period():
            return
        case Not() | All() | Any() | Compare() | Member():
            for part in parts(expression):
                yield from _read(part)
        case _:
            for part in parts(expression):
                yield from _read(part)
            yield expression
