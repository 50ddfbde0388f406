"""Ranges: where every score lies when everything uncertain is drawn many times."""

import datetime
from typing import TYPE_CHECKING

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.uncertainty.sampling import (
    NO_SCORE,
    Told,
    low_discrepancy,
    require_statistics,
    scores_drawn,
)
from riskmemo.analysis.uncertainty.uncertain import Uncertain, uncertain_in, unread_in
from riskmemo.model.assessment import BASE
from riskmemo.model.base import Scalar
from riskmemo.model.facts import Value
from riskmemo.model.points import MICRO, Points, divide_half_up, to_points
from riskmemo.model.ranges import (
    ROBUST,
    BandShare,
    Ranges,
    ScenarioRanges,
    ScoreRange,
    Varied,
)

if TYPE_CHECKING:
    from riskmemo.analysis.uncertainty.sampling import Values

DRAWS = 10_000
MOST_DRAWS = 1_000_000
SEED = 1


def ranges(
    basis: Basis, draws: int = DRAWS, seed: int = SEED, progress: Told = lambda _: None
) -> Ranges | None:
    """Every score over so many draws; none where nothing that a score looks at is uncertain.

    The same seed gives the same draws. `progress` is told which share of the work is done. Raises
    `InvalidInput` where scipy is missing.
    """
    uncertain = uncertain_in(basis)
    if not uncertain:
        return None
    require_statistics()
    places = low_discrepancy(uncertain, draws, seed)
    hypotheses = (None, *basis.found.raised)
    drawn = scores_drawn(basis.supposing, uncertain, places, hypotheses, progress)
    return Ranges(
        draws=draws,
        seed=seed,
        varied=tuple(map(varied, uncertain)),
        unread=tuple(each.id for each in unread_in(basis)),
        scenarios=tuple(
            ScenarioRanges(
                id=hypothesis or BASE,
                scores={
                    name: _range(basis, name, hypothesis, values)
                    for name, values in drawn[hypothesis].items()
                },
            )
            for hypothesis in hypotheses
        ),
    )


def _range(basis: Basis, name: str, hypothesis: str | None, values: "Values") -> ScoreRange:
    counts = Counts(values)
    now = basis.supposing.scenario(hypothesis).scores[name].value
    bands = _bands(basis, name, counts)
    band = basis.band(name, now)
    share = next((each.share for each in bands if each.band == band), to_points(0))
    banded = basis.ruleset.scores[name].bands is not None
    return ScoreRange(
        score=name,
        value=None if now is None else to_points(now),
        low=counts.quantile(5),
        median=counts.quantile(50),
        high=counts.quantile(95),
        bands=bands,
        band=band,
        share=share if banded else None,
        robust=share >= ROBUST if banded else None,
    )


class Counts:
    """How many draws have each value."""

    def __init__(self, values: "Values") -> None:
        import numpy as np  # noqa: PLC0415 - loaded only where something is uncertain

        every, counts = np.unique(values, return_counts=True)
        found = dict(zip(every.tolist(), counts.tolist(), strict=True))
        self.draws = len(values)
        self.unscored: int = found.pop(NO_SCORE, 0)
        self.found: dict[int, int] = found
        """Value to draws, in ascending order."""

    def quantile(self, percent: int) -> Points | None:
        """The smallest value that at least so many percent of the draws do not exceed."""
        needed, seen = (self.draws - self.unscored) * percent, 0
        for value, count in self.found.items():
            seen += count
            if seen * 100 >= needed:
                return to_points(value)
        return None


def _bands(basis: Basis, name: str, counts: Counts) -> tuple[BandShare, ...]:
    if basis.ruleset.scores[name].bands is None:
        return ()
    found: dict[str | None, int] = {}
    for value, count in counts.found.items():
        band = basis.band(name, value)
        found[band] = found.get(band, 0) + count
    if counts.unscored:
        found[None] = counts.unscored
    return tuple(
        BandShare(band=band, draws=count, share=_share(count, counts.draws))
        for band, count in found.items()
    )


def _share(part: int, whole: int) -> Points:
    return to_points(divide_half_up(part * MICRO, whole))


def varied(each: Uncertain) -> Varied:
    """An uncertain thing as it is recorded."""
    return Varied(
        id=each.id,
        what=each.what,
        of=each.of,
        form=each.form,
        now=written(each.now),
        ends=tuple(map(written, each.ends)),
        why=each.why,
    )


def written(value: Value) -> Scalar:
    """A value as a file writes it."""
    return value.isoformat() if isinstance(value, datetime.date) else value
