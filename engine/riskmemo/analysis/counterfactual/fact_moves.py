"""The changes of one fact that are worth supposing: another value of a field, or no such fact."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import combinations, product

from riskmemo.analysis.counterfactual.readings import ORDERED, Reading, Readings, Slot
from riskmemo.analysis.counterfactual.steps import Steps, date_steps, number_steps
from riskmemo.analysis.counterfactual.waiting import Waiting
from riskmemo.evaluate import Evaluation
from riskmemo.language.types import Base
from riskmemo.model.facts import Fact, Value
from riskmemo.model.vocabulary import FieldSpec, FieldType, Nature

MOST_VALUES = 40
"""Values of one field that are supposed, nearest first."""

Place = tuple[str, str]
WHOLE = "~"
"""In the place of a field: the fact as a whole. It comes after every name."""

DATE = FieldSpec(type=FieldType.DATE, doc="A day.")
"""The fields `date` and `until`, which no vocabulary declares."""


@dataclass(frozen=True, slots=True)
class Move:
    """One change of one fact."""

    fact: Fact
    field: str | None
    """None where the fact as a whole is known to be absent."""
    value: Value
    distance: float
    least: float
    """No smaller change of the same field on the same side behaves as this one does."""
    reach: frozenset[str]
    """The rules, aggregates and leaves that can change."""
    alike: tuple[Value, ...] = ()
    """Other values of a category that no rule tells from this one."""
    near: Value = None
    """The value before this one on the same side, or the present one."""
    steps: Steps | None = None
    """The values there are, where those between `near` and this one can behave otherwise."""

    @property
    def place(self) -> Place:
        """Fact and field; the fact as a whole comes after its fields."""
        return self.fact.id, self.field or WHOLE

    @property
    def scaled(self) -> bool:
        """Whether it is a step along a scale: a known number or date that is another one."""
        now = self.fact.values[self.field] if self.field else None
        return isinstance(now, float | datetime.date) and not isinstance(now, bool)

    def to(self, value: Value) -> "Move":
        """The same change to another value of a number or date."""
        if self.steps is None:
            raise AssertionError("only a number or date moves by steps")
        distance = self.steps.distance(self.fact.values[self.field or WHOLE], value)
        return replace(self, value=value, distance=distance)


class Moves:
    """What can be supposed of the facts of an evaluation, claims and identity left alone."""

    def __init__(self, found: Evaluation) -> None:
        self.readings = Readings(found)
        self.setting, self.vocabulary = found.setting, found.program.vocabulary
        self.facts = [fact for fact in found.facts if self._may_change(fact)]

    def _may_change(self, fact: Fact) -> bool:
        kind = self.vocabulary.kinds[fact.kind]
        return not (kind.fixed or kind.nature in {Nature.IDENTITY, Nature.CLAIM})

    @cached_property
    def fields(self) -> Mapping[str, Mapping[str, FieldSpec]]:
        """Kind to the fields that may turn out otherwise."""
        return {
            name: {
                field: spec
                for field, spec in {**kind.fields, "date": DATE, "until": DATE}.items()
                if spec.may_turn_out_otherwise
                and not kind.fixed
                and kind.nature_of(field) not in {Nature.IDENTITY, Nature.CLAIM}
            }
            for name, kind in self.vocabulary.kinds.items()
        }

    @cached_property
    def can_wait(self) -> frozenset[str]:
        """The rules that could come to wait for information."""
        return Waiting(
            self.readings, {kind: fields.keys() for kind, fields in self.fields.items()}
        ).rules

    def single(self) -> Iterator[Move]:
        """Every change of one fact that could make a difference."""
        for fact in self.facts:
            slots = [(each, self.readings.barriers(fact, each)) for each in self._slots(fact)]
            for field in self.fields[fact.kind]:
                open_to = [slot for slot, bars in slots if all(field in bar for bar in bars)]
                yield from self._moves(fact, field, open_to)
            bound = [slot for slot, bars in slots if not bars]
            if bound:
                yield Move(fact, None, None, 1.0, 1.0, self._reach(bound))

    def together(self) -> Iterator[tuple[Move, Move]]:
        """Pairs of changes of one fact of which one or both only matter beside the other.

        Both let the fact into a place where rules look, or one does and the other is read there.
        """
        for fact in self.facts:
            slots = [(each, self.readings.barriers(fact, each)) for each in self._slots(fact)]
            barred = [(slot, bars) for slot, bars in slots if bars]
            for pair in combinations(self.fields[fact.kind], 2):
                opened = [slot for slot, bars in barred if _needs(pair, bars)]
                if opened:
                    reach = [slot for slot, bars in slots if all(bar & set(pair) for bar in bars)]
                    yield from self._openings(fact, pair, opened, reach)

    def _openings(
        self, fact: Fact, pair: tuple[str, str], opened: list[Slot], slots: list[Slot]
    ) -> Iterator[tuple[Move, Move]]:
        """Pairs of values that let the fact into a slot, one of them alone or both."""
        for both in product(*(tuple(self._moves(fact, field, slots)) for field in pair)):
            first, second = both
            ways = ((first, second), (first,), (second,))
            if any(
                not self.readings.barriers(changed(fact, moves), slot)
                for slot in opened
                for moves in ways
            ):
                yield first, second

    def _slots(self, fact: Fact) -> list[Slot]:
        return self.readings.slots.get(fact.kind, [])

    def _reach(self, slots: Iterable[Slot]) -> frozenset[str]:
        return frozenset().union(*(self.readings.reach(slot.owner) for slot in slots))

    def _moves(self, fact: Fact, field: str, slots: list[Slot]) -> Iterator[Move]:
        """Changes of one field that some of these slots could notice."""
        reading = [slot for slot in slots if self.readings.at(slot, field).read]
        if not reading:
            return
        read = reduce(Reading.__or__, (self.readings.at(slot, field) for slot in reading))
        spec, reach = self.fields[fact.kind][field], self._reach(reading)
        if Base(spec.type.value) in ORDERED:
            yield from self._along(fact, field, spec, read, reach)
        else:
            yield from self._among(fact, field, spec, read, reach)

    def _among(
        self, fact: Fact, field: str, spec: FieldSpec, read: Reading, reach: frozenset[str]
    ) -> Iterator[Move]:
        """One move for each group of values that no rule tells apart."""
        now = fact.values[field]
        groups: dict[tuple[bool, ...], list[Value]] = {}
        tests = sorted(read.tests, key=lambda test: sorted(map(repr, test)))
        for value in self._values(fact, field, spec, read):
            same = value if spec.type is FieldType.BOOL else None
            key = (same is True, *(value in test for test in tests))
            groups.setdefault(key, []).append(value)
        for values in groups.values():
            if now not in values:
                first, *others = sorted(values, key=lambda value: _from(now, value, spec))
                yield Move(fact, field, first, 1.0, 1.0, reach, tuple(others))

    def _values(self, fact: Fact, field: str, spec: FieldSpec, read: Reading) -> list[Value]:
        match spec.type:
            case FieldType.BOOL:
                return [False, True]
            case FieldType.CATEGORY:
                return list(spec.values)
            case _:
                named: set[Value] = set().union(*read.tests)
                on_file = {each.values[field] for each in self.readings.facts[fact.kind]}
                return sorted((named | on_file) - {None}, key=str)

    def _along(
        self, fact: Fact, field: str, spec: FieldSpec, read: Reading, reach: frozenset[str]
    ) -> Iterator[Move]:
        """Values of a number or date: where thresholds are just met or missed, and the ends."""
        now, steps = fact.values[field], self._steps(fact, field, spec)
        values = steps.turns(now, read.thresholds) | (
            steps.ends(now, read.constants) if read.computed else frozenset()
        )
        sides: dict[bool, list[Value]] = {False: [], True: []}
        for value in sorted(values, key=lambda each: (steps.distance(now, each), str(each))):
            if value != now and _in_order(fact, field, value):
                sides[now is not None and steps.is_above(value, now)].append(value)
        for side in sides.values():
            near = now
            for value in side[:MOST_VALUES]:
                distance = steps.distance(now, value)
                if read.computed and now is not None:
                    least = steps.distance(now, near)
                    yield Move(fact, field, value, distance, least, reach, (), near, steps)
                else:
                    yield Move(fact, field, value, distance, distance, reach)
                near = value

    def _steps(self, fact: Fact, field: str, spec: FieldSpec) -> Steps:
        now = fact.values[field]
        if spec.type is FieldType.DATE:
            planned = isinstance(now, datetime.date) and now > self.setting.as_of
            return date_steps(
                self.setting.as_of, self.setting.horizon if planned else self.setting.as_of
            )
        on_file = [each.values[field] for each in self.readings.facts[fact.kind]]
        return number_steps(spec, now, [each for each in on_file if isinstance(each, float)])


def changed(fact: Fact, moves: Iterable[Move]) -> Fact:
    """A fact after some changes of its fields."""
    values = {move.field: move.value for move in moves if move.field}
    return Fact(
        fact.id, fact.kind, {**fact.values, **values}, fact.grades, fact.certain, fact.evidence
    )


def _needs(pair: tuple[str, str], bars: tuple[frozenset[str], ...]) -> bool:
    """Whether a place is closed to one field of a pair alone, and open to both."""
    opens = [all(field in bar for bar in bars) for field in pair]
    return not all(opens) and all(bar & set(pair) for bar in bars)


def is_in_time(fact: Fact) -> bool:
    """Whether the last day of a fact is not before the first."""
    first, last = fact.values["date"], fact.values["until"]
    if last is None:
        return True
    return isinstance(first, datetime.date) and isinstance(last, datetime.date) and first <= last


def _in_order(fact: Fact, field: str, value: Value) -> bool:
    if field not in {"date", "until"}:
        return True
    return is_in_time(Fact(fact.id, fact.kind, {**fact.values, field: value}))


def _from(now: Value, value: Value, spec: FieldSpec) -> tuple[int, str]:
    """How far apart two categories stand in the list; what is listed nearer is named first."""
    places = {listed: place for place, listed in enumerate(spec.values)}
    if isinstance(value, str) and isinstance(now, str) and {value, now} <= places.keys():
        return abs(places[value] - places[now]), value
    return 0, str(value)
