"""Ranges in a ruleset: every mistake in them is told where it was written."""

# ruff: noqa: E501  (messages are compared whole, one a line)

import pytest

from riskmemo.language.ruleset_ranges import plausible_parameters, plausible_points
from tests.building import mistakes_in, program, rule

PARAMETERS = """\
parameters:
  share: {value: 0.5, doc: d, range: {interval: [0.2, 1.5]}}
  recent: {value: 24, doc: d, range: {interval: [12, 36]}}
  counted: {value: 24, doc: d, range: {reported: [12, 24.5]}}
  far: {value: 10, doc: d, range: {interval: [20, 30]}}
  word: {value: 10, doc: d, range: {reported: [10, ten]}}
rules:
  - id: r
    title: R
    match: {t: tie}
    where: [t.weight >= share, t.date >= as_of - months(recent), t.date >= as_of - days(counted), t.level > far + word]
    contributes: {to: risk, points: 10}
    rationale: A reason.
    source: analyst's judgement
"""
POINTS = """\
rules:
  - id: r
    title: R
    match: {t: tie}
    contributes: {to: risk, points: 10, per_rule: noisy_or, range: {interval: [-5, 20]}}
    rationale: A reason.
    source: analyst's judgement
scores:
  risk: {title: R, polarity: risk, from: rules, combine: sum, missing: zero}
  mean:
    title: M
    polarity: risk
    of: {risk: 2}
    combine: weighted_mean
    missing: renormalise
    ranges: {risk: {interval: [0, 3]}, rsk: {interval: [1, 2]}}
  most: {title: X, polarity: risk, of: {mean: 1}, combine: max, missing: zero, ranges: {mean: {interval: [1, 2]}}}
"""


def test_every_mistake_of_parameters_is_told() -> None:
    """A share stays a share, a period is counted, and the value lies within its range."""
    assert mistakes_in(PARAMETERS) == [
        "2:55 out-of-range: 1.5 is not possible here: it must be at least 0 and at most 1",
        "3:49 range-of-a-period: a parameter that counts days, months or years takes whole numbers only | write `reported:` with the whole numbers that are possible, as `[18, 24, 36]`",
        "4:50 range-of-a-period: a parameter that counts days, months or years takes whole numbers only | write `reported:` with the whole numbers that are possible, as `[18, 24, 36]`",
        "4:50 value-outside-range: the value `24` lies outside its own range | widen the range, or correct the value",
        "5:46 value-outside-range: the value `10` lies outside its own range | widen the range, or correct the value",
        "6:52 wrong-type: item 2 of `reported` needs a number",
    ]


def test_every_mistake_of_points_and_weights_is_told() -> None:
    """`noisy_or` takes nothing away, a weight is above zero, and only children with weights vary."""
    assert mistakes_in(POINTS) == [
        "5:80 out-of-range: -5 is not possible here: it must be at least 0 and at most 1,000,000",
        "16:32 out-of-range: 0 is not possible here: it must be at least 0.000001 and at most 1,000,000",
        "16:45 unknown-score: `rsk` is not in `of` | did you mean `risk`?",
        "17:95 inconsistent: `max` has no weights | take the range away",
    ]


FITTING = {
    "share": (0.5, {"interval": [0, 1]}),
    "limit": (10, {"interval": [-(2**53), 2**53]}),
    "least": (10, {"interval": [2, 30]}),
    "recent": (24, {"reported": [0, 24, 36]}),
    "either": (10, {"reported": [10, 20]}),
    "bell": (10, {"normal": {"mean": -5, "sd": 1}}),
}


def test_ranges_that_fit_are_accepted() -> None:
    """The ends are possible; only a parameter that is compared with a share lies within 0-1."""
    conditions = [
        "t.weight >= share and t.weight < 0.9",
        "t.weight > k.weight and t.level > limit",
        "t.level * least > either + bell",
        "t.signed_on >= as_of - months(recent)",
    ]
    parameters = {
        name: {"value": value, "doc": "For tests.", "range": range_}
        for name, (value, range_) in FITTING.items()
    }
    given = program(rules=[rule("r", {"t": "tie", "k": "kin"}, conditions)], parameters=parameters)
    assert plausible_parameters(given) == {
        "share": (0.0, 1.0),
        **dict.fromkeys(["limit", "least", "recent", "either", "bell"], (-(2.0**53), 2.0**53)),
    }


@pytest.mark.parametrize(
    ("per_rule", "points"),
    [("max", (-1_000_000.0, 1_000_000.0)), ("noisy_or", (0.0, 1_000_000.0))],
)
def test_the_points_that_a_rule_can_give(per_rule: str, points: tuple[float, float]) -> None:
    """`noisy_or` takes none away; what stands at the ends is accepted."""
    contributes = {
        "to": "risk", "points": 10, "per_rule": per_rule, "range": {"interval": list(points)},
    }  # fmt: skip
    (typed,) = program(rules=[rule("r", {"t": "tie"}, contributes=contributes)]).rules
    assert typed.rule.contributes is not None
    assert plausible_points(typed.rule.contributes) == points


@pytest.mark.parametrize("reported", ["[12, 24, long]", "[12, 24, -1]", "[24, 120001]"])
def test_a_period_is_counted_by_whole_numbers_that_it_can_have(reported: str) -> None:
    """Below 0, above 120,000 and what is no number at all counts no period."""
    text = PARAMETERS.replace("reported: [12, 24.5]", f"reported: {reported}")
    assert any(each.startswith("4:50 range-of-a-period: ") for each in mistakes_in(text))
