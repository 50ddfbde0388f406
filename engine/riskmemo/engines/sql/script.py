"""A whole program as a script that people can read and run: statements in order, with names."""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from riskmemo.engines.sql.dialects import Dialect, DuckDb
from riskmemo.engines.sql.panel import Panel, Statement
from riskmemo.engines.sql.postgres import Postgres, refuse_formulas
from riskmemo.engines.sql.spark import Spark
from riskmemo.language.program import Program

DIALECTS: Mapping[str, type[Dialect]] = {each.name: each for each in (DuckDb, Postgres, Spark)}
"""The databases, by name."""


def script(program: Program, name: str) -> Iterator[str]:
    """The statements of a program for one database, each with a comment before it.

    They read the tables of a panel and end with the scores of each scenario. Raises `InvalidInput`
    where the database cannot say it.
    """
    if name == Postgres.name:
        refuse_formulas(program.scoring)
    dialect = DIALECTS[name]()
    panel = Panel(program, dialect)
    for each in (*panel.strata(), *panel.folds()):
        yield f"-- {each.name}\n{dialect.text(_kept(each, dialect), pretty=True)};\n"
    for hypothesis in (None, *program.ruleset.hypotheses):
        title = f"-- scores under {hypothesis}" if hypothesis else "-- scores in the base"
        yield f"{title}\n{dialect.text(panel.scores(hypothesis), pretty=True)};\n"


def _kept(statement: Statement, dialect: Dialect) -> exp.Create:
    """The statement that keeps the rows of a SELECT under its name, as long as a session lasts."""
    table = exp.Table(this=exp.to_identifier(statement.name, quoted=True))
    kind = "VIEW" if dialect.name == Spark.name else "TABLE"
    temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
    return exp.Create(this=table, kind=kind, expression=statement.select, properties=temporary)
