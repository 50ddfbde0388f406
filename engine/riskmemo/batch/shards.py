"""A program over a loaded panel, one shard of cases after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from riskmemo.batch.bounds import Bound
from riskmemo.batch.database import Database, identifier, literal
from riskmemo.batch.loading import Loaded, load_part
from riskmemo.batch.results import (
    MATCHES_OF,
    Plan,
    match_parts,
    matched_select,
    plan_of,
    scored_select,
)
from riskmemo.errors import EvaluationRefused
from riskmemo.language.program import Program
from riskmemo.scoring.bands import tables_at

DEFAULT_CASES = 250_000


@dataclass(frozen=True)
class Shard:
    """Some cases in a row: from `first` to before `end`."""

    number: int
    first: int
    end: int


@dataclass(frozen=True)
class Run:
    """One program over one loaded panel."""

    program: Program
    panel: Loaded
    database: Database
    plan: Plan

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The base and every hypothesis that could be raised."""
        return tuple(self.plan.scores)

    def compute(self, shard: Shard) -> None:
        """Leaves the tables `scores SCENARIO`, and `found` if matches are asked for."""
        load_part(self.program, self.panel, self.database, shard.first, shard.end)
        for name, select in self.plan.tables:
            for bound in self.plan.bounds:
                if bound.before == name:
                    self._hold_to(bound)
            self._make(name, select, name)
        for name, select in self.plan.scores.items():
            read = scored_select(self.program, select)
            self._make(f"scores {name}", read, f"scores {name}")
        for name, select in self.plan.later:
            self._make(name, select, name)
        if self.plan.matches:
            self._find()

    def _hold_to(self, bound: Bound) -> None:
        for (case,) in self.database.run(bound.select):
            select = f"SELECT case_id FROM loaded_cases WHERE _case = {int(case)}"
            raise EvaluationRefused(bound.refused_in(self.database.run(select)[0][0]))

    def _find(self) -> None:
        columns = (
            "_case BIGINT, rule VARCHAR, facts MAP(VARCHAR, VARCHAR), ids VARCHAR[],"
            " strength DOUBLE, points DECIMAL(18, 6), gate BOOLEAN, is_match BOOLEAN"
        )
        self.database.run(f"CREATE OR REPLACE TEMP TABLE found ({columns})")
        for rule, select in match_parts(self.program, self.plan):
            self.database.run(f"INSERT INTO found {select}", name=f"{MATCHES_OF}{rule}")

    def _make(self, name: str, select: str, told: str) -> None:
        self.database.run(f"CREATE OR REPLACE TEMP TABLE {identifier(name)} AS {select}", name=told)


def matched_in(run: Run) -> dict[str, int]:
    """Contributing rule to the cases of the shard computed last in which it has a match."""
    (row,) = run.database.run(matched_select(run.program))
    return dict(zip((typed.rule.id for typed in run.program.contributing), row, strict=False))


def run_of(program: Program, panel: Loaded, database: Database, *, with_matches: bool) -> Run:
    """The run of a program; raises `InvalidInput` where no bands are in effect for a case."""
    ((earliest,),) = database.run("SELECT min(as_of) FROM loaded_cases")
    tables_at(program.ruleset.bands, earliest)
    return Run(program, panel, database, plan_of(program, panel.most, with_matches=with_matches))


def shards_of(cases: int, size: int) -> Sequence[Shard]:
    """All cases in their order, so many in each shard but the last."""
    starts = range(0, cases, size)
    return [Shard(n, first, min(first + size, cases)) for n, first in enumerate(starts)]


def roots_of(program: Program) -> tuple[str, ...]:
    """The nodes of the score tree that are part of no other."""
    scores = program.ruleset.scores
    inner = {child for node in scores.values() for child in getattr(node, "of", {})}
    return tuple(name for name in scores if name not in inner)


def told_select(program: Program, scores: str) -> str:
    """Scenario, root, band, cases and summed coverage (millionths), from the SELECT of scores."""
    parts = []
    for name in roots_of(program):
        banded = program.ruleset.scores[name].bands is not None
        band = identifier(f"{name}.band") if banded else "'scored'"
        value = identifier(f"{name}.score")
        shown = f"CASE WHEN {value} IS NULL THEN 'no score' ELSE {band} END"
        covered = f"CAST({identifier(f'{name}.coverage')} * 1000000 AS BIGINT)"
        parts.append(
            f"SELECT scenario, {literal(name)} AS root, {shown} AS band, count(*) AS cases,"
            f" sum({covered})::BIGINT AS coverage FROM told GROUP BY ALL"
        )
    return f"WITH told AS ({scores}) {' UNION ALL '.join(parts)} ORDER BY ALL"
