"""Where rules read a field of a fact, and what they compare it with.

A value makes a difference only through a condition that reads it: between the values that
conditions name, all behave alike. From here come the values that are worth supposing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from riskmemo.evaluate import Evaluation
from riskmemo.language.meaning import value_of
from riskmemo.language.program import Query, TypedAggregate, TypedLeaf, TypedRule
from riskmemo.language.tree import (
    All,
    Any,
    Compare,
    Comparison,
    Constant,
    Expression,
    Field,
    Member,
    Not,
    fields_of,
    parts,
)
from riskmemo.language.types import Base
from riskmemo.model.facts import Fact, Value

Owner = TypedRule | TypedAggregate | TypedLeaf

FLIPPED: Mapping[Comparison, Comparison] = {
    "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=",
}  # fmt: skip
COPIES = frozenset({"min", "max"})
"""Aggregates whose result is one of the values that go in."""
ORDERED = frozenset({Base.NUMBER, Base.SHARE, Base.DATE})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a field is compared with, and whether it is computed with."""

    tests: frozenset[frozenset[Value]] = frozenset()
    """Values that are told from all others: texts, categories, countries."""
    thresholds: frozenset[tuple[Comparison, Value]] = frozenset()
    """Comparisons of numbers and dates, the field on the left."""
    constants: frozenset[float] = frozenset()
    """Numbers that stand in the arithmetic around it, where its course may bend."""
    computed: bool = False
    """Whether its size matters beyond thresholds."""
    read: bool = False
    """Whether anything reads it at all."""

    def __or__(self, other: "Reading") -> "Reading":
        return Reading(
            self.tests | other.tests,
            self.thresholds | other.thresholds,
            self.constants | other.constants,
            self.computed or other.computed,
            self.read or other.read,
        )


@dataclass(frozen=True, eq=False)
class Slot:
    """A pattern of a rule, aggregate, leaf or absence, where a fact of a kind can be bound."""

    owner: Owner
    query: Query
    alias: str
    kind: str
    kinds: Mapping[str, str]
    """Alias to kind, of all that can be seen here."""

    @property
    def alone(self) -> tuple[tuple[Expression, frozenset[str]], ...]:
        """The conditions on this fact alone, with the fields they read."""
        return tuple(
            (each, frozenset(field.name for field in fields_of(each)))
            for each, reads in zip(self.query.where, self.query.reads, strict=True)
            if reads == {self.alias}
        )

    @property
    def is_outer(self) -> bool:
        """Whether the pattern is the owner's own, and not one of an absence."""
        return self.query is self.owner.query


