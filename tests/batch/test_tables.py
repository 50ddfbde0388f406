"""The tables of a panel, their columns, and what must fit between their rows."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from riskmemo.batch.many import assess_many
from tests.batch.panels import (
    DAY,
    SIGNED,
    TIE,
    A,
    csv_panel,
    parquet_panel,
    refusals,
    rows,
    scores,
    ties,
)
from tests.building import LEAF, program, rule, vocabulary

EARLY = datetime.date(2024, 1, 1)


def test_a_panel_needs_cases(tmp_path: Path) -> None:
    """Without them nothing says what is assessed."""
    expected = [
        (
            "missing-table: a panel needs a table `cases` | add `cases.parquet` or `cases.csv` with"
            " case_id, subject, as_of and horizon"
        )
    ]
    assert refusals({}) == expected
    assert refusals(tmp_path) == expected
    assert refusals({"cases": rows(A).slice(0, 0)}) == [
        "no-cases: the table `cases` has no row | add a row for each case"
    ]


def test_a_panel_is_a_folder(tmp_path: Path) -> None:
    """A file or a path to nowhere is refused."""
    advice = "name the folder that holds `cases.parquet` or `cases.csv`"
    for path in (tmp_path / "nowhere", Path(__file__)):
        assert refusals(path) == [f"file-not-found: `{path}` is not a folder | {advice}"]


def test_an_unknown_table_is_refused() -> None:
    """A misspelled kind would else be a kind without facts."""
    assert refusals({**ties({}), "ties": rows(TIE)}) == [
        (
            "unknown-table: the vocabulary `small` has no kind `ties`, so a panel has no such table"
            " | did you mean `tie`?"
        )
    ]


def test_a_table_is_there_once(tmp_path: Path) -> None:
    """Two files of one kind might say different things."""
    parquet_panel(csv_panel(tmp_path, tie="case_id,id\n"), {"tie": rows(TIE)})
    assert refusals(tmp_path) == [
        "table-twice: the table `tie` is there twice, as Parquet and as CSV | keep one of the two"
    ]


@pytest.mark.parametrize("name", ["tie.CSV", "tie.xlsx", "tie.csv.gz", "cases.json", "act.tsv"])
def test_a_file_that_could_be_meant_as_a_table_is_not_passed_over(
    name: str, tmp_path: Path
) -> None:
    """What is named after a kind and cannot be read would else be missing silently."""
    (csv_panel(tmp_path) / name).write_text("", encoding="utf-8")
    assert refusals(tmp_path) == [
        (
            f"table-unreadable: `{name}` is named as a table is, and is no Parquet or CSV file"
            " | save the table as `.parquet` or `.csv`, or give the file another name"
        )
    ]


def test_a_folder_may_hold_other_things(tmp_path: Path) -> None:
    """Notes, hidden files and folders are left alone."""
    panel = csv_panel(tmp_path)
    (panel / "README.md").write_text("Made in July.", encoding="utf-8")
    (panel / ".tie.csv.part").write_text("half", encoding="utf-8")
    (panel / "archive").mkdir()
    assert [row["case_id"] for row in scores(assess_many(panel, SIGNED))] == ["A"]


@pytest.mark.parametrize("folder", ["[a]", "a*b", "what?", "it's", 'a"b', "Өлгий"])
def test_a_folder_may_have_any_name(folder: str, tmp_path: Path) -> None:
    """Names that DuckDB could take for patterns or for SQL."""
    for other in ("a", "ab"):
        csv_panel(tmp_path / other, cases="case_id,subject,as_of,horizon\n")
    panel = csv_panel(tmp_path / folder)
    parquet_panel(panel, {"tie": rows({**TIE, "status": "signed"})})
    assert [row["risk.score"] for row in scores(assess_many(panel, SIGNED))] == [10]


@pytest.mark.parametrize("data", [b"", b"PAR1 nonsense PAR1", b"case_id,id\nA,T1\n"])
def test_a_file_that_is_no_parquet_is_refused(data: bytes, tmp_path: Path) -> None:
    """Whatever its name says."""
    (csv_panel(tmp_path) / "tie.parquet").write_bytes(data)
    (found,) = refusals(tmp_path)
    assert found.startswith("table-unreadable: the table `tie` cannot be read: ")
    assert "tie.parquet" in found


def test_a_parquet_that_is_broken_inside_is_refused(tmp_path: Path) -> None:
    """Its end may be sound while its pages are not."""
    many = [{**TIE, "id": f"T{n}", "name": f"name {n * 7919}"} for n in range(5000)]
    path = parquet_panel(csv_panel(tmp_path), {"tie": rows(*many)}) / "tie.parquet"
    data = bytearray(path.read_bytes())
    data[200:3000] = b"\xff" * 2800
    path.write_bytes(data)
    (found,) = refusals(tmp_path)
    assert found.startswith("table-unreadable: the table `tie` cannot be read: ")


def test_an_unknown_column_is_refused() -> None:
    """A misspelled field would else be unknown in every row."""
    assert refusals(ties({"partnr": "KAZ"})) == [
        "unknown-column: the table `tie` can have no column `partnr` | did you mean `partner`?"
    ]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("case_id,id,id", ("duplicate-column: the table `tie` has the column `id` twice"
         " | name each column once in the first line")),
        ("case_id,id,", ("table-unreadable: the table `tie` has a column without a name"
         " | name each column once in the first line")),
        ("", ("table-unreadable: the table `tie` is empty"
         " | name each column once in the first line")),
    ],
)  # fmt: skip
def test_a_header_names_each_column_once(header: str, told: str, tmp_path: Path) -> None:
    """The first line of a CSV table says what its columns are."""
    assert refusals(csv_panel(tmp_path, tie=header)) == [told]


def test_columns_of_arrow_are_named_once() -> None:
    """Arrow allows two columns of one name; which one is meant cannot be told."""
    table = pyarrow.table([["A"], ["T1"], ["T2"]], names=["case_id", "id", "id"])
    assert refusals({"cases": rows(A), "tie": table}) == [
        "duplicate-column: the table `tie` has the column `id` twice | name each column once"
    ]


def test_a_table_is_something_with_arrow() -> None:
    """A list of rows is not guessed at."""
    assert refusals({"cases": [A]}) == [
        (
            "table-unreadable: the table `cases` has no Arrow PyCapsule interface"
            " | give a PyArrow, Polars or pandas table, or a DuckDB relation"
        )
    ]


@pytest.mark.parametrize("name", ["subject", "as_of", "horizon", "case_id"])
def test_a_case_states_what_it_is_about(name: str) -> None:
    """A column that is missing, and a value that is."""
    without = {key: value for key, value in A.items() if key != name}
    missing = f"missing-column: the table `cases` has no column `{name}` | add `{name}`"
    assert refusals({"cases": rows(without)}) == [missing]
    told = "every row needs a `case_id`" if name == "case_id" else f"a case must state `{name}`"
    assert f"missing-field: table `cases`, column `{name}`, row 1: {told}" in refusals(
        {"cases": pyarrow.Table.from_pylist([{**A, name: None}], schema=rows(A).schema)}
    )


def test_cases_have_ids_of_their_own() -> None:
    """The second of two rows is named."""
    assert refusals({"cases": rows(A, {**A, "case_id": "B"}, A)}) == [
        (
            "duplicate-id: table `cases`, column `case_id`, row 3: the case `A` is there already"
            " | give each case its own `case_id`"
        )
    ]


def test_a_case_ends_after_its_cut_off() -> None:
    """As for a single case."""
    assert refusals({"cases": rows({**A, "horizon": EARLY})}) == [
        (
            "as-of-after-horizon: table `cases`, column `horizon`, row 1: the cut-off 2025-07-21"
            " lies after the horizon | choose a later `horizon`"
        )
    ]


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("tie", TIE),
        ("searched", {"kind": "tie"}),
        ("sources", {"id": "S1", "reliability": "A"}),
    ],
)
def test_rows_belong_to_cases_that_are_there(table: str, row: dict[str, Any]) -> None:
    """A fact of a case that is not in `cases` would never be looked at."""
    given = rows(*({**row, "case_id": name} for name in ("B", "A", "C")))
    assert refusals({"cases": rows(A), table: given}) == [
        (
            f"unknown-case: table `{table}`, column `case_id`, rows 1 and 3: there is no case `B`"
            " | add the case to `cases`, or leave the row out"
        )
    ]


def test_facts_of_a_case_have_ids_of_their_own() -> None:
    """In all tables together, as in a case; another case may use them again."""
    act = {"case_id": "A", "id": "T1", "known": DAY, "organisation": "O", "place": "P"}
    given = {
        "cases": rows(A, {**A, "case_id": "B"}),
        "tie": rows(TIE, TIE, {**TIE, "case_id": "B"}),
        "act": rows(act, {**act, "id": "A1"}),
    }
    advice = "give each fact of a case its own id"
    assert refusals(given) == [
        (
            f"duplicate-id: table `tie`, column `id`, row 2: the id `T1` is used twice in a case"
            f" | {advice}"
        ),
        (
            f"duplicate-id: table `act`, column `id`, row 1: the id `T1` is used twice in a case"
            f" | {advice}"
        ),
    ]


BETWEEN: list[tuple[dict[str, Any], str]] = [
    ({"until": DAY}, ("inconsistent: table `tie`, column `until`, row 1: `until` is the last day"
     " and needs a `date` that is not later | put the first day in `date`")),
    ({"date": DAY, "until": EARLY}, ("inconsistent: table `tie`, column `until`, row 1: `until` is"
     " the last day and needs a `date` that is not later | put the first day in `date`")),
    ({"reliability": "A"}, ("inconsistent: table `tie`, column `reliability`, row 1: `reliability`"
     " and `credibility` make a grade together | state both or neither")),
    ({"credibility": 1}, ("inconsistent: table `tie`, column `reliability`, row 1: `reliability`"
     " and `credibility` make a grade together | state both or neither")),
    ({"sources": "S1/2", "reliability": "A", "credibility": 1}, ("inconsistent: table `tie`, column"
     " `reliability`, row 1: a fact with `sources` has the grades of these"
     " | leave `reliability` and `credibility` out")),
    ({"sources": "S1/2 S9/1"}, ("unknown-source: table `tie`, column `sources`, row 1: there is no"
     " source `S9` | add it to the table `sources`")),
    ({"known": None}, ("known-missing: table `tie`, column `known`, row 1: nothing says when this"
     " became known | add `known` with the day on which you could know it, or a dated source")),
    ({"known": None, "date": DAY, "sources": "S1/2"}, ("known-missing: table `tie`, column `known`,"
     " row 1: nothing says when this became known"
     " | add `known` with the day on which you could know it, or a dated source")),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "told"), BETWEEN)
def test_what_a_fact_says_of_itself_fits_together(fields: dict[str, Any], told: str) -> None:
    """Its days, its grade and its sources."""
    given = ties(fields)
    given["sources"] = rows({"id": "S1", "reliability": "A"})
    assert refusals(given) == [told]


def test_sources_have_ids_of_their_own() -> None:
    """Shared by all cases, or of one case, but not both."""
    source = {"id": "S1", "reliability": "A", "case_id": None}
    given = {"cases": rows(A), "sources": rows(source, source, {**source, "case_id": "A"})}
    assert refusals(given) == [
        (
            "duplicate-id: table `sources`, column `id`, row 2: the id `S1` is used twice"
            " | give each source its own id"
        ),
        (
            "duplicate-id: table `sources`, column `id`, row 3: the source `S1` is shared by all"
            " cases and of one case as well | give the source of the case its own id"
        ),
    ]


def test_a_source_of_another_case_is_not_there() -> None:
    """A source with a `case_id` can be cited in that case only."""
    given = {
        "cases": rows(A, {**A, "case_id": "B"}),
        "sources": rows({"id": "S1", "reliability": "A", "case_id": "B", "date": DAY}),
        "tie": rows({"case_id": "A", "id": "T1", "sources": "S1/1"}),
    }
    assert refusals(given) == [
        (
            "unknown-source: table `tie`, column `sources`, row 1: there is no source `S1`"
            " | add it to the table `sources`"
        )
    ]


def test_what_was_searched_for_is_a_kind() -> None:
    """A misspelled kind would else count as never searched for."""
    assert refusals({"cases": rows(A), "searched": rows({"case_id": "A", "kind": "ties"})}) == [
        (
            "unknown-kind: table `searched`, column `kind`, row 1: there is no kind `ties`"
            " | did you mean `tie`?"
        )
    ]


@pytest.mark.parametrize("name", ["case_id", "id", "known", "sources"])
def test_a_field_cannot_have_the_name_of_a_column_of_ours(name: str) -> None:
    """Which of the two a column is could not be told."""
    words = vocabulary({"tie": {name: "text"}})
    assert refusals({"cases": rows(A)}, program(words, rules=[rule("any", {"t": "tie"})])) == [
        (
            f"name-taken: a panel cannot hold the field `{name}` of the kind `tie`: a column of its"
            " own has that name | give the field another name"
        )
    ]


@pytest.mark.parametrize("kind", ["cases", "sources", "searched"])
def test_a_kind_cannot_have_the_name_of_a_table_of_ours(kind: str) -> None:
    """Nor could a table."""
    words = vocabulary({kind: {"size": "number"}})
    assert refusals({"cases": rows(A)}, program(words, rules=[rule("any", {"t": kind})])) == [
        (
            f"name-taken: a panel cannot hold the kind `{kind}`: a table of its own has that name"
            " | give the kind another name"
        )
    ]


def test_a_field_hides_a_column_that_may_be_left_out() -> None:
    """A field `reliability` is the field; such facts are graded by their sources only."""
    words = vocabulary({"road": {"reliability": "number", "says": "text"}})
    both = 'r.reliability == 3 and r.says == "x"'
    given = program(words, rules=[rule("so", {"r": "road"}, [both])])
    road = {"case_id": "A", "id": "R1", "known": DAY, "reliability": 3, "says": "x"}
    found = assess_many({"cases": rows(A), "road": rows(road)}, given)
    assert [row["risk.score"] for row in scores(found)] == [10]


def test_tables_without_rows_are_facts_that_are_not_there(tmp_path: Path) -> None:
    """An empty table, a table left out, and one with a header only are the same."""
    empty = rows(TIE).slice(0, 0)
    for panel in (
        {"cases": rows(A)},
        {"cases": rows(A), "tie": empty},
        csv_panel(tmp_path / "csv", tie="case_id,id,known\n"),
        parquet_panel(csv_panel(tmp_path / "parquet"), {"tie": empty}),
    ):
        assert [row["risk.score"] for row in scores(assess_many(panel, SIGNED))] == [0]


def test_no_bands_in_effect_are_refused() -> None:
    """For the earliest cut-off of the panel, as for a case."""
    bands = {"b": [{"effective_from": "2025-01-01", "levels": [{"label": "Low", "begins": 0}]}]}
    banded = {"risk": {**LEAF, "bands": "b"}}
    given = program(rules=[rule("signed", {"t": "tie"})], scores=banded, bands=bands)
    (found,) = refusals({"cases": rows({**A, "as_of": EARLY})}, given)
    assert found.startswith("no-bands-in-effect: ")
