"""What two changes can do together at most: for leaving out pairs that cannot move a band.

The bound holds for a total that is made of sums of rules by sums and weighted means, none of them
held at a cap or floor now. A rule that only one of two changes can reach gives what it gives after
that one; a rule that both can reach gives at most its points in either direction. So the total
moves no further than the two gains, counted leaf by leaf without losses, and twice the weighted
points of the rules in common. Rounding is allowed for at every node.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from riskmemo.analysis.crossing import Aim, Outcome
from riskmemo.model.points import MICRO, to_micro
from riskmemo.model.ruleset import (
    Branch,
    Combine,
    MinimumCoverage,
    Missing,
    Ruleset,
    RulesLeaf,
)

LINEAR = frozenset({Combine.SUM, Combine.WEIGHTED_MEAN})


@dataclass(frozen=True, slots=True)
class _Part:
    """A rule in the tree of a total."""

    leaf: str
    points: int
    """The most it can give in either direction (micropoints)."""


class Bound:
    """The bound for one score one way; infinite wherever nothing can be proved."""

    def __init__(self, aim: Aim) -> None:
        self.aim, ruleset = aim, aim.basis.ruleset
        self.now = aim.basis.now
        self.weights = _weights(ruleset, aim.score)
        self.holds = _is_linear(ruleset, self.weights, self.now)
        self.slack = sum(
            2 * weight * MICRO / 10**node.round.digits
            for name, weight in self.weights.items()
            if (node := ruleset.scores[name]).round
        )
        self.leaves = [
            name for name in self.weights if not isinstance(ruleset.scores[name], Branch)
        ]
        self.rules = {
            rule.id: _Part(given.to, _most(given.points, given.cap))
            for rule in ruleset.rules
            if (given := rule.contributes) and given.to in self.weights and not rule.hypothesis
        }
        self._shared: dict[frozenset[str], float] = {}

    def gain(self, outcome: Outcome) -> float:
        """How far one change can move the score within two, in micropoints."""
        if not self.holds:
            return inf
        gain = 0.0
        for name in self.leaves:
            now, then = self.now[name], outcome[name]
            if now is then or now == then:
                continue
            if now.value is None or then.value is None or then.coverage < now.coverage:
                return inf
            moved = then.value - now.value
            gain += self.weights[name] * max(0, moved if self.aim.up else -moved)
        return gain

    def shared(self, reach: frozenset[str]) -> float:
        """How far the rules that two changes both reach can move it beyond that."""
        if reach not in self._shared:
            self._shared[reach] = self._of_rules(reach) + self.slack
        return self._shared[reach]

    def _of_rules(self, reach: frozenset[str]) -> float:
        if any(f"={leaf}" in reach for leaf in self.leaves):
            return inf
        lost: dict[str, int] = {}
        for name in reach & self.rules.keys():
            part = self.rules[name]
            lost[part.leaf] = lost.get(part.leaf, 0) + part.points
        if not all(self._keeps_value(leaf, points) for leaf, points in lost.items()):
            return inf
        return sum(2 * self.weights[leaf] * points for leaf, points in sorted(lost.items()))

    def _keeps_value(self, name: str, lost: int) -> bool:
        """Whether a leaf has a value even where these points cannot be evaluated."""
        leaf = self.aim.basis.ruleset.scores[name]
        match leaf.missing:
            case Missing.ZERO | Missing.WORST:
                return True
            case MinimumCoverage(minimum_coverage=least):
                whole = sum(part.points for part in self.rules.values() if part.leaf == name)
                share = self.now[name].coverage - lost * MICRO / max(1, whole)
                return share > to_micro(least) + 1
            case _:
                return False


def _weights(ruleset: Ruleset, root: str) -> dict[str, float]:
    """Every node below a score and itself, with its share in it, where the tree is linear."""
    found = {root: 1.0}
    queue = [root]
    while queue:
        name = queue.pop()
        node = ruleset.scores[name]
        if not isinstance(node, Branch):
            continue
        whole = sum(node.of.values()) if node.combine is Combine.WEIGHTED_MEAN else 1.0
        for child, weight in node.of.items():
            found[child] = found.get(child, 0.0) + found[name] * weight / whole
            queue.append(child)
    return found


def _is_linear(ruleset: Ruleset, nodes: Mapping[str, float], now: Outcome) -> bool:
    for name in nodes:
        node, score = ruleset.scores[name], now[name]
        combine = LINEAR if isinstance(node, Branch) else {Combine.SUM}
        is_facts = not isinstance(node, Branch | RulesLeaf)
        if score.value is None or score.limited or not (is_facts or node.combine in combine):
            return False
    return True


def _most(points: float, cap: float | None) -> int:
    return abs(to_micro(points if cap is None else cap))
