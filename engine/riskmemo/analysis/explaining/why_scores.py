"""The scores below a score: what each part gives, what is missing, capped and rounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.explaining import working
from riskmemo.language.score_tree import above_each, children_first
from riskmemo.model.points import MICRO, divide_half_up, to_micro, to_points
from riskmemo.model.ruleset import (
    Branch,
    Combine,
    FactsLeaf,
    MinimumCoverage,
    Missing,
    RuleCombine,
    Ruleset,
    RulesLeaf,
)
from riskmemo.model.why import PartWhy, RowWhy, RuleWhy, ScoreWhy
from riskmemo.scoring.combine import as_fraction, of_matches
from riskmemo.scoring.tree import Inputs, RuleInput, Score, end_of, scores_of, worst_of

Node = RulesLeaf | FactsLeaf | Branch


@dataclass(frozen=True)
class Parts:
    """What a score is made of, with how it is worked out."""

    adds: bool
    working: str
    scores: tuple[PartWhy, ...] = ()
    rules: tuple[RuleWhy, ...] = ()
    rows: tuple[RowWhy, ...] = ()


@dataclass(frozen=True)
class ScoreTeller:
    """Tells the scores of one scenario below the one asked about."""

    basis: Basis
    asked: str
    hypothesis: str | None
    rows: Mapping[str, tuple[RowWhy, ...]]
    """The rows of each leaf over facts, without what they give."""

    def told(self) -> tuple[ScoreWhy, ...]:
        """The score asked about first, each before those it is made of."""
        return tuple(self._told(name) for name in _parents_first(self.basis.ruleset, self.asked))

    @cached_property
    def inputs(self) -> Inputs:
        """What the leaves are made of in this scenario."""
        return self.basis.found.inputs(self.hypothesis)

    @cached_property
    def scores(self) -> Mapping[str, Score]:
        """Every score of this scenario."""
        return scores_of(self.basis.ruleset, self.inputs)

    @cached_property
    def _above(self) -> Mapping[str, frozenset[str]]:
        return above_each(self.basis.ruleset)

    @cached_property
    def _exact(self) -> Mapping[str, Score]:
        """The scores without the rounding of nodes, as effective weights take them."""
        return scores_of(self.basis.ruleset, self.inputs, rounding=False)

    def _told(self, name: str) -> ScoreWhy:
        node, score = self.basis.ruleset.scores[name], self.scores[name]
        scale = self.basis.ruleset.scale
        lowest = scale.min if node.floor is None else max(scale.min, node.floor)
        highest = scale.max if node.cap is None else min(scale.max, node.cap)
        parts = self._parts(name, node, score)
        held = None if score.raw is None else _held(score.raw, lowest, highest)
        return ScoreWhy(
            id=name,
            title=node.title,
            polarity=node.polarity,
            made_of="scores" if isinstance(node, Branch) else node.source,
            combine=node.combine.value,
            power=node.power if isinstance(node, Branch) else None,
            missing=policy(node.missing),
            coverage=to_points(score.coverage),
            raw=_points(score.raw),
            floor=to_points(to_micro(lowest)),
            cap=to_points(to_micro(highest)),
            limited=score.limited,
            held=_points(held),
            digits=node.round.digits if node.round else None,
            rounding=node.round.mode if node.round else None,
            value=_points(score.value),
            band=self.basis.band(name, score.value),
            nominal_weight=to_points(self._nominal[name]),
            effective_weight=_points(self._effective(name)),
            adds=parts.adds,
            working=parts.working,
            scores=parts.scores,
            rules=parts.rules,
            rows=parts.rows,
        )

    def _parts(self, name: str, node: Node, score: Score) -> Parts:
        match node:
            case RulesLeaf():
                return self._of_rules(name, node, score.raw)
            case FactsLeaf():
                return self._of_facts(name, node, score.raw)
            case Branch():
                return self._of_scores(node, score.raw)

    # --- weights ----------------------------------------------------------------------------------

    @cached_property
    def _nominal(self) -> Mapping[str, int]:
        """The stated share of each score in the one asked about, in millionths."""
        ruleset = self.basis.ruleset
        found = dict.fromkeys(ruleset.scores, Fraction(0))
        found[self.asked] = Fraction(1)
        for name in reversed(children_first(ruleset)):
            node = ruleset.scores[name]
            if isinstance(node, Branch):
                total = sum((as_fraction(weight) for weight in node.of.values()), Fraction(0))
                for child, weight in node.of.items():
                    found[child] += found[name] * as_fraction(weight) / total
        return {
            name: divide_half_up(share.numerator * MICRO, share.denominator)
            for name, share in found.items()
        }

    def _effective(self, name: str) -> int | None:
        same = {
            other: score for other, score in self._exact.items() if other not in self._above[name]
        }
        nudged = scores_of(self.basis.ruleset, self.inputs, nudged=name, rounding=False, known=same)
        before, after = self._exact[self.asked].value, nudged[self.asked].value
        return None if before is None or after is None else after - before

    # --- parts ------------------------------------------------------------------------------------

    @property
    def _top(self) -> int:
        return to_micro(self.basis.ruleset.scale.max)

    def _of_scores(self, node: Branch, raw: int | None) -> Parts:
        counted = {child: self._counted(node, child) for child in node.of}
        taken = [child for child in node.of if counted[child] is not None]
        values = [(counted[child] or 0, node.of[child]) for child in taken]
        shares = working.shares_of(node.combine, values) if values else []
        parts = None if raw is None else working.parts_of(raw, shares, len(taken))
        gives = dict(zip(taken, parts, strict=True)) if parts is not None else None
        whole = sum((as_fraction(node.of[child]) for child in taken), Fraction(0))
        told = tuple(
            PartWhy(
                score=child,
                weight=to_points(to_micro(weight)),
                counted=_points(counted[child]),
                share=_share(as_fraction(weight), whole) if child in taken else None,
                gives=None if gives is None else to_points(gives.get(child, 0)),
            )
            for child, weight in node.of.items()
        )
        text = working.working(node.combine, values, self._top, node.power) if values else ""
        if raw is None:
            text = self._no_score(node)
        return Parts(gives is not None, text, scores=told)

    def _counted(self, node: Branch, child: str) -> int | None:
        """The value of a part that the formula takes."""
        value = self.scores[child].value
        if value is not None:
            return value
        return end_of(node.missing, node.polarity, self.basis.ruleset.scale)

    def _no_score(self, node: Branch) -> str:
        gone = [child for child in node.of if self.scores[child].value is None]
        titles = ", ".join(self.basis.ruleset.scores[child].title for child in gone)
        if isinstance(node.missing, MinimumCoverage) and len(gone) < len(node.of):
            return f"no score: less than {node.missing.minimum_coverage:g} could be evaluated"
        return f"no score: there is none for {titles}"

    def _of_rules(self, name: str, leaf: RulesLeaf, raw: int | None) -> Parts:
        inputs = [
            each
            for each in self.inputs.rules
            if each.rule.contributes and each.rule.contributes.to == name
        ]
        told = [each for each in inputs if each.given or each.missing]
        worst = leaf.missing is Missing.WORST
        given = [
            (worst_of(each, leaf.polarity) if worst else 0) if each.missing else self._given(each)
            for each in told
        ]
        taken = [place for place, each in enumerate(told) if worst or not each.missing]
        values = [(given[place], 1.0) for place in taken]
        shares = working.shares_of(Combine(leaf.combine), values) if values else []
        parts = None if raw is None else working.parts_of(raw, shares, len(taken))
        if not values and parts is not None:
            parts = []
        gives = dict(zip(taken, parts, strict=True)) if parts is not None else None
        text = working.working(Combine(leaf.combine), values, self._top, None) if values else ""
        if raw is None:
            gone = ", ".join(each.rule.title for each in told if each.missing)
            text = (
                f"no score: less than {leaf.missing.minimum_coverage:g} could be evaluated"
                if isinstance(leaf.missing, MinimumCoverage)
                else f"no score: information is missing for {gone}"
            )
        elif not values:
            text = "no rule gives anything"
        rules = tuple(
            self._rule(each, given[place], None if gives is None else gives.get(place, 0))
            for place, each in enumerate(told)
        )
        return Parts(gives is not None and bool(values), text, rules=rules)

    def _given(self, each: RuleInput) -> int:
        contributes = each.rule.contributes
        if contributes is None:
            return 0
        cap = None if contributes.cap is None else to_micro(contributes.cap)
        return of_matches(contributes.per_rule, each.given, cap, self._top)

    def _rule(self, each: RuleInput, given: int, gives: int | None) -> RuleWhy:
        rule, contributes = each.rule, each.rule.contributes
        assert contributes is not None  # noqa: S101 - rules of a leaf contribute
        raw = given_before_cap(each, self._top)
        return RuleWhy(
            rule=rule.id,
            title=rule.title,
            hypothesis=rule.hypothesis,
            points=to_points(to_micro(contributes.points)),
            per_rule=contributes.per_rule,
            raw=_points(raw),
            cap=None if contributes.cap is None else to_points(to_micro(contributes.cap)),
            given=to_points(given),
            gives=_points(gives),
            adds=raw is not None and match_parts(each, self._top) is not None,
            working=working.working_of_matches(contributes.per_rule, each.given, self._top)
            if each.given
            else "missing: it has no match, and information prevents one",
            matches=tuple(f"{rule.id}#{number}" for number in range(1, len(each.given) + 1)),
            missing=each.missing,
        )

    def _of_facts(self, name: str, leaf: FactsLeaf, raw: int | None) -> Parts:
        rows = self.rows[name]
        known = [to_micro_of(row) for row in rows]
        if not rows or None in known:
            found = "no row is found" if not rows else "the value of a row is unknown"
            taken_as = "no score" if raw is None else f"taken as {working.points(raw)}"
            return Parts(False, f"{taken_as}: {found}", rows=rows)
        values = [value for value in known if value is not None]
        shares = working.shares_of_rows(leaf.combine, values)
        parts = working.parts_of(raw or 0, shares, len(values)) or []
        given = tuple(
            row.model_copy(update={"gives": to_points(part)})
            for row, part in zip(rows, parts, strict=True)
        )
        return Parts(True, working.working_of_rows(leaf.combine, values), rows=given)


def _parents_first(ruleset: Ruleset, asked: str) -> list[str]:
    """A score and all below it, each before its parts, and these in the order written."""
    done: dict[str, None] = {}

    def visit(name: str) -> None:
        node = ruleset.scores[name]
        for child in reversed(node.of if isinstance(node, Branch) else ()):
            if child not in done:
                visit(child)
        done[name] = None

    visit(asked)
    return list(reversed(done))


def to_micro_of(row: RowWhy) -> int | None:
    """The points of a row in micropoints."""
    return None if row.points is None else int(row.points.scaleb(6))


def given_before_cap(each: RuleInput, top: int) -> int | None:
    """The matches of a rule joined, before its own cap; none without matches."""
    contributes = each.rule.contributes
    if contributes is None or not each.given:
        return None
    if contributes.per_rule is RuleCombine.SUM:
        return sum(each.given)
    return of_matches(contributes.per_rule, each.given, None, top)


def match_parts(each: RuleInput, top: int) -> list[int] | None:
    """What each match gives to its rule before the rule's cap; none where they do not add."""
    raw = given_before_cap(each, top)
    if raw is None or each.rule.contributes is None:
        return None
    shares = working.shares_of_matches(each.rule.contributes.per_rule, each.given)
    return working.parts_of(raw, shares, len(each.given))


def policy(missing: Missing | MinimumCoverage) -> str:
    """A missing policy in one word, or with the coverage that it asks for."""
    if isinstance(missing, MinimumCoverage):
        return f"minimum_coverage: {missing.minimum_coverage:g}"
    return missing.value


def _held(raw: int, lowest: float, highest: float) -> int:
    return max(to_micro(lowest), min(to_micro(highest), raw))


def _share(weight: Fraction, whole: Fraction) -> Decimal:
    share = weight / whole
    return to_points(divide_half_up(share.numerator * MICRO, share.denominator))


def _points(micro: int | None) -> Decimal | None:
    return None if micro is None else to_points(micro)
