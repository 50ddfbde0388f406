"""What may be supposed of a case so that a rule fires: one trial after the other.

A trial binds facts of the case, or new ones, to the patterns of the unfolded rule, and sets some of
their fields. It says what is still open, and which settings would close the next part of it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.explaining.combinations import Budget, Combinations
from riskmemo.analysis.explaining.solving import Edits, Solver, constants_of, edited, with_edits
from riskmemo.analysis.explaining.unfolding import Unfolded, inside, unfolded
from riskmemo.analysis.explaining.why_matches import opening
from riskmemo.language.meaning import Bindings, value_of
from riskmemo.language.program import Program, Query, TypedRule
from riskmemo.language.tree import Expression, fields_of
from riskmemo.language.types import Base
from riskmemo.language.written import written
from riskmemo.model.facts import Fact, Value
from riskmemo.model.grading import Credibility, Reliability, supports_identity_rule
from riskmemo.model.vocabulary import CONDUCT_NAMES

UNSOLVED = 5
"""Conditions that are told as not to be solved."""
VALUES = 20
"""Values of a field in the case that a condition may take over from other facts."""
GRADE = (Reliability.C, Credibility.POSSIBLY_TRUE)
"""The grade of a new fact: the least that opens the identity gate."""
Step = tuple[Edits, frozenset[str]]
"""Fields to set, and facts to leave out."""


@dataclass(frozen=True)
class Trial:
    """Facts bound to the patterns of an unfolded query, and what is supposed of the case."""

    variant: int
    bound: tuple[tuple[str, str], ...]
    edits: Edits = field(default_factory=dict)
    absent: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal trials."""
        return self.variant, self.bound, frozenset(self.edits.items()), self.absent


