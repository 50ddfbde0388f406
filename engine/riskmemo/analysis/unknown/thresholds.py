"""Where a program tells values of one field apart: the bounds its conditions set, traced back.

A bound on what is made of a field (`f.value / 2 >= 3`, the strength `goalposts(f.share, 0, 0.5)`,
the least `f.growth` of a group) is solved for the field, as far as that can be done exactly.
"""

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import assert_never

from riskmemo.evaluate import Evaluation
from riskmemo.language.meaning import value_of
from riskmemo.language.program import Query, TypedAggregate, TypedLeaf, TypedRule
from riskmemo.language.tree import (
    All,
    Any,
    Arithmetic,
    Call,
    Compare,
    DaysBetween,
    Expression,
    Field,
    Function,
    Member,
    Not,
    Operator,
    Shift,
    fields_of,
)
from riskmemo.language.types import Base
from riskmemo.language.values import shifted
from riskmemo.model.facts import Value

Kinds = Mapping[str, str]
"""Alias to kind."""

MOST_CONSTANTS = 40
"""Values of other facts that one comparison is solved for."""


@dataclass(frozen=True, slots=True)
class Told:
    """Values at which something can change, and whether those are all."""

    bounds: frozenset[Value]
    """Where something can change on either side, or at the bound alone."""
    met: frozenset[Value]
    """Values of other facts: equal findings are one, and may count once."""
    whole: bool


def told_apart(found: Evaluation, kind: str, field: str) -> Told:
    """The values of a field that conditions, strengths and leaves tell from their neighbours."""
    tracer = _Tracer(found)
    tracer.trace(kind, field)
    whole = tracer.whole and tracer.courses <= 1
    return Told(frozenset(tracer.bounds - {None}), frozenset(tracer.met - {None}), whole)


