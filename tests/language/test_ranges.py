"""Ranges of the fields of a case: what a field can hold, and what a range must fit."""

# ruff: noqa: E501  (messages are compared whole, one a line)

from typing import Any

import pytest

from riskmemo.errors import Span
from riskmemo.language.ranges import check_case_ranges, numbers_in, plausible, ranges_of
from riskmemo.language.scope import Mistakes, Path
from riskmemo.language.values import LARGEST
from riskmemo.model.uncertainty import Uncertainty
from riskmemo.model.vocabulary import FieldSpec
from tests.building import case, model_of, vocabulary

WORDS = vocabulary(
    {
        "tie": {
            "cost": {"type": "number", "unit": "USD", "min": 0, "max": 1000},
            "weight": "share",
            "status": ["announced", "signed", "in_force"],
            "signed_on": "date",
            "open": "bool",
        },
        "act": {"nature": "conduct", "organisation": "text", "place": "text"},
    }
)
OUTSIDE = "widen the range, or correct the value"


def wrong_with(facts: dict[str, Any], **parts: Any) -> list[str]:
    """The mistakes in the ranges of a case: `path code: message | help`."""
    mistakes = Mistakes(_place)
    check_case_ranges(case(facts, **parts), WORDS, mistakes)
    return [
        f"{each.span.file if each.span else ''} {each.code}: {each.message}"
        + f" | {each.help}" * bool(each.help)
        for each in mistakes.found
    ]


def _place(path: Path) -> Span:
    return Span("/".join(map(str, path)), 1, 1)


def of(field: str, value: Any, range_: dict[str, Any]) -> list[str]:
    """The mistakes in the range of a field of one tie, which has this value."""
    return wrong_with({"T1": {"kind": "tie", field: value}}, ranges={"T1": {field: range_}})


@pytest.mark.parametrize(
    ("spec", "numbers"),
    [
        ({"type": "share"}, (0.0, 1.0)),
        ({"type": "number"}, (-LARGEST, LARGEST)),
        ({"type": "number", "min": -3}, (-3.0, LARGEST)),
        ({"type": "number", "max": 8}, (-LARGEST, 8.0)),
        ({"type": "number", "min": 2, "max": 8}, (2.0, 8.0)),
    ],
)
def test_the_numbers_that_a_field_can_hold(
    spec: dict[str, Any], numbers: tuple[float, float]
) -> None:
    """A share lies within 0-1, a number where the vocabulary says, and else up to 2**53."""
    assert plausible(model_of(FieldSpec, {"doc": "For tests.", **spec})) == numbers


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ({"interval": [1, 2]}, [(("interval", 0), 1.0), (("interval", 1), 2.0)]),
        ({"uniform": {"low": 1, "high": 2}}, [(("uniform", "low"), 1.0), (("uniform", "high"), 2.0)]),
        (
            {"triangular": {"low": 1, "mode": 2, "high": 3}},
            [(("triangular", "low"), 1.0), (("triangular", "mode"), 2.0), (("triangular", "high"), 3.0)],
        ),
        ({"normal": {"mean": 4, "sd": 9}}, [(("normal", "mean"), 4.0)]),
        ({"beta": {"a": 7, "b": 8, "low": 1, "high": 2}}, [(("beta", "low"), 1.0), (("beta", "high"), 2.0)]),
        ({"reported": [1, 2]}, []),
    ],
)  # fmt: skip
def test_the_numbers_in_a_range_and_where_they_stand(
    written: dict[str, Any], numbers: list[tuple[Path, float]]
) -> None:
    """Ends, mode and mean, but not what shapes a curve; reported values are looked at apart."""
    assert list(numbers_in(model_of(Uncertainty, written))) == numbers


def test_ranges_stand_with_an_indicator_or_beside_all() -> None:
    """Every range is told with its indicator, its field and its place."""
    given = case(
        {},
        indicators=[
            {
                "id": name,
                "kind": "tie",
                "says": "A tie.",
                "fields": {},
                "sources": [{"source": "A", "credibility": 1}],
                "ranges": {"cost": {"interval": [1, 2]}} if name == "T2" else {},
            }
            for name in ("T1", "T2")
        ],
        ranges={
            "T2": {"weight": {"interval": [0, 1]}},
            "T1": {"weight": {"interval": [0, 0.5]}},
        },
    )
    first, second = given.indicators
    assert list(ranges_of(given)) == [
        (first, "weight", given.ranges["T1"]["weight"], ("ranges", "T1", "weight")),
        (second, "cost", second.ranges["cost"], ("indicators", 1, "ranges", "cost")),
        (second, "weight", given.ranges["T2"]["weight"], ("ranges", "T2", "weight")),
    ]


@pytest.mark.parametrize(
    ("field", "value", "range_"),
    [
        ("cost", 5, {"interval": [5, 9]}),
        ("cost", 9, {"interval": [5, 9]}),
        ("cost", 9, {"uniform": {"low": 5, "high": 9}}),
        ("cost", 500, {"normal": {"mean": 5, "sd": 1}}),
        ("cost", None, {"interval": [5, 9]}),
        ("cost", None, {"reported": [5, 9]}),
        ("cost", 5, {"reported": [5, 9]}),
        ("status", "signed", {"reported": ["announced", "signed"]}),
        ("signed_on", "2025-01-01", {"reported": ["2025-01-01", "2025-02-01"]}),
        ("open", False, {"reported": [True, False]}),
    ],
)
def test_a_range_that_fits(field: str, value: Any, range_: dict[str, Any]) -> None:
    """The value is one of the range, its ends included, or is not known."""
    assert of(field, value, range_) == []


