"""A typed ruleset: what engines run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from riskmemo.language.scope import Schema
from riskmemo.language.tree import Expression, fields_of
from riskmemo.model.ruleset import FactsCombine, Rule, Ruleset
from riskmemo.model.vocabulary import Vocabulary

AggregateFunction = Literal["count", "count_distinct", "sum", "mean", "min", "max"]


@dataclass(frozen=True, slots=True)
class Query:
    """Patterns with their conditions and absences; aliases of an absence see those outside."""

    patterns: tuple[tuple[str, str], ...]
    """(alias, kind), by alias."""
    where: tuple[Expression, ...]
    unless: tuple["Query", ...] = ()
    reads: tuple[frozenset[str], ...] = field(init=False)
    """For each condition the aliases it reads."""

    def __post_init__(self) -> None:
        reads = tuple(frozenset(f.alias for f in fields_of(each)) for each in self.where)
        object.__setattr__(self, "reads", reads)


@dataclass(frozen=True, slots=True)
class TypedRule:
    """A rule with its typed parts; `rule` holds its texts and points."""

    rule: Rule
    query: Query
    derives: tuple[tuple[str, Expression], ...]
    """(field, value), by field; the kind is `rule.derives.kind`."""
    strength: Expression
    uses_identity: bool
    conduct: tuple[str, ...]
    """Aliases of its own patterns that bind conduct evidence."""


@dataclass(frozen=True, slots=True)
class AggregateCall:
    """One aggregated field: `function` over `argument` (none for `count`)."""

    field: str
    function: AggregateFunction
    argument: Expression | None


@dataclass(frozen=True, slots=True)
class TypedAggregate:
    """A derived kind with one finding per group."""

    kind: str
    query: Query
    group_by: tuple[tuple[str, Expression], ...]
    fields: tuple[AggregateCall, ...]


@dataclass(frozen=True, slots=True)
class TypedLeaf:
    """A leaf of the score tree that takes its value from facts."""

    score: str
    query: Query
    value: Expression
    combine: FactsCombine


@dataclass(frozen=True)
class Program:
    """A ruleset whose every name is resolved and every type checked."""

    ruleset: Ruleset
    vocabulary: Vocabulary
    schemas: Mapping[str, Schema]
    """Every kind, declared or derived."""
    rules: tuple[TypedRule, ...]
    """In the order of the ruleset."""
    aggregates: tuple[TypedAggregate, ...]
    leaves: tuple[TypedLeaf, ...]
    kinds_in_order: tuple[str, ...]
    """Derived kinds; each comes after every derived kind it reads."""

    @cached_property
    def rule(self) -> Mapping[str, TypedRule]:
        """Rules by id."""
        return {typed.rule.id: typed for typed in self.rules}

    @cached_property
    def contributing(self) -> tuple[TypedRule, ...]:
        """The rules that give points."""
        return tuple(typed for typed in self.rules if typed.rule.contributes)

    def derivers(self, kind: str) -> tuple[TypedRule, ...]:
        """The rules that derive a kind."""
        return tuple(
            typed for typed in self.rules if typed.rule.derives and typed.rule.derives.kind == kind
        )

    def aggregate(self, kind: str) -> TypedAggregate | None:
        """The aggregate that makes a kind."""
        return next((each for each in self.aggregates if each.kind == kind), None)

    @cached_property
    def scoring(self) -> "Program":
        """The program without what no score depends on: what only bears on hypotheses, say."""
        return self.serving(self.contributing, self.leaves)

    @cached_property
    def bearing(self) -> "Program":
        """The program without what no rule that bears on hypotheses depends on."""
        rules = tuple(typed for typed in self.rules if typed.rule.bears_on)
        return self.serving(rules, ())

    def serving(self, wanted: tuple[TypedRule, ...], leaves: tuple[TypedLeaf, ...]) -> "Program":
        """Some rules and leaves with all that makes the kinds they read.

        Kinds keep their place; those that are not read have no findings. The same object where
        there is nothing to leave out.
        """
        queries = [*(typed.query for typed in wanted), *(leaf.query for leaf in leaves)]
        read = {kind for query in queries for kind in _read(query)}
        for kind in reversed(self.kinds_in_order):
            if kind in read:
                read |= {each for made in self._makers(kind) for each in _read(made.query)}
        names = {typed.rule.id for typed in wanted}
        rules = tuple(
            typed
            for typed in self.rules
            if typed.rule.id in names or (typed.rule.derives and typed.rule.derives.kind in read)
        )
        aggregates = tuple(each for each in self.aggregates if each.kind in read)
        if (rules, aggregates, leaves) == (self.rules, self.aggregates, self.leaves):
            return self
        return replace(self, rules=rules, aggregates=aggregates, leaves=leaves)

    def _makers(self, kind: str) -> tuple["TypedRule | TypedAggregate", ...]:
        aggregate = self.aggregate(kind)
        return (*self.derivers(kind), *((aggregate,) if aggregate else ()))

    def without_rule(self, rule_id: str) -> "Program":
        """The same program with one rule taken away."""
        return Program(
            self.ruleset,
            self.vocabulary,
            self.schemas,
            tuple(typed for typed in self.rules if typed.rule.id != rule_id),
            self.aggregates,
            self.leaves,
            self.kinds_in_order,
        )


def _read(query: Query) -> Iterator[str]:
    """Every kind that a query looks at, absences included."""
    yield from (kind for _, kind in query.patterns)
    for inner in query.unless:
        yield from _read(inner)
