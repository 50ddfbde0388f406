"""SQL that was written for DuckDB, read and written anew for Spark.

The tables of a panel are checked and loaded by SQL in DuckDB's words (`riskmemo.batch`); Spark runs
the same. What SQLGlot translates by itself is left to it; the rest is here.
"""

from dataclasses import dataclass

import sqlglot
from sqlglot import exp


@dataclass(frozen=True)
class SparkStatement:
    """A SELECT for Spark; where it makes a table, the name of that and whether it stays."""

    select: str
    makes: str | None = None
    is_temporary: bool = False


def for_spark(text: str) -> SparkStatement:
    """One statement of DuckDB for Spark: a SELECT, or a table made of one."""
    tree = sqlglot.parse_one(text, read="duckdb").transform(_changed)
    if not isinstance(tree, exp.Create):
        return SparkStatement(tree.sql("spark"))
    properties = tree.args.get("properties")
    is_temporary = properties is not None and properties.find(exp.TemporaryProperty) is not None
    return SparkStatement(tree.expression.sql("spark"), tree.this.name, is_temporary)


def _changed(node: exp.Expr) -> exp.Expr:
    match node:
        case exp.RegexpFullMatch():
            return _whole(node.this, node.expression)
        case exp.Anonymous() if node.name.lower() == "regexp_full_match":
            return _whole(*node.expressions)
        case exp.Anonymous() if node.name.lower() == "isfinite":
            return _is_finite(node.expressions[0])
    return node


def _whole(text: exp.Expr, pattern: exp.Expr) -> exp.Expr:
    """Java's `$` holds before a line break at the end too; `\\z` does not."""
    held = exp.Literal.string(rf"\A(?:{pattern.name})\z")
    return exp.RegexpLike(this=text, expression=held)


def _is_finite(value: exp.Expr) -> exp.Expr:
    """Spark has no infinite days, and takes NaN for larger than any number."""
    if isinstance(value, exp.Cast) and value.is_type("date"):
        return exp.true()
    most = exp.cast(exp.Literal.string("Infinity"), "DOUBLE")
    return exp.paren(exp.LT(this=exp.Abs(this=exp.cast(value, "DOUBLE")), expression=most))
