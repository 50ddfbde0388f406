"""Everything random by its number: the same seed and numbers give the same program and case."""

from dataclasses import dataclass, field
from random import Random

from tests.fuzzing.cases import WrittenCase, written_case
from tests.fuzzing.limits import low_limits
from tests.fuzzing.written import Drawn, drawn


def seeded(*numbers: object) -> Random:
    """Random choices that are the same every time for the same numbers."""
    return Random("/".join(map(str, numbers)))  # noqa: S311 - nothing secret


@dataclass(frozen=True)
class Numbered:
    """One program of a run."""

    seed: str
    number: int
    drawn: Drawn = field(init=False)
    limits: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        random = seeded(self.seed, self.number)
        object.__setattr__(self, "drawn", drawn(random))
        object.__setattr__(self, "limits", low_limits(random))

    def case(self, number: int) -> WrittenCase:
        """One of its cases."""
        return written_case(seeded(self.seed, self.number, number), self.drawn.kinds)
