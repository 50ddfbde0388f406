"""The smallest changes of a case with which a rule fires, each tried on the whole case.

The rule is unfolded to base facts; from the combinations nearest to a match, fields are set one after
the other (A* search; a lower bound of what is still needed is the number of conditions that are not
true and have no field in common). What makes every condition true is then supposed of the case, and
counts only if the rule really fires.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from itertools import islice

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.combinations import Budget, Combinations
from riskmemo.analysis.solving import Edits, Solver, constants_of, edited, with_edits
from riskmemo.analysis.supposing import Otherwise, supposed
from riskmemo.analysis.unfolding import Unfolded, unfolded
from riskmemo.analysis.why_matches import opening
from riskmemo.engines.compiled import compiled
from riskmemo.errors import EvaluationRefused
from riskmemo.language.meaning import Bindings, value_of
from riskmemo.language.program import Program, Query, TypedRule
from riskmemo.language.tree import All, Any, Compare, Expression, Field, Member, Not, fields_of
from riskmemo.language.types import Base
from riskmemo.language.written import written
from riskmemo.model.facts import Fact, Match, Value
from riskmemo.model.grading import Credibility, Reliability, supports_identity_rule
from riskmemo.model.vocabulary import CONDUCT_NAMES

SEEDS = 60
"""Combinations from which each unfolded query is changed, the nearest first."""
STATES = 6_000
"""Partial changes that are looked at."""
TRIES = 40
"""Changes that are tried on the whole case."""
WANTED = 5
"""Changes that are told."""
FARTHER = 2
"""How much larger than the smallest a change may be and still be told."""
VALUES = 20
"""Values of a field in the case that a condition may take over from other facts."""
GRADE = (Reliability.C, Credibility.POSSIBLY_TRUE)
"""The grade of a new fact: the least that opens the identity gate."""


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


@dataclass(frozen=True)
class Solved:
    """A change that was tried, and with which the rule fires."""

    trial: Trial
    new: tuple[Fact, ...]
    """New facts with the fields that it sets."""
    size: int
    otherwise: Otherwise
    read: frozenset[tuple[str, str]]
    """(fact, field) that a condition reads; other fields only have to be known."""


class Changes:
    """The search for the smallest changes with which one rule fires."""

    def __init__(self, basis: Basis, typed: TypedRule, budget: Budget) -> None:
        self.basis, self.typed, self.budget = basis, typed, budget
        self.program: Program = basis.found.program
        self.setting = basis.found.setting
        self.variants, self.every = unfolded(self.program, typed)
        self.case = {fact.id: fact for fact in basis.found.facts}
        self.findings = {fact.id: fact for fact in basis.found.answer.findings}
        self.new = _new_facts(self.variants, self.program, self.case.keys())
        self.fact = {**self.case, **self.findings, **{fact.id: fact for fact in self.new}}
        self.base = frozenset(self.case) | {fact.id for fact in self.new}
        self.exact = self.every and all(map(self._is_exact, self.variants))
        self.states = self.tried = 0
        self.unsolved: dict[str, None] = {}
        self.stopped = False

    # --- the search -------------------------------------------------------------------------------

    def smallest(self) -> tuple[Solved, ...]:
        """The smallest changes found, smallest first; other values of the same fields once."""
        heap: list[tuple[int, int, int, Trial]] = []
        seen: set[object] = set()
        found: dict[object, Solved] = {}
        count = 0

        def push(trial: Trial, rank: int) -> None:
            nonlocal count
            if trial.key in seen:
                return
            seen.add(trial.key)
            self.states += 1
            needed = self._needed(trial)
            if needed is not None:
                count += 1
                heappush(heap, (self._size(trial) + needed, rank, count, trial))

        if is_gated(self.typed) and not self.typed.conduct:
            return ()
        for trial, rank in self._seeds():
            push(trial, rank)
        while heap and len(found) < WANTED:
            least, rank, _, trial = heappop(heap)
            if found and least > min(each.size for each in found.values()) + FARTHER:
                break
            if self.states >= STATES or self.tried >= TRIES:
                self.stopped = True
                break
            following = self._following(trial)
            if following is None:
                solved = self._tried(trial)
                if solved:
                    found.setdefault(_places(solved), solved)
                continue
            for edits, absent in following:
                more = Trial(
                    trial.variant, trial.bound, {**trial.edits, **edits}, trial.absent | absent
                )
                push(more, rank)
        return tuple(sorted(found.values(), key=lambda each: each.size))

    def is_smallest(self, found: tuple[Solved, ...]) -> bool:
        """Whether nothing smaller than the first can exist."""
        if not found:
            return False
        if found[0].size == 1:
            return True
        return self.exact and self.every and not self.stopped

    def _seeds(self) -> Iterator[tuple[Trial, int]]:
        """The nearest combinations of each variant, and the nearest with each pattern new."""
        for number, variant in enumerate(self.variants):
            query = Query(variant.query.patterns, variant.query.where)
            facts = {alias: self._facts_for(kind) for alias, kind in query.patterns}
            some = list(islice(self._nearest(number, query, facts), SEEDS + 1))
            self.every &= len(some) <= SEEDS and not self.budget.spent
            yield from some[:SEEDS]
            for alias, kind in query.patterns:
                added = [fact for fact in self.new if fact.kind == kind][:1]
                if added and len(facts[alias]) > 1:
                    yield from islice(self._nearest(number, query, {**facts, alias: added}), 3)

    def _nearest(
        self, number: int, query: Query, facts: Mapping[str, list[Fact]]
    ) -> Iterator[tuple[Trial, int]]:
        search = Combinations(query, facts, self.setting, budget=self.budget, rank=_together)
        for found in search.nearest():
            bound = tuple((alias, fact.id) for alias, fact in found.bound.items())
            yield Trial(number, bound), found.false + found.unknown

    def _facts_for(self, kind: str) -> list[Fact]:
        if self.program.schemas[kind].derived:
            return [fact for fact in self.findings.values() if fact.kind == kind]
        return [fact for fact in (*self.case.values(), *self.new) if fact.kind == kind]

    # --- one trial --------------------------------------------------------------------------------

    def _needed(self, trial: Trial) -> int | None:
        """The least that is still to be set for the conditions; none where nothing would do."""
        taken: set[tuple[str, str]] = set()
        needed = 0
        bound = self._bound(trial)
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
            each
            for each in variant.query.where
            if value_of(each, bound, self.setting) is not True
        ]
        found += [each for each in variant.known if value_of(each, bound, self.setting) is None]
        return sorted(found, key=lambda each: len({*fields_of(each)}))

    def _places_in(
        self, condition: Expression, bound: Bindings, trial: Trial
    ) -> set[tuple[str, str]]:
        places = {(bound[each.alias].id, each.name) for each in fields_of(condition)}
        return {each for each in places if each[0] in self.base and each not in trial.edits}

    def _following(self, trial: Trial) -> list[tuple[Edits, frozenset[str]]] | None:
        """The next settings to try, or facts to leave out; none where everything holds."""
        bound = self._bound(trial)
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

    def _gate_ways(
        self, solver: Solver, bound: Bindings
    ) -> Iterator[tuple[Edits, frozenset[str]]]:
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
        search = Combinations(
            absence, facts, self.setting, frozenset(outer), self.budget, _together
        )
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
            for fact in self._facts_for(kind)
            if fact.id not in trial.absent and (fact.id in self.case or fact.id in self.findings or fact.id in used)
        ]

    def _ways_out(
        self, absence: Query, trial: Trial, outer: Bindings, inner: Bindings
    ) -> Iterator[tuple[Edits, frozenset[str]]]:
        """Settings that take facts out of the way, or leaving one of them out."""
        solver = self._solver(trial, inner)
        for condition in absence.where:
            for edits in solver.ways(condition, wanted=False):
                yield edits, frozenset()
        needed = {fact.id for fact in outer.values()} | {name for name, _ in trial.edits}
        for alias, _ in absence.patterns:
            for name in sorted(inner[alias].evidence - needed):
                yield {}, frozenset({name})

    def _solver(self, trial: Trial, bound: Bindings) -> Solver:
        vocabulary = self.program.vocabulary
        return Solver(
            dict(bound), trial.edits, self.base, self.setting, vocabulary, self._pools
        )

    def _bound(self, trial: Trial) -> dict[str, Fact]:
        return edited({alias: self.fact[name] for alias, name in trial.bound}, trial.edits)

    @cached_property
    def _pools(self) -> dict[tuple[str, str], tuple[Value, ...]]:
        """Values that conditions name, and texts and countries that the case names."""
        found: dict[tuple[str, str], tuple[Value, ...]] = {}
        for variant in self.variants:
            bodies = [variant.query, *_inside(variant.query)]
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

    def _size(self, trial: Trial) -> int:
        new = {fact.id for fact in self.new} & {name for _, name in trial.bound}
        return len(new) + len(trial.edits) + len(trial.absent)

    def _cannot(self, condition: Expression) -> None:
        if len(self.unsolved) < WANTED:
            self.unsolved.setdefault(written(condition))

    # --- trying on the whole case -----------------------------------------------------------------

    def _tried(self, trial: Trial) -> Solved | None:
        """The change, if the rule fires with it."""
        self.tried += 1
        bound = {name for _, name in trial.bound}
        new = tuple(with_edits(fact, trial.edits) for fact in self.new if fact.id in bound)
        values = {place: value for place, value in trial.edits.items() if place[0] in self.case}
        otherwise = Otherwise(values, trial.absent, new)
        if not self._fires(otherwise):
            self.exact = False
            return None
        return Solved(trial, new, self._size(trial), otherwise, self._read(trial))

    def _read(self, trial: Trial) -> frozenset[tuple[str, str]]:
        query, bound = self.variants[trial.variant].query, dict(trial.bound)
        bodies = [query, *_inside(query)]
        return frozenset(
            (bound[each.alias], each.name)
            for body in bodies
            for condition in body.where
            for each in fields_of(condition)
            if each.alias in bound
        ) | {(name, field) for name, field in trial.edits if name not in bound.values()}

    def _fires(self, otherwise: Otherwise) -> bool:
        facts = supposed(self.basis.found.facts, otherwise)
        try:
            answer = compiled(self.program).answer(facts, self.setting)
        except EvaluationRefused:
            return False
        mine = self.typed.rule.id
        return any(each.rule == mine and counts(each, self.typed) for each in answer.matches)

    def _is_exact(self, variant: Unfolded) -> bool:
        """Whether every condition of a query can be solved in every way that matters."""
        bodies = [variant.query, *_inside(variant.query)]
        kinds = {kind for body in bodies for _, kind in body.patterns}
        plain = all(_is_plain(each) for body in bodies for each in body.where)
        flat = not any(inner.unless for inner in variant.query.unless)
        strength = all(not any(True for _ in fields_of(each)) or isinstance(each, Field) for each in variant.known)
        return plain and flat and strength and not any(self.program.schemas[kind].derived for kind in kinds)


def is_gated(typed: TypedRule) -> bool:
    """Whether the identity gate decides over a rule: it uses identity and gives points."""
    return typed.uses_identity and typed.rule.contributes is not None


def counts(match: Match, typed: TypedRule) -> bool:
    """Whether a match makes its rule fire: the identity gate does not hold it at zero."""
    return match.gate is not False or not is_gated(typed)


def _is_plain(condition: Expression) -> bool:
    """Whether a condition compares fields with fields or with values, and no texts by order."""
    match condition:
        case Not(item):
            return _is_plain(item)
        case All(items) | Any(items):
            return all(map(_is_plain, items))
        case Member(item):
            return isinstance(item, Field)
        case Compare(operator, left, right):
            sides = (left, right)
            ordered = operator not in {"==", "!="}
            simple = all(
                isinstance(side, Field) or not any(True for _ in fields_of(side)) for side in sides
            )
            return simple and not (ordered and left.type.base is Base.TEXT)
        case _:
            return not any(True for _ in fields_of(condition)) or isinstance(condition, Field)


def _inside(query: Query) -> Iterator[Query]:
    for absence in query.unless:
        yield absence
        yield from _inside(absence)


def _together(false: int, unknown: int) -> tuple[int, ...]:
    return (false + unknown,)


def _new_facts(
    variants: tuple[Unfolded, ...], program: Program, taken: "frozenset[str] | set[str]"
) -> tuple[Fact, ...]:
    """For each base kind that is matched a fact of which nothing is known, two where it is twice."""
    most: dict[str, int] = {}
    for variant in variants:
        kinds = [kind for _, kind in variant.query.patterns]
        for kind in kinds:
            if not program.schemas[kind].derived:
                most[kind] = max(most.get(kind, 0), min(2, kinds.count(kind)))
    return tuple(
        Fact(name, kind, dict.fromkeys(program.schemas[kind].fields), (GRADE,), True, frozenset({name}))
        for kind in sorted(most)
        for name in _names(kind, most[kind], taken)
    )


def _names(kind: str, count: int, taken: "frozenset[str] | set[str]") -> Iterator[str]:
    """Ids that no fact of the case has."""
    free = (
        name
        for number in range(1, len(taken) + count + 2)
        if (name := f"new-{kind}" if number == 1 else f"new-{kind}-{number}") not in taken
    )
    yield from islice(free, count)


def _places(solved: Solved) -> object:
    """What a change touches: other values of the same fields are the same proposal."""
    trial = solved.trial
    return frozenset(trial.edits), trial.absent, frozenset(fact.id for fact in solved.new)
