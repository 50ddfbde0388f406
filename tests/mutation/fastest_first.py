"""A pytest plugin for `make mutate`: the fastest test first, and an end to those that hang.

mutmut has measured the tests beforehand. A test that takes many times longer than it did then ends
the process with the exit code that mutmut takes for a mutant out of time.
"""

import json
import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest

RANDOM = {"test_laws.py", "test_brute_force.py"}
"""Tests that run random programs on every engine, in turn."""
MEASURED = Path("mutmut-stats.json")
TIMED_OUT = 36
SECONDS = 2.0
TIMES = 20.0
seconds = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--engines=a,b`: the engines that run random programs."""
    parser.addoption("--engines", default="")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The fastest test first, and random programs on some engines only."""
    measured = json.loads(MEASURED.read_text("utf-8")) if MEASURED.exists() else {}
    for item in items:
        item.stash[seconds] = measured.get("duration_by_test", {}).get(item.nodeid, 0.0)
    kept = [item for item in items if _is_asked_for(item, config.getoption("engines"))]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = sorted(kept, key=lambda item: item.stash[seconds])


def _is_asked_for(item: pytest.Item, engines: str) -> bool:
    call = getattr(item, "callspec", None)
    engine = call.params.get("engine") if call else None
    return engine is None or item.path.name not in RANDOM or engine in engines.split(",")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """End the process when a test takes much longer than it did."""
    if item.stash[seconds]:
        signal.signal(signal.SIGALRM, lambda *_: os._exit(TIMED_OUT))
        signal.setitimer(signal.ITIMER_REAL, SECONDS + TIMES * item.stash[seconds])
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
