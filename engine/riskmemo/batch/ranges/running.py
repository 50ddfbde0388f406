"""The ranges of the cases of a shard, some cases after the other: cases times draws are bounded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from riskmemo.batch.database import Database, identifier
from riskmemo.batch.ranges.draw_tables import make_draws, make_table
from riskmemo.batch.ranges.plan import FACTS_GIVEN, Choices, Part, RangesPlan, Scenario
from riskmemo.batch.ranges.results import code_of, quantiles_select
from riskmemo.batch.shards import DEFAULT_CASES, Shard
from riskmemo.engines.sql.drawn_tree import NOW
from riskmemo.engines.sql.queries import CHOSEN

GIVEN_NOW = "given now"
"""The view of what rules and leaves give in the cases of the shard as they stand."""
CELLS = 16_000_000
"""So many scores of cases in draws are kept at a time."""
ROWS = 4_000_000
"""Or so many cases in draws."""
SHARD = 50_000_000
"""So many cases in draws make a shard."""
Told = Callable[[float], None]
"""Told which share of a shard is done."""


@dataclass(frozen=True)
class RangesRun:
    """One plan over a loaded panel; the tables of draws are made."""

    plan: RangesPlan
    database: Database

    def compute(self, shard: Shard, given: str, told: Told = lambda _: None) -> None:
        """Leaves the tables `drawn SCENARIO`, after the scores of the shard were computed.

        `given` is the SELECT of what each rule gives in the cases as they stand.
        """
        self.database.run(f"CREATE OR REPLACE TEMP VIEW {identifier(GIVEN_NOW)} AS {given}")
        for number, (first, end) in enumerate(self._some(shard)):
            where = f"_case BETWEEN {first} AND {end - 1}"
            for choices in self.plan.groups:
                self._fold(choices, where)
            for name, scenario in self.plan.scenarios.items():
                if scenario.varying:
                    self._draw(name, scenario, where, first=number == 0)
            told((end - shard.first) / (shard.end - shard.first))

    def _some(self, shard: Shard) -> Iterator[tuple[int, int]]:
        draws = self.plan.draws.count
        size = max(1, min(ROWS // draws, CELLS // (draws * max(1, self.plan.widest))))
        for first in range(shard.first, shard.end, size):
            yield first, min(first + size, shard.end)

    def _fold(self, choices: Choices, where: str) -> None:
        for part in choices.parts:
            for name in part.read:
                self._view(name, choices, part, where)
            for name, select in part.statements:
                table = identifier(name)
                if name in part.folds and part.number:
                    made = f"INSERT INTO {table} BY NAME {select}"
                else:
                    made = f"CREATE OR REPLACE TEMP TABLE {table} AS {select}"
                self.database.run(made, name=name)

    def _view(self, name: str, choices: Choices, part: Part, where: str) -> None:
        """A table of the shard for some cases, each once for each choice of a part.

        Where facts are joined before, only parameters are there for each choice.
        """
        numbered = f"t._case * {len(choices.rows)} + k._choice"
        table = "cases" if name == FACTS_GIVEN else name
        from_ = (
            f" FROM (SELECT * FROM {identifier(table)} WHERE {where}) AS t CROSS JOIN (SELECT *"
            f" FROM {identifier(choices.prefix + 'choices')} WHERE _part = {part.number}) AS k"
        )
        if name == FACTS_GIVEN:
            values = ", ".join(f"k.{identifier(each)}" for each in choices.group.parameters)
            case = f"t._case, {numbered} AS {CHOSEN}" if choices.late else f"{numbered} AS _case"
            select = f"SELECT {case}, 'given' AS _id, {values}{from_}"
        elif choices.late:
            select = f"SELECT * FROM {identifier(table)} WHERE {where}"
        else:
            select = f"SELECT t.* REPLACE ({numbered} AS _case){from_}"
        view = identifier(choices.prefix + name)
        self.database.run(f"CREATE OR REPLACE TEMP VIEW {view} AS {select}")

    def _draw(self, name: str, scenario: Scenario, where: str, *, first: bool) -> None:
        ruleset = self.plan.program.ruleset
        columns = [self._standing(each) for each in scenario.standing]
        for node in scenario.varying:
            bands = ruleset.scores[node].bands
            if bands is not None:
                code = code_of(f"s.{identifier(f'score {node}')}", ruleset.bands[bands], "c.as_of")
                columns.append(f"{code} AS {identifier(f'band {node}')}")
        self.database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(NOW)} AS SELECT s._case, c.as_of AS _as_of"
            + "".join(f", {each}" for each in columns)
            + f" FROM {identifier(f'scores {name}')} AS s JOIN {identifier(GIVEN_NOW)} AS f"
            f" ON f._case = s._case JOIN cases AS c ON c._case = s._case WHERE s.{where}"
        )
        table = identifier(f"drawn {name}")
        select = quantiles_select(self.plan, scenario)
        made = f"CREATE OR REPLACE TEMP TABLE {table} AS" if first else f"INSERT INTO {table}"
        self.database.run(f"{made} {select}", name=f"ranges of {name}")

    @staticmethod
    def _standing(column: str) -> str:
        of_scores = column.startswith(("score ", "coverage "))
        return f"{'s' if of_scores else 'f'}.{identifier(column)}"


def cases_per_shard(draws: int | None) -> int:
    """How many cases a shard has where nobody says: a run goes on after the last that is whole."""
    return DEFAULT_CASES if draws is None else max(1, min(DEFAULT_CASES, SHARD // draws))


def ranges_run(plan: RangesPlan, database: Database) -> RangesRun:
    """The run of a plan; makes the tables of draws and choices, before the database is locked."""
    make_draws(database, plan.draws, plan.columns, plan.choice_of)
    for choices in plan.groups:
        make_table(database, choices.prefix + "choices", choices.columns)
    return RangesRun(plan, database)
