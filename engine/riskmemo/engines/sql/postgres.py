"""PostgreSQL, where the same tree serves.

It has no functions over arrays with lambdas, so formulas that go through values in ascending order
are refused, and it cuts names off after 63 bytes, so longer ones are refused too. A double that
passes its range is an error there, as in `9e15 / 5e-324`, where the definition says unknown.
"""
# ruff: noqa: ARG002 - what is not said has arguments all the same

import datetime
from collections.abc import Iterator

from sqlglot import exp

from riskmemo.engines.sql.dialects import Dialect, call
from riskmemo.engines.sql.expressions import case_when
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.program import Program
from riskmemo.model.ruleset import Combine, FactsLeaf, RuleCombine

LONGEST_NAME = 63
IN_ORDER = frozenset(
    {
        Combine.GEOMETRIC_MEAN,
        Combine.INVERTED_GEOMETRIC_MEAN,
        Combine.HARMONIC_MEAN,
        Combine.GENERALISED_MEAN,
        Combine.NOISY_OR,
    }
)


class Postgres(Dialect):
    """PostgreSQL; text columns must have the collation "C"."""

    name = "postgres"

    def text(self, tree: exp.Expr, *, pretty: bool = False) -> str:
        """The statement; raises `InvalidInput` where a name would be cut off."""
        for each in tree.find_all(exp.Identifier):
            if len(str(each.this).encode()) > LONGEST_NAME:
                message = (
                    f"the name `{each.this}` is longer than the 63 bytes that PostgreSQL keeps"
                )
                raise InvalidInput(Mistake("not-in-dialect", message, None, HELP))
        return super().text(tree, pretty=pretty)

    def wide(self, item: exp.Expr) -> exp.Expr:
        """NUMERIC."""
        return exp.cast(item, "NUMERIC")

    def ones(self, item: exp.Expr) -> exp.Expr:
        """`bit_count`, which takes a string of bits."""
        return call("bit_count", exp.cast(item, "BIT(64)"))

    def days_between(self, later: exp.Expr, earlier: exp.Expr) -> exp.Expr:
        """Dates are subtracted."""
        return exp.paren(
            exp.Sub(this=exp.paren(later, copy=False), expression=exp.paren(earlier, copy=False)),
            copy=False,
        )

    def months_later(self, date: exp.Expr, months: int) -> exp.Expr:
        """`date + interval`, which gives a timestamp; NULL outside of the years 1 to 9999."""
        step = exp.Interval(this=exp.Literal.string(str(months)), unit=exp.var("MONTH"))
        later = exp.cast(exp.Add(this=date, expression=step), "DATE")
        years = exp.Mul(this=_part_of(date, "YEAR"), expression=exp.Literal.number(12))
        ahead = exp.Add(this=years, expression=_part_of(date, "MONTH"))
        return _within(exp.Add(this=ahead, expression=_integer(months)), 13, 120_000, later)

    def days_later(self, date: exp.Expr, days: int) -> exp.Expr:
        """Dates and whole numbers add up; NULL outside of the years 1 to 9999."""
        first = exp.cast(exp.Literal.string("0001-01-01"), "DATE")
        passed = exp.Sub(this=exp.paren(date.copy(), copy=False), expression=first)
        later = exp.Add(this=exp.paren(date, copy=False), expression=_integer(days))
        last = (datetime.date.max - datetime.date.min).days
        return _within(exp.Add(this=passed, expression=_integer(days)), 0, last, later)

    def ascending(self, array: exp.Expr) -> exp.Expr:
        """Not said."""
        raise AssertionError("refused before")

    def transformed(self, array: exp.Expr, name: str, item: exp.Expr) -> exp.Expr:
        """Not said."""
        raise AssertionError("refused before")

    def reduced(self, array: exp.Expr, joined: type[exp.Binary], start: float) -> exp.Expr:
        """Not said."""
        raise AssertionError("refused before")

    def filtered(self, array: exp.Expr, name: str, item: exp.Expr) -> exp.Expr:
        """Not said."""
        raise AssertionError("refused before")

    def flattened(self, lists: exp.Expr) -> exp.Expr:
        """Not said."""
        raise AssertionError("refused before")


def _integer(value: int) -> exp.Expr:
    return exp.cast(exp.Literal.number(value), "INTEGER")


def _part_of(date: exp.Expr, part: str) -> exp.Expr:
    """The year or the month of a date as a whole number."""
    return exp.cast(exp.Extract(this=exp.var(part), expression=date.copy()), "INTEGER")


def _within(number: exp.Expr, low: int, high: int, then: exp.Expr) -> exp.Expr:
    """What is computed only where a number lies within bounds: past them it would be an error."""
    bounds = [exp.Literal.number(each) for each in (low, high)]
    return case_when(exp.Between(this=number, low=bounds[0], high=bounds[1]), then)


HELP = "use the dialect `duckdb` or `spark`"


def refuse_formulas(program: Program) -> None:
    """Raise `InvalidInput` for each rule and score that PostgreSQL cannot join."""
    mistakes = [
        Mistake(
            "not-in-dialect",
            f"{what} joins by `{how}`, which needs arrays in order and lambdas: "
            "PostgreSQL has none",
            None,
            HELP,
        )
        for what, how in _in_order(program)
    ]
    if mistakes:
        raise InvalidInput(mistakes)


def _in_order(program: Program) -> Iterator[tuple[str, str]]:
    for typed in program.contributing:
        given = typed.rule.contributes
        if given and given.per_rule is RuleCombine.NOISY_OR:
            yield f"the rule `{typed.rule.id}`", given.per_rule
    for name, node in program.ruleset.scores.items():
        if not isinstance(node, FactsLeaf) and node.combine in IN_ORDER:
            yield f"the score `{name}`", node.combine
