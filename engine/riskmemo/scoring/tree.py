"""The score tree: from contributions and rows of facts to a value for every node."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    Scale,
    ScoreNode,
)
from riskmemo.scoring.combine import (
    PROPORTIONAL,
    Exact,
    as_fraction,
    combined,
    of_facts,
    of_matches,
    whole_weights,
)
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
    rules, top = _by_leaf(inputs.rules), to_micro(ruleset.scale.max)
    tree = _Tree(ruleset, rules, inputs.rows, nudged, rounding, dict(known), top)
    return {name: tree.score(name) for name in ruleset.scores}


def score_of(
    ruleset: Ruleset,
    name: str,
    inputs: Inputs,
    known: Mapping[str, Score],
    weights: Mapping[str, float] = MappingProxyType({}),
) -> Score:
    """One node's score from what it is made of: a leaf's inputs, or the `known` scores below it.

    `weights` are other weights of children of a branch.
    """
    rules, top = _by_leaf(inputs.rules), to_micro(ruleset.scale.max)
    return _Tree(ruleset, rules, inputs.rows, None, True, dict(known), top, weights).score(name)


def _by_leaf(rules: Iterable[RuleInput]) -> dict[str, list[RuleInput]]:
    found: dict[str, list[RuleInput]] = {}
    for each in rules:
        if each.rule.contributes:
            found.setdefault(each.rule.contributes.to, []).append(each)
    return found


@dataclass(slots=True)
class _Tree:
    ruleset: Ruleset
    rules: Mapping[str, list[RuleInput]]
    """By leaf."""
    rows: Mapping[str, tuple[int | None, ...]]
    nudged: str | None
    rounding: bool
    done: dict[str, Score]
    top: int
    """The top of the scale, in micropoints."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """Other weights of children."""

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
        value, limited = limited_to(self.ruleset.scale, node, raw, rounding=self.rounding)
        return Score(raw, value, limited, coverage, parts)

    def _of_rules(
        self, name: str, leaf: RulesLeaf
    ) -> tuple[int | None, int, tuple[tuple[str, int, int], ...]]:
        rules = self.rules.get(name, [])
        gone = [each for each in rules if each.missing]
        parts = tuple(
            (each.rule.id, given_by(each, self.top), len(each.given))
            for each in rules
            if each.given
        )
        whole = sum([each.attainable for each in rules])
        coverage = _share(whole - sum([each.attainable for each in gone]), whole)
        if (leaf.missing is Missing.REQUIRE and gone) or not covered(leaf.missing, coverage):
            return None, coverage, parts
        held = {each.rule.id for each in rules if each.uses_identity}
        values = [given for rule, given, _ in parts if given or rule not in held]
        if leaf.missing is Missing.WORST:
            values += [worst_of(each, leaf.polarity) for each in gone]
        return self._joined(leaf, values), coverage, parts

    def _joined(self, leaf: RulesLeaf, values: list[int]) -> int:
        if not values:
            return max(0, to_micro(self.ruleset.scale.min))
        return combined(leaf.combine, [(value, 1) for value in values], self.top, None)

    def _of_facts(self, name: str, leaf: FactsLeaf) -> tuple[int | None, int]:
        rows = self.rows.get(name, ())
        known = [row for row in rows if row is not None]
        if rows and len(known) == len(rows):
            return of_facts(leaf.combine, known), MICRO
        return end_of(leaf.missing, leaf.polarity, self.ruleset.scale), 0

    def _of_nodes(self, node: Branch) -> tuple[int | None, int]:
        found = {child: self.score(child) for child in node.of}
        stated = {**node.of, **self.weights} if self.weights else node.of
        whole = whole_weights(tuple(stated.values()))
        coverage = sum([weight * each.coverage for weight, each in zip(whole, found.values())])  # noqa: B905 - one each
        share = divide_half_up(coverage, sum(whole))
        there = {child: score.value for child, score in found.items() if score.value is not None}
        if isinstance(node.missing, MinimumCoverage):
            if not covered(node.missing, share):
                return None, share
        elif node.missing is not Missing.RENORMALISE:
            ends = {
                child: end_of(node.missing, node.polarity, self.ruleset.scale)
                for child in node.of
                if child not in there
            }
            there |= {child: end for child, end in ends.items() if end is not None}
            if len(there) < len(node.of):
                return None, share
        if not there:
            return None, share
        weights: Iterable[Exact] = whole
        if node.combine not in PROPORTIONAL:
            weights = map(as_fraction, stated.values())
        values = [(there[child], each) for child, each in zip(node.of, weights) if child in there]  # noqa: B905 - one each
        return combined(node.combine, values, self.top, node.power), share


def end_of(missing: Missing | MinimumCoverage, polarity: Polarity, scale: Scale) -> int | None:
    """What a missing score counts as; none where its policy is to count nothing for it."""
    match missing:
        case Missing.WORST:
            return to_micro(scale.max if polarity is Polarity.RISK else scale.min)
        case Missing.ZERO:
            return max(0, to_micro(scale.min))
        case _:
            return None


def limited_to(
    scale: Scale, node: ScoreNode, raw: int | None, *, rounding: bool = True
) -> tuple[int | None, Literal["cap", "floor"] | None]:
    """A value within cap, floor and scale, rounded, and which of cap and floor held it."""
    if raw is None:
        return None, None
    top = to_micro(min(scale.max, scale.max if node.cap is None else node.cap))
    bottom = to_micro(max(scale.min, scale.min if node.floor is None else node.floor))
    limited: Literal["cap", "floor"] | None = (
        "cap" if raw > top else "floor" if raw < bottom else None
    )
    held = max(bottom, min(top, raw))
    if rounding:
        held = max(bottom, min(top, rounded(held, node.round)))
    return held, limited


def given_by(each: RuleInput, top: int) -> int:
    """What a rule gives: the contributions of its matches joined."""
    contributes = each.rule.contributes
    if contributes is None:
        return 0
    cap = None if contributes.cap is None else to_micro(contributes.cap)
    return of_matches(contributes.per_rule, each.given, cap, top)


def covered(missing: Missing | MinimumCoverage, coverage: int) -> bool:
    """Whether a node has the coverage it asks for, and any at all."""
    if isinstance(missing, MinimumCoverage):
        return coverage > 0 and coverage >= to_micro(missing.minimum_coverage)
    return True


def worst_of(each: RuleInput, polarity: Polarity) -> int:
    """The worst that a missing rule could give."""
    points = each.rule.contributes.points if each.rule.contributes else 0.0
    harms = (points > 0) == (polarity is Polarity.RISK)
    return each.attainable * (1 if points > 0 else -1) if harms else 0


def _share(part: int, whole: int) -> int:
    return divide_half_up(part * MICRO, whole) if whole else MICRO
