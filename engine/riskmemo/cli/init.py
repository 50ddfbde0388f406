"""`riskmemo init`: a first case to fill in."""

from pathlib import Path

import click

from riskmemo.cli.output import write_files
from riskmemo.errors import visible

TEMPLATE = Path(__file__).with_name("case_template.yaml")


@click.command("init")
@click.argument("folder", default=".", metavar="[DIR]")
@click.option("--force", is_flag=True, help="Replace a case.yaml that differs.")
def command(folder: str, force: bool) -> None:
    """Write a first case to fill in.

    DIR/case.yaml explains itself, and can be checked and assessed as it stands; every placeholder
    is marked REPLACE. The default is the current folder.

    \b
    riskmemo init mycase
    """
    path = Path(folder) / "case.yaml"
    files = {path: TEMPLATE.read_bytes()}
    for line in write_files(files, force=force, by="with `riskmemo init DIR`"):
        click.echo(line, err=True)
    shown = visible(str(path))
    click.echo(f"next: replace what is marked REPLACE, then `riskmemo check {shown}`", err=True)
