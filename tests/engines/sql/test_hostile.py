"""Whatever a ruleset has for names and strings stays data; the database is locked."""

from collections.abc import Iterator

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from riskmemo.engines.sql import connections
from riskmemo.engines.sql.script import DIALECTS, script
from riskmemo.evaluate import Evaluation
from riskmemo.language.program import Program
from tests.building import evaluated, program, rule, vocabulary
from tests.fuzzing.many import in_numbers, scores_of

PAYLOADS = (
    "'; DROP TABLE cases; --",
    '"; SELECT 1; /*',
    "*/ */ -- ' \" `",
    "\\' OR 1=1 \\",
    "$$; $1 ? :x %s {0} ${HOME} #{1}",
    "E'\\x41' U&'\\0041' CAST(1 AS TEXT)",
    "漢字 ｓｅｌｅｃｔ ＇ ʼ \U0001f600 é",
    "line\nbreak\ttab",
    "NULL",
    "",
)
WORDS = vocabulary(
    {
        "select": {
            "order": "text",
            "group": [*(each for each in PAYLOADS if each.strip()), "plain"],
            "having": "number",
            "truth": "bool",
            "as_of": "date",
        },
        "cases": {"kind": "text"},
    }
)


def quoted(text: str) -> str:
    """A text as expressions have it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("\t", "\\t") + '"'


def of(payload: str) -> Program:
    """A ruleset that has a payload wherever it may, and words of SQL for names."""
    text = quoted(payload)
    rules = [
        rule(
            "union",
            {"table": "select"},
            [f"table.order == {text}"],
            derives={"kind": "where", "fields": {"all": text, "distinct": "table.order"}},
        ),
        rule("null", {"r": "where", "e": "cases"}, [f"r.all in [{text}]", "r.distinct == e.kind"]),
        rule("drop-table", {"v": "select"}, [f"v.group == {quoted(payload or 'plain')}"]),
        rule(
            "not",
            {"q": "cases"},
            unless=[{"match": {"w": "select"}, "where": [f"w.order != {text}"]}],
        ),
    ]  # fmt: skip
    return program(WORDS, rules=rules)


def assessed(payload: str, engine: str) -> Evaluation:
    """What an engine finds where the payload is in the facts, too."""
    row = {"kind": "select", "order": payload, "group": payload or "plain", "having": 1}
    facts = {"S1": row, "C1": {"kind": "cases"}, "C2": {"kind": "cases"}}
    return evaluated(of(payload), facts, engine)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_comes_back_as_data(payload: str) -> None:
    """It is compared, derived and scored as the definition does, and found as it was."""
    by_sql = assessed(payload, "sql")
    assert by_sql.answer == assessed(payload, "definition").answer
    (finding,) = by_sql.answer.findings
    assert finding.values == {"all": payload, "distinct": payload}
    given = [(by_sql.facts, by_sql.setting)]
    assert scores_of(by_sql.program, given, [by_sql.searched]) == [in_numbers(by_sql)]


def statements(payload: str, dialect: str) -> Iterator[exp.Expr]:
    """The statements of a script as they are read again."""
    for each in script(of(payload), dialect):
        (one,) = [found for found in sqlglot.parse(each, read=dialect) if found]
        yield one


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("payload", [each for each in PAYLOADS if each])
def test_a_statement_stays_one(payload: str, dialect: str) -> None:
    """Each is one SELECT, kept or given back, and has the payload as one string in it."""
    found = list(statements(payload, dialect))
    assert {type(each) for each in found} == {exp.Create, exp.Select}
    strings = {
        literal.this
        for each in found
        for literal in each.find_all(exp.Literal)
        if literal.is_string
    }
    assert payload in strings


@pytest.mark.parametrize("payload", PAYLOADS)
def test_duckdb_reads_one_statement(payload: str) -> None:
    """So says DuckDB's own parser."""
    with duckdb.connect() as connection:
        for each in script(of(payload), "duckdb"):
            assert len(connection.extract_statements(each)) == 1


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT * FROM read_csv('/etc/passwd')", "file system operations are disabled"),
        ("SELECT * FROM '/etc/passwd'", "does not exist"),
        ("COPY (SELECT 1) TO 'out.csv'", "file system operations are disabled"),
        ("ATTACH 'other.db'", "file system operations are disabled"),
        ("INSTALL httpfs", "file system operations are disabled"),
        ("SET threads = 4", "configuration has been locked"),
        ("SET enable_external_access = true", "configuration has been locked"),
        ("SELECT * FROM PAYLOADS", "does not exist"),
    ],
)
def test_the_database_is_locked(statement: str, told: str) -> None:
    """No file, no extension, no setting and no variable of Python can be reached."""
    with connections.opened() as connection, pytest.raises(duckdb.Error, match=told):
        connection.run(statement)
