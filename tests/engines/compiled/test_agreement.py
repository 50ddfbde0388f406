"""The compiled engine gives the answer of the definition, to the last digit."""

import datetime
from pathlib import Path

import pytest

import riskmemo
from riskmemo.engines import compiled
from riskmemo.errors import EvaluationRefused
from riskmemo.evaluate import ENGINES
from riskmemo.language.facts import facts_at
from riskmemo.language.program import Program
from riskmemo.loading import load_vocabulary
from riskmemo.model.facts import Answer, Fact, Setting
from riskmemo.worked_examples import example_files, run_examples

ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "examples").glob("*/case.yaml"))
RULESETS = sorted((ROOT / "rulesets").glob("*/ruleset.yaml"))
CUT_OFFS = ("2015-01-01", "2023-06-30", "2024-12-31", "2025-06-01", "2025-07-21")


def agreed(program: Program, facts: list[Fact], setting: Setting) -> Answer | str:
    """The one answer of both engines, or the one refusal."""
    answers: list[Answer | str] = []
    for engine in (ENGINES["definition"], ENGINES["compiled"]):
        try:
            answers.append(engine(program, facts, setting))
        except EvaluationRefused as refused:
            answers.append(str(refused))
    assert answers[0] == answers[1]
    return answers[1]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.parent.name)
def test_shipped(file: Path) -> None:
    """Every shipped ruleset over every example case of its vocabulary, at several cut-offs."""
    case = riskmemo.load_case(file)
    words = load_vocabulary(case.vocabulary, file.parent)
    programs = [riskmemo.load_ruleset(str(ruleset)) for ruleset in RULESETS]
    spoken = [program for program in programs if program.vocabulary == words]
    assert spoken
    for program in spoken:
        for as_of in [*map(datetime.date.fromisoformat, CUT_OFFS), case.as_of]:
            facts = facts_at(case, program.vocabulary, as_of)
            agreed(program, list(facts), Setting(as_of, case.horizon, case.subject))


@pytest.mark.parametrize("ruleset", RULESETS, ids=lambda file: file.parent.name)
def test_worked_examples(ruleset: Path) -> None:
    """Every worked example of every shipped ruleset passes on the compiled engine."""
    program = riskmemo.load_ruleset(str(ruleset))
    outcomes = [
        outcome
        for file in example_files(ruleset.parent)
        for outcome in run_examples(program, file, compiled.NAME)
    ]
    assert outcomes
    assert [outcome for outcome in outcomes if not outcome.passed] == []
