"""Ranges in a ruleset: every mistake in them is told where it was written."""

# ruff: noqa: E501  (messages are compared whole, one a line)

from tests.building import mistakes_in

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
