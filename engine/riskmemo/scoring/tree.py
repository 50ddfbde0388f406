"""The score tree: from contributions and rows of facts to a value for every node."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, assert_never

from riskmemo.model.points import MICRO, divide_half_up, to_micro
from riskmemo.model.ruleset import (
    Branch,
    FactsLeaf,
    MinimumCoverage,
    Missing,
    Polarity,
    Rule,
    RuleCombine,
    Ruleset,
    RulesLeaf,
)
from riskmemo.scoring.combine import as_fraction, combined, of_facts, of_matches
from riskmemo.scoring.rounding import rounded


@dataclass(frozen=True, slots=True)
class RuleInput:
    """What one contributing rule brings: its matches' contributions, and whether it is missing.

    A rule that uses identity is never missing and attains nothing: without conduct evidence it is
    nothing to wait for, so neither a policy for what is missing nor coverage may rest on it. Nor is
    the zero that it is held at a value: beside points below zero it would be the largest.
    """

    rule: Rule
    given: tuple[int, ...]
    missing: bool
    uses_identity: bool = False

    @property
    def attainable(self) -> int:
        """The most the rule can give, in size (micropoints)."""
        contributes = self.rule.contributes
        if contributes is None or self.uses_identity:
            return 0
        capped = contributes.cap if contributes.per_rule is RuleCombine.SUM else None
        return _size(contributes.points if capped is None else capped)


@lru_cache(maxsize=4096)
def _size(points: float) -> int:
    return abs(to_micro(points))


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the leaves are made of: rules, and rows of facts (micropoints, `None` unknown)."""

    rules: tuple[RuleInput, ...]
    rows: Mapping[str, tuple[int | None, ...]]


@dataclass(frozen=True, slots=True)
class Score:
    """A node's value; `raw` is before floor, cap and rounding, `coverage` a share in millionths."""

    raw: int | None
    value: int | None
    limited: Literal["cap", "floor"] | None
    coverage: int
    parts: tuple[tuple[str, int, int], ...] = ()
    """For a leaf of rules: (rule, contribution, matches) of each that has a match."""


def scores_of(
    ruleset: Ruleset,
    inputs: Inputs,
    *,
    nudged: str | None = None,
    rounding: bool = True,
    known: Mapping[str, Score] = MappingProxyType({}),
) -> dict[str, Score]:
    """Every node's score, in the order of the ruleset.

    `nudged` names a node whose raw value is taken one point higher; without `rounding` the nodes'
    own rounding is left out; `known` are scores that need not be computed. These serve the
    effective weights.
    """
    tree = _Tree(ruleset, inputs, nudged, rounding, dict(known), to_micro(ruleset.scale.max))
    return {name: tree.score(name) for name in ruleset.scores}