@pytest.mark.parametrize(
    ("field", "value", "range_", "mistake"),
    [
        ("cost", 4.5, {"interval": [5, 9]}, f"interval value-outside-range: the value `4.5` lies outside its own range | {OUTSIDE}"),
        ("cost", 9.5, {"interval": [5, 9]}, f"interval value-outside-range: the value `9.5` lies outside its own range | {OUTSIDE}"),
        ("cost", 7, {"reported": [5, 9]}, f"reported value-outside-range: the value `7` lies outside its own range | {OUTSIDE}"),
        ("status", "signed", {"reported": ["announced", "in_force"]}, f"reported value-outside-range: the value `signed` lies outside its own range | {OUTSIDE}"),
        ("status", "signed", {"reported": ["signed", "signd"]}, "reported/1 unknown-category: `signd` is none of the field's values | did you mean `signed`?"),
        ("signed_on", "2025-03-01", {"reported": ["2025-01-01", "2025-02-01"]}, f"reported value-outside-range: the value `2025-03-01` lies outside its own range | {OUTSIDE}"),
        ("open", True, {"interval": [0, 1]}, "interval wrong-type: a range of numbers stands where a bool is needed | write `reported:` with the values that are possible"),
        ("cost", 5, {"triangular": {"low": 1, "mode": 5, "high": 1001}}, "triangular/high out-of-range: 1001 is not plausible here: it must be at least 0 and at most 1000 | check the figure and its unit (USD)"),
        ("cost", None, {"normal": {"mean": -1, "sd": 1}}, "normal/mean out-of-range: -1 is not plausible here: it must be at least 0 and at most 1000 | check the figure and its unit (USD)"),
    ],
)  # fmt: skip
def test_a_range_that_does_not_fit(
    field: str, value: Any, range_: dict[str, Any], mistake: str
) -> None:
    """What it holds must be possible in its field, and it must allow the value that scores use."""
    assert of(field, value, range_) == [f"ranges/T1/{field}/{mistake}"]


def test_a_value_that_is_wrong_itself_is_told_elsewhere() -> None:
    """What does not fit its field is a mistake in the field; its range is not blamed for it."""
    assert of("cost", "much", {"interval": [5, 9]}) == []
    assert of("signed_on", "2025-02-30", {"reported": ["2025-01-01", "2025-02-01"]}) == []


def test_ranges_of_indicators_that_are_not_there() -> None:
    """Each is told, and so is what is wrong with the ranges written after it."""
    row = {
        "id": "T1",
        "kind": "tie",
        "says": "A tie.",
        "fields": {},
        "sources": [{"source": "A", "credibility": 1}],
        "ranges": {"cost": {"interval": [1, 2]}, "weight": {"interval": [0, 1]}},
    }
    again = {"weight": {"interval": [0, 1]}, "cost": {"interval": [1, 2]}}
    assert wrong_with({}, indicators=[row], ranges={"T2": again, "T1": again, "T3": again}) == [
        "ranges/T2 unknown-indicator: there is no indicator `T2` | known here: `T1`",
        "ranges/T1/cost inconsistent: the indicator `T1` has a range of `cost` already | take one of them away",
        "ranges/T1/weight inconsistent: the indicator `T1` has a range of `weight` already | take one of them away",
        "ranges/T3 unknown-indicator: there is no indicator `T3` | known here: `T1`",
    ]


def test_a_range_of_a_field_that_the_kind_lacks() -> None:
    """It is told where the range stands; a kind that is not there is told with its indicator."""
    facts = {"T1": {"kind": "tie"}, "T2": {"kind": "tye"}}
    ranges = {name: {"cots": {"interval": [1, 2]}} for name in facts}
    assert wrong_with(facts, ranges=ranges) == [
        "ranges/T1/cots unknown-field: the kind `tie` has no field `cots` | did you mean `cost`?"
    ]


def test_a_conflict_names_indicators_of_one_kind_once() -> None:
    """Several of one kind may contradict each other; each stands in one conflict at most."""
    facts = {
        "T1": {"kind": "tie"},
        "T2": {"kind": "tie"},
        "A1": {"kind": "act"},
        "T3": {"kind": "tie"},
    }

    def conflicts(*groups: list[str]) -> list[str]:
        said = [{"indicators": group, "says": "They differ."} for group in groups]
        return wrong_with(facts, conflicts=said)

    assert conflicts(["T1", "T2", "T3"]) == []
    assert conflicts(["T1", "T2"], ["T3", "A1"]) == [
        "conflicts/1/indicators/1 bad-conflict: `A1` is of the kind `act`, not `tie` like the first | name indicators of one kind"
    ]
    assert conflicts(["T1", "T1"], ["T2", "T1"]) == [
        f"conflicts/{index}/indicators/1 bad-conflict: `T1` stands in a conflict already | name it in one conflict, once"
        for index in (0, 1)
    ]
    assert conflicts(["T9", "T1", "A1"], ["T2", "T8"]) == [
        "conflicts/0/indicators/0 unknown-indicator: there is no indicator `T9` | known here: `A1`, `T1`, `T2`, `T3`",
        "conflicts/1/indicators/1 unknown-indicator: there is no indicator `T8` | known here: `A1`, `T1`, `T2`, `T3`",
    ]