class Readings:
    """Every place of a program where a fact can be bound, and what is read of it there."""

    def __init__(self, found: Evaluation) -> None:
        self.program, self.setting = found.program, found.setting
        self.facts: dict[str, list[Fact]] = {}
        for fact in (*found.facts, *found.answer.findings):
            self.facts.setdefault(fact.kind, []).append(fact)
        self.slots: dict[str, list[Slot]] = {}
        program = found.program
        owners: tuple[Owner, ...] = (*program.rules, *program.aggregates, *program.leaves)
        for owner in owners:
            for slot in _slots(owner, owner.query, {}):
                self.slots.setdefault(slot.kind, []).append(slot)
        self._readings: dict[tuple[str, str], Reading] = {}
        self._direct: dict[tuple[int, str], Reading] = {}
        self._reach: dict[str, frozenset[str]] = {}

    def slots_of(self, owner: Owner) -> list[Slot]:
        """The places of one rule, aggregate or leaf, those of its absences among them."""
        return [slot for slots in self.slots.values() for slot in slots if slot.owner is owner]

    def barriers(self, fact: Fact, slot: Slot) -> tuple[frozenset[str], ...]:
        """The fields of each condition that keeps a fact out of a slot, whatever else is bound."""
        bound = {slot.alias: fact}
        return tuple(
            names for each, names in slot.alone if value_of(each, bound, self.setting) is False
        )

    def at(self, slot: Slot, field: str) -> Reading:
        """What a field is compared with in one slot, and further on in what is derived of it."""
        key = id(slot), field
        if key not in self._direct:
            found = [*self._conditions(slot.query, slot, field)]
            if slot.is_outer:
                found += self._results(slot, field)
            self._direct[key] = reduce(Reading.__or__, found, Reading())
        return self._direct[key]

    def of(self, kind: str, field: str) -> Reading:
        """What a field of a kind is compared with anywhere."""
        key = kind, field
        if key not in self._readings:
            found = (self.at(slot, field) for slot in self.slots.get(kind, ()))
            self._readings[key] = reduce(Reading.__or__, found, Reading())
        return self._readings[key]

    def reach(self, owner: Owner) -> frozenset[str]:
        """The rules, aggregates and leaves that can change when this one does, itself among them.

        A leaf and an aggregate go by their names, which no rule has in front of it: `=name`.
        """
        name = _name(owner)
        if name not in self._reach:
            kind = _derived_kind(owner)
            below = (self.reach(slot.owner) for slot in self.slots.get(kind or "", ()))
            self._reach[name] = frozenset({name}).union(*below)
        return self._reach[name]

    # --- one expression after the other -----------------------------------------------------------

    def _conditions(self, query: Query, slot: Slot, field: str) -> Iterator[Reading]:
        for each in query.where:
            yield from self._condition(each, slot, query, field)
        for absence in query.unless:
            yield from self._conditions(absence, slot, field)

    def _condition(
        self, condition: Expression, slot: Slot, query: Query, field: str
    ) -> Iterator[Reading]:
        if not _reads(condition, slot.alias, field):
            return
        match condition:
            case Not(item):
                yield from self._condition(item, slot, query, field)
            case All(items) | Any(items):
                for item in items:
                    yield from self._condition(item, slot, query, field)
            case Field():
                yield Reading(read=True)
            case Member(Field(_, _, type_), values):
                yield _listed(type_.base, values)
            case Compare(operator, left, right):
                yield from self._compared(operator, left, right, slot, query, field)
            case _:
                yield _arithmetic(condition)

    def _compared(
        self,
        operator: Comparison,
        left: Expression,
        right: Expression,
        slot: Slot,
        query: Query,
        field: str,
    ) -> Iterator[Reading]:
        sides = (operator, left, right), (FLIPPED[operator], right, left)
        for how, mine, other in sides:
            if not _reads(mine, slot.alias, field):
                continue
            others = self._values(other, slot, query)
            if isinstance(mine, Field) and others is not None:
                yield _against(mine, how, others)
                if any(fields_of(other)):
                    yield self._told_apart(slot, field)
            else:
                yield _arithmetic(left) | _arithmetic(right)

    def _values(self, side: Expression, slot: Slot, query: Query) -> frozenset[Value] | None:
        """The values that the other side takes on file; none where several facts make it."""
        aliases = {each.alias for each in fields_of(side)}
        if len(aliases) > 1:
            return None
        if not aliases:
            return frozenset({value_of(side, {}, self.setting)})
        (alias,) = aliases
        kinds = {**slot.kinds, **dict(query.patterns)}
        facts = self.facts.get(kinds[alias], ())
        return frozenset(value_of(side, {alias: fact}, self.setting) for fact in facts)

    def _results(self, slot: Slot, field: str) -> Iterator[Reading]:
        """What is made of the field: strength, value, and the fields of what is derived."""
        owner = slot.owner
        match owner:
            case TypedRule():
                if _reads(owner.strength, slot.alias, field):
                    yield _arithmetic(owner.strength)
                if owner.rule.derives:
                    for name, made in owner.derives:
                        yield from self._derived(slot, field, (owner.rule.derives.kind, name), made)
            case TypedAggregate():
                yield from self._aggregated(slot, field, owner)
            case TypedLeaf():
                if _reads(owner.value, slot.alias, field):
                    yield _arithmetic(owner.value)

    def _aggregated(self, slot: Slot, field: str, owner: TypedAggregate) -> Iterator[Reading]:
        for name, made in owner.group_by:
            yield from self._derived(slot, field, (owner.kind, name), made)
        for call in owner.fields:
            made_of, place = call.argument, (owner.kind, call.field)
            if made_of is None or not _reads(made_of, slot.alias, field):
                continue
            if call.function in COPIES:
                yield from self._derived(slot, field, place, made_of)
            else:
                yield self._told_apart(slot, field) | _arithmetic(made_of)

    def _derived(
        self, slot: Slot, field: str, place: tuple[str, str], made: Expression
    ) -> Iterator[Reading]:
        if not _reads(made, slot.alias, field):
            return
        later = self.of(*place)
        if isinstance(made, Field):
            yield later | self._told_apart(slot, field)
        elif later.read:
            yield _arithmetic(made)

    def _told_apart(self, slot: Slot, field: str) -> Reading:
        """Where two fields can be equal, it matters which value each has.

        So it does where findings are made of a field: equal ones are one.
        """
        type_ = self.program.schemas[slot.kind].fields[field]
        if type_.base in ORDERED:
            return Reading(read=True)
        on_file = {fact.values[field] for fact in self.facts.get(slot.kind, ())} - {None}
        values: Iterable[Value] = type_.values or on_file
        return Reading(tests=frozenset(frozenset({value}) for value in values), read=True)


def _slots(owner: Owner, query: Query, seen: Mapping[str, str]) -> Iterator[Slot]:
    kinds = {**seen, **dict(query.patterns)}
    for alias, kind in query.patterns:
        yield Slot(owner, query, alias, kind, kinds)
    for absence in query.unless:
        yield from _slots(owner, absence, kinds)


def _name(owner: Owner) -> str:
    match owner:
        case TypedRule():
            return owner.rule.id
        case TypedAggregate():
            return f"={owner.kind}"
        case TypedLeaf():
            return f"={owner.score}"


def _derived_kind(owner: Owner) -> str | None:
    match owner:
        case TypedRule():
            return owner.rule.derives.kind if owner.rule.derives else None
        case TypedAggregate():
            return owner.kind
        case TypedLeaf():
            return None


def _reads(expression: Expression, alias: str, field: str) -> bool:
    return any(each.alias == alias and each.name == field for each in fields_of(expression))


def _listed(base: Base, values: Iterable[Value]) -> Reading:
    if base in ORDERED:
        return Reading(thresholds=frozenset(("==", value) for value in values), read=True)
    return Reading(tests=frozenset({frozenset(values)}), read=True)


def _against(mine: Field, operator: Comparison, others: frozenset[Value]) -> Reading:
    known = others - {None}
    if mine.type.base in ORDERED:
        return Reading(thresholds=frozenset((operator, value) for value in known), read=True)
    return Reading(tests=frozenset(frozenset({value}) for value in known), read=True)


def _arithmetic(expression: Expression) -> Reading:
    return Reading(constants=frozenset(_numbers(expression)), computed=True, read=True)


def _numbers(expression: Expression) -> Iterator[float]:
    """The numbers written in an expression, parameters among them."""
    match expression:
        case Constant(bool()):
            return
        case Constant(int() | float() as value):
            yield float(value)
        case _:
            for part in parts(expression):
                yield from _numbers(part)
