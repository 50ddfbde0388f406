"""`riskmemo whatif`: what would differ if a case were otherwise."""

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

import riskmemo
from riskmemo.cli.asking import asks, examined, print_record
from riskmemo.cli.terminal import width
from riskmemo.errors import visible

if TYPE_CHECKING:
    from riskmemo.model.assessment import GapRecord
    from riskmemo.model.what_if import ScenarioChange, ScoreChange, WhatIf


@click.command("whatif")
@click.argument("case")
@click.option(
    "--set", "settings", multiple=True, metavar="FACT.FIELD=VALUE",
    help="Set a field, `date` or `until`; an empty value is unknown. May be repeated.",
)  # fmt: skip
@click.option("--drop", multiple=True, metavar="FACT", help="Leave a fact out. May be repeated.")
@click.option(
    "--add", multiple=True, metavar="FILE",
    help="Add the indicators (and sources) of a file. May be repeated.",
)  # fmt: skip
@asks
def command(  # noqa: PLR0913, PLR0917  (one parameter an option)
    case: str,
    settings: tuple[str, ...],
    drop: tuple[str, ...],
    add: tuple[str, ...],
    ruleset: str | None,
    as_of: datetime.date | None,
    format: str,  # noqa: A002  (the user's word)
) -> None:
    """Show what would differ if a case were otherwise.

    CASE is changed, checked as if it had been written so, and assessed again. Scores are shown
    before and after in every scenario, with the rules and gaps that differ.

    \b
    riskmemo whatif case.yaml --ruleset central-asia-pivot --set E3.status=in_force
    riskmemo whatif case.yaml --ruleset central-asia-pivot --drop E10 --add more.yaml
    """
    from riskmemo.analysis.counterfactual.asked_changes import typed_settings

    basis = examined(case, ruleset, as_of)
    typed = typed_settings(basis, settings)
    found = riskmemo.whatif(basis, set=typed, drop=drop, add=add)
    if format == "json":
        print_record(found)
        return
    click.echo("\n".join(_lines(found, width())))


def _lines(found: "WhatIf", columns: int) -> Iterator[str]:
    """What is changed, then scores, rules and gaps, an empty line between them."""
    from riskmemo.cli.what_moves import rule_lines, value_words

    yield click.style("what if", bold=True)
    for each in found.set:
        now, then = value_words(each.before), value_words(each.after)
        yield f"  {each.fact}.{each.field}: {now} -> {then}"
    yield from (f"  without {name}" for name in found.dropped)
    yield from (f"  with {name}" for name in found.added)
    for scenario in found.scenarios:
        yield ""
        yield from _scenario(scenario)
    yield ""
    yield from rule_lines(found.rules, columns) if found.rules else ["no rule matches otherwise"]
    yield from _gap_lines("gaps opened", found.gaps_opened)
    yield from _gap_lines("gaps closed", found.gaps_closed)


def _scenario(scenario: "ScenarioChange") -> Iterator[str]:
    name = visible(scenario.title)
    if scenario.raised == (True, True):
        yield click.style(name, underline=True)
    else:
        gone = "no longer raised" if scenario.raised[0] else "raised only then"
        yield click.style(f"{name} ({gone})", underline=True)
    changed = [score for score in scenario.scores if score.changes]
    titles = max((len(visible(score.title)) for score in changed), default=0)
    widest = max((len(_before(score)) for score in changed), default=0)
    for score in changed:
        start = f"  {visible(score.title):{titles}}  {_before(score):>{widest}}"
        yield f"{start} -> {_score(score, 1)}{_difference(score)}"
    if not changed:
        yield "  no score changes"
    elif len(changed) < len(scenario.scores):
        yield f"  unchanged: {len(scenario.scores) - len(changed)} more"


def _before(score: "ScoreChange") -> str:
    return _score(score, 0)


def _score(score: "ScoreChange", after: int) -> str:
    from riskmemo.cli.strips import shown

    band = score.band[after]
    return f"{shown(score.value[after])}{f' {visible(band)}' if band else ''}"


def _difference(score: "ScoreChange") -> str:
    from riskmemo.cli.strips import signed

    before, after = score.value
    return "" if before is None or after is None else f"  ({signed(after - before)})"


def _gap_lines(heading: str, gaps: "Sequence[GapRecord]") -> Iterator[str]:
    from riskmemo.cli.strips import signed

    if not gaps:
        return
    yield f"{heading}:"
    for gap in gaps:
        fields = ", ".join(f"{each.fact}.{each.field}" for each in gap.missing)
        points = f" ({signed(gap.points)})" if gap.points else ""
        yield f"  {gap.rule}{points}: {fields or ', '.join(map(visible, gap.unknown))}"
