"""Rules that look at the same facts in the same way are looked for together.

A *shape* is patterns (kinds) with the conditions that join them. Aliases are named after kinds, so
that rules whose authors chose other aliases still have one shape.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from riskmemo.language.program import Query, TypedRule
from riskmemo.language.replacing import rewritten
from riskmemo.language.tree import Expression, Field


@dataclass(frozen=True)
class Member:
    """A rule of a shape, its aliases renamed."""

    typed: TypedRule
    query: Query
    strength: Expression
    conduct: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """Patterns, and the rules that look for them; conditions over several facts are shared."""

    patterns: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]


def shapes_of(rules: Iterable[TypedRule]) -> tuple[Shape, ...]:
    """The rules grouped by shape, in the order in which each shape first occurs."""
    groups: dict[object, list[Member]] = {}
    for typed in rules:
        member = _member(typed)
        joins = frozenset(
            each
            for each, read in zip(member.query.where, member.query.reads, strict=True)
            if len(read) > 1
        )
        groups.setdefault((member.query.patterns, joins), []).append(member)
    return tuple(Shape(members[0].query.patterns, tuple(members)) for members in groups.values())


def _member(typed: TypedRule) -> Member:
    names = _names(typed.query, "")
    return Member(
        typed,
        _renamed(typed.query, names, ""),
        _with_names(typed.strength, names),
        tuple(names[alias] for alias in typed.conduct),
    )


def _names(query: Query, prefix: str) -> dict[str, str]:
    """A name for each alias: its kind, with a number from the second fact of the kind on."""
    names: dict[str, str] = {}
    taken: dict[str, int] = {}
    for alias, kind in query.patterns:
        taken[kind] = taken.get(kind, 0) + 1
        number = f" {taken[kind]}" if taken[kind] > 1 else ""
        names[alias] = f"{prefix}{kind}{number}"
    return names


def _renamed(query: Query, names: Mapping[str, str], prefix: str) -> Query:
    """A query under other aliases, its patterns in their order."""
    patterns = tuple(sorted((names[alias], kind) for alias, kind in query.patterns))
    inner = f"no {prefix}"
    return Query(
        patterns,
        tuple(_with_names(each, names) for each in query.where),
        tuple(_renamed(each, {**names, **_names(each, inner)}, inner) for each in query.unless),
    )


def _with_names(expression: Expression, names: Mapping[str, str]) -> Expression:
    def change(part: Expression) -> Expression:
        return replace(part, alias=names[part.alias]) if isinstance(part, Field) else part

    return rewritten(expression, change)
