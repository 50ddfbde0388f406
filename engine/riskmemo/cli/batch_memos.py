"""Memos of the cases of a batch that have the highest risk."""

from typing import TYPE_CHECKING

import click

from riskmemo.cli.output import write_files
from riskmemo.cli.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from riskmemo.batch.storing import Asked


def write_memos(asked: "Asked", count: int) -> None:
    """The memos of the first cases by the first risk root of the base, into `OUT/memos`."""
    import riskmemo
    from riskmemo.batch.highest import highest_cases

    files: dict[Path, bytes] = {}
    with Progress("writing memos") as progress:
        for number, case in enumerate(highest_cases(asked, count)):
            assessment = riskmemo.assess(case, asked.ruleset, analyses="short")
            memo = riskmemo.Memo(assessment).write("html")
            files[asked.output / "memos" / f"{case.id}.html"] = memo
            progress.done((number + 1) / count)
    for line in write_files(files, force=asked.force):
        click.echo(line)
