"""What has changed: every difference of a score between two assessments, divided among its causes.

The causes are whatever differs between the two cases, cut-offs and rulesets. A state between old
and new, in which some causes have come about and others have not, is a case and a ruleset like any
other and has scores of its own (`riskmemo.analysis.comparing`); over these states a difference is
divided by the Shapley value, with no rest.
"""

from collections.abc import Iterator
from typing import Literal

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.comparing.beside import beside
from riskmemo.analysis.comparing.causes import Differences
from riskmemo.analysis.comparing.dividing import MOST_CAUSES, Division, divided
from riskmemo.analysis.comparing.mixed import MOST_WORK, Hypothesis, MixedScores
from riskmemo.hashes import content_hash, kept_hash
from riskmemo.language.score_tree import roots
from riskmemo.model.apportioning import apportioned
from riskmemo.model.assessment import BASE
from riskmemo.model.comparison import (
    Comparison,
    Part,
    ScenarioDifference,
    ScoreDifference,
    Side,
)
from riskmemo.model.points import to_points
from riskmemo.scoring.tree import Score

MOST_BLOCKS = 200
"""Causes of one score that are told apart; beyond it, the facts of each kind are one."""


def compare(old: Basis, new: Basis) -> Comparison:
    """What has changed from one evaluated case to another, and what each change gives.

    Two cases, two cut-offs of one, two rulesets, or all at once. Raises `InvalidInput` where the
    two rulesets mean different things by one word of their vocabularies.
    """
    return _Comparing(old, new).comparison()


class _Comparing:
    def __init__(self, old: Basis, new: Basis) -> None:
        self.old, self.new = old, new
        self.differences = Differences(old, new)
        self.mixed = MixedScores(self.differences)

    def comparison(self) -> Comparison:
        """The record of everything that has changed."""
        old, new = self.old.ruleset, self.new.ruleset
        scenarios = tuple(self._scenarios())
        return Comparison(
            old=_side(self.old),
            new=_side(self.new),
            warning=_warning(self.old, self.new),
            scale=new.scale,
            roots=tuple(root for root in roots(new) if root in old.scores),
            causes=self.differences.causes,
            scenarios=scenarios,
            beside=beside(self.old, self.new, self.differences.facts),
        )

    def _scenarios(self) -> Iterator[ScenarioDifference]:
        shared = [each for each in self.new.found.raised if each in self.old.found.raised]
        for hypothesis in (None, *shared):
            reading = self.new.ruleset.hypotheses[hypothesis].title if hypothesis else "Base"
            before, after = (each.found.scores(hypothesis) for each in (self.old, self.new))
            yield ScenarioDifference(
                id=hypothesis or BASE,
                title=reading,
                scores={
                    name: self._difference(hypothesis, name, before[name], after[name])
                    for name in after
                    if name in before
                },
            )

    # --- one score ----------------------------------------------------------------------------

    def _difference(
        self, hypothesis: Hypothesis, name: str, before: Score, after: Score
    ) -> ScoreDifference:
        division = self._division(hypothesis, name, before.value, after.value)
        node = self.new.ruleset.scores[name]
        old_band, new_band = self.old.band(name, before.value), self.new.band(name, after.value)
        total = 0 if before.value is None or after.value is None else after.value - before.value
        return ScoreDifference(
            id=name,
            title=node.title,
            polarity=node.polarity,
            before=None if before.value is None else to_points(before.value),
            after=None if after.value is None else to_points(after.value),
            digits=node.round.digits if node.round else None,
            band_before=old_band,
            band_after=new_band,
            band_moved_by=self._mover(name, before.value, after.value),
            coverage_before=to_points(before.coverage),
            coverage_after=to_points(after.coverage),
            method=division.method if division else None,
            order=tuple(self._order(division)),
            parts=self._parts(division, total) if division else (),
        )

    def _division(
        self, hypothesis: Hypothesis, name: str, before: int | None, after: int | None
    ) -> Division | None:
        """How the difference is divided; none where there is no score on a side, or no cause."""
        seen = self.mixed.seen(hypothesis, name)
        if before is None or after is None or not seen:
            return None
        mixed = self.mixed
        for value, state in ((before, 0), (after, self.differences.whole)):
            if mixed.value(hypothesis, name, state) != value:
                raise RuntimeError(f"the mixed state {state} of `{name}` is not what was assessed")
        most = MOST_CAUSES if mixed.work(hypothesis, name) <= MOST_WORK else 0
        return divided(self._blocks(seen), lambda state: mixed.value(hypothesis, name, state), most)

    def _blocks(self, seen: int) -> list[int]:
        """The causes that a score sees, each on its own unless they are too many."""
        blocks = [bit for bit in self.differences.bits.values() if bit & seen]
        if len(blocks) <= MOST_BLOCKS:
            return blocks
        kinds = {entry.cause: entry.rows[-1].kind for entry in self.differences.facts.entries}
        joined: dict[str, int] = {}
        for name, bit in self.differences.bits.items():
            if bit & seen:
                key = kinds.get(name, name)
                joined[key] = joined.get(key, 0) | bit
        return list(joined.values())

    def _parts(self, division: Division, total: int) -> tuple[Part, ...]:
        points = apportioned(division.shares, total)
        given = [
            Part(causes=self.differences.named(block), points=to_points(micro))
            for block, share, micro in zip(division.blocks, division.shares, points, strict=True)
            if share
        ]
        return tuple(sorted(given, key=lambda part: -abs(part.points)))

    def _order(self, division: Division | None) -> Iterator[str]:
        if division and division.method == "sequential":
            for block in division.blocks:
                yield " + ".join(self.differences.named(block))

    def _mover(
        self, name: str, before: int | None, after: int | None
    ) -> Literal["value", "bands", "both"] | None:
        """What changed the band: what it would be with the one and without the other."""
        old, new = self.old, self.new
        was, now = old.band(name, before), new.band(name, after)
        if was is None or now is None or was == now:
            return None
        by_value, by_bands = old.band(name, after), new.band(name, before)
        if by_value == now and by_bands == was:
            return "value"
        return "bands" if by_bands == now and by_value == was else "both"


# --- records --------------------------------------------------------------------------------------


def _side(basis: Basis) -> Side:
    case, ruleset = basis.case, basis.ruleset
    return Side(
        case=case.id,
        title=case.title,
        reference=case.masthead.reference,
        subject=case.subject,
        as_of=basis.found.setting.as_of,
        horizon=case.horizon,
        ruleset=ruleset.id,
        version=ruleset.version,
        case_hash=content_hash(case),
        ruleset_hash=kept_hash(ruleset),
    )


def _warning(old: Basis, new: Basis) -> str | None:
    if old.case.subject == new.case.subject:
        return None
    return f"the two are about different states, {old.case.subject} and {new.case.subject}"
