"""Whether changes move a score into another band: tried by supposing them, each set once."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.counterfactual.fact_moves import WHOLE, Move, Place, changed, is_in_time
from riskmemo.analysis.supposing.otherwise import Otherwise, supposed
from riskmemo.analysis.supposing.supposing import Supposing
from riskmemo.errors import EvaluationRefused
from riskmemo.model.facts import Fact
from riskmemo.model.points import MICRO, to_micro
from riskmemo.model.ruleset import Level
from riskmemo.scoring.tree import Score

Outcome = Mapping[str, Score]
Pair = tuple[Move, Move]
Rank = tuple[float, tuple[Place, ...]]
"""How small a change is: its distance, then where it is."""


@dataclass(frozen=True, slots=True)
class Found:
    """Changes that were tried, and the scores after them."""

    moves: tuple[Move, ...]
    outcome: Outcome

    @property
    def rank(self) -> Rank:
        """How small they are together."""
        return rank(self.moves)


def rank(moves: Iterable[Move]) -> Rank:
    """The distance of some changes, to a millionth, and their places."""
    given = tuple(moves)
    return round(sum(move.distance for move in given), 6), tuple(move.place for move in given)


def smallest(found: Iterable[Found], most: int) -> list[Found]:
    """The smallest changes first, without those that do more than another of the same facts."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: one.rank):
        if not any(_does_more(each, smaller) for smaller in kept):
            kept.append(each)
    return kept[:most]


def _does_more(found: Found, smaller: Found) -> bool:
    """Whether it changes the same fields further, or takes away facts of which one changes."""
    places, others = found.rank[1], smaller.rank[1]
    return all(
        place == other or (place[0] == other[0] and place[1] == WHOLE)
        for place, other in zip(places, others, strict=True)
    )


@dataclass(frozen=True)
class Aim:
    """A score, and the way it is to move: up or down in value."""

    basis: Basis
    score: str
    up: bool

    @cached_property
    def value(self) -> int:
        """The score as it is, in micropoints."""
        return self.basis.now[self.score].value or 0

    @cached_property
    def band(self) -> str:
        """Its band as it is."""
        return self.basis.band(self.score, self.value) or ""

    def is_reached(self, outcome: Outcome | None) -> bool:
        """Whether the score is in another band, and has moved the right way."""
        after = outcome[self.score].value if outcome else None
        if after is None or after == self.value or (after > self.value) is not self.up:
            return False
        return self.basis.band(self.score, after) != self.band

    def gain(self, outcome: Outcome | None) -> int:
        """How far the score moves the right way before it is rounded; 0 where it has no value."""
        after, now = outcome[self.score].raw if outcome else None, self.basis.now[self.score].raw
        if after is None or now is None:
            return 0
        return after - now if self.up else now - after

    @cached_property
    def gap(self) -> int | None:
        """About how far the next band is; none where there is no further band."""
        node = self.basis.ruleset.scores[self.score]
        begins = [to_micro(level.begins) for level in self._levels]
        slack = MICRO // 10**node.round.digits if node.round else 0
        now = self.basis.now[self.score].raw or 0
        if self.next_band is None:
            return None
        if self.up:
            return begins[self._place + 1] - now - slack
        return now - begins[self._place] - slack

    @property
    def next_band(self) -> str | None:
        """The next band that way; none at the end of the table."""
        place = self._place + (1 if self.up else -1)
        return self._levels[place].label if 0 <= place < len(self._levels) else None

    @cached_property
    def _levels(self) -> tuple[Level, ...]:
        return self.basis.bands[self.basis.ruleset.scores[self.score].bands or ""].levels

    @cached_property
    def _place(self) -> int:
        """Where its band stands in the table."""
        labels = [level.label for level in self._levels]
        return labels.index(self.band)


class Trials:
    """Suppositions about one basis, each computed once, up to a limit."""

    def __init__(self, basis: Basis, limit: int) -> None:
        self.basis, self.limit, self.count = basis, limit, 0
        self.outcomes: dict[frozenset[tuple[Place, object]], Found | None] = {}
        self._kinds: dict[str, int] = {}
        for fact in basis.found.facts:
            self._kinds[fact.kind] = self._kinds.get(fact.kind, 0) + 1

    @property
    def left(self) -> int:
        """How many suppositions may still be computed."""
        return self.limit - self.count

    def outcome(self, moves: Sequence[Move]) -> Outcome | None:
        """The scores after some changes; none past the limit, and where they cannot be computed."""
        key = frozenset((move.place, move.value) for move in moves)
        if key not in self.outcomes:
            if not self.left:
                return None
            self.count += 1
            found = self._supposed(moves)
            self.outcomes[key] = Found(tuple(moves), found) if found else None
        known = self.outcomes[key]
        return known.outcome if known else None

    def _supposed(self, moves: Sequence[Move]) -> Outcome | None:
        try:
            return self._supposing(moves).scores(otherwise(moves))
        except EvaluationRefused:
            return None

    def _supposing(self, moves: Sequence[Move]) -> Supposing:
        """Where the last fact of a kind goes, that there is none must be known."""
        gone = [move.fact.kind for move in moves if move.field is None]
        emptied = any(gone.count(kind) == self._kinds[kind] for kind in gone)
        return self._all_searched if emptied else self.basis.supposing

    @cached_property
    def _all_searched(self) -> Supposing:
        found = self.basis.found
        return Supposing(replace(found, searched=found.searched | self._kinds.keys()))

    def refined(self, aim: Aim, moves: tuple[Move, ...]) -> tuple[Move, ...]:
        """The same changes, each number and date brought back as far as the band still moves."""
        for place, move in enumerate(moves):
            if move.steps:
                others = (*moves[:place], *moves[place + 1 :])
                moves = (*moves[:place], self._nearest(aim, move, others), *moves[place + 1 :])
        return moves

    def _nearest(self, aim: Aim, move: Move, others: tuple[Move, ...]) -> Move:
        """The first value that moves the band, on the way from the one before it."""
        if move.steps is None:
            return move
        way = move.steps.between(move.near, move.value)
        index = bisect_left(
            way,
            x=True,
            hi=len(way) - 1,
            key=lambda value: aim.is_reached(self.outcome((move.to(value), *others))),
        )
        return move.to(way[index])

    def nearest(self, aim: Aim) -> Found | None:
        """Of what was tried without moving the band, what moved the score furthest that way."""
        tried = [each for each in self.outcomes.values() if each and aim.gain(each.outcome) > 0]
        return min(
            tried,
            key=lambda each: (-_moved(aim, each), len(each.moves), each.rank),
            default=None,
        )


def _moved(aim: Aim, found: Found) -> int:
    after = found.outcome[aim.score].value
    return 0 if after is None else abs(after - aim.value)


def otherwise(moves: Iterable[Move]) -> Otherwise:
    """Some changes as a supposition."""
    given = tuple(moves)
    return Otherwise(
        values={(move.fact.id, move.field): move.value for move in given if move.field},
        without=frozenset(move.fact.id for move in given if move.field is None),
    )


def facts_after(basis: Basis, moves: Iterable[Move]) -> tuple[Fact, ...]:
    """The facts of a case after some changes."""
    return supposed(basis.found.facts, otherwise(moves))


def go_together(first: Move, second: Move) -> bool:
    """Whether two changes can both be so."""
    if first.place == second.place:
        return False
    if first.fact.id != second.fact.id:
        return True
    if first.field is None or second.field is None:
        return False
    return is_in_time(changed(first.fact, (first, second)))
