"""The engine in a process of its own: killed, hanging or refusing, the service goes on."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import riskmemo
from riskmemo.engines import definition
from riskmemo.engines.rete import worker as messages
from riskmemo.engines.rete.worker import Child, Lost, ReteWorker
from riskmemo.errors import EvaluationRefused
from tests.building import program, rule
from tests.engines.rete.asking import SETTING, facts_of

PAIRS = program(rules=[rule("pairs", {"a": "tie", "b": "tie"}, ["a.level == b.level"])])
KNOWN = facts_of({f"T{number}": {"kind": "tie", "level": number % 2} for number in range(4)})
EXPECTED = definition.answer(PAIRS, KNOWN, SETTING)


@pytest.fixture
def worker() -> Iterator[ReteWorker]:
    """A worker with a child that has answered once."""
    with ReteWorker() as made:
        assert made.answer(PAIRS, KNOWN, SETTING) == EXPECTED
        yield made


def process_of(worker: ReteWorker) -> int:
    """The process of the worker's child."""
    assert worker._child is not None
    return worker._child.process.pid


def test_a_child_that_lives_is_kept(worker: ReteWorker) -> None:
    """The next case is answered by the same process."""
    first = process_of(worker)
    assert worker.answer(PAIRS, KNOWN, SETTING) == EXPECTED
    assert process_of(worker) == first


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGSEGV])
def test_a_killed_child_is_replaced(worker: ReteWorker, kill: signal.Signals) -> None:
    """After a crash the case is answered all the same, by another process."""
    first = process_of(worker)
    os.kill(first, kill)
    assert worker.answer(PAIRS, KNOWN, SETTING) == EXPECTED
    assert process_of(worker) != first


def test_a_child_that_hangs_is_killed() -> None:
    """A case that takes too long is refused, and the next one is answered."""
    with ReteWorker() as worker:
        worker.answer(PAIRS, KNOWN, SETTING)
        os.kill(process_of(worker), signal.SIGSTOP)
        worker._timeout = 0.3
        start = time.monotonic()
        with pytest.raises(EvaluationRefused, match=r"took longer than 0\.3 s"):
            worker.answer(PAIRS, KNOWN, SETTING)
        assert time.monotonic() - start < 2
        worker._timeout = 30.0
        assert worker.answer(PAIRS, KNOWN, SETTING) == EXPECTED


def test_a_child_that_does_not_read_is_killed(worker: ReteWorker) -> None:
    """Also a case too large for the socket is given up in time."""
    many = facts_of({f"T{number}": {"kind": "tie", "level": 1} for number in range(20_000)})
    os.kill(process_of(worker), signal.SIGSTOP)
    worker._timeout = 0.5
    with pytest.raises(EvaluationRefused, match=r"took longer than 0\.5 s"):
        worker.answer(PAIRS, many, SETTING)


def test_two_crashes_are_an_error(worker: ReteWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that crashes every child is refused."""

    def crash(*_: object) -> None:
        raise Lost

    with monkeypatch.context() as patch:
        patch.setattr(Child, "ask", crash)
        with pytest.raises(EvaluationRefused, match="crashed twice"):
            worker.answer(PAIRS, KNOWN, SETTING)
    assert worker.answer(PAIRS, KNOWN, SETTING) == EXPECTED


def test_refusals_come_through(worker: ReteWorker) -> None:
    """What the engine refuses is refused here with the same words, by a child that lives on."""
    first = process_of(worker)
    many = facts_of({f"T{number:03}": {"kind": "tie", "level": 1} for number in range(101)})
    with pytest.raises(EvaluationRefused) as refused:
        worker.answer(PAIRS, many, SETTING)
    assert refused.value.mistakes[0].code == "too-many-matches"
    assert worker.answer(PAIRS, KNOWN, SETTING) == EXPECTED
    assert process_of(worker) == first


def test_an_interrupted_question_is_not_answered_later(
    worker: ReteWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an interruption the next case gets its own answer."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(messages, "_receive", interrupt)
        with pytest.raises(KeyboardInterrupt):
            worker.answer(PAIRS, KNOWN[:1], SETTING)
    assert worker.answer(PAIRS, KNOWN, SETTING) == EXPECTED


def test_closed_while_a_case_hangs(worker: ReteWorker) -> None:
    """Whoever waits is refused at once, no child is left, and later cases are refused too."""
    child = worker._child
    assert child is not None
    os.kill(child.process.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(worker.answer, PAIRS, KNOWN, SETTING)
        time.sleep(0.2)
        worker.close()
        with pytest.raises(EvaluationRefused, match=r"\bwas closed\b"):
            waiting.result(timeout=5)
    assert child.process.poll() is not None
    assert worker._child is None
    with pytest.raises(EvaluationRefused, match=r"\bwas closed\b"):
        worker.answer(PAIRS, KNOWN, SETTING)


def test_analyses_run_outside_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a worker, durable-rules never runs in the process that asks, also by `engine`."""
    root = Path(__file__).parents[3]
    case = riskmemo.load_case(root / "examples/zambia-copper-corridors/case.yaml")
    ruleset = riskmemo.load_ruleset("copper-and-corridors")
    monkeypatch.setattr("riskmemo.engines.rete.answer", lambda *_: pytest.fail("it ran here"))
    with ReteWorker() as made:
        assert riskmemo.assess(case, ruleset, engine="rete", rete_worker=made).without_source
        assert riskmemo.screen(case, ruleset, engine="rete", rete_worker=made).matches


def test_an_assessment_uses_the_worker(worker: ReteWorker) -> None:
    """`assess` computes its second answer in the worker, and again after the worker was killed."""
    root = Path(__file__).parents[3]
    case = riskmemo.load_case(root / "examples/zambia-copper-corridors/case.yaml")
    ruleset = riskmemo.load_ruleset("copper-and-corridors")
    here = riskmemo.assess(case, ruleset)
    assert riskmemo.assess(case, ruleset, rete_worker=worker) == here
    os.kill(process_of(worker), signal.SIGKILL)
    assert riskmemo.assess(case, ruleset, rete_worker=worker) == here
    assert here.computed.engines == ("rete", "compiled")


def test_an_assessment_without_its_worker_is_refused(worker: ReteWorker) -> None:
    """Where the worker does not answer in time the assessment is refused, not computed once."""
    root = Path(__file__).parents[3]
    case = riskmemo.load_case(root / "examples/zambia-copper-corridors/case.yaml")
    ruleset = riskmemo.load_ruleset("copper-and-corridors")
    os.kill(process_of(worker), signal.SIGSTOP)
    worker._timeout = 0.3
    with pytest.raises(EvaluationRefused, match=r"took longer than 0\.3 s"):
        riskmemo.assess(case, ruleset, rete_worker=worker)
