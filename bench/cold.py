"""Whole processes from start to end, beside `python -c pass`, and what their imports cost."""

import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.markdown import table

ROOT = Path(__file__).parent.parent
CASE = ROOT / "examples/mongolia-central-asia/case.yaml"
RULESET = "central-asia-pivot"
ROUNDS = 9
MOST = 10
COMMAND = str(Path(sys.executable).parent / "riskmemo")
NOTHING = "`python -c pass`"
HEAD = ("process", "seconds, median", "least", "of the processor, least", "× `python -c pass`")
IMPORT_HEAD = ("slowest imports", "ms, with what they import", "ms, alone")
IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| ( *)(\S+)")
"""A line of `-X importtime`: microseconds alone, with imports, indentation, module."""

COMMANDS: Mapping[str, Sequence[str]] = {
    NOTHING: ("-c", "pass"),
    "`import riskmemo`": ("-c", "import riskmemo"),
    "`riskmemo --help`": (COMMAND, "--help"),
    "`riskmemo assess` on the Mongolia case": (COMMAND, "assess", str(CASE), "--ruleset", RULESET),
}


def processes() -> tuple[str, Mapping[str, float]]:
    """The table of processes in interleaved rounds, and the least seconds of each."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    for number in range(ROUNDS + 1):
        for name, arguments in COMMANDS.items():
            taken = timed(arguments)
            if number:
                times[name].append(taken)
    nothing = [wall for wall, _ in times[NOTHING]]
    rows, least = [], {}
    for name, each in times.items():
        wall = [seconds for seconds, _ in each]
        least[name] = min(wall)
        ratio = statistics.median(a / b for a, b in zip(wall, nothing, strict=True))
        rows.append((
            name, f"{statistics.median(wall):.3f}", f"{least[name]:.3f}",
            f"{min(processor for _, processor in each):.3f}", f"{ratio:.1f}",
        ))  # fmt: skip
    return table(HEAD, rows), least


def timed(arguments: Sequence[str]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(*arguments)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def imports(name: str) -> str:
    """The modules whose import takes longest, of one command, in the quietest of three runs."""
    runs = [_imports(COMMANDS[name]) for _ in range(3)]
    quietest = min(runs, key=lambda run: sum(alone for alone, _, _ in run))
    slowest = sorted(quietest, key=lambda each: -each[1])[:MOST]
    rows = [
        (f"`{module}`", f"{both / 1e3:.1f}", f"{alone / 1e3:.1f}")
        for alone, both, module in slowest
    ]
    return f"{name}:\n\n" + table(IMPORT_HEAD, rows)


def _imports(arguments: Sequence[str]) -> Sequence[tuple[int, int, str]]:
    printed = _run("-X", "importtime", *arguments).stderr
    return [(int(alone), int(both), module) for alone, both, _, module in IMPORTED.findall(printed)]


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True, text=True
    )


if __name__ == "__main__":
    print(processes()[0])
    for each in [*COMMANDS][1:]:
        print(imports(each))
