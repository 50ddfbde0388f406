"""Whatever tables and rulesets have for names and texts stays data, and the database is closed."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from riskmemo.batch.database import Database
from riskmemo.batch.many import assess_many
from riskmemo.batch.to_case import case_id, case_of
from riskmemo.engines import limits
from riskmemo.errors import EvaluationRefused, InvalidInput
from riskmemo.screening import screen
from tests.batch.panels import DAY, SIGNED, TIE, A, csv_panel, refusals, rows, scores, ties
from tests.building import LEAF, program, rule, told, vocabulary

PAYLOADS = (
    "'; DROP TABLE loaded_cases; --",
    '"; SELECT 1; /*',
    "*/ */ -- ' \" `",
    "\\' OR 1=1 \\",
    "$$; $1 ? :x %s {0} ${HOME} #{1}",
    "漢字 ｓｅｌｅｃｔ ＇ ʼ \U0001f600 é",
    "line\nbreak\ttab",
    "NULL",
    "../../etc/passwd",
)
WORDS = vocabulary(
    {
        "select": {
            "order": "text",
            "group": [*PAYLOADS, "plain"],
            "having": "number",
            "truth": "bool",
            "as_of": "date",
        },
        "cases_": {"kind": "text"},
    }
)
SELECT = {"case_id": "A", "id": "S1", "known": DAY}


def quoted(text: str) -> str:
    """A text as expressions have it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("\t", "\\t") + '"'


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_tables_comes_back_as_data(payload: str) -> None:
    """As a text, a category and the id of a case; rules compare it with their own."""
    where = [f"s.order == {quoted(payload)}", f"s.group == {quoted(payload)}"]
    bands = {"b": [{"levels": [{"label": payload, "begins": 0}, {"label": "x", "begins": 99}]}]}
    given = program(
        WORDS,
        rules=[rule("union", {"s": "select"}, where)],
        scores={"risk": {**LEAF, "bands": "b"}},
        bands=bands,
    )
    panel = {
        "cases": rows({**A, "case_id": payload, "title": payload}),
        "select": rows({**SELECT, "case_id": payload, "order": payload, "group": payload}),
    }
    found = assess_many(panel, given, matches=True)
    (row,) = scores(found)
    assert (row["case_id"], row["risk.score"], row["risk.band"]) == (payload, 10, payload)
    assert found.matches is not None
    assert found.matches.column("case_id").to_pylist() == [payload]
    case = case_of(panel, payload, WORDS)
    assert case.title == payload
    assert case.indicators[0].fields == {"order": payload, "group": payload}
    assert screen(case, given).scenarios["base"]["risk"].value == 10


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_for_a_column_or_table_is_refused_as_unknown(payload: str) -> None:
    """Its name is told as it is, and nothing of it is run."""
    first = refusals(ties({payload: 1}))[0]
    assert first.startswith(f"unknown-column: the table `tie` can have no column `{payload}`")
    (second,) = refusals({"cases": rows(A), payload: rows(TIE)})
    assert second.startswith(f"unknown-table: the vocabulary `small` has no kind `{payload}`")


@pytest.mark.parametrize("payload", [each for each in PAYLOADS if "\n" not in each])
def test_a_payload_in_csv_comes_back_as_data(payload: str, tmp_path: Path) -> None:
    """In cells and in the header."""
    cell = '"' + payload.replace('"', '""') + '"'
    table = f"case_id,id,known,name\nA,T1,2025-07-21,{cell}\n"
    given = program(rules=[rule("so", {"t": "tie"}, [f"t.name == {quoted(payload)}"])])
    found = assess_many(csv_panel(tmp_path, tie=table), given)
    assert [row["risk.score"] for row in scores(found)] == [10]
    (told_first, *_) = refusals(csv_panel(tmp_path, tie=f"case_id,id,known,{cell}\n"))
    assert f"the table `tie` can have no column `{payload}`" in told_first


def test_names_of_cases_become_ids_of_case_files() -> None:
    """Anything may name a case in a panel; a case file is stricter."""
    names = {
        "A": "a",
        "MNG-2025": "mng-2025",
        "7": "case-7",
        "../x": "x",
        "Ө": "case",
        "a b": "a-b",
    }
    assert {name: case_id(name) for name in names} == names


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Database]:
    """A database after loading."""
    with Database(tmp_path, "100MB", 1) as database:
        database.run("CREATE TABLE loaded AS SELECT 1 AS one")
        database.lock()
        yield database


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT * FROM read_csv('/etc/passwd')", "file system operations are disabled"),
        ("SELECT * FROM '/etc/passwd'", "does not exist"),
        ("COPY loaded TO '/tmp/out.csv'", "file system operations are disabled"),
        ("ATTACH '/tmp/other.db'", "file system operations are disabled"),
        ("INSTALL httpfs", "file system operations are disabled"),
        ("LOAD httpfs", "Loading external extensions is disabled"),
        ("SET threads = 4", "configuration has been locked"),
        ("SET memory_limit = '9GB'", "configuration has been locked"),
        ("SET enable_external_access = true", "configuration has been locked"),
        ("SELECT * FROM PAYLOADS", "does not exist"),
    ],
)
def test_the_database_is_locked_after_loading(
    locked: Database, statement: str, expected: str
) -> None:
    """No file, no extension, no setting and no variable of Python can be reached."""
    with pytest.raises(duckdb.Error, match=expected):
        locked.run(statement)


