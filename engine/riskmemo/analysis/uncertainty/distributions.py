"""An uncertain value as equally likely values: the middles of equally probable parts of its range.

Uniform and triangular distributions are inverted in closed form, the normal one by
`statistics.NormalDist`, cut off at what is plausible, and the beta one by scipy.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist

from riskmemo.language.ranges import Plausible
from riskmemo.model.uncertainty import Beta, Normal, Triangular, Uncertainty

LEVELS = 1024
"""Into how many equally probable parts a continuous range is divided."""


def equally_likely(
    range_: Uncertainty, plausible: Plausible, parts: int = LEVELS
) -> tuple[float, ...]:
    """The middles, by probability, of so many parts of a range that is not `reported`."""
    return at_shares(range_, plausible, [(number + 0.5) / parts for number in range(parts)])


def at_shares(
    range_: Uncertainty, plausible: Plausible, shares: Sequence[float]
) -> tuple[float, ...]:
    """The values below which so much of the probability lies, each share between 0 and 1."""
    if range_.triangular:
        shape = range_.triangular
        return tuple(_triangular(shape, share) for share in shares)
    if range_.normal:
        return _normal(range_.normal, plausible, shares)
    if range_.beta:
        return _beta(range_.beta, shares)
    low, high = range_.ends or plausible
    return tuple(_between(low, high, share) for share in shares)


def _between(low: float, high: float, share: float) -> float:
    return min(high, max(low, low + (high - low) * share))


def _triangular(shape: Triangular, share: float) -> float:
    width, rise = shape.high - shape.low, shape.mode - shape.low
    if share * width < rise:
        return _between(shape.low, shape.high, math.sqrt(share * rise / width))
    fall = shape.high - shape.mode
    return _between(shape.low, shape.high, 1.0 - math.sqrt((1.0 - share) * fall / width))


def _normal(shape: Normal, plausible: Plausible, shares: Sequence[float]) -> tuple[float, ...]:
    curve = NormalDist(shape.mean, shape.sd)
    low, high = curve.cdf(plausible[0]), curve.cdf(plausible[1])
    found = (curve.inv_cdf(_inside(low + (high - low) * share)) for share in shares)
    return tuple(min(plausible[1], max(plausible[0], each)) for each in found)


def _inside(probability: float) -> float:
    """A probability for which the curve has a value."""
    return min(max(probability, 1e-300), 1.0 - 2.0**-53)


def _beta(shape: Beta, shares: Sequence[float]) -> tuple[float, ...]:
    from scipy.special import betaincinv  # noqa: PLC0415 - only where something is beta

    found = (float(betaincinv(shape.a, shape.b, share)) for share in shares)
    return tuple(_between(shape.low, shape.high, each) for each in found)
