"""What takes part: each reads the panel and writes one row a case, ordered by case.

`python -m bench.screening.runs NAME PANEL OUT THREADS MEMORY` runs one and prints its costs as
JSON; `measured` starts it, so that each has a process of its own.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import duckdb

from bench.fresh import highest
from bench.screening.world import KINDS

Run = Callable[[], float]


@dataclass(frozen=True)
class Asked:
    """One run."""

    panel: Path
    out: Path
    threads: int
    memory: str


@dataclass(frozen=True)
class Costs:
    """What a run took."""

    clock: float
    """Seconds on the clock, imports not included."""
    processor: float
    memory: float
    """The highest resident memory, in megabytes."""
    compiling: float = 0
    """Processor seconds for compiling the rules, which `processor` includes."""


def measured(name: str, asked: Asked) -> Costs:
    """Run in a process of its own; what it wrote before is deleted."""
    shutil.rmtree(asked.out, ignore_errors=True)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "bench.screening.runs", name, str(asked.panel), str(asked.out),
        str(asked.threads), asked.memory,
    ]  # fmt: skip
    threads = {**os.environ, "POLARS_MAX_THREADS": str(asked.threads)}
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, env=threads
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr}")
    return Costs(**json.loads(done.stdout))


def _database(asked: Asked) -> duckdb.DuckDBPyConnection:
    """The panel as the tables that riskmemo's SQL reads, straight from the files."""
    asked.out.mkdir(parents=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": asked.threads,
        "memory_limit": asked.memory,
        "temp_directory": str(asked.out / "spilled"),
    }
    database = duckdb.connect(config=config)
    database.execute(
        "CREATE VIEW cases AS SELECT case_id AS _case, as_of, horizon, subject"
        f" FROM '{asked.panel}/cases.parquet'"
    )
    database.execute("CREATE TABLE searched (_case BIGINT, kind VARCHAR)")
    for kind in KINDS:
        database.execute(
            f"CREATE VIEW facts_{kind} AS SELECT * EXCLUDE (case_id, id, known), case_id AS _case,"
            " id AS _id, false AS _supports, NULL::DATE AS date, NULL::DATE AS until"
            f" FROM '{asked.panel}/{kind}.parquet'"
        )
    return database


def _written(database: duckdb.DuckDBPyConnection, select: str, out: Path, order: str = "") -> None:
    database.execute(f"COPY ({select} {order}) TO '{out}' (FORMAT parquet)")


# Each imports what it needs and gives what is timed, which gives the seconds of compiling.


def read(asked: Asked) -> Run:
    """Every column of every table, decoded."""
    import pyarrow.parquet  # noqa: PLC0415 - only this run needs it

    def run() -> float:
        for path in sorted(asked.panel.glob("*.parquet")):
            for batch in pyarrow.parquet.ParquetFile(path).iter_batches():
                del batch
        return 0.0

    return run


def by_joins(asked: Asked, *, matches: bool = False) -> Run:
    """SQL by hand, facts joined as the rules say."""
    from bench.screening import by_hand  # noqa: PLC0415

    return lambda: _by_hand(asked, by_hand.JOINS_SQL, by_hand.matches() if matches else "")


def by_cells(asked: Asked, *, matches: bool = False) -> Run:
    """SQL by hand, facts put into cells by their key."""
    from bench.screening import by_hand  # noqa: PLC0415

    return lambda: _by_hand(asked, by_hand.CELLS_SQL, by_hand.matches() if matches else "")


def _by_hand(asked: Asked, scores: str, matches: str) -> float:
    with _database(asked) as database:
        _written(database, scores, asked.out / "scores.parquet", "ORDER BY _case")
        if matches:
            _written(database, matches, asked.out / "matches.parquet")
    return 0.0


def by_sql(asked: Asked, *, matches: bool = False) -> Run:
    """The SQL of riskmemo on the same tables, compiled in the time that is taken."""
    from bench import ours  # noqa: PLC0415
    from riskmemo.engines.sql.dialects import DuckDb  # noqa: PLC0415
    from riskmemo.engines.sql.panel import Panel  # noqa: PLC0415

    program = ours.program()

    def run() -> float:
        begun = time.process_time()
        panel = Panel(program, DuckDb())
        text = panel.dialect.text
        tables = [(each.name, text(each.select)) for each in (*panel.strata(), *panel.folds())]
        scores = text(panel.scores(None))
        found = {rule: text(select) for rule, select in panel.matches()} if matches else {}
        tables += [(name, text(select)) for name, select in panel.tables.others.items()]
        taken = time.process_time() - begun
        with _database(asked) as database:
            for name, select in tables:
                database.execute(f'CREATE TEMP TABLE "{name}" AS {select}')
            risk = 'SELECT _case, "score risk" AS risk, "coverage risk" AS coverage'
            path = asked.out / "scores.parquet"
            _written(database, f"{risk} FROM ({scores})", path, "ORDER BY _case")
            if matches:
                rows = [
                    _rows_of(rule, [alias for alias, _ in program.rule[rule].query.patterns], each)
                    for rule, each in found.items()
                ]
                _written(database, " UNION ALL ".join(rows), asked.out / "matches.parquet")
        return taken

    return run


def _rows_of(rule: str, aliases: Sequence[str], select: str) -> str:
    """One row a match, with what it gives."""
    ids = ", ".join(f'"{alias}._id"' for alias in aliases)
    return (
        f"SELECT _case, '{rule}' AS rule, [{ids}] AS ids, strength, points"
        f" FROM ({select}) WHERE is_match"
    )


def by_polars(asked: Asked) -> Run:
    """Polars by hand."""
    from bench.screening import by_polars as written  # noqa: PLC0415

    def run() -> float:
        asked.out.mkdir(parents=True)
        scores = written.scores(asked.panel).rename({"case_id": "_case"})
        scores.write_parquet(asked.out / "scores.parquet")
        return 0.0

    return run


def batch(asked: Asked, *, matches: bool = False) -> Run:
    """`riskmemo batch`: checked, hashed, loaded, scored and written in shards."""
    import pyarrow.parquet  # noqa: F401, PLC0415 - loaded before the clock starts
    import sqlglot  # noqa: F401, PLC0415

    from bench import ours  # noqa: PLC0415
    from riskmemo.batch import storing  # noqa: PLC0415

    wanted = storing.Asked(
        asked.panel, ours.program(), asked.out, matches=matches, memory=asked.memory,
        threads=asked.threads,
    )  # fmt: skip

    def run() -> float:
        storing.batch(wanted)
        return 0.0

    return run


RUNS: Mapping[str, Callable[[Asked], Run]] = {
    "read": read,
    "joins": by_joins,
    "cells": by_cells,
    "sql": by_sql,
    "polars": by_polars,
    "batch": batch,
    "joins, matches": partial(by_joins, matches=True),
    "cells, matches": partial(by_cells, matches=True),
    "sql, matches": partial(by_sql, matches=True),
    "batch, matches": partial(batch, matches=True),
}


def _measure(name: str, asked: Asked) -> Costs:
    run = RUNS[name](asked)
    clock, processor = time.perf_counter(), time.process_time()
    compiling = run()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    return Costs(clock, processor, highest(), compiling)


if __name__ == "__main__":
    given = Asked(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
    print(json.dumps(asdict(_measure(sys.argv[1], given))))
