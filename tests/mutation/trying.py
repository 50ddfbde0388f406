"""Mutants tried in processes forked from one pytest session that has collected and run nothing.

A first child runs every test, and tells which functions each reaches and how long it takes. Then
each mutant has a child of its own, which runs the tests that reach its function, the fastest first,
and ends with the first that fails. mutmut's own runner collects the tests anew for every mutant,
which takes longer than most of them do.
"""

import gc
import os
import pickle
import resource
import signal
import sys
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import CodeType, FrameType
from typing import IO

import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.parts import PACKAGE, Part

SURVIVED, FAILED, UNTESTED = "survived", "failed", "no test"
UNMADE = 3
"""The exit code of a child whose mutant is not even a function."""
MEMORY = 8 << 30
SECONDS, TIMES = 2.0, 10.0
"""A test may take so many times as long as it did, and so much longer."""

Function = tuple[str, str]
Outcome = Callable[[Mutant, str], None]


class Trial:
    """A pytest plugin that tries mutants in place of running tests once."""

    def __init__(self, part: Part, mutants: Sequence[Mutant], jobs: int, tell: Outcome) -> None:
        self._part, self._mutants, self._jobs, self._tell = part, mutants, jobs, tell
        self._items: list[pytest.Item] = []
        self._seconds: dict[str, float] = {}
        self._running: dict[int, Mutant] = {}
        self._measuring = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure, then try every mutant."""
        self._items = [item for item in session.items if self._is_asked_for(item)]
        reached, self._seconds = self._measured()
        by_function: dict[Function, list[pytest.Item]] = defaultdict(list)
        in_order = sorted(self._items, key=lambda item: self._seconds[item.nodeid])
        for item in in_order:
            for function in reached[item.nodeid]:
                by_function[function].append(item)
        gc.freeze()
        if os.waitpid(_forked(lambda: self._judge(None, in_order)), 0)[1]:
            pytest.exit("the tests fail without any mutant when the fastest comes first", 1)
        for mutant in self._mutants:
            items = by_function[mutant.file, mutant.function]
            if not items:
                self._tell(mutant, UNTESTED)
                continue
            while len(self._running) >= self._jobs:
                self._wait()
            self._running[_forked(partial(self._judge, mutant, items))] = mutant
        while self._running:
            self._wait()
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
        """In a child: end with the first failure, before anything is made of it."""
        if call.excinfo and not call.excinfo.errisinstance(pytest.skip.Exception):
            sys.stderr.write(str(call.excinfo.getrepr(style="native")) if self._measuring else "")
            os._exit(1)

    def _is_asked_for(self, item: pytest.Item) -> bool:
        call = getattr(item, "callspec", None)
        engine = call.params.get("engine") if call else None
        return engine in {None, self._part.engine}

    def _wait(self) -> None:
        pid, status = os.wait()
        mutant = self._running.pop(pid)
        ended = os.waitstatus_to_exitcode(status)
        told = {0: SURVIVED, 1: FAILED, -signal.SIGALRM: "out of time"}
        self._tell(mutant, told.get(ended, f"crashed ({ended})"))

    def _judge(self, mutant: Mutant | None, items: Sequence[pytest.Item]) -> None:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        if mutant:
            try:
                mutant.take_place()
            except Exception:
                os._exit(UNMADE)
        for item, following in _pairs(items):
            signal.setitimer(signal.ITIMER_REAL, SECONDS + TIMES * self._seconds[item.nodeid])
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _measured(self) -> tuple[dict[str, set[Function]], dict[str, float]]:
        """The functions that each test reaches, and the seconds that it takes."""
        reading, writing = os.pipe()
        pid = _forked(lambda: self._measure(os.fdopen(writing, "wb")))
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            text = told.read()
        if os.waitpid(pid, 0)[1]:
            pytest.exit("the tests fail without any mutant", 1)
        found: tuple[dict[str, set[Function]], dict[str, float]] = pickle.loads(text)  # noqa: S301 - our own child
        return found

    def _measure(self, told: IO[bytes]) -> None:
        self._measuring = True
        reached, seconds = {}, {}
        for item, following in _pairs(self._items):
            seen: set[Function] = set()
            begun = time.perf_counter()
            with _watching(seen):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            reached[item.nodeid], seconds[item.nodeid] = seen, time.perf_counter() - begun
        with told:
            pickle.dump((reached, seconds), told)


def _pairs(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    yield from zip(items, (*items[1:], None), strict=True)


def _forked(work: Callable[[], None]) -> int:
    """The id of a child that does the work and ends."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    except BaseException:  # a child never goes on in place of its parent
        traceback.print_exc()
        os._exit(1)


@contextmanager
def _watching(seen: set[Function]) -> Iterator[None]:
    """Note every function of the engine that is called."""
    known: dict[CodeType, Function | None] = {}
    begins = f"{PACKAGE}/"

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or code in known:
            return
        known[code] = None
        if code.co_filename.startswith(begins):
            whole = code.co_qualname.partition(".<locals>")[0]
            seen.add((code.co_filename.removeprefix(begins), whole))

    sys.setprofile(note)
    threading.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
