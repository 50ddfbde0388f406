"""Too much is refused in time, and what was refused leaves nothing behind."""

import math
import time
from dataclasses import replace
from typing import Any

import pytest

from riskmemo.engines import rete
from riskmemo.engines.rete import search
from riskmemo.errors import EvaluationRefused
from tests.building import evaluated, program, rule
from tests.engines.rete.asking import SETTING, both, facts_of, resident

THREE = {"a": "tie", "b": "tie", "c": "tie"}
ROWS: dict[str, dict[str, Any]] = {
    f"T{number:03}": {
        "kind": "tie",
        "level": number % 97,
        "cost": number * 7 % 101,
        "name": f"n{number % 50}",
        "partner": ["KAZ", "KGZ", "UZB", "TJK"][number % 4],
    }
    for number in range(100)
}


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ([], "rule `wide` has more than 10,000 matches"),
        (
            ["a.partner == b.partner", "b.partner == c.partner"],
            "rule `wide` has more than 10,000 matches",
        ),
        (["a.level + b.level + c.level < 0"], "0 matches"),
        (
            ["a.weight == b.weight", "b.weight == c.weight"],
            "rule `wide` has more than 10,000 matches",
        ),
        (["a.name == b.name", "b.name == c.name"], "400 matches"),
        (
            ["a.partner == b.partner", "b.partner == c.partner", "a.level + b.level == c.level"],
            None,
        ),
    ],
)
def test_a_join_of_three_over_a_hundred_facts(where: list[str], told: str | None) -> None:
    """It is right, or refused with the rule's name, within seconds and without much memory."""
    wide = program(rules=[rule("wide", THREE, where)])
    before, start = resident(), time.process_time()
    try:
        found = f"{len(evaluated(wide, ROWS, 'rete').answer.matches)} matches"
    except EvaluationRefused as refused:
        found = refused.mistakes[0].message
    assert time.process_time() - start < 4  # twice what is promised, for slow machines
    assert resident() - before < 100
    assert told is None or found == told


def test_what_we_join_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """A join that durable-rules cannot do is refused with the rule's name past its limit."""
    monkeypatch.setattr(search, "MAX_TRIED", 1_000)
    wide = program(rules=[rule("wide", THREE, ["a.level + b.level + c.level < 0"])])
    with pytest.raises(EvaluationRefused) as refused:
        evaluated(wide, ROWS, "rete")
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.message) == (
        "too-much-work",
        "`wide` tries more than 1,200,000 facts",
    )


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan, 2.0**54, -1e300])
def test_numbers_that_no_fact_can_have_are_refused(number: float) -> None:
    """A number that durable-rules would misread is refused, and the next case is right."""
    typed = program(rules=[rule("pairs", {"a": "tie", "b": "tie"}, ["a.level == b.level"])])
    known = facts_of({"T1": {"kind": "tie", "level": 1}, "T2": {"kind": "tie", "level": 2}})
    wrong = [known[0], replace(known[1], values={**known[1].values, "level": number})]
    for _ in range(3):
        with pytest.raises(EvaluationRefused) as refused:
            rete.answer(typed, wrong, SETTING)
        assert refused.value.mistakes[0].code == "number-too-large"
        assert len(rete.answer(typed, known, SETTING).matches) == 2


def test_a_refused_rule_leaves_its_handle_usable() -> None:
    """After a rule with too many matches, a smaller case of the same ruleset is right."""
    typed = program(rules=[rule("pairs", {"a": "tie", "b": "tie"}, ["a.partner == b.partner"])])
    many = {f"T{number:03}": {"kind": "tie", "partner": "KAZ"} for number in range(101)}
    for _ in range(3):
        with pytest.raises(EvaluationRefused, match="more than 10,000 matches"):
            evaluated(typed, many, "rete")
        assert len(both(typed, {"T": {"kind": "tie", "partner": "KAZ"}}).matches) == 1


def test_memory_stays_flat() -> None:
    """Cases, refused cases and new programs leave no memory behind."""
    typed = program(rules=[rule("pairs", {"a": "tie", "b": "tie"}, ["a.level == b.level"])])
    known = facts_of({f"T{number}": {"kind": "tie", "level": number} for number in range(5)})
    wrong = [*known[:4], replace(known[4], values={**known[4].values, "level": math.inf})]

    def some() -> None:
        for _ in range(500):
            rete.answer(typed, known, SETTING)
            with pytest.raises(EvaluationRefused):
                rete.answer(typed, wrong, SETTING)
        for number in range(100):
            rete.answer(program(rules=[rule(f"r{number}", {"a": "tie"})]), known, SETTING)

    some()
    before = resident()
    for _ in range(3):
        some()
    assert resident() - before < 4
