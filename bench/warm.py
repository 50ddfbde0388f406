"""Measures riskmemo in one run and prints a table; figures compare only within a run.

Each figure is the median of several. Cold figures are whole processes, beside `python -c pass`;
warm ones are calls, beside what somebody would use instead where there is something.
"""

import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import yaml

import riskmemo
from riskmemo.evaluate import ENGINES, evaluate
from riskmemo.source.document import read_document

ROOT = Path(__file__).parent.parent
CASE = ROOT / "examples/mongolia-central-asia/case.yaml"
RULESET = "central-asia-pivot"
COMMAND = str(Path(sys.executable).parent / "riskmemo")


def seconds(action: Callable[[], object], runs: int) -> float:
    """The median time of an action, after one run that is not counted."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def process(*command: str) -> Callable[[], object]:
    """A whole process, its output thrown away."""
    return lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603


def row(what: str, taken: float, beside: str = "", other: float | None = None) -> None:
    """One line of the table: milliseconds, and the ratio to what stands beside it."""
    ratio = f"{taken / other:5.1f} x {beside} ({other * 1000:.1f} ms)" if other else ""
    print(f"{what:<44}{taken * 1000:9.1f} ms   {ratio}".rstrip())


def cold() -> None:
    """Processes from start to end."""
    nothing = seconds(process(sys.executable, "-c", "pass"), 7)
    row("python -c pass", nothing)
    for what, command in {
        "import riskmemo": (sys.executable, "-c", "import riskmemo"),
        "riskmemo --help": (COMMAND, "--help"),
        "riskmemo assess (Mongolia, summary)": (COMMAND, "assess", str(CASE), "--ruleset", RULESET),
    }.items():
        row(what, seconds(process(*command), 7), "python -c pass", nothing)


def warm() -> None:
    """Calls inside one process."""
    text = CASE.read_text("utf-8")
    plain = seconds(lambda: yaml.load(text, Loader=yaml.CSafeLoader), 7)
    row("read the case file with positions", seconds(lambda: read_document(CASE), 7),
        "PyYAML CSafeLoader, no positions", plain)  # fmt: skip
    row("load_case (read, tables, model, checks)", seconds(lambda: riskmemo.load_case(CASE), 5))
    row("load_ruleset (read, model, typing)", seconds(lambda: riskmemo.load_ruleset(RULESET), 5))
    case, program = riskmemo.load_case(CASE), riskmemo.load_ruleset(RULESET)
    for name in ENGINES:
        taken = seconds(lambda name=name: evaluate(case, program, case.as_of, (name,)), 9)  # type: ignore[misc]
        row(f"evaluate, engine {name}", taken)
    row(
        "assess (with drop-one of rules and sources)",
        seconds(lambda: riskmemo.assess(case, program), 5),
    )
    assessment = riskmemo.assess(case, program)
    for form in ("json", "md", "html"):
        row(f"render {form}", seconds(lambda form=form: riskmemo.render(assessment, form), 5))  # type: ignore[misc]


def memory() -> None:
    """The most that Python objects take while a case is loaded and assessed."""
    tracemalloc.start()
    riskmemo.assess(riskmemo.load_case(CASE), riskmemo.load_ruleset(RULESET))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{'peak of Python objects, load and assess':<44}{peak / 1e6:9.1f} MB")


if __name__ == "__main__":
    lines = len(CASE.read_text("utf-8").splitlines())
    print(f"Python {sys.version.split()[0]}, {lines} lines of case")
    cold()
    warm()
    memory()
