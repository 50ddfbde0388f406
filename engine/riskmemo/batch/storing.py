"""A panel in a folder is assessed shard by shard into Parquet files."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riskmemo.batch.database import Database, require_libraries
from riskmemo.batch.highest import highest_cases, memo_names, risk_root
from riskmemo.batch.holding import held
from riskmemo.batch.loading import load
from riskmemo.batch.manifest import Done, Manifest, Origin, manifest_in, origin_of
from riskmemo.batch.outputs import RANGES, WORK, remove_leftovers, writing
from riskmemo.batch.ranges.plan import RangesPlan, plan_for
from riskmemo.batch.ranges.results import ranges_select, robust_select
from riskmemo.batch.ranges.running import RangesRun, ranges_run
from riskmemo.batch.results import GAPPED, MATCHED, found_select, scores_select
from riskmemo.batch.shards import (
    DEFAULT_CASES,
    Run,
    Shard,
    matched_in,
    run_of,
    shards_of,
    told_select,
)
from riskmemo.batch.tables import hashes_of_files
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.program import Program
from riskmemo.model.case import Case

ROWS = 100_000
"""Rows of a group in a Parquet file."""
Told = Callable[[float, int], None]
"""Called with the shards done, perhaps a part of one, and all shards."""

ALMOST = 0.99
"""A shard is done when its files are written."""


@dataclass(frozen=True)
class Asked:
    """What a batch run is asked for."""

    panel: Path
    ruleset: Program
    output: Path
    matches: bool = False
    gaps: bool = False
    memory: str | None = None
    threads: int | None = None
    cases_per_shard: int = DEFAULT_CASES
    force: bool = False
    memos: int = 0
    """So many cases are wanted whole: those with the highest risk."""
    draws: int | None = None
    """How many times what the ruleset says is uncertain is drawn, where ranges are wanted."""

    @property
    def contents(self) -> tuple[str, ...]:
        """What is written of each shard."""
        more = [name for name, wanted in ((MATCHED, self.matches), (GAPPED, self.gaps)) if wanted]
        return ("scores", *more)

    def origin(self, draws: int) -> Origin:
        """What decides every byte of the output, with so many draws for ranges."""
        contents = (*self.contents, RANGES) if draws else self.contents
        tables = hashes_of_files(self.panel)
        return origin_of(self.ruleset, tables, contents, self.cases_per_shard, draws)


@dataclass
class Batch:
    """What a run has done: everything that is written, and what this run itself took."""

    manifest: Manifest
    computed: int = 0
    """Shards that this run computed; the others were there."""
    seconds: dict[tuple[str, ...], float] = field(default_factory=dict)
    """What rules took in this run; rules that look at the same facts are looked for together."""
    place: str = ""
    """Where the output is, if that is no folder of this machine."""
    highest: list[Case] = field(default_factory=list)
    """The cases that were asked for, the highest risk first."""
    plan: RangesPlan | None = None
    """How ranges are drawn; none where they are not asked for, or nothing is uncertain."""


def batch(asked: Asked, told: Told = lambda *_: None) -> Batch:
    """Assess every case of a panel that is not in the output yet.

    Raises `InvalidInput` with every mistake of the panel before anything is written,
    `OutputRefused` where the folder holds the output of another run. Where the ruleset says of
    nothing that it is uncertain, no ranges are written.
    """
    require_libraries()
    if asked.memos:
        risk_root(asked.ruleset)
    plan = plan_for(asked.ruleset, asked.draws)
    with _reading(asked.panel):
        origin = asked.origin(plan.draws.count if plan else 0)
    done = Batch(manifest_in(asked.output, origin, force=asked.force), plan=plan)
    if asked.memos or not done.manifest.cases or _open_shards(done.manifest, asked):
        _run(asked, origin, done, told)
    return done


@contextmanager
def _reading(panel: Path) -> Iterator[None]:
    """A panel that the system does not let us read is told as any other mistake."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"`{error.filename or panel}` cannot be read: {reason}"
        raise InvalidInput(Mistake("file-unreadable", message)) from None


