"""`riskmemo batch`: every case of a panel, into Parquet files."""

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from riskmemo.cli.progress import Progress
from riskmemo.cli.terminal import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from riskmemo.batch.spark.running import OnSpark
    from riskmemo.batch.storing import Asked
    from riskmemo.model.case import Case

DEFAULT_CASES = 250_000
MOST_DRAWS = 1_000_000
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")
"""How the path of an output begins that Spark can reach and Python perhaps not."""
FOR_DUCKDB = {
    "memory": "give Spark its memory in `spark-defaults.conf`",
    "threads": "name the cores of Spark with `--master`, as `--master 'local[4]'`",
    "shard": "leave it out with `--engine spark`",
}
"""Options that Spark has no use for, and what to do instead."""
NOTHING = (
    "the ruleset `{}` says of nothing that it is uncertain: there is nothing to draw, so no ranges"
    " are written"
)


@click.command("batch")
@click.argument("panel")
@click.option("--ruleset", metavar="NAME|PATH", help="A shipped ruleset, or the path of one.")
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder of the output.")
@click.option("--matches", is_flag=True, help="Write a row for each match of each rule.")
@click.option("--gaps", is_flag=True, help="Write a row for each match that unknowns prevent.")
@click.option(
    "--ranges",
    "draws",
    type=click.IntRange(1, MOST_DRAWS),
    metavar="N",
    help="Write where the scores lie over N draws.",
)
@click.option(
    "--memos", type=click.IntRange(1, 1000), metavar="N", help="Write memos of the top N cases."
)
@click.option(
    "--memory", metavar="SIZE", default="2GB", show_default=True, help="What DuckDB may use."
)
@click.option("--threads", type=click.IntRange(1, 1024), metavar="N", help="Default: all cores.")
@click.option(
    "--shard",
    type=click.IntRange(1, 100_000_000),
    metavar="N",
    help=f"Cases in each file. Default: {DEFAULT_CASES:,}, fewer with `--ranges`.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="Spark where one machine is too small.",
)
@click.option(
    "--master",
    metavar="URL",
    help="The master of Spark, such as spark://HOST:7077.  [default: local[*]]",
)
@click.option("--force", is_flag=True, help="Replace the output of another run.")
def command(  # noqa: PLR0913
    panel: str,
    ruleset: str | None,
    output: str,
    *,
    matches: bool,
    gaps: bool,
    draws: int | None,
    memos: int | None,
    memory: str,
    threads: int | None,
    shard: int | None,
    engine: str,
    master: str | None,
    force: bool,
) -> None:
    """Assess every case of PANEL, a folder of Parquet or CSV tables.

    Scores and bands of every case and scenario are written as Parquet, with a manifest. A run that
    was stopped goes on where it stopped when the same command is typed again.

    \b
    riskmemo batch panel --ruleset central-asia-pivot -o out
    riskmemo batch panel --ruleset ./rules -o out --matches --gaps --memory 4GB
    riskmemo batch panel --ruleset central-asia-pivot -o out --ranges 1000
    riskmemo batch s3a://bucket/panel --ruleset ./rules -o s3a://bucket/out --engine spark
    """
    import riskmemo
    from riskmemo.batch.ranges.running import cases_per_shard
    from riskmemo.batch.spark.running import OnSpark
    from riskmemo.batch.spark.session import DEFAULT_MASTER
    from riskmemo.batch.storing import Asked
    from riskmemo.cli.choices import require_folder, ruleset_named

    require_folder(output)
    if master and engine != "spark":
        raise click.UsageError("`--master` is for `--engine spark`")
    if engine == "spark":
        _refuse_on_spark(output, draws, memos)
    program = riskmemo.load_ruleset(ruleset_named(ruleset))
    folder = Path(output)
    asked = Asked(
        Path(panel),
        program,
        folder,
        matches,
        gaps,
        memory,
        threads,
        shard or cases_per_shard(draws),
        force,
        memos or 0,
        draws,
    )
    on_spark = OnSpark(asked, panel, output, master or DEFAULT_MASTER)
    cases = _run(asked, on_spark if engine == "spark" else None)
    if memos:
        from riskmemo.cli.batch_memos import write_memos

        write_memos(cases, program, folder / "memos", wanted=memos, force=force)


def _refuse_on_spark(output: str, draws: int | None, memos: int | None) -> None:
    """Nothing that is typed is passed over."""
    if draws:
        raise click.UsageError("`--ranges` needs DuckDB: leave out `--engine spark`")
    if memos and SCHEME.match(output):
        raise click.UsageError(
            "`--memos` are written on this machine: leave it out, and make memos of single cases"
            " with `riskmemo panel case`, or name a folder of this machine with `-o`"
        )
    context = click.get_current_context()
    for name, advice in FOR_DUCKDB.items():
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"`--{name}` is for DuckDB: {advice}")


def _run(asked: "Asked", on_spark: "OnSpark | None") -> "Sequence[Case]":
    """Assess everything, tell what was found, and give the cases with the highest risk."""
    from riskmemo.batch.spark.running import batch_on_spark
    from riskmemo.batch.storing import batch
    from riskmemo.cli.batch_summary import summary

    begun: list[tuple[float, float]] = []
    state = (0.0, 0)
    with Progress("loading and checking the panel") as progress:

        def told(done: float, every: int) -> None:
            nonlocal state
            state = (done, every)
            begun.append((done, time.monotonic()))
            progress.now("assessing all cases in one shard" if every == 1 else "assessing")
            if done or every > 1:
                progress.done(done / every, _left(begun, every))

        try:
            found = batch_on_spark(on_spark, told) if on_spark else batch(asked, told)
        except KeyboardInterrupt:
            _tell_stopped(*state, on_spark=on_spark is not None)
            raise
    if asked.draws and found.plan is None:
        click.echo(NOTHING.format(asked.ruleset.ruleset.id), err=True)
    click.echo("\n".join(summary(found, asked.ruleset, width())))
    return found.highest


def _left(begun: list[tuple[float, float]], every: int) -> str:
    """How long it will take still, from the shards of this run."""
    (first, since), (done, now) = begun[0], begun[-1]
    if done in {first, every}:
        return ""
    seconds = (now - since) / (done - first) * (every - done)
    return f"about {seconds / 60:.0f} min left" if seconds > 90 else f"about {seconds:.0f} s left"


def _tell_stopped(done: float, every: int, *, on_spark: bool) -> None:
    """Below the `^C` of the terminal; click ends the line. Spark tells steps, and no shards."""
    if on_spark:
        sys.stderr.write("\nstopped: nothing is written; the same command begins again")
        return
    what = f"{int(done)} of {every} shards are" if every else "nothing is"
    sys.stderr.write(f"\nstopped: {what} written; the same command goes on from there")
