"""`riskmemo sensitivity`: which uncertain things move the scores."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from riskmemo.cli.asking import asks, examined, print_record
from riskmemo.cli.progress import Progress
from riskmemo.cli.ranges import NOTHING
from riskmemo.cli.strips import signed
from riskmemo.errors import visible

if TYPE_CHECKING:
    from decimal import Decimal

    from riskmemo.model.base import Scalar
    from riskmemo.model.sensitivity import Mover, Sensitivity


@click.command("sensitivity")
@click.argument("case")
@click.option(
    "--samples",
    type=click.Choice([str(2**power) for power in range(6, 15)]),
    help="The size of the two samples behind the Sobol indices; default: 1024, fewer for very many"
    " uncertain things.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="The same seed gives the same samples.",
)
@asks
def command(
    case: str,
    samples: str | None,
    seed: int,
    ruleset: str | None,
    as_of: datetime.date | None,
    format: str,  # noqa: A002  (the user's word)
) -> None:
    """Say which uncertain things move the scores, and how far.

    Alone: the change of each root at 5 % and 95 % of a range, or at each reported value. Together:
    Sobol indices, the shares of a score's variance.

    \b
    riskmemo sensitivity case.yaml --ruleset central-asia-pivot
    riskmemo sensitivity case.yaml --ruleset central-asia-pivot --format json
    """
    from riskmemo.analysis.uncertainty.sensitivity import sensitivity

    with Progress("computing") as progress:
        basis = examined(case, ruleset, as_of)
        found = sensitivity(basis, int(samples) if samples else None, seed, progress.done)
    if found is None:
        click.echo(NOTHING, err=True)
    elif format == "json":
        print_record(found)
    else:
        click.echo("\n".join(visible(line) for line in _told(found)))


def _told(found: "Sensitivity") -> Iterator[str]:
    yield (
        f"{len(found.things)} uncertain things, {found.evaluations:,} evaluations, "
        f"seed {found.seed}"
    )
    for root, movers in found.roots.items():
        yield ""
        yield root if movers else f"{root}: nothing uncertain moves it"
        for mover in movers:
            yield f"  {mover.id}: {_mover(mover)}"


def _mover(mover: "Mover") -> str:
    trials = [f"{_change(trial.change)} at {_value(trial.value)}" for trial in mover.trials]
    if mover.first is not None and mover.total is not None:
        trials.append(f"{_percent(mover.first)} alone, {_percent(mover.total)} in all")
    return ", ".join(trials)


def _change(change: "Decimal | None") -> str:
    return "no comparison" if change is None else signed(change)


def _value(value: "Scalar") -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _percent(share: "Decimal") -> str:
    return f"{share * 100:.0f} % of the variance" if share * 1000 >= 5 else "nothing"
