"""The score tree as SQL: what rules and leaves give, folded up to the roots, for one scenario.

Every node has the columns `score NODE` (micropoints, NULL without a score) and `coverage NODE`
(millionths). Whole numbers all the way; what could pass 64 bits is computed with 38 digits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlglot import exp

from riskmemo.engines.sql.bits import has_bit
from riskmemo.engines.sql.cells import Existence
from riskmemo.engines.sql.counting import EMPTY, GONE, Counting, is_counted
from riskmemo.engines.sql.dialects import Dialect, number, whole
from riskmemo.engines.sql.expressions import case_when, column, conjunction, is_known, sum_of
from riskmemo.engines.sql.folding import COUNT, GAP, GIVEN, KNOWN, ROWS, plain_micro
from riskmemo.engines.sql.means import (
    Weights,
    generalised,
    geometric,
    harmonic,
    noisy_or,
    present,
    stated,
)
from riskmemo.engines.sql.queries import Tables, above, named
from riskmemo.engines.sql.rounding import limited
from riskmemo.language.program import Program, TypedRule
from riskmemo.model.points import MICRO
from riskmemo.model.points import to_micro as micro
from riskmemo.model.ruleset import (
    Branch,
    Combine,
    FactsLeaf,
    MinimumCoverage,
    Missing,
    RulesLeaf,
    ScoreNode,
)
from riskmemo.scoring.combine import as_fraction, whole_weights
from riskmemo.scoring.tree import RuleInput, end_of, worst_of

SCORE, RAW, COVERAGE, LOST, TOTAL = "score ", "raw ", "coverage ", "lost ", "total "
LARGEST = 2**62


@dataclass(frozen=True)
class Weighing:
    """The weights of the children of a branch, in every form that a formula asks for."""

    proportions: Weights
    """Whole numbers in the proportions of the weights."""
    total: exp.Expr
    """All of these together."""
    largest: int
    """The most that `total` can be."""
    exact: Weights
    """The weights themselves."""
    most: int
    """The most that the parts of all of them can be together."""


@dataclass
class Tree:
    """The score tree of one scenario (`None` is the base)."""

    tables: Tables
    hypothesis: str | None
    existence: Existence

    @property
    def program(self) -> Program:
        """The program whose tree it is."""
        return self.tables.program

    @property
    def counting(self) -> Counting:
        """How rules with bits are counted."""
        return Counting(self.dialect, self.existence)

    @property
    def dialect(self) -> Dialect:
        """The database it is written for."""
        return self.tables.dialect

    def above(self, folded: exp.Select) -> exp.Select:
        """Every node, above a SELECT with what rules and leaves give and which kinds are empty."""
        select = above(folded, [exp.Star(), *self._gone()])
        select = above(select, [exp.Star(), *self._sums()])
        scale = self.program.ruleset.scale
        for names in self._levels():
            nodes = [(name, self.program.ruleset.scores[name]) for name in names]
            raws = [item for name, node in nodes for item in self._raw(name, node)]
            select = above(select, [exp.Star(), *raws])
            values = [
                named(limited(self.dialect, scale, node, column(RAW + name)), SCORE + name)
                for name, node in nodes
            ]
            select = above(select, [exp.Star(), *values])
        return select

    def _levels(self) -> Iterator[list[str]]:
        """Nodes, each level after those it is made of."""
        scores = self.program.ruleset.scores
        depth: dict[str, int] = {}

        def deep(name: str) -> int:
            if name not in depth:
                node = scores[name]
                below = [deep(child) for child in node.of] if isinstance(node, Branch) else []
                depth[name] = 1 + max(below, default=0)
            return depth[name]

        for name in scores:
            deep(name)
        for level in range(1, max(depth.values()) + 1):
            yield [name for name in scores if depth[name] == level]

    # --- rules ----------------------------------------------------------------------------------

    def _rules(self, leaf: str | None = None) -> list[RuleInput]:
        """The rules that count in this scenario, of one leaf or of all."""
        return [
            RuleInput(typed.rule, (), missing=False, uses_identity=typed.uses_identity)
            for typed in self.program.contributing
            if typed.rule.contributes
            and leaf in {None, typed.rule.contributes.to}
            and typed.rule.hypothesis in {None, self.hypothesis}
        ]

    def _counted(self, leaf: str) -> list[TypedRule]:
        """The rules of a leaf that are counted by their bits."""
        node = self.program.ruleset.scores[leaf]
        if not isinstance(node, RulesLeaf) or not is_counted(node):
            return []
        rules = [each.rule.id for each in self._rules(leaf)]
        return [self.program.rule[name] for name in rules if name in self.existence.places]

    def _gone(self) -> Iterator[exp.Expr]:
        """Which rules are missing, and what rules give that have bits but are not counted."""
        counted = {
            t.rule.id: t for leaf in self.program.ruleset.scores for t in self._counted(leaf)
        }
        yield from self.counting.gone(counted.values())
        for each in self._rules():
            typed, name = self.program.rule[each.rule.id], each.rule.id
            if name in counted:
                continue
            place = self.existence.places.get(name)
            if place:
                points = case_when(has_bit(place.match, place.bit), whole(plain_micro(typed)))
                yield named(points, GIVEN + name)
            if not each.uses_identity:
                yield named(self._is_gone(typed), GONE + name)

    def _sums(self) -> Iterator[exp.Expr]:
        """What leaves over rules could give and what is lost of it, in size."""
        for name in chain.from_iterable(self._levels()):
            node = self.program.ruleset.scores[name]
            if isinstance(node, RulesLeaf):
                yield named(self._lost(name), LOST + name)
                if is_counted(node):
                    yield named(self._total(name), TOTAL + name)

    def _lost(self, leaf: str) -> exp.Expr:
        rules, counted = self._rules(leaf), self._counted(leaf)
        bits = {typed.rule.id for typed in counted}
        attainable = {each.rule.id: each.attainable for each in rules}
        lost = [
            case_when(column(GONE + each.rule.id), whole(each.attainable), whole(0))
            for each in rules
            if each.attainable and not each.uses_identity and each.rule.id not in bits
        ]
        return sum_of([*self.counting.lost(counted, attainable), *lost] or [whole(0)])

    def _total(self, leaf: str) -> exp.Expr:
        counted = self._counted(leaf)
        given = [exp.Coalesce(this=each, expressions=[whole(0)]) for each in self._uncounted(leaf)]
        return sum_of([*self.counting.points(counted), *given] or [whole(0)])

    def _uncounted(self, leaf: str) -> list[exp.Expr]:
        node = self.program.ruleset.scores[leaf]
        bits = {typed.rule.id for typed in self._counted(leaf)}
        rules = [each for each in self._rules(leaf) if each.rule.id not in bits]
        return [self._given(each, node) for each in rules if isinstance(node, RulesLeaf)]

    def _is_gone(self, typed: TypedRule) -> exp.Expr:
        rule = typed.rule
        place = self.existence.places.get(rule.id)
        if place:
            nothing: exp.Expr = exp.Not(this=has_bit(place.match, place.bit))
            blocked: exp.Expr = has_bit(place.wait, place.bit)
        else:
            nothing = exp.Is(this=column(GIVEN + rule.id), expression=exp.null())
            blocked = exp.Coalesce(this=column(GAP + rule.id), expressions=[exp.false()])
        empty = [column(EMPTY + kind) for kind in sorted(set(rule.match.values()))]
        waits = exp.paren(exp.or_(blocked, *empty, copy=False), copy=False)
        return conjunction([nothing, waits])

    # --- nodes ----------------------------------------------------------------------------------

    def _raw(self, name: str, node: ScoreNode) -> list[exp.Expr]:
        match node:
            case RulesLeaf():
                raw, coverage = self._of_rules(name, node)
            case FactsLeaf():
                raw, coverage = self._of_facts(name, node)
            case Branch():
                raw, coverage = self._of_nodes(name, node)
        return [named(raw, RAW + name), named(coverage, COVERAGE + name)]

    def _of_rules(self, name: str, leaf: RulesLeaf) -> tuple[exp.Expr, exp.Expr]:
        rules = self._rules(name)
        waiting = [each for each in rules if not each.uses_identity]
        coverage = self._attained(name, rules) if waiting else whole(MICRO)
        raw = self._joined(name, leaf)
        conditions: list[exp.Expr] = []
        if leaf.missing is Missing.REQUIRE and waiting:
            counted = self._counted(name)
            bits = {typed.rule.id for typed in counted}
            others = [column(GONE + e.rule.id) for e in waiting if e.rule.id not in bits]
            anything = exp.or_(*self.counting.any_of(counted, GONE), *others, copy=False)
            conditions.append(exp.Not(this=exp.paren(anything, copy=False)))
        conditions += self._covered(leaf.missing, coverage)
        return _if(conditions, raw), coverage

    def _given(self, each: RuleInput, leaf: RulesLeaf) -> exp.Expr:
        given: exp.Expr = column(GIVEN + each.rule.id)
        if each.uses_identity:
            return exp.Nullif(this=given, expression=whole(0))
        if leaf.missing is Missing.WORST:
            return case_when(column(GONE + each.rule.id), self._worst(each, leaf), given)
        return given

    def _attained(self, leaf: str, rules: Sequence[RuleInput]) -> exp.Expr:
        """The share of what rules could give that those give which are not missing."""
        whole_ = sum(each.attainable for each in rules)
        if not whole_:
            return whole(MICRO)
        part = exp.paren(exp.Sub(this=whole(whole_), expression=column(LOST + leaf)))
        top = exp.Mul(this=self._wide(part, whole_ * MICRO * 4), expression=whole(MICRO))
        return exp.cast(self.dialect.halves_up(top, whole(whole_)), "BIGINT")

    def _worst(self, each: RuleInput, leaf: RulesLeaf) -> exp.Expr:
        """The worst that a rule could give, which is not one that uses identity."""
        return whole(worst_of(each, leaf.polarity))

    def _joined(self, name: str, leaf: RulesLeaf) -> exp.Expr:
        scale = self.program.ruleset.scale
        least = max(0, micro(scale.min))
        values = self._uncounted(name)
        there = self.counting.any_of(self._counted(name))
        if values:
            first, *rest = [each.copy() for each in values]
            there = [*there, is_known(exp.Coalesce(this=first, expressions=rest))]
        if not there:
            return whole(least)
        match leaf.combine:
            case Combine.SUM if is_counted(leaf):
                joined: exp.Expr = column(TOTAL + name)
                if not least:
                    return joined
            case Combine.SUM:
                joined = sum_of([exp.Coalesce(this=v, expressions=[whole(0)]) for v in values])
            case Combine.MAX:
                joined = _greatest(values)
            case _:
                joined = noisy_or(self.dialect, present(self.dialect, values), micro(scale.max))
        return case_when(exp.or_(*there, copy=False), joined, whole(least))

    def _of_facts(self, name: str, leaf: FactsLeaf) -> tuple[exp.Expr, exp.Expr]:
        complete = exp.EQ(this=column(COUNT + name), expression=column(KNOWN + name))
        end = end_of(leaf.missing, leaf.polarity, self.program.ruleset.scale)
        otherwise = exp.null() if end is None else whole(end)
        raw = case_when(complete, column(ROWS + name), otherwise)
        return raw, case_when(complete.copy(), whole(MICRO), whole(0))

    def _weighing(self, name: str, node: Branch) -> Weighing:  # noqa: ARG002 - for others to use
        weights = whole_weights(tuple(node.of.values()))
        doubles = tuple(number(float(weight)) for weight in weights)
        exact = stated(list(node.of.values()))
        most = sum(int(as_fraction(weight) * exact.unit) for weight in node.of.values())
        proportions = Weights(doubles, tuple(map(whole, weights)), 1)
        return Weighing(proportions, whole(sum(weights)), sum(weights), exact, most)

    def _of_nodes(self, name: str, node: Branch) -> tuple[exp.Expr, exp.Expr]:
        weighing = self._weighing(name, node)
        covers = [
            exp.Mul(this=weight.copy(), expression=column(COVERAGE + child))
            for weight, child in zip(weighing.proportions.parts, node.of, strict=True)
        ]
        top = self._wide(exp.paren(sum_of(covers), copy=False), weighing.largest * MICRO * 4)
        share = exp.cast(self.dialect.halves_up(top, weighing.total.copy()), "BIGINT")
        end = end_of(node.missing, node.polarity, self.program.ruleset.scale)
        children: list[exp.Expr] = [column(SCORE + child) for child in node.of]
        if end is not None:
            children = [exp.Coalesce(this=each, expressions=[whole(end)]) for each in children]
        conditions = self._covered(node.missing, share)
        if node.missing is Missing.REQUIRE:
            conditions += [is_known(each.copy()) for each in children]
        there = exp.Coalesce(this=children[0].copy(), expressions=[c.copy() for c in children[1:]])
        conditions.append(is_known(there))
        return _if(conditions, self._combined(node, weighing, children)), share

    @staticmethod
    def _covered(missing: Missing | MinimumCoverage, coverage: exp.Expr) -> list[exp.Expr]:
        if not isinstance(missing, MinimumCoverage):
            return []
        least = max(1, micro(missing.minimum_coverage))
        return [exp.GTE(this=coverage.copy(), expression=whole(least))]

    def _combined(  # noqa: PLR0911 - one case a formula
        self, node: Branch, weighing: Weighing, children: Sequence[exp.Expr]
    ) -> exp.Expr:
        top = micro(self.program.ruleset.scale.max)
        exact, proportions = weighing.exact, weighing.proportions
        match node.combine:
            case Combine.SUM:
                unit = whole(exact.unit)
                return self._ratio(children, exact.parts, unit, weighing.most, exact.unit)
            case Combine.WEIGHTED_MEAN:
                bottom = sum_of(
                    [
                        case_when(
                            exp.Is(this=child.copy(), expression=exp.null()),
                            whole(0),
                            weight.copy(),
                        )
                        for child, weight in zip(children, proportions.parts, strict=True)
                    ]
                )
                most = weighing.largest
                return self._ratio(children, proportions.parts, bottom, most, most)
            case Combine.MAX:
                return _greatest(children)
            case Combine.MIN:
                return exp.Least(
                    this=children[0], expressions=list(children[1:]), ignore_nulls=True
                )
            case Combine.NOISY_OR:
                return noisy_or(self.dialect, present(self.dialect, children), top)
            case Combine.INVERTED_GEOMETRIC_MEAN:
                inverted = [exp.paren(exp.Sub(this=whole(top), expression=c)) for c in children]
                mean = geometric(self.dialect, inverted, exact)
                return exp.Sub(this=whole(top), expression=exp.paren(mean, copy=False))
            case Combine.GEOMETRIC_MEAN:
                return geometric(self.dialect, children, exact)
            case Combine.HARMONIC_MEAN:
                return harmonic(self.dialect, children, proportions)
            case Combine.GENERALISED_MEAN:
                return generalised(self.dialect, children, exact, node.power or 1.0)

    def _ratio(
        self,
        children: Sequence[exp.Expr],
        weights: Sequence[exp.Expr],
        bottom: exp.Expr,
        most: int,
        largest: int,
    ) -> exp.Expr:
        """The weighted sum of what is there by `bottom`, half up.

        `most` is the most that the weights, `largest` that `bottom` can be.
        """
        products: list[exp.Expr] = [
            exp.Mul(this=weight.copy(), expression=exp.Coalesce(this=child, expressions=[whole(0)]))
            for weight, child in zip(weights, children, strict=True)
        ]
        scale = self.program.ruleset.scale
        reach = max(abs(micro(scale.min)), abs(micro(scale.max)), 1) * most + largest
        if reach * 4 > LARGEST:
            products = [self.dialect.wide(each) for each in products]
        total = exp.paren(sum_of(products), copy=False)
        return exp.cast(self.dialect.halves_up(total, bottom), "BIGINT")

    def _wide(self, item: exp.Expr, reach: int) -> exp.Expr:
        return self.dialect.wide(item) if reach > LARGEST else item


def _greatest(items: Sequence[exp.Expr]) -> exp.Expr:
    return exp.Greatest(this=items[0], expressions=list(items[1:]), ignore_nulls=True)


def _if(conditions: Sequence[exp.Expr], then: exp.Expr) -> exp.Expr:
    return case_when(conjunction(list(conditions)), then) if conditions else then
