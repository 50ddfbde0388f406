"""`riskmemo memo`: an assessment that was stored, or a case, becomes documents."""

import datetime
from typing import TYPE_CHECKING, Unpack

import click

import riskmemo
from riskmemo.cli.documents import (
    DesignOptions,
    Wish,
    design_options,
    note_alone,
    note_unclean,
    note_without_pictures,
)
from riskmemo.cli.parameters import iso_date, words
from riskmemo.cli.progress import Progress

if TYPE_CHECKING:
    from riskmemo.model.assessment import Assessment

HERE = "."


@click.command("memo")
@click.argument("source", metavar="ASSESSMENT.json|CASE")
@click.option("--ruleset", metavar="NAME|PATH", help="The ruleset, for a case.")
@click.option("--as-of", type=iso_date, metavar="DATE", help="Cut-off, for a case.")
@click.option(
    "--format",
    type=words,
    metavar="LIST",
    help="Formats, of html, pdf, docx, md and json; default: html,md.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default=HERE,
    help="Folder of the documents; `-` is standard output; default: the current folder.",
)
@design_options
@click.option("--force", is_flag=True, help="Replace existing files that differ.")
def command(
    source: str,
    ruleset: str | None,
    as_of: datetime.date | None,
    format: tuple[str, ...] | None,  # noqa: A002  (the user's word)
    output: str,
    force: bool,
    **design: Unpack[DesignOptions],
) -> None:
    """Make documents of a stored assessment, or of a case.

    An assessment that `riskmemo assess` stored as memo.json is not computed again. A case needs
    --ruleset and is assessed with all analyses. The documents are memo.html, memo.pdf, memo.docx,
    memo.md and memo.json.

    \b
    riskmemo memo memo/memo.json --format pdf,docx -o memo
    riskmemo memo case.yaml --ruleset central-asia-pivot --format html --template ./templates
    riskmemo memo memo.json --format docx --reference-doc letterhead.docx
    """
    wish = Wish.of(format, output, **design)
    with Progress("making the memo"), wish.drawing_beside():
        assessment = _assessment(source, ruleset, as_of)
        documents = wish.documents(assessment)
    note_alone(assessment)
    note_unclean(assessment)
    note_without_pictures(wish.formats)
    for line in wish.deliver(documents, force=force):
        click.echo(line, err=True)


def _assessment(source: str, ruleset: str | None, as_of: datetime.date | None) -> "Assessment":
    """The assessment of a file, or that of a case."""
    from riskmemo.cli.choices import ruleset_named
    from riskmemo.stored import is_stored_assessment, stored_assessment

    if not is_stored_assessment(source):
        program = riskmemo.load_ruleset(ruleset_named(ruleset))
        return riskmemo.assess(riskmemo.load_case(source), program, as_of=as_of)
    if ruleset or as_of:
        option = "--ruleset" if ruleset else "--as-of"
        raise click.UsageError(f"`{option}` is for a case, and `{source}` is assessed already")
    return stored_assessment(source) or riskmemo.load_assessment(source)
