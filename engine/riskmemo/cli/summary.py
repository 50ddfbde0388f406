"""An assessment in the few lines that fit on a terminal."""

import textwrap
from collections.abc import Iterator, Mapping
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
from riskmemo.model.missing import Missing, Swing
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
        yield from self._first()
        for part in (self._totals(), self._leaves(), self._held(), self._gaps(), self._carriers()):
            yield ""
            yield from part
        yield from self._audit()

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

    def _first(self) -> Iterator[str]:
        """What must be known before the totals are read: a single source that carries a band."""
        for effect in self.assessment.without_source:
            for line in self._carried("source", effect):
                told = f"a single source carries the band:{line.removeprefix('  without source')}"
                yield click.style(self._cut(told), bold=True)

    def _totals(self) -> Iterator[str]:
        """Opportunity beside risk, the base first and every scenario below it."""
        scenarios, roots = self.assessment.scenarios, self._roots()
        bands = [_band(scenario.scores[root]) for scenario in scenarios for root in roots]
        band_width = max(len(band) for band in bands)
        names = [*(self.assessment.base.scores[root].title for root in roots), *self._ids()]
        name_width = min(30, max(len(visible(name)) for name in names) + 2)
        for root in roots:
            for scenario in scenarios:
                yield self._total(scenario, scenario.scores[root], name_width, band_width)
                if scenario.id == BASE:
                    yield from _warning(scenario.scores[root])
        for scenario in scenarios[1:]:
            what = f"the claim {scenario.claim}" if scenario.claim else "a reading of its own"
            yield self._cut(f"{scenario.id} also counts {what}: {scenario.title}")
        for name in self.assessment.not_raised:
            yield f"{name}: no claim known at the cut-off raises it"

    def _total(self, scenario: Scenario, score: ScoreRecord, names: int, bands: int) -> str:
        is_base = scenario.id == BASE
        name = visible(score.title) if is_base else f"  {scenario.id}"
        drawn = strip(
            None if score.is_mostly_unknown else score.value,
            self.assessment.ruleset.scale,
            blocks=self.blocks,
        )
        start = f"{name[:names]:{names}} {self._shown(score.value):>8}  {_band(score):{bands}}"
        line = f"{start}  {drawn}{_known(score, '  ')}"
        return click.style(line, bold=True) if is_base else line

    def _leaves(self) -> Iterator[str]:
        """The rules that give most to each leaf of the base."""
        yield click.style("what the scores are made of", underline=True)
        for score in self.assessment.base.scores.values():
            if score.id in self.assessment.ruleset.roots and score.children:
                continue
            limited = f", held at its {score.limited}" if score.limited else ""
            band = f" {_band(score)}" if _band(score) else ""
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

    def _audit(self) -> Iterator[str]:
        """Why the identity audit fails; nothing where it passes, or where there is none."""
        from riskmemo.analysis.fairness.identity_words import reason_in_words

        audit = self.assessment.analyses.identity if self.assessment.analyses else None
        if audit is None or audit.passed:
            return
        yield ""
        yield click.style("the identity audit fails: this may not be final", underline=True)
        yield from (self._cut(f"  {reason_in_words(reason)}") for reason in audit.reasons)
        if audit.override:
            yield self._cut(f"  overridden by {audit.override.approved_by}")

    def _gaps(self) -> Iterator[str]:
        analyses = self.assessment.analyses
        if analyses and analyses.missing:
            yield from self._missing(analyses.missing)
            return
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

    def _missing(self, missing: Missing) -> Iterator[str]:
        """How much is missing, and what to ask first."""
        counts = [(len(missing.fields) + len(missing.untried), "unknown field"),
                  (len(missing.kinds), "kind without a record or a search")]  # fmt: skip
        told = [_counted(number, what) for number, what in counts if number]
        if not told:
            yield "nothing that is missing could move a score"
            return
        yield click.style(f"missing: {', '.join(told)}", underline=True)
        for question, swings in _first_questions(missing):
            yield self._cut(f"  {question.partition('?')[0]}?")
            for root, swing in swings.items():
                yield self._cut(f"    {self._swing(root, swing)}")

    def _swing(self, root: str, swing: Swing) -> str:
        title = self.assessment.base.scores[root].title
        if swing.down is None or swing.up is None:
            low, high = self._shown(swing.low), self._shown(swing.high)
            return f"{title}: no score now, {low} to {high} then"
        ends = [self._signed(change) if change else "0" for change in (swing.down, swing.up)]
        return f"{title}: {' to '.join(ends)}"

    def _carriers(self) -> Iterator[str]:
        """Which single source, fact or rule carries the band of a total."""
        effects = [("source", each) for each in self.assessment.without_source]
        analyses = self.assessment.analyses
        effects += [("fact", each) for each in (analyses.without_fact if analyses else ())]
        effects += [("rule", each) for each in self.assessment.without_rule]
        found = [line for what, effect in effects for line in self._carried(what, effect)]
        if not found:
            facts = ", fact" if analyses else ""
            yield f"no single source{facts} or rule carries the band of a total"
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


def _band(score: ScoreRecord) -> str:
    """The band, unless most of the score is unknown."""
    return "" if score.is_mostly_unknown else visible(score.band or "")


def _warning(score: ScoreRecord) -> Iterator[str]:
    """That a total of which most is unknown is no finding."""
    if score.is_mostly_unknown:
        is_risk = score.polarity is Polarity.RISK
        little = "low risk" if is_risk else "little opportunity"
        percent = shown((score.coverage * 100).quantize(Decimal(1), ROUND_DOWN))
        text = f"  {percent} % could be evaluated: this is no finding of {little}"
        yield click.style(text, bold=True)


def _known(score: ScoreRecord, before: str) -> str:
    """The share of a score that could be evaluated, where it is not the whole."""
    percent = shown((score.coverage * 100).quantize(Decimal(1), ROUND_DOWN))
    return "" if score.coverage == 1 else f"{before}{percent} % known"


def _counted(number: int, what: str) -> str:
    """`1 unknown field`, `3 kinds without a record or a search`."""
    first, _, rest = what.partition(" ") if what.startswith("kind") else (what, "", "")
    many = f"{first}s" if number > 1 else first
    return f"{number} {f'{many} {rest}'.strip()}"


def _first_questions(missing: Missing) -> Iterator[tuple[str, Mapping[str, Swing]]]:
    if missing.fields:
        yield missing.fields[0].question, missing.fields[0].swings
    if missing.kinds:
        yield missing.kinds[0].question, missing.kinds[0].swings


def _size(gap: GapRecord) -> float:
    return abs(float(gap.points)) if gap.points is not None else 0.0
