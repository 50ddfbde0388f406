"""Absences whose conditions read only what stands outside of them, or nothing at all."""

from dataclasses import replace
from typing import Any

import pytest

from riskmemo.evaluate import ENGINES, installed_engines
from riskmemo.language.facts import facts_at
from tests.building import GEOGRAPHY, case, evaluated, program, rule
from tests.fuzzing.drawing import SETTING

every_engine = pytest.mark.parametrize("engine", installed_engines())
Rows = dict[str, dict[str, Any]]
TIES: Rows = {
    "T1": {"kind": "tie", "open": False},
    "T2": {"kind": "tie", "open": True},
    "T3": {"kind": "tie"},
}
KIN: Rows = {"K1": {"kind": "kin"}}


def found(engine: str, condition: str, facts: Rows) -> tuple[str, str]:
    """The ties without a minority for which a condition holds: those of matches and of gaps."""
    only = rule("r", {"t": "tie"}, unless=[{"match": {"k": "kin"}, "where": [condition]}])
    answer = evaluated(program(rules=[only]), facts, engine).answer
    matches = " ".join(fact for match in answer.matches for _, fact in match.facts)
    return matches, " ".join(fact for gap in answer.gaps for _, fact in gap.facts)


@every_engine
def test_a_condition_on_what_stands_outside(engine: str) -> None:
    """Where it is false nothing is in the way, where it is unknown nobody knows."""
    assert found(engine, "t.open", {**TIES, **KIN}) == ("T1", "T3")
    assert found(engine, "t.open", TIES) == ("T1 T2 T3", "")


@every_engine
@pytest.mark.parametrize(
    ("condition", "matches"), [("as_of > horizon", "T1 T2 T3"), ("as_of < horizon", "")]
)
def test_a_condition_on_the_case(engine: str, condition: str, matches: str) -> None:
    """What reads no fact holds for all or for none."""
    assert found(engine, condition, {**TIES, **KIN}) == (matches, "")


@every_engine
def test_several_that_are_false_and_one_that_is_unknown(engine: str) -> None:
    """One open question is enough for a gap, wherever it stands among facts that are excluded."""
    kin: Rows = {
        "K1": {"kind": "kin", "weight": 0.1},
        "K2": {"kind": "kin"},
        "K3": {"kind": "kin", "weight": 0.2},
    }
    ties: Rows = {"T1": {"kind": "tie"}}
    assert found(engine, "k.weight > 0.5", {**ties, **kin}) == ("", "T1")
    assert found(engine, "k.weight > 0.5", {**ties, "K1": kin["K1"]}) == ("T1", "")


@every_engine
def test_an_absence_inside_an_absence(engine: str) -> None:
    """It sees what stands outside of both; no ruleset has it, but the tree that engines run may."""
    unless = [
        {"match": {"k": "kin"}, "where": ["k.state == t.partner"]},
        {"match": {"p": "people"}, "where": ["p.state == t.partner"]},
    ]
    made = program(rules=[rule("r", {"t": "tie"}, unless=unless)])
    (typed,) = made.rules
    kin, people = typed.query.unless
    query = replace(typed.query, unless=(replace(kin, unless=(people,)),))
    nested = replace(made, rules=(replace(typed, query=query),))
    rows: Rows = {
        "T1": {"kind": "tie", "partner": "KAZ"},
        "T2": {"kind": "tie", "partner": "CHN"},
        "T3": {"kind": "tie", "partner": "RUS"},
        "K1": {"kind": "kin", "state": "KAZ"},
        "K2": {"kind": "kin", "state": "CHN"},
        "P1": {"kind": "people", "state": "CHN"},
    }
    answer = ENGINES[engine](nested, facts_at(case(rows), GEOGRAPHY, SETTING.as_of), SETTING)
    assert [match.facts for match in answer.matches] == [(("t", "T2"),), (("t", "T3"),)]
    assert answer.gaps == ()
