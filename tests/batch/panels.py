"""Small panels for tests: tables from rows, in memory and in files, and what is told of them."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from riskmemo.batch.from_cases import as_csv, as_parquet, panel_of
from riskmemo.batch.many import Assessed, assess_many
from riskmemo.batch.tables import Panel
from riskmemo.errors import InvalidInput
from riskmemo.language.program import Program
from riskmemo.model.case import Case
from riskmemo.model.vocabulary import Vocabulary
from tests.building import GEOGRAPHY, program, rule, told

Row = dict[str, Any]
DAY = datetime.date(2025, 7, 21)
LATER = datetime.date(2026, 7, 21)
A: Row = {"case_id": "A", "subject": "MNG", "as_of": DAY, "horizon": LATER}
TIE: Row = {"case_id": "A", "id": "T1", "known": DAY}
CASES = "case_id,subject,as_of,horizon\nA,MNG,2025-07-21,2026-07-21\n"
SIGNED = program(rules=[rule("signed", {"t": "tie"}, ['t.status == "signed"'])])
"""Ten points for a tie that is signed."""


def rows(*given: Row) -> pyarrow.Table:
    """A table; a column is there where some row has it."""
    names = dict.fromkeys(name for row in given for name in row)
    return pyarrow.table({name: [row.get(name) for row in given] for name in names})


def ties(*given: Row) -> dict[str, pyarrow.Table]:
    """A panel of one case with ties, which are known on its day."""
    return {"cases": rows(A), "tie": rows(*({**TIE, **each} for each in given))}


def refusals(panel: Panel, given: Program = SIGNED) -> list[str]:
    """Every mistake in a panel, in one line each."""
    with pytest.raises(InvalidInput) as refused:
        assess_many(panel, given)
    return [told(mistake) for mistake in refused.value.mistakes]


def csv_panel(folder: Path, **tables: str | bytes) -> Path:
    """A folder with tables as text; the table of the one case unless another is given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"cases": CASES, **tables}.items():
        data = text.encode() if isinstance(text, str) else text
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def parquet_panel(folder: Path, tables: Mapping[str, pyarrow.Table]) -> Path:
    """A folder with tables as Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, each in tables.items():
        parquet.write_table(each, folder / f"{name}.parquet")
    return folder


def of_cases(
    folder: Path, cases: Sequence[Case], words: Vocabulary = GEOGRAPHY, ending: str = "parquet"
) -> Path:
    """A folder with the panel that cases make."""
    folder.mkdir(parents=True, exist_ok=True)
    write = as_csv if ending == "csv" else as_parquet
    for name, each in panel_of(cases, words).items():
        (folder / f"{name}.{ending}").write_bytes(write(name, each, words))
    return folder


def scores(found: Assessed) -> list[Row]:
    """The rows of the scores."""
    return list(found.scores.to_pylist())
