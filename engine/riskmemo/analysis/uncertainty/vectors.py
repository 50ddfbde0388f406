"""Sums and weighted means of whole columns at once: the same whole numbers as one by one.

Only what is exact in whole numbers of 64 bits is computed so; everything else goes the ordinary
way, combination by combination.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from riskmemo.analysis.uncertainty.columns import Column
from riskmemo.model.points import MICRO, to_micro
from riskmemo.model.ruleset import RoundingMode, Scale, ScoreNode
from riskmemo.scoring.combine import as_fraction
from riskmemo.scoring.rounding import DIGITS
from riskmemo.scoring.tree import Score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

LARGEST = 2**61


def differences(columns: Sequence[Column[int]]) -> "Numbers":
    """By how much the sum of columns differs from what it is in the first draw."""
    total: Numbers = np.zeros_like(columns[0].places)
    for column in columns:
        values = np.array(column.values, dtype=np.int64)
        total += values[column.places] - values[column.places[0]]
    return total


def weighted(
    below: Mapping[str, Column[Score]], weights: Mapping[str, Column[float]]
) -> "tuple[Numbers, Numbers] | None":
    """The weighted means of scores and of their coverage, both rounded half up.

    None where they are not exact here: where a score has no value in some draw, a weight has more
    than six digits or a number is very large.
    """
    most = 0
    weight: Numbers | int = 0
    value: Numbers | int = 0
    coverage: Numbers | int = 0
    for child, column in below.items():
        exact = [as_fraction(each) * MICRO for each in weights[child].values]
        values = [score.value for score in column.values if score.value is not None]
        if len(values) < len(column.values) or any(each.denominator != 1 for each in exact):
            return None
        most += max(map(int, exact)) * max(MICRO, *map(abs, values))
        if most > LARGEST:
            return None
        whole = _spread(weights[child], list(map(int, exact)))
        weight = whole + weight
        value = _spread(column, values) * whole + value
        coverage = _spread(column, [score.coverage for score in column.values]) * whole + coverage
    return _half_up(value, weight), _half_up(coverage, weight)


def _half_up(numerator: "Numbers | int", denominator: "Numbers | int") -> "Numbers":
    found: Numbers = np.asarray((2 * numerator + denominator) // (2 * denominator))
    return found


def _spread(column: Column[Any], values: Sequence[int]) -> "Numbers":
    """A number for every draw from one for every value of a column."""
    found: Numbers = np.array(values, dtype=np.int64)[column.places]
    return found


def scored(
    raw: "Numbers", coverage: "Numbers", node: ScoreNode, scale: Scale
) -> Column[Score] | None:
    """The scores of raw values, whose own raw value is left out; none where rounding is special."""
    if node.round is not None and node.round.mode is not RoundingMode.HALF_UP:
        return None
    top = to_micro(min(scale.max, scale.max if node.cap is None else node.cap))
    bottom = to_micro(max(scale.min, scale.min if node.floor is None else node.floor))
    held = np.clip(raw, bottom, top)
    if node.round is not None:
        unit = 10 ** (DIGITS - node.round.digits)
        held = np.clip((2 * held + unit) // (2 * unit) * unit, bottom, top)
    pairs, places = np.unique(np.stack((held, coverage)), axis=1, return_inverse=True)
    found = [
        Score(None, value, None, covered) for value, covered in zip(*pairs.tolist(), strict=True)
    ]
    return Column(places.reshape(-1), found)
