"""What happens to a difference: it is made small, saved as YAML, and replayed from there."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from riskmemo.engines import compiled, definition, limits
from riskmemo.evaluate import Engine
from riskmemo.language.program import Program
from riskmemo.model.facts import Answer, Fact, Setting
from tests.fuzzing.comparing import difference_of
from tests.fuzzing.drawing import Numbered
from tests.fuzzing.limits import limited
from tests.fuzzing.running import Run
from tests.fuzzing.saving import Counterexample, files, save, saved
from tests.fuzzing.shrinking import shrunk
from tests.fuzzing.written import Pair

ROOT = Path(__file__).parents[2]
BROKEN = """\
import os
from riskmemo import evaluate
from tests.fuzzing import worker

def crash(program, facts, setting):
    os.abort()

evaluate.ENGINES["compiled"] = crash
worker.CASES = 2
worker.main()
"""


def forgetful(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    """The compiled engine, but that it forgets the gaps of rules with an absence."""
    found = compiled.answer(program, facts, setting)
    kept = tuple(gap for gap in found.gaps if not program.rule[gap.rule].query.unless)
    return replace(found, gaps=kept)


ENGINES: dict[str, Engine] = {"definition": definition.answer, "forgetful": forgetful}


def test_a_difference_is_made_small_and_replayed(tmp_path: Path) -> None:
    """The file of a difference shows it with the broken engine, and none with the sound ones."""
    whole = next(
        pair
        for number in range(100)
        for made in [Numbered("forgetful", number)]
        for pair in [Pair(made.drawn.ruleset, made.case(0))]
        if difference_of(pair, ENGINES)
    )
    small = shrunk(whole, lambda pair: difference_of(pair, ENGINES) is not None)
    assert len(small.case.facts) <= 3
    assert len(small.ruleset.parts["rules"]) <= 2
    file = save(Counterexample("gaps are forgotten", small, {"MAX_MATCHES": 400}), "gaps", tmp_path)
    again = saved(file)
    assert again == Counterexample("gaps are forgotten", small, {"MAX_MATCHES": 400})
    assert files(tmp_path) == [file]
    assert "forgetful differ in gaps" in (difference_of(again.pair, ENGINES) or "")
    assert difference_of(again.pair) is None


def test_whatever_is_random_can_be_saved(tmp_path: Path) -> None:
    """Every ruleset and case is read back as it was, odd texts and numbers included."""
    for number in range(30):
        made = Numbered("saved", number)
        pair = Pair(made.drawn.ruleset, made.case(0))
        again = saved(save(Counterexample("random", pair, {}), "random", tmp_path)).pair
        assert again.ruleset.typed().ruleset == made.drawn.program.ruleset
        assert repr(again.case) == repr(pair.case)


def test_an_exception_is_a_difference() -> None:
    """An engine that raises what it should not has gone wrong."""

    def raising(*_: object) -> Answer:
        raise KeyError("lost")

    made = Numbered("raising", 0)
    pair = Pair(made.drawn.ruleset, made.case(0))
    engines: dict[str, Engine] = {"definition": definition.answer, "raising": raising}
    assert (difference_of(pair, engines) or "").startswith("raising crashed: KeyError")


APART = """\
import os, time
from tests.fuzzing.apart import asked_apart
for question in (lambda: "text", lambda: None, os.abort, lambda: time.sleep(60)):
    print(asked_apart(question, 0.5))
"""


def test_a_question_asked_apart() -> None:
    """An answer comes through as it is; a crash and a hang become answers."""
    command = [sys.executable, "-c", APART]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    told = ["text", "None", "crashed with SIGABRT", "no answer within 0.5 seconds"]
    assert done.stdout.splitlines() == told


def test_limits_are_set_for_a_while() -> None:
    """Low limits hold in every engine, and are the usual ones afterwards."""
    usual = limits.MAX_MATCHES
    with limited({"MAX_MATCHES": 7}):
        assert limits.MAX_MATCHES == 7
    assert usual == limits.MAX_MATCHES


@pytest.mark.parametrize("broken", [False, True])
def test_a_run(tmp_path: Path, broken: bool) -> None:
    """A sound run finds nothing; where an engine crashes, the pair that did it is saved."""
    said: list[str] = []
    run = Run("run", 1, tmp_path, said.append)
    if broken:
        run.command = (sys.executable, "-c", BROKEN)
    tally = run.until(20, 40 if not broken else 1)
    assert tally.pairs > 0
    assert bool(tally.differences) is broken
    assert len(files(tmp_path)) == (1 if broken else 0)
    if broken:
        assert saved(files(tmp_path)[0]).about == "crashed with SIGABRT"


def test_the_command() -> None:
    """`python -m tests.fuzzing` says what it does, how fast, and that nothing was found."""
    command = [sys.executable, "-m", "tests.fuzzing", "--pairs", "20", "--jobs", "1", "--seed", "s"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    first, *_, summary, last = done.stdout.splitlines()
    assert first.startswith("seed s, 1 workers, engines: definition")
    assert "pairs/s" in summary
    assert last == "every engine gave the same matches, gaps, findings and scores"
