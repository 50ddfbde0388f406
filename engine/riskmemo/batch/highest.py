"""The cases of a batch with the highest risk."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from riskmemo.batch.database import Database
from riskmemo.batch.loading import Loaded
from riskmemo.batch.shards import roots_of
from riskmemo.batch.to_case import case_in
from riskmemo.errors import InvalidInput, Mistake, OutputRefused
from riskmemo.language.program import Program
from riskmemo.model.assessment import BASE
from riskmemo.model.ruleset import Polarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from riskmemo.model.case import Case


def highest_cases(
    scores: Path, count: int, program: Program, loaded: Loaded, database: Database
) -> "list[Case]":
    """The first cases by the first risk root in the base; equal ones in the order of the panel.

    `scores` is the folder of the files with the scores of every case.
    """
    names = _highest(scores, count, risk_root(program))
    return [case_in(loaded, name, program.vocabulary, database) for name in names]


def _highest(folder: Path, count: int, root: str) -> list[str]:
    import pyarrow  # noqa: PLC0415 - an extra
    from pyarrow import compute  # noqa: PLC0415

    column = f"{root}.score"
    best: list[tuple[int, int, str]] = []
    before = 0
    for path in sorted(folder.glob("*.parquet")):
        table = _read(path, ["case_id", "scenario", column])
        rows = pyarrow.array(range(before, before + table.num_rows))
        before += table.num_rows
        table = table.append_column("row", rows)
        table = table.filter(
            compute.and_(compute.equal(table["scenario"], BASE), compute.is_valid(table[column]))
        )
        first = table.sort_by([(column, "descending"), ("row", "ascending")]).slice(0, count)
        best += [
            (-int(row[column].scaleb(6)), row["row"], str(row["case_id"]))
            for row in first.to_pylist()
        ]
        best = sorted(best)[:count]
    return [name for _, _, name in best]


def _read(path: Path, columns: list[str]) -> Any:
    """The columns of a shard; raises `OutputRefused` where it has been damaged since."""
    import pyarrow  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415

    try:
        return parquet.read_table(path, columns=columns)
    except (OSError, pyarrow.ArrowException):
        message = f"`{path}` is damaged: it cannot be read as Parquet"
        advice = "remove it and type the same command again, which writes it anew"
        raise OutputRefused(Mistake("shard-damaged", message, help=advice)) from None


def memo_names(cases: "Sequence[Case]") -> list[str]:
    """What the files with the memos of these cases are called: by place and id."""
    return [f"{place:04}-{case.id}.html" for place, case in enumerate(cases, start=1)]


def risk_root(program: Program) -> str:
    """The first root of the score tree that is a risk."""
    scores = program.ruleset.scores
    for name in roots_of(program):
        if scores[name].polarity is Polarity.RISK:
            return name
    message = f"the ruleset `{program.ruleset.id}` has no root that is a risk"
    raise InvalidInput(Mistake("no-risk", message, help="leave `--memos` out"))
