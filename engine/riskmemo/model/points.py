"""How points are held: whole numbers of micropoints, so that no order of summation can show.

A micropoint is a millionth of a point. `docs/decisions/0004-numbers.md` has the reasons.
"""

import math
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from pydantic import PlainSerializer

MICRO = 1_000_000

Points = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""An exact decimal of at most six digits after the point; a plain number in JSON."""


def to_micro(value: float) -> int:
    """Points (IEEE double) as micropoints: `floor(value * 1e6 + 0.5)`, half up, once.

    The caller has refused NaN and infinities.
    """
    return math.floor(value * MICRO + 0.5)


@lru_cache(maxsize=4096)
def to_points(micro: int) -> Decimal:
    """Micropoints as an exact decimal number of points, without trailing zeros."""
    points = Decimal(micro).scaleb(-6).normalize()
    return points.quantize(Decimal(1)) if points == points.to_integral_value() else points


def divide_half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded half up (towards +infinity); `denominator` is positive."""
    return (2 * numerator + denominator) // (2 * denominator)
