"""riskmemo's engines beside rules by hand and other engines, on one workload in one run."""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from bench import fresh, handwritten, handwritten_loops, json_path, ours, workload
from bench.markdown import table
from bench.others import (
    cel_expr_python,
    common_expression_language,
    rule_engine_,
    zen_engine,
)
from bench.rounds import CASES, ROUNDS, Times, race

MODULES = (
    handwritten, handwritten_loops, ours, zen_engine, common_expression_language, cel_expr_python,
    rule_engine_,
)  # fmt: skip
LIBRARIES = (
    "zen-engine", "common-expression-language", "cel-expr-python", "rule-engine", "durable-rules",
    "orjson",
)  # fmt: skip
TIME_LIMIT = 60
SINGLE_HEAD = (
    "one case at a time, from a loaded case", "µs a case", "cases/s a core", "× by hand, every",
    "× by hand, first", "compile, ms", "cold to first answer, ms", "memory, MB", "evidence",
)  # fmt: skip
JSON_HEAD = (
    "JSON text in, JSON text out", "µs a case", "µs on the clock", "cases/s a core",
    "× zen-engine's fastest", "answer",
)  # fmt: skip


def from_a_loaded_case() -> tuple[str, list[Times]]:
    """The table of calls one at a time, and the times it is made of."""
    times = race([each for module in MODULES for each in module.SINGLE], workload.many(CASES))
    paid = [fresh.costs(m.__name__, n) for m in MODULES for n in range(len(m.SINGLE))]
    every, first = times[:2]
    rows = [
        (
            each.contestant.name, _us(each.least), f"{1 / each.least:,.0f}",
            _ratio(each.speed(every)), _ratio(each.speed(first)), f"{cost.compile * 1e3:.1f}",
            f"{cost.first * 1e3:.0f}", f"{cost.memory:.1f}", each.contestant.evidence,
        )
        for each, cost in zip(times, paid, strict=True)
    ]  # fmt: skip
    return table(SINGLE_HEAD, [*rows, _durable(every, first)]), times


def from_json() -> tuple[str, list[Times]]:
    """The table of JSON text to JSON text, and the times it is made of; ours come first."""
    times = race([*json_path.JSON, *zen_engine.JSON], workload.many(CASES))
    fastest = min(times[len(json_path.JSON) :], key=lambda each: each.least)
    rows = [
        (
            each.contestant.name, _us(each.least), _us(min(each.wall.values())),
            f"{1 / each.least:,.0f}", _ratio(each.speed(fastest)),
            "the sum of points" if each.contestant.evidence == "no" else each.contestant.evidence,
        )
        for each in times
    ]  # fmt: skip
    return table(JSON_HEAD, rows), times


def about() -> str:
    """How the tables were made."""
    return f"{CASES} cases, {ROUNDS} interleaved rounds. {', '.join(map(_version, LIBRARIES))}."


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return f"{library} not installed"


def _durable(every: Times, first: Times) -> Sequence[str]:
    printed, ended = _apart()
    name = f"durable-rules, used plainly: {printed.count('true')} of {CASES} cases right, {ended}"
    seconds = [json.loads(line)["seconds"] for line in printed.splitlines()]
    if not seconds:
        return (name, *["-"] * 7, "no")
    taken = statistics.median(seconds)
    ratios = [_ratio(statistics.median(each.processor.values()) / taken) for each in (every, first)]
    return (name, _us(taken), f"{1 / taken:,.0f}", *ratios, "-", "-", "-", "no")


def _apart() -> tuple[str, str]:
    """What durable-rules printed, in a process that can be killed, and how it ended."""
    command = [sys.executable, "-m", "bench.others.durable_rules_plain"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as process:  # type: ignore[call-overload] # noqa: S603
        try:
            printed, _ = process.communicate(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.communicate()[0], f"killed after {TIME_LIMIT} s"
    return printed, f"exit code {process.returncode}"


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:,.1f}"


def _ratio(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}"


if __name__ == "__main__":
    print(about())
    print(from_a_loaded_case()[0])
    print(from_json()[0])