class _Tracer:
    def __init__(self, found: Evaluation) -> None:
        self.found, self.program, self.setting = found, found.program, found.setting
        self.bounds: set[Value] = set()
        self.met: set[Value] = set()
        self.whole = True
        self.courses = 0
        """Strengths and leaves whose course follows the field: two may have an extreme between."""
        self.seen: set[tuple[str, str]] = set()

    def trace(self, kind: str, field: str) -> None:
        """Follow a field through everything that reads it, and what is derived of it."""
        if (kind, field) in self.seen:
            return
        self.seen.add((kind, field))
        program = self.program
        for rule in program.rules:
            self._query(rule.query, {}, kind, field)
            for alias in _aliases(rule.query, kind):
                self._rule(rule, alias, field)
        for aggregate in program.aggregates:
            self._query(aggregate.query, {}, kind, field)
            for alias in _aliases(aggregate.query, kind):
                self._aggregate(aggregate, alias, field)
        for leaf in program.leaves:
            self._query(leaf.query, {}, kind, field)
            for alias in _aliases(leaf.query, kind):
                self._leaf(leaf, alias, field)

    # --- what reads it --------------------------------------------------------------------------

    def _query(self, query: Query, outer: Kinds, kind: str, field: str) -> None:
        kinds = {**outer, **dict(query.patterns)}
        for alias in (name for name, each in kinds.items() if each == kind):
            for condition in query.where:
                if _reads(condition, alias, field):
                    self._condition(condition, alias, field, kinds)
        for absence in query.unless:
            self._query(absence, kinds, kind, field)

    def _condition(self, condition: Expression, alias: str, field: str, kinds: Kinds) -> None:
        match condition:
            case _ if not _reads(condition, alias, field):
                pass
            case Not(item):
                self._condition(item, alias, field, kinds)
            case All(items) | Any(items):
                for item in items:
                    self._condition(item, alias, field, kinds)
            case Member(item, values):
                self._solve(item, values, alias, field, kinds)
            case Compare(_, left, right):
                is_order = condition.operator not in {"==", "!="}
                self.whole &= not (is_order and left.type.base is Base.TEXT)
                for side, other in ((left, right), (right, left)):
                    self._compared(side, other, alias, field, kinds)
            case Field():
                pass
            case _:
                self.whole = False

    def _compared(
        self, side: Expression, other: Expression, alias: str, field: str, kinds: Kinds
    ) -> None:
        if not _reads(side, alias, field):
            return
        values = self._constants(other, kinds)
        if values is None or _reads(other, alias, field):
            self.whole = False
            return
        if any(self._is_open(kinds[each.alias], each.name) for each in fields_of(other)):
            self.whole = False
        self._solve(side, values, alias, field, kinds)

    def _is_open(self, kind: str, name: str) -> bool:
        """Whether a finding lacks a field, perhaps because it is made of the one in question."""
        findings = self.found.answer.findings
        return any(each.values[name] is None for each in findings if each.kind == kind)

    def _rule(self, rule: TypedRule, alias: str, field: str) -> None:
        kinds = dict(rule.query.patterns)
        if rule.rule.contributes and _reads(rule.strength, alias, field):
            self.courses += 1
            self._solve(rule.strength, (0.0, 1.0), alias, field, kinds)
        if rule.rule.derives:
            for name, made in rule.derives:
                self._made(made, (rule.rule.derives.kind, name), alias, field, kinds)

    def _aggregate(self, aggregate: TypedAggregate, alias: str, field: str) -> None:
        kinds = dict(aggregate.query.patterns)
        for name, made in aggregate.group_by:
            self._made(made, (aggregate.kind, name), alias, field, kinds)
        for call in aggregate.fields:
            if call.argument is not None and _reads(call.argument, alias, field):
                self._made(call.argument, (aggregate.kind, call.field), alias, field, kinds)
                if call.function in {"sum", "mean"}:
                    self.whole = False

    def _leaf(self, leaf: TypedLeaf, alias: str, field: str) -> None:
        if _reads(leaf.value, alias, field):
            self.courses += 1
            scale = self.program.ruleset.scale
            ends = (float(scale.min), float(scale.max))
            self._solve(leaf.value, ends, alias, field, dict(leaf.query.patterns))

    def _made(
        self, made: Expression, place: tuple[str, str], alias: str, field: str, kinds: Kinds
    ) -> None:
        """Follow a field into one that is made of it; equal findings are one."""
        if not _reads(made, alias, field):
            return
        kind = kinds[alias]
        self.met |= {fact.values[field] for fact in self.found.facts if fact.kind == kind}
        if not isinstance(made, Field):
            self.whole = False
        self.trace(*place)

    # --- bounds solved for the field ------------------------------------------------------------

    def _solve(
        self, side: Expression, bounds: Iterable[Value], alias: str, field: str, kinds: Kinds
    ) -> None:
        for bound in bounds:
            if bound is not None:
                for solution in self._solutions(side, bound, (alias, field), kinds):
                    self.bounds.add(solution)

    def _solutions(
        self, side: Expression, bound: Value, place: tuple[str, str], kinds: Kinds
    ) -> Iterator[Value]:
        """The values of the field for which an expression reaches a bound, or bends."""
        match side:
            case Field():
                yield bound
            case Shift(date, period, sign) if isinstance(bound, datetime.date):
                self.whole = False
                back = shifted(bound, period, -sign)
                if back is not None:
                    yield from self._solutions(date, back, place, kinds)
            case DaysBetween(left, right):
                yield from self._days(left, right, bound, place, kinds)
            case Arithmetic() if isinstance(bound, float):
                yield from self._arithmetic(side, bound, place, kinds)
            case Call() if isinstance(bound, float):
                yield from self._call(side, bound, place, kinds)
            case _:
                self.whole = False

    def _arithmetic(
        self, side: Arithmetic, bound: float, place: tuple[str, str], kinds: Kinds
    ) -> Iterator[Value]:
        on_left, on_right = _reads(side.left, *place), _reads(side.right, *place)
        mine, other = (side.left, side.right) if on_left else (side.right, side.left)
        numbers = None if on_left and on_right else self._constants(other, kinds)
        if numbers is None:
            self.whole = False
            return
        known = [number for number in numbers if isinstance(number, float)]
        if known and side.operator in {"*", "/"} and min(known) < 0 < max(known):
            self.whole = False
        for number in known:
            for goal in _undone(side.operator, number, bound, on_left=on_left):
                yield from self._solutions(mine, goal, place, kinds)

    def _days(
        self,
        left: Expression,
        right: Expression,
        bound: Value,
        place: tuple[str, str],
        kinds: Kinds,
    ) -> Iterator[Value]:
        on_left, on_right = _reads(left, *place), _reads(right, *place)
        mine, other = (left, right) if on_left else (right, left)
        dates = None if on_left and on_right else self._constants(other, kinds)
        if dates is None or not isinstance(bound, float):
            self.whole = False
            return
        for date in dates:
            for days in {math.floor(bound), math.ceil(bound)}:
                goal = _moved(date, days if on_left else -days)
                if goal is not None:
                    yield from self._solutions(mine, goal, place, kinds)

    def _call(
        self, side: Call, bound: float, place: tuple[str, str], kinds: Kinds
    ) -> Iterator[Value]:
        mine, *rest = sorted(side.arguments, key=lambda each: not _reads(each, *place))
        others = [self._constants(each, kinds) for each in rest]
        if any(_reads(each, *place) for each in rest) or None in others:
            self.whole = False
            return
        if side.function == "goalposts" and mine is not side.arguments[0]:
            self.whole = False
            return
        for numbers in product(*(each for each in others if each is not None)):
            known = [number for number in numbers if isinstance(number, float)]
            if len(known) == len(rest):
                for goal in _goals(side.function, bound, known):
                    yield from self._solutions(mine, goal, place, kinds)

    def _constants(self, expression: Expression, kinds: Kinds) -> tuple[Value, ...] | None:
        """The values an expression takes over the facts on file; none where several make it."""
        aliases = {each.alias for each in fields_of(expression)}
        if not aliases:
            return (value_of(expression, {}, self.setting),)
        if len(aliases) > 1:
            return None
        (alias,) = aliases
        facts = (*self.found.facts, *self.found.answer.findings)
        found = {
            value_of(expression, {alias: fact}, self.setting)
            for fact in facts
            if fact.kind == kinds[alias]
        } - {None}
        if len(found) > MOST_CONSTANTS:
            self.whole = False
        return tuple(sorted(found)[:MOST_CONSTANTS])  # type: ignore[type-var]


