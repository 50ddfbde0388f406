"""The SQL of a program, run by DuckDB on the facts of cases that are in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import duckdb
from sqlglot import exp

from riskmemo.engines.sql.dialects import DuckDb
from riskmemo.engines.sql.expressions import sql_type
from riskmemo.engines.sql.queries import CASES, Tables, fact_table
from riskmemo.engines.sql.rules import leaf_rows, match_rows
from riskmemo.engines.sql.strata import findings
from riskmemo.language.canonical import in_canonical_order
from riskmemo.language.program import Program, TypedRule
from riskmemo.model.facts import Answer, Fact, Gap, Match, Setting
from riskmemo.model.grading import supports_identity_rule

NAME = "sql"


Given = tuple[Sequence[Fact], Setting]
"""One case: the facts known at its cut-off, and the rest that expressions may ask for."""


def answer(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    """Everything a program finds in one case; raises `EvaluationRefused` past the limits."""
    (found,) = answers(program, [(tuple(facts), setting)])
    return found


def answers(program: Program, cases: Sequence[Given]) -> list[Answer]:
    """Everything a program finds in each case."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        _load(connection, program, cases)
        return _answers(connection, program, len(cases))


def _load(connection: duckdb.DuckDBPyConnection, program: Program, cases: Sequence[Given]) -> None:
    connection.execute(
        f'CREATE TABLE "{CASES}" (_case BIGINT, as_of DATE, horizon DATE, subject VARCHAR)'
    )
    rows: list[list[Any]] = [
        [number, each.as_of, each.horizon, each.subject] for number, (_, each) in enumerate(cases)
    ]
    connection.executemany(f'INSERT INTO "{CASES}" VALUES (?, ?, ?, ?)', rows)  # noqa: S608
    by_kind: dict[str, list[tuple[int, Fact]]] = {}
    for number, (facts, _) in enumerate(cases):
        for fact in facts:
            by_kind.setdefault(fact.kind, []).append((number, fact))
    for kind, schema in program.schemas.items():
        if schema.derived:
            continue
        fields = list(schema.fields)
        declared = ", ".join(f'"{name}" {sql_type(type_)}' for name, type_ in schema.fields.items())
        connection.execute(
            f'CREATE TABLE "{fact_table(kind)}"'
            f" (_case BIGINT, _id VARCHAR, _supports BOOLEAN, {declared})"
        )
        rows = [
            [number, f.id, any(supports_identity_rule(*g) for g in f.grades)]
            + [f.values[name] for name in fields]
            for number, f in by_kind.get(kind, ())
        ]
        if rows:
            marks = ", ".join("?" * (len(fields) + 3))
            into = f'INSERT INTO "{fact_table(kind)}" VALUES ({marks})'  # noqa: S608
            connection.executemany(into, rows)


def _answers(connection: duckdb.DuckDBPyConnection, program: Program, count: int) -> list[Answer]:
    tables = Tables(program, DuckDb(), evidence=True)
    found: list[list[Fact]] = [[] for _ in range(count)]
    for kind in program.kinds_in_order:
        select = findings(tables, kind)
        _create(connection, tables)
        connection.execute(f'CREATE TABLE "{fact_table(kind)}" AS {select.sql("duckdb")}')
        for number, fact in _findings(connection, program, kind):
            found[number].append(fact)
    matches: list[list[Match]] = [[] for _ in range(count)]
    gaps: list[list[Gap]] = [[] for _ in range(count)]
    for typed in program.rules:
        select = match_rows(tables, typed)
        _create(connection, tables)
        for row in _rows(connection, select):
            _sort_out(typed, row, matches[row["_case"]], gaps[row["_case"]])
    leaves: list[dict[str, list[int | None]]] = [
        {leaf.score: [] for leaf in program.leaves} for _ in range(count)
    ]
    for leaf in program.leaves:
        select = leaf_rows(tables, leaf)
        _create(connection, tables)
        for row in _rows(connection, select):
            leaves[row["_case"]][leaf.score].append(row["value"])
    return [
        in_canonical_order(
            Answer(
                tuple(matches[n]),
                tuple(gaps[n]),
                tuple(found[n]),
                {score: tuple(rows) for score, rows in leaves[n].items()},
            )
        )
        for n in range(count)
    ]


def _create(connection: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """The tables of absences, which later statements read by name."""
    for name, select in tables.others.items():
        connection.execute(f'CREATE TABLE "{name}" AS {select.sql("duckdb")}')
    tables.others.clear()


def _rows(connection: duckdb.DuckDBPyConnection, select: exp.Select) -> Iterator[Mapping[str, Any]]:
    result = connection.execute(select.sql("duckdb"))
    names = [each[0] for each in result.description or ()]
    for row in result.fetchall():
        yield dict(zip(names, row, strict=True))


def _sort_out(
    typed: TypedRule, row: Mapping[str, Any], matches: list[Match], gaps: list[Gap]
) -> None:
    names = tuple((alias, row[f"{alias}._id"]) for alias, _ in typed.query.patterns)
    if not row["is_match"]:
        gaps.append(Gap(typed.rule.id, names, row["points"]))
        return
    opened = row["gate"] is True if typed.uses_identity else None
    evidence = frozenset(row["_evidence"])
    matches.append(Match(typed.rule.id, names, evidence, row["strength"], row["points"], opened))


def _findings(
    connection: duckdb.DuckDBPyConnection, program: Program, kind: str
) -> Sequence[tuple[int, Fact]]:
    fields = sorted(program.schemas[kind].fields)
    select = exp.select("*").from_(exp.to_identifier(fact_table(kind), quoted=True))
    rows = sorted(_rows(connection, select), key=lambda row: int(row["_id"].rpartition("/")[2]))
    return [
        (
            row["_case"],
            Fact(
                row["_id"],
                kind,
                {name: row[name] for name in fields},
                (),
                row["_certain"],
                frozenset(row["_evidence"]),
            ),
        )
        for row in rows
    ]
