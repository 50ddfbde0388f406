"""`riskmemo assess`: a case and a ruleset become a memo."""

import datetime
import sys
from typing import Unpack

import click

import riskmemo
from riskmemo.cli.choices import STANDARD_OUTPUT
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
from riskmemo.cli.terminal import shows_blocks, width


@click.command("assess")
@click.argument("case")
@click.option("--ruleset", metavar="NAME|PATH", help="A shipped ruleset, or the path of one.")
@click.option("--as-of", type=iso_date, metavar="DATE", help="Cut-off; default: the case's own.")
@click.option(
    "--format",
    type=words,
    metavar="LIST",
    help="Formats of the memo, of html, pdf, docx, md and json; default: html,md.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    help="Folder of the memo; `-` is standard output; default with --format: the current folder.",
)
@click.option("--engine", help="One engine only; by default two compute the answer and must agree.")
@click.option("--quick", is_flag=True, help="Leave the analyses out: scores, matches, gaps.")
@click.option("--previous", metavar="FILE", help="An earlier case or memo.json: what has changed?")
@click.option("--previous-ruleset", metavar="NAME|PATH", help="Its ruleset, if it was another.")
@click.option("--previous-as-of", type=iso_date, metavar="DATE", help="Its cut-off.")
@design_options
@click.option("--force", is_flag=True, help="Replace existing files that differ.")
@click.option("--quiet", is_flag=True, help="Print no summary.")
def command(  # noqa: PLR0913, PLR0917  (one parameter an option)
    case: str,
    ruleset: str | None,
    as_of: datetime.date | None,
    format: tuple[str, ...] | None,  # noqa: A002  (the user's word)
    output: str | None,
    engine: str | None,
    quick: bool,
    previous: str | None,
    previous_ruleset: str | None,
    previous_as_of: datetime.date | None,
    force: bool,
    quiet: bool,
    **design: Unpack[DesignOptions],
) -> None:
    """Assess a case with a ruleset and write the memo.

    CASE is a YAML or JSON file, or `-` for standard input. A summary goes to standard output.
    With -o DIR or --format the memo is written, as memo.html, memo.pdf, memo.docx, memo.md and
    memo.json.

    \b
    riskmemo assess case.yaml --ruleset central-asia-pivot
    riskmemo assess case.yaml --ruleset central-asia-pivot -o memo
    riskmemo assess july.yaml --ruleset central-asia-pivot --previous june/memo.json -o memo
    riskmemo assess case.yaml --ruleset ./rules --as-of 2025-06-30 --format json -o -
    """
    from riskmemo.cli.choices import ruleset_named
    from riskmemo.evaluate import engine_named

    wish, rules, chosen = (
        Wish.of(format, output, **design),
        ruleset_named(ruleset),
        engine_named(engine) if engine else None,
    )
    _refuse_unclear(previous, previous_ruleset, previous_as_of, quick=quick)
    with Progress("assessing"), wish.drawing_beside():
        program = riskmemo.load_ruleset(rules)
        assessment = riskmemo.assess(
            riskmemo.load_case(case),
            program,
            as_of=as_of,
            engine=chosen,
            analyses="none" if quick else "all" if wish.formats else "short",
            previous=_earlier(previous, previous_ruleset or ruleset, previous_as_of),
        )
        documents = wish.documents(assessment) if wish.formats else {}
    if not quiet:
        note_alone(assessment)
        note_unclean(assessment)
    note_without_pictures(wish.formats)
    told = wish.deliver(documents, force=force)
    if not quiet and output != STANDARD_OUTPUT:
        _print_summary(assessment)
    for line in told:
        click.echo(line, err=True)


def _refuse_unclear(
    previous: str | None, ruleset: str | None, as_of: datetime.date | None, *, quick: bool
) -> None:
    if previous is None and (ruleset or as_of):
        option = "--previous-ruleset" if ruleset else "--previous-as-of"
        raise click.UsageError(f"`{option}` needs `--previous`: the earlier case or memo.json")
    if previous and quick:
        raise click.UsageError("`--quick` leaves out what `--previous` asks for: drop one of them")


def _earlier(
    path: str | None, ruleset: str | None, as_of: datetime.date | None
) -> "riskmemo.Basis | None":
    from riskmemo.cli.sides import side

    return None if path is None else side(path, ruleset, as_of)


def _print_summary(assessment: "riskmemo.Assessment") -> None:
    from riskmemo.cli.summary import summary

    click.echo(summary(assessment, width=width(), blocks=shows_blocks(sys.stdout)))
