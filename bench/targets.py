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
    """`compiled` with evidence beside rules by hand, zen-engine and CEL, the fastest first.

    The work of the functions that stop at a first match is less, and no target.
    """
    every, _, loops, loaded, unseen = times[:5]
    compiled, by_hand = loaded, min(every, loops, key=lambda each: each.least)
    what = "beside by hand, every match, the faster way"
    yield Target(f"`compiled` from a loaded case {what}", 1, loaded.speed(by_hand))
    yield Target(f"`compiled` from facts never seen {what}", 1, unseen.speed(by_hand))
    others = [each for each in times if each.contestant.name.startswith(OTHERS)]
    for other in sorted(others, key=lambda each: each.least):
        yield Target(f"`compiled` beside {other.contestant.name}", 10, compiled.speed(other))


def of_json(times: Sequence[Times]) -> Iterable[Target]:
    """JSON text in, JSON text out, beside the fastest way through zen-engine."""
    ours = [each for each in times if each.contestant.name.startswith("riskmemo")]
    others = [each for each in times if each not in ours]
    fastest = min(others, key=lambda each: each.least)
    for each in ours:
        what = f"JSON to JSON, {each.contestant.name}, beside zen-engine's fastest"
        yield Target(what, 3, each.speed(fastest))


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
