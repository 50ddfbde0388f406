"""The figures of a command are drawn by a process beside it, and by itself where that fails."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import riskmemo
from riskmemo.memo import beside
from riskmemo.memo.beside import order, result, shared, worker_beside
from tests.cli.running import EXAMPLE

WORDS = ("assess", EXAMPLE, "--ruleset", "central-asia-pivot", "--quick", "--quiet")

COMMAND = """
import sys
from riskmemo.cli import main

try:
    main()
finally:
    print("vl_convert" in sys.modules)
"""

PATIENCE = 30
"""Seconds on a busy machine."""


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing had been drawn in this process yet."""
    monkeypatch.setattr(beside, "LIBRARY", "no_such_library")


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The number of a process beside this one."""
    monkeypatch.setattr(beside, "LIBRARY", "no_such_library")
    with worker_beside():
        yield result(os.getpid)


def is_true_soon(question: Callable[[], bool]) -> bool:
    """Whether the answer becomes yes before patience ends."""
    end = time.monotonic() + PATIENCE
    while not question() and time.monotonic() < end:
        time.sleep(0.02)
    return question()


def is_alive(pid: int) -> bool:
    """Whether there is such a process still, and not only its end to be told."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return False


def children(of: int) -> list[int]:
    """The processes that a process has started."""
    texts = (each.read_text("utf-8") for each in Path(f"/proc/{of}/task").glob("*/children"))
    return [int(pid) for text in texts for pid in text.split()]


@pytest.mark.usefixtures("fresh")
def test_another_process_does_the_work_and_is_gone_at_the_end() -> None:
    """Calls are made elsewhere; afterwards nothing is left."""
    with worker_beside():
        pid = result(os.getpid)
        assert pid != os.getpid()
        assert is_alive(pid)
    assert not is_alive(pid)
    assert result(os.getpid) == os.getpid()


def test_a_process_that_has_drawn_before_draws_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library is loaded, starting it again elsewhere would only take longer."""
    monkeypatch.setattr(beside, "LIBRARY", "sys")
    with worker_beside():
        assert result(os.getpid) == os.getpid()


@pytest.mark.usefixtures("fresh")
def test_where_no_process_can_start_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told, because nothing is lost but time."""
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with worker_beside():
        order(os.getpid)
        assert result(os.getpid) == os.getpid()


def test_where_the_process_ends_early_the_work_is_done_here(worker: int) -> None:
    """What was ordered and what is asked for later are both there."""
    order(os.getppid)
    os.kill(worker, signal.SIGKILL)
    assert result(os.path.basename, "a/b") == "b"
    assert result(os.getpgid, 0) == os.getpgid(0)


def test_a_call_that_fails_there_fails_here_in_its_own_words(worker: int) -> None:
    """The error is that of the call, as if there were no other process."""
    with pytest.raises(ZeroDivisionError, match="modulo by zero"):
        result(divmod, 1, 0)
    assert is_true_soon(lambda: not is_alive(worker))


def test_what_has_not_begun_there_is_done_here(worker: int) -> None:
    """Waiting work is taken back; work at hand is waited for."""
    order(time.sleep, 0.5)
    order(os.getppid)
    assert shared(os.getppid) == os.getppid() != os.getpid()
    assert shared(os.getpid) == worker


def test_the_documents_are_those_that_one_process_makes(tmp_path: Path) -> None:
    """The same bytes, though the command itself does not load the library for a page."""
    words = [sys.executable, "-c", COMMAND, *WORDS, "-o", str(tmp_path), "--format"]
    done = [
        subprocess.run([*words, name], capture_output=True, text=True, check=True).stdout
        for name in ("html", "docx")
    ]
    assert done[0] == "False\n"
    ruleset, case = riskmemo.load_ruleset("central-asia-pivot"), riskmemo.load_case(EXAMPLE)
    memo = riskmemo.Memo(riskmemo.assess(case, ruleset, analyses="none"))
    for name in ("html", "docx"):
        assert (tmp_path / f"memo.{name}").read_bytes() == memo.write(name)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_stopped_leaves_no_process(tmp_path: Path, ending: int) -> None:
    """However the command ends, the process beside it ends too."""
    words = [sys.executable, "-m", "riskmemo", *WORDS, "-o", str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as command:
        assert is_true_soon(lambda: bool(children(command.pid)))
        started = children(command.pid)
        command.send_signal(ending)
        command.communicate(timeout=PATIENCE)
    assert is_true_soon(lambda: not any(map(is_alive, started)))