def _aliases(query: Query, kind: str) -> Sequence[str]:
    return [alias for alias, each in query.patterns if each == kind]


def _reads(expression: Expression, alias: str, field: str) -> bool:
    return any(each.alias == alias and each.name == field for each in fields_of(expression))


def _moved(date: Value, days: int) -> datetime.date | None:
    try:
        return date + datetime.timedelta(days=days) if isinstance(date, datetime.date) else None
    except OverflowError:
        return None


def _undone(operator: Operator, number: float, bound: float, *, on_left: bool) -> tuple[float, ...]:
    """What must stand beside a number for the result to be the bound."""
    goals: tuple[float, ...]
    match operator:
        case "+":
            goals = (bound - number,)
        case "-":
            goals = (bound + number if on_left else number - bound,)
        case "*":
            goals = (bound / number,) if number else ()
        case "/":
            upside_down = (0.0, *((number / bound,) if bound else ()))
            goals = (bound * number,) if on_left else upside_down
    return tuple(goal for goal in goals if math.isfinite(goal))


def _goals(function: Function, bound: float, others: Sequence[float]) -> tuple[float, ...]:
    """What the first argument must be for the result to be the bound, or where its course bends."""
    match function:
        case "min" | "max":
            return (bound, *others)
        case "abs":
            return (-bound, 0.0, bound)
        case "ln":
            return (math.exp(bound),) if bound < 40 else ()
        case "exp":
            return (math.log(bound),) if bound > 0 else ()
        case "goalposts":
            low, high = others
            return (low, high, low + bound * (high - low))
    assert_never(function)
