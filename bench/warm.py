"""Calls inside one process on the Mongolia case, beside what somebody would use instead."""

import statistics
import time
import tracemalloc
from collections.abc import Callable

import yaml

import riskmemo
from bench.cold import CASE, RULESET
from bench.markdown import table
from riskmemo.evaluate import ENGINES, evaluate, ordinary_engines
from riskmemo.source.document import read_document

RUNS = 5
ROUNDS = 40
HEAD = ("call", "ms, median")


def milliseconds(action: Callable[[], object]) -> float:
    """The median time of an action, after one run that is not counted."""
    action()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def calls() -> str:
    """The table of calls."""
    text = CASE.read_text("utf-8")
    case, program = riskmemo.load_case(CASE), riskmemo.load_ruleset(RULESET)
    assessment = riskmemo.assess(case, program)
    actions: dict[str, Callable[[], object]] = {
        "PyYAML `CSafeLoader`, no positions": lambda: yaml.load(text, Loader=yaml.CSafeLoader),
        "read the case file with positions": lambda: read_document(CASE),
        "`load_case` (read, tables, model, checks)": lambda: riskmemo.load_case(CASE),
        "`load_ruleset` (read, model, typing)": lambda: riskmemo.load_ruleset(RULESET),
        **{
            f"evaluate, engine `{name}`": lambda name=name: evaluate(  # type: ignore[misc]
                case, program, case.as_of, (name,)
            )
            for name in ENGINES
        },
        "`assess`, scores and drop-one of rules and sources": lambda: riskmemo.assess(
            case, program, analyses="none"
        ),
        "`assess`, every analysis": lambda: riskmemo.assess(case, program),
        **{
            f"render {form}": lambda form=form: riskmemo.render(assessment, form)  # type: ignore[misc]
            for form in ("json", "md", "html")
        },
    }
    lines = len(text.splitlines())
    title = f"A case of {lines} lines; Python objects at their most {peak():.1f} MB.\n\n"
    rows = [(name, f"{milliseconds(action):,.1f}") for name, action in actions.items()]
    return title + table(HEAD, rows)


def second_computation() -> float:
    """Milliseconds by which two engines that must agree take longer than `compiled` alone."""
    case, program = riskmemo.load_case(CASE), riskmemo.load_ruleset(RULESET)
    taken: dict[tuple[str, ...], list[float]] = {("compiled",): [], ordinary_engines(): []}
    for _ in range(ROUNDS):
        for engines, times in taken.items():
            start = time.process_time()
            evaluate(case, program, case.as_of, engines)
            times.append(time.process_time() - start)
    once, twice = map(min, taken.values())
    return (twice - once) * 1e3


def peak() -> float:
    """The most megabytes that Python objects take while the case is loaded and assessed."""
    tracemalloc.start()
    case, program = riskmemo.load_case(CASE), riskmemo.load_ruleset(RULESET)
    riskmemo.assess(case, program, analyses="none")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


if __name__ == "__main__":
    print(calls())
