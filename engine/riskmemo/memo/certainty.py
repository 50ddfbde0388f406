"""How sure a score is, in words: its range over the draws, and bands that are not robust."""

from collections.abc import Iterator
from decimal import Decimal

from riskmemo.memo.materials import Materials
from riskmemo.memo.view import Runs, Strong
from riskmemo.model.assessment import ScoreRecord
from riskmemo.model.points import Points
from riskmemo.model.ranges import Ranges, ScoreRange

MOVERS_ANCHOR = "movers"
"""Where the section on what moves the scores stands."""


def drawn(materials: Materials) -> Ranges | None:
    """The draws of everything uncertain, where there are any."""
    analyses = materials.assessment.analyses
    return analyses.ranges if analyses else None


def range_of(materials: Materials, score: str) -> ScoreRange | None:
    """Where a score of the base lies over the draws; none where there are none with a score."""
    found = drawn(materials)
    each = found.base.get(score) if found else None
    return each if each and each.median is not None else None


def range_line(materials: Materials, score: ScoreRecord) -> Iterator[Runs]:
    """The range of a score and how often it has its band, as `25.4 to 31.4 in 90% of draws`."""
    found = range_of(materials, score.id)
    if found is None:
        return
    message = "{low} to {high} in 90% of draws."
    if found.share is not None:
        message = "{low} to {high} in 90% of draws; {band} in {share} of them."
    yield materials.wording.runs(
        message,
        low=materials.formats.points(found.low, score.digits),
        high=materials.formats.points(found.high, score.digits),
        band=found.band or materials.say("no score"),
        share=share_of_draws(materials, found.share),
    )


def share_of_draws(materials: Materials, share: Points | None) -> str:
    """A share as a whole percentage; what is not quite all or nothing never looks like it."""
    if share is None:
        return ""
    if 0 < share < Decimal("0.01"):
        return materials.say("less than 1%")
    if Decimal("0.99") < share < 1:
        return materials.say("more than 99%")
    return materials.formats.percent(share, 0)


def totals_not_robust(materials: Materials) -> Iterator[Runs]:
    """The totals whose band too many draws do not have, each in a sentence."""
    for each, draws in _shaky(materials):
        if each.score in materials.roots:
            title = materials.title(each.score)
            yield materials.wording.runs(
                "{lead} {bands} of {draws} draws.",
                lead=Strong(materials.say("The band of {score} is not robust:", score=title)),
                bands=_bands(materials, each),
                draws=draws,
            )


def dimensions_not_robust(materials: Materials) -> Iterator[Runs]:
    """The dimensions whose band too many draws do not have, in one sentence."""
    below = [(each, n) for each, n in _shaky(materials) if each.score not in materials.roots]
    if below:
        named = [f"{materials.title(each.score)} ({_bands(materials, each)})" for each, _ in below]
        yield materials.wording.runs(
            "{lead} is not robust over {draws} draws: {dimensions}.",
            lead=Strong(materials.say("The band of a dimension")),
            draws=below[0][1],
            dimensions=", ".join(named),
        )


def _shaky(materials: Materials) -> Iterator[tuple[ScoreRange, str]]:
    """The scores whose band is not robust, with the number of draws in words."""
    found = drawn(materials)
    if found:
        draws = materials.formats.number(found.draws)
        yield from ((each, draws) for each in found.base.values() if each.robust is False)


def _bands(materials: Materials, each: ScoreRange) -> str:
    no_score = materials.say("no score")
    parts = [
        materials.say(
            "{band} in {share}",
            band=band.band or no_score,
            share=share_of_draws(materials, band.share),
        )
        for band in sorted(each.bands, key=lambda band: -band.draws)
    ]
    return materials.formats.listing(parts)
