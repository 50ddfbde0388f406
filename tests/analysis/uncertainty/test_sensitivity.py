"""Sensitivity: one thing at a time, and Sobol indices beside their closed forms."""

from decimal import Decimal
from typing import Any

import pytest

from riskmemo.analysis.uncertainty.sensitivity import samples_for, sensitivity
from riskmemo.model.sensitivity import Mover
from tests.analysis.uncertainty.uncertain_cases import LINEAR, basis, between, summed, tie
from tests.building import Data, rule

FIRST, TOTAL = "first", "total"


def movers(facts: Data, samples: int = 2048, **parts: Any) -> dict[str, Mover]:
    """What moves the one score, by name."""
    found = sensitivity(basis(facts, **parts), samples)
    assert found is not None
    return {each.id: each for each in found.roots["risk"]}


def test_a_linear_score_is_moved_in_proportion() -> None:
    """At 5 % and 95 % of its range a thing moves the score as far as its weight says."""
    found = movers({"T": tie()}, 64, ranges={"T": {"weight": between(0.2, 0.6)}})["T.weight"]
    changes = [trial.change for trial in found.trials]
    assert changes == [Decimal(-28), Decimal(8)]
    assert [trial.value for trial in found.trials] == pytest.approx([0.22, 0.58])
    assert found.swing == Decimal(36)


def test_every_reported_value_is_tried() -> None:
    """So is every indicator of a conflict, each believed alone."""
    facts = {"A": tie(0.2), "B": tie(0.5)}
    conflict = [{"indicators": ["A", "B"], "says": "Two counts."}]
    found = movers(facts, 64, conflicts=conflict)["A or B"]
    assert [(trial.value, trial.change) for trial in found.trials] == [
        ("A", Decimal(-30)),
        ("B", Decimal(0)),
    ]


def test_the_widest_swing_comes_first() -> None:
    """Things are in the order of how far they move the score alone."""
    facts = {f"T{n}": tie(level=n) for n in range(3)}
    uncertain = {name: {"weight": between(0, 1)} for name in facts}
    found = movers(facts, 64, rules=summed(3, 10, 30, 20), ranges=uncertain)
    assert list(found) == ["T1.weight", "T2.weight", "T0.weight"]


def test_indices_of_a_sum_are_the_shares_of_its_variance() -> None:
    """A sum of 10, 20 and 30 times uniform shares has indices of 1, 4 and 9 fourteenths.

    The variance of a sum of independent terms is the sum of their variances, and that of a term is
    the square of its factor, so first-order and total indices are those shares.
    """
    facts = {f"T{n}": tie(level=n) for n in range(3)}
    uncertain = {name: {"weight": between(0, 1)} for name in facts}
    found = movers(facts, rules=summed(3, 10, 20, 30), ranges=uncertain)
    for name, share in (("T0.weight", 1 / 14), ("T1.weight", 4 / 14), ("T2.weight", 9 / 14)):
        assert float(found[name].first or 0) == pytest.approx(share, abs=0.01)
        assert float(found[name].total or 0) == pytest.approx(share, abs=0.01)


def test_indices_of_a_product_tell_first_order_from_total() -> None:
    """Of a product of two uniform shares each explains 3/7 alone and has a part in 4/7.

    With mean 1/2 and variance 1/12 the product's variance is 7/144, the main effect of one factor
    (1/2)^2/12 = 3/144, and their interaction (1/12)^2 = 1/144.
    """
    facts = {"A": tie(level=1), "B": tie(level=2)}
    product = rule(
        "r", {"a": "tie", "b": "tie"}, ["a.level == 1", "b.level == 2"],
        contributes={"to": "risk", "points": 100, "strength": "a.weight * b.weight"},
    )  # fmt: skip
    uncertain = {name: {"weight": between(0, 1)} for name in facts}
    found = movers(facts, rules=[product], ranges=uncertain)
    for mover in found.values():
        assert float(mover.first or 0) == pytest.approx(3 / 7, abs=0.01)
        assert float(mover.total or 0) == pytest.approx(4 / 7, abs=0.01)


def test_what_matters_only_with_another_has_no_first_order_index() -> None:
    """Of (a - 1/2)(b - 1/2) neither factor explains anything alone, and both explain everything."""
    facts = {"A": tie(level=1), "B": tie(level=2)}
    centred = rule(
        "r", {"a": "tie", "b": "tie"}, ["a.level == 1", "b.level == 2"],
        contributes={
            "to": "risk", "points": 100,
            "strength": "0.5 + (a.weight - 0.5) * (b.weight - 0.5)",
        },
    )  # fmt: skip
    uncertain = {name: {"weight": between(0, 1)} for name in facts}
    found = movers(facts, rules=[centred], ranges=uncertain)
    for mover in found.values():
        assert float(mover.first or 0) == pytest.approx(0, abs=0.01)
        assert float(mover.total or 0) == pytest.approx(1, abs=0.01)


def test_what_has_no_effect_is_left_out() -> None:
    """A thing that a rule reads without any difference to the score moves nothing."""
    indifferent = rule("r", {"t": "tie"}, ["t.cost >= 0"], contributes=LINEAR)
    uncertain = {"T": {"weight": between(0, 1), "cost": between(1, 9)}}
    found = movers({"T": tie(cost=5)}, 256, rules=[indifferent], ranges=uncertain)
    assert list(found) == ["T.weight"]
    assert float(found["T.weight"].total or 0) == pytest.approx(1, abs=0.01)


def test_a_score_that_is_missing_in_a_draw_has_no_indices() -> None:
    """No variance is told of a score that comes and goes; the trials still say what happens."""
    leaf = {
        "title": "R", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
        "value": "ln(t.level)", "combine": "max", "missing": "require",
    }  # fmt: skip
    unused = rule("x", {"n": "kin"}, derives={"kind": "d", "fields": {"g": "n.group"}})
    found = movers(
        {"T": tie(level=1)}, 64, rules=[unused], scores={"risk": leaf}, bands={},
        ranges={"T": {"level": {"reported": [1, -1]}}},
    )["T.level"]  # fmt: skip
    assert (found.first, found.total) == (None, None)
    assert [trial.change for trial in found.trials] == [Decimal(0), None]


def test_the_cost_is_told() -> None:
    """Two samples, and one more for each thing."""
    facts = {f"T{n}": tie(level=n) for n in range(3)}
    uncertain = {name: {"weight": between(0, 1)} for name in facts}
    found = sensitivity(basis(facts, summed(3, 1, 2, 3), ranges=uncertain), 128)
    assert found is not None
    assert (found.samples, found.evaluations) == (128, 128 * 5)


def test_nothing_uncertain_moves_nothing() -> None:
    """Without uncertainty there is no sensitivity."""
    assert sensitivity(basis({"T": tie()})) is None


def test_samples_become_smaller_for_very_many_things() -> None:
    """38 things get 1,024 points, more get fewer, and none below 64."""
    assert [samples_for(things) for things in (1, 38, 39, 149, 5000)] == [1024, 1024, 512, 256, 64]
