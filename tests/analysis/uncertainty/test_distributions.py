"""Distributions: the values of a range, each as likely as any other."""

from typing import Any

import pytest
from scipy import stats

from riskmemo.analysis.uncertainty.distributions import at_shares, equally_likely
from riskmemo.model.uncertainty import Uncertainty
from tests.building import model_of

FREE = (-(2.0**53), 2.0**53)
SHARES = [0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999]
TRUNCATED = stats.truncnorm((0.0 - 0.3) / 0.2, (1.0 - 0.3) / 0.2, 0.3, 0.2)


@pytest.mark.parametrize(
    ("written", "plausible", "known"),
    [
        ({"interval": [2, 6]}, FREE, stats.uniform(2, 4)),
        ({"uniform": {"low": 2, "high": 6}}, FREE, stats.uniform(2, 4)),
        ({"triangular": {"low": 1, "mode": 2, "high": 5}}, FREE, stats.triang(0.25, 1, 4)),
        ({"triangular": {"low": 1, "mode": 1, "high": 5}}, FREE, stats.triang(0.0, 1, 4)),
        ({"triangular": {"low": 1, "mode": 5, "high": 5}}, FREE, stats.triang(1.0, 1, 4)),
        ({"normal": {"mean": 3, "sd": 2}}, FREE, stats.norm(3, 2)),
        ({"normal": {"mean": 0.3, "sd": 0.2}}, (0.0, 1.0), TRUNCATED),
        ({"beta": {"a": 2, "b": 5}}, FREE, stats.beta(2, 5)),
        ({"beta": {"a": 2, "b": 5, "low": 10, "high": 20}}, FREE, stats.beta(2, 5, 10, 10)),
    ],
)
def test_values_are_those_of_the_distribution(
    written: dict[str, Any], plausible: tuple[float, float], known: Any
) -> None:
    """Each share has the value that scipy's inverse distribution function gives."""
    found = at_shares(model_of(Uncertainty, written), plausible, SHARES)
    assert found == pytest.approx([float(known.ppf(share)) for share in SHARES], rel=1e-9, abs=1e-9)


def test_values_are_the_middles_of_equal_parts() -> None:
    """Four values of a uniform range lie in the middle of its quarters."""
    range_ = model_of(Uncertainty, {"interval": [0, 8]})
    assert equally_likely(range_, FREE, 4) == (1.0, 3.0, 5.0, 7.0)


def test_a_normal_far_from_its_limit_still_has_values() -> None:
    """A mean at the very edge of what is plausible is cut off, not lost."""
    found = at_shares(model_of(Uncertainty, {"normal": {"mean": 1, "sd": 10}}), (0.0, 1.0), SHARES)
    assert list(found) == sorted(found)
    assert 0.0 <= found[0] < found[-1] <= 1.0
