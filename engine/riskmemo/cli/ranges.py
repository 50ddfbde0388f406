"""`riskmemo ranges`: where the scores lie when everything uncertain is drawn many times."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from riskmemo.cli.asking import asks, examined, print_record
from riskmemo.cli.progress import Progress
from riskmemo.cli.strips import shown
from riskmemo.errors import visible

if TYPE_CHECKING:
    from riskmemo.model.ranges import Ranges, ScoreRange

NOTHING = "nothing that a score looks at is uncertain: there is nothing to draw"


@click.command("ranges")
@click.argument("case")
@click.option(
    "--draws",
    type=click.IntRange(1, 1_000_000),
    default=10_000,
    show_default=True,
    help="How many times everything uncertain is drawn.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="The same seed gives the same draws.",
)
@asks
def command(
    case: str,
    draws: int,
    seed: int,
    ruleset: str | None,
    as_of: datetime.date | None,
    format: str,  # noqa: A002  (the user's word)
) -> None:
    """Draw everything uncertain many times, and say where the scores lie.

    Each score gets its range and the share of draws in each band. What is uncertain stands in case
    and ruleset: `ranges` of indicators, `conflicts` between them, a `range` of parameters, points
    and weights.

    \b
    riskmemo ranges case.yaml --ruleset central-asia-pivot
    riskmemo ranges case.yaml --ruleset central-asia-pivot --draws 20000 --seed 7 --format json
    """
    from riskmemo.analysis.uncertainty.ranges import ranges

    with Progress("drawing") as progress:
        basis = examined(case, ruleset, as_of)
        found = ranges(basis, draws, seed, progress.done)
    if found is None:
        click.echo(NOTHING, err=True)
    elif format == "json":
        print_record(found)
    else:
        click.echo("\n".join(visible(line) for line in _told(found)))


def _told(found: "Ranges") -> Iterator[str]:
    yield f"{found.draws:,} draws of {len(found.varied)} uncertain things, seed {found.seed}"
    for scenario in found.scenarios:
        yield ""
        yield scenario.id
        width = max(map(len, scenario.scores))
        for name, each in scenario.scores.items():
            yield f"  {name:{width}}  {_range(each)}"
    yield ""
    yield "drawn"
    for thing in found.varied:
        yield f"  {thing.id} ({thing.form})"
    for name in found.unread:
        yield f"  {name}: nothing looks at it, so it was not drawn"


def _range(each: "ScoreRange") -> str:
    if each.median is None:
        return "no score in any draw"
    parts = [
        f"{shown(each.value)}: {shown(each.low)} to {shown(each.high)}, median {shown(each.median)}"
    ]
    bands = [f"{band.band or 'no score'} {band.share * 100:.1f} %" for band in each.bands]
    if bands:
        parts.append(", ".join(bands))
    if each.robust is False:
        parts.append(f"{each.band or 'no score'} is not robust")
    return "; ".join(parts)