def _run(asked: Asked, origin: Origin, done: Batch, told: Told) -> None:
    with workplace(asked) as database:
        # read again: until the folder was held, another run may have written into it
        manifest = done.manifest = manifest_in(asked.output, origin, force=asked.force)
        with _reading(asked.panel):
            loaded = load(asked.panel, asked.ruleset.vocabulary, database)
        ranging = ranges_run(done.plan, database) if done.plan else None
        database.lock()
        run = run_of(asked.ruleset, loaded, database, with_matches=asked.matches or asked.gaps)
        manifest.cases = loaded.cases
        every = shards_of(loaded.cases, asked.cases_per_shard)
        told(len(every) - len(_open_shards(manifest, asked)), len(every))
        for shard in _open_shards(manifest, asked):
            run.compute(shard)
            if ranging:
                progress = _within(told, len(manifest.shards), len(every))
                ranging.compute(shard, run.plan.given, progress)
            with writing(asked.output):
                if not manifest.shards:
                    manifest.write()  # before the first file, so that nothing is there without it
                manifest.add(_stored(run, shard, asked, ranging))
            done.computed += 1
            told(len(manifest.shards), len(every))
        for name, rules in run.plan.rules.items():
            taken = done.seconds.get(rules, 0.0) + database.seconds.get(name, 0.0)
            done.seconds[rules] = taken
        if asked.memos:
            scores = asked.output / "scores"
            done.highest = highest_cases(scores, asked.memos, asked.ruleset, loaded, database)
            with writing(asked.output):
                manifest.add_memos(memo_names(done.highest))


def _within(told: Told, done: int, every: int) -> Callable[[float], None]:
    """Tells a share of the shard after those that are done."""
    return lambda share: told(done + share * ALMOST, every)


def _open_shards(manifest: Manifest, asked: Asked) -> list[Shard]:
    every = shards_of(manifest.cases, asked.cases_per_shard)
    return [shard for shard in every if not manifest.holds(shard.number)]


@contextmanager
def workplace(asked: Asked) -> Iterator[Database]:
    """A database in a folder inside the output, into which it also spills; gone at the end.

    What a run that was killed has left is removed too. A folder that did not exist and into which
    nothing was written is not left behind.
    """
    output = asked.output
    made = [each for each in (output, *output.parents) if not each.exists()]
    try:
        with held(output), _database_in(output, asked) as database:
            yield database
    finally:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _database_in(output: Path, asked: Asked) -> Iterator[Database]:
    work = output / f"{WORK}{os.getpid()}"
    with writing(output):
        remove_leftovers(output)
        work.mkdir()
    try:
        with Database(work, asked.memory, asked.threads) as database:
            yield database
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _stored(run: Run, shard: Shard, asked: Asked, ranging: RangesRun | None) -> Done:
    """Write the files of a shard that was computed, and count what is in them."""
    selects = {"scores": scores_select(run.program, run.scenarios)}
    selects |= {name: found_select(name) for name in asked.contents[1:]}
    selects |= {RANGES: ranges_select(ranging.plan)} if ranging else {}
    files = {}
    for name, select in selects.items():
        path = Path(name) / f"{shard.number:05}.parquet"
        rows = _write(run.database, select, asked.output / path)
        files[path.as_posix()] = {"rows": rows, "bytes": (asked.output / path).stat().st_size}
    told = run.database.run(told_select(run.program, selects["scores"]))
    robust = run.database.run(robust_select(ranging.plan)) if ranging else []
    return Done(
        shard.number,
        shard.end - shard.first,
        files,
        [list(row) for row in told],
        matched_in(run),
        [list(row) for row in robust],
    )


def _write(database: Database, select: str, path: Path) -> int:
    """Write the rows of a SELECT beside a file and rename it; returns how many they are."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        rows = database.batches(select, lambda reader: _written(reader, part))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return rows


def _written(reader: Any, path: Path) -> int:
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    rows = 0
    with parquet.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for group in _groups(reader):
            writer.write_table(group, row_group_size=ROWS)
            rows += group.num_rows
    return rows


def _groups(reader: Any) -> Iterator[Any]:
    """The rows in tables of one size: how DuckDB cuts them depends on its threads."""
    import pyarrow  # noqa: PLC0415 - an extra

    waiting = reader.schema.empty_table()
    for some in reader:
        waiting = pyarrow.concat_tables([waiting, pyarrow.Table.from_batches([some])])
        while waiting.num_rows >= ROWS:
            yield waiting.slice(0, ROWS).combine_chunks()
            waiting = waiting.slice(ROWS)
    if waiting.num_rows:
        yield waiting.combine_chunks()
