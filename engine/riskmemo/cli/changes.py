"""A comparison in lines for a terminal: totals first, then their causes by size, then the rest."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from textwrap import wrap

import click

from riskmemo.cli.strips import digits_of, shown, signed
from riskmemo.errors import visible
from riskmemo.model.apportioning import apportioned
from riskmemo.model.comparison import (
    Beside,
    Cause,
    Comparison,
    Detail,
    ScoreDifference,
    Side,
)
from riskmemo.model.ruleset import Polarity

LISTED = 8
"""More names than these are counted."""
DETAILS = 3
"""More changes of one thing than these are counted."""
SHORT = 40
"""Longer texts are named and not shown."""


def told(comparison: Comparison, columns: int) -> Iterator[str]:
    """Every line, none wider than `columns`."""
    yield from _Told(comparison, columns).lines()


class _Told:
    def __init__(self, comparison: Comparison, columns: int) -> None:
        self.comparison, self.columns = comparison, columns
        self.causes: Mapping[str, Cause] = {cause.id: cause for cause in comparison.causes}
        self.digits = digits_of(comparison.scale)

    def lines(self) -> Iterator[str]:
        """The totals of the base with their causes, the scenarios, and what else has changed."""
        yield from self._sides()
        base, *scenarios = self.comparison.scenarios
        for root in self._roots():
            yield ""
            yield from self._total(base.scores[root])
            for scenario in scenarios:
                score = scenario.scores[root]
                yield self._cut(f"  under {scenario.id}: {self._from_to(score)}")
        if not self.comparison.roots:
            yield "the two rulesets have no total in common"
        yield ""
        rest = list(self._rest())
        yield click.style("what else has changed", underline=True) if rest else "nothing else"
        for line in rest:
            yield from wrap(
                visible(line), self.columns, initial_indent="  ", subsequent_indent="    "
            )

    def _sides(self) -> Iterator[str]:
        old, new = self.comparison.old, self.comparison.new
        yield click.style(self._cut(new.title), bold=True)
        if old.title != new.title:
            yield self._cut(f"against {old.title}")
        rulesets = [f"ruleset {each.ruleset} {each.version}" for each in (old, new)]
        is_same = old.ruleset_hash == new.ruleset_hash
        for name, each, ruleset in (("old", old, rulesets[0]), ("new", new, rulesets[1])):
            yield self._cut(f"{name}: {_side(each)}{'' if is_same else f'; {ruleset}'}")
        if is_same:
            yield self._cut(f"{rulesets[0]} for both")

    def _roots(self) -> list[str]:
        """Opportunity first, then risk."""
        scores = self.comparison.scenarios[0].scores
        order = (Polarity.OPPORTUNITY, Polarity.RISK)
        return sorted(self.comparison.roots, key=lambda root: order.index(scores[root].polarity))

    # --- totals -------------------------------------------------------------------------------

    def _total(self, score: ScoreDifference) -> Iterator[str]:
        yield click.style(self._cut(f"{score.title}: {self._from_to(score)}"), bold=True)
        if score.before is None or score.after is None:
            if (score.before is None) != (score.after is None):
                yield "  a score on one side only is no difference in points"
            return
        if score.band_moved_by in {"bands", "both"}:
            what = "the bands" if score.band_moved_by == "bands" else "the value and the bands"
            yield f"  {what} changed its band"
        for points, causes in self._parts(score):
            line = f"  {signed(points, self.digits):>8}  {self._phrase(causes)}"
            yield self._cut(line)
        if score.method == "sequential":
            yield "  (too many causes for all combinations: in one order and back)"

    def _parts(self, score: ScoreDifference) -> Iterator[tuple[Decimal, Sequence[Cause]]]:
        """The parts, rounded so that what is shown still sums to the difference shown."""
        unit = Decimal(1).scaleb(-self.digits)
        ends = [Decimal(shown(each, self.digits)) for each in (score.before, score.after)]
        shares = [Fraction(part.points) / Fraction(unit) for part in score.parts]
        whole = apportioned(shares, int((ends[1] - ends[0]) / unit)) if shares else ()
        for part, units in zip(score.parts, whole, strict=True):
            yield units * unit, [self.causes[name] for name in part.causes]

    def _from_to(self, score: ScoreDifference) -> str:
        ends = ((score.before, score.band_before), (score.after, score.band_after))
        old, new = (f"{shown(value, self.digits)} {band or ''}".rstrip() for value, band in ends)
        if score.before is None or score.after is None:
            return f"{old} -> {new}"
        ends_shown = [Decimal(shown(value, self.digits)) for value, _ in ends]
        change = signed(ends_shown[1] - ends_shown[0], self.digits)
        return f"{old} -> {new} ({change})" if old != new else f"{new}, unchanged"

    def _phrase(self, causes: Sequence[Cause]) -> str:
        if len(causes) == 1:
            return phrase(causes[0])
        names = ", ".join(label(cause) for cause in causes[:LISTED])
        more = f" and {len(causes) - LISTED} more" if len(causes) > LISTED else ""
        return f"together: {names}{more}"

    # --- the rest -----------------------------------------------------------------------------

    def _rest(self) -> Iterator[str]:
        yield from self._silent()
        yield from self._coverage()
        yield from _beside(self.comparison.beside)

    def _silent(self) -> Iterator[str]:
        """Causes that move no total."""
        every, roots = self.comparison.scenarios, self.comparison.roots
        scores = (scenario.scores[root] for scenario in every for root in roots)
        moving = {name for score in scores for part in score.parts for name in part.causes}
        silent = [label(cause) for cause in self.comparison.causes if cause.id not in moving]
        if silent:
            yield f"changed, and moved no total: {_listed(silent)}"

    def _coverage(self) -> Iterator[str]:
        base = self.comparison.scenarios[0]
        for root in self.comparison.roots:
            score = base.scores[root]
            if score.coverage_before != score.coverage_after:
                yield (
                    f"{score.title}: {_percent(score.coverage_before)} could be evaluated, now"
                    f" {_percent(score.coverage_after)}"
                )

    def _cut(self, line: str) -> str:
        line = visible(line)
        return line if len(line) <= self.columns else f"{line[: self.columns - 4]} ..."


# --- words ----------------------------------------------------------------------------------------


def label(cause: Cause) -> str:
    """The shortest name of a cause: a fact by its id alone."""
    if cause.id.startswith(("indicator ", "claim ")):
        return cause.name
    return {"as_of": "the passing of time"}.get(cause.id, cause.id)


def phrase(cause: Cause) -> str:
    """What happened, in a few words, and to what."""
    happened: str = cause.change
    if cause.change == "became known":
        happened = f"became known on {cause.known}"
    elif any(detail.what == "kind" for detail in cause.details):
        happened = "is another fact now"
    elif cause.details:
        more = len(cause.details) - DETAILS
        happened = ", ".join(map(_detail, cause.details[:DETAILS]))
        happened += f" and {more} more" if more > 0 else ""
    name = "" if happened.startswith(f"{cause.name} ") else f"{label(cause)} "
    return f"{name}{happened}" + (f": {cause.title}" if cause.title else "")


def _detail(detail: Detail) -> str:
    before, after = (each or "nothing" for each in (detail.before, detail.after))
    what = detail.what.rpartition(".")[2]
    is_short = max(len(before), len(after)) <= SHORT
    return f"{what} {before} -> {after}" if is_short else f"{what} changed"


def _side(side: Side) -> str:
    reference = f"{side.reference}, " if side.reference else ""
    return f"{reference}what was known on {side.as_of}"


def _beside(beside: Beside) -> Iterator[str]:
    counted = (
        ("match", "matches", "appeared", beside.matches_appeared),
        ("match", "matches", "gone", beside.matches_gone),
        ("gap", "gaps", "opened", beside.gaps_opened),
        ("gap", "gaps", "closed", beside.gaps_closed),
    )
    for one, many, happened, changes in counted:
        if changes:
            rules = sorted({change.rule for change in changes})
            what = one if len(changes) == 1 else many
            yield f"{len(changes)} {what} {happened}, of {_listed(rules)}"
    named = (
        ("hypotheses raised", beside.hypotheses_raised),
        ("hypotheses no longer raised", beside.hypotheses_dropped),
        ("scores only in the new ruleset", beside.scores_added),
        ("scores only in the old ruleset", beside.scores_removed),
        ("tables of bands changed", beside.bands_changed),
        ("changed where no score looks", beside.reworded),
    )
    for what, names in named:
        if names:
            yield f"{what}: {_listed(names)}"
    for reading in beside.readings:
        before, after = (
            _listed(each) or "none" for each in (reading.leading_before, reading.leading_after)
        )
        yield f"contradicted least in {reading.question}: {before} -> {after}"
    for judgement in beside.judgements:
        words = [judgement.likelihood_before, judgement.likelihood_after]
        moved = f", {words[0]} -> {words[1]}" if None not in words and words[0] != words[1] else ""
        yield f"judgement {judgement.id} {judgement.change}{moved}"
    for detail in beside.masthead:
        yield _detail(detail)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


def _percent(share: Decimal) -> str:
    return f"{(share * 100).quantize(Decimal(1), ROUND_DOWN)} %"
