"""`riskmemo why-not`: what keeps a rule from firing, and what would make it fire."""

import datetime
import sys

import click

import riskmemo
from riskmemo.cli.asking import examined
from riskmemo.cli.pictures import asks_for_pictures, printed_as_data
from riskmemo.cli.terminal import shows_blocks, width


@click.command("why-not")
@click.argument("case")
@click.argument("rule")
@asks_for_pictures
def command(
    case: str,
    rule: str,
    ruleset: str | None,
    as_of: datetime.date | None,
    format: str,  # noqa: A002  (the user's word)
) -> None:
    """Tell what keeps a rule from firing, and what would make it fire.

    The nearest combinations of facts, condition by condition, and the smallest changes of the case
    with which the rule fires, each tried. CASE is a YAML or JSON file, or `-` for standard input;
    RULE is the id of a rule of the ruleset.

    \b
    riskmemo why-not case.yaml investment-protected --ruleset central-asia-pivot
    riskmemo why-not case.yaml kin-channel --ruleset central-asia-pivot --format json
    """
    from riskmemo.analysis.explaining.why_graph import graph_of_rule
    from riskmemo.cli.why_not_told import told

    basis = examined(case, ruleset, as_of)
    found = riskmemo.why_not(basis, rule)
    if printed_as_data(format, found, lambda: graph_of_rule(found)):
        return
    titles = {name: node.title for name, node in basis.ruleset.scores.items()}
    for line in told(found, titles, width(), boxes=shows_blocks(sys.stdout)):
        click.echo(line)
