"""A panel and a ruleset become Arrow tables."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riskmemo.batch.database import Database, require_libraries
from riskmemo.batch.loading import load
from riskmemo.batch.outputs import RANGES
from riskmemo.batch.ranges.plan import plan_for
from riskmemo.batch.ranges.results import ranges_select
from riskmemo.batch.ranges.running import ranges_run
from riskmemo.batch.results import GAPPED, MATCHED, found_select, scores_select
from riskmemo.batch.shards import DEFAULT_CASES, run_of, shards_of
from riskmemo.batch.tables import Panel
from riskmemo.language.program import Program

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True)
class Assessed:
    """What was found in every case of a panel, as Arrow tables."""

    scores: "pyarrow.Table"
    """One row a case and scenario: for each node NODE its `NODE.score` (an exact decimal of
    points), `NODE.band` and `NODE.coverage` (0-1)."""
    matches: "pyarrow.Table | None"
    """One row a match: case, rule, facts (alias to id), strength, points, gate."""
    gaps: "pyarrow.Table | None"
    """One row a match that only missing information prevents: case, rule, facts, points."""
    ranges: "pyarrow.Table | None" = None
    """One row a case and scenario: for each node NODE its `NODE.low`, `NODE.median` and
    `NODE.high` over all draws, and `NODE.share`, the share of draws (0-1) in the band that it has;
    none where the ruleset says of nothing that it is uncertain."""


def assess_many(  # noqa: PLR0913 - all but the first two are asked for by name
    panel: Panel,
    ruleset: Program,
    *,
    matches: bool = False,
    gaps: bool = False,
    ranges: int | None = None,
    memory: str | None = None,
    threads: int | None = None,
) -> Assessed:
    """The scores of every case of a panel, and its matches and gaps if they are asked for.

    `panel` is a folder of Parquet and CSV files, or a mapping of names of tables to anything with
    the Arrow PyCapsule interface. `ranges` is how many times what the ruleset says is uncertain is
    drawn (with seed 1); the facts of a panel are taken as they are. `memory` (as `2GB`) and
    `threads` bound DuckDB. Raises `InvalidInput` with every mistake of every table,
    `EvaluationRefused` where memory runs out.
    """
    require_libraries()
    plan = plan_for(ruleset, ranges)
    with (
        tempfile.TemporaryDirectory(prefix="riskmemo-") as folder,
        Database(Path(folder), memory, threads) as database,
    ):
        loaded = load(panel, ruleset.vocabulary, database)
        ranging = ranges_run(plan, database) if plan else None
        database.lock()
        run = run_of(ruleset, loaded, database, with_matches=matches or gaps)
        selects = {"scores": scores_select(ruleset, run.scenarios)}
        selects |= {MATCHED: found_select(MATCHED)} if matches else {}
        selects |= {GAPPED: found_select(GAPPED)} if gaps else {}
        selects |= {RANGES: ranges_select(plan)} if plan else {}
        found: dict[str, list[Any]] = {name: [] for name in selects}
        for shard in shards_of(loaded.cases, DEFAULT_CASES):
            run.compute(shard)
            if ranging:
                ranging.compute(shard, run.plan.given)
            for name, select in selects.items():
                found[name].append(database.batches(select, _read))
        return Assessed(*(_joined(found.get(name)) for name in ("scores", MATCHED, GAPPED, RANGES)))


def _read(reader: Any) -> Any:
    return reader.read_all()


def _joined(tables: Sequence[Any] | None) -> Any:
    import pyarrow  # noqa: PLC0415 - an extra

    return None if tables is None else pyarrow.concat_tables(tables)
