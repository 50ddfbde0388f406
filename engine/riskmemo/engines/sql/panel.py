"""The whole of a program as statements in order: strata, absences, folds, and scores above."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from riskmemo.engines.sql.bits import Bits, bit_if, has_bit, has_none, joined
from riskmemo.engines.sql.cells import MATCHED, POSSIBLE, TRUE, WAITING, Existence
from riskmemo.engines.sql.counting import EMPTY
from riskmemo.engines.sql.dialects import Dialect, no_bits, whole
from riskmemo.engines.sql.expressions import case_when, column, conjunction, is_known, literal
from riskmemo.engines.sql.folding import GAP, GIVEN, folded_leaf, folded_shape, plain_micro
from riskmemo.engines.sql.queries import (
    CASE_ID,
    CASES,
    Tables,
    above,
    everything_of,
    fact_table,
    named,
    table_named,
)
from riskmemo.engines.sql.rules import match_rows
from riskmemo.engines.sql.scores import Tree
from riskmemo.engines.sql.shapes import shapes_of
from riskmemo.engines.sql.strata import findings
from riskmemo.language.program import Program
from riskmemo.model.vocabulary import CLAIM_KIND

SEARCHED = "searched"
"""The table of kinds that were searched for: `_case`, `kind`."""
FOLDED, SEARCHED_FOR, SOUGHT = "folded", "searched for", "sought "
BITS = (TRUE, POSSIBLE, MATCHED, WAITING, SOUGHT)


@dataclass(frozen=True)
class Statement:
    """A SELECT, and the name under which later ones read it."""

    name: str
    select: exp.Select
    rules: tuple[str, ...] = ()
    """The rules, derived kinds and leaves that it looks for; an absence is for the next one."""


class Panel:
    """The statements of one program for one database."""

    def __init__(self, program: Program, dialect: Dialect, *, whole: bool = False) -> None:
        """Only what scores depend on, unless the `whole` program is asked for."""
        self.program = program if whole else program.scoring
        self.dialect = dialect
        self.tables = Tables(self.program, dialect)
        self.waited_for = self._waited_for()
        self.empty = [
            k
            for k, schema in self.program.schemas.items()
            if k in self.waited_for and not schema.derived
        ]
        self.sought = Bits.of(self.empty)
        self.existence = Existence(self.tables, self.program.contributing, self.empty)

    def strata(self) -> Iterator[Statement]:
        """Derived kinds in order, each after the absences that it reads."""
        for kind in self.program.kinds_in_order:
            if not self.program.derivers(kind) and self.program.aggregate(kind) is None:
                continue  # no score depends on it
            select = findings(self.tables, kind)
            yield from self._others()
            rules = tuple(typed.rule.id for typed in self.program.derivers(kind))
            yield Statement(fact_table(kind), select, rules or (kind,))

    def folds(self) -> Iterator[Statement]:
        """What rules and leaves give, by case; the last one joins them to the cases."""
        folds: dict[str, Sequence[str]] = {}
        for made in self.existence.statements():
            yield Statement(made.name, made.select, made.rules)
            if made.columns:
                folds[made.name] = made.columns
        for fold in self._folded():
            yield from self._others()
            folds[fold.name] = [each for each in fold.select.named_selects if each != CASE_ID]
            yield fold
        if self.empty:
            folds[SEARCHED_FOR] = [f"{SOUGHT}{word}" for word in self.sought.words()]
            yield Statement(SEARCHED_FOR, self._sought())
        yield Statement(FOLDED, _joined(folds))

    def _folded(self) -> Iterator[Statement]:
        """Rules and leaves that look at facts one by one."""
        rest = [t for t in self.program.contributing if t.rule.id not in self.existence.rules]
        for number, shape in enumerate(shapes_of(rest), start=1):
            rules = tuple(member.typed.rule.id for member in shape.members)
            yield Statement(f"fold {number}", folded_shape(self.tables, shape), rules)
        for leaf in self.program.leaves:
            select = folded_leaf(self.tables, leaf)
            yield Statement(f"leaf {leaf.score}", select, (leaf.score,))

    def given(self) -> exp.Select:
        """By case, where rules have bits and what the others give, and which kinds are empty."""
        select = exp.select(exp.Star(), copy=False).from_(table_named(FOLDED), copy=False)
        select.select(*self.existence.composing(), copy=False)
        for kind in self.empty:
            masks = self.sought.masks([kind])
            nothing = [self.existence.is_empty(kind), *has_none(masks, SOUGHT)]
            select.select(named(conjunction(nothing), EMPTY + kind), copy=False)
        for kind in self.program.kinds_in_order:
            if kind in self.waited_for:
                empty = named(self._derived_is_empty(kind), EMPTY + kind)
                select = above(select, [exp.Star(), empty])
        return select

    def given_by_rule(self) -> exp.Select:
        """The same, and what those with bits give in columns of their own, as the others have."""
        own: list[exp.Expr] = []
        for typed in self.program.contributing:
            place = self.existence.places.get(typed.rule.id)
            if place:
                points = case_when(has_bit(place.match, place.bit), whole(plain_micro(typed)))
                own.append(named(points, GIVEN + typed.rule.id))
                own.append(named(has_bit(place.wait, place.bit), GAP + typed.rule.id))
        return above(self.given(), [exp.Star(), *own])

    def matched(self) -> exp.Select:
        """In how many cases each contributing rule has a match, in their order."""
        counts: list[exp.Expr] = []
        for typed in self.program.contributing:
            place = self.existence.places.get(typed.rule.id)
            met = (
                has_bit(place.match, place.bit)
                if place
                else is_known(column(GIVEN + typed.rule.id))
            )
            counts.append(exp.Count(this=case_when(met, whole(1))))
        return above(self.given(), counts or [whole(0)])

    def scores(self, hypothesis: str | None) -> exp.Select:
        """The scores of one scenario for the cases in which it is raised."""
        folded = self.given()
        claim = self.program.ruleset.hypotheses[hypothesis].claim if hypothesis else None
        if claim is not None and CLAIM_KIND not in self.program.schemas:
            folded = above(folded, [exp.Star()]).where(exp.false(), copy=False)
        elif claim is not None:
            known = exp.select(column(CASE_ID), copy=False).from_(
                table_named(fact_table(CLAIM_KIND)), copy=False
            )
            known.where(exp.EQ(this=column("_id"), expression=literal(claim)), copy=False)
            raised = exp.In(this=column(CASE_ID), query=known.subquery(copy=False))
            folded = above(folded, [exp.Star()]).where(raised, copy=False)
        return Tree(self.tables, hypothesis, self.existence).above(folded)

    def matches(self) -> Iterator[tuple[str, exp.Select]]:
        """For each rule its matches and gaps."""
        for typed in self.program.rules:
            yield typed.rule.id, match_rows(self.tables, typed)

    def _others(self) -> Iterator[Statement]:
        yield from (Statement(name, select) for name, select in self.tables.others.items())
        self.tables.others.clear()

    def _waited_for(self) -> set[str]:
        """The kinds on whose absence it hangs whether a rule is missing."""
        read = {
            kind
            for typed in self.program.contributing
            if not typed.uses_identity
            for kind in typed.rule.match.values()
        }
        for kind in reversed(self.program.kinds_in_order):
            if kind in read:
                read |= {each for body in self._bodies(kind) for each in body.values()}
        return read

    def _bodies(self, kind: str) -> list[Mapping[str, str]]:
        """The patterns of whatever makes a derived kind."""
        aggregate = self.program.ruleset.derive.get(kind)
        rules = [typed.rule.match for typed in self.program.derivers(kind)]
        return [*rules, *([aggregate.match] if aggregate else [])]

    def _derived_is_empty(self, kind: str) -> exp.Expr:
        """Whether a derived kind can only be made of empty ones."""
        bodies = self._bodies(kind)
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

    def _sought(self) -> exp.Select:
        """By case, the kinds that were searched for, as bits."""
        bits = [
            bit_if(exp.EQ(this=column("kind"), expression=literal(kind)), self.sought.bit(kind)[1])
            for kind in self.empty
        ]
        words = [
            named(
                exp.BitwiseOrAgg(
                    this=joined(
                        [
                            b
                            for b, kind in zip(bits, self.empty, strict=True)
                            if self.sought.bit(kind)[0] == word
                        ]
                    )
                ),
                f"{SOUGHT}{word}",
            )
            for word in self.sought.words()
        ]
        select = exp.select(column(CASE_ID), *words, copy=False)
        select.from_(table_named(SEARCHED), copy=False)
        return select.group_by(column(CASE_ID), copy=False)


def _joined(folds: Mapping[str, Sequence[str]]) -> exp.Select:
    """Cases with every fold; columns of bits that several have become one."""
    where: dict[str, list[str]] = {}
    for name, columns in folds.items():
        for each in columns:
            where.setdefault(each, []).append(name)
    select = exp.select(everything_of(CASES), copy=False)
    for each, names in where.items():
        found: list[exp.Expr] = [column(each, name) for name in names]
        if each.startswith(BITS):
            zero = no_bits()
            there = [exp.Coalesce(this=item, expressions=[zero.copy()]) for item in found]
            select.select(named(joined(there), each), copy=False)
        else:
            select.select(*found, copy=False)
    select.from_(table_named(CASES), copy=False)
    for name in folds:
        same = exp.EQ(this=column(CASE_ID, name), expression=column(CASE_ID, CASES))
        select.join(exp.Join(this=table_named(name), on=same, side="LEFT"), copy=False)
    return select
