"""Nominal and effective weights: what the tree states, and what really moves a root.

The effective weight of a node is the change of a root, in points, when the node's raw value is one
point higher and everything else stays (a local sensitivity; OECD/JRC Handbook, section 1.7). It is
0 where a cap or floor flattens. Rounding of nodes is left out.
"""

from fractions import Fraction

from riskmemo.language.score_tree import above_each, children_first, roots
from riskmemo.model.points import MICRO, divide_half_up
from riskmemo.model.ruleset import Branch, Ruleset
from riskmemo.scoring.combine import as_fraction
from riskmemo.scoring.tree import Inputs, scores_of

Weights = dict[str, dict[str, int]]
"""Node to root above it to weight, in millionths."""


def nominal_weights(ruleset: Ruleset) -> Weights:
    """The stated share of each node in every root above it (or in itself, as 1)."""
    found: dict[str, dict[str, Fraction]] = {name: {} for name in ruleset.scores}
    tops = roots(ruleset)
    for root in tops:
        found[root][root] = Fraction(1)
    for name in reversed(children_first(ruleset)):
        node = ruleset.scores[name]
        if not isinstance(node, Branch):
            continue
        total = sum((as_fraction(weight) for weight in node.of.values()), Fraction(0))
        for child, weight in node.of.items():
            for root, share in found[name].items():
                more = share * as_fraction(weight) / total
                found[child][root] = found[child].get(root, Fraction(0)) + more
    return {
        name: {root: _millionths(shares[root]) for root in tops if root in shares}
        for name, shares in found.items()
    }


def effective_weights(ruleset: Ruleset, inputs: Inputs, nominal: Weights) -> Weights:
    """What one point more of each node moves each root above it that has a score."""
    now = scores_of(ruleset, inputs, rounding=False)
    above, weights = above_each(ruleset), Weights()
    for name in ruleset.scores:
        same = {other: score for other, score in now.items() if other not in above[name]}
        nudged = scores_of(ruleset, inputs, nudged=name, rounding=False, known=same)
        weights[name] = {
            root: after - before
            for root in nominal[name]
            if (after := nudged[root].value) is not None and (before := now[root].value) is not None
        }
    return weights


def _millionths(share: Fraction) -> int:
    return divide_half_up(share.numerator * MICRO, share.denominator)
