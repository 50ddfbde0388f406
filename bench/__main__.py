"""Everything in one run, as the Markdown of docs/measured.md; figures compare only within a run."""

import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench import analyses, cold, engines, growth, memos, rete_memory, targets, warm
from bench.markdown import show
from bench.plot import draw
from riskmemo.engines.rete import available

Made = TypeVar("Made")
PLOT = Path("out/growth.svg")


def main() -> None:
    """Measure, then print, what is to be reached first."""
    processes, seconds = _told("cold start", cold.processes)
    imports = _told("imports", lambda: [cold.imports(name) for name in [*cold.COMMANDS][1:]])
    single, times = _told("one case at a time", engines.from_a_loaded_case)
    json, json_times = _told("from JSON text to JSON text", engines.from_json)
    lines = _told("growth", growth.lines)
    large = _told("one large case", warm.calls)
    sized = _told("analyses of small and large cases", analyses.measured)
    documents = _told("documents", memos.tables)
    second = _told("the second computation", warm.second_computation) if available() else None
    memory = _told("memory of `rete`", rete_memory.held) if available() else ""
    draw(lines, PLOT)
    reached = [
        *targets.of_single(times), *targets.of_json(json_times),
        *targets.of_growth(lines), *targets.of_processes(seconds),
        *(targets.of_two_engines(second) if second else ()),
    ]  # fmt: skip
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores. {engines.about()}\n")
    show("To reach", targets.report(reached))
    show("One case at a time", single)
    show("From JSON text to JSON text", json)
    show("Growth", growth.as_table(lines))
    show("Cold start", processes, *imports)
    show("One large case", large)
    show("Analyses", *sized)
    show("Documents", *documents)
    if memory:
        show("Memory of `rete` over many cases", memory)


def _told(what: str, measure: Callable[[], Made]) -> Made:
    print(f"measuring: {what}", file=sys.stderr, flush=True)
    return measure()


if __name__ == "__main__":
    main()
