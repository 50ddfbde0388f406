"""What riskmemo is to reach, and whether it did in this run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.growth import Line
from bench.markdown import table
from bench.rounds import Times

HEAD = ("to reach", "at", "measured", "reached")
OTHERS = ("zen-engine", "CEL")
MOST_SLOPE = 1.1
"""A fitted slope up to this is called linear."""


@dataclass(frozen=True)
class Target:
    """One figure and its limit."""

    what: str
    limit: float
    measured: float
    unit: str = "×"
    at_least: bool = True

    @property
    def row(self) -> Sequence[str]:
        """The target as a row of a table."""
        reached = self.measured >= self.limit if self.at_least else self.measured <= self.limit
        bound = "at least" if self.at_least else "at most"
        return (
            self.what, f"{bound} {self.limit:g} {self.unit}".rstrip(),
            f"{self.measured:.3g} {self.unit}".rstrip(), "yes" if reached else "no",
        )  # fmt: skip


def of_single(times: Sequence[Times]) -> Iterable[Target]:
    """`compiled` with evidence beside rules by hand, zen-engine and CEL, the fastest first."""
    every, first, compiled = times[:3]
    others = [each for each in times if each.contestant.name.startswith(OTHERS)]
    yield Target("`compiled` beside by hand, every match", 1, compiled.speed(every))
    yield Target("`compiled` beside by hand, first match of a rule", 1, compiled.speed(first))
    for other in sorted(others, key=lambda each: each.least):
        yield Target(f"`compiled` beside {other.contestant.name}", 10, compiled.speed(other))


def of_json(times: Sequence[Times]) -> Iterable[Target]:
    """JSON text in, JSON text out, beside the fastest way through zen-engine."""
    ours = [each for each in times if each.contestant.name.startswith("riskmemo")]
    others = [each for each in times if each not in ours]
    best, fastest = (min(some, key=lambda each: each.least) for some in (ours, others))
    yield Target("JSON to JSON beside zen-engine's fastest", 3, best.speed(fastest))


def of_growth(lines: Iterable[Line]) -> Iterable[Target]:
    """Slopes on logarithmic axes."""
    for line in lines:
        what = f"slope of time over {line.over}, 100 to 1,000, at {line.held}"
        yield Target(what, MOST_SLOPE, line.slope(100), "", at_least=False)


def of_two_engines(milliseconds: float) -> Iterable[Target]:
    """What it costs to compute the Mongolia case twice."""
    what = "second computation and comparison, Mongolia case"
    yield Target(what, 5, milliseconds, "ms", at_least=False)


def of_processes(seconds: Mapping[str, float]) -> Iterable[Target]:
    """Cold processes, in the least disturbed of some."""
    for (name, taken), limit in zip([*seconds.items()][1:], (0.06, 0.10, 0.6), strict=True):
        yield Target(name, limit, taken, "s", at_least=False)


def report(targets: Iterable[Target]) -> str:
    """The table of targets."""
    return table(HEAD, [each.row for each in targets])
