"""The formulas and policies at their ends: the smallest value, the largest power, half a point."""

from fractions import Fraction

import pytest

from riskmemo.model.points import MICRO
from riskmemo.model.ruleset import Combine
from riskmemo.scoring.combine import combined
from tests.scoring.trees import branch, facts_leaf, given, leaf, of_leaf, scored, value_of

TOP = 100 * MICRO


def mean(combine: Combine, *values: int, power: float | None = None) -> int:
    """The values with equal weights, combined."""
    return combined(combine, [(value, Fraction(1)) for value in values], TOP, power)


@pytest.mark.parametrize(
    ("combine", "power"),
    [
        (Combine.HARMONIC_MEAN, None),
        (Combine.GEOMETRIC_MEAN, None),
        (Combine.GENERALISED_MEAN, -1.0),
        (Combine.GENERALISED_MEAN, 0.5),
    ],
)
def test_the_smallest_value_above_zero_is_not_zero(combine: Combine, power: float | None) -> None:
    """A mean of millionths is a millionth: only 0 itself makes a mean 0."""
    assert mean(combine, 1, 1, power=power) == 1


@pytest.mark.parametrize(("power", "result"), [(0.5, 25), (1.0, 50), (2.0, 70.710678)])
def test_a_zero_counts_in_a_mean_of_positive_power(power: float, result: float) -> None:
    """Only a negative power makes a mean 0 wherever a value is 0."""
    assert mean(Combine.GENERALISED_MEAN, 0, TOP, power=power) == round(result * MICRO)


@pytest.mark.parametrize(("power", "result"), [(100.0, 30 / 2**0.01), (-100.0, 20 * 2**0.01)])
def test_the_largest_powers_are_calculated(power: float, result: float) -> None:
    """A power of 100 either way comes near an extreme, and nothing runs over on the way."""
    found = mean(Combine.GENERALISED_MEAN, 20 * MICRO, 30 * MICRO, power=power)
    assert found == round(result * MICRO)


def test_a_negative_power_has_no_mean_with_a_value_below_zero() -> None:
    """Values below 0 are held to 0, which a negative power turns the whole mean into."""
    assert mean(Combine.GENERALISED_MEAN, -MICRO, 50 * MICRO, power=-1.0) == 0
    assert mean(Combine.GENERALISED_MEAN, -MICRO, 50 * MICRO, power=1.0) == 25 * MICRO


def test_a_branch_hands_on_its_power() -> None:
    """The power of a generalised mean is the one written at the node."""
    scores = {
        "top": branch({"a": 1, "b": 1}, "generalised_mean", power=2),
        "a": facts_leaf(),
        "b": facts_leaf(),
    }
    assert value_of(scored(scores, rows={"a": (10,), "b": (70,)})["top"]) == 50


def test_the_least_coverage_is_coverage() -> None:
    """With `minimum_coverage: 0` a leaf of which a millionth is known has a score."""
    rules = [given("known", 1, points=1), given("gone", missing=True, points=999_999)]
    scores = scored({"leaf": leaf(missing={"minimum_coverage": 0})}, rules)
    assert (scores["leaf"].coverage, value_of(scores["leaf"])) == (1, 1)


@pytest.mark.parametrize(
    ("points", "polarity", "result"),
    [(0.5, "risk", 4.5), (0.5, "opportunity", 4), (-0.5, "risk", 4), (-0.5, "opportunity", 3.5)],
)
def test_the_worst_of_less_than_a_point(points: float, polarity: str, result: float) -> None:
    """`worst` takes parts of a point as they are, and with their sign."""
    rules = [given("known", 4), given("gone", missing=True, points=points)]
    assert of_leaf(rules, missing="worst", polarity=polarity) == result
