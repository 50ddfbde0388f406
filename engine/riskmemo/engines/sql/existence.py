"""Rules that only ask whether facts exist: decided by one bit a part, without joining facts.

A *part* is the facts of a kind that meet conditions of their own. Where every match of a rule gives
the same, it only matters whether some facts match. If the conditions between its facts ask for
nothing but one equal key, a case has a match where some *cell* (the facts of a case with equal key)
has a fact for every part and none for what must be absent; without a key the case is the cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from riskmemo.engines.sql.expressions import sql_type
from riskmemo.language.program import Query, TypedRule
from riskmemo.language.replacing import rewritten
from riskmemo.language.tree import All, Compare, Constant, Expression, Field, fields_of
from riskmemo.model.ruleset import RuleCombine

KEYS = ("VARCHAR", "DATE")
"""The types whose equality groups rows as it compares them."""
JOINED = {1: (0,), 2: (0, 1), 3: (0, 2, 3)}
"""Patterns to how many pairs of them may have equal keys: none, or enough to join them all."""

TWO = 2


@dataclass(frozen=True)
class Part:
    """Facts of a kind that meet conditions, whose alias is the kind; `key` is a field of theirs."""

    kind: str
    key: str | None = None
    where: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Decided:
    """A rule decided by existence: what must be there in a cell, and what must not."""

    typed: TypedRule
    there: tuple[Part, ...]
    absent: tuple[Part, ...]
    centre: Part | None = None
    """Of three parts the one that joins the others: where its key is unknown, theirs may differ."""

    @property
    def is_keyed(self) -> bool:
        """Whether its cells are smaller than the case."""
        return self.there[0].key is not None


def is_plain(typed: TypedRule) -> bool:
    """Whether every match of a rule gives the same points, and the largest counts."""
    contributes = typed.rule.contributes
    return (
        contributes is not None
        and isinstance(typed.strength, Constant)
        and isinstance(typed.strength.value, float)
        and not typed.uses_identity
        and contributes.per_rule is RuleCombine.MAX
    )


def decided(typed: TypedRule) -> Decided | None:
    """The rule as existence; none where it asks for more."""
    query, links = typed.query, _Links()
    if not is_plain(typed) or not links.add(query):
        return None
    if len(links.pairs) not in JOINED.get(len(query.patterns), (0,)):
        return None
    absences = []
    for inner in query.unless:
        own = _Links(dict(links.keys))
        if inner.unless or len(inner.patterns) > 1 or not own.add(inner):
            return None
        (absent,) = own.parts(inner)
        absences.append(absent)
        links.keys |= {alias: own.keys[alias] for alias, _ in query.patterns if alias in own.keys}
    there = links.parts(query)
    if any((each.key is None) != (there[0].key is None) for each in (*there, *absences)):
        return None
    if links.pairs and absences:
        return None
    return Decided(typed, there, tuple(absences), links.centre(query))


@dataclass
class _Links:
    """How patterns are joined: the key of each alias, which pairs are equal, and all else."""

    keys: dict[str, str] = field(default_factory=dict)
    pairs: set[frozenset[str]] = field(default_factory=set)
    local: dict[str, list[Expression]] = field(default_factory=dict)

    def add(self, query: Query) -> bool:
        """Whether every condition is about one pattern, or says that two have equal keys."""
        own = [alias for alias, _ in query.patterns]
        for condition in chain(*map(_conjuncts, query.where)):
            reads = {each.alias for each in fields_of(condition)}
            if len(reads) <= 1 and reads <= {*own}:
                self.local.setdefault(next(iter(reads), own[0]), []).append(condition)
            elif not self._equal(condition):
                return False
        return True

    def _equal(self, condition: Expression) -> bool:
        match condition:
            case Compare("==", Field() as left, Field() as right) if left.alias != right.alias:
                self.pairs.add(frozenset({left.alias, right.alias}))
                types = {sql_type(left.type), sql_type(right.type)}
                return len(types) == 1 and types <= {*KEYS} and all(map(self._key, (left, right)))
        return False

    def _key(self, found: Field) -> bool:
        return self.keys.setdefault(found.alias, found.name) == found.name

    def parts(self, query: Query) -> tuple[Part, ...]:
        """The patterns as parts."""
        return tuple(self._part(alias, kind) for alias, kind in query.patterns)

    def _part(self, alias: str, kind: str) -> Part:
        where = tuple(_about(kind, each) for each in self.local.get(alias, ()))
        return Part(kind, self.keys.get(alias), where)

    def centre(self, query: Query) -> Part | None:
        """The pattern that is in both of two pairs."""
        if len(self.pairs) != TWO:
            return None
        (alias,) = frozenset.intersection(*self.pairs)
        return self._part(alias, dict(query.patterns)[alias])


def _conjuncts(condition: Expression) -> Iterator[Expression]:
    """What must all be true, one by one."""
    if isinstance(condition, All):
        yield from chain(*map(_conjuncts, condition.items))
    else:
        yield condition


def _about(kind: str, expression: Expression) -> Expression:
    """A condition about one fact, under the alias of its kind."""

    def change(part: Expression) -> Expression:
        return replace(part, alias=kind) if isinstance(part, Field) else part

    return rewritten(expression, change)
