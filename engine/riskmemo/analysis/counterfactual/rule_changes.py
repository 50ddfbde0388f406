"""Rules that match otherwise, or give other points, after something has changed."""

from collections.abc import Iterable, Mapping

from riskmemo.model.counterfactual import RuleChange
from riskmemo.model.points import to_points
from riskmemo.model.ruleset import Rule
from riskmemo.scoring.tree import Score

Counts = Mapping[str, int]
"""Rule to a number: of matches, or of micropoints."""


def rules_changed(
    rules: Iterable[Rule], matches: tuple[Counts, Counts], points: tuple[Counts, Counts]
) -> tuple[RuleChange, ...]:
    """The rules whose matches or points differ before and after."""
    return tuple(
        RuleChange(rule=name, matches=counted, points=(to_points(given[0]), to_points(given[1])))
        for name in (rule.id for rule in rules)
        for counted, given in ((_both(name, matches), _both(name, points)),)
        if counted[0] != counted[1] or given[0] != given[1]
    )


def points_given(scores: Mapping[str, Score]) -> dict[str, int]:
    """What each rule with a match gives to its leaf, in micropoints."""
    return {rule: given for score in scores.values() for rule, given, _ in score.parts}


def _both(name: str, pair: tuple[Counts, Counts]) -> tuple[int, int]:
    return pair[0].get(name, 0), pair[1].get(name, 0)
