"""`riskmemo panel`: case files become a panel, and a row of a panel a case file."""

from pathlib import Path

import click

from riskmemo.cli.choices import STANDARD_OUTPUT, require_folder
from riskmemo.cli.output import write_files
from riskmemo.errors import visible


@click.group("panel")
def command() -> None:
    """Make a panel of case files, or a case file of a row of a panel.

    \b
    riskmemo panel from-cases cases -o panel
    riskmemo panel case panel mongolia-2025 --vocabulary geopolitics -o case.yaml
    """


@command.command("from-cases")
@click.argument("folder")
@click.option("-o", "--output", metavar="PANEL", required=True, help="Folder of the panel.")
@click.option(
    "--format",
    "ending",
    type=click.Choice(["parquet", "csv"]),
    default="parquet",
    show_default=True,
    help="What the tables are.",
)
@click.option("--force", is_flag=True, help="Replace the panel that is there.")
def from_cases(folder: str, output: str, ending: str, *, force: bool) -> None:
    """Make a panel of every case in FOLDER and below; all speak one vocabulary.

    With `--force` tables of an earlier panel in PANEL are replaced or removed, each of them.
    """
    from riskmemo.batch.case_files import cases_in
    from riskmemo.batch.database import require_libraries
    from riskmemo.batch.earlier import remove, tables_to_remove
    from riskmemo.batch.from_cases import as_csv, as_parquet, left_behind, panel_of

    require_folder(output)
    require_libraries()
    cases, vocabulary = cases_in(Path(folder))
    write = as_csv if ending == "csv" else as_parquet
    files = {
        Path(output) / f"{name}.{ending}": write(name, rows, vocabulary)
        for name, rows in panel_of(cases, vocabulary).items()
    }
    others = tables_to_remove(files, Path(output), vocabulary, force=force)
    for line in write_files(files, force=force):
        click.echo(line)
    remove(others)
    for path in others:
        click.echo(visible(f"removed {path}"))
    if note := left_behind(cases):
        click.echo(note, err=True)


@command.command("case")
@click.argument("panel")
@click.argument("case_id")
@click.option(
    "--vocabulary", metavar="NAME|PATH", help="Default: the one that the panel names for the case."
)
@click.option(
    "-o", "--output", metavar="FILE", required=True, help="The case file; `-` is standard output."
)
@click.option("--force", is_flag=True, help="Replace an existing file that differs.")
def case(panel: str, case_id: str, vocabulary: str | None, output: str, *, force: bool) -> None:
    """Make a case file of the case CASE_ID of PANEL, for `assess` and every other command."""
    from riskmemo.batch.case_files import vocabulary_for
    from riskmemo.batch.to_case import as_document, case_of

    place = Path("case.yaml" if output == STANDARD_OUTPUT else output)
    spoken, name = vocabulary_for(panel, case_id, vocabulary, place)
    text = as_document(case_of(panel, case_id, spoken), name)
    if output == STANDARD_OUTPUT:
        click.echo(text.encode(), nl=False)
        return
    for line in write_files({Path(output): text.encode()}, force=force):
        click.echo(line)
