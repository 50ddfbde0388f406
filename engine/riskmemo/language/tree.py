"""The typed tree of an expression: the only form that engines see.

A new node type joins `Expression`; mypy then lists every `match` that leaves it unhandled.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, assert_never

from riskmemo.language.types import BOOL, DATE, NUMBER, PERIOD, Type
from riskmemo.model.facts import Value

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*", "/"]
Function = Literal["min", "max", "abs", "ln", "exp", "goalposts"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal or a parameter (then with its `name`)."""

    value: Value
    type: Type
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """`alias.field`."""

    alias: str
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Given:
    """`as_of`, `horizon` or `subject` of the case."""

    name: Literal["as_of", "horizon", "subject"]
    type: Type


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene negation."""

    item: "Expression"
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class All:
    """Kleene conjunction (`and`)."""

    items: tuple["Expression", ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Any:
    """Kleene disjunction (`or`)."""

    items: tuple["Expression", ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two values; text is ordered by code point."""

    operator: Comparison
    left: "Expression"
    right: "Expression"
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Member:
    """Whether a value is one of listed literals."""

    item: "Expression"
    values: tuple[Value, ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """IEEE double arithmetic, in the order written."""

    operator: Operator
    left: "Expression"
    right: "Expression"
    type: Type = NUMBER


@dataclass(frozen=True, slots=True)
class Period:
    """A span of calendar time; only ever the right side of a `Shift`."""

    months: int
    days: int
    type: Type = PERIOD
    parameter: str | None = field(default=None, compare=False)
    """The parameter that counts its units, where no literal does."""
    unit: tuple[int, int] = field(default=(0, 0), compare=False)
    """Months and days of one unit."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A date moved by a period; `sign` is 1 or -1."""

    date: "Expression"
    period: Period
    sign: Literal[1, -1]
    type: Type = DATE


@dataclass(frozen=True, slots=True)
class DaysBetween:
    """A date minus a date, in days."""

    left: "Expression"
    right: "Expression"
    type: Type = NUMBER


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a listed function."""

    function: Function
    arguments: tuple["Expression", ...]
    type: Type


Expression = (
    Constant
    | Field
    | Given
    | Not
    | All
    | Any
    | Compare
    | Member
    | Arithmetic
    | Period
    | Shift
    | DaysBetween
    | Call
)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside an expression."""
    match expression:
        case Constant() | Field() | Given() | Period():
            return ()
        case Not(item) | Member(item):
            return (item,)
        case All(items) | Any(items) | Call(_, items):
            return items
        case Shift(date, period):
            return (date, period)
        case Compare(_, left, right) | Arithmetic(_, left, right) | DaysBetween(left, right):
            return (left, right)
    assert_never(expression)


def fields_of(expression: Expression) -> Iterator[Field]:
    """Every field an expression reads, left to right, repeats included."""
    if isinstance(expression, Field):
        yield expression
    for part in parts(expression):
        yield from fields_of(part)


def is_date(value: Value) -> bool:
    """Whether a value is a date."""
    return isinstance(value, datetime.date)
