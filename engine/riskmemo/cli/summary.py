"""An assessment in the few lines that fit on a terminal."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

import click

from riskmemo.cli.strips import digits_of, shown, signed, strip
from riskmemo.errors import visible
from riskmemo.model.assessment import (
    BASE,
    Assessment,
    GapRecord,
    RuleRecord,
    Scenario,
    ScoreRecord,
)
from riskmemo.model.effects import Effect
from riskmemo.model.ruleset import Polarity

RULES_PER_LEAF = 3
LISTED = 10
"""More facts than these are counted."""


def summary(assessment: Assessment, *, width: int, blocks: bool) -> str:
    """What was found, `width` columns wide; `blocks` draws with block characters."""
    return "\n".join(_Summary(assessment, width, blocks).lines())


@dataclass(frozen=True, slots=True)
class _Summary:
    assessment: Assessment
    width: int
    blocks: bool

    def lines(self) -> Iterator[str]:
        """Every part in turn, an empty line between them."""
        yield from self._heading()
        for part in (self._totals(), self._leaves(), self._held(), self._gaps(), self._carriers()):
            yield ""
            yield from part

    def _heading(self) -> Iterator[str]:
        case, ruleset = self.assessment.case, self.assessment.ruleset
        for line in textwrap.wrap(visible(case.title), self.width):
            yield click.style(line, bold=True)
        yield f"what was known on {self.assessment.as_of}; speaks up to {case.horizon}"
        yield f"ruleset {ruleset.id} {visible(ruleset.version)}"
        if self.assessment.not_yet_known:
            hidden = self.assessment.not_yet_known
            listed = ", ".join(hidden) if len(hidden) <= LISTED else f"{len(hidden)} facts"
            yield f"not yet known, and not used: {listed}"

    def _totals(self) -> Iterator[str]:
        """Opportunity beside risk, the base first and every scenario below it."""
        scenarios, roots = self.assessment.scenarios, self._roots()
        bands = [scenario.scores[root].band for scenario in scenarios for root in roots]
        band_width = max(len(visible(band or "")) for band in bands)
        names = [*(self.assessment.base.scores[root].title for root in roots), *self._ids()]
        name_width = min(30, max(len(visible(name)) for name in names) + 2)
        for root in roots:
            for scenario in scenarios:
                yield self._total(scenario, scenario.scores[root], name_width, band_width)
        for scenario in scenarios[1:]:
            claim = f"the claim {scenario.claim}: {scenario.title}"
            yield self._cut(f"{scenario.id} also counts {claim}")
        for name in self.assessment.not_raised:
            yield f"{name}: no claim known at the cut-off raises it"

    def _total(self, scenario: Scenario, score: ScoreRecord, names: int, bands: int) -> str:
        is_base = scenario.id == BASE
        name = visible(score.title) if is_base else f"  {scenario.id}"
        drawn = strip(score.value, self.assessment.ruleset.scale, blocks=self.blocks)
        band = visible(score.band or "")
        start = f"{name[:names]:{names}} {self._shown(score.value):>8}  {band:{bands}}"
        line = f"{start}  {drawn}{_known(score, '  ')}"
        return click.style(line, bold=True) if is_base else line

    def _leaves(self) -> Iterator[str]:
        """The rules that give most to each leaf of the base."""
        yield click.style("what the scores are made of", underline=True)
        for score in self.assessment.base.scores.values():
            if score.id in self.assessment.ruleset.roots and score.children:
                continue
            limited = f", held at its {score.limited}" if score.limited else ""
            band = f" {visible(score.band)}" if score.band else ""
            value = f"{self._shown(score.value)}{band}{limited}{_known(score, ', ')}"
            yield f"{visible(score.title)}: {value}"
            yield from self._top_rules(score)

    def _top_rules(self, score: ScoreRecord) -> Iterator[str]:
        giving = [part for part in score.parts if part.contribution]
        ranked = sorted(giving, key=lambda part: (-abs(part.contribution), part.rule))
        for part in ranked[:RULES_PER_LEAF]:
            yield self._cut(
                f"  {self._signed(part.contribution):>7}  {self._rule(part.rule).title}"
            )
        if len(ranked) > RULES_PER_LEAF:
            yield f"{'':9}  and {len(ranked) - RULES_PER_LEAF} more"

    def _held(self) -> Iterator[str]:
        held = [rule for rule in self.assessment.rules if rule.outcome == "held at zero"]
        if not held:
            yield "no rule was held at zero by the identity gate"
            return
        yield click.style("held at zero: identity without documented conduct", underline=True)
        for rule in held:
            yield self._cut(f"  {rule.title} ({rule.id})")

    def _gaps(self) -> Iterator[str]:
        gaps = sorted(self.assessment.gaps, key=lambda gap: (-_size(gap), gap.rule))
        if not gaps:
            yield "no match hangs on missing information"
            return
        counted = "1 match hangs" if len(gaps) == 1 else f"{len(gaps)} matches hang"
        yield click.style(f"{counted} on missing information", underline=True)
        biggest = gaps[0]
        worth = f" ({self._signed(biggest.points)} points)" if biggest.points is not None else ""
        yield self._cut(f"  the biggest: {self._rule(biggest.rule).title}{worth}")
        missing = ", ".join(f"{field.field} of {field.fact}" for field in biggest.missing)
        if missing:
            yield self._cut(f"  find out: {missing}")

    def _carriers(self) -> Iterator[str]:
        """Which single source or rule carries the band of a total."""
        effects = [("source", each) for each in self.assessment.without_source]
        effects += [("rule", each) for each in self.assessment.without_rule]
        found = [line for what, effect in effects for line in self._carried(what, effect)]
        if not found:
            yield "no single source or rule carries the band of a total"
            return
        yield click.style("a single one carries the band", underline=True)
        yield from found

    def _carried(self, what: str, effect: Effect) -> Iterator[str]:
        for root in self._roots():
            if root in effect.bands:
                before, after = (visible(band or "no score") for band in effect.bands[root])
                title = visible(self.assessment.base.scores[root].title)
                yield self._cut(f"  without {what} {effect.dropped}: {title} {before} -> {after}")

    def _roots(self) -> list[str]:
        scores = self.assessment.base.scores
        order = (Polarity.OPPORTUNITY, Polarity.RISK)
        return sorted(self.assessment.ruleset.roots, key=lambda r: order.index(scores[r].polarity))

    def _ids(self) -> list[str]:
        return [f"  {scenario.id}" for scenario in self.assessment.scenarios[1:]]

    def _rule(self, name: str) -> RuleRecord:
        return next(rule for rule in self.assessment.rules if rule.id == name)

    def _shown(self, value: Decimal | None) -> str:
        return shown(value, digits_of(self.assessment.ruleset.scale))

    def _signed(self, value: Decimal) -> str:
        return signed(value, digits_of(self.assessment.ruleset.scale))

    def _cut(self, line: str) -> str:
        line = visible(line)
        return line if len(line) <= self.width else f"{line[: self.width - 4]} ..."


def _known(score: ScoreRecord, before: str) -> str:
    """The share of a score that could be evaluated, where it is not the whole."""
    percent = shown((score.coverage * 100).quantize(Decimal(1), ROUND_DOWN))
    return "" if score.coverage == 1 else f"{before}{percent} % known"


def _size(gap: GapRecord) -> float:
    return abs(float(gap.points)) if gap.points is not None else 0.0
