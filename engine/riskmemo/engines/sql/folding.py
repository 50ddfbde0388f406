"""Rows folded by case: what each rule gives, whether it waits, and what leaves over facts find."""

from sqlglot import exp

from riskmemo.engines.sql.dialects import number, whole
from riskmemo.engines.sql.existence import is_plain
from riskmemo.engines.sql.expressions import case_when, column, conjunction, held, is_known
from riskmemo.engines.sql.means import noisy_or
from riskmemo.engines.sql.queries import CASE_ID, TRUTH, Asked, Tables, above, named
from riskmemo.engines.sql.rules import (
    GATE,
    MATCH,
    POINTS,
    ROWS_VALUE,
    STRENGTH,
    gate_of,
    leaf_rows,
    points_of,
)
from riskmemo.engines.sql.shapes import Member, Shape
from riskmemo.language.program import TypedLeaf, TypedRule
from riskmemo.language.tree import Constant
from riskmemo.model.points import to_micro as micro
from riskmemo.model.ruleset import Contribution, FactsCombine, RuleCombine
from riskmemo.model.vocabulary import CONDUCT_NAMES

GIVEN, GAP = "given ", "gap "
"""Columns by rule: micropoints or NULL without a match; whether something unknown prevents one."""
STRENGTHS = "strengths "
"""In place of `given RULE` where points are drawn: the greatest strength of its matches, or all."""
COUNT, KNOWN, ROWS = "rows ", "known ", "value "
"""Columns by leaf over facts: rows, those with a value, and these made one."""


def folded_shape(tables: Tables, shape: Shape) -> exp.Select:
    """By case, what each rule of a shape gives and whether it waits."""
    extra = [
        (alias, name)
        for member in shape.members
        if member.typed.uses_identity
        for alias in member.conduct
        for name in ("_supports", *CONDUCT_NAMES)
    ]
    asked = [
        Asked(member.query, () if _is_plain(tables, member) else (member.strength,))
        for member in shape.members
    ]
    select, found = tables.looked_up(asked, tuple(dict.fromkeys(extra)), {})
    truths: list[exp.Expr] = [column(CASE_ID)]
    points: list[exp.Expr] = []
    folds: list[exp.Expr] = [column(CASE_ID)]
    given: exp.Expr
    for member, (truth, strength) in zip(shape.members, found, strict=True):
        of, rule = f" {member.typed.rule.id}", member.typed.rule
        truths.append(named(truth, TRUTH + of))
        if _is_plain(tables, member):
            given = case_when(
                exp.LogicalOr(this=column(TRUTH + of)), whole(plain_micro(member.typed))
            )
            gap = _is_unknown(of)
        else:
            truths.append(named(exp.cast(held(strength[0]), "DOUBLE"), STRENGTH + of))
            if member.typed.uses_identity:
                truths.append(named(gate_of(member.conduct), GATE + of))
            points.append(named(_is_match(of), MATCH + of))
            points.append(named(points_of(member.typed, of), POINTS + of))
            given, gap = _joined(tables, contribution_of(member.typed), of), _is_gap(of)
        if rule.id in tables.drawn:
            result = named(_strengths(tables, member, of), STRENGTHS + rule.id)
        else:
            result = named(given, GIVEN + rule.id)
        result.add_comments([f"rule {rule.id}"])
        folds.append(result)
        folds.append(named(exp.LogicalOr(this=gap), GAP + rule.id))
    select = above(select, truths)
    if points:
        select = above(select, [exp.Star(), *points])
    return above(select, folds).group_by(column(CASE_ID), copy=False)


def contribution_of(typed: TypedRule) -> Contribution:
    """What a rule contributes: only such rules are folded."""
    contributes = typed.rule.contributes
    if contributes is None:
        raise AssertionError("only rules that contribute are folded")
    return contributes


def plain_micro(typed: TypedRule) -> int:
    """What a rule gives whose matches all give the same."""
    strength = typed.strength.value if isinstance(typed.strength, Constant) else None
    if not isinstance(strength, float):
        raise AssertionError("only a rule whose matches give the same is asked")
    return micro(contribution_of(typed).points * min(1.0, max(0.0, strength)))


