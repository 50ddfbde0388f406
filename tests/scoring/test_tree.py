"""The score tree: rules and rows in leaves, branches, caps, floors and rounding."""

import itertools
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import ValidationError

from riskmemo.model.points import MICRO
from riskmemo.scoring.tree import Inputs, Score, limited_to, score_of
from tests.scoring.trees import (
    branch,
    facts_leaf,
    given,
    leaf,
    of_leaf,
    points,
    scored,
    tree,
    value_of,
)


@pytest.mark.parametrize(("combine", "result"), [("sum", 17.0), ("max", 12.0), ("noisy_or", 16.4)])
def test_rules_join_in_a_leaf(combine: str, result: float) -> None:
    """What each rule gives (its greatest match, unless it says otherwise) joins with the others."""
    rules = [given("a", 12, 3), given("b", 5), given("c")]
    assert of_leaf(rules, combine=combine) == result


def test_a_rule_joins_its_matches_first() -> None:
    """`per_rule` comes before the leaf's own `combine`."""
    rules = [
        given("a", 6, 7, per_rule="sum", cap=10),
        given("b", 50, 50, per_rule="noisy_or"),
        given("c", -3, -4, points=-10),
    ]
    assert of_leaf(rules) == 10 + 75 - 4
    parts = scored({"leaf": leaf()}, rules)["leaf"].parts
    assert parts == (("a", 10 * MICRO, 2), ("b", 75 * MICRO, 2), ("c", -4 * MICRO, 2))


def test_negative_points_are_held_at_the_bottom_of_the_scale() -> None:
    """Points that take away cannot push a score below the scale, and the floor is visible."""
    score = scored({"leaf": leaf()}, [given("a", 3), given("b", -10, points=-10)])["leaf"]
    assert (score.raw, score.value, score.limited) == (-7 * MICRO, 0, "floor")


def test_an_empty_leaf_stands_at_zero_or_the_bottom_of_the_scale() -> None:
    """Without any contribution a leaf is 0, or the bottom of a scale that begins above it."""
    for low, result in ((0, 0), (-50, 0), (10, 10)):
        scores = scored({"leaf": leaf()}, [given("a")], scale={"min": low, "max": 100})
        assert value_of(scores["leaf"]) == result


@pytest.mark.parametrize(
    ("more", "raw", "result", "limited"),
    [
        ({}, 120, 100, "cap"),
        ({"cap": 60}, 70, 60, "cap"),
        ({"cap": 60}, 60, 60, None),
        ({"cap": 500}, 120, 100, "cap"),
        ({"floor": 20}, 10, 20, "floor"),
        ({"floor": 20}, 20, 20, None),
        ({"floor": -20}, 10, 10, None),
        ({"cap": 60, "round": {"digits": 0}}, 59.5, 60, None),
        ({"cap": 59.7, "round": {"digits": 0}}, 59.6, 59.7, None),
        ({"floor": 20.4, "round": {"digits": 0}}, 20.4, 20.4, None),
        ({"round": {"digits": 0}}, 99.9, 100, None),
        ({"round": {"digits": 1, "mode": "down"}}, 33.39, 33.3, None),
        ({"round": {"digits": 0, "mode": "half_even"}}, 2.5, 2, None),
    ],
)
def test_caps_floors_and_rounding(
    more: dict[str, object], raw: float, result: float, limited: str | None
) -> None:
    """A value is held to scale, cap and floor, also after rounding, and what flattens is told."""
    score = scored({"leaf": leaf(**more)}, [given("a", raw)])["leaf"]
    assert (score.raw, value_of(score), score.limited) == (round(raw * MICRO), result, limited)


def test_a_branch_is_made_of_the_held_and_rounded_values_of_its_parts() -> None:
    """Each node limits and rounds at its own place, and those above see the result."""
    scores = scored(
        {
            "top": branch({"leaf": 1, "f": 1}, round={"digits": 0}),
            "leaf": leaf(cap=50, round={"digits": 0}),
            "f": facts_leaf(round={"digits": 1, "mode": "down"}),
        },
        [given("a", 80)],
        {"f": (10.99,)},
    )
    assert [value_of(scores[name]) for name in ("top", "leaf", "f")] == [30, 50, 10.9]
    assert scores["top"].raw == round(30.45 * MICRO)


