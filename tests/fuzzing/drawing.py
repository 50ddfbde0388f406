"""Everything random by its number: the same seed and numbers give the same program and case."""

from dataclasses import dataclass, field
from random import Random

from riskmemo.language.program import Program
from riskmemo.language.scope import schema_of
from riskmemo.model.facts import Fact
from tests.fuzzing.cases import WrittenCase, written_case
from tests.fuzzing.limits import low_limits
from tests.fuzzing.vocabularies import Kind
from tests.fuzzing.written import Drawn, drawn, facts_of, setting_of


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


SETTING = setting_of(WrittenCase({}))
"""What a case says where nothing else is written."""


def random_program(random: Random) -> Program:
    """A random program."""
    return drawn(random).program


def random_facts(random: Random, program: Program) -> tuple[Fact, ...]:
    """The facts of a random case for a program."""
    kinds = {
        name: Kind(schema_of(name, spec).fields) for name, spec in program.vocabulary.kinds.items()
    }
    return facts_of(written_case(random, kinds), program.vocabulary)