def test_the_database_is_bounded(locked: Database) -> None:
    """Memory and threads are what was asked for; what does not fit goes beside the output."""
    asked = "threads", "memory_limit", "temp_directory"
    names = ", ".join(f"current_setting('{name}')" for name in asked)
    ((threads, memory, folder),) = locked.run(f"SELECT {names}")
    assert (threads, memory) == (1, "95.3 MiB")
    assert Path(folder).name == "spilled"


@pytest.mark.parametrize("memory", ["plenty", "2", "2GB; --", "-1GB", "0MB", "2TB"])
def test_an_amount_of_memory_has_a_unit(memory: str) -> None:
    """Anything else is refused before it reaches the database."""
    with pytest.raises(InvalidInput) as refused:
        assess_many({"cases": rows(A)}, SIGNED, memory=memory)
    assert [told(each) for each in refused.value.mistakes] == [
        f"bad-memory: `{memory}` is no amount of memory | write `2GB` or `500MB`, say"
    ]


PAIRS = {"match": {"a": "tie", "b": "tie"}}
TOO_MUCH: list[tuple[dict[str, Any], str]] = [
    ({"rules": [rule("pairs", **PAIRS)]}, "rule `pairs` has more than 16 matches"),
    (
        {
            "rules": [
                rule("makes", **PAIRS, derives={"kind": "pair", "fields": {"n": "a.level"}}),
                rule("reads", {"p": "pair"}),
            ]
        },
        "rule `makes` has more than 16 matches",
    ),
    (
        {
            "derive": {"counted": {**PAIRS, "group_by": {"one": "1"}, "fields": {"n": "count()"}}},
            "rules": [rule("reads", {"c": "counted"})],
        },
        "`counted` has more than 16 rows",
    ),
    (
        {
            "scores": {
                "risk": LEAF,
                "height": {**LEAF, **PAIRS, "from": "facts", "value": "a.level", "combine": "max",
                           "missing": "require"},
            }
        },
        "`height` has more than 16 rows",
    ),
    (
        {"rules": [rule("lonely", **PAIRS, unless=[{"match": {"k": "kin"}}])]},
        "rule `lonely` has more than 16 matches",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "message"), TOO_MUCH)
def test_a_rule_that_finds_too_much_is_refused(
    parts: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a single case: five ties make 25 pairs, four make 16; the case is named."""
    monkeypatch.setattr(limits, "MAX_MATCHES", 16)
    given = program(**parts)
    names = ("A", "B")
    panel = {
        "cases": rows(*({**A, "case_id": name} for name in names)),
        "tie": rows(*(tie(name, n) for name in names for n in range(4))),
    }
    assert len(scores(assess_many(panel, given))) == 2
    panel["tie"] = rows(*(tie(name, n) for name in names for n in range(4 + (name == "B"))))
    with pytest.raises(EvaluationRefused) as refused:
        assess_many(panel, given)
    (mistake,) = refused.value.mistakes
    assert mistake.code == "too-many-matches"
    assert mistake.message.replace("10,000", "16") == f"{message} in the case `B`"
    assert (
        mistake.help == "add a condition that joins its patterns, as `kin.kin_state == tie.partner`"
    )


def tie(case: str, number: int) -> dict[str, Any]:
    """A tie of a case."""
    return {**TIE, "case_id": case, "id": f"T{number}", "level": 1.0}


def test_a_joined_rule_is_counted_by_what_it_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many combinations that a condition rules out are no matches."""
    monkeypatch.setattr(limits, "MAX_MATCHES", 16)
    joined = program(rules=[rule("same", **PAIRS, where=["a.level == b.level", "a.level >= 5"])])
    many = [{**TIE, "id": f"T{n}", "level": float(n % 5 + 10)} for n in range(20)]
    with pytest.raises(EvaluationRefused, match="rule `same` has more than 16"):
        assess_many({"cases": rows(A), "tie": rows(*many)}, joined)
    fewer = [{**each, "level": float(n)} for n, each in enumerate(many)]
    assert (
        scores(assess_many({"cases": rows(A), "tie": rows(*fewer)}, joined))[0]["risk.score"] == 10
    )


def test_days_at_the_ends_of_the_calendar_are_kept() -> None:
    """The first and the last day that a case can have."""
    first, last = datetime.date(1, 1, 1), datetime.date(9999, 12, 31)
    panel = {
        "cases": rows({**A, "as_of": first}, {**A, "case_id": "B", "as_of": last, "horizon": last}),
        "tie": rows(
            {**TIE, "known": first, "status": "signed"},
            {**TIE, "case_id": "B", "known": last, "status": "signed"},
        ),
    }
    assert [row["risk.score"] for row in scores(assess_many(panel, SIGNED))] == [10, 10]
