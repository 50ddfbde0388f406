"""Rules and leaves grouped by the uncertain parameters that they look at.

What looks at few parameters is looked for once for each choice of those, however many draws there
are; what looks at none only where its points are drawn.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from riskmemo.language.program import Program, Query, TypedLeaf, TypedRule
from riskmemo.language.replacing import Body, every_part, expressions_of, parameters_read
from riskmemo.language.tree import Period


@dataclass(frozen=True)
class Group:
    """Some rules and leaves, and the uncertain parameters that they look at."""

    number: int
    parameters: tuple[str, ...]
    """Uncertain ones."""
    rules: frozenset[str]
    program: Program
    """Its rules and leaves with all that makes the kinds they read."""
    anew: frozenset[str]
    """Derived kinds that are made with these parameters."""


def groups_of(program: Program, uncertain: Set[str], points_drawn: Set[str]) -> tuple[Group, ...]:
    """The groups of what gives something else in another draw."""
    of_kind: dict[str, frozenset[str]] = {}
    for kind in program.kinds_in_order:
        aggregate = program.aggregate(kind)
        makers: list[Body] = [*program.derivers(kind), *([aggregate] if aggregate else [])]
        sets = (_looked_at(each, of_kind) & uncertain for each in makers)
        of_kind[kind] = frozenset[str]().union(*sets)
    rules: dict[tuple[str, ...], list[TypedRule]] = {}
    leaves: dict[tuple[str, ...], list[TypedLeaf]] = {}
    for typed in program.contributing:
        names = tuple(sorted(_looked_at(typed, of_kind) & uncertain))
        if names or typed.rule.id in points_drawn:
            rules.setdefault(names, []).append(typed)
    for leaf in program.leaves:
        names = tuple(sorted(_looked_at(leaf, of_kind) & uncertain))
        if names:
            leaves.setdefault(names, []).append(leaf)
    anew = frozenset(kind for kind, names in of_kind.items() if names)
    found = []
    for number, names in enumerate(sorted(rules.keys() | leaves.keys())):
        own = tuple(rules.get(names, ()))
        serving = program.serving(own, tuple(leaves.get(names, ())))
        ids = frozenset(typed.rule.id for typed in own)
        found.append(Group(number, names, ids, serving, anew))
    return tuple(found)


def _looked_at(body: Body, of_kind: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The parameters that a body reads, counts periods with, or that make the kinds it reads."""
    every = (part for whole in expressions_of(body) for part in every_part(whole))
    periods = {each.parameter for each in every if isinstance(each, Period) and each.parameter}
    kinds = (of_kind.get(kind, frozenset()) for kind in _kinds(body.query))
    return parameters_read(body) | periods | frozenset[str]().union(*kinds)


def _kinds(query: Query) -> Iterator[str]:
    """Every kind that a query looks at, absences included."""
    yield from (kind for _, kind in query.patterns)
    for inner in query.unless:
        yield from _kinds(inner)
