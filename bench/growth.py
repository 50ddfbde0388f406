"""How evaluation grows with rules and with facts, as a table and as a plot.

`python -m bench.growth [docs/growth.svg]` draws the plot too. Matches are output, and no engine can
be faster than its output: a larger case has more partners, so that each fact keeps as many matches,
and larger rulesets are larger random draws from 1,000 rules that differ in their thresholds.
"""

import gc
import math
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from bench import ours, workload
from bench.markdown import table
from riskmemo.engines.compiled.cache import compile_fresh
from riskmemo.engines.compiled.running import Compiled
from riskmemo.model.facts import Fact

STEPS = (10, 18, 32, 56, 100, 178, 316, 562, 1000)
ROUNDS = 5
HEAD = (
    "growth in", "from 10 to 1,000: ms", "matches and gaps", "slope", "from 100 on",
    "same, collector off", "of matches")  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One measured size."""

    size: int
    seconds: float
    undisturbed: float
    """Seconds with Python's cycle collector off, which walks what was found again and again."""
    found: int
    """Matches and gaps."""


@dataclass(frozen=True)
class Line:
    """Growth in one direction, the other size held."""

    over: str
    held: str
    points: Sequence[Point]

    def slope(self, least: int = 0) -> float:
        """Of the fitted line on logarithmic axes: 1 is linear."""
        return slope([(each.size, each.seconds) for each in self.points if each.size >= least])

    @property
    def undisturbed_slope(self) -> float:
        """The slope from 100 on with the collector off."""
        return slope([(each.size, each.undisturbed) for each in self.points if each.size >= 100])

    @property
    def slope_of_matches(self) -> float:
        """The same of what was found."""
        return slope([(each.size, each.found) for each in self.points if each.size >= 100])


def slope(points: Iterable[tuple[float, float]]) -> float:
    """Least squares on logarithms."""
    sizes, values = zip(*((math.log(x), math.log(y)) for x, y in points), strict=True)
    return statistics.linear_regression(sizes, values).slope


def compiled(rules: int) -> Compiled:
    """A compiled program of so many rules."""
    return compile_fresh(ours.program(drawn()[:rules]))


@cache
def drawn() -> Sequence[workload.Rule]:
    """A thousand rules in an order that has all sorts at every length."""
    rules = [each for copy in range(25) for each in ours.written_rules(copy)]
    Random(3).shuffle(rules)  # noqa: S311 - nothing secret
    return rules


def facts(count: int) -> list[Fact]:
    """About so many facts; a case of the workload has 24."""
    return ours.facts(workload.rows(Random(2), (count - 1) / 23))  # noqa: S311 - nothing secret


def measure(pairs: Sequence[tuple[int, Compiled, list[Fact]]]) -> Sequence[Point]:
    """The least of some rounds over all sizes."""
    on, off = [[math.inf] * len(pairs) for _ in range(2)]
    for _ in range(ROUNDS):
        for number, (_, program, given) in enumerate(pairs):
            on[number] = min(on[number], _once(program, given))
            gc.disable()
            off[number] = min(off[number], _once(program, given))
            gc.enable()
    return [
        Point(size, on[number], off[number], _found(program, given))
        for number, (size, program, given) in enumerate(pairs)
    ]


def _once(program: Compiled, given: list[Fact]) -> float:
    """Processor seconds of one evaluation; small ones are done several times."""
    gc.collect()
    times = max(1, 250 // len(given))
    start = time.process_time()
    for _ in range(times):
        program.answer(given, ours.SETTING)
    return (time.process_time() - start) / times


def _found(program: Compiled, given: list[Fact]) -> int:
    answer = program.answer(given, ours.SETTING)
    return len(answer.matches) + len(answer.gaps)


def lines() -> Sequence[Line]:
    """Growth in rules over few and many facts, and in facts under few and many rules."""
    programs = {size: compiled(size) for size in (*STEPS, 40)}
    cases = {size: facts(size) for size in (*STEPS, 24)}
    measured = []
    for held in (24, 1000):
        sizes = [(n, programs[n], cases[held]) for n in STEPS]
        measured.append(Line("rules", f"{held:,} facts", measure(sizes)))
    for held in (40, 1000):
        sizes = [(n, programs[held], cases[n]) for n in STEPS]
        measured.append(Line("facts", f"{held:,} rules", measure(sizes)))
    return measured


def as_table(measured: Iterable[Line]) -> str:
    """A line a row."""
    rows = []
    for line in measured:
        low, high = line.points[0], line.points[-1]
        rows.append((
            f"{line.over}, at {line.held}", f"{low.seconds * 1e3:.2f} to {high.seconds * 1e3:.1f}",
            f"{low.found:,} to {high.found:,}", f"{line.slope():.2f}", f"{line.slope(100):.2f}",
            f"{line.undisturbed_slope:.2f}", f"{line.slope_of_matches:.2f}",
        ))  # fmt: skip
    return table(HEAD, rows)


if __name__ == "__main__":
    found = lines()
    print(as_table(found))
    for path in sys.argv[1:]:
        from bench.plot import draw

        draw(found, Path(path))
