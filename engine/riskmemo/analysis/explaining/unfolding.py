"""A rule with its derived kinds unfolded: the same question asked of base facts alone.

A pattern of a kind that rules derive is replaced by the patterns and conditions of a rule that
derives it, and its fields by what that rule derives (unfolding, as for non-recursive Datalog). A
kind with several such rules gives several queries, and an absence of it several absences.
Findings of aggregates stay what they are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TypeVar, assert_never

from riskmemo.language.program import Program, Query, TypedRule
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
)

VARIANTS = 16
"""Queries that one rule is unfolded to; the first so many of them."""
PATTERNS = 12
"""Patterns of one unfolded query; longer ones are left out."""

Some = TypeVar("Some")
Rewriting = Callable[[Expression], Expression]
Fields = Mapping[tuple[str, str], Expression]
"""(alias, field) to what stands for it."""


@dataclass(frozen=True)
class Unfolded:
    """One query over base kinds and aggregates that makes the rule match."""

    query: Query
    known: tuple[Expression, ...]
    """What must have a value: the strength of a rule that contributes."""


def unfolded(program: Program, typed: TypedRule) -> tuple[tuple[Unfolded, ...], bool]:
    """The queries that a rule comes down to, and whether these are all."""
    asked = (typed.strength,) if typed.rule.contributes else ()
    unfolding = _Unfolding(program)
    found = unfolding.some(unfolding.bodies(typed.query, asked))
    return tuple(Unfolded(query, known) for query, known in found), unfolding.whole


Known = tuple[Expression, ...]


@dataclass(frozen=True)
class _Way:
    """What one pattern is replaced by."""

    query: Query
    fields: Fields


@dataclass
class _Unfolding:
    """One unfolding, with how many patterns it may still replace."""

    program: Program
    left: int = PATTERNS * VARIANTS
    whole: bool = True

    def bodies(self, query: Query, known: Known) -> Iterator[tuple[Query, Known]]:
        """The query with every derived pattern replaced, in every way."""
        choices = [self.some(self.ways(alias, kind)) for alias, kind in query.patterns]
        for ways in product(*choices):
            fields = {place: each for way in ways for place, each in way.fields.items()}
            patterns = tuple(each for way in ways for each in way.query.patterns)
            if len(patterns) > PATTERNS:
                self.whole = False
                continue
            where = tuple(substituted(each, fields) for each in query.where)
            inner = tuple(each for way in ways for each in way.query.where)
            outer = tuple(
                absence
                for each in query.unless
                for absence, _ in self.some(self.bodies(_with_fields(each, fields), ()))
            )
            absent = tuple(each for way in ways for each in way.query.unless)
            yield (
                Query(patterns, (*inner, *where), (*absent, *outer)),
                tuple(substituted(each, fields) for each in known),
            )

    def ways(self, alias: str, kind: str) -> Iterator[_Way]:
        """What a pattern may be replaced by: one way for each rule that derives its kind."""
        derivers = self.program.derivers(kind)
        if not derivers or self.program.aggregate(kind):
            yield _Way(Query(((alias, kind),), ()), {})
        for typed in derivers:
            self.left -= 1
            if self.left < 0:
                self.whole = False
                return
            names = {inner: f"{alias}.{inner}" for inner, _ in typed.query.patterns}
            derives = dict(typed.derives)
            renamed = _renamed(typed.query, names, alias)
            asked = tuple(renamed_in(each, names) for each in derives.values())
            for query, values in self.bodies(renamed, asked):
                places = ((alias, name) for name in derives)
                yield _Way(query, dict(zip(places, values, strict=True)))

    def some(self, found: Iterator[Some]) -> list[Some]:
        """The first so many."""
        taken = list(islice(found, VARIANTS + 1))
        self.whole &= len(taken) <= VARIANTS
        return taken[:VARIANTS]


def inside(query: Query) -> Iterator[Query]:
    """The absences of a query, and those inside them."""
    for absence in query.unless:
        yield absence
        yield from inside(absence)


def _with_fields(query: Query, fields: Fields) -> Query:
    return Query(
        query.patterns,
        tuple(substituted(each, fields) for each in query.where),
        tuple(_with_fields(each, fields) for each in query.unless),
    )


def _renamed(query: Query, names: Mapping[str, str], prefix: str) -> Query:
    """The query with its aliases, and those of its absences, under a prefix."""
    inside = {**names, **{alias: f"{prefix}.{alias}" for alias, _ in query.patterns}}
    return Query(
        tuple((inside[alias], kind) for alias, kind in query.patterns),
        tuple(renamed_in(each, inside) for each in query.where),
        tuple(_renamed(each, inside, prefix) for each in query.unless),
    )


def renamed_in(expression: Expression, names: Mapping[str, str]) -> Expression:
    """An expression with other names for its aliases."""
    match expression:
        case Field(alias, name, kind):
            return Field(names.get(alias, alias), name, kind)
        case _:
            return _rebuilt(expression, lambda part: renamed_in(part, names))


def substituted(expression: Expression, fields: Fields) -> Expression:
    """An expression with other expressions for some of its fields."""
    match expression:
        case Field(alias, name):
            return fields.get((alias, name), expression)
        case _:
            return _rebuilt(expression, lambda part: substituted(part, fields))


def _rebuilt(expression: Expression, of: Rewriting) -> Expression:  # noqa: C901, PLR0911 - one case a type
    """The same node over rewritten parts."""
    match expression:
        case Constant() | Given() | Period() | Field():
            return expression
        case Not(item):
            return replace(expression, item=of(item))
        case Member(item):
            return replace(expression, item=of(item))
        case All(items):
            return replace(expression, items=tuple(map(of, items)))
        case Any(items):
            return replace(expression, items=tuple(map(of, items)))
        case Call(_, arguments):
            return replace(expression, arguments=tuple(map(of, arguments)))
        case Compare(_, left, right):
            return replace(expression, left=of(left), right=of(right))
        case Arithmetic(_, left, right):
            return replace(expression, left=of(left), right=of(right))
        case DaysBetween(left, right):
            return replace(expression, left=of(left), right=of(right))
        case Shift(date):
            return replace(expression, date=of(date))
    assert_never(expression)
