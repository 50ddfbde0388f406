"""The cases of a batch with the highest risk."""

from typing import TYPE_CHECKING

from riskmemo.batch.loading import load
from riskmemo.batch.shards import roots_of
from riskmemo.batch.storing import Asked, workplace
from riskmemo.batch.to_case import case_in
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.program import Program
from riskmemo.model.assessment import BASE
from riskmemo.model.ruleset import Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from riskmemo.model.case import Case


def highest_cases(asked: Asked, count: int) -> "Iterator[Case]":
    """The first cases by the first risk root in the base; equal ones in the order of the panel."""
    names = _highest(asked, count)
    with workplace(asked) as database:
        loaded = load(asked.panel, asked.ruleset.vocabulary, database)
        for name in names:
            yield case_in(loaded, name, asked.ruleset.vocabulary, database)


def _highest(asked: Asked, count: int) -> list[str]:
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    column = f"{risk_root(asked.ruleset)}.score"
    best: list[tuple[int, int, str]] = []
    place = 0
    for path in sorted((asked.output / "scores").glob("*.parquet")):
        table = parquet.read_table(path, columns=["case_id", "scenario", column])
        for row in table.to_pylist():
            place += 1
            if row["scenario"] == BASE and row[column] is not None:
                best.append((-int(row[column].scaleb(6)), place, str(row["case_id"])))
        best = sorted(best)[:count]
    return [name for _, _, name in best]


def risk_root(program: Program) -> str:
    """The first root of the score tree that is a risk."""
    scores = program.ruleset.scores
    for name in roots_of(program):
        if scores[name].polarity is Polarity.RISK:
            return name
    message = f"the ruleset `{program.ruleset.id}` has no root that is a risk"
    raise InvalidInput(Mistake("no-risk", message, help="leave `--memos` out"))
