"""What takes part: each reads the panel and writes one row a case, ordered by case.

`python -m bench.screening.runs NAME PANEL OUT THREADS MEMORY` runs one and prints its costs as
JSON; `measured` starts it, so that each has a process of its own.
"""

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from bench.screening.world import KINDS

CREATED = "CREATE OR REPLACE TEMP TABLE"


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
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
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


def read(asked: Asked) -> None:
    """Every column of every table, decoded."""
    import pyarrow.parquet  # noqa: PLC0415 - only this run needs it

    asked.out.mkdir(parents=True)
    for path in sorted(asked.panel.glob("*.parquet")):
        for batch in pyarrow.parquet.ParquetFile(path).iter_batches():
            del batch


def by_joins(asked: Asked) -> None:
    """SQL by hand, facts joined as the rules say."""
    from bench.screening import by_hand  # noqa: PLC0415

    with _database(asked) as database:
        _written(database, by_hand.JOINS_SQL, asked.out / "scores.parquet", "ORDER BY _case")


def by_cells(asked: Asked) -> None:
    """SQL by hand, facts put into cells by their key."""
    from bench.screening import by_hand  # noqa: PLC0415

    with _database(asked) as database:
        _written(database, by_hand.CELLS_SQL, asked.out / "scores.parquet", "ORDER BY _case")


def by_joins_with_matches(asked: Asked) -> None:
    """The same, and one row a match."""
    from bench.screening import by_hand  # noqa: PLC0415

    with _database(asked) as database:
        _written(database, by_hand.JOINS_SQL, asked.out / "scores.parquet", "ORDER BY _case")
        _written(database, by_hand.matches(), asked.out / "matches.parquet")


def by_sql(asked: Asked, *, with_matches: bool = False) -> float:
    """The SQL of riskmemo on the same tables; gives the seconds of compiling."""
    from bench import ours  # noqa: PLC0415
    from riskmemo.engines.sql.dialects import DuckDb  # noqa: PLC0415
    from riskmemo.engines.sql.panel import Panel  # noqa: PLC0415

    program = ours.program()
    begun = time.process_time()
    panel = Panel(program, DuckDb())
    text = panel.dialect.text
    statements = [(each.name, text(each.select)) for each in (*panel.strata(), *panel.folds())]
    scores = text(panel.scores(None))
    matches = {rule: text(select) for rule, select in panel.matches()} if with_matches else {}
    later = {name: text(select) for name, select in panel.tables.others.items()}
    taken = time.process_time() - begun
    with _database(asked) as database:
        for name, select in (*statements, *later.items()):
            database.execute(f'{CREATED} "{name}" AS {select}')
        risk = 'SELECT _case, "score risk" AS risk, "coverage risk" AS coverage'
        out = asked.out / "scores.parquet"
        _written(database, f"{risk} FROM ({scores})", out, "ORDER BY _case")
        if with_matches:
            _written(database, _rows_of(program, matches), asked.out / "matches.parquet")
    return taken


def _rows_of(program: object, matches: Mapping[str, str]) -> str:
    """One row a match, with what it gives."""
    from riskmemo.language.program import Program  # noqa: PLC0415

    if not isinstance(program, Program):
        raise TypeError(program)
    listed = []
    for rule, select in matches.items():
        aliases = [alias for alias, _ in program.rule[rule].query.patterns]
        ids = ", ".join(f'"{alias}._id"' for alias in aliases)
        listed.append(
            f"SELECT _case, '{rule}' AS rule, [{ids}] AS ids, strength, points"
            f" FROM ({select}) WHERE is_match"
        )
    return " UNION ALL ".join(listed)


def by_sql_with_matches(asked: Asked) -> float:
    """The same, and one row a match."""
    return by_sql(asked, with_matches=True)


def by_polars(asked: Asked) -> None:
    """Polars by hand."""
    from bench.screening import by_polars as written  # noqa: PLC0415

    asked.out.mkdir(parents=True)
    scores = written.scores(asked.panel)
    scores.rename({"case_id": "_case"}).write_parquet(asked.out / "scores.parquet")


def batch(asked: Asked, *, matches: bool = False) -> None:
    """`riskmemo batch`: checked, hashed, loaded, scored and written in shards."""
    from bench import ours  # noqa: PLC0415
    from riskmemo.batch import storing  # noqa: PLC0415

    storing.run(
        storing.Asked(
            asked.panel, ours.program(), asked.out, matches=matches, memory=asked.memory,
            threads=asked.threads,
        )
    )  # fmt: skip


def batch_with_matches(asked: Asked) -> None:
    """The same, and one row a match."""
    batch(asked, matches=True)


RUNS: Mapping[str, Callable[[Asked], float | None]] = {
    each.__name__: each
    for each in (
        read, by_joins, by_cells, by_joins_with_matches, by_sql, by_sql_with_matches, by_polars,
        batch, batch_with_matches,
    )
}  # fmt: skip


def _measure(name: str, asked: Asked) -> Costs:
    clock, processor = time.perf_counter(), time.process_time()
    compiling = RUNS[name](asked) or 0.0
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Costs(clock, processor, highest, compiling)


if __name__ == "__main__":
    given = Asked(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
    print(json.dumps(asdict(_measure(sys.argv[1], given))))
