"""The formulas that join values, on micropoints.

Sums, extremes and arithmetic means are exact and rounded half up once. Formulas that need a
logarithm, a root, a reciprocal or a product of shares go through the values in ascending order in
IEEE doubles and are rounded half up to a micropoint once. Sources: OECD/JRC, Handbook on
Constructing Composite Indicators (2008), section 1.6 for means; Pearl, Probabilistic Reasoning in
Intelligent Systems (1988), for noisy or; INFORM for the inverted geometric mean (the mean of the
distances to the top).
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from riskmemo.model.points import MICRO, divide_half_up, to_micro
from riskmemo.model.ruleset import Combine, FactsCombine, RuleCombine

Exact = Fraction | int
Weighted = Sequence[tuple[int, Exact]]
"""Values in micropoints, each with its weight."""

PROPORTIONAL = frozenset({Combine.WEIGHTED_MEAN, Combine.HARMONIC_MEAN})
"""Formulas in which only the proportions of weights count; `whole_weights` serve them."""


def combined(  # noqa: PLR0911 - one case a formula
    combine: Combine, values: Weighted, top: int, power: float | None
) -> int:
    """One value in micropoints; `values` is not empty, `top` is the top of the scale."""
    match combine:
        case Combine.SUM:
            return _half_up(_total(values))
        case Combine.WEIGHTED_MEAN:
            total, weight = _total(values), _weight(values)
            return divide_half_up(
                total.numerator * weight.denominator, total.denominator * weight.numerator
            )
        case Combine.HARMONIC_MEAN:
            return _harmonic(values)
        case Combine.GEOMETRIC_MEAN:
            return _geometric(values)
        case Combine.INVERTED_GEOMETRIC_MEAN:
            return top - _geometric([(top - value, weight) for value, weight in values])
        case Combine.GENERALISED_MEAN:
            assert power is not None  # noqa: S101 - the model asks for it with this formula
            return _generalised(values, power)
        case Combine.MAX:
            return max(value for value, _ in values)
        case Combine.MIN:
            return min(value for value, _ in values)
        case Combine.NOISY_OR:
            return noisy_or([value for value, _ in values], top)
    assert_never(combine)


def of_matches(combine: RuleCombine, given: Sequence[int], cap: int | None, top: int) -> int:
    """What a rule gives: its matches' contributions joined; 0 without matches."""
    if not given:
        return 0
    match combine:
        case RuleCombine.MAX:
            return max(given, key=abs)
        case RuleCombine.SUM:
            assert cap is not None  # noqa: S101 - the model asks for it with `sum`
            return max(-cap, min(cap, sum(given)))
        case RuleCombine.NOISY_OR:
            return noisy_or(given, top)
    assert_never(combine)


def of_facts(combine: FactsCombine, found: Sequence[int]) -> int:
    """The value of a leaf over facts; `found` is not empty."""
    match combine:
        case FactsCombine.SUM:
            return sum(found)
        case FactsCombine.MEAN:
            return divide_half_up(sum(found), len(found))
        case FactsCombine.MAX:
            return max(found)
        case FactsCombine.MIN:
            return min(found)
    assert_never(combine)


def noisy_or(values: Sequence[int], top: int) -> int:
    """`top * (1 - product of (1 - value / top))`, values held to 0..top."""
    rest = 1.0
    for value in sorted(values):
        rest *= 1.0 - min(max(value, 0), top) / top
    return to_micro(top / MICRO * (1.0 - rest))


@lru_cache(maxsize=4096)
def as_fraction(number: float) -> Fraction:
    """The decimal as written: the shortest one that reads back as this double."""
    return Fraction(repr(number))


@lru_cache(maxsize=4096)
def whole_weights(weights: tuple[float, ...]) -> tuple[int, ...]:
    """Whole numbers in the proportions of the weights: exact, and quicker than fractions."""
    exact = [as_fraction(weight) for weight in weights]
    unit = math.lcm(*(each.denominator for each in exact))
    return tuple(each.numerator * (unit // each.denominator) for each in exact)


def _total(values: Weighted) -> Exact:
    return sum([weight * value for value, weight in values])


def _weight(values: Weighted) -> Exact:
    return sum([weight for _, weight in values])


def _half_up(exact: Exact) -> int:
    return divide_half_up(exact.numerator, exact.denominator)


def _harmonic(values: Weighted) -> int:
    if any(value <= 0 for value, _ in values):
        return 0
    total = 0.0
    for value, weight in sorted(values):
        total += float(weight) / value
    return math.floor(float(_weight(values)) / total + 0.5)


def _geometric(values: Weighted) -> int:
    if any(value <= 0 for value, _ in values):
        return 0
    total = 0.0
    for value, weight in sorted(values):
        total += float(weight) * math.log(value / MICRO)
    return to_micro(math.exp(total / float(_weight(values))))


def _generalised(values: Weighted, power: float) -> int:
    held = [(max(value, 0), weight) for value, weight in values]
    extreme = max(held)[0] if power > 0 else min(held)[0]
    if extreme == 0:
        return 0
    total = 0.0
    for value, weight in sorted(held):
        total += float(weight) * (value / extreme) ** power
    return to_micro(extreme / MICRO * (total / float(_weight(values))) ** (1.0 / power))
