"""The formulas against closed forms, exact fractions and each other."""

import itertools
import math
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmemo.model.points import MICRO
from riskmemo.model.ruleset import Combine, FactsCombine, RuleCombine
from riskmemo.scoring.combine import as_fraction, combined, noisy_or, of_facts, of_matches

TOP = 100 * MICRO
VALUES = st.integers(0, TOP)
WEIGHTS = st.sampled_from([0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 7.5]).map(as_fraction)
WEIGHTED = st.lists(st.tuples(VALUES, WEIGHTS), min_size=1, max_size=6)
POWERS = {Combine.GENERALISED_MEAN: 2.0}


def joined(combine: Combine, values: list[tuple[int, Fraction]], power: float | None = None) -> int:
    """The values combined on a scale from 0 to 100."""
    return combined(combine, values, TOP, power or POWERS.get(combine))


def equal(*values: float) -> list[tuple[int, Fraction]]:
    """Points with equal weights."""
    return [(round(value * MICRO), Fraction(1)) for value in values]


def half_up(exact: Fraction) -> int:
    """The whole number nearest to a fraction, a half going up."""
    return math.floor(exact + Fraction(1, 2))


@pytest.mark.parametrize(
    ("combine", "values", "result"),
    [
        (Combine.SUM, (10, 20.5, 0), 30.5),
        (Combine.WEIGHTED_MEAN, (10, 20), 15),
        (Combine.WEIGHTED_MEAN, (0, 0, 100), 33.333333),
        (Combine.WEIGHTED_MEAN, (0, 100, 100), 66.666667),
        (Combine.GEOMETRIC_MEAN, (4, 9), 6),
        (Combine.GEOMETRIC_MEAN, (2, 4, 8), 4),
        (Combine.GEOMETRIC_MEAN, (0, 100), 0),
        (Combine.INVERTED_GEOMETRIC_MEAN, (96, 91), 94),
        (Combine.INVERTED_GEOMETRIC_MEAN, (100, 0), 100),
        (Combine.HARMONIC_MEAN, (20, 30), 24),
        (Combine.HARMONIC_MEAN, (1, 1, 4), 1.333333),
        (Combine.HARMONIC_MEAN, (0, 50), 0),
        (Combine.GENERALISED_MEAN, (10, 70), 50),
        (Combine.GENERALISED_MEAN, (0, 0), 0),
        (Combine.MAX, (10, 30, 20), 30),
        (Combine.MIN, (10, 30, 20), 10),
        (Combine.NOISY_OR, (50, 50), 75),
        (Combine.NOISY_OR, (20, 50, 0), 60),
        (Combine.NOISY_OR, (100, 3), 100),
    ],
)
def test_closed_forms(combine: Combine, values: tuple[float, ...], result: float) -> None:
    """Each formula gives what the books say."""
    assert joined(combine, equal(*values)) == round(result * MICRO)


@pytest.mark.parametrize(
    ("combine", "result"),
    [
        (Combine.SUM, 3 * 10 + 0.5 * 40),
        (Combine.WEIGHTED_MEAN, (3 * 10 + 0.5 * 40) / 3.5),
        (Combine.GEOMETRIC_MEAN, (10**3 * 40**0.5) ** (1 / 3.5)),
        (Combine.INVERTED_GEOMETRIC_MEAN, 100 - (90**3 * 60**0.5) ** (1 / 3.5)),
        (Combine.HARMONIC_MEAN, 3.5 / (3 / 10 + 0.5 / 40)),
        (Combine.GENERALISED_MEAN, ((3 * 100 + 0.5 * 1600) / 3.5) ** 0.5),
    ],
)
def test_weights_count(combine: Combine, result: float) -> None:
    """A weight counts as so many values of the same size."""
    values = [(10 * MICRO, Fraction(3)), (40 * MICRO, Fraction(1, 2))]
    assert joined(combine, values) == round(result * MICRO)


@given(WEIGHTED)
def test_sums_and_means_are_exact(values: list[tuple[int, Fraction]]) -> None:
    """Sums and arithmetic means are the exact fraction, rounded half up once."""
    total = sum((weight for _, weight in values), Fraction(0))
    dot = sum((weight * value for value, weight in values), Fraction(0))
    assert joined(Combine.SUM, values) == half_up(dot)
    assert joined(Combine.WEIGHTED_MEAN, values) == half_up(dot / total)


@given(WEIGHTED)
def test_a_harmonic_mean_is_rounded_from_doubles(values: list[tuple[int, Fraction]]) -> None:
    """It is the exact fraction to a micropoint; only next to a half could another one be nearer."""
    if not all(value for value, _ in values):
        assert joined(Combine.HARMONIC_MEAN, values) == 0
        return
    total = sum((weight for _, weight in values), Fraction(0))
    exact = total / sum((weight / value for value, weight in values), Fraction(0))
    error = abs(joined(Combine.HARMONIC_MEAN, values) - exact)
    assert error <= Fraction(1, 2) + Fraction(1, 1_000_000)


