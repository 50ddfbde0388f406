"""Memory of the engine `rete` over many small cases and many refused ones, in RSS.

Run as `python -m bench.rete_memory [CASES [REFUSED]]`; the defaults take a minute or two.
"""

import datetime
import math
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from bench.markdown import table
from riskmemo.engines import rete
from riskmemo.errors import EvaluationRefused
from riskmemo.language.facts import facts_at
from riskmemo.language.program import Program
from riskmemo.loading import load_case, load_ruleset
from riskmemo.model.facts import Fact, Setting, Value

EXAMPLES = Path(__file__).parent.parent / "examples"
PAGE = 4096


def resident() -> float:
    """Memory held now, in megabytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE / 2**20


def rows(cases: int = 100_000, refused: int = 10_000) -> Iterator[tuple[str, str]]:
    """What was run so far, and the memory then, at every fifth of the way."""
    answer = small_case()
    yield "before the first case", _megabytes()
    for what, run, count in (("cases", answer, cases), ("refused cases", be_refused, refused)):
        for number in range(count + 1):
            run()
            if number % (count // 5) == 0:
                yield f"{number:,} {what}", _megabytes()


def held() -> str:
    """The table, measured in a process of its own."""
    command = [sys.executable, "-m", "bench.rete_memory"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603


def _megabytes() -> str:
    return f"{resident():.1f}"


def small_case() -> Callable[[], object]:
    """A case of four facts."""
    ruleset = load_ruleset("copper-and-corridors")
    case = load_case(EXAMPLES / "zambia-copper-corridors/case.yaml")
    setting = Setting(datetime.date(2024, 6, 1), case.horizon, case.subject)
    facts = facts_at(case, ruleset.vocabulary, setting.as_of)
    return lambda: rete.answer(ruleset, facts, setting)


@cache
def refused_case() -> tuple[Program, list[Fact], Setting]:
    """A case of a hundred facts with infinite numbers, some of which are told before one is met."""
    ruleset = load_ruleset("central-asia-pivot")
    case = load_case(EXAMPLES / "mongolia-central-asia/case.yaml")
    facts = facts_at(case, ruleset.vocabulary, case.as_of)
    infinite = [replace(each, values=_infinite(each.values)) for each in facts]
    return ruleset, infinite, Setting(case.as_of, case.horizon, case.subject)


def be_refused() -> None:
    """Run what is refused."""
    try:
        rete.answer(*refused_case())
    except EvaluationRefused:
        return
    raise AssertionError("it was not refused")


def _infinite(values: Mapping[str, Value]) -> Mapping[str, Value]:
    return {name: math.inf if isinstance(v, float) else v for name, v in values.items()}


if __name__ == "__main__":
    print(table(("what was run", "resident memory, MB"), rows(*map(int, sys.argv[1:]))))
