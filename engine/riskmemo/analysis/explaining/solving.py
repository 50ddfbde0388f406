"""What would make a condition true, or false: single fields set to the value that just does.

A comparison is followed down to the fields that it reads, each solved with everything else as it
is; whatever comes out is tried on the condition itself before it counts. Proposals may therefore
be generous: a month that ends early, a rounding of doubles or a function that only rises in part
of its range costs a proposal, never the truth of one.
"""

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from riskmemo.analysis.explaining.inverses import goals_of_call, left_goals, right_goals
from riskmemo.analysis.explaining.plausible import Plausible, digits_of, in_time, plausible
from riskmemo.language import values as arithmetic
from riskmemo.language.meaning import Truth, value_of
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
    Member,
    Not,
    Period,
    Shift,
    fields_of,
    parts,
)
from riskmemo.model.facts import Fact, Setting, Value
from riskmemo.model.vocabulary import BUILT_IN_FIELDS, Vocabulary

Edits = Mapping[tuple[str, str], Value]
"""(fact, field) to the value that it would have."""
Pools = Mapping[tuple[str, str], tuple[Value, ...]]
"""(kind, field) to values that conditions compare it with."""

CHOICES = 8
"""Values of one field that are tried for one condition."""


@dataclass(frozen=True)
class Solver:
    """Solves conditions over some facts, of which the fields already set stay as they are."""

    bound: Mapping[str, Fact]
    fixed: Edits
    base: frozenset[str]
    """Facts whose fields may be set: those of the case, and new ones."""
    setting: Setting
    vocabulary: Vocabulary
    pools: Pools
    conditions: tuple[Expression, ...]
    """All that must hold: a value is proposed with a view to the rest of them."""
    absences: tuple[Expression, ...]
    """What absences ask: values about which these turn are proposed too."""

    def ways(self, condition: Expression, wanted: bool) -> Iterator[Edits]:
        """Settings that make a condition what is wanted, or bring it nearer to being known."""
        if self._truth(condition, {}) is wanted:
            return
        match condition:
            case Not(item):
                yield from self.ways(item, not wanted)
            case All(items) if wanted:
                yield from self._first(items, wanted)
            case Any(items) if not wanted:
                yield from self._first(items, wanted)
            case All(items) | Any(items):
                for item in items:
                    yield from self.ways(item, wanted)
            case Field():
                yield from self._valid(condition, wanted, self._settings(condition, [wanted]))
            case Member(item, listed):
                targets = listed if wanted else self._others(item)
                found = (each for target in targets for each in self._solved(item, target))
                yield from self._valid(condition, wanted, found)
                yield from self._knowing(item)
            case Compare():
                yield from self._compared(condition, wanted)
            case _:
                return

    def known(self, expression: Expression) -> Iterator[Edits]:
        """Settings that bring an expression nearer to having a value."""
        yield from self._knowing(expression)

    def any_value(self, fact: Fact, field: str) -> Iterator[Edits]:
        """Settings of a field that only has to be known."""
        if self._may_set(fact, field):
            spec = plausible(self.vocabulary, fact.kind, field)
            yield from self._set(fact, field, spec.any(self.setting))

    def _first(self, items: Iterable[Expression], wanted: bool) -> Iterator[Edits]:
        """Ways for the first of some conditions, all of which must become what is wanted."""
        for item in items:
            if self._truth(item, {}) is not wanted:
                yield from self.ways(item, wanted)
                return

    # --- comparisons ------------------------------------------------------------------------------

    def _compared(self, condition: Compare, wanted: bool) -> Iterator[Edits]:
        left, right = (self._value(side, {}) for side in (condition.left, condition.right))
        yield from self._valid(condition, wanted, self._sides(condition, left, right))
        if left is None or right is None:
            yield from self._knowing(condition)
        both = [side for side in (condition.left, condition.right) if isinstance(side, Field)]
        if len(both) > 1:
            for side in both:
                yield from self._settings(side, self._pool(side))

    def _sides(self, condition: Compare, left: Value, right: Value) -> Iterator[Edits]:
        if right is not None:
            yield from self._solved(condition.left, right)
        if left is not None:
            yield from self._solved(condition.right, left)

    def _solved(self, expression: Expression, target: Value) -> Iterator[Edits]:
        """Settings of one field with which an expression comes near a value."""
        for field, goal in self._goals(expression, target):
            yield from self._settings(field, [*self._around(field, goal), *self._pool(field)])

    def _goals(self, expression: Expression, target: Value) -> Iterator[tuple[Field, Value]]:
        """Fields of an expression with what each would have to be near for it to have a value."""
        match expression:
            case Field():
                yield expression, target
            case Arithmetic(operator, left, right) if isinstance(target, float):
                first, second = self._value(left, {}), self._value(right, {})
                for goal in left_goals(operator, target, second):
                    yield from self._goals(left, goal)
                for goal in right_goals(operator, target, first):
                    yield from self._goals(right, goal)
            case Shift(date, period, sign) if isinstance(target, datetime.date):
                before = arithmetic.shifted(target, period, -sign)
                yield from self._goals(date, before) if before else ()
            case DaysBetween(left, right) if isinstance(target, float):
                yield from self._between(left, right, target)
            case Call(function, arguments):
                for number, argument in enumerate(arguments):
                    rest = [self._value(each, {}) for each in arguments[number + 1 :]]
                    for aim in goals_of_call(function, target, number, rest):
                        yield from self._goals(argument, aim)
            case _:
                return

    def _between(
        self, left: Expression, right: Expression, target: float
    ) -> Iterator[tuple[Field, Value]]:
        first, second = self._value(left, {}), self._value(right, {})
        days = Period(0, math.ceil(abs(target)))
        sign = 1 if target >= 0 else -1
        if isinstance(second, datetime.date):
            goal = arithmetic.shifted(second, days, sign)
            yield from self._goals(left, goal) if goal else ()
        if isinstance(first, datetime.date):
            goal = arithmetic.shifted(first, days, -sign)
            yield from self._goals(right, goal) if goal else ()

    @cached_property
    def _wanted(self) -> Mapping[tuple[str, str], tuple[Value, ...]]:
        """For each (fact, field) the values about which one of the conditions changes."""
        found: dict[tuple[str, str], dict[Value, None]] = {}
        for condition in (*self.conditions, *self.absences):
            for field, goal in self._turning(condition):
                if field.alias in self.bound:
                    place = (self.bound[field.alias].id, field.name)
                    found.setdefault(place, {}).update(dict.fromkeys(self._around(field, goal)))
        return {place: tuple(values) for place, values in found.items()}

    def _turning(self, condition: Expression) -> Iterator[tuple[Field, Value]]:
        """Fields with values at which a condition may turn."""
        match condition:
            case Compare(_, left, right) if self._is_bound(condition):
                for side, other in ((left, right), (right, left)):
                    value = self._value(other, {})
                    yield from self._goals(side, value) if value is not None else ()
            case Member(item, listed) if self._is_bound(item):
                for value in listed:
                    yield from self._goals(item, value)
            case Not() | All() | Any():
                for part in parts(condition):
                    yield from self._turning(part)
            case _:
                return

    def _is_bound(self, expression: Expression) -> bool:
        return all(each.alias in self.bound for each in fields_of(expression))

    def _around(self, field: Field, goal: Value) -> Iterator[Value]:
        spec, fact = self._spec(field), self.bound.get(field.alias)
        if spec and fact:
            yield from spec.around(goal, fact.values[field.name])

    def _knowing(self, expression: Expression) -> Iterator[Edits]:
        """Settings of the first unknown field of an expression to some value."""
        for field in fields_of(expression):
            fact = self.bound.get(field.alias)
            if fact and fact.values[field.name] is None:
                spec = self._spec(field)
                some = spec.any(self.setting) if spec else ()
                yield from self._settings(field, [*self._pool(field), *some])
                return

    # --- settings ---------------------------------------------------------------------------------

    def _settings(self, field: Field, choices: Iterable[Value]) -> Iterator[Edits]:
        fact = self.bound.get(field.alias)
        if fact and self._may_set(fact, field.name):
            yield from self._set(fact, field.name, choices)

    def _set(self, fact: Fact, field: str, choices: Iterable[Value]) -> Iterator[Edits]:
        spec = plausible(self.vocabulary, fact.kind, field)
        now = fact.values[field]
        for value in dict.fromkeys(choices):
            if value != now and spec.admits(value):
                yield from self._completed(fact, field, value)

    def _completed(self, fact: Fact, field: str, value: Value) -> Iterator[Edits]:
        """The setting; where it tears the two dates of a fact apart, the other one goes along."""
        edits: dict[tuple[str, str], Value] = {(fact.id, field): value}
        if field in BUILT_IN_FIELDS and not in_time({**fact.values, field: value}.items()):
            other = next(each for each in BUILT_IN_FIELDS if each != field)
            if not self._may_set(fact, other):
                return
            edits[fact.id, other] = value
        yield edits

    def _may_set(self, fact: Fact, field: str) -> bool:
        return fact.id in self.base and (fact.id, field) not in self.fixed

    def _spec(self, field: Field) -> Plausible | None:
        fact = self.bound.get(field.alias)
        if fact is None or fact.id not in self.base:
            return None
        return plausible(self.vocabulary, fact.kind, field.name)

    def _pool(self, field: Field) -> tuple[Value, ...]:
        fact = self.bound.get(field.alias)
        if fact is None:
            return ()
        named = self.pools.get((fact.kind, field.name), ())
        return (*self._wanted.get((fact.id, field.name), ()), *named)

    def _others(self, item: Expression) -> tuple[Value, ...]:
        if not isinstance(item, Field):
            return ()
        spec = self._spec(item)
        some = (*spec.listed, *spec.any(self.setting)) if spec else ()
        return (*some, *self._pool(item))

    # --- trying -----------------------------------------------------------------------------------

    def _valid(
        self, condition: Expression, wanted: bool, found: Iterable[Edits]
    ) -> Iterator[Edits]:
        """Those settings that make the condition what is wanted, the best first.

        Those are the best that leave fewest other conditions false, then round numbers, then the
        nearest to what is.
        """
        good: dict[tuple[tuple[tuple[str, str], Value], ...], Edits] = {}
        for edits in islice(found, 40 * CHOICES):
            if self._truth(condition, edits) is wanted:
                good.setdefault(tuple(sorted(edits.items(), key=_place)), edits)
        coarse = digits_of(*self._numbers(condition))
        ranked = sorted(
            good.values(),
            key=lambda edits: (
                len(edits),
                self._broken(edits),
                digits_of(*edits.values()) > coarse,
                self._distance(edits),
            ),
        )
        taken: dict[tuple[str, str], int] = {}
        for edits in ranked:
            place = next(iter(edits))
            taken[place] = taken.get(place, 0) + 1
            if taken[place] <= CHOICES:
                yield edits

    def _broken(self, edits: Edits) -> int:
        """How many of all conditions are false with some settings."""
        return sum(self._truth(each, edits) is False for each in self.conditions)

    def _numbers(self, expression: Expression) -> Iterator[Value]:
        """The constants and present values in an expression."""
        match expression:
            case Constant(value):
                yield value
            case Field(alias, name) if alias in self.bound:
                yield self.bound[alias].values[name]
            case Member(item, listed):
                yield from (*self._numbers(item), *listed)
            case _:
                for part in parts(expression):
                    yield from self._numbers(part)

    def _distance(self, edits: Edits) -> float:
        """How far a number or date is moved; 0 where there is no measure of it."""
        (name, field), value = next(iter(edits.items()))
        now = next(fact for fact in self.bound.values() if fact.id == name).values[field]
        if isinstance(now, bool) or now is None or isinstance(now, str):
            return 0.0
        if isinstance(now, float) and isinstance(value, float):
            return abs(value - now)
        return float(abs((value - now).days))  # type: ignore[operator, union-attr]

    def _truth(self, condition: Expression, edits: Edits) -> Truth:
        return self._value(condition, edits)  # type: ignore[return-value]

    def _value(self, expression: Expression, edits: Edits) -> Value:
        bound = edited(self.bound, edits) if edits else self.bound
        return value_of(expression, bound, self.setting)


