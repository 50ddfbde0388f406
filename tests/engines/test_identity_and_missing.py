"""No policy for what is missing lets identity score: neither a gap, nor coverage, nor `worst`."""

from typing import Any

import pytest

from tests.building import LEAF, evaluated, program, rule

GATED = rule("gated", {"k": "kin", "a": "act"}, ["a.place == k.group", "k.weight >= 0.1"])
PLAIN = rule("plain", {"t": "tie"}, contributes={"to": "risk", "points": 30})
KIN = {"kind": "kin", "state": "KAZ", "group": "West", "weight": 0.5}
ACT = {"kind": "act", "organisation": "Group", "place": "West", "date": "2025-01-01"}


def risk(facts: dict[str, Any], missing: Any, rules: list[Any]) -> tuple[int | None, int]:
    """The value and the coverage of the leaf under a policy for what is missing."""
    scores = {"risk": {**LEAF, "missing": missing}}
    score = evaluated(program(rules=rules, scores=scores), facts).scores()["risk"]
    return score.value, score.coverage


@pytest.mark.parametrize("missing", ["worst", "require", "zero", {"minimum_coverage": 0.5}])
def test_an_identity_fact_changes_no_score_whatever_is_missing(missing: Any) -> None:
    """With and without the identity fact the leaf has the same value and coverage."""
    without = risk({"T": {"kind": "tie"}}, missing, [GATED, PLAIN])
    unsearched = risk({"T": {"kind": "tie"}, "K": KIN}, missing, [GATED, PLAIN])
    doubtful = {"K": {**KIN, "weight": None}, "A": {**ACT, "grade": "F6"}}
    unknown = risk({"T": {"kind": "tie"}, **doubtful}, missing, [GATED, PLAIN])
    assert without == unsearched == unknown == (30_000_000, 1_000_000)


def test_the_zero_of_a_held_rule_is_no_value() -> None:
    """Where the largest counts, a rule held at zero does not lift what lies below zero."""
    lower = rule("lower", {"t": "tie"}, contributes={"to": "risk", "points": -4})
    scores = {"risk": {**LEAF, "combine": "max"}}
    given = program(rules=[GATED, lower], scores=scores, scale={"min": -100, "max": 100})
    held = {"T": {"kind": "tie"}, "K": KIN, "A": {**ACT, "grade": "D3"}}
    assert evaluated(given, {"T": {"kind": "tie"}}).scores()["risk"].value == -4_000_000
    assert evaluated(given, held).scores()["risk"].value == -4_000_000
    opened = evaluated(given, {**held, "A": ACT}).scores()["risk"].value
    assert opened == 10_000_000


def test_a_plain_rule_that_waits_still_counts_as_missing() -> None:
    """Only identity rules are left out: another empty kind lowers the coverage and is at worst."""
    waiting = rule("waiting", {"p": "people"}, contributes={"to": "risk", "points": 10})
    assert risk({"T": {"kind": "tie"}}, "worst", [waiting, PLAIN]) == (40_000_000, 750_000)


@pytest.mark.parametrize(
    ("act", "points"),
    [
        ({"place": None}, 10_000_000),
        ({"place": None, "grade": "F3"}, 0),
        ({"place": None, "grade": "C4"}, 0),
        ({"organisation": None}, None),
    ],
)
def test_a_gap_behind_the_gate_has_points_only_where_a_name_is_missing(
    act: dict[str, Any], points: int | None
) -> None:
    """Conduct that could never open the gate leaves nothing at stake."""
    found = evaluated(program(rules=[GATED]), {"K": KIN, "A": {**ACT, **act}}).answer
    assert [gap.points for gap in found.gaps] == ([] if points is None else [points])
    assert [match.contribution for match in found.matches] == ([0] if points is None else [])
