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


def lambda_of(item: exp.Expr, *names: str, colon: bool = False) -> exp.Lambda:
    """A function of some names: `lambda x: item` with a colon, else `x -> item`."""
    return exp.Lambda(
        this=item, expressions=[exp.to_identifier(name) for name in names], colon=colon
    )


def _lambda(item: exp.Expr, *names: str) -> exp.Lambda:
    return lambda_of(item, *names, colon=True)


class Dialect(ABC):
    """One database."""

    name: str

    def text(self, tree: exp.Expr, *, pretty: bool = False) -> str:
        """A statement as the database reads it."""
        return tree.sql(self.name, pretty=pretty)

    def bounded(self, value: exp.Expr) -> exp.Expr:
        """The number, or NULL beyond 2**53."""
        small = exp.LTE(this=exp.Abs(this=value.copy()), expression=number(LARGEST))
        return exp.Case(ifs=[exp.If(this=small, true=value)])

    def halves_up(
        self, numerator: exp.Expr, denominator: exp.Expr, *, wide: bool = False
    ) -> exp.Expr:
        """`(2n + d) // 2d` with floor division; `denominator` is positive.

        `wide` says that the quotient may have more than 64 bits.
        """
        two = whole(2)
        top = exp.Add(
            this=exp.Mul(this=two, expression=exp.paren(numerator, copy=False)),
            expression=exp.paren(denominator, copy=False),
        )
        bottom = exp.Mul(this=two.copy(), expression=exp.paren(denominator.copy(), copy=False))
        return self.floor_divided(top, bottom, wide=wide)

    def floor_divided(self, top: exp.Expr, bottom: exp.Expr, *, wide: bool = False) -> exp.Expr:
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
        divided = self.wide_quotient if wide else self.quotient
        return divided(exact, bottom.copy())

    def quotient(self, top: exp.Expr, bottom: exp.Expr) -> exp.Expr:
        """The quotient of whole numbers, of which the lower divides the upper."""
        return exp.IntDiv(this=top, expression=bottom)

    def wide_quotient(self, top: exp.Expr, bottom: exp.Expr) -> exp.Expr:
        """Such a quotient that may have more than 64 bits."""
        return self.quotient(top, bottom)

    def wide_micro(self, value: exp.Expr) -> exp.Expr:
        """A number of any size in whole micropoints, half up."""
        product = exp.Mul(this=exp.paren(value, copy=False), expression=number(1_000_000))
        return self.wide_double(self.floored(exp.Add(this=product, expression=number(0.5))))

    def floored(self, value: exp.Expr) -> exp.Expr:
        """A double of any size without its fraction, rounded down, as a double."""
        return exp.Floor(this=value)

    def wide_double(self, value: exp.Expr) -> exp.Expr:
        """A double without a fraction as a whole number of up to 38 digits, exactly.

        In two halves: many databases turn a double of this size into its shortest decimal.
        """
        unit = 2**32
        high = self.floored(
            exp.Div(this=exp.paren(value.copy(), copy=False), expression=number(unit), typed=True)
        )
        rest = exp.Sub(
            this=exp.paren(value, copy=False),
            expression=exp.Mul(this=high.copy(), expression=number(unit)),
        )
        upper = exp.Mul(this=self.wide(exp.cast(high, "BIGINT")), expression=whole(unit))
        return exp.paren(exp.Add(this=upper, expression=exp.cast(rest, "BIGINT")), copy=False)

    def days_between(self, later: exp.Expr, earlier: exp.Expr) -> exp.Expr:
        """How many days one date is after another."""
        return exp.DateDiff(this=later, expression=earlier, unit=exp.var("DAY"))

    def collected(self, item: exp.Expr, condition: exp.Expr) -> exp.Expr:
        """The items of the rows for which a condition is true, as an array; NULL without any."""
        return exp.Filter(this=exp.ArrayAgg(this=item), expression=exp.Where(this=condition))

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

    def wide_double(self, value: exp.Expr) -> exp.Expr:
        """HUGEINT, which takes every digit of a double."""
        return self.wide(value)

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
