"""Conditions as Python functions: what `riskmemo.language.meaning` says, made once a program.

Each node of the typed tree becomes a function of the bound facts. Tests hold the two together.
"""

import operator
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, assert_never

from riskmemo.language import tree, values
from riskmemo.language.meaning import Bindings, Truth, all_of, any_of, value_of
from riskmemo.language.tree import Comparison, Expression, fields_of
from riskmemo.model.facts import Setting

Meaning = Callable[[Bindings, "Known"], Any]
"""The value of an expression over bound facts; `None` is unknown."""

COMPARED: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Known:
    """What expressions without fields come to in one case, each computed once."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._values: dict[int, Any] = {}

    def value(self, expression: Expression) -> Any:
        """The value of an expression that reads no fact."""
        try:
            return self._values[id(expression)]
        except KeyError:
            found = self._values[id(expression)] = value_of(expression, {}, self._setting)
            return found


def meaning_of(expression: Expression) -> Meaning:  # noqa: C901, PLR0911, PLR0912 - one case a node type
    """The function that computes an expression."""
    match expression:
        case tree.Constant(constant):
            return lambda _bound, _known: constant
        case _ if reads_nothing(expression):
            return lambda _, known: known.value(expression)
        case tree.Field(alias, name):
            return lambda bound, _: bound[alias].values[name]
        case tree.Not(item):
            return _strict(operator.not_, item)
        case tree.All(items):
            return _joined(all_of, items)
        case tree.Any(items):
            return _joined(any_of, items)
        case tree.Compare(sign, left, right):
            return _strict(COMPARED[sign], left, right)
        case tree.Member(item, listed):
            return _strict(frozenset(listed).__contains__, item)
        case tree.Arithmetic(sign, left, right):
            return _strict(partial(values.arithmetic, sign), left, right)
        case tree.Shift(date, period, direction):
            return _strict(lambda day: values.shifted(day, period, direction), date)
        case tree.DaysBetween(left, right):
            return _strict(lambda a, b: float((a - b).days), left, right)
        case tree.Call(function, arguments):
            return _strict(lambda *found: values.call(function, found), *arguments)
        case tree.Given() | tree.Period():
            raise AssertionError("it reads no fact")
    assert_never(expression)


def reads_nothing(expression: Expression) -> bool:
    """Whether an expression has the same value for all facts."""
    return next(fields_of(expression), None) is None


def _joined(rule: Callable[[Any], Truth], items: tuple[Expression, ...]) -> Meaning:
    parts = tuple(map(meaning_of, items))
    return lambda bound, known: rule([part(bound, known) for part in parts])


def _strict(function: Callable[..., Any], *arguments: Expression) -> Meaning:
    """The function of its arguments, unknown where one of them is."""
    match arguments:
        case (tree.Field() as field, tree.Constant(constant)) if constant is not None:
            return _of_field(field, lambda found: function(found, constant))
        case (tree.Field() as field,):
            return _of_field(field, function)
        case (tree.Field() as field, other) if reads_nothing(other):
            return _beside_given(function, field, other)
        case (left, right):
            return _of_two(function, meaning_of(left), meaning_of(right))
        case _:
            return _of_several(function, tuple(map(meaning_of, arguments)))


def _of_several(function: Callable[..., Any], parts: tuple[Meaning, ...]) -> Meaning:
    def value(bound: Bindings, known: Known) -> Any:
        found = [part(bound, known) for part in parts]
        return None if None in found else function(*found)

    return value


def _of_field(field: tree.Field, function: Callable[[Any], Any]) -> Meaning:
    """The commonest case: a field beside what does not vary."""
    alias, name = field.alias, field.name

    def value(bound: Bindings, _: Known) -> Any:
        found = bound[alias].values[name]
        return None if found is None else function(found)

    return value


def _beside_given(
    function: Callable[[Any, Any], Any], field: tree.Field, other: Expression
) -> Meaning:
    """A field beside what is the same for a whole case."""
    alias, name = field.alias, field.name

    def value(bound: Bindings, known: Known) -> Any:
        found = bound[alias].values[name]
        if found is None:
            return None
        given = known.value(other)
        return None if given is None else function(found, given)

    return value


def _of_two(function: Callable[[Any, Any], Any], left: Meaning, right: Meaning) -> Meaning:
    """The next, without a list."""

    def value(bound: Bindings, known: Known) -> Any:
        one = left(bound, known)
        if one is None:
            return None
        other = right(bound, known)
        return None if other is None else function(one, other)

    return value
