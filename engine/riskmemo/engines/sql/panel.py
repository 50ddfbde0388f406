"""The whole of a program as statements in order: strata, absences, folds, and scores above."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp

from riskmemo.engines.sql.dialects import Dialect
from riskmemo.engines.sql.expressions import column, conjunction, literal
from riskmemo.engines.sql.folding import folded_leaf, folded_shape
from riskmemo.engines.sql.queries import CASE_ID, CASES, Tables, above, fact_table, named
from riskmemo.engines.sql.rules import match_rows
from riskmemo.engines.sql.scores import EMPTY, Tree
from riskmemo.engines.sql.shapes import shapes_of
from riskmemo.engines.sql.strata import findings
from riskmemo.language.program import Program
from riskmemo.model.vocabulary import CLAIM_KIND

SEARCHED = "searched"
"""The table of kinds that were searched for: `_case`, `kind`."""
FOLDED, THERE = "folded", "there "


@dataclass(frozen=True)
class Statement:
    """A SELECT, and the name under which later ones read it."""

    name: str
    select: exp.Select


class Panel:
    """The statements of one program for one database."""

    def __init__(self, program: Program, dialect: Dialect, *, whole: bool = False) -> None:
        """Only what scores depend on, unless the `whole` program is asked for."""
        self.program = program if whole else program.scoring
        self.dialect = dialect
        self.tables = Tables(self.program, dialect)

    def strata(self) -> Iterator[Statement]:
        """Derived kinds in order, each after the absences that it reads."""
        for kind in self.program.kinds_in_order:
            if not self.program.derivers(kind) and self.program.aggregate(kind) is None:
                continue  # no score depends on it
            select = findings(self.tables, kind)
            yield from self._others()
            yield Statement(fact_table(kind), select)

    def folds(self) -> Iterator[Statement]:
        """What rules and leaves give, by case; the last one joins them to the cases."""
        folds: dict[str, exp.Select] = {}
        shapes = shapes_of(self.program.contributing)
        for number, shape in enumerate(shapes, start=1):
            select = folded_shape(self.tables, shape)
            yield from self._others()
            folds[f"fold {number}"] = select
            yield Statement(f"fold {number}", select)
        for leaf in self.program.leaves:
            select = folded_leaf(self.tables, leaf)
            yield from self._others()
            folds[f"leaf {leaf.score}"] = select
            yield Statement(f"leaf {leaf.score}", select)
        for kind in self._read():
            yield Statement(THERE + kind, _there(kind))
        yield Statement(FOLDED, self._joined(folds))

    def scores(self, hypothesis: str | None) -> exp.Select:
        """The scores of one scenario for the cases in which it is raised."""
        folded = exp.select("*", copy=False).from_(_table(FOLDED), copy=False)
        claim = self.program.ruleset.hypotheses[hypothesis].claim if hypothesis else None
        if claim is not None and CLAIM_KIND not in self.program.schemas:
            folded.where(exp.false(), copy=False)
        elif claim is not None:
            known = exp.select(column(CASE_ID), copy=False).from_(
                _table(fact_table(CLAIM_KIND)), copy=False
            )
            known.where(exp.EQ(this=column("_id"), expression=literal(claim)), copy=False)
            folded.where(exp.In(this=column(CASE_ID), query=known.subquery(copy=False)), copy=False)
        return Tree(self.tables, hypothesis).above(folded)

    def matches(self) -> Iterator[tuple[str, exp.Select]]:
        """For each rule its matches and gaps."""
        for typed in self.program.rules:
            yield typed.rule.id, match_rows(self.tables, typed)

    def _others(self) -> Iterator[Statement]:
        yield from (Statement(name, select) for name, select in self.tables.others.items())
        self.tables.others.clear()

    def _read(self) -> list[str]:
        """The base kinds on whose absence it hangs whether a rule is missing."""
        return [kind for kind, schema in self.program.schemas.items() if not schema.derived]

    def _joined(self, folds: Mapping[str, exp.Select]) -> exp.Select:
        """Cases with every fold, and which kinds are empty."""
        select = exp.select(exp.Column(this=exp.Star(), table=_quoted(CASES)), copy=False)
        for name, fold in folds.items():
            own = [column(each, name) for each in fold.named_selects if each != CASE_ID]
            select.select(*own, copy=False)
        for kind in self._read():
            nothing = exp.Is(this=column(CASE_ID, THERE + kind), expression=exp.null())
            select.select(named(nothing, EMPTY + kind), copy=False)
        select.from_(_table(CASES), copy=False)
        for name in (*folds, *(THERE + kind for kind in self._read())):
            same = exp.EQ(this=column(CASE_ID, name), expression=column(CASE_ID, CASES))
            select.join(exp.Join(this=_table(name), on=same, side="LEFT"), copy=False)
        for kind in self.program.kinds_in_order:
            select = above(select, [exp.Star(), named(self._derived_is_empty(kind), EMPTY + kind)])
        return select

    def _derived_is_empty(self, kind: str) -> exp.Expr:
        """Whether a derived kind can only be made of empty ones."""
        bodies = [typed.rule.match for typed in self.program.derivers(kind)]
        aggregate = self.program.ruleset.derive.get(kind)
        bodies += [aggregate.match] if aggregate else []
        if not bodies:
            return exp.false()
        return conjunction(
            [
                exp.paren(
                    exp.or_(*(column(EMPTY + each) for each in sorted(set(body.values())))),
                    copy=False,
                )
                for body in bodies
            ]
        )


def _there(kind: str) -> exp.Select:
    """The cases in which something of a kind is known, or where somebody searched for it."""
    known = exp.select(column(CASE_ID), copy=False).from_(_table(fact_table(kind)), copy=False)
    searched = exp.select(column(CASE_ID), copy=False).from_(_table(SEARCHED), copy=False)
    searched.where(exp.EQ(this=column("kind"), expression=literal(kind)), copy=False)
    both = exp.Union(this=known, expression=searched, distinct=False)
    select = exp.select(column(CASE_ID), copy=False).from_(both.subquery("r"), copy=False)
    return select.distinct(copy=False)


def _quoted(name: str) -> exp.Identifier:
    return exp.to_identifier(name, quoted=True)


def _table(name: str) -> exp.Table:
    return exp.Table(this=_quoted(name))
