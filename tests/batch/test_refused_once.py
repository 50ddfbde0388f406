"""What is refused once is not refused again for what follows from it, and what no panel is."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from riskmemo.analysis.uncertainty import ranges
from riskmemo.batch import shards
from riskmemo.batch.many import assess_many
from riskmemo.cli import batch
from riskmemo.errors import InvalidInput
from tests.batch.panels import SIGNED, A, csv_panel, refusals, rows, scores, ties
from tests.building import told

DAY_HELP = " | write year-month-day, as `2025-07-21`"
KNOWN = (
    "known-missing: table `tie`, column `known`, {}: nothing says when this became known"
    " | add `known` with the day on which you could know it, or a dated source"
)


@pytest.mark.parametrize("column", ["date", "known"])
def test_a_day_that_is_none_is_one_mistake(column: str, tmp_path: Path) -> None:
    """The fact does say when it became known, only wrongly; another row that does not is told."""
    table = f"case_id,id,{column}\nA,T1,21.7.2025\nA,T2,\nA,T3,2025-07-01\n"
    assert refusals(csv_panel(tmp_path, tie=table)) == [
        (f"not-a-date: table `tie`, column `{column}`, row 1: `21.7.2025` is not a date{DAY_HELP}"),
        KNOWN.format("row 2"),
    ]


def test_a_day_of_another_type_is_one_mistake() -> None:
    """No row of such a column is refused twice."""
    noon = datetime.datetime(2025, 7, 21, 12, tzinfo=datetime.UTC)
    (found,) = refusals(ties({"known": None, "date": noon}))
    assert found.startswith("wrong-type: table `tie`, column `date`, row 1: ")


def test_a_source_with_a_day_that_is_none_is_one_mistake(tmp_path: Path) -> None:
    """The facts that cite it are not refused for it."""
    panel = csv_panel(
        tmp_path,
        sources="id,reliability,date\nS1,A,yesterday\nS2,A,\n",
        tie="case_id,id,sources\nA,T1,S1/2\nA,T2,S2/2\n",
    )
    assert refusals(panel) == [
        f"not-a-date: table `sources`, column `date`, row 1: `yesterday` is not a date{DAY_HELP}",
        KNOWN.format("row 2"),
    ]


def test_citations_that_are_none_are_one_mistake(tmp_path: Path) -> None:
    """What they would say of the time is not missed as well."""
    panel = csv_panel(tmp_path, tie="case_id,id,sources\nA,T1,S1 and S2\n")
    (found,) = refusals(panel)
    assert ": table `tie`, column `sources`, row 1: " in found


@pytest.mark.parametrize(
    ("panel", "message"),
    [
        (None, "a panel is a folder or a mapping of names to tables, and no `NoneType`"),
        ([rows(A)], "a panel is a folder or a mapping of names to tables, and no `list`"),
        ({5: rows(A)}, "a table is named by text, and `5` is none"),
    ],
)
def test_what_is_no_panel_is_refused(panel: Any, message: str) -> None:
    """With words of ours."""
    advice = "give a path, or tables by name, as `{'cases': cases, 'tie': ties}`"
    assert refusals(panel) == [f"not-a-panel: {message} | {advice}"]


@pytest.mark.parametrize("threads", [0, -1, 1025, 1.5, True, "2"])
def test_threads_are_a_number_of_threads(threads: Any) -> None:
    """Zero is not taken for all cores."""
    with pytest.raises(InvalidInput) as refused:
        assess_many({"cases": rows(A)}, SIGNED, threads=threads)
    assert [told(each) for each in refused.value.mistakes] == [
        (
            f"bad-threads: `{threads!r}` is no number of threads"
            " | give a whole number from 1 to 1,024, or none for all cores"
        )
    ]
    assert scores(assess_many({"cases": rows(A)}, SIGNED, threads=2))


@pytest.mark.parametrize("memory", ["", "0GB", "2 GB", 2])
def test_memory_is_an_amount_of_memory(memory: Any) -> None:
    """Nor is nothing taken for the default."""
    with pytest.raises(InvalidInput) as refused:
        assess_many({"cases": rows(A)}, SIGNED, memory=memory)
    assert [told(each) for each in refused.value.mistakes] == [
        f"bad-memory: `{memory}` is no amount of memory | write `2GB` or `500MB`, say"
    ]


def test_the_command_tells_the_numbers_that_hold() -> None:
    """It is read without the libraries that these come with, so it has them a second time."""
    assert batch.DEFAULT_CASES == shards.DEFAULT_CASES
    assert batch.MOST_DRAWS == ranges.MOST_DRAWS
