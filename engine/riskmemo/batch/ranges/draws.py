"""What the ruleset says is uncertain, drawn many times: the same draws for every case.

They are the draws of `riskmemo ranges` for a case in which nothing else is uncertain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from riskmemo.analysis.uncertainty.ranges import MOST_DRAWS, SEED
from riskmemo.analysis.uncertainty.sampling import low_discrepancy, require_statistics
from riskmemo.analysis.uncertainty.uncertain import Uncertain, uncertain_in_ruleset
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.program import Program
from riskmemo.model.facts import Value

Places = tuple[int, ...]
"""For each uncertain thing the place of its value among those that it may have."""


@dataclass(frozen=True)
class Draws:
    """Every draw; those that are alike are one row."""

    things: tuple[Uncertain, ...]
    count: int
    rows: tuple[Places, ...]
    """The draws that differ, in the order in which they first occur."""
    row_of: tuple[int, ...]
    """The row of each draw."""

    def of(self, what: str) -> list[int]:
        """Where the uncertain things of a sort stand."""
        return [place for place, each in enumerate(self.things) if each.what == what]

    def column(self, thing: int) -> list[Value]:
        """The value of an uncertain thing in every row."""
        values = self.things[thing].values
        return [values[row[thing]] for row in self.rows]

    def chosen(self, things: Sequence[int]) -> tuple[list[Places], list[int]]:
        """The combinations of values that some things have, ascending, and that of each row."""
        of_rows = [tuple(row[thing] for thing in things) for row in self.rows]
        every = sorted(set(of_rows))
        number = {combination: place for place, combination in enumerate(every)}
        return every, [number[each] for each in of_rows]

    @cached_property
    def all_differ(self) -> bool:
        """Whether no two draws are alike."""
        return len(self.rows) == self.count


def draws_of(program: Program, count: int) -> Draws | None:
    """So many draws; none where the ruleset says of nothing that it is uncertain.

    Raises `InvalidInput` where scipy is missing, and for a number that cannot be.
    """
    if type(count) is not int or not 1 <= count <= MOST_DRAWS:
        message = f"`{count}` is no number of draws: it must be from 1 to {MOST_DRAWS:,}"
        advice = "ask for 1000, say: `--ranges 1000`, or `ranges=1000`"
        raise InvalidInput(Mistake("out-of-range", message, help=advice))
    things = uncertain_in_ruleset(program)
    if not things:
        return None
    require_statistics()
    drawn = list(map(tuple, low_discrepancy(things, count, SEED).tolist()))
    number: dict[Places, int] = {}
    row_of = tuple(number.setdefault(each, len(number)) for each in drawn)
    return Draws(things, count, tuple(number), row_of)
