"""Memos of the cases of a batch that have the highest risk."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskmemo.cli.output import write_files
from riskmemo.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from riskmemo.language.program import Program
    from riskmemo.model.case import Case


def write_memos(cases: "Sequence[Case]", ruleset: "Program", folder: Path, *, force: bool) -> None:
    """The memo of each case, named after its place and its id."""
    import riskmemo

    files: dict[Path, bytes] = {}
    with Progress("writing memos") as progress:
        for place, case in enumerate(cases, start=1):
            assessment = riskmemo.assess(case, ruleset, analyses="short")
            memo = riskmemo.Memo(assessment).write("html")
            files[folder / f"{place:04}-{case.id}.html"] = memo
            progress.done(place / len(cases))
    for line in write_files(files, force=force):
        click.echo(line)
