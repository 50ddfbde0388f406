"""What takes part in a comparison: something that is given cases and says what they score."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.workload import Case, Rows, by_name

Run = Callable[[Any], Iterable[Any]]
"""The cases in the form they are given, to the results as they come."""


def first_matches(case: Case) -> float:
    """Two points for every rule that holds, by the functions written by hand."""
    from bench import handwritten  # noqa: PLC0415 - it takes part itself

    return handwritten.first(case)


def dicts(given: Sequence[Rows]) -> list[Case]:
    """The cases as plain dicts, which is what most engines are given."""
    return [*map(by_name, given)]


def numbers(results: Iterable[Any]) -> Iterable[float]:
    """Results that are the points themselves."""
    return map(float, results)


@dataclass(frozen=True)
class Contestant:
    """One row of a table."""

    name: str
    given: Callable[[Sequence[Rows]], Any]
    """Makes of the cases what `Run` is called with; not timed."""
    build: Callable[[], Run]
    """What is done once for the 40 rules: parsing and compiling."""
    points: Callable[[Iterable[Any]], Iterable[float]] = numbers
    """Reads the results, a number a case; not timed."""
    expected: Callable[[Case], float] = first_matches
    evidence: str = "no"
    every: int = 1
    """It takes part in each so-manieth round: slow ones would leave no time for the others."""

    def check(self, given: Sequence[Rows]) -> None:
        """Stop unless it finds in every case what the functions by hand find."""
        results = self.points(self.build()(self.given(given)))
        for number, (found, rows) in enumerate(zip(results, given, strict=True)):
            wanted = self.expected(by_name(rows))
            if found != wanted:
                raise AssertionError(f"{self.name}: {found} points in case {number}, not {wanted}")
