"""Where durable-rules cannot be imported everything else works, and one sentence says so."""

import subprocess
import sys
from pathlib import Path

import pytest

import riskmemo
from riskmemo.cli.group import riskmemo as riskmemo_command
from riskmemo.engines import rete
from riskmemo.engines.rete import handles
from riskmemo.errors import EvaluationRefused
from tests.building import evaluated, program, rule

ROOT = Path(__file__).parents[3]
ONE = program(rules=[rule("one", {"a": "tie"})])


def test_without_durable_rules_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is not available, and whoever asks for it is told why."""
    monkeypatch.setattr(handles, "c_module", None)
    assert not rete.available()
    with pytest.raises(EvaluationRefused) as refused:
        evaluated(ONE, {}, "rete")
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.message) == ("engine-unavailable", rete.WHY_NOT)


def test_an_assessment_says_why_one_engine_ran(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An ordinary assessment works, says once why it was not computed twice, and the memo too."""
    monkeypatch.setattr(handles, "c_module", None)
    case = ROOT / "examples/zambia-copper-corridors/case.yaml"
    asked = [str(case), "--ruleset", "copper-and-corridors", "--format", "md", "-o", "-"]
    with pytest.raises(SystemExit):
        riskmemo_command(["assess", *asked])
    told = capsys.readouterr()
    assert told.err.count(rete.WHY_NOT) == 1
    why = rete.WHY_NOT.replace("`", "")
    assert f"One engine computed it: compiled. A second one could not: {why}." in told.out


def test_who_chose_one_engine_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for one engine gets it without an excuse."""
    monkeypatch.setattr(handles, "c_module", None)
    loaded = riskmemo.load_case(ROOT / "examples/zambia-copper-corridors/case.yaml")
    ruleset = riskmemo.load_ruleset("copper-and-corridors")
    assert riskmemo.assess(loaded, ruleset, engine="compiled").computed.alone is None
    assert riskmemo.assess(loaded, ruleset).computed.alone == rete.WHY_NOT


def test_nothing_else_loads_durable_rules() -> None:
    """Importing riskmemo, its command line and all engines' names does not load durable-rules."""
    code = (
        "import sys, riskmemo, riskmemo.cli, riskmemo.evaluate; "
        "print([name for name in sys.modules if 'durable' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
