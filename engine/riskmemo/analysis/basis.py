"""What every analysis starts from: a case, its evaluation, and the scores as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from riskmemo.analysis.supposing.supposing import Supposing
from riskmemo.analysis.unknown.gaps import explain_gaps
from riskmemo.evaluate import Evaluation
from riskmemo.language.facts import TypedRow
from riskmemo.language.score_tree import roots
from riskmemo.model.assessment import GapRecord
from riskmemo.model.case import Case
from riskmemo.model.effects import Effect
from riskmemo.model.points import to_points
from riskmemo.model.ruleset import Polarity, Ruleset
from riskmemo.scoring.bands import Tables, band_in
from riskmemo.scoring.tree import Score

Scores = Mapping[str, Score]


@dataclass(frozen=True)
class Basis:
    """One case evaluated with one ruleset at one cut-off."""

    case: Case
    rows: tuple[TypedRow, ...]
    """Its indicators and claims with their types, those not known yet too."""
    found: Evaluation
    bands: Tables
    """The band tables in effect at the cut-off."""

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset as it is written."""
        return self.found.program.ruleset

    @cached_property
    def supposing(self) -> Supposing:
        """What the scores would be if something were otherwise."""
        return Supposing(self.found)

    @cached_property
    def gaps(self) -> tuple[GapRecord, ...]:
        """Every gap with its unknown conditions and the fields to find out."""
        return explain_gaps(self.found)

    @property
    def totals(self) -> tuple[str, ...]:
        """The scores that no other is made of: opportunity first, then risk."""
        scores = self.ruleset.scores
        order = (Polarity.OPPORTUNITY, Polarity.RISK)
        return tuple(sorted(roots(self.ruleset), key=lambda r: order.index(scores[r].polarity)))

    @property
    def now(self) -> Scores:
        """The base scores as they are."""
        return self.supposing.now

    def band(self, score: str, value: int | None) -> str | None:
        """The band of a value (micropoints) of a score; none where it has no bands or no value."""
        return band_in(self.bands, self.ruleset.scores[score].bands, value)

    def effect(self, name: str, after: Scores) -> Effect:
        """What changes from the base scores to others; `name` says what was left out or changed."""
        return effect_of(name, self.now, after, self.ruleset, self.bands)


def effect_of(name: str, before: Scores, after: Scores, ruleset: Ruleset, bands: Tables) -> Effect:
    """What changes from some scores to others."""
    changes = {
        score: _change(before[score], after[score])
        for score in before
        if after[score].value != before[score].value
    }
    pairs = {
        score: (
            band_in(bands, node.bands, before[score].value),
            band_in(bands, node.bands, after[score].value),
        )
        for score, node in ruleset.scores.items()
        if node.bands
    }
    moved = {score: pair for score, pair in pairs.items() if pair[0] != pair[1]}
    return Effect(dropped=name, changes=changes, bands=moved)


def _change(before: Score, after: Score) -> Decimal | None:
    if before.value is None or after.value is None:
        return None
    return to_points(after.value - before.value)
