"""Combinations of facts for the patterns of a query, the nearest to a match first.

A best-first search: a combination that is built up pattern by pattern never gets nearer, so the
first complete one is the nearest, and no more of the full product is looked at than what lies
nearer than the last one asked for. Where a condition joins two patterns by an equation, the facts
that satisfy it are found by their value. With half of its budget spent a search hurries: it
completes what it has begun, and says that something nearer may exist.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from riskmemo.language.meaning import Bindings, Truth, value_of
from riskmemo.language.program import Query
from riskmemo.language.tree import Compare, Expression, Field
from riskmemo.model.facts import Fact, Setting, Value

Rank = Callable[[int, int], tuple[int, ...]]
"""What a number of false and of unknown conditions is worth; never less for more of either."""


@dataclass(slots=True)
class Budget:
    """How many facts may still be tried; what has none left ends early."""

    left: int
    looked_at: int = 0
    """Complete combinations that were tried."""
    hurried: bool = False
    """Whether a search stopped looking for what is nearest, to come to any end at all."""

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.left <= 0


class Combination(NamedTuple):
    """Facts for every pattern, with how many conditions they leave false and unknown."""

    bound: Mapping[str, Fact]
    false: int
    unknown: int


def nearest_first(false: int, unknown: int) -> tuple[int, ...]:
    """The order of the nearest: by what is false, then by what is unknown."""
    return false, unknown


def together(false: int, unknown: int) -> tuple[int, ...]:
    """The order of what needs least: a false condition and an unknown one weigh the same."""
    return (false + unknown,)


class _Ranked(NamedTuple):
    fact: Fact
    false: int
    unknown: int


@dataclass(frozen=True)
class _Step:
    """One pattern in the order in which they are bound."""

    alias: str
    facts: tuple[_Ranked, ...]
    """Those for the pattern, each with what its own conditions say, nearest first."""
    ready: tuple[Expression, ...]
    """Conditions that this pattern completes."""
    join: tuple[str, Field] | None
    """A field of the pattern that must equal a field that is known by now."""

    @cached_property
    def by_value(self) -> Mapping[Value, tuple[_Ranked, ...]]:
        """The facts by their value in the joined field; under `None` those that lack it."""
        found: dict[Value, list[_Ranked]] = {}
        if self.join:
            for each in self.facts:
                found.setdefault(each.fact.values[self.join[0]], []).append(each)
        return {value: tuple(facts) for value, facts in found.items()}


@dataclass
class Combinations:
    """The combinations of one query over some facts; asked once for each binding outside."""

    query: Query
    facts: Mapping[str, Sequence[Fact]]
    """Facts for each alias of the query, by id."""
    setting: Setting
    outside: frozenset[str] = frozenset()
    """Aliases that are bound outside."""
    budget: Budget = field(default_factory=lambda: Budget(10**9))
    rank: Rank = nearest_first

    def __post_init__(self) -> None:
        self.first = [
            each
            for each, read in zip(self.query.where, self.query.reads, strict=True)
            if read <= self.outside
        ]
        self.steps = tuple(self._steps())
        self.hurrying = False

    def nearest(self, outer: Bindings | None = None) -> Iterator[Combination]:
        """Every combination, nearest first, until the budget is spent."""
        outer, self.hurrying = outer or {}, False
        heap: list[tuple[tuple[int, ...], int, int, int, int, Any]] = []
        count = 0

        def push(false: int, unknown: int, depth: int, payload: Any) -> None:
            nonlocal count
            count += 1
            rank = self.rank(false, unknown)
            key = (-depth, *rank) if self.hurrying else rank
            heappush(heap, (key, -depth, count, false, unknown, payload))

        hurry = self.budget.left // 2
        start = _counted(value_of(each, outer, self.setting) for each in self.first)  # type: ignore[misc]
        push(*start, 0, dict(outer))
        while heap and not self.budget.spent:
            if self.budget.left < hurry:
                hurry, self.budget.hurried = -1, True
                heap = [((each[1], *each[0]), *each[1:]) for each in heap]
                heapify(heap)
                self.hurrying = True
            _, depth, _, false, unknown, payload = heappop(heap)
            depth = -depth
            if isinstance(payload, _Cursor):
                self._advance(payload, depth, push)
            elif depth == len(self.steps):
                self.budget.looked_at += 1
                yield Combination({alias: payload[alias] for alias in self.aliases}, false, unknown)
            else:
                for cursor in _cursors(self.steps[depth], payload, false, unknown):
                    push(*cursor.bound_of_next(), depth, cursor)

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """The aliases of the query, in its own order."""
        return tuple(alias for alias, _ in self.query.patterns)

    def satisfied(self, outer: Bindings | None = None) -> Iterator[Combination]:
        """The combinations that leave no condition false."""
        for found in self.nearest(outer):
            if found.false:
                return
            yield found

    def _advance(self, waiting: "_Cursor", depth: int, push: Callable[..., None]) -> None:
        """Try the next fact of a cursor, and put the rest of it back."""
        self.budget.left -= 1
        cursor = waiting.begun()
        if cursor is None:
            return
        step, ranked = self.steps[depth], cursor.facts[cursor.place]
        bound = {**cursor.state, step.alias: ranked.fact}
        false, unknown = _counted(value_of(each, bound, self.setting) for each in step.ready)  # type: ignore[misc]
        push(
            cursor.false + ranked.false + false,
            cursor.unknown + ranked.unknown + unknown,
            depth + 1,
            bound,
        )
        if cursor.place + 1 < len(cursor.facts):
            rest = replace(cursor, place=cursor.place + 1)
            push(*rest.bound_of_next(), depth, rest)

    def _steps(self) -> Iterator[_Step]:
        known, left = set(self.outside), list(self.aliases)
        while left:
            alias = min(left, key=lambda each: (not self._joins(each, known), self._few(each)))
            left.remove(alias)
            joins = self._joins(alias, known)
            known.add(alias)
            own = [
                each
                for each, read in zip(self.query.where, self.query.reads, strict=True)
                if read == {alias}
            ]
            ready = tuple(
                each
                for each, read in zip(self.query.where, self.query.reads, strict=True)
                if alias in read and read <= known and read != {alias}
            )
            yield _Step(alias, self._ranked(alias, own), ready, joins[0] if joins else None)

    def _few(self, alias: str) -> tuple[int, str]:
        return len(self.facts[alias]), alias

    def _ranked(self, alias: str, own: Sequence[Expression]) -> tuple[_Ranked, ...]:
        found = []
        for fact in self.facts[alias]:
            bound = {alias: fact}
            false, unknown = _counted(value_of(each, bound, self.setting) for each in own)  # type: ignore[misc]
            found.append(_Ranked(fact, false, unknown + (not fact.certain)))
        self.budget.left -= len(found)
        return tuple(sorted(found, key=lambda each: self.rank(each.false, each.unknown)))

    def _joins(self, alias: str, known: set[str]) -> list[tuple[str, Field]]:
        """Equations between a field of the alias and a field of what is known."""
        found = []
        for each in self.query.where:
            match each:
                case Compare("==", Field() as left, Field() as right):
                    for here, there in ((left, right), (right, left)):
                        if here.alias == alias and there.alias in known:
                            found.append((here.name, there))
                case _:
                    pass
        return found


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Facts still to be tried behind a state, in order; each leaves at least `more` open."""

    state: Mapping[str, Fact]
    false: int
    unknown: int
    facts: tuple[_Ranked, ...]
    more: tuple[int, int]
    skipped: tuple[str, Value] | None = None
    """A field and value of facts that another cursor has, with those that lack the field."""
    place: int = 0

    def bound_of_next(self) -> tuple[int, int]:
        """The least that the next fact leaves false and unknown."""
        ranked = self.facts[self.place]
        return (
            self.false + ranked.false + self.more[0],
            self.unknown + ranked.unknown + self.more[1],
        )

    def begun(self) -> "_Cursor | None":
        """The cursor at the next fact that is its own."""
        place = self.place
        while place < len(self.facts) and self._has(self.facts[place].fact):
            place += 1
        return replace(self, place=place) if place < len(self.facts) else None

    def _has(self, fact: Fact) -> bool:
        return self.skipped is not None and fact.values[self.skipped[0]] in {None, self.skipped[1]}


def _cursors(step: _Step, state: Mapping[str, Fact], false: int, unknown: int) -> Iterator[_Cursor]:
    """The facts of a step behind a state: those that a join finds, those it may, the rest."""
    value = None if step.join is None else state[step.join[1].alias].values[step.join[1].name]
    if step.join is None or value is None:
        undecided = (0, int(step.join is not None))
        cursors = [_Cursor(state, false, unknown, step.facts, undecided)]
    else:
        same, lacking = step.by_value.get(value, ()), step.by_value.get(None, ())
        cursors = [
            _Cursor(state, false, unknown, same, (0, 0)),
            _Cursor(state, false, unknown, lacking, (0, 1)),
            _Cursor(state, false, unknown, step.facts, (1, 0), (step.join[0], value)),
        ]
    yield from (cursor for cursor in cursors if cursor.facts)


def _counted(truths: Iterator[Truth]) -> tuple[int, int]:
    """How many are false and how many unknown."""
    false = unknown = 0
    for truth in truths:
        if truth is False:
            false += 1
        elif truth is None:
            unknown += 1
    return false, unknown
