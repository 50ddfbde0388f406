"""Derived kinds as tables: findings with equal fields become one, numbered in their order."""

from sqlglot import exp

from riskmemo.engines.sql.expressions import column
from riskmemo.engines.sql.queries import CASE_ID, Tables, above, named
from riskmemo.engines.sql.rules import findings_of_aggregate, findings_of_rule


def findings(tables: Tables, kind: str) -> exp.Select:
    """The findings of a kind: `_case`, `_id`, its fields, `_certain`, `_evidence` if carried."""
    made: list[exp.Select] = [
        findings_of_rule(tables, each) for each in tables.program.derivers(kind)
    ]
    aggregate = tables.program.aggregate(kind)
    if aggregate:
        made.append(findings_of_aggregate(tables, aggregate))
    names = sorted(tables.program.schemas[kind].fields)
    carried = ["_evidence"] if tables.evidence else []
    parts = [
        above(each, [column(n) for n in (CASE_ID, *names, "_certain", *carried)]) for each in made
    ]
    together: exp.Expr = parts[0]
    for part in parts[1:]:
        together = exp.Union(this=together, expression=part, distinct=False)
    keys = [column(CASE_ID), *(column(name) for name in names)]
    items = [*keys, named(exp.LogicalOr(this=column("_certain")), "_certain")]
    if tables.evidence:
        items.append(
            named(tables.dialect.flattened(exp.ArrayAgg(this=column("_evidence"))), "_evidence")
        )
    merged = exp.select(*items, copy=False).from_(
        exp.Subquery(this=together, alias=exp.TableAlias(this=exp.to_identifier("r"))), copy=False
    )
    merged.group_by(*[each.copy() for each in keys], copy=False)
    order = exp.Order(
        expressions=[exp.Ordered(this=column(name), desc=False, nulls_first=True) for name in names]
    )
    number = exp.Window(this=exp.RowNumber(), partition_by=[column(CASE_ID)], order=order)
    label = exp.DPipe(this=exp.Literal.string(f"{kind}/"), expression=exp.cast(number, "TEXT"))
    return above(merged, [exp.Star(), named(label, "_id")])
