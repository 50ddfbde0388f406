"""The SQL of a program, run by DuckDB on the facts of cases that are in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from riskmemo.engines import limits
from riskmemo.engines.sql.connections import Connection, opened
from riskmemo.engines.sql.dialects import DuckDb
from riskmemo.engines.sql.expressions import column, sql_type
from riskmemo.engines.sql.queries import CASE_ID, CASES, Tables, fact_table
from riskmemo.engines.sql.rules import leaf_rows, match_rows
from riskmemo.engines.sql.strata import findings
from riskmemo.errors import EvaluationRefused, Mistake
from riskmemo.language.canonical import in_canonical_order
from riskmemo.language.program import Program, TypedLeaf, TypedRule
from riskmemo.model.facts import Answer, Fact, Gap, Match, Setting
from riskmemo.model.grading import supports_identity_rule

Given = tuple[Sequence[Fact], Setting]
"""One case: the facts known at its cut-off, and the rest that expressions may ask for."""


def answer(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    """Everything a program finds in one case; raises `EvaluationRefused` past the limits."""
    (found,) = answers(program, [(tuple(facts), setting)])
    if isinstance(found, Mistake):
        raise EvaluationRefused(found)
    return found


def answers(program: Program, cases: Sequence[Given]) -> list[Answer | Mistake]:
    """Everything a program finds in each case, or why a case is refused.

    Raises `EvaluationRefused` where all of them take too much time or memory.
    """
    with opened() as connection:
        load(connection, program, cases)
        return Answers(connection, program, [Found() for _ in cases]).every()


# --- loading ------------------------------------------------------------------------------------


def load(connection: Connection, program: Program, cases: Sequence[Given]) -> None:
    """The tables that the SQL of a program reads."""
    declared = {CASE_ID: "BIGINT", "as_of": "DATE", "horizon": "DATE", "subject": "VARCHAR"}
    settings = [(n, s.as_of, s.horizon, s.subject) for n, (_, s) in enumerate(cases)]
    _table(connection, CASES, declared, settings)
    by_kind: dict[str, list[tuple[int, Fact]]] = {}
    for number, (facts, _) in enumerate(cases):
        for fact in facts:
            by_kind.setdefault(fact.kind, []).append((number, fact))
    for kind, schema in program.schemas.items():
        if schema.derived:
            continue
        own = {name: sql_type(type_) for name, type_ in schema.fields.items()}
        rows = [
            (number, f.id, _supports(f), *(f.values[name] for name in own))
            for number, f in by_kind.get(kind, ())
        ]
        head = {CASE_ID: "BIGINT", "_id": "VARCHAR", "_supports": "BOOLEAN"}
        _table(connection, fact_table(kind), head | own, rows)


def _supports(fact: Fact) -> bool:
    return any(supports_identity_rule(*grade) for grade in fact.grades)


def _table(
    connection: Connection,
    name: str,
    columns: Mapping[str, str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """A table made of one list a column, which the database is given as parameters."""
    lists = [[row[place] for row in rows] for place in range(len(columns))]
    items = [
        exp.alias_(
            exp.Anonymous(
                this="unnest",
                expressions=[exp.cast(exp.Placeholder(), f"{type_}[]", dialect="duckdb")],
            ),
            each,
            quoted=True,
        )
        for each, type_ in columns.items()
    ]
    select = exp.select(*items, copy=False)
    table = exp.Table(this=exp.to_identifier(name, quoted=True))
    made = exp.Create(this=table, kind="TABLE", expression=select)
    connection.run(made.sql("duckdb"), lists)


# --- asking -------------------------------------------------------------------------------------


@dataclass
class Found:
    """What is found in one case, until it is refused."""

    matches: list[Match] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    findings: list[Fact] = field(default_factory=list)
    leaves: dict[str, list[int | None]] = field(default_factory=dict)
    refused: Mistake | None = None

    def answer(self) -> Answer | Mistake:
        """The answer in canonical order, or the first refusal."""
        return self.refused or in_canonical_order(
            Answer(
                tuple(self.matches),
                tuple(self.gaps),
                tuple(self.findings),
                {score: tuple(rows) for score, rows in self.leaves.items()},
            )
        )


@dataclass
class Answers:
    """One program asked of some cases; derived kinds become tables stratum by stratum."""

    connection: Connection
    program: Program
    found: list[Found]
    tables: Tables = field(init=False)

    def __post_init__(self) -> None:
        self.tables = Tables(self.program, DuckDb(), evidence=True)

    def every(self) -> list[Answer | Mistake]:
        """Derived kinds in order, then rules that derive nothing, then leaves, as is defined."""
        for kind in self.program.kinds_in_order:
            self._derive(kind)
        for typed in self.program.rules:
            if typed.rule.derives is None:
                self._matches(typed)
        for leaf in self.program.leaves:
            self._leaf(leaf)
        return [each.answer() for each in self.found]

    def _derive(self, kind: str) -> None:
        for typed in self.program.derivers(kind):
            self._matches(typed)
        aggregate = self.program.aggregate(kind)
        self.connection.name = kind
        if aggregate:
            rows = self._ready(self.tables.rows(aggregate.query).select)
            self._count(rows, limits.too_many_rows(kind))
        self.connection.create(fact_table(kind), self._ready(findings(self.tables, kind)))
        self._findings(kind)

    def _count(self, select: exp.Select, refusal: Mistake) -> None:
        """Refuse the cases with more rows than is allowed."""
        rows = exp.select(column(CASE_ID), exp.alias_(exp.Count(this=exp.Star()), "n"))
        rows = rows.from_(select.subquery("r", copy=False)).group_by(column(CASE_ID))
        for row in self.connection.rows(rows):
            if row["n"] > limits.MAX_MATCHES:
                self._refuse(row[CASE_ID], refusal)

    def _refuse(self, case: int, refusal: Mistake) -> None:
        self.found[case].refused = self.found[case].refused or refusal

    def _matches(self, typed: TypedRule) -> None:
        rule = typed.rule.id
        self.connection.name = rule
        seen = [0] * len(self.found)
        for row in self.connection.rows(self._ready(match_rows(self.tables, typed))):
            case = row[CASE_ID]
            seen[case] += 1
            if seen[case] > limits.MAX_MATCHES:
                self._refuse(case, limits.too_many_matches(rule))
                if all(each.refused for each in self.found):
                    return
            elif not self.found[case].refused:
                _sort_out(typed, row, self.found[case])

    def _leaf(self, leaf: TypedLeaf) -> None:
        self.connection.name = leaf.score
        for each in self.found:
            each.leaves[leaf.score] = []
        for row in self.connection.rows(self._ready(leaf_rows(self.tables, leaf))):
            rows = self.found[row[CASE_ID]].leaves[leaf.score]
            rows.append(row["value"])
            if len(rows) > limits.MAX_MATCHES:
                self._refuse(row[CASE_ID], limits.too_many_rows(leaf.score))
                rows.clear()

    def _ready(self, select: exp.Select) -> exp.Select:
        """The SELECT, once the tables of absences that it reads are made."""
        for name, other in self.tables.others.items():
            self.connection.create(name, other)
        self.tables.others.clear()
        return select

    def _findings(self, kind: str) -> None:
        fields = sorted(self.program.schemas[kind].fields)
        table = exp.Table(this=exp.to_identifier(fact_table(kind), quoted=True))
        rows = list(self.connection.rows(exp.select("*").from_(table)))
        for row in sorted(rows, key=lambda row: int(row["_id"].rpartition("/")[2])):
            values = {name: row[name] for name in fields}
            evidence = frozenset(row["_evidence"])
            self.found[row[CASE_ID]].findings.append(
                Fact(row["_id"], kind, values, (), row["_certain"], evidence)
            )


def _sort_out(typed: TypedRule, row: Mapping[str, Any], found: Found) -> None:
    names = tuple((alias, row[f"{alias}._id"]) for alias, _ in typed.query.patterns)
    if not row["is_match"]:
        found.gaps.append(Gap(typed.rule.id, names, row["points"]))
        return
    opened_ = row["gate"] is True if typed.uses_identity else None
    evidence = frozenset(row["_evidence"])
    found.matches.append(
        Match(typed.rule.id, names, evidence, row["strength"], row["points"], opened_)
    )