class Trials:
    """The trials for one rule in one case."""

    def __init__(self, basis: Basis, typed: TypedRule, budget: Budget) -> None:
        self.typed, self.budget = typed, budget
        self.program: Program = basis.found.program
        self.setting = basis.found.setting
        self.variants, self.whole = unfolded(self.program, typed)
        self.case = {fact.id: fact for fact in basis.found.facts}
        self.findings = {fact.id: fact for fact in basis.found.answer.findings}
        self.new = _new_facts(self.variants, self.program, self.case.keys())
        self.fact = {**self.case, **self.findings, **{fact.id: fact for fact in self.new}}
        self.base = frozenset(self.case) | {fact.id for fact in self.new}
        self.unsolved: dict[str, None] = {}

    # --- what a trial supposes --------------------------------------------------------------------

    def facts_for(self, kind: str) -> list[Fact]:
        """What a pattern of a kind may stand for: facts, new ones, or an aggregate's findings."""
        if self.program.schemas[kind].derived:
            return [fact for fact in self.findings.values() if fact.kind == kind]
        return [fact for fact in (*self.case.values(), *self.new) if fact.kind == kind]

    def needed(self, trial: Trial) -> int | None:
        """The least that is still to be set for the conditions; none where nothing would do."""
        taken: set[tuple[str, str]] = set()
        needed = 0
        bound = self.bound(trial)
        if any(not fact.certain for fact in bound.values()):
            return None
        for condition in self._open(trial, bound):
            places = self._places_in(condition, bound, trial)
            if not places:
                self._cannot(condition)
                return None
            if not places & taken:
                needed += 1
                taken |= places
        return needed

    def _open(self, trial: Trial, bound: Bindings) -> list[Expression]:
        """Conditions that are not true and values that are unknown, those with few fields first."""
        variant = self.variants[trial.variant]
        found = [
            each for each in variant.query.where if value_of(each, bound, self.setting) is not True
        ]
        found += [each for each in variant.known if value_of(each, bound, self.setting) is None]
        return sorted(found, key=lambda each: len({*fields_of(each)}))

    def _places_in(
        self, condition: Expression, bound: Bindings, trial: Trial
    ) -> set[tuple[str, str]]:
        places = {(bound[each.alias].id, each.name) for each in fields_of(condition)}
        return {each for each in places if each[0] in self.base and each not in trial.edits}

    def following(self, trial: Trial) -> list[tuple[Edits, frozenset[str]]] | None:
        """The next settings to try, or facts to leave out; none where everything holds."""
        bound = self.bound(trial)
        solver = self._solver(trial, bound)
        for condition in self._open(trial, bound):
            known = condition in self.variants[trial.variant].known
            ways = solver.known(condition) if known else solver.ways(condition, wanted=True)
            found = [(edits, frozenset[str]()) for edits in ways]
            if not found:
                self._cannot(condition)
            return found
        if is_gated(self.typed) and not any(opening(self.typed, bound)):
            return list(self._gate_ways(solver, bound))
        for absence in self.variants[trial.variant].query.unless:
            inner = self._blocker(absence, trial, bound)
            if inner is not None:
                return list(self._ways_out(absence, trial, bound, inner))
        return None

    def _gate_ways(self, solver: Solver, bound: Bindings) -> Iterator[tuple[Edits, frozenset[str]]]:
        """Names that graded conduct lacks."""
        for alias in self.typed.conduct:
            fact = bound[alias]
            if any(supports_identity_rule(*grade) for grade in fact.grades):
                lacking = [name for name in CONDUCT_NAMES if fact.values.get(name) is None]
                for edits in solver.any_value(fact, lacking[0]):
                    yield edits, frozenset()

    def _blocker(self, absence: Query, trial: Trial, outer: Bindings) -> Bindings | None:
        """The first facts that are in the way, or might be."""
        facts = {alias: self._present(kind, trial) for alias, kind in absence.patterns}
        search = Combinations(absence, facts, self.setting, frozenset(outer), self.budget)
        for found in search.satisfied(outer):
            inner = {**outer, **found.bound}
            if all(
                self._blocker(each, trial, inner) is None or found.unknown
                for each in absence.unless
            ):
                return inner
        return None

    def _present(self, kind: str, trial: Trial) -> list[Fact]:
        """The facts of a kind as a trial supposes them."""
        used = {name for _, name in trial.bound}
        return [
            with_edits(fact, trial.edits)
            for fact in self.facts_for(kind)
            if fact.id not in trial.absent
            and (fact.id in self.case or fact.id in self.findings or fact.id in used)
        ]

    def _ways_out(
        self, absence: Query, trial: Trial, outer: Bindings, inner: Bindings
    ) -> Iterator[tuple[Edits, frozenset[str]]]:
        """Settings that take facts out of the way, or leaving one of them out."""
        solver = self._solver(trial, inner, absence)
        for condition in absence.where:
            for edits in solver.ways(condition, wanted=False):
                yield edits, frozenset()
        needed = {fact.id for fact in outer.values()} | {name for name, _ in trial.edits}
        for alias, _ in absence.patterns:
            for name in sorted(inner[alias].evidence - needed):
                yield {}, frozenset({name})

    def _solver(self, trial: Trial, bound: Bindings, absence: Query | None = None) -> Solver:
        """Solves the conditions of a trial, or those of an absence, to get facts out of the way.

        For these a field may be set once more: its first value was chosen without a view to them.
        """
        query = self.variants[trial.variant].query
        absences = (absence,) if absence else query.unless
        return Solver(
            dict(bound),
            {} if absence else trial.edits,
            self.base,
            self.setting,
            self.program.vocabulary,
            self._pools,
            query.where,
            tuple(each for inner in absences for each in inner.where),
        )

    def bound(self, trial: Trial) -> dict[str, Fact]:
        """The facts of a trial as it supposes them."""
        return edited({alias: self.fact[name] for alias, name in trial.bound}, trial.edits)

    @cached_property
    def _pools(self) -> dict[tuple[str, str], tuple[Value, ...]]:
        """Values that conditions name, and texts and countries that the case names."""
        found: dict[tuple[str, str], tuple[Value, ...]] = {}
        for variant in self.variants:
            bodies = [variant.query, *inside(variant.query)]
            kinds = {alias: kind for body in bodies for alias, kind in body.patterns}
            where = [each for body in bodies for each in body.where]
            for place, values in constants_of(where, kinds, self.setting).items():
                found[place] = tuple(dict.fromkeys((*found.get(place, ()), *values)))
        for kind in {fact.kind for fact in self.new}:
            for name, declared in self.program.schemas[kind].fields.items():
                if declared.base in {Base.TEXT, Base.COUNTRY}:
                    held = sorted(
                        {str(fact.values[name]) for fact in self.case.values()
                         if fact.kind == kind and fact.values[name] is not None}
                    )  # fmt: skip
                    found[kind, name] = (*found.get((kind, name), ()), *held[:VALUES])
        return found

    def touched(self, trial: Trial) -> frozenset[object]:
        """What a change touches: fields, facts left out, and new facts."""
        new = {fact.id for fact in self.new} & {name for _, name in trial.bound}
        return frozenset((*trial.edits, *trial.absent, *new))

    def size(self, trial: Trial) -> int:
        """Fields set, facts left out and facts added."""
        new = {fact.id for fact in self.new} & {name for _, name in trial.bound}
        return len(new) + len(trial.edits) + len(trial.absent)

    def _cannot(self, condition: Expression) -> None:
        if len(self.unsolved) < UNSOLVED:
            self.unsolved.setdefault(written(condition))


def is_gated(typed: TypedRule) -> bool:
    """Whether the identity gate decides over a rule: it uses identity and gives points."""
    return typed.uses_identity and typed.rule.contributes is not None


def _new_facts(
    variants: tuple[Unfolded, ...], program: Program, taken: Collection[str]
) -> tuple[Fact, ...]:
    """A fact of which nothing is known for each base kind that is matched; two for two patterns."""
    most: dict[str, int] = {}
    for variant in variants:
        kinds = [kind for _, kind in variant.query.patterns]
        for kind in kinds:
            if not program.schemas[kind].derived:
                most[kind] = max(most.get(kind, 0), min(2, kinds.count(kind)))
    return tuple(
        Fact(
            name,
            kind,
            dict.fromkeys(program.schemas[kind].fields),
            (GRADE,),
            True,
            frozenset({name}),
        )
        for kind in sorted(most)
        for name in _names(kind, most[kind], taken)
    )


def _names(kind: str, count: int, taken: Collection[str]) -> Iterator[str]:
    """Ids that no fact of the case has."""
    free = (
        name
        for number in range(1, len(taken) + count + 2)
        if (name := f"new-{kind}" if number == 1 else f"new-{kind}-{number}") not in taken
    )
    yield from islice(free, count)