@given(WEIGHTED)
def test_means_lie_between_the_least_and_the_greatest_value(
    values: list[tuple[int, Fraction]],
) -> None:
    """Harmonic <= geometric <= arithmetic <= quadratic mean, all between the extremes."""
    chain = [
        min(value for value, _ in values),
        joined(Combine.HARMONIC_MEAN, values),
        joined(Combine.GEOMETRIC_MEAN, values),
        joined(Combine.WEIGHTED_MEAN, values),
        joined(Combine.GENERALISED_MEAN, values),
        max(value for value, _ in values),
    ]
    assert all(low <= high + 1 for low, high in itertools.pairwise(chain))  # 1: a last digit
    assert joined(Combine.INVERTED_GEOMETRIC_MEAN, values) >= chain[3] - 1


@given(WEIGHTED, st.sampled_from(list(Combine)), st.randoms())
def test_order_never_shows(
    values: list[tuple[int, Fraction]], combine: Combine, random: Random
) -> None:
    """Whatever the formula, the order of the values changes not a single digit."""
    shuffled = list(values)
    random.shuffle(shuffled)
    assert joined(combine, shuffled) == joined(combine, values)


@given(VALUES, st.lists(WEIGHTS, min_size=1, max_size=5))
def test_a_mean_of_equal_values_is_that_value(value: int, weights: list[Fraction]) -> None:
    """Every mean keeps a value that all share (to a millionth, where a logarithm is taken)."""
    values = [(value, weight) for weight in weights]
    for combine in (Combine.WEIGHTED_MEAN, Combine.HARMONIC_MEAN, Combine.MAX, Combine.MIN):
        assert joined(combine, values) == value
    for combine in (
        Combine.GEOMETRIC_MEAN,
        Combine.INVERTED_GEOMETRIC_MEAN,
        Combine.GENERALISED_MEAN,
    ):
        assert abs(joined(combine, values) - value) <= 1


@pytest.mark.parametrize(
    ("power", "result"),
    [
        (1, 25),
        (2, 650**0.5),
        (-1, 24),
        (3, 17_500 ** (1 / 3)),
        (0.5, ((20**0.5 + 30**0.5) / 2) ** 2),
    ],
)
def test_generalised_means(power: float, result: float) -> None:
    """Power 1 is the arithmetic mean, 2 the quadratic, -1 the harmonic."""
    values = equal(20, 30)
    assert joined(Combine.GENERALISED_MEAN, values, power) == pytest.approx(result * MICRO, abs=1)


def test_a_negative_power_has_no_mean_with_zero() -> None:
    """As the harmonic mean, a generalised mean of negative power is 0 where a value is 0."""
    assert joined(Combine.GENERALISED_MEAN, equal(0, 50), -2.0) == 0


@given(st.lists(st.integers(-TOP // 10, TOP + TOP // 10), max_size=6))
def test_noisy_or_is_one_minus_the_product(values: list[int]) -> None:
    """Noisy or holds its values to the scale, never shrinks by another value, and has a top."""
    rest = math.prod(
        (1 - Fraction(min(max(value, 0), TOP), TOP) for value in values), start=Fraction(1)
    )
    found = noisy_or(values, TOP)
    assert abs(found - half_up(TOP * (1 - rest))) <= 1
    assert 0 <= found <= TOP
    assert found >= max([0, *(min(value, TOP) for value in values)]) - 1


@pytest.mark.parametrize(
    ("combine", "given_points", "cap", "result"),
    [
        (RuleCombine.MAX, [], None, 0),
        (RuleCombine.MAX, [3, 9, 5], None, 9),
        (RuleCombine.MAX, [-3, -9, -5], None, -9),
        (RuleCombine.MAX, [0, -2], None, -2),
        (RuleCombine.SUM, [3, 9, 5], 100, 17),
        (RuleCombine.SUM, [3, 9, 5], 10, 10),
        (RuleCombine.SUM, [-3, -9, -5], 10, -10),
        (RuleCombine.SUM, [-3, -2], 10, -5),
        (RuleCombine.NOISY_OR, [50, 50], None, 75),
        (RuleCombine.NOISY_OR, [], None, 0),
    ],
)
def test_the_matches_of_a_rule(
    combine: RuleCombine, given_points: list[int], cap: int | None, result: int
) -> None:
    """`max` is the largest in size, `sum` holds to its cap either way, nothing gives 0."""
    micro = [value * MICRO for value in given_points]
    for order in itertools.permutations(micro):
        assert of_matches(combine, order, cap and cap * MICRO, TOP) == result * MICRO


@pytest.mark.parametrize(
    ("combine", "result"),
    [
        (FactsCombine.SUM, 10_000_001),
        (FactsCombine.MEAN, 3_333_334),
        (FactsCombine.MAX, 10_000_000),
        (FactsCombine.MIN, -2),
    ],
)
def test_the_rows_of_a_leaf(combine: FactsCombine, result: int) -> None:
    """Rows add up exactly, and their mean is rounded half up once."""
    assert of_facts(combine, [10_000_000, -2, 3]) == result


def test_a_weight_is_the_decimal_as_written() -> None:
    """0.1 is one tenth, not the double nearest to it."""
    assert as_fraction(0.1) == Fraction(1, 10)
    assert as_fraction(1e-07) == Fraction(1, 10_000_000)
    assert as_fraction(3.0) == 3
