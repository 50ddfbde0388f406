"""`riskmemo why`: the tree from a score down to rules, facts and sources."""

import datetime
import sys

import click

import riskmemo
from riskmemo.cli.asking import examined
from riskmemo.cli.pictures import asks_for_pictures, printed_as_data
from riskmemo.cli.terminal import shows_blocks, width


@click.command("why")
@click.argument("case")
@click.argument("score")
@click.option("--scenario", metavar="NAME", help="A hypothesis of the ruleset; default: the base.")
@click.option(
    "--depth", type=click.IntRange(min=0), metavar="N", help="Levels of the tree; default: all."
)
@asks_for_pictures
def command(  # noqa: PLR0913, PLR0917  (one parameter an option)
    case: str,
    score: str,
    scenario: str | None,
    depth: int | None,
    ruleset: str | None,
    as_of: datetime.date | None,
    format: str,  # noqa: A002  (the user's word)
) -> None:
    """Tell why a score is what it is, down to facts and sources.

    Every part is told with the points that it gives. CASE is a YAML or JSON file, or `-` for
    standard input; SCORE is the id of a score of the ruleset.

    \b
    riskmemo why case.yaml risk --ruleset central-asia-pivot --depth 2
    riskmemo why case.yaml risk --ruleset central-asia-pivot --scenario spillover
    riskmemo why case.yaml risk --ruleset central-asia-pivot --format graph
    """
    from riskmemo.analysis.explaining.why_graph import graph_of
    from riskmemo.cli.why_told import told

    hypothesis = None if scenario == "base" else scenario
    found = riskmemo.why(examined(case, ruleset, as_of), score, hypothesis)
    if printed_as_data(format, found, lambda: graph_of(found)):
        return
    for line in told(found, depth, width(), boxes=shows_blocks(sys.stdout)):
        click.echo(line)