def test_a_score_may_stand_under_two_others() -> None:
    """A shared part counts in each score above it."""
    scores = scored(
        {
            "one": branch({"leaf": 1}),
            "two": branch({"leaf": 1, "f": 3}),
            "leaf": leaf(),
            "f": facts_leaf(),
        },
        [given("a", 40)],
        {"f": (0,)},
    )
    assert (value_of(scores["one"]), value_of(scores["two"])) == (40, 10)


@for_all(st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=5), st.data())
def test_the_order_of_rules_and_matches_never_shows(values: list[int], data: st.DataObject) -> None:
    """However rules and their matches are ordered, a leaf has the same value."""
    rules = [given(f"r{n}", value / MICRO, value / MICRO / 2) for n, value in enumerate(values)]
    turned = data.draw(st.permutations(rules))
    for combine in ("sum", "max", "noisy_or"):
        one = scored({"leaf": leaf(combine=combine)}, rules)["leaf"]
        other = scored({"leaf": leaf(combine=combine)}, turned)["leaf"]
        assert (one.value, one.raw) == (other.value, other.raw)


def test_the_order_of_parts_never_shows() -> None:
    """However the parts of a branch are written, it has the same value under every formula."""
    rows = {"a": (10.1,), "b": (33.333333,), "c": (70.7,)}
    leaves = {name: facts_leaf() for name in "abc"}
    for combine in (
        "sum",
        "weighted_mean",
        "geometric_mean",
        "harmonic_mean",
        "inverted_geometric_mean",
    ):
        found = {
            scored({"top": branch(dict(of), combine), **leaves}, rows=rows)["top"].value
            for of in itertools.permutations([("a", 0.1), ("b", 0.2), ("c", 0.7)])
        }
        assert len(found) == 1


@pytest.mark.parametrize("combine", ["sum", "noisy_or"])
def test_a_sum_has_nothing_to_renormalise(combine: str) -> None:
    """In a sum a missing part would silently count as 0, so another policy must be named."""
    with pytest.raises(ValidationError, match="has nothing to renormalise"):
        scored(
            {
                "top": branch({"a": 1}, combine=combine, missing="renormalise"),
                "a": facts_leaf(),
            }
        )


PARTS = {
    "top": branch({"leaf": 3, "height": 1}, round={"digits": 0}),
    "leaf": leaf(),
    "height": facts_leaf(),
}
RULES = (given("a", 12, 3), given("b", 5.5))
ROWS = {"height": (points(20), points(31))}


@pytest.mark.parametrize("name", list(PARTS))
def test_one_score_alone_is_the_score_in_the_tree(name: str) -> None:
    """A leaf needs what it is made of and a branch the scores below it; neither needs the rest."""
    whole = tree(PARTS)
    every = scored(PARTS, RULES, {"height": (20, 31)})
    known = {} if name != "top" else {part: every[part] for part in ("leaf", "height")}
    inputs = Inputs((), {}) if name == "top" else Inputs(RULES, ROWS)
    assert score_of(whole, name, inputs, known) == every[name]


@pytest.mark.parametrize(
    ("weights", "value"), [({}, 20), ({"leaf": 1}, 22), ({"leaf": 1, "height": 3}, 24)]
)
def test_one_score_under_other_weights(weights: dict[str, float], value: float) -> None:
    """The weights given take the place of those stated; the others stay."""
    every = scored(PARTS, RULES, {"height": (20, 31)})
    found = score_of(tree(PARTS), "top", Inputs((), {}), every_but(every, "top"), weights)
    assert value_of(found) == value


def every_but(scores: dict[str, Score], name: str) -> dict[str, Score]:
    """The scores but one."""
    return {other: score for other, score in scores.items() if other != name}


def test_one_score_on_a_scale_of_its_own() -> None:
    """The top of the scale is where probabilities joined end."""
    scores = {"leaf": leaf(combine="noisy_or")}
    rules = (given("a", 50, points=200), given("b", 50, points=200))
    more: dict[str, Any] = {"scale": {"min": 0, "max": 200}}
    found = score_of(tree(scores, **more), "leaf", Inputs(rules, {}), {})
    assert found == scored(scores, rules, **more)["leaf"]
    assert value_of(found) == 87.5


def test_a_value_is_held_and_rounded() -> None:
    """A value within its limits is rounded as its score is, unless that is left out."""
    whole = tree({"leaf": leaf(cap=60, round={"digits": 0})})
    node, raw = whole.scores["leaf"], points(41.7)
    assert limited_to(whole.scale, node, raw) == (points(42), None)
    assert limited_to(whole.scale, node, raw, rounding=False) == (raw, None)
    assert limited_to(whole.scale, node, points(61)) == (points(60), "cap")
