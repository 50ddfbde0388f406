"""A raw value as SQL held within its node's limits and rounded as the node says."""

from sqlglot import exp

from riskmemo.engines.sql.dialects import Dialect, whole
from riskmemo.engines.sql.expressions import case_when, conjunction, is_known
from riskmemo.model.points import to_micro as micro
from riskmemo.model.ruleset import Rounding, RoundingMode, Scale, ScoreNode
from riskmemo.scoring.rounding import DIGITS


def limited(dialect: Dialect, scale: Scale, node: ScoreNode, raw: exp.Expr) -> exp.Expr:
    """The score of a node in micropoints; NULL without a raw value."""
    top = micro(min(scale.max, scale.max if node.cap is None else node.cap))
    bottom = micro(max(scale.min, scale.min if node.floor is None else node.floor))
    held = _held(raw, bottom, top)
    if node.round is not None and node.round.digits < DIGITS:
        held = _held(_rounded(dialect, held, node.round), bottom, top)
    return exp.cast(case_when(is_known(raw.copy()), held), "BIGINT")


def _held(item: exp.Expr, bottom: int, top: int) -> exp.Expr:
    low = exp.Least(this=item, expressions=[whole(top)], ignore_nulls=True)
    return exp.Greatest(this=low, expressions=[whole(bottom)], ignore_nulls=True)


def _rounded(dialect: Dialect, item: exp.Expr, rounding: Rounding) -> exp.Expr:
    unit = int(10 ** (DIGITS - rounding.digits))
    match rounding.mode:
        case RoundingMode.HALF_UP:
            made = dialect.halves_up(item, whole(unit))
        case RoundingMode.DOWN:
            made = exp.IntDiv(this=item, expression=whole(unit))
        case RoundingMode.HALF_EVEN:
            made = _to_even(dialect, item, unit)
    return exp.Mul(this=exp.paren(made, copy=False), expression=whole(unit))


def _to_even(dialect: Dialect, item: exp.Expr, unit: int) -> exp.Expr:
    floor = dialect.floor_divided(item, whole(unit))
    rest = exp.Sub(
        this=item.copy(),
        expression=exp.Mul(this=exp.paren(floor.copy(), copy=False), expression=whole(unit)),
    )
    double = exp.Mul(this=whole(2), expression=exp.paren(rest, copy=False))
    odd = exp.NEQ(
        this=exp.Mod(this=exp.paren(floor.copy(), copy=False), expression=whole(2)),
        expression=whole(0),
    )
    tie = conjunction([exp.EQ(this=double.copy(), expression=whole(unit)), odd])
    up = exp.or_(exp.GT(this=double, expression=whole(unit)), tie, copy=False)
    return exp.Add(
        this=exp.paren(floor, copy=False),
        expression=case_when(exp.paren(up, copy=False), whole(1), whole(0)),
    )
