"""Spark SQL, version 4, in its ANSI mode.

Whole numbers of more than 64 bits are `DECIMAL(38, 0)`; arrays and lambdas are Spark's own. Text is
compared by bytes (`UTF8_BINARY`), which is the order of code points.
"""

from sqlglot import exp

from riskmemo.engines.sql.dialects import Dialect, call, lambda_of, number, whole

WIDE = "DECIMAL(38, 0)"


class Spark(Dialect):
    """Apache Spark."""

    name = "spark"

    def text(self, tree: exp.Expr, *, pretty: bool = False) -> str:
        """The statement; `greatest` and `least` of one value are that value."""
        return super().text(tree.transform(_plain_extreme), pretty=pretty)

    def layers(self, name: str, select: exp.Expr) -> list[tuple[str, str]]:
        """A SELECT as views, each with its name, of which each reads those before it.

        Spark looks at a whole statement again for every SELECT inside another, so one that is
        fifteen deep takes minutes; views are looked at once.
        """
        tree, made = select.copy(), []
        inside = [each for each in tree.find_all(exp.Subquery) if isinstance(each.parent, exp.From)]
        for below in reversed(inside):
            view = f"{name} layer {len(made) + 1}"
            made.append((view, self.text(below.this)))
            table = exp.Table(this=exp.to_identifier(view, quoted=True), alias=below.args["alias"])
            below.replace(table)
        return [*made, (name, self.text(tree))]

    def wide(self, item: exp.Expr) -> exp.Expr:
        """`DECIMAL(38, 0)`."""
        return exp.cast(item, WIDE)

    def floored(self, value: exp.Expr) -> exp.Expr:
        """By `rint`, which stays a double: `floor` gives 64 bits, and fails beyond."""
        near = call("rint", value.copy())
        above = exp.GT(this=near.copy(), expression=exp.paren(value, copy=False))
        less = exp.Sub(this=near.copy(), expression=number(1.0))
        return exp.Case(ifs=[exp.If(this=above, true=less)], default=near)

    def wide_quotient(self, top: exp.Expr, bottom: exp.Expr) -> exp.Expr:
        """A division of decimals: `DIV` gives no more than 64 bits.

        The lower divides the upper, and the quotient keeps at least 32 digits before the point.
        """
        return self.wide(exp.Div(this=self.wide(top), expression=bottom, typed=True))

    def collected(self, item: exp.Expr, condition: exp.Expr) -> exp.Expr:
        """`collect_list`, but NULL where it is empty."""
        found = super().collected(item, condition)
        some = exp.Filter(
            this=exp.Count(this=exp.Star()), expression=exp.Where(this=condition.copy())
        )
        return exp.Case(ifs=[exp.If(this=exp.GT(this=some, expression=whole(0)), true=found)])

    def flattened(self, lists: exp.Expr) -> exp.Expr:
        """`sort_array(array_distinct(flatten(x)))`."""
        return self.ascending(call("array_distinct", call("flatten", lists)))

    def ascending(self, array: exp.Expr) -> exp.Expr:
        """`sort_array`, which compares structs field by field."""
        return call("sort_array", array)

    def transformed(self, array: exp.Expr, name: str, item: exp.Expr) -> exp.Expr:
        """`transform`."""
        return call("transform", array, lambda_of(item, name))

    def reduced(self, array: exp.Expr, joined: type[exp.Binary], start: float) -> exp.Expr:
        """`aggregate`."""
        step = joined(this=exp.to_identifier("p"), expression=exp.to_identifier("q"))
        return call("aggregate", array, number(start), lambda_of(step, "p", "q"))

    def filtered(self, array: exp.Expr, name: str, item: exp.Expr) -> exp.Expr:
        """`filter`."""
        return call("filter", array, lambda_of(item, name))

    def months_later(self, date: exp.Expr, months: int) -> exp.Expr:
        """`add_months`."""
        return call("add_months", date, _integer(months))

    def days_later(self, date: exp.Expr, days: int) -> exp.Expr:
        """`date_add`."""
        return call("date_add", date, _integer(days))


def _integer(value: int) -> exp.Expr:
    literal = exp.Literal.number(abs(value))
    return exp.Neg(this=literal) if value < 0 else literal


def _plain_extreme(node: exp.Expr) -> exp.Expr:
    alone = isinstance(node, exp.Greatest | exp.Least) and not node.expressions
    return node.this if alone else node
