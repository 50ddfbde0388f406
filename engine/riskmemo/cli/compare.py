"""`riskmemo compare`: what has changed between two assessments, and why."""

import datetime

import click

import riskmemo
from riskmemo.cli.asking import print_record
from riskmemo.cli.parameters import iso_date
from riskmemo.cli.progress import Progress
from riskmemo.cli.terminal import width

TWO = 2


@click.command("compare")
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--ruleset",
    "rulesets",
    multiple=True,
    metavar="NAME|PATH",
    help="A shipped ruleset, or the path of one; twice: that of OLD and that of NEW.",
)
@click.option(
    "--as-of",
    "dates",
    type=iso_date,
    multiple=True,
    metavar="DATE",
    help="Cut-off; twice: that of OLD and that of NEW; default: each case's own.",
)
@click.option(
    "--format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the answer.",
)
def command(
    old: str,
    new: str | None,
    rulesets: tuple[str, ...],
    dates: tuple[datetime.date, ...],
    format: str,  # noqa: A002  (the user's word)
) -> None:
    """Tell what has changed from OLD to NEW, each difference in score by its causes.

    OLD and NEW are cases, or assessments stored as memo.json. NEW may be left out where two
    cut-offs or two rulesets are given for the one case.

    \b
    riskmemo compare june.yaml july.yaml --ruleset central-asia-pivot
    riskmemo compare case.yaml --as-of 2025-06-30 --as-of 2025-07-28 --ruleset central-asia-pivot
    riskmemo compare case.yaml --ruleset ./rules-1 --ruleset ./rules-2 --format json
    """
    from riskmemo.cli.changes import told
    from riskmemo.cli.sides import side

    _refuse_unclear(new, rulesets, dates)
    first, last = (rulesets[0], rulesets[-1]) if rulesets else (None, None)
    before, after = (dates[0], dates[-1]) if dates else (None, None)
    with Progress("comparing"):
        found = riskmemo.compare(side(old, first, before), side(new or old, last, after))
    if found.warning:
        click.echo(f"note: {found.warning}", err=True)
    if format == "json":
        print_record(found)
    else:
        click.echo("\n".join(told(found, width())))


def _refuse_unclear(
    new: str | None, rulesets: tuple[str, ...], dates: tuple[datetime.date, ...]
) -> None:
    for name, given in (("--ruleset", rulesets), ("--as-of", dates)):
        if len(given) > TWO:
            raise click.UsageError(f"`{name}` is given {len(given)} times: two sides are compared")
    if new is None and max(len(rulesets), len(dates)) < TWO:
        raise click.UsageError(
            "there is nothing to compare with: name a second case, or give `--as-of` or"
            " `--ruleset` twice"
        )