def _is_plain(tables: Tables, member: Member) -> bool:
    """Whether every match of a rule gives the same points, which are not drawn."""
    return is_plain(member.typed) and member.typed.rule.id not in tables.drawn


def _strengths(tables: Tables, member: Member, of: str) -> exp.Expr:
    """What points are multiplied with: 0 for a match whose gate is shut; NULL without a match.

    The greatest strength gives the points that are largest in size, so it serves for `max`.
    """
    strength: exp.Expr = column(STRENGTH + of)
    if member.typed.uses_identity:
        opened = exp.Is(this=column(GATE + of), expression=exp.true())
        strength = case_when(opened, strength, number(0.0))
    if contribution_of(member.typed).per_rule is RuleCombine.MAX:
        matched = exp.Where(this=column(MATCH + of))
        return exp.Filter(this=exp.Max(this=strength), expression=matched)
    return tables.dialect.collected(strength, column(MATCH + of))


def _is_unknown(of: str) -> exp.Expr:
    return exp.Is(this=column(TRUTH + of), expression=exp.null())


def _is_match(of: str) -> exp.Expr:
    there = is_known(column(STRENGTH + of))
    return conjunction([exp.Is(this=column(TRUTH + of), expression=exp.true()), there])


def _is_gap(of: str) -> exp.Expr:
    not_false = exp.Not(this=exp.Is(this=column(TRUTH + of), expression=exp.false()))
    return conjunction([not_false, exp.Not(this=column(MATCH + of))])


def _joined(tables: Tables, contributes: Contribution, of: str) -> exp.Expr:
    """What a rule gives: the points of its matches joined; NULL without a match."""
    points = column(POINTS + of)

    def matched(aggregate: exp.Expr) -> exp.Expr:
        return exp.Filter(this=aggregate, expression=exp.Where(this=column(MATCH + of)))

    match contributes.per_rule:
        case RuleCombine.MAX:
            return matched((exp.Max if contributes.points >= 0 else exp.Min)(this=points))
        case RuleCombine.SUM:
            cap = micro(contributes.cap or 0.0)
            total = exp.cast(matched(exp.Sum(this=points)), "BIGINT")
            capped = exp.Least(this=whole(cap), expressions=[total], ignore_nulls=True)
            there = is_known(total.copy())
            held_ = exp.Greatest(this=whole(-cap), expressions=[capped], ignore_nulls=True)
            return exp.Case(ifs=[exp.If(this=there, true=held_)])
        case RuleCombine.NOISY_OR:
            values = tables.dialect.collected(points, column(MATCH + of))
            return noisy_or(tables.dialect, values, micro(tables.program.ruleset.scale.max))


def folded_leaf(tables: Tables, leaf: TypedLeaf) -> exp.Select:
    """By case, the rows of a leaf over facts made one."""
    value = column(ROWS_VALUE)
    match leaf.combine:
        case FactsCombine.SUM:
            one: exp.Expr = exp.Sum(this=value)
        case FactsCombine.MEAN:
            count = exp.Count(this=value.copy())
            one = tables.dialect.halves_up(exp.Sum(this=value), count, wide=True)
        case FactsCombine.MAX:
            one = exp.Max(this=value)
        case FactsCombine.MIN:
            one = exp.Min(this=value)
    if leaf.combine is FactsCombine.MEAN:
        some = exp.GT(this=exp.Count(this=value.copy()), expression=whole(0))
        one = exp.Case(ifs=[exp.If(this=some, true=one)])
    items = [
        column(CASE_ID),
        named(exp.Count(this=exp.Star()), COUNT + leaf.score),
        named(exp.Count(this=value.copy()), KNOWN + leaf.score),
        named(one, ROWS + leaf.score),
    ]
    return above(leaf_rows(tables, leaf), items).group_by(column(CASE_ID), copy=False)
