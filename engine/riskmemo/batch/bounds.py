"""No rule may find more in a case than engines allow; looked for only where it could be so.

How many facts of a kind one case has says how many combinations a rule can meet. A rule that could
pass the limit is counted by case before anything is folded; the others cost nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from riskmemo.batch.database import identifier
from riskmemo.engines import limits
from riskmemo.engines.sql.dialects import DuckDb
from riskmemo.engines.sql.queries import CASE_ID, Tables, fact_table
from riskmemo.errors import Mistake
from riskmemo.language.program import Program, Query


@dataclass(frozen=True)
class Bound:
    """A SELECT of the first case in which a rule, aggregate or leaf finds too much, if any."""

    before: str
    """The statement before which it runs; empty for the first after all strata."""
    query: Query
    select: str
    refusal: Mistake

    def refused_in(self, case: object) -> Mistake:
        """The refusal, with the case."""
        return replace(self.refusal, message=f"{self.refusal.message} in the case `{case}`")


def bounds_of(program: Program, most: Mapping[str, int]) -> Iterator[Bound]:
    """What must be counted; `most` says for each kind of the panel how many facts a case has."""
    found = {kind: most.get(kind, 0) for kind in program.schemas}
    for kind in program.kinds_in_order:
        aggregate = program.aggregate(kind)
        bodies = [
            (typed.query, limits.too_many_matches(typed.rule.id))
            for typed in program.derivers(kind)
        ]
        bodies += [(aggregate.query, limits.too_many_rows(kind))] if aggregate else []
        for query, refusal in bodies:
            found[kind] += min(_combinations(query, found), limits.MAX_MATCHES)
            if _combinations(query, found) > limits.MAX_MATCHES:
                yield Bound(fact_table(kind), query, _counted(program, query), refusal)
    for typed in program.rules:
        if typed.rule.derives is None and _combinations(typed.query, found) > limits.MAX_MATCHES:
            select = _counted(program, typed.query)
            yield Bound("", typed.query, select, limits.too_many_matches(typed.rule.id))
    for leaf in program.leaves:
        if _combinations(leaf.query, found) > limits.MAX_MATCHES:
            select = _counted(program, leaf.query)
            yield Bound("", leaf.query, select, limits.too_many_rows(leaf.score))


def _combinations(query: Query, most: Mapping[str, int]) -> int:
    """How many rows a query can have in one case at most."""
    product = 1
    for _, kind in query.patterns:
        product *= most[kind]
    return product


def _counted(program: Program, query: Query) -> str:
    """SELECT of the first case with more rows than is allowed."""
    tables = Tables(program, DuckDb())
    rows = tables.rows(query).select.sql("duckdb")
    others = ", ".join(
        f"{identifier(name)} AS ({select.sql('duckdb')})" for name, select in tables.others.items()
    )
    return (
        (f"WITH {others} " if others else "")
        + f"SELECT {CASE_ID} FROM ({rows}) GROUP BY {CASE_ID}"
        + f" HAVING count(*) > {limits.MAX_MATCHES} ORDER BY {CASE_ID} LIMIT 1"
    )
