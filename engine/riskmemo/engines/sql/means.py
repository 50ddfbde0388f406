"""Means and products that go through values in ascending order in doubles, as `scoring` does.

Values are micropoints, NULL where there is none; the result is micropoints, half up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from riskmemo.engines.sql.dialects import Dialect, number, whole
from riskmemo.engines.sql.expressions import case_when, is_known
from riskmemo.engines.sql.rules import to_micro
from riskmemo.model.points import MICRO
from riskmemo.scoring.combine import as_fraction

Values = Sequence[exp.Expr]


@dataclass(frozen=True)
class Weights:
    """The weights of some values: as doubles, and exactly, as whole parts of a unit."""

    doubles: tuple[exp.Expr, ...]
    parts: tuple[exp.Expr, ...]
    unit: int


def stated(weights: Sequence[float]) -> Weights:
    """Weights as they are written."""
    exact = [as_fraction(weight) for weight in weights]
    unit = math.lcm(*(each.denominator for each in exact))
    parts = tuple(whole(int(each * unit)) for each in exact)
    return Weights(tuple(map(number, weights)), parts, unit)


def noisy_or(dialect: Dialect, values: exp.Expr, top: int) -> exp.Expr:
    """`top * (1 - product of (1 - value / top))` of an array without NULL; NULL for NULL."""
    value = exp.to_identifier("v")
    held = exp.Greatest(
        this=exp.Least(this=value, expressions=[whole(top)], ignore_nulls=True),
        expressions=[whole(0)],
        ignore_nulls=True,
    )
    share = exp.Div(this=exp.cast(held, "DOUBLE"), expression=number(top), typed=True)
    rest = exp.Sub(this=number(1.0), expression=share)
    product = dialect.reduced(
        dialect.transformed(dialect.ascending(values), "v", rest), exp.Mul, 1.0
    )
    one = exp.paren(exp.Sub(this=number(1.0), expression=product), copy=False)
    return to_micro(exp.Mul(this=number(top / MICRO), expression=one))


def present(dialect: Dialect, values: Values) -> exp.Expr:
    """The values that are there, as an array."""
    there = is_known(exp.to_identifier("v"))
    return dialect.filtered(exp.Array(expressions=list(values)), "v", there)


def geometric(dialect: Dialect, values: Values, weights: Weights) -> exp.Expr:
    """The weighted geometric mean; 0 where a value is not positive."""
    points = exp.Div(this=_double(_of("v")), expression=number(MICRO), typed=True)
    term = exp.Mul(this=_of("w"), expression=exp.Ln(this=points))
    total = _total(dialect, values, weights, term)
    mean = exp.Div(this=total, expression=_weight(values, weights), typed=True)
    return _if_positive(values, to_micro(exp.Exp(this=mean)))


def harmonic(dialect: Dialect, values: Values, weights: Weights) -> exp.Expr:
    """The weighted harmonic mean; 0 where a value is not positive."""
    term = exp.Div(this=_of("w"), expression=_double(_of("v")), typed=True)
    total = _total(dialect, values, weights, term)
    mean = exp.Div(this=_weight(values, weights), expression=total, typed=True)
    rounded = exp.Floor(this=exp.Add(this=mean, expression=number(0.5)))
    return _if_positive(values, exp.cast(rounded, "BIGINT"))


def generalised(dialect: Dialect, values: Values, weights: Weights, power: float) -> exp.Expr:
    """The generalised mean, over shares of the extreme value; what is below 0 counts as 0."""
    held = [
        case_when(exp.LT(this=v.copy(), expression=whole(0)), whole(0), v.copy()) for v in values
    ]
    kind = exp.Greatest if power > 0 else exp.Least
    extreme = kind(this=held[0], expressions=list(held[1:]), ignore_nulls=True)
    positive = exp.Nullif(this=_double(extreme), expression=number(0.0))
    shares = [
        exp.Div(this=_double(each.copy()), expression=positive.copy(), typed=True) for each in held
    ]
    term = exp.Mul(this=_of("w"), expression=exp.Pow(this=_of("s"), expression=number(power)))
    total = _total(dialect, held, weights, term, shares)
    mean = exp.Div(this=total, expression=_weight(values, weights), typed=True)
    root = exp.Pow(this=mean, expression=number(1.0 / power))
    points = exp.Div(this=_double(extreme.copy()), expression=number(MICRO), typed=True)
    value = to_micro(exp.Mul(this=exp.paren(points, copy=False), expression=root))
    return case_when(exp.EQ(this=extreme.copy(), expression=whole(0)), whole(0), value)


def _total(
    dialect: Dialect,
    values: Values,
    weights: Weights,
    term: exp.Expr,
    shares: Values = (),
) -> exp.Expr:
    """A sum of terms over what is there, ascending by value and then by weight.

    A term reads `e.v` (the value), `e.w` (its weight) and `e.s` (its share, where there are any).
    """
    members = [
        {"v": value.copy(), "w": weight}
        for value, weight in zip(values, weights.doubles, strict=True)
    ]
    for member, share in zip(members, shares, strict=False):
        member["s"] = share
    listed = exp.Array(expressions=[_struct(member) for member in members])
    there = is_known(_of("v"))
    ordered = dialect.ascending(dialect.filtered(listed, "e", there))
    return dialect.reduced(dialect.transformed(ordered, "e", term), exp.Add, 0.0)


def _struct(member: dict[str, exp.Expr]) -> exp.Expr:
    return exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name), expression=value)
            for name, value in member.items()
        ]
    )


def _weight(values: Values, weights: Weights) -> exp.Expr:
    """The weights of what is there, exactly added and made a double once."""
    parts = [
        case_when(exp.Is(this=value.copy(), expression=exp.null()), whole(0), part)
        for value, part in zip(values, weights.parts, strict=True)
    ]
    total: exp.Expr = parts[0]
    for part in parts[1:]:
        total = exp.Add(this=total, expression=part)
    double = _double(exp.paren(total, copy=False))
    return exp.paren(exp.Div(this=double, expression=number(weights.unit), typed=True), copy=False)


def _if_positive(values: Values, mean: exp.Expr) -> exp.Expr:
    """The mean, or 0 where a value that is there is not positive."""
    positive = [exp.LTE(this=value.copy(), expression=whole(0)) for value in values]
    anything = exp.or_(
        *(exp.Coalesce(this=each, expressions=[exp.false()]) for each in positive), copy=False
    )
    return case_when(exp.paren(anything, copy=False), whole(0), mean)


def _of(name: str) -> exp.Expr:
    """A part of the member that a lambda reads as `e`."""
    return exp.Dot(this=exp.to_identifier("e"), expression=exp.to_identifier(name))


def _double(item: exp.Expr) -> exp.Expr:
    return exp.cast(item, "DOUBLE")
