"""An answer counts only where the engines that computed it agree."""

import datetime
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from riskmemo import evaluate as evaluating
from riskmemo.engines import compiled
from riskmemo.engines.agreement import refuse_disagreement
from riskmemo.errors import EvaluationRefused
from riskmemo.evaluate import ENGINES, evaluate, ordinary_engines
from riskmemo.model.facts import Answer, Match
from tests.building import AS_OF, case, program, rule

FACTS = {"A": {"kind": "tie", "partner": "KAZ", "level": 3}, "B": {"kind": "tie"}}
PROGRAM = program(rules=[rule("near", {"t": "tie"}, ["t.level > 2"])])


def test_an_ordinary_answer_is_computed_by_two_engines() -> None:
    """Where durable-rules is installed, forward chaining and compiled code must agree."""
    engines = ordinary_engines()
    assert engines == (("rete", "compiled") if sys.version_info < (3, 13) else ("compiled",))
    found = evaluate(case(FACTS), PROGRAM, datetime.date.fromisoformat(AS_OF), engines)
    assert found.engines == engines


def test_a_difference_is_told_the_same_way_everywhere() -> None:
    """Sets are told in order, whatever the seed of Python's hashes."""
    code = (
        "from riskmemo.engines.agreement import refuse_disagreement as refuse\n"
        "from riskmemo.model.facts import Answer, Match\n"
        "one = Match('r', (('t', 'A'),), frozenset({'A', 'B', 'C', 'D'}))\n"
        "try: refuse('x', Answer((one,), (), ()), 'y', Answer((), (), ()))\n"
        "except Exception as error: print(error)"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in "12345"
    }
    assert len(told) == 1
    assert b"evidence={'A', 'B', 'C', 'D'}" in told.pop()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda answer: replace(answer, matches=()), "matches: Match(rule='near'"),
        (lambda answer: replace(answer, gaps=answer.gaps * 2), "gaps: nothing against Gap("),
        (lambda answer: replace(answer, leaves={"risk": (1,)}), "leaves: nothing against"),
    ],
)
def test_a_difference_is_refused_and_shown(
    spoil: Callable[[Answer], Answer], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first difference is told, with what each engine found there."""

    def wrong(*given: Any) -> Answer:
        return spoil(compiled.answer(*given))

    monkeypatch.setattr(evaluating, "ENGINES", {**ENGINES, "wrong": wrong})
    with pytest.raises(EvaluationRefused) as refused:
        evaluate(case(FACTS), PROGRAM, datetime.date(2025, 7, 21), ("compiled", "wrong"))
    (mistake,) = refused.value.mistakes
    assert mistake.code == "engines-differ"
    assert mistake.message.startswith("the engines `compiled` and `wrong` disagree about " + told)


def test_sets_are_told_in_order() -> None:
    """The ids of the evidence stand in braces, in order, a comma between them."""
    match = Match("r", (("t", "A"),), frozenset({"C", "A", "B"}))
    with pytest.raises(EvaluationRefused, match=r"evidence=\{'A', 'B', 'C'\}"):
        refuse_disagreement("x", Answer((match,), (), ()), "y", Answer((), (), ()))
