"""The identity audit says what the scores say, whatever that is."""

from typing import Any

from riskmemo.memo import render
from tests.memo.factory import assessment, example

NONE_GIVEN = "**No rule that uses religion or ethnicity gave a point in a base score.**"


def _with_rule(rule: dict[str, Any], match: dict[str, Any] | None = None, **parts: float) -> str:
    """The memo with `kin-group` changed, and what it gives to Security in scenarios by id."""
    data = example()
    for each in data["rules"]:
        if each["id"] == "kin-group":
            each.update(rule)
    for each in data["matches"]:
        if each["rule"] == "kin-group":
            each.update(match or {})
    for scenario in data["scenarios"]:
        if scenario["id"] in parts:
            given = {"rule": "kin-group", "contribution": parts[scenario["id"]], "matches": 1}
            scenario["scores"]["security"]["parts"].append(given)
    return render(assessment(**data), "md")


def _open(points: float) -> dict[str, Any]:
    return {"gate": "open", "contribution": points}


def test_points_that_rest_on_identity_are_stated() -> None:
    """An open gate gives points, and the audit says how many and where."""
    text = _with_rule({"outcome": "matched"}, _open(8), base=8, spillover=8)
    assert NONE_GIVEN not in text
    assert "gave points in the base scores: +8 in Security.**" in text
    assert "| Rule kin-group `kin-group` | matched | [^E3] | Security | +8 |" in text
    assert "such rules would give" not in text


def test_points_that_lower_a_risk_are_stated_too() -> None:
    """Points taken away rest on identity as much as points given."""
    text = _with_rule({"outcome": "matched", "points": -6}, _open(-6), base=-6)
    assert "gave points in the base scores: −6 in Security.**" in text


def test_that_none_was_given_is_read_from_the_scores() -> None:
    """A rule held at zero gave nothing, and is listed as held because it had points to give."""
    text = _with_rule({})
    assert NONE_GIVEN in text
    assert "| Rule kin-group `kin-group` | held at zero | [^E3] | Security | 0 |" in text
    assert "Held at zero: Rule kin-group" in text


def test_a_rule_that_only_derives_is_context() -> None:
    """Nothing is held where there was nothing to give."""
    text = _with_rule({"to": None, "points": None}, {"contribution": None})
    assert "| Rule kin-group `kin-group` | context | [^E3] | feeds other rules | – |" in text
    assert "a finding for other rules | context |" in text
    assert "eld at zero:" not in text


def test_a_match_without_strength_had_nothing_to_give() -> None:
    """Points times a strength of zero are none: context, not held."""
    text = _with_rule({}, {"strength": 0})
    assert "| Rule kin-group `kin-group` | context | [^E3] | Security | 0 |" in text
    assert "eld at zero:" not in text


def test_matches_held_beside_open_ones_are_counted() -> None:
    """A rule that scores by one match and is held in another says so."""
    data = example()
    held = next(match for match in data["matches"] if match["rule"] == "kin-group")
    matches = [*data["matches"], {**held, **_open(8)}]
    rules = [
        {**rule, "outcome": "matched"} if rule["id"] == "kin-group" else rule
        for rule in data["rules"]
    ]
    text = render(assessment(matches=matches, rules=rules), "md")
    assert "| matched; 1 of 2 matches held at zero |" in text


def test_points_in_the_scenario_of_a_claim_are_told_apart() -> None:
    """What only a claim would give stands in a sentence of its own."""
    text = _with_rule({"outcome": "matched", "hypothesis": "spillover"}, _open(5), spillover=5)
    assert NONE_GIVEN in text
    sentence = "If claim C1 (*Trouble uses the road*) held, such rules would give +5 in Security."
    assert sentence in text
    assert "Security, in its own scenario only | +5 |" in text


def test_gaps_behind_a_closed_gate_stand_last() -> None:
    """Knowing more would move nothing there, and the line says why."""
    gaps = example()["gaps"]
    behind = {**gaps[0], "rule": "kin-group", "points": 0}
    feeding = {**gaps[0], "rule": "partners", "points": None}
    text = render(assessment(gaps=[behind, feeding, *gaps]), "md")
    rows = text.split("| Could move |")[1].split("\n\n")[0].splitlines()[2:]
    assert rows[-2].startswith("| – | feeds other rules |")
    assert rows[-1].startswith("| 0 | Security | Rule kin-group (identity gate closed) |")
