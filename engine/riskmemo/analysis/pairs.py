"""Pairs of changes that only together move a score into another band.

Pairs whose single gains add up to the next band come first, the smallest of them first; then the
others that can act on each other, largest gains first. A pair is left out where it is proved that
it cannot be told: a bound keeps the band (`bounds`), its parts reach no rule in common and one of
them alone changes nothing, or as many smaller pairs are found as are told.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riskmemo.analysis.bounds import Bound
from riskmemo.analysis.crossing import (
    Aim,
    Found,
    Outcome,
    Pair,
    Rank,
    Trials,
    go_together,
    smallest,
)
from riskmemo.analysis.moves import Move
from riskmemo.analysis.singles import Tried


def crossing_pairs(
    trials: Trials,
    aim: Aim,
    singles: list[Tried],
    together: Sequence[Pair],
    allowed: int,
    most: int,
) -> tuple[list[Found], int]:
    """The smallest pairs, and how many that could matter were left untried.

    `together` are pairs on one fact that open what neither opens alone; `allowed` suppositions may
    be computed, and `most` pairs are told.
    """
    if aim.gap is None:
        return [], 0
    search = _Search(trials, aim, trials.count + allowed, most)
    bound = Bound(aim)
    parts = _parts(trials, aim, singles, bound)
    search.run(_adding_up(parts, aim.gap))
    search.run(pair for pair in together if go_together(*pair))
    search.run(_others(parts, aim.gap, bound))
    return search.kept, search.untried


@dataclass(frozen=True, slots=True)
class _Part:
    """A change that does not move the band alone."""

    move: Move
    gain: int
    idle: bool
    """Whether it changes no score at all."""
    most: float
    """How far it can move the score within a pair."""


def _parts(trials: Trials, aim: Aim, singles: list[Tried], bound: Bound) -> list[_Part]:
    """The changes that could be half of a pair, largest gains first."""
    now: Outcome = trials.basis.now
    parts = [
        _Part(move, aim.gain(outcome), outcome == now, bound.gain(outcome))
        for move, outcome in singles
        if outcome is not None and not aim.is_reached(outcome)
    ]
    return sorted(parts, key=lambda part: (-part.gain, part.move.place, part.move.distance))


def _adding_up(parts: list[_Part], gap: int) -> list[Pair]:
    """Pairs whose gains add up to the next band, those that may be smallest first."""
    pairs = [
        (first.move, second.move)
        for place, first in enumerate(parts)
        for second in _while_enough(parts, place + 1, gap - first.gain)
        if go_together(first.move, second.move)
    ]
    return sorted(pairs, key=least_rank)


def _while_enough(parts: list[_Part], start: int, needed: int) -> Iterator[_Part]:
    for part in parts[start:]:
        if part.gain < needed:
            return
        yield part


def _others(parts: list[_Part], gap: int, bound: Bound) -> Iterator[Pair]:
    """The other pairs that can act on each other, largest sums of gains first."""
    queue = [
        (-(parts[place].gain + parts[place + 1].gain), place, place + 1)
        for place in range(len(parts) - 1)
    ]
    heapq.heapify(queue)
    while queue:
        negative, place, other = heapq.heappop(queue)
        first, second = parts[place], parts[other]
        if other + 1 < len(parts):
            heapq.heappush(queue, (-(first.gain + parts[other + 1].gain), place, other + 1))
        if -negative < gap and _can_act(first, second, gap, bound):
            yield first.move, second.move


def _can_act(first: _Part, second: _Part, gap: int, bound: Bound) -> bool:
    """Whether the two together might move the band: no bound forbids it."""
    common = first.move.reach & second.move.reach
    if not common and (first.idle or second.idle):
        return False
    if first.most + second.most + bound.shared(common) < gap:
        return False
    return go_together(first.move, second.move)


def least_rank(pair: Pair) -> Rank:
    """The rank that a pair cannot fall below, however far its numbers are brought back."""
    first, second = pair
    places = tuple(sorted((first.place, second.place)))
    return round(first.least + second.least, 6), places


@dataclass(slots=True)
class _Search:
    """What was found so far, and what may still be tried."""

    trials: Trials
    aim: Aim
    end: int
    """The count of suppositions at which the search ends."""
    most: int
    kept: list[Found] = field(default_factory=list)
    untried: int = 0

    def run(self, pairs: "Sequence[Pair] | Iterator[Pair]") -> None:
        for pair in pairs:
            if self._is_too_large(pair):
                continue
            if self.trials.count >= self.end:
                self.untried += 1
                continue
            self._try(pair)

    def _is_too_large(self, pair: Pair) -> bool:
        return len(self.kept) == self.most and least_rank(pair) > self.kept[-1].rank

    def _try(self, pair: Pair) -> None:
        """Keep a pair, brought back as far as it can be, if the band needs both of its parts."""
        ordered = tuple(sorted(pair, key=lambda move: move.place))
        if not self.aim.is_reached(self.trials.outcome(ordered)):
            return
        moves = self.trials.refined(self.aim, ordered)
        outcome = self.trials.outcome(moves)
        alone = any(self.aim.is_reached(self.trials.outcome((move,))) for move in moves)
        if outcome and self.aim.is_reached(outcome) and not alone:
            self._keep(Found(moves, outcome))

    def _keep(self, found: Found) -> None:
        self.kept = smallest([*self.kept, found], self.most)
