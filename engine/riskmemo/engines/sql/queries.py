"""Patterns with their conditions and absences as SQL: the rows for which they are not false.

A row has `_case`, the id of each alias (`alias.id`), the fields that are read (`alias.field`),
what of the case is read, and `truth`: true, or NULL where something unknown decides. An absence is
a table of its own (`Tables.absence`): for each combination of the facts outside that it reads,
whether some facts inside make it true; a combination that is not in it is surely absent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sqlglot import exp

from riskmemo.engines.sql.dialects import Dialect
from riskmemo.engines.sql.expressions import CASE, Columns, Writer, column, conjunction
from riskmemo.language.program import Program, Query
from riskmemo.language.tree import Expression, Given, fields_of, parts

CASE_ID = "_case"
CASES = "cases"
CHOSEN = "_chosen"
TRUTH = "truth"


def fact_table(kind: str) -> str:
    """The name of the table of a kind."""
    return f"facts_{kind}"


@dataclass(frozen=True)
class Rows:
    """A SELECT with the rows of a query, and what to write above it for what was wanted."""

    select: exp.Select
    wanted: tuple[exp.Expr, ...]


@dataclass(frozen=True)
class Asked:
    """A query, and what is wanted of its rows."""

    query: Query
    wanted: tuple[Expression, ...] = ()


@dataclass
class Tables:
    """Makes the SELECTs of one program, and collects those that others read under a name."""

    program: Program
    dialect: Dialect
    evidence: bool = False
    """Whether rows carry the ids of the facts they rest on, as a list."""
    drawn: frozenset[str] = frozenset()
    """Rules whose points are drawn: of them strengths are folded, not points."""
    chosen: str | None = None
    """A kind of which a case has many facts, of which each row takes one: such rows are those of
    the case that `_chosen` of the fact numbers."""
    others: dict[str, exp.Select] = field(default_factory=dict)
    """Common table expressions, each before those that read it."""
    _known: dict[object, str] = field(default_factory=dict)

    def is_derived(self, kind: str) -> bool:
        """Whether a kind is made by rules or an aggregate."""
        return self.program.schemas[kind].derived

    def rows(
        self,
        query: Query,
        wanted: Iterable[Expression] = (),
        extra: Sequence[tuple[str, str]] = (),
        outer: Mapping[str, str] | None = None,
    ) -> Rows:
        """The rows of a query that are not false, with what is `wanted` of them.

        `extra` are more columns (alias, name); `outer` are aliases of queries around this one, with
        their kinds.
        """
        select, ((truth, asked),) = self.looked_up(
            [Asked(query, tuple(wanted))], extra, outer or {}
        )
        select = above(select, [exp.Star(), named(truth, TRUTH)])
        select = above(select, [exp.Star()]).where(is_not_false(column(TRUTH)), copy=False)
        return Rows(select, asked)

    def looked_up(
        self, every: Sequence[Asked], extra: Sequence[tuple[str, str]], outer: Mapping[str, str]
    ) -> tuple[exp.Select, list[tuple[exp.Expr, tuple[exp.Expr, ...]]]]:
        """The facts of queries with the same patterns, joined once.

        For each query its truth and what is wanted of it, to be written above the SELECT.
        """
        patterns = every[0].query.patterns
        kinds = {**outer, **dict(patterns)}
        writer = Writer(self.dialect, Columns())
        certain = [
            exp.Nullif(this=column(f"{alias}._certain"), expression=exp.false())
            for alias, kind in patterns
            if self.is_derived(kind)
        ]
        joins: dict[str, exp.Join] = {}
        found = []
        for each in every:
            absences = [self.absence(inner, kinds) for inner in each.query.unless]
            joins |= {name: join for join, name in absences}
            truths = [writer.write(condition) for condition in each.query.where]
            absent = [column(name) for _, name in absences]
            truth = conjunction([*(part.copy() for part in certain), *truths, *absent])
            asked = tuple(writer.columns.named(writer.write(one)) for one in each.wanted)
            found.append((truth, asked))
        select = self._base(every, kinds, outer, extra, joins)
        for layer in writer.columns.layers:
            select = above(select, [exp.Star(), *(named(item, name) for name, item in layer)])
        return select, found

    def _base(
        self,
        every: Sequence[Asked],
        kinds: Mapping[str, str],
        outer: Mapping[str, str],
        extra: Sequence[tuple[str, str]],
        absences: Mapping[str, exp.Join],
    ) -> exp.Select:
        """The lowest level: facts joined by case and by the conditions that all queries share."""
        read = [part for each in every for part in (*each.query.where, *each.wanted)]
        fields = sorted({(f.alias, f.name) for each in read for f in fields_of(each)})
        givens = sorted({name for each in read for name in _givens(each)})
        aliases = list(kinds)
        first = aliases[0]
        select = exp.select(named(self._case(kinds, first), CASE_ID), copy=False)
        for alias, name in dict.fromkeys((*((a, "_id") for a in aliases), *fields, *extra)):
            select.select(named(column(name, alias), f"{alias}.{name}"), copy=False)
        for alias in aliases:
            if alias not in outer and self.is_derived(kinds[alias]):
                select.select(named(column("_certain", alias), f"{alias}._certain"), copy=False)
            if self.evidence and alias not in outer:
                evidence = self._evidence(alias, kinds[alias])
                select.select(named(evidence, f"{alias}._evidence"), copy=False)
        for name in givens:
            select.select(named(column(name, CASE), name), copy=False)
        for name in absences:
            select.select(named(self._absent(name), name), copy=False)
        select.from_(table_named(fact_table(kinds[first]), first), copy=False)
        conditions = self._shared(every)
        seen = {first}
        if givens:
            select.join(_join(CASES, CASE, [_same_case(CASE, first)]), copy=False)
        for alias in aliases[1:]:
            seen.add(alias)
            ready = [each for reads, each in conditions if alias in reads and reads <= seen]
            table = fact_table(kinds[alias])
            select.join(_join(table, alias, [_same_case(alias, first), *ready]), copy=False)
        for join in absences.values():
            select.join(join, copy=False)
        alone = [each for reads, each in conditions if reads <= {first}]
        return select.where(*alone, copy=False) if alone else select

    def _case(self, aliases: Mapping[str, str], first: str) -> exp.Expr:
        """The case of a row of facts with these aliases."""
        if self.chosen is not None and self.chosen in aliases:
            return column(CHOSEN, self.chosen)
        return column(CASE_ID, first)

    def _shared(self, every: Sequence[Asked]) -> list[tuple[frozenset[str], exp.Expr]]:
        """The conditions of every query that can filter while facts are joined.

        One that needs a column of its own cannot.
        """
        first, *others = ({*zip(each.query.where, each.query.reads, strict=True)} for each in every)
        shared = first.intersection(*others)
        found = []
        for condition, reads in zip(every[0].query.where, every[0].query.reads, strict=True):
            inside = Writer(self.dialect, Columns(), inside=True)
            if (condition, reads) in shared:
                written = inside.write(condition)
                if not inside.columns.layers:
                    found.append((reads, is_not_false(written)))
        return found

    def _evidence(self, alias: str, kind: str) -> exp.Expr:
        if self.is_derived(kind):
            return column("_evidence", alias)
        return exp.Array(expressions=[column("_id", alias)])

    # --- absences -------------------------------------------------------------------------------

    def absence(self, query: Query, outer: Mapping[str, str]) -> tuple[exp.Join, str]:
        """How to join the table of an absence, and its name, which is that of its column too."""
        own = {alias for alias, _ in query.patterns}
        reads = {alias for alias in _reads(query) if alias not in own}
        around = {alias: outer[alias] for alias in outer if alias in reads}
        name = self._absence_table(query, around)
        first = next(iter(outer))
        same = [exp.EQ(this=column(CASE_ID, name), expression=self._case(around, first))]
        same += [
            exp.EQ(this=column(f"{alias}._id", name), expression=column("_id", alias))
            for alias in around
        ]
        return exp.Join(this=table_named(name), on=conjunction(same), side="LEFT"), name

    def _absence_table(self, query: Query, around: Mapping[str, str]) -> str:
        key = (query, tuple(around.items()))
        if key not in self._known:
            rows = self.rows(query, outer=around)
            keys = [column(CASE_ID), *(column(f"{alias}._id") for alias in around)]
            sure = exp.LogicalOr(this=exp.Is(this=column(TRUTH), expression=exp.true()))
            select = above(rows.select, [*keys, named(sure, "sure")])
            select.group_by(*[key.copy() for key in keys], copy=False)
            name = f"absence {len(self._known) + 1}"
            self._known[key], self.others[name] = name, select
        return self._known[key]

    @staticmethod
    def _absent(name: str) -> exp.Expr:
        """True where nothing inside was found, false where something surely was, else unknown."""
        nothing = exp.Is(this=column(CASE_ID, name), expression=exp.null())
        return exp.Case(
            ifs=[
                exp.If(this=nothing, true=exp.true()),
                exp.If(this=column("sure", name), true=exp.false()),
            ]
        )


def is_not_false(item: exp.Expr) -> exp.Expr:
    """True or unknown."""
    return exp.Not(this=exp.Is(this=exp.paren(item, copy=False), expression=exp.false()))


def _reads(query: Query) -> set[str]:
    """Every alias that a query reads, absences inside it included."""
    return set(chain(*query.reads, *(_reads(inner) for inner in query.unless)))


def _givens(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Given):
        yield expression.name
    for part in parts(expression):
        yield from _givens(part)


def above(below: exp.Select, items: Sequence[exp.Expr]) -> exp.Select:
    """A SELECT of items from another."""
    return exp.select(*items, copy=False).from_(below.subquery("r", copy=False), copy=False)


def named(item: exp.Expr, name: str) -> exp.Expr:
    """An item under a name."""
    return exp.alias_(item, name, quoted=True, copy=False)


def table_named(name: str, alias: str | None = None) -> exp.Table:
    """A table under a quoted name, read as `alias` if that is given."""
    table = exp.Table(this=exp.to_identifier(name, quoted=True))
    if alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    return table


def everything_of(table: str) -> exp.Column:
    """Every column of a table or alias."""
    return exp.Column(this=exp.Star(), table=exp.to_identifier(table, quoted=True))


def _join(name: str, alias: str, on: Sequence[exp.Expr]) -> exp.Join:
    return exp.Join(this=table_named(name, alias), on=conjunction(on))


def _same_case(alias: str, other: str) -> exp.Expr:
    return exp.EQ(this=column(CASE_ID, alias), expression=column(CASE_ID, other))
