"""Many cases of one program at once on Spark, beside the definition, in one session for all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlglot import exp

from riskmemo.engines import definition
from riskmemo.engines.sql import duck
from riskmemo.engines.sql.expressions import sql_type
from riskmemo.engines.sql.panel import SEARCHED, Panel
from riskmemo.engines.sql.queries import CASE_ID, CASES, fact_table
from riskmemo.engines.sql.scores import COVERAGE, SCORE
from riskmemo.engines.sql.spark import Spark
from riskmemo.errors import Mistake
from riskmemo.language.program import Program
from riskmemo.model.facts import Answer
from tests.fuzzing.cases import WrittenCase
from tests.fuzzing.comparing import Outcome, difference
from tests.fuzzing.many import Scenarios, defined, outcome_of
from tests.fuzzing.written import facts_of, setting_of

if TYPE_CHECKING:
    from riskmemo.engines.sql.connections import Connection

SETTINGS: Mapping[str, str] = {
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
"""Tiny data: planning takes the time, and compiling each plan to Java would take most of it."""
HEAD = {CASE_ID: "BIGINT", "_id": "VARCHAR", "_supports": "BOOLEAN"}
CASE_COLUMNS = {CASE_ID: "BIGINT", "as_of": "DATE", "horizon": "DATE", "subject": "VARCHAR"}


@dataclass
class SparkTables:
    """What `duck.Answers` asks of a connection, answered by Spark."""

    session: Any
    name: str = ""

    def create(self, name: str, select: exp.Expr) -> None:
        """Keep the rows of a SELECT under a name."""
        self.keep(name, self._frame(name, select).localCheckpoint())

    def _frame(self, name: str, select: exp.Expr) -> Any:
        *below, (_, last) = Spark().layers(name, select)
        for view, text in below:
            self.keep(view, self.session.sql(text))
        return self.session.sql(last)

    def keep(self, name: str, frame: Any) -> None:
        """Let SQL read a frame under a name."""
        frame.createOrReplaceTempView(f"`{name}`")

    def rows(self, select: exp.Expr) -> Iterator[Mapping[str, Any]]:
        """The rows of a SELECT, by the names of its columns."""
        frame = self._frame("rows", select)
        names = frame.columns
        for row in frame.collect():
            yield dict(zip(names, row, strict=True))

    def fill(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a table of rows."""
        types = {"BIGINT": "bigint", "VARCHAR": "string"}
        told = ", ".join(f"`{each}` {types.get(t, t.lower())}" for each, t in columns.items())
        self.keep(name, self.session.createDataFrame([tuple(row) for row in rows], told))


def load(
    tables: SparkTables,
    program: Program,
    given: Sequence[duck.Given],
    searched: Sequence[frozenset[str]],
) -> None:
    """The tables that the SQL of a program reads."""
    settings = [(n, s.as_of, s.horizon, s.subject) for n, (_, s) in enumerate(given)]
    tables.fill(CASES, CASE_COLUMNS, settings)
    looked = [(number, kind) for number, kinds in enumerate(searched) for kind in sorted(kinds)]
    tables.fill(SEARCHED, {CASE_ID: "BIGINT", "kind": "VARCHAR"}, looked)
    for kind, schema in program.schemas.items():
        if schema.derived:
            continue
        own = {name: sql_type(type_) for name, type_ in schema.fields.items()}
        rows = [
            (number, f.id, duck.supports(f), *(f.values[name] for name in own))
            for number, (facts, _) in enumerate(given)
            for f in facts
            if f.kind == kind
        ]
        tables.fill(fact_table(kind), HEAD | own, rows)


def answers(
    session: Any,
    program: Program,
    given: Sequence[duck.Given],
    searched: Sequence[frozenset[str]],
) -> list[tuple[Answer | Mistake, Scenarios]]:
    """What Spark finds in each case, and its scores."""
    tables = SparkTables(session)
    load(tables, program, given, searched)
    empty = [duck.Found() for _ in given]
    found = duck.Answers(cast("Connection", tables), program, empty, Spark()).every()
    return list(zip(found, scores_of(tables, program, len(given)), strict=True))


def scores_of(tables: SparkTables, program: Program, cases: int) -> list[Scenarios]:
    """The scores of each case in every scenario that it has."""
    panel = Panel(program, Spark())
    found: list[Scenarios] = [{} for _ in range(cases)]
    for statement in (*panel.strata(), *panel.folds()):
        tables.create(statement.name, statement.select)
    for scenario in (None, *program.ruleset.hypotheses):
        for row in tables.rows(panel.scores(scenario)):
            found[row[CASE_ID]][scenario] = {
                name: (row[SCORE + name], row[COVERAGE + name]) for name in program.ruleset.scores
            }
    return found


def differences(session: Any, program: Program, cases: Sequence[WrittenCase]) -> list[str | None]:
    """How Spark differs from the definition in each case."""
    given = [(facts_of(case, program.vocabulary), setting_of(case)) for case in cases]
    searched = [frozenset(case.searched) for case in cases]
    pairs = zip(given, searched, strict=True)
    expected = [defined(program, facts, setting, kinds) for (facts, setting), kinds in pairs]
    try:
        found = [outcome_of(*each) for each in answers(session, program, given, searched)]
    except Exception as error:
        told = re.sub(r"\s+", " ", str(error))[:600]
        found = [Outcome(None, crashed=f"{type(error).__name__}: {told}")] * len(cases)
    return [
        difference({definition.NAME: one, "spark": other})
        for one, other in zip(expected, found, strict=True)
    ]
