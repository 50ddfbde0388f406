"""What two changes can do together at most: for leaving out pairs that cannot move a band.

The bound holds for a total that is made of sums of rules by sums and weighted means, none of them
held at a cap or floor now. A rule that only one of two changes can reach gives what it gives after
that one; a rule that both can reach gives at most its points. So the total moves no further than
the two gains (leaf by leaf, without losses), the room that the rules in common have left, and what
each change alone takes away from these. Rounding is allowed for at every node.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from math import inf

from riskmemo.analysis.counterfactual.crossing import Aim, Outcome
from riskmemo.analysis.counterfactual.rule_changes import points_given
from riskmemo.model.points import MICRO, to_micro
from riskmemo.model.ruleset import (
    Branch,
    Combine,
    Contribution,
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
    """The most it can give, in size (micropoints)."""
    room: int
    """How much further it can move its leaf the way that is looked for."""


class Bound:
    """The bound for one score one way; infinite wherever nothing can be proved.

    `can_wait` are the rules that could come to wait for information.
    """

    def __init__(self, aim: Aim, can_wait: Set[str]) -> None:
        self.aim, ruleset = aim, aim.basis.ruleset
        self._can_wait = can_wait
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
        self._covered = [
            name
            for name in self.weights
            if isinstance(ruleset.scores[name].missing, MinimumCoverage)
        ]
        self._given = points_given(self.now)
        self.rules = {
            rule.id: self._part(rule.id, given)
            for rule in ruleset.rules
            if (given := rule.contributes) and given.to in self.weights and not rule.hypothesis
        }
        self._shared: dict[frozenset[str], float] = {}

    def _part(self, rule: str, given: Contribution) -> _Part:
        most, now = to_micro(given.points), self._given.get(rule, 0)
        if given.cap is not None:
            most = to_micro(given.cap) * (1 if given.points > 0 else -1)
        room = max(0, most) - now if self.aim.up else now - min(0, most)
        return _Part(given.to, abs(most), room)

    def gain(self, outcome: Outcome) -> float:
        """How far one change can move the score within two, in micropoints."""
        if not self.holds:
            return inf
        gain = 0.0
        for name in self.leaves:
            now, then = self.now[name], outcome[name]
            if now == then:
                continue
            thin = name in self._covered and then.coverage < now.coverage
            if now.value is None or then.value is None or thin:
                return inf
            moved = then.value - now.value
            gain += self.weights[name] * max(0, moved if self.aim.up else -moved)
        return gain

    def losses(self, outcome: Outcome) -> dict[str, float]:
        """What one change alone takes away, rule by rule."""
        if not self.holds:
            return {}
        then = points_given(outcome)
        moved = {
            name: (self._given.get(name, 0) - then.get(name, 0)) * (1 if self.aim.up else -1)
            for name in self._given.keys() | then.keys()
        }
        return {
            name: self.weights[self.rules[name].leaf] * lost
            for name, lost in moved.items()
            if lost > 0 and name in self.rules
        }

    def shared(self, reach: frozenset[str]) -> float:
        """How far the rules that two changes both reach can move it beyond that."""
        if reach not in self._shared:
            self._shared[reach] = self._of_rules(reach) + self.slack
        return self._shared[reach]

    def _of_rules(self, reach: frozenset[str]) -> float:
        if not self.holds or any(f"={leaf}" in reach for leaf in self.leaves):
            return inf
        parts = [(name, self.rules[name]) for name in sorted(reach & self.rules.keys())]
        lost: dict[str, int] = {}
        for name, part in parts:
            if name in self._can_wait:
                lost[part.leaf] = lost.get(part.leaf, 0) + part.points
        if not all(self._keeps_value(leaf, points) for leaf, points in lost.items()):
            return inf
        return sum(self.weights[part.leaf] * part.room for _, part in parts)

    def _keeps_value(self, name: str, lost: int) -> bool:
        """Whether a leaf has a value even where these points cannot be evaluated."""
        leaf = self.aim.basis.ruleset.scores[name]
        match leaf.missing:
            case Missing.ZERO:
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
