"""Ranges and conflicts of a case: every mistake in them is told where it was written."""

# ruff: noqa: E501  (messages are compared whole, one a line)

from pathlib import Path

from riskmemo.loading import load_case
from tests.loading.files import HEAD, case_file, mistakes_of

USE = "says: A, sources: [{source: S1, credibility: 2}]"
RANGES = f"""\
indicators:
  - id: T1
    kind: tie
    fields: {{partner: KAZ, status: signed, cost: 500, weight: 0.5}}
    {USE.replace(", sources", chr(10) + "    sources")}
    ranges:
      cost: {{interval: [600, 2000]}}
      weight: {{triangular: {{low: 0.2, mode: 0.5, high: 1.5}}}}
      status: {{interval: [1, 2]}}
      partner: {{reported: [KAZ, Kazakhstan]}}
      signed_on: {{reported: [2025-01-01, 2025-02-30]}}
      wight: {{interval: [0, 1]}}
  - {{id: T2, kind: tie, fields: {{partner: KAZ}}, {USE}}}
  - {{id: A1, kind: act, fields: {{}}, {USE}}}
ranges:
  T1: {{cost: {{interval: [400, 600]}}}}
  T9: {{cost: {{interval: [400, 600]}}}}
conflicts:
  - {{indicators: [T1, A1], says: They differ.}}
  - {{indicators: [T1, T8], says: They differ.}}
"""
FORMS = f"""\
indicators:
  - id: T1
    kind: tie
    fields: {{partner: KAZ, cost: 500}}
    {USE.replace(", sources", chr(10) + "    sources")}
    ranges:
      cost: {{interval: [600, 500]}}
      weight: {{normal: {{mean: 0.5, sd: 0}}}}
      open: {{reported: [true]}}
      signed_on: {{interval: [1, 2], reported: [2025-01-01, 2025-02-01]}}
"""


def test_every_mistake_of_ranges_is_told(tmp_path: Path) -> None:
    """Bounds, types, fields, the value itself, and what a conflict names are checked in one run."""
    assert mistakes_of(load_case, case_file(tmp_path, HEAD + RANGES)) == [
        "19:24 value-outside-range: the value `500` lies outside its own range | widen the range, or correct the value",
        "19:30 out-of-range: 2000 is not plausible here: it must be at least 0 and at most 1000 | check the figure and its unit (USD)",
        "20:56 not-a-share: a share runs from 0 to 1, not 1.5 | 3 % is written 0.03: write `0.015`",
        "21:26 wrong-type: a range of numbers stands where a category is needed | write `reported:` with the values that are possible",
        "22:33 unknown-country: `Kazakhstan` is not an ISO 3166-1 alpha-3 code | write `KAZ`",
        "23:42 not-a-date: `2025-02-30` is not a date | write year-month-day, as `2025-07-21`",
        "24:14 unknown-field: the kind `tie` has no field `wight` | did you mean `weight`?",
        "28:14 inconsistent: the indicator `T1` has a range of `cost` already | take one of them away",
        "29:7 unknown-indicator: there is no indicator `T9` | known here: `A1`, `T1`, `T2`",
        "31:23 bad-conflict: `A1` is of the kind `act`, not `tie` like the first | name indicators of one kind",
        "32:19 bad-conflict: `T1` stands in a conflict already | name it in one conflict, once",
        "32:23 unknown-indicator: there is no indicator `T8` | known here: `A1`, `T1`, `T2`",
    ]


def test_a_form_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    """Ends in order, a width, two different values, and one form only."""
    assert mistakes_of(load_case, case_file(tmp_path, HEAD + FORMS)) == [
        "19:13 inconsistent: an `interval` is its lower end and then its upper end",
        "20:40 out-of-range: `sd`: input should be greater than 0, not `0`",
        "21:13 inconsistent: `reported` needs two different values",
        "22:18 inconsistent: write one of `interval`, `uniform`, `triangular`, `normal`, `beta`, `reported`",
    ]
