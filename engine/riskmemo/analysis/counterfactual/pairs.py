"""Pairs of changes that only together move a score into another band.

Pairs whose single gains add up to the next band come first, the smallest of them first; then the
others that can act on each other, largest gains first. A pair is left out where it is proved that
it cannot be told: a bound keeps the band (`bounds`), its parts reach no rule in common and one of
them alone changes nothing, or as many smaller pairs are found as are told.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from riskmemo.analysis.counterfactual.bounds import Bound
from riskmemo.analysis.counterfactual.crossing import (
    Aim,
    Found,
    Outcome,
    Pair,
    Rank,
    Trials,
    go_together,
    smallest,
)
from riskmemo.analysis.counterfactual.fact_moves import Move
from riskmemo.analysis.counterfactual.singles import Tried


@dataclass(frozen=True, slots=True)
class _Part:
    """A change that does not move the band alone."""

    move: Move
    gain: int
    idle: bool
    """Whether it changes no score at all."""
    most: float
    """How far it can move the score within a pair."""
    losses: Mapping[str, float]
    """What it takes away from rules."""
    lost: float
    """All of that together."""
    ceiling: float
    """How far it and the rules that it reaches can move the score, with what it takes away."""


def _parts(trials: Trials, aim: Aim, singles: list[Tried], bound: Bound) -> list[_Part]:
    """The changes that could be half of a pair, largest gains first."""
    now: Outcome = trials.basis.now
    parts = [
        _part(move, bound, aim.gain(outcome), outcome, now)
        for move, outcome in singles
        if outcome is not None and not aim.is_reached(outcome)
    ]
    return sorted(parts, key=lambda part: (-part.gain, part.move.place, part.move.distance))


def _part(move: Move, bound: Bound, gain: int, outcome: Outcome, now: Outcome) -> _Part:
    """A change with all that the bound needs to know of it."""
    most, losses = bound.gain(outcome), bound.losses(outcome)
    lost = sum(losses.values())
    ceiling = most + lost + bound.shared(move.reach)
    return _Part(move, gain, outcome == now, most, losses, lost, ceiling)


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
    able = [
        (first.gain + second.gain, first, second)
        for first, second in combinations(parts, 2)
        if first.ceiling + second.most + second.lost >= gap
        and second.ceiling + first.most + first.lost >= gap
        and first.gain + second.gain < gap
        and _can_act(first, second, gap, bound)
    ]
    able.sort(key=lambda pair: -pair[0])
    return ((first.move, second.move) for _, first, second in able)


def _opening(
    parts: list[_Part], together: Sequence[Pair], gap: int, bound: Bound
) -> Iterator[Pair]:
    """Of the pairs on one fact those that no bound forbids; what was not tried alone is idle."""
    known = {(part.move.place, part.move.value): part for part in parts}
    now = bound.now
    for pair in together:
        first, second = (
            known.get((move.place, move.value), _part(move, bound, 0, now, now)) for move in pair
        )
        common = (first.move.reach & second.move.reach) | (pair[0].reach & pair[1].reach)
        if _might_move(first, second, common, gap, bound) and go_together(*pair):
            yield pair


def _can_act(first: _Part, second: _Part, gap: int, bound: Bound) -> bool:
    """Whether the two together might move the band: nothing forbids it."""
    common = first.move.reach & second.move.reach
    if not common and (first.idle or second.idle):
        return False
    return _might_move(first, second, common, gap, bound) and go_together(first.move, second.move)


def _might_move(
    first: _Part, second: _Part, common: frozenset[str], gap: int, bound: Bound
) -> bool:
    """Whether the bound of two changes with these rules in common reaches the next band."""
    most = first.most + second.most + bound.shared(common)
    return most >= gap or most + _lost(first, common) + _lost(second, common) >= gap


def _lost(part: _Part, rules: Set[str]) -> float:
    return sum(lost for name, lost in part.losses.items() if name in rules)


def least_rank(pair: Pair) -> Rank:
    """The rank that a pair cannot fall below, however far its numbers are brought back."""
    first, second = pair
    places = tuple(sorted((first.place, second.place)))
    return round(first.least + second.least, 6), places


class PairSearch:
    """The pairs that could move a score one way, and those found so far.

    `together` are pairs on one fact that open what neither opens alone, `can_wait` the rules that
    could wait for information; `most` pairs are told.
    """

    def __init__(
        self,
        trials: Trials,
        aim: Aim,
        singles: list[Tried],
        together: Sequence[Pair],
        can_wait: Set[str],
        most: int,
    ) -> None:
        self.trials, self.aim, self.most = trials, aim, most
        self.kept: list[Found] = []
        self.untried = 0
        self.pairs: list[Pair] = []
        if aim.gap is not None:
            bound = Bound(aim, can_wait)
            parts = _parts(trials, aim, singles, bound)
            self.pairs += _adding_up(parts, aim.gap)
            self.pairs += _opening(parts, together, aim.gap, bound)
            self.pairs += _others(parts, aim.gap, bound)

    def run(self, allowed: int) -> None:
        """Try the pairs in turn, with so many suppositions at most."""
        end = self.trials.count + allowed
        for pair in self.pairs:
            if self._is_too_large(pair):
                continue
            if self.trials.count >= end:
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