def edited(bound: Mapping[str, Fact], edits: Edits) -> dict[str, Fact]:
    """Facts with some fields set."""
    return {alias: with_edits(fact, edits) for alias, fact in bound.items()}


def with_edits(fact: Fact, edits: Edits) -> Fact:
    """A fact with its fields set."""
    own = {field: value for (name, field), value in edits.items() if name == fact.id}
    if not own:
        return fact
    return Fact(
        fact.id, fact.kind, {**fact.values, **own}, fact.grades, fact.certain, fact.evidence
    )


def constants_of(
    expressions: Iterable[Expression], kinds: Mapping[str, str], setting: Setting
) -> dict[tuple[str, str], tuple[Value, ...]]:
    """The values that conditions compare fields with: by kind and field, in the order written."""
    found: dict[tuple[str, str], list[Value]] = {}
    for field, value in _compared_with(expressions, setting):
        kind = kinds.get(field.alias)
        if kind is not None:
            found.setdefault((kind, field.name), []).append(value)
    return {place: tuple(dict.fromkeys(each)) for place, each in found.items()}


def _compared_with(
    expressions: Iterable[Expression], setting: Setting
) -> Iterator[tuple[Field, Value]]:
    for expression in expressions:
        match expression:
            case Not(item):
                yield from _compared_with([item], setting)
            case All(items) | Any(items):
                yield from _compared_with(items, setting)
            case Member(Field() as field, values):
                yield from ((field, value) for value in values)
            case Compare(_, left, right):
                for side, other in ((left, right), (right, left)):
                    if isinstance(side, Field) and not any(True for _ in fields_of(other)):
                        yield side, value_of(other, {}, setting)
            case _:
                pass


def _place(edit: tuple[tuple[str, str], Value]) -> tuple[str, str]:
    return edit[0]
