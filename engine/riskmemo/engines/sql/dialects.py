"""What databases spell differently; everything else is one tree."""

from abc import ABC, abstractmethod

from sqlglot import exp

from riskmemo.language.values import LARGEST

SMALL = 2


def call(name: str, *arguments: exp.Expr) -> exp.Expr:
    """A function of one database, under its own name."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def number(value: float) -> exp.Expr:
    """An IEEE double: the shortest decimal that reads back as it, never an exact decimal type."""
    return exp.cast(exp.Literal.number(repr(float(value))), "DOUBLE")


def whole(value: int) -> exp.Expr:
    """A whole number of 64 bits, or a plain digit where no overflow can come of it."""
    literal = exp.Literal.number(abs(value))
    signed = exp.Neg(this=literal) if value < 0 else literal
    return signed if 0 <= value <= SMALL else exp.cast(signed, "BIGINT")


def _lambda(item: exp.Expr, *names: str) -> exp.Lambda:
    return exp.Lambda(
        this=item, expressions=[exp.to_identifier(name) for name in names], colon=True
    )


class Dialect(ABC):
    """One database."""

    name: str

    def bounded(self, value: exp.Expr) -> exp.Expr:
        """The number, or NULL beyond 2**53."""
        small = exp.LTE(this=exp.Abs(this=value.copy()), expression=number(LARGEST))
        return exp.Case(ifs=[exp.If(this=small, true=value)])

    def halves_up(self, numerator: exp.Expr, denominator: exp.Expr) -> exp.Expr:
        """`(2n + d) // 2d` with floor division; `denominator` is positive."""
        two = whole(2)
        top = exp.Add(
            this=exp.Mul(this=two, expression=exp.paren(numerator, copy=False)),
            expression=exp.paren(denominator, copy=False),
        )
        return self.floor_divided(
            top, exp.Mul(this=two.copy(), expression=exp.paren(denominator.copy(), copy=False))
        )

    def floor_divided(self, top: exp.Expr, bottom: exp.Expr) -> exp.Expr:
        """The quotient of whole numbers, rounded down; `bottom` is positive.

        Databases round towards zero, so the remainder is taken away first.
        """
        top, bottom = exp.paren(top, copy=False), exp.paren(bottom, copy=False)
        rest = exp.Mod(
            this=exp.paren(
                exp.Add(this=exp.Mod(this=top, expression=bottom), expression=bottom.copy()),
                copy=False,
            ),
            expression=bottom.copy(),
        )
        exact = exp.paren(
            exp.Sub(this=top.copy(), expression=exp.paren(rest, copy=False)), copy=False
        )
        return exp.IntDiv(this=exact, expression=bottom.copy())

    def wide_micro(self, value: exp.Expr) -> exp.Expr:
        """A number of any size in whole micropoints, half up."""
        product = exp.Mul(this=exp.paren(value, copy=False), expression=number(1_000_000))
        return self.wide(exp.Floor(this=exp.Add(this=product, expression=number(0.5))))

    @abstractmethod
    def ascending(self, array: exp.Expr) -> exp.Expr:
        """An array in ascending order."""

    @abstractmethod
    def transformed(self, array: exp.Expr, name: str, item: exp.Expr) -> exp.Expr:
        """An array with `item`, which reads each member as `name`, in place of each member."""

    @abstractmethod
    def reduced(self, array: exp.Expr, joined: type[exp.Binary], start: float) -> exp.Expr:
        """Doubles of an array added or multiplied one after the other, from `start`."""

    @abstractmethod
    def filtered(self, array: exp.Expr, name: str, item: exp.Expr) -> exp.Expr:
        """The members of an array for which `item`, which reads each as `name`, is true."""

    @abstractmethod
    def flattened(self, lists: exp.Expr) -> exp.Expr:
        """The different members of an array of arrays, ascending."""

    @abstractmethod
    def wide(self, item: exp.Expr) -> exp.Expr:
        """A whole number of up to 38 digits."""

    @abstractmethod
    def months_later(self, date: exp.Expr, months: int) -> exp.Expr:
        """A date some months later (negative: before), the day held to the month's last."""

    @abstractmethod
    def days_later(self, date: exp.Expr, days: int) -> exp.Expr:
        """A date some days later."""


class DuckDb(Dialect):
    """DuckDB."""

    name = "duckdb"

    def wide(self, item: exp.Expr) -> exp.Expr:
        """HUGEINT."""
        return exp.cast(item, "HUGEINT")

    def flattened(self, lists: exp.Expr) -> exp.Expr:
        """`list_sort(list_distinct(flatten(x)))`."""
        return call("list_sort", call("list_distinct", call("flatten", lists)))

    def ascending(self, array: exp.Expr) -> exp.Expr:
        """`list_sort`."""
        return call("list_sort", array)

    def transformed(self, array: exp.Expr, name: str, item: exp.Expr) -> exp.Expr:
        """`list_transform`."""
        return call("list_transform", array, _lambda(item, name))

    def reduced(self, array: exp.Expr, joined: type[exp.Binary], start: float) -> exp.Expr:
        """`list_reduce`."""
        step = joined(this=exp.to_identifier("p"), expression=exp.to_identifier("q"))
        return call("list_reduce", array, _lambda(step, "p", "q"), number(start))

    def filtered(self, array: exp.Expr, name: str, item: exp.Expr) -> exp.Expr:
        """`list_filter`."""
        return call("list_filter", array, _lambda(item, name))

    def months_later(self, date: exp.Expr, months: int) -> exp.Expr:
        """`date + interval`, which gives a timestamp."""
        step = exp.Interval(this=exp.Literal.string(str(months)), unit=exp.var("MONTH"))
        return exp.cast(exp.Add(this=date, expression=step), "DATE")

    def days_later(self, date: exp.Expr, days: int) -> exp.Expr:
        """Dates and whole numbers add up."""
        return exp.Add(
            this=exp.paren(date, copy=False),
            expression=exp.cast(exp.Literal.number(days), "INTEGER"),
        )
