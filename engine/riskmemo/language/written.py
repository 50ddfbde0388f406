"""A typed expression as text again: parameters by name, periods by their length."""

import json
from typing import assert_never

from riskmemo.language.tree import (
    All,
    Any,
    Arithmetic,
    Call,
    Compare,
    Constant,
    DaysBetween,
    Expression,
    Field,
    Given,
    Member,
    Not,
    Period,
    Shift,
    is_date,
)
from riskmemo.model.facts import Value

_ADDING = frozenset({"+", "-"})


def written(expression: Expression) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a node type
    """The expression in the words of the language; it means what the tree means."""
    match expression:
        case Constant(value, _, name):
            return name or literal(value)
        case Field(alias, name):
            return f"{alias}.{name}"
        case Given(given):
            return given
        case Not(item):
            return f"not {_inside(item)}"
        case All(items):
            return " and ".join(_clause(item) for item in items)
        case Any(items):
            return " or ".join(_clause(item) for item in items)
        case Compare(operator, left, right):
            return f"{_inside(left)} {operator} {_inside(right)}"
        case Member(item, values):
            return f"{_inside(item)} in [{', '.join(literal(value) for value in values)}]"
        case Arithmetic("+" | "-" as operator, left, right):
            return f"{written(left)} {operator} {_term(right)}"
        case Arithmetic(operator, left, right):
            return f"{_term(left)} {operator} {_factor(right)}"
        case Period(months, days):
            return f"days({days})" if days else f"months({months})"
        case Shift(date, period, sign):
            return f"{written(date)} {'+' if sign > 0 else '-'} {written(period)}"
        case DaysBetween(left, right):
            return f"{written(left)} - {_term(right)}"
        case Call(function, arguments):
            return f"{function}({', '.join(written(each) for each in arguments)})"
    assert_never(expression)


def literal(value: Value) -> str:
    """A value as a rule writes it; unknown cannot be written, and is `unknown`."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return f'date("{value}")' if is_date(value) else json.dumps(value, ensure_ascii=False)


def _clause(item: Expression) -> str:
    """An item of `and` or `or`."""
    return f"({written(item)})" if isinstance(item, All | Any) else written(item)


def _inside(item: Expression) -> str:
    """What `not` denies, or a side of a comparison."""
    text = written(item)
    return f"({text})" if isinstance(item, All | Any | Compare | Member | Not) else text


def _term(side: Expression) -> str:
    """A side of a product, or the right side of a difference."""
    is_sum = isinstance(side, DaysBetween | Shift) or (
        isinstance(side, Arithmetic) and side.operator in _ADDING
    )
    return f"({written(side)})" if is_sum else written(side)


def _factor(side: Expression) -> str:
    """The right side of a product or quotient."""
    is_compound = isinstance(side, Arithmetic | DaysBetween | Shift)
    return f"({written(side)})" if is_compound else written(side)
