"""Names of columns that SQL would take for something else, in every format."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pytest
from pyarrow import parquet

from riskmemo.batch.many import assess_many
from riskmemo.batch.tables import unreadable
from tests.batch.panels import DAY, A, csv_panel, parquet_panel, refusals, rows, scores
from tests.building import program, rule, vocabulary

FORMATS = ("csv", "parquet", "arrow")


def panel(how: str, folder: Path, names: list[str]) -> Any:
    """A panel of one case with a table `tie` that has these columns."""
    values = {"case_id": "A", "id": "T1", "known": "2025-07-21"}
    row = [values.get(name, "signed") for name in names]
    table = pyarrow.table([[value] for value in row], names=names)
    match how:
        case "csv":
            return csv_panel(folder, tie=f"{','.join(names)}\n{','.join(row)}\n")
        case "parquet":
            return parquet_panel(csv_panel(folder), {"tie": table})
        case _:
            return {"cases": rows(A), "tie": table}


@pytest.mark.parametrize("how", FORMATS)
@pytest.mark.parametrize("name", ["_row", "_ROW", "_case", "_id"])
def test_names_that_are_ours_are_no_columns(how: str, name: str, tmp_path: Path) -> None:
    """What begins with `_` is no field, and is called by the name that was given."""
    assert refusals(panel(how, tmp_path, ["case_id", "id", "known", name])) == [
        f"unknown-column: the table `tie` can have no column `{name}` | leave the column out"
    ]


@pytest.mark.parametrize("how", FORMATS)
def test_names_that_differ_in_case_are_one_name(how: str, tmp_path: Path) -> None:
    """SQL would rename one of them, or take one for the other."""
    advice = "name each column once" + (" in the first line" if how == "csv" else "")
    given = panel(how, tmp_path, ["case_id", "id", "Case_Id", "status", "STATUS"])
    assert refusals(given) == [
        (
            "duplicate-column: the table `tie` has the columns `case_id` and `Case_Id`, which is"
            f" one name | {advice}"
        ),
        (
            "duplicate-column: the table `tie` has the columns `status` and `STATUS`, which is one"
            f" name | {advice}"
        ),
    ]


@pytest.mark.parametrize("how", ["parquet", "arrow"])
def test_one_name_twice_is_told_by_that_name(how: str, tmp_path: Path) -> None:
    """Not by the name that the database makes of the second."""
    assert refusals(panel(how, tmp_path, ["case_id", "id", "known", "id"])) == [
        "duplicate-column: the table `tie` has the column `id` twice | name each column once"
    ]


@pytest.mark.parametrize("how", FORMATS)
def test_a_name_in_another_case_is_unknown(how: str, tmp_path: Path) -> None:
    """As in a case file, `Status` is not `status`."""
    assert refusals(panel(how, tmp_path, ["case_id", "id", "known", "Status"])) == [
        "unknown-column: the table `tie` can have no column `Status` | did you mean `status`?"
    ]


@pytest.mark.parametrize("how", FORMATS)
def test_a_name_of_the_database_may_be_unknown(how: str, tmp_path: Path) -> None:
    """DuckDB numbers the rows of Parquet under the name `file_row_number`."""
    (found,) = refusals(panel(how, tmp_path, ["case_id", "id", "known", "file_row_number"]))
    assert found.startswith(
        "unknown-column: the table `tie` can have no column `file_row_number` |"
    )


def test_a_field_may_have_a_name_of_the_database(tmp_path: Path) -> None:
    """It is the field then, and rows are told by their number in the file all the same."""
    words = vocabulary({"tie": {"file_row_number": "number"}})
    given = program(words, rules=[rule("so", {"t": "tie"}, ["t.file_row_number == 7"])])
    fact = {"case_id": "A", "id": "T1", "known": DAY, "file_row_number": 7}
    folder = parquet_panel(csv_panel(tmp_path), {"tie": rows(fact)})
    assert [row["risk.score"] for row in scores(assess_many(folder, given))] == [10]
    many = [{**fact, "id": f"T{n}"} for n in range(5000)]
    path = parquet_panel(folder, {}) / "tie.parquet"
    parquet.write_table(rows(*many[:3000], {**fact, "case_id": "B"}, *many[3000:]), path, 1000)
    assert [each.partition(":")[2] for each in refusals(folder, given)] == [
        (
            " table `tie`, column `case_id`, row 3001: there is no case `B`"
            " | add the case to `cases`, or leave the row out"
        )
    ]


def test_advice_fits_the_format(tmp_path: Path) -> None:
    """A Parquet file is not told to have commas."""
    (csv_panel(tmp_path) / "tie.parquet").write_bytes(b"nonsense")
    (found,) = refusals(tmp_path)
    assert found.endswith(" | write the table anew: it may be damaged, or cut short")


def test_where_a_database_points_is_not_shown() -> None:
    """The statement was never typed, so its lines and carets say nothing."""
    pointing = ValueError("Binder Error: no such thing\n\nLINE 1: SELECT x\n               ^")
    (found,) = unreadable("tie", pointing).mistakes
    assert found.message == "the table `tie` cannot be read: Binder Error: no such thing"


def test_a_relation_may_name_its_columns_as_it_likes() -> None:
    """Quotes and spaces in a name are a name that is unknown."""
    table = duckdb.sql(
        "SELECT 'A' AS case_id, 'T1' AS id, DATE '2025-01-01' AS known, 1 AS \"a b\""
    )
    (found,) = refusals({"cases": rows(A), "tie": table})
    assert found.startswith("unknown-column: the table `tie` can have no column `a b` |")
