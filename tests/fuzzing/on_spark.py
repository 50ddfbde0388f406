"""Many cases of one program at once on Spark, beside the definition, in one session for all.

What a batch writes is compared: scores with their coverage, matches and gaps. Spark takes its time
to plan a statement, so a program is two statements and those of its strata.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from riskmemo.batch.database import identifier, literal
from riskmemo.batch.spark.database import SparkDatabase
from riskmemo.engines import definition
from riskmemo.engines.sql.expressions import sql_type
from riskmemo.engines.sql.panel import FOLDED, SEARCHED, Panel
from riskmemo.engines.sql.queries import CASE_ID, CASES, fact_table
from riskmemo.engines.sql.scores import COVERAGE, SCORE
from riskmemo.engines.sql.spark import Spark
from riskmemo.errors import EvaluationRefused
from riskmemo.evaluate import Evaluation
from riskmemo.language.program import Program
from riskmemo.model.facts import Fact, Setting
from riskmemo.model.grading import supports_identity_rule
from tests.fuzzing.cases import WrittenCase
from tests.fuzzing.many import Scenarios, in_numbers
from tests.fuzzing.written import facts_of, setting_of

SETTINGS: Mapping[str, str] = {
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}
"""Tiny data: planning takes the time, and compiling each plan to Java would take most of it."""
HEAD = {CASE_ID: "BIGINT", "_id": "VARCHAR", "_supports": "BOOLEAN"}
CASE_COLUMNS = {CASE_ID: "BIGINT", "as_of": "DATE", "horizon": "DATE", "subject": "VARCHAR"}
Given = tuple[Sequence[Fact], Setting, frozenset[str]]
"""The facts of a case, its setting, and the kinds that were searched for."""
Found = tuple[Scenarios, list[Any], list[Any]]
"""Scores, matches and gaps of a case, these sorted."""


def differences(session: Any, program: Program, cases: Sequence[WrittenCase]) -> list[str | None]:
    """How Spark differs from the definition in each case; none where that refuses a case."""
    words = program.vocabulary
    given = [(facts_of(c, words), setting_of(c), frozenset(c.searched)) for c in cases]
    found = found_on_spark(session, program, given)
    return [
        _difference(defined(program, *one), other) for one, other in zip(given, found, strict=True)
    ]


def defined(
    program: Program, facts: Sequence[Fact], setting: Setting, searched: frozenset[str]
) -> Found | None:
    """What the definition finds in a case, unless it refuses the work."""
    try:
        answer = definition.answer(program, facts, setting)
    except EvaluationRefused:
        return None
    return found_in(Evaluation(program, setting, tuple(facts), answer, searched, ()))


def found_in(known: Evaluation) -> Found:
    """What was found, in plain rows; minus zero is not zero here, and true is not one."""
    matches = [
        (m.rule, m.facts, repr(m.strength), repr(m.contribution), repr(m.gate))
        for m in known.answer.matches
    ]
    gaps = [(gap.rule, gap.facts, repr(gap.points)) for gap in known.answer.gaps]
    return in_numbers(known), sorted(matches), sorted(gaps)


def _difference(one: Found | None, other: Found) -> str | None:
    if one is None:
        return None
    for what, mine, theirs in zip(("scores", "matches", "gaps"), one, other, strict=True):
        if mine != theirs:
            return f"{what}: {mine!r} against {theirs!r}"[:2000]
    return None


def found_on_spark(session: Any, program: Program, given: Sequence[Given]) -> list[Found]:
    """Scores, matches and gaps of each case, as Spark finds them."""
    database = SparkDatabase(session)
    load(database, program, given)
    panel = Panel(program, Spark(), whole=True)
    for statement in (*panel.strata(), *panel.folds()):
        database.keep_tree(statement.name, statement.select)
        if statement.name == FOLDED or statement.name.startswith(fact_table("")):
            table = session.table(f"`{statement.name}`").localCheckpoint()
            database.view(statement.name, table)
    found: list[Found] = [({}, [], []) for _ in given]
    for case, scenario, *values in _scores(database, panel):
        pairs = zip(values[::2], values[1::2], strict=True)
        found[case][0][scenario] = dict(zip(program.ruleset.scores, pairs, strict=True))
    for case, is_match, row in _matches(database, panel):
        found[case][1 if is_match else 2].append(row)
    return [(scores, sorted(matches), sorted(gaps)) for scores, matches, gaps in found]


def _scores(database: SparkDatabase, panel: Panel) -> Iterator[Any]:
    """Case, scenario, and score and coverage of each node."""
    names = [what + name for name in panel.program.ruleset.scores for what in (SCORE, COVERAGE)]
    listed = ", ".join(map(identifier, names))
    parts = []
    for number, scenario in enumerate((None, *panel.program.ruleset.hypotheses)):
        database.keep_tree(f"scenario {number}", panel.scores(scenario))
        told = "NULL::VARCHAR" if scenario is None else literal(scenario)
        parts.append(f'SELECT _case, {told}, {listed} FROM "scenario {number}"')
    yield from database.run(" UNION ALL ".join(parts))


def _matches(database: SparkDatabase, panel: Panel) -> Iterator[tuple[int, bool, Any]]:
    """Case, whether it is a match, and the row of it or of a gap."""
    parts = []
    for rule, select in panel.matches():
        for name, other in panel.tables.others.items():
            database.keep_tree(name, other)
        panel.tables.others.clear()
        database.keep_tree(f"matches of {rule}", select)
        ids = ", ".join(
            identifier(f"{alias}._id") for alias, _ in panel.program.rule[rule].query.patterns
        )
        table = identifier(f"matches of {rule}")
        columns = f"_case, {literal(rule)}, [{ids}], is_match, strength, points, gate"
        parts.append(f"SELECT {columns} FROM {table}")
    for case, rule, ids, is_match, strength, points, gate in database.run(
        " UNION ALL ".join(parts)
    ):
        typed = panel.program.rule[rule]
        aliases = (alias for alias, _ in typed.query.patterns)
        facts = tuple(zip(aliases, ids, strict=True))
        opened = gate is True if typed.uses_identity else None
        row = (rule, facts, repr(strength), repr(points), repr(opened))
        yield case, is_match, row if is_match else (rule, facts, repr(points))


def load(database: SparkDatabase, program: Program, given: Sequence[Given]) -> None:
    """The tables that the SQL of a program reads."""
    settings = [(n, s.as_of, s.horizon, s.subject) for n, (_, s, _) in enumerate(given)]
    _fill(database, CASES, CASE_COLUMNS, settings)
    looked = [(n, kind) for n, (_, _, kinds) in enumerate(given) for kind in sorted(kinds)]
    _fill(database, SEARCHED, {CASE_ID: "BIGINT", "kind": "VARCHAR"}, looked)
    for kind, schema in program.schemas.items():
        if schema.derived:
            continue
        own = {name: sql_type(type_) for name, type_ in schema.fields.items()}
        rows = [
            (number, f.id, _supports(f), *(f.values[name] for name in own))
            for number, (facts, _, _) in enumerate(given)
            for f in facts
            if f.kind == kind
        ]
        _fill(database, fact_table(kind), HEAD | own, rows)


def _supports(fact: Fact) -> bool:
    return any(supports_identity_rule(*grade) for grade in fact.grades)


def _fill(
    database: SparkDatabase,
    name: str,
    columns: Mapping[str, str],
    rows: Sequence[Sequence[Any]],
) -> None:
    types = {"BIGINT": "bigint", "VARCHAR": "string"}
    told = ", ".join(f"`{each}` {types.get(t, t.lower())}" for each, t in columns.items())
    frame = database.session.createDataFrame([tuple(row) for row in rows], told)
    database.view(name, frame)
