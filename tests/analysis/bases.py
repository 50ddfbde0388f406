"""Evaluated cases for tests of analyses: small ones written in short, and random ones."""

import datetime
from collections.abc import Iterator
from typing import Any

from riskmemo.analysis.basis import Basis
from riskmemo.assessing import examine
from riskmemo.errors import RiskmemoError
from riskmemo.language.program import Program
from tests.building import Data, case
from tests.fuzzing.drawing import Numbered


def basis_of(program: Program, facts: Data, **parts: Any) -> Basis:
    """A case of facts in short, evaluated."""
    return examine(case(facts, **parts), program)


def random_bases(seed: str, programs: int, cases: int = 2) -> Iterator[Basis]:
    """Random cases evaluated with random rulesets; those that ask for too much are left out."""
    for number in range(programs):
        made = Numbered(seed, number)
        for place in range(cases):
            written = made.case(place)
            claims = {
                name: {**row, "grade": row.get("grade", "A1")}
                for name, row in written.facts.items()
            }
            given = case(
                claims,
                as_of=written.as_of,
                horizon=max(written.horizon, written.as_of),
                subject=written.subject,
                searched=written.searched,
            )
            try:
                yield examine(given, made.drawn.program)
            except RiskmemoError:
                continue


def day(text: str) -> datetime.date:
    """A day from its text."""
    return datetime.date.fromisoformat(text)
