"""The share of every score that rests on rules which identity reaches."""

from collections.abc import Iterator
from fractions import Fraction

from riskmemo.analysis.basis import Scores
from riskmemo.analysis.fairness.moves import Moves, points_of
from riskmemo.language.identity_flow import Reach
from riskmemo.model.assessment import BASE
from riskmemo.model.identity import IdentityShare
from riskmemo.model.points import MICRO, Points, divide_half_up, to_points
from riskmemo.model.ruleset import RulesLeaf
from riskmemo.scoring.tree import Inputs, Score, scores_of


def identity_shares(moves: Moves, reach: Reach) -> Iterator[tuple[IdentityShare, Fraction]]:
    """Every score in every scenario, with the larger of its two shares before it is rounded."""
    nodes = reach.program.ruleset.scores
    for hypothesis, now in moves.before.items():
        without = scores_without(moves, reach, hypothesis)
        for score, there in now.items():
            of_score = share_of_score(there.value, without[score].value)
            of_points = share_of_points(there, reach)
            is_leaf = isinstance(nodes[score], RulesLeaf)
            given = (rule for rule, points, _ in there.parts if points and rule in reach.rules)
            record = IdentityShare(
                scenario=hypothesis or BASE,
                score=score,
                value=points_of(there.value),
                without=points_of(without[score].value),
                share=_rounded(of_score),
                of_points=_rounded(of_points) if is_leaf else None,
                rules=tuple(given),
            )
            yield record, max(of_score, of_points)


def scores_without(moves: Moves, reach: Reach, hypothesis: str | None) -> Scores:
    """Every score without the rules that identity reaches, and without rows of such leaves."""
    inputs = moves.basis.found.inputs(hypothesis)
    rules = tuple(each for each in inputs.rules if each.rule.id not in reach.rules)
    rows = {leaf: rows for leaf, rows in inputs.rows.items() if leaf not in reach.leaves}
    return scores_of(reach.program.ruleset, Inputs(rules, rows))


def share_of_score(value: int | None, without: int | None) -> Fraction:
    """`|v - w| / max(|v|, |w|, |v - w|)`: 0 where nothing changes, 1 where a score comes or goes.

    On a scale without negative scores this is the change relative to the larger of the two.
    """
    if value is None or without is None:
        return Fraction(value is not without)
    change = abs(value - without)
    return Fraction(change, max(abs(value), abs(without), change)) if change else Fraction(0)


def share_of_points(score: Score, reach: Reach) -> Fraction:
    """The part of all points given to a leaf, in size, that comes from such rules."""
    whole = sum(abs(points) for _, points, _ in score.parts)
    part = sum(abs(points) for rule, points, _ in score.parts if rule in reach.rules)
    return Fraction(part, whole) if whole else Fraction(0)


def _rounded(share: Fraction) -> Points:
    return to_points(divide_half_up(share.numerator * MICRO, share.denominator))
