"""A panel may be given as files or as any tables with the Arrow PyCapsule interface."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

import riskmemo
from riskmemo.batch.from_cases import as_csv, as_parquet, panel_of
from riskmemo.batch.many import assess_many
from tests.batch.panels import of_cases
from tests.building import GEOGRAPHY, case, program, rule

PROGRAM = program(
    rules=[
        rule("weighs", {"t": "tie"}, ["t.open and t.signed_on >= as_of - months(12)"],
             contributes={"to": "risk", "points": 20, "strength": "t.weight"}),
        rule("named", {"t": "tie", "k": "kin"}, ['t.partner == k.state and t.name != ""'],
             derives={"kind": "bound", "fields": {"partner": "t.partner", "size": "k.weight"}}),
        rule("bound", {"b": "bound"}, ['b.partner == "KAZ"']),
        rule("sealed", {"t": "tie"}, ['t.status == "in_force"']),
    ]
)  # fmt: skip
CASES = [
    case(
        {
            "T1": {
                "kind": "tie", "partner": "KAZ", "status": "in_force", "weight": 0.125,
                "name": 'a "treaty", signed', "open": True, "signed_on": "2025-02-01",
                "date": "2025-02-01", "until": "2025-03-01", "grade": ["B2", "C3@2025-05-01"],
            },
            "T2": {"kind": "tie", "partner": "KAZ", "open": False, "level": 7, "cost": 1e-7},
            "T3": {"kind": "tie", "partner": "KGZ", "open": True, "known": "2026-01-01"},
            "K1": {"kind": "kin", "state": "KAZ", "weight": 0.25},
            "C1": {"kind": "claim", "topic": "spillover"},
        },
        id="first",
    ),
    case({"T1": {"kind": "tie", "status": "in_force"}}, id="second", searched=["kin"]),
    case({}, id="third", subject="KAZ"),
]  # fmt: skip
Tables = dict[str, Any]


def in_memory(folder: Path) -> dict[str, pyarrow.Table]:
    """The panel of the cases as PyArrow tables."""
    path = of_cases(folder, CASES)
    return {each.stem: pyarrow.parquet.read_table(each) for each in sorted(path.iterdir())}


def relation(table: pyarrow.Table) -> duckdb.DuckDBPyRelation:
    """The same in DuckDB; a table is found by its name in Python."""
    return duckdb.connect().from_arrow(table)


def in_pandas(table: pyarrow.Table) -> pandas.DataFrame:
    """The same in pandas, which keeps what is not known as such."""
    return table.to_pandas(types_mapper=pandas.ArrowDtype)


GIVEN: dict[str, Callable[[pyarrow.Table], Any]] = {
    "PyArrow": lambda table: table,
    "a reader of batches": lambda table: table.to_reader(max_chunksize=1),
    "chunks": lambda table: pyarrow.concat_tables([table.slice(0, 1), table.slice(1)]),
    "Polars": polars.from_arrow,
    "pandas": in_pandas,
    "a DuckDB relation": relation,
}


def found_in(panel: Any) -> list[list[dict[str, Any]]]:
    """Scores, matches and gaps."""
    found = assess_many(panel, PROGRAM, matches=True, gaps=True)
    assert found.matches is not None
    assert found.gaps is not None
    return [found.scores.to_pylist(), found.matches.to_pylist(), found.gaps.to_pylist()]


@pytest.mark.parametrize("name", GIVEN)
def test_tables_of_other_libraries_give_the_same(name: str, tmp_path: Path) -> None:
    """Whatever the library calls its types of text and numbers."""
    expected = found_in(of_cases(tmp_path / "files", CASES))
    make = GIVEN[name]
    assert (
        found_in({key: make(each) for key, each in in_memory(tmp_path / "m").items()}) == expected
    )
    assert [each for each in expected if not each] == []


def test_csv_gives_what_parquet_gives(tmp_path: Path) -> None:
    """Numbers and dates written as text are read as what they were."""
    expected = found_in(of_cases(tmp_path / "parquet", CASES))
    assert found_in(of_cases(tmp_path / "csv", CASES, ending="csv")) == expected


def test_files_of_both_kinds_may_stand_side_by_side(tmp_path: Path) -> None:
    """Each table is read by the ending of its name."""
    expected = found_in(of_cases(tmp_path / "parquet", CASES))
    for number, (name, each) in enumerate(panel_of(CASES, GEOGRAPHY).items()):
        write, ending = ((as_csv, "csv"), (as_parquet, "parquet"))[number % 2]
        (tmp_path / f"{name}.{ending}").write_bytes(write(name, each, GEOGRAPHY))
    assert found_in(tmp_path) == expected


def test_the_order_of_rows_of_facts_does_not_show(tmp_path: Path) -> None:
    """Cases come back in the order of the table `cases`, and matches by rule and fact."""
    tables = in_memory(tmp_path)
    backwards = {
        name: each if name == "cases" else each.take(list(range(each.num_rows))[::-1])
        for name, each in tables.items()
    }
    assert found_in(backwards) == found_in(tables)


def test_missing_values_of_pandas_without_a_type_are_refused_in_numbers(tmp_path: Path) -> None:
    """Pandas turns whole numbers with a missing one into decimals with NaN: that is told."""
    frame = pandas.DataFrame({"case_id": [1.0, None], "id": ["T1", "T2"]})
    with pytest.raises(riskmemo.InvalidInput) as refused:
        assess_many({**in_memory(tmp_path), "tie": frame}, PROGRAM)
    message = refused.value.mistakes[0].message
    assert message.startswith("table `tie`, column `case_id`, row")


def test_the_public_name_is_documented() -> None:
    """`riskmemo.assess_many` is this function."""
    assert riskmemo.assess_many is assess_many
    assert "assess_many" in riskmemo.__all__


def test_columns_of_the_answer_have_exact_types(tmp_path: Path) -> None:
    """Points are decimals of a millionth; bands and rules are text."""
    found = assess_many(of_cases(tmp_path, CASES), PROGRAM, matches=True, gaps=True)
    assert found.matches is not None
    assert found.gaps is not None
    assert [f"{each.name}: {each.type}" for each in found.scores.schema] == [
        "case_id: string",
        "scenario: string",
        "risk.score: decimal128(18, 6)",
        "risk.coverage: decimal128(7, 6)",
    ]
    assert [f"{each.name}: {each.type}" for each in found.matches.schema] == [
        "case_id: string",
        "rule: string",
        "facts: map<string, string>",
        "strength: double",
        "points: decimal128(18, 6)",
        "gate: bool",
    ]
    assert [f"{each.name}: {each.type}" for each in found.gaps.schema] == [
        "case_id: string", "rule: string", "facts: map<string, string>",
        "points: decimal128(18, 6)",
    ]  # fmt: skip