@dataclass(slots=True)
class _Tree:
    ruleset: Ruleset
    inputs: Inputs
    nudged: str | None
    rounding: bool
    done: dict[str, Score]
    top: int
    """The top of the scale, in micropoints."""

    def score(self, name: str) -> Score:
        if name not in self.done:
            self.done[name] = self._computed(name)
        return self.done[name]

    def _computed(self, name: str) -> Score:
        node = self.ruleset.scores[name]
        match node:
            case RulesLeaf():
                raw, coverage, parts = self._of_rules(name, node)
            case FactsLeaf():
                raw, coverage, parts = (*self._of_facts(name, node), ())
            case Branch():
                raw, coverage, parts = (*self._of_nodes(node), ())
            case _:
                assert_never(node)
        if raw is not None and name == self.nudged:
            raw += MICRO
        value, limited = self._limited(raw, node)
        return Score(raw, value, limited, coverage, parts)

    def _limited(
        self, raw: int | None, node: RulesLeaf | FactsLeaf | Branch
    ) -> tuple[int | None, Literal["cap", "floor"] | None]:
        if raw is None:
            return None, None
        scale = self.ruleset.scale
        top = to_micro(min(scale.max, scale.max if node.cap is None else node.cap))
        bottom = to_micro(max(scale.min, scale.min if node.floor is None else node.floor))
        limited: Literal["cap", "floor"] | None = (
            "cap" if raw > top else "floor" if raw < bottom else None
        )
        held = max(bottom, min(top, raw))
        if self.rounding:
            held = max(bottom, min(top, rounded(held, node.round)))
        return held, limited

    def _of_rules(
        self, name: str, leaf: RulesLeaf
    ) -> tuple[int | None, int, tuple[tuple[str, int, int], ...]]:
        rules = [
            each
            for each in self.inputs.rules
            if each.rule.contributes and each.rule.contributes.to == name
        ]
        gone = [each for each in rules if each.missing]
        parts = tuple(
            (each.rule.id, self._given(each), len(each.given)) for each in rules if each.given
        )
        whole = sum([each.attainable for each in rules])
        coverage = _share(whole - sum([each.attainable for each in gone]), whole)
        if (leaf.missing is Missing.REQUIRE and gone) or not _enough(leaf.missing, coverage):
            return None, coverage, parts
        held = {each.rule.id for each in rules if each.uses_identity}
        values = [given for rule, given, _ in parts if given or rule not in held]
        if leaf.missing is Missing.WORST:
            values += [_worst(each, leaf.polarity) for each in gone]
        return self._joined(leaf, values), coverage, parts

    def _given(self, each: RuleInput) -> int:
        contributes = each.rule.contributes
        if contributes is None:
            return 0
        cap = None if contributes.cap is None else to_micro(contributes.cap)
        return of_matches(contributes.per_rule, each.given, cap, self.top)

    def _joined(self, leaf: RulesLeaf, values: list[int]) -> int:
        if not values:
            return max(0, to_micro(self.ruleset.scale.min))
        return combined(leaf.combine, [(value, 1) for value in values], self.top, None)

    def _of_facts(self, name: str, leaf: FactsLeaf) -> tuple[int | None, int]:
        rows = self.inputs.rows.get(name, ())
        known = [row for row in rows if row is not None]
        if rows and len(known) == len(rows):
            return of_facts(leaf.combine, known), MICRO
        return self._end(leaf.missing, leaf.polarity), 0

    def _end(self, missing: Missing, polarity: Polarity) -> int | None:
        scale = self.ruleset.scale
        match missing:
            case Missing.WORST:
                return to_micro(scale.max if polarity is Polarity.RISK else scale.min)
            case Missing.ZERO:
                return max(0, to_micro(scale.min))
            case _:
                return None

    def _of_nodes(self, node: Branch) -> tuple[int | None, int]:
        weights = {child: as_fraction(weight) for child, weight in node.of.items()}
        found = {child: self.score(child) for child in node.of}
        total = sum(weights.values(), Fraction(0))
        coverage = (
            sum((weights[child] * score.coverage for child, score in found.items()), Fraction(0))
            / total
        )
        covered = divide_half_up(coverage.numerator, coverage.denominator)
        there = {child: score.value for child, score in found.items() if score.value is not None}
        if isinstance(node.missing, MinimumCoverage):
            if not _enough(node.missing, covered):
                return None, covered
        elif node.missing is not Missing.RENORMALISE:
            ends = {
                child: self._end(node.missing, node.polarity)
                for child in node.of
                if child not in there
            }
            there |= {child: end for child, end in ends.items() if end is not None}
            if len(there) < len(node.of):
                return None, covered
        if not there:
            return None, covered
        values = [(there[child], weights[child]) for child in node.of if child in there]
        return combined(node.combine, values, self.top, node.power), covered


def _enough(missing: Missing | MinimumCoverage, coverage: int) -> bool:
    """Whether a node has the coverage it asks for, and any at all."""
    if isinstance(missing, MinimumCoverage):
        return coverage > 0 and coverage >= to_micro(missing.minimum_coverage)
    return True


def _worst(each: RuleInput, polarity: Polarity) -> int:
    points = each.rule.contributes.points if each.rule.contributes else 0.0
    harms = (points > 0) == (polarity is Polarity.RISK)
    return each.attainable * (1 if points > 0 else -1) if harms else 0


def _share(part: int, whole: int) -> int:
    return divide_half_up(part * MICRO, whole) if whole else MICRO
