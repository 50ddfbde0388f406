"""Settings of one field behind an aggregate, to be tried one by one.

What an aggregate gives cannot be solved for the rows that it is made of. But the fields that those
read are few, and so are the values that matter to them: what conditions compare them with, and what
conditions compare the aggregate with.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.explaining.plausible import in_time, plausible
from riskmemo.analysis.explaining.solving import Edits, constants_of
from riskmemo.analysis.explaining.unfolding import Unfolded
from riskmemo.language.program import Program, Query
from riskmemo.language.tree import Expression, fields_of
from riskmemo.model.facts import Fact, Setting, Value
from riskmemo.model.vocabulary import BUILT_IN_FIELDS

NOTHING: Mapping[str, str] = MappingProxyType({})


def single_settings(basis: Basis, variants: Iterable[Unfolded]) -> Iterator[Edits]:
    """Settings of single fields that aggregates of a rule rest on: unknown fields first, by id."""
    behind = _Behind(basis.found.program, basis.found.setting)
    for variant in variants:
        behind.query(variant.query, ())
    facts = [fact for fact in basis.found.facts if behind.reads(fact.kind)]
    places = [(fact, name) for fact in facts for name in sorted(behind.reads(fact.kind))]
    for fact, name in sorted(places, key=lambda each: each[0].values[each[1]] is not None):
        for value in behind.values(fact, name):
            yield {(fact.id, name): value}


@dataclass
class _Behind:
    """The fields that the aggregates of some queries rest on, and the values that matter."""

    program: Program
    setting: Setting
    places: set[tuple[str, str]] = field(default_factory=set)
    constants: dict[tuple[str, str], tuple[Value, ...]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def reads(self, kind: str) -> set[str]:
        """The fields of a base kind that are read."""
        return {name for each, name in self.places if each == kind}

    def values(self, fact: Fact, name: str) -> Iterator[Value]:
        """Other values of a field that may matter."""
        spec = plausible(self.program.vocabulary, fact.kind, name)
        now = fact.values[name]
        own = self.constants.get((fact.kind, name), ())
        others = [
            value
            for place, values in self.constants.items()
            if self.program.schemas[place[0]].derived
            for value in values
        ]
        near = [
            each
            for value in (*own, *others)
            if spec.admits(value)
            for each in spec.around(value, now)
        ]
        for value in dict.fromkeys((*near, *spec.listed, *spec.any(self.setting))):
            dates = {**fact.values, name: value}
            torn = name in BUILT_IN_FIELDS and not in_time(dates.items())
            if value != now and spec.admits(value) and not torn:
                yield value

    def query(
        self, query: Query, more: tuple[Expression, ...], outer: Mapping[str, str] = NOTHING
    ) -> None:
        """What a query reads of base kinds, and what stands behind its derived ones."""
        kinds = {**outer, **dict(query.patterns)}
        for place, values in constants_of(query.where, kinds, self.setting).items():
            self.constants[place] = (*self.constants.get(place, ()), *values)
        if self.seen:
            self._read((*query.where, *more), kinds)
        for _, kind in query.patterns:
            self._kind(kind)
        for absence in query.unless:
            self.query(absence, (), kinds)

    def _read(self, expressions: Iterable[Expression], kinds: Mapping[str, str]) -> None:
        for expression in expressions:
            for each in fields_of(expression):
                kind = kinds.get(each.alias)
                if kind and not self.program.schemas[kind].derived:
                    self.places.add((kind, each.name))

    def _kind(self, kind: str) -> None:
        if kind in self.seen or not self.program.schemas[kind].derived:
            return
        self.seen.add(kind)
        aggregate = self.program.aggregate(kind)
        if aggregate:
            groups = tuple(each for _, each in aggregate.group_by)
            arguments = tuple(call.argument for call in aggregate.fields if call.argument)
            self.query(aggregate.query, (*groups, *arguments))
        for typed in self.program.derivers(kind):
            self.query(typed.query, tuple(each for _, each in typed.derives))
