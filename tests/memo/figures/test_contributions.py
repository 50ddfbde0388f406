"""The waterfall: the points of each rule up to the score, and apart from it those of a claim."""

from collections.abc import Sequence
from typing import Any

import pytest

from riskmemo.model import Assessment
from tests.memo.factory import assessment, example
from tests.memo.figures.drawn import figures, rows, svg, texts


def _security(found: Assessment) -> Any:
    return figures(found)["figure-contributions-security"]


def test_bars_begin_where_the_last_ended(mongolia: Assessment) -> None:
    """What adds comes first, then what takes away, and the sum is the score before rounding."""
    steps = [each for each in rows(_security(mongolia), "steps") if each["style"] == "rule"]
    assert [each["points"] for each in steps] == ["+3.69", "+3", "+2", "−4", "−2"]
    assert [each["start"] for each in steps[1:]] == [each["end"] for each in steps[:-1]]
    assert steps[-1]["end"] == pytest.approx(2.692308)


def test_a_claim_stands_apart_from_the_score(mongolia: Assessment) -> None:
    """Its points begin at the score, are dashed and attributed, and end at the score with it."""
    steps = rows(_security(mongolia), "steps")
    styles = [each["style"] for each in steps]
    assert styles == ["rule"] * 5 + ["total"] + ["claim"] * 3 + ["claim_total"]
    assert {each["detail"] for each in steps if each["style"] == "claim"} == {
        "claim C1 · attributed"
    }
    assert (steps[5]["points"], steps[-1]["label"], steps[-1]["points"]) == (
        "2.7",
        "With claim C1",
        "16.7",
    )
    assert svg(_security(mongolia)).count("stroke-dasharray") == 4


def test_the_title_says_both_scores(mongolia: Assessment) -> None:
    """What is, and what the claim would make of it."""
    title = "Why Security scores 2.7, and what claim C1 would make of it: 16.7."
    assert _security(mongolia).title == title


def test_the_largest_dimensions_have_a_figure_each(mongolia: Assessment) -> None:
    """One of opportunity and one of risk, side by side."""
    found = figures(mongolia)
    assert found["figure-contributions-diplomacy"].title == "Why Diplomacy scores 70.0."
    assert found["figure-contributions-dependence"].title == "Why Dependence scores 66.3."


def _leaf(parts: Sequence[tuple[str, float]], **more: Any) -> Assessment:
    """The small example with other rules behind its diplomacy."""
    scenarios: Any = example()["scenarios"]
    for scenario in scenarios:
        given = [{"rule": rule, "contribution": points, "matches": 1} for rule, points in parts]
        scenario["scores"]["diplomacy"] |= {"parts": given, **more}
    return assessment(scenarios=scenarios)


def test_a_rule_that_is_held_at_zero_is_shown_as_zero() -> None:
    """It stands last, with its reason."""
    found = _leaf([("kin-group", 0), ("new-tie", 30), ("small-trade", 4)], raw=34, limited=None)
    steps = rows(figures(found)["figure-contributions-diplomacy"], "steps")
    assert [(each["label"], each["points"]) for each in steps] == [
        ("Rule new-tie", "+30"),
        ("Rule small-trade", "+4"),
        ("Rule kin-group", "0"),
        ("Score", "34"),
    ]
    assert steps[2]["detail"] == "kin-group · held at zero · E3"


def test_a_cap_is_a_step_of_its_own() -> None:
    """What a limit takes away is shown, so that the bars end at the score."""
    found = _leaf([("new-tie", 30), ("small-trade", 6)], raw=36, limited="cap")
    steps = rows(figures(found)["figure-contributions-diplomacy"], "steps")
    assert [(each["label"], each["points"]) for each in steps[2:]] == [
        ("Cap", "−2"),
        ("Score", "34"),
    ]


def test_points_that_are_not_added_up_all_begin_at_zero() -> None:
    """Where the largest rule counts, no bar stands on another, and the note says so."""
    found = _leaf([("new-tie", 34), ("small-trade", 6)], raw=34, limited=None)
    figure = figures(found)["figure-contributions-diplomacy"]
    assert [each["start"] for each in rows(figure, "steps")] == [0, 0, 0]
    assert not any(each["joined"] for each in rows(figure, "steps"))
    assert figure.note == "Points of each rule; they are not added up."


def test_many_small_rules_are_drawn_as_one() -> None:
    """Nine have bars of their own, the rest is counted."""
    found = _leaf(
        [*[("new-tie", 3.0)] * 9, *[("small-trade", 2.0)] * 3], raw=33, value=33, limited=None
    )
    steps = rows(figures(found)["figure-contributions-diplomacy"], "steps")
    assert (steps[9]["label"], steps[9]["points"]) == ("3 rules more", "+6")


def test_long_names_are_wrapped_and_cut_but_said_in_full(mongolia: Assessment) -> None:
    """Two lines are drawn, and the description has the whole name."""
    figure = _security(mongolia)
    assert [text for text in texts(figure) if text.endswith("…")]
    whole = "A security agreement beside a new partnership was looked for and not found"
    assert whole in figure.description
