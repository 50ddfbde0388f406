"""An expression as SQL: one method a node type; NULL is unknown, so Kleene's logic is SQL's.

Whatever the definition gives no value to is NULL here too: numbers beyond 2**53, division by zero,
the logarithm of what is not positive, days outside of the years 1 to 9999. Such a test needs the
number twice, so a number that is itself computed is first given a column of its own (`Columns`);
otherwise SQL would grow twice as long with every operation.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from sqlglot import exp

from riskmemo.engines.sql.dialects import Dialect, number
from riskmemo.language.meaning import value_of
from riskmemo.language.tree import (
    All,
    Any,
    Arithmetic,
    Call,
    Compare,
    Constant,
    DaysBetween,
    Expression,
    Field,
    Given,
    Member,
    Not,
    Period,
    Shift,
    parts,
)
from riskmemo.language.types import Base, Type
from riskmemo.language.values import LARGEST
from riskmemo.model.facts import Setting, Value

COMPARISONS: dict[str, type[exp.Binary]] = {
    "==": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
OPERATIONS: dict[str, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul, "/": exp.Div}

CASE = "the case"
"""The alias of the table of cases: two words, so no alias of a ruleset can be the same."""
SQL_TYPES = {Base.BOOL: "BOOLEAN", Base.NUMBER: "DOUBLE", Base.SHARE: "DOUBLE", Base.DATE: "DATE"}
"""All others are text."""
NOWHERE = Setting(datetime.date.min, datetime.date.max, "")
LARGEST_LN = 40.0
"""`exp` of this or more is beyond 2**53."""


def column(name: str, table: str | None = None) -> exp.Column:
    """A column under a quoted name: no name of a ruleset can be a word of SQL."""
    return exp.Column(
        this=exp.to_identifier(name, quoted=True),
        table=exp.to_identifier(table, quoted=True) if table else None,
    )


def sql_type(type_: Type) -> str:
    """The SQL type of values of a type."""
    return SQL_TYPES.get(type_.base, "VARCHAR")


def literal(value: Value) -> exp.Expr:
    """A constant."""
    match value:
        case None:
            return exp.null()
        case bool():
            return exp.true() if value else exp.false()
        case str():
            return exp.Literal.string(value)
        case datetime.date():
            return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
        case float():
            return number(value)
    assert_never(value)


def conjunction(items: Sequence[exp.Expr]) -> exp.Expr:
    """All of them; true where there is none."""
    return exp.and_(*items, copy=False) if items else exp.true()


def sum_of(items: Sequence[exp.Expr]) -> exp.Expr:
    """Items added in their order, one at least."""
    total = items[0]
    for item in items[1:]:
        total = exp.Add(this=total, expression=item)
    return total


def is_known(item: exp.Expr) -> exp.Expr:
    """Whether a plain item, a column or a call, is not NULL."""
    return exp.Not(this=exp.Is(this=item, expression=exp.null()))


def case_when(condition: exp.Expr, then: exp.Expr, *more: exp.Expr) -> exp.Case:
    """`CASE WHEN condition THEN then [ELSE more] END`; without more it is NULL otherwise."""
    return exp.Case(ifs=[exp.If(this=condition, true=then)], default=more[0] if more else None)


@dataclass
class Columns:
    """Numbers and dates that are computed before others: `layers[0]` first, each by its name."""

    prefix: str = "x"
    layers: list[list[tuple[str, exp.Expr]]] = field(default_factory=list)
    depth: dict[str, int] = field(default_factory=dict)
    """The layer of each column made here."""
    known: dict[str, str] = field(default_factory=dict)
    """The SQL of a column to its name, so that none is made twice."""

    def named(self, item: exp.Expr) -> exp.Expr:
        """The item where it is plain; else a column that holds it."""
        if isinstance(item, exp.Column | exp.Literal | exp.Null) or _is_constant(item):
            return item
        text = item.sql()
        if text not in self.known:
            below = [self.depth.get(each.name, -1) for each in item.find_all(exp.Column)]
            layer = max(below, default=-1) + 1
            name = f"{self.prefix}{len(self.depth) + 1}"
            while len(self.layers) <= layer:
                self.layers.append([])
            self.layers[layer].append((name, item))
            self.depth[name], self.known[text] = layer, name
        return column(self.known[text])


def _is_constant(item: exp.Expr) -> bool:
    return isinstance(item, exp.Cast) and isinstance(item.this, exp.Literal | exp.Null)


@dataclass
class Writer:
    """Writes expressions whose fields are columns named `alias.field`."""

    dialect: Dialect
    columns: Columns
    inside: bool = False
    """Whether fields are those of tables named by alias, below the columns `alias.field`."""

    def field(self, alias: str, name: str) -> exp.Expr:
        """A field of a fact."""
        return column(name, alias) if self.inside else column(f"{alias}.{name}")

    def case(self, name: str) -> exp.Expr:
        """What belongs to the case: `as_of`, `horizon`, `subject`."""
        return column(name, CASE) if self.inside else column(name)

    def write(self, expression: Expression) -> exp.Expr:
        """The expression in SQL; what depends on no fact and no case is computed now."""
        if not _depends(expression):
            value = value_of(expression, {}, NOWHERE)
            return (
                exp.cast(exp.null(), sql_type(expression.type)) if value is None else literal(value)
            )
        return self._written(expression)

    def _written(self, expression: Expression) -> exp.Expr:  # noqa: C901, PLR0911, PLR0912 - one case a node type
        match expression:
            case Constant(value):
                return literal(value)
            case Field(alias, name):
                return self.field(alias, name)
            case Given(name):
                return self.case(name)
            case Not(item):
                return exp.Not(this=exp.paren(self.write(item), copy=False))
            case All(items):
                return exp.paren(exp.and_(*map(self.write, items), copy=False), copy=False)
            case Any(items):
                return exp.paren(exp.or_(*map(self.write, items), copy=False), copy=False)
            case Compare(operator, left, right):
                return COMPARISONS[operator](this=self._side(left), expression=self._side(right))
            case Member(item, listed):
                return exp.In(this=self._side(item), expressions=[literal(v) for v in listed])
            case Arithmetic(operator, left, right):
                return self._arithmetic(operator, self._part(left), self._part(right))
            case Shift(date, period, sign):
                return self._shifted(self._part(date), period, sign)
            case DaysBetween(left, right):
                days = self.dialect.days_between(self._side(left), self._side(right))
                return exp.cast(days, "DOUBLE")
            case Call(function, arguments):
                return self._call(function, [self._part(each) for each in arguments])
            case Period():
                raise AssertionError("a period stands only inside a shift")
        assert_never(expression)

    def _side(self, expression: Expression) -> exp.Expr:
        """A side of a comparison, which may be one itself: databases differ in what binds first."""
        written = self.write(expression)
        loose = isinstance(written, exp.Binary | exp.In | exp.Not)
        return exp.paren(written, copy=False) if loose else written

    def _part(self, expression: Expression) -> exp.Expr:
        """What is used more than once."""
        return self.columns.named(self.write(expression))

    def _arithmetic(self, operator: str, left: exp.Expr, right: exp.Expr) -> exp.Expr:
        result = OPERATIONS[operator](this=left.copy(), expression=right.copy())
        if operator != "/":
            return self.bounded(result)
        result.set("typed", True)
        if _is_constant(right) and right.this.name != "0.0":
            return self.bounded(result)
        nonzero = exp.NEQ(this=right.copy(), expression=number(0.0))
        return self.bounded(case_when(nonzero, result))

    def bounded(self, result: exp.Expr) -> exp.Expr:
        """The number, or NULL where it is NaN or beyond 2**53; minus zero becomes zero."""
        result = self.columns.named(result)
        small = exp.LTE(this=exp.Abs(this=result.copy()), expression=number(LARGEST))
        return case_when(small, exp.Add(this=result.copy(), expression=number(0.0)))

    def _shifted(self, date: exp.Expr, period: Period, sign: int) -> exp.Expr:
        if period.months:
            date = self._in_years(self.dialect.months_later(date.copy(), sign * period.months))
        if period.days:
            date = self._in_years(self.dialect.days_later(date.copy(), sign * period.days))
        return date

    def _in_years(self, date: exp.Expr) -> exp.Expr:
        """The date, or NULL outside of the years 1 to 9999."""
        date = self.columns.named(date)
        years = exp.Between(
            this=date.copy(),
            low=literal(datetime.date.min),
            high=literal(datetime.date.max),
        )
        return self.columns.named(case_when(years, date.copy()))

    def _call(self, function: str, known: list[exp.Expr]) -> exp.Expr:
        first = known[0]
        match function:
            case "min" | "max":
                made = (exp.Least if function == "min" else exp.Greatest)(
                    this=first.copy(),
                    expressions=[each.copy() for each in known[1:]],
                    ignore_nulls=True,
                )
                there = [is_known(e.copy()) for e in known]
                return case_when(conjunction(there), made)
            case "abs":
                return exp.Abs(this=first.copy())
            case "ln":
                positive = exp.GT(this=first.copy(), expression=number(0.0))
                return self.bounded(case_when(positive, exp.Ln(this=first.copy())))
            case "exp":
                small = exp.LT(this=first.copy(), expression=number(LARGEST_LN))
                return self.bounded(case_when(small, exp.Exp(this=first.copy())))
            case _:
                return self._goalposts(*known)

    def _goalposts(self, value: exp.Expr, low: exp.Expr, high: exp.Expr) -> exp.Expr:
        span = self.columns.named(self._arithmetic("-", high, low))
        above = self.columns.named(self._arithmetic("-", value, low))
        return held(self.columns.named(self._arithmetic("/", above, span)))


def held(share: exp.Expr) -> exp.Expr:
    """A number held to 0-1."""
    if isinstance(share, exp.Cast) and isinstance(share.this, exp.Literal):
        return number(min(1.0, float(share.this.name)))
    below = exp.LT(this=share.copy(), expression=number(0.0))
    above = exp.GT(this=share.copy(), expression=number(1.0))
    return exp.Case(
        ifs=[exp.If(this=below, true=number(0.0)), exp.If(this=above, true=number(1.0))],
        default=share.copy(),
    )


def _depends(expression: Expression) -> bool:
    """Whether an expression reads a fact or the case."""
    return isinstance(expression, Field | Given) or any(map(_depends, parts(expression)))
