"""`riskmemo counterfactuals`: the smallest changes that would move a band."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

import riskmemo
from riskmemo.cli.asking import asks, examined, print_record
from riskmemo.cli.terminal import width
from riskmemo.errors import visible

if TYPE_CHECKING:
    from riskmemo.model.counterfactual import (
        Counterfactual,
        Counterfactuals,
        Course,
        ScoreCourses,
    )


@click.command("counterfactuals")
@click.argument("case")
@click.argument("score", required=False, metavar="[SCORE]")
@click.option(
    "--limit", type=click.IntRange(min=1), help="How many changed cases to compute at most."
)
@asks
def command(
    case: str,
    score: str | None,
    limit: int | None,
    ruleset: str | None,
    as_of: datetime.date | None,
    format: str,  # noqa: A002  (the user's word)
) -> None:
    """Tell the smallest changes that would move a band.

    For each total of CASE with bands, or for one SCORE: the changes of one or two indicators that
    move it into another band, up and down, smallest first.

    \b
    riskmemo counterfactuals case.yaml --ruleset central-asia-pivot
    riskmemo counterfactuals case.yaml risk --ruleset central-asia-pivot --format json
    """
    basis = examined(case, ruleset, as_of)
    found = riskmemo.counterfactuals(basis, score, limit=limit)
    if format == "json":
        print_record(found)
        return
    titles = {name: node.title for name, node in basis.ruleset.scores.items()}
    click.echo("\n".join(_lines(found, titles)))


def _lines(found: "Counterfactuals", titles: dict[str, str]) -> Iterator[str]:
    if not found.scores:
        yield "no total has both a value and bands"
    for courses in found.scores:
        yield from _course_lines(courses, visible(titles[courses.score]))
        yield ""
    if found.scores:
        yield f"{found.suppositions} changed cases were computed"


def _course_lines(courses: "ScoreCourses", title: str) -> Iterator[str]:
    from riskmemo.cli.strips import shown

    head = f"{title}: {shown(courses.value)} {visible(courses.band)}"
    yield click.style(head, bold=True)
    for way, course in (("up", courses.up), ("down", courses.down)):
        yield from _way(way, course)


def _way(way: str, course: "Course") -> Iterator[str]:
    from riskmemo.cli.strips import shown

    if course.next_band is None:
        yield f"  {way}: there is no further band"
    elif not course.all:
        tried = " that was tried" if course.untried else ""
        yield f"  {way}: no change of one or two indicators{tried} moves the band"
        if course.nearest:
            yield f"    nearest, to {shown(course.nearest.value[1])}:"
            yield from _told(course.nearest, "      ")
    for each in course.all:
        yield f"  {way} to {shown(each.value[1])} {visible(each.band[1])}"
        yield from _told(each, "    ")
    if course.untried:
        yield f"  {course.untried} more changes and pairs were not tried: `--limit` allows more"


def _told(found: "Counterfactual", indent: str) -> Iterator[str]:
    from riskmemo.cli.what_moves import change_words, rule_lines

    yield f"{indent}{' and '.join(change_words(each) for each in found.changes)}"
    for line in rule_lines(found.rules, width() - len(indent) - 2):
        yield f"{indent}  {line}"
