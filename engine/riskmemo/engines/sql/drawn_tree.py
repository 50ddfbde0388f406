"""The score tree of many cases in many draws of parameters, points and weights.

A row is a case in a draw. What a draw says stands in its table: `points RULE` with `attainable
RULE` and `worst RULE`, `proportion BRANCH CHILD`, `weight BRANCH CHILD` and `part BRANCH CHILD`,
and by group of rules which choice of parameters it has (`choice GROUP`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlglot import exp

from riskmemo.engines.sql.counting import EMPTY, GONE
from riskmemo.engines.sql.dialects import call, whole
from riskmemo.engines.sql.expressions import case_when, column, is_known, sum_of
from riskmemo.engines.sql.folding import GAP, GIVEN, ROWS, STRENGTHS
from riskmemo.engines.sql.means import Weights, noisy_or
from riskmemo.engines.sql.queries import CASE_ID, above, everything_of, named, table_named
from riskmemo.engines.sql.rules import to_micro
from riskmemo.engines.sql.scores import COVERAGE, SCORE, Tree, Weighing
from riskmemo.language.program import TypedRule
from riskmemo.model.points import MICRO
from riskmemo.model.points import to_micro as micro
from riskmemo.model.ruleset import Branch, FactsLeaf, RuleCombine, RulesLeaf
from riskmemo.scoring.tree import RuleInput

NOW, DRAWS, DRAW = "drawn now", "draws", "draw"
"""The tables of the cases as they stand and of the draws, and the number of a draw."""
POINTS, ATTAINABLE, WORST, CHOICE = "points ", "attainable ", "worst ", "choice "
PROPORTION, WEIGHT, PART = "proportion ", "weight ", "part "


@dataclass(frozen=True)
class Weighed:
    """What drawn weights of the children of a branch can be at most."""

    proportions: int
    """The most that all proportions are together."""
    parts: int
    """The most that all parts are together."""
    unit: int
    """So many parts are a weight of 1."""


@dataclass(frozen=True)
class Fold:
    """A table that has what rules and leaves give for each case and choice of parameters."""

    name: str
    columns: tuple[str, ...]
    group: int
    choices: int


@dataclass(frozen=True)
class Drawn:
    """What differs from draw to draw."""

    points: frozenset[str]
    """Rules."""
    weights: Mapping[str, Weighed]
    """By branch."""
    folds: tuple[Fold, ...]


@dataclass
class DrawnTree(Tree):
    """The scores of one scenario that differ between draws."""

    drawn: Drawn = field(default_factory=lambda: Drawn(frozenset(), {}, ()))

    @cached_property
    def varying(self) -> tuple[str, ...]:
        """The nodes that may differ, each after those it is made of."""
        found: dict[str, None] = {}
        folded = {name for fold in self.drawn.folds for name in fold.columns}
        for name in (each for level in super()._levels() for each in level):
            match self.program.ruleset.scores[name]:
                case RulesLeaf():
                    rules = (each.rule.id for each in self._all(name))
                    differs = any({GIVEN + r, STRENGTHS + r} & folded for r in rules)
                case FactsLeaf():
                    differs = ROWS + name in folded
                case Branch(of=of):
                    differs = name in self.drawn.weights or not found.keys().isdisjoint(of)
            if differs:
                found[name] = None
        return tuple(found)

    @cached_property
    def own(self) -> tuple[str, ...]:
        """Those of them that a hypothesis makes other than in the base."""
        if self.hypothesis is None:
            return self.varying
        found: set[str] = set()
        for name in (each for level in super()._levels() for each in level):
            match self.program.ruleset.scores[name]:
                case RulesLeaf():
                    differs = any(each.rule.hypothesis for each in self._all(name))
                case FactsLeaf():
                    differs = False
                case Branch(of=of):
                    differs = not found.isdisjoint(of)
            if differs:
                found.add(name)
        return tuple(name for name in self.varying if name in found)

    def standing(self) -> list[str]:
        """The columns of the cases as they stand that these scores are made of."""
        names = dict.fromkeys(self._of_rules_and_kinds())
        folded = {name for fold in self.drawn.folds for name in fold.columns}
        varying = self.varying
        for name in varying:
            node = self.program.ruleset.scores[name]
            for child in node.of if isinstance(node, Branch) else ():
                if child not in varying:
                    names |= {SCORE + child: None, COVERAGE + child: None}
        return [name for name in names if name not in folded]

    def _of_rules_and_kinds(self) -> Iterator[str]:
        for each in self._rules():
            rule = each.rule
            if rule.id not in self.drawn.points:
                yield GIVEN + rule.id
            yield GAP + rule.id
            if not each.uses_identity:
                yield from (EMPTY + kind for kind in rule.match.values())

    def scores(self) -> exp.Select:
        """`_case`, `draw` and `score NODE` for every node of its own."""
        select = self.above(self._given_in_draws())
        own = (column(SCORE + name) for name in self.own)
        return above(select, [column(CASE_ID), column(DRAW), *own])

    def _given_in_draws(self) -> exp.Select:
        """Cases in all draws, with what rules and leaves give there."""
        select = exp.select(column(CASE_ID, "n"), copy=False)
        select.select(*(column(name, "n") for name in self.standing()), copy=False)
        select.select(everything_of("d"), copy=False)
        select.from_(table_named(NOW, "n"), copy=False)
        select.join(exp.Join(this=table_named(DRAWS, "d"), kind="CROSS"), copy=False)
        for fold in self.drawn.folds:
            select.select(*(column(name, fold.name) for name in fold.columns), copy=False)
            of_case = exp.Mul(this=column(CASE_ID, "n"), expression=whole(fold.choices))
            chosen = exp.Add(this=of_case, expression=column(f"{CHOICE}{fold.group}", "d"))
            same = exp.EQ(this=column(CASE_ID, fold.name), expression=chosen)
            table = table_named(fold.name, fold.name)
            select.join(exp.Join(this=table, on=same, side="LEFT"), copy=False)
        given = [
            named(self._given_with_points(self.program.rule[each.rule.id]), GIVEN + each.rule.id)
            for each in self._rules()
            if each.rule.id in self.drawn.points
        ]
        return above(select, [exp.Star(), *given]) if given else select

    def _given_with_points(self, typed: TypedRule) -> exp.Expr:
        """What a rule gives with the points of the draw; NULL without a match."""
        contributes, rule = typed.rule.contributes, typed.rule.id
        if contributes is None:
            raise AssertionError("only rules that contribute have points")
        strengths = column(STRENGTHS + rule)

        def worth(strength: exp.Expr) -> exp.Expr:
            return to_micro(exp.Mul(this=column(POINTS + rule), expression=strength))

        every = self.dialect.transformed(strengths, "s", worth(exp.to_identifier("s")))
        match contributes.per_rule:
            case RuleCombine.MAX:
                return worth(strengths)
            case RuleCombine.NOISY_OR:
                return noisy_or(self.dialect, every, micro(self.program.ruleset.scale.max))
            case RuleCombine.SUM:
                cap = micro(contributes.cap or 0.0)
                low = exp.Least(
                    this=call("list_sum", every), expressions=[whole(cap)], ignore_nulls=True
                )
                held = exp.Greatest(this=low, expressions=[whole(-cap)], ignore_nulls=True)
                return case_when(is_known(strengths.copy()), exp.cast(held, "BIGINT"))

    # --- what is otherwise than in the ordinary tree ----------------------------------------------

    def _levels(self) -> Iterator[list[str]]:
        varying = self.varying
        for level in super()._levels():
            if names := [name for name in level if name in varying]:
                yield names

    def _all(self, leaf: str | None = None) -> list[RuleInput]:
        return super()._rules(leaf)

    def _rules(self, leaf: str | None = None) -> list[RuleInput]:
        varying = self.varying
        return [
            each
            for each in super()._rules(leaf)
            if each.rule.contributes and each.rule.contributes.to in varying
        ]

    def _attained(self, leaf: str, rules: Sequence[RuleInput]) -> exp.Expr:
        if not any(each.rule.id in self.drawn.points for each in rules):
            return super()._attained(leaf, rules)
        every = [each for each in rules if not each.uses_identity]
        attainable = {each.rule.id: self._attainable(each) for each in every}
        if not attainable:
            return whole(MICRO)
        lost = [
            case_when(column(GONE + rule), each.copy(), whole(0))
            for rule, each in attainable.items()
        ]
        whole_ = exp.paren(sum_of(list(attainable.values())), copy=False)
        part = exp.paren(
            exp.Sub(this=whole_.copy(), expression=exp.paren(sum_of(lost), copy=False)), copy=False
        )
        top = exp.Mul(this=self.dialect.wide(part), expression=whole(MICRO))
        share = exp.cast(self.dialect.halves_up(top, whole_.copy()), "BIGINT")
        nothing = exp.EQ(this=whole_, expression=whole(0))
        return case_when(nothing, whole(MICRO), share)

    def _attainable(self, each: RuleInput) -> exp.Expr:
        if each.rule.id in self.drawn.points:
            return column(ATTAINABLE + each.rule.id)
        return whole(each.attainable)

    def _worst(self, each: RuleInput, leaf: RulesLeaf) -> exp.Expr:
        if each.rule.id in self.drawn.points:
            return column(WORST + each.rule.id)
        return super()._worst(each, leaf)

    def _weighing(self, name: str, node: Branch) -> Weighing:
        if name not in self.drawn.weights:
            return super()._weighing(name, node)
        most = self.drawn.weights[name]

        def of(what: str) -> tuple[exp.Expr, ...]:
            return tuple(column(f"{what}{name} {child}") for child in node.of)

        doubles = tuple(exp.cast(each, "DOUBLE") for each in of(PROPORTION))
        exact = Weights(of(WEIGHT), of(PART), most.unit)
        total = exp.paren(sum_of(of(PROPORTION)), copy=False)
        proportions = Weights(doubles, of(PROPORTION), 1)
        return Weighing(proportions, total, most.proportions, exact, most.parts)
