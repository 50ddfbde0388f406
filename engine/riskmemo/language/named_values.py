"""Which values of fields a program names in its text, and which fields it reads at all."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from riskmemo.language.program import Program, Query
from riskmemo.language.tree import Compare, Constant, Expression, Field, Member, fields_of, parts

Place = tuple[str, str]
"""(kind, field)."""

Body = tuple[str, Mapping[str, str], tuple[Expression, ...]]
"""The name of a rule, derived kind or leaf, its aliases with their kinds, and its expressions."""


def read_places(program: Program) -> frozenset[Place]:
    """Every field that any expression of a program reads."""
    return frozenset(
        (bound[each.alias], each.name)
        for _, bound, expressions in _bodies(program)
        for expression in expressions
        for each in fields_of(expression)
    )


def copies_of(program: Program, places: Iterable[Place]) -> frozenset[Place]:
    """The fields, and those of derived kinds that only hand on what stands in them."""
    found = set(places)
    for kind in program.kinds_in_order:
        for made in program.derivers(kind):
            bound = dict(made.query.patterns)
            found |= {(kind, name) for name, each in made.derives if _is_at(each, bound, found)}
        aggregate = program.aggregate(kind)
        if aggregate:
            bound = dict(aggregate.query.patterns)
            calls = [(call.field, call.argument) for call in aggregate.fields]
            found |= {
                (kind, name)
                for name, each in [*aggregate.group_by, *calls]
                if each is not None and _is_at(each, bound, found)
            }
    return frozenset(found)


def values_named(program: Program, places: AbstractSet[Place]) -> dict[str, tuple[str, ...]]:
    """Every text that a field of `places` is compared with, and who compares it, in order."""
    found: dict[str, dict[str, None]] = {}
    for name, bound, expressions in _bodies(program):
        for expression in expressions:
            for value in _named(expression, bound, places):
                found.setdefault(value, {})[name] = None
    return {value: tuple(names) for value, names in found.items()}


def _named(
    expression: Expression, bound: Mapping[str, str], places: AbstractSet[Place]
) -> Iterator[str]:
    match expression:
        case Compare(_, left, right):
            for one, other in ((left, right), (right, left)):
                if _is_at(one, bound, places) and isinstance(other, Constant):
                    yield from _texts([other.value])
        case Member(item, listed) if _is_at(item, bound, places):
            yield from _texts(listed)
        case _:
            pass
    for part in parts(expression):
        yield from _named(part, bound, places)


def _texts(values: Iterable[object]) -> Iterator[str]:
    yield from (value for value in values if isinstance(value, str))


def _is_at(expression: Expression, bound: Mapping[str, str], places: AbstractSet[Place]) -> bool:
    return isinstance(expression, Field) and (bound[expression.alias], expression.name) in places


def _bodies(program: Program) -> Iterator[Body]:
    """Every body of a program, absences as bodies of the same name."""
    for kind in program.kinds_in_order:
        aggregate = program.aggregate(kind)
        if aggregate:
            groups = [each for _, each in aggregate.group_by]
            arguments = [call.argument for call in aggregate.fields if call.argument]
            yield from _parts_of(kind, aggregate.query, (*groups, *arguments), {})
    for typed in program.rules:
        values = (typed.strength, *(each for _, each in typed.derives))
        yield from _parts_of(typed.rule.id, typed.query, values, {})
    for leaf in program.leaves:
        yield from _parts_of(leaf.score, leaf.query, (leaf.value,), {})


def _parts_of(
    name: str, query: Query, values: tuple[Expression, ...], outside: Mapping[str, str]
) -> Iterator[Body]:
    bound = {**outside, **dict(query.patterns)}
    yield name, bound, (*values, *query.where)
    for absence in query.unless:
        yield from _parts_of(name, absence, (), bound)
