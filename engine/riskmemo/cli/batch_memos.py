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


def write_memos(
    cases: "Sequence[Case]", ruleset: "Program", folder: Path, *, wanted: int, force: bool
) -> None:
    """The memo of each case, named after its place and its id; says where they are too few."""
    import riskmemo
    from riskmemo.batch.highest import memo_names

    files: dict[Path, bytes] = {}
    with Progress("writing memos") as progress:
        for place, (name, case) in enumerate(zip(memo_names(cases), cases, strict=True), start=1):
            assessment = riskmemo.assess(case, ruleset, analyses="short")
            memo = riskmemo.Memo(assessment).write("html")
            files[folder / name] = memo
            progress.done(place / len(cases))
    for line in write_files(files, force=force):
        click.echo(line)
    if len(cases) < wanted:
        which = "no other case" if cases else "no case"
        click.echo(f"memos: {len(cases)} of {wanted}, {which} has a risk score")
