"""The smallest changes of a case with which a rule fires, each tried on the whole case.

The rule is unfolded to base facts; from the combinations nearest to a match, fields are set one
after the other (A* search; a lower bound of what is still needed is the number of conditions that
are not true and have no field in common). What makes every condition true is then supposed of the
case, and counts only if the rule really fires.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.explaining.combinations import Budget, Combinations, together
from riskmemo.analysis.explaining.single_settings import single_settings
from riskmemo.analysis.explaining.solving import with_edits
from riskmemo.analysis.explaining.trials import Trial, Trials, is_gated
from riskmemo.analysis.explaining.unfolding import Unfolded, inside
from riskmemo.analysis.supposing.otherwise import Otherwise, supposed
from riskmemo.engines.compiled import compiled
from riskmemo.errors import EvaluationRefused
from riskmemo.language.program import Query, TypedRule
from riskmemo.language.tree import All, Any, Compare, Expression, Field, Member, Not, fields_of
from riskmemo.language.types import Base
from riskmemo.model.facts import Answer, Fact, Match

SEEDS = 60
"""Combinations from which each unfolded query is changed, the nearest first."""
STATES = 600
"""Partial changes that are taken further."""
MORE_STATES = 120
"""Those that are taken further behind the last change that was found."""
TRIES = 40
"""Changes that are tried on the whole case."""
SINGLE_TRIES = 200
"""Single settings behind aggregates that are tried."""
LEAST_TRIES = 8
TRIED_FACTS = 30_000
"""Facts of all the cases that are tried: in a large case fewer changes are tried than that."""
WANTED = 5
"""Changes that are told."""
GATHERED = 16
"""Changes of which those are told that leave most else as it is."""
FARTHER = 2
"""How much larger than the smallest a change may be and still be told."""


@dataclass(frozen=True)
class Solved:
    """A change that was tried, and with which the rule fires."""

    trial: Trial
    new: tuple[Fact, ...]
    """New facts with the fields that it sets."""
    size: int
    otherwise: Otherwise
    others: int
    """Matches of other rules that come or go with it."""
    read: frozenset[tuple[str, str]]
    """(fact, field) that a condition reads; other fields only have to be known."""


class Changes:
    """The search for the smallest changes with which one rule fires."""

    def __init__(self, basis: Basis, typed: TypedRule, budget: Budget) -> None:
        self.basis, self.typed, self.budget = basis, typed, budget
        self.trials = Trials(basis, typed, budget)
        self.every = self.trials.whole
        self.exact = self.every and all(map(self._is_exact, self.trials.variants))
        self.states = self.tried = 0
        self.stopped = False
        self.found: dict[frozenset[object], Solved] = {}

    def smallest(self) -> tuple[Solved, ...]:
        """The smallest changes found, smallest first and of these those that leave most else.

        What goes beyond another change is left out, and so are other values of the same fields.
        """
        if is_gated(self.typed) and not self.typed.conduct:
            self.trials.unsolved["the identity gate: the rule matches no conduct"] = None
            return ()
        self._search()
        if not self.found:
            self._singly()
        ranked = sorted(self.found.values(), key=lambda each: (each.size, each.others))
        return tuple(ranked[:WANTED])

    def _search(self) -> None:
        """Take the trials further that need least, until enough of them hold."""
        queue, most = _Queue(self.trials, self.found), STATES
        for trial, rank in self._seeds():
            queue.push(trial, rank)
        while queue.heap and len(self.found) < GATHERED:
            least, _, rank, _, trial = heappop(queue.heap)
            if self.found and least > min(each.size for each in self.found.values()) + FARTHER:
                return
            if self.states >= most or self.tried >= self._most(TRIES):
                self.stopped = True
                return
            self.states += 1
            following = self.trials.following(trial)
            if following is None and self._try(trial):
                most = min(most, self.states + MORE_STATES)
            for edits, absent in following or ():
                further = {**trial.edits, **edits}
                queue.push(Trial(trial.variant, trial.bound, further, trial.absent | absent), rank)
        self.stopped |= self.budget.spent

    def _singly(self) -> None:
        """Try single settings behind aggregates, of each field until one makes the rule fire."""
        already = self.tried
        for edits in single_settings(self.basis, self.trials.variants):
            if len(self.found) >= WANTED:
                return
            if self.tried >= already + self._most(SINGLE_TRIES):
                self.stopped = True
                return
            self._try(Trial(0, (), edits))

    def _most(self, tries: int) -> int:
        """How many changes may be tried: fewer in a large case, where each takes longer."""
        return min(tries, max(LEAST_TRIES, TRIED_FACTS // (len(self.trials.case) + 1)))

    def _try(self, trial: Trial) -> bool:
        """Try a trial on the whole case, unless it only goes beyond one that is found."""
        touched = self.trials.touched(trial)
        solved = None if any(each <= touched for each in self.found) else self._tried(trial)
        if solved:
            self.found[touched] = solved
        return solved is not None

    def is_smallest(self, found: tuple[Solved, ...]) -> bool:
        """Whether nothing smaller than the first can exist."""
        if not found:
            return False
        if found[0].size == 1:
            return True
        return self.exact and self.every

    def _seeds(self) -> Iterator[tuple[Trial, int]]:
        """The nearest combinations of each variant, and the nearest with each pattern new."""
        for number, variant in enumerate(self.trials.variants):
            query = Query(variant.query.patterns, variant.query.where)
            facts = {alias: self.trials.facts_for(kind) for alias, kind in query.patterns}
            some = list(islice(self._nearest(number, query, facts), SEEDS + 1))
            self.every &= len(some) <= SEEDS and not self.budget.spent
            yield from some[:SEEDS]
            for alias, kind in query.patterns:
                added = [fact for fact in self.trials.new if fact.kind == kind][:1]
                if added and len(facts[alias]) > 1:
                    yield from islice(self._nearest(number, query, {**facts, alias: added}), 3)

    def _nearest(
        self, number: int, query: Query, facts: Mapping[str, list[Fact]]
    ) -> Iterator[tuple[Trial, int]]:
        search = Combinations(query, facts, self.trials.setting, budget=self.budget, rank=together)
        for found in search.nearest():
            bound = tuple((alias, fact.id) for alias, fact in found.bound.items())
            yield Trial(number, bound), found.false + found.unknown

    # --- trying on the whole case -----------------------------------------------------------------

    def _tried(self, trial: Trial) -> Solved | None:
        """The change, if the rule fires with it."""
        self.tried += 1
        bound = {name for _, name in trial.bound}
        new = tuple(with_edits(fact, trial.edits) for fact in self.trials.new if fact.id in bound)
        values = {
            place: value for place, value in trial.edits.items() if place[0] in self.trials.case
        }
        otherwise = Otherwise(values, trial.absent, new)
        answer = self._answer(otherwise)
        if answer is None:
            self.exact = False
            return None
        others = len(
            _of_others(answer, self.typed) ^ _of_others(self.basis.found.answer, self.typed)
        )
        return Solved(trial, new, self.trials.size(trial), otherwise, others, self._read(trial))

    def _read(self, trial: Trial) -> frozenset[tuple[str, str]]:
        query, bound = self.trials.variants[trial.variant].query, dict(trial.bound)
        bodies = [query, *inside(query)]
        return frozenset(
            (bound[each.alias], each.name)
            for body in bodies
            for condition in body.where
            for each in fields_of(condition)
            if each.alias in bound
        ) | {(name, field) for name, field in trial.edits if name not in bound.values()}

    def _answer(self, otherwise: Otherwise) -> Answer | None:
        """What the program finds then, if the rule fires."""
        facts = supposed(self.basis.found.facts, otherwise)
        made = compiled(self.trials.program)
        try:
            found = made.run(facts, self.trials.setting)
        except EvaluationRefused:
            return None
        mine, gated = self.typed.rule.id, is_gated(self.typed)
        fires = any(
            rule == mine and not (gated and gate is False) for rule, _, _, gate, *_ in found.matches
        )
        return found.answer(made.aliases) if fires else None

    def _is_exact(self, variant: Unfolded) -> bool:
        """Whether every condition of a query can be solved in every way that matters."""
        bodies = [variant.query, *inside(variant.query)]
        kinds = {kind for body in bodies for _, kind in body.patterns}
        plain = all(_is_plain(each) for body in bodies for each in body.where)
        flat = not any(inner.unless for inner in variant.query.unless)
        strength = all(
            not any(True for _ in fields_of(each)) or isinstance(each, Field)
            for each in variant.known
        )
        return (
            plain
            and flat
            and strength
            and not any(self.trials.program.schemas[kind].derived for kind in kinds)
        )


class _Queue:
    """Trials by the least size of a change that they can lead to, and by what is still open."""

    def __init__(self, trials: Trials, found: Mapping[frozenset[object], Solved]) -> None:
        self.trials, self.found = trials, found
        self.heap: list[tuple[int, int, int, int, Trial]] = []
        self.seen: set[object] = set()

    def push(self, trial: Trial, rank: int) -> None:
        """Add a trial, unless it is known, hopeless or goes beyond what is found."""
        touched = self.trials.touched(trial)
        if trial.key in self.seen or any(each <= touched for each in self.found):
            return
        self.seen.add(trial.key)
        needed = self.trials.needed(trial)
        if needed is not None:
            least = self.trials.size(trial) + needed
            heappush(self.heap, (least, needed, rank, len(self.seen), trial))


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


def _of_others(answer: Answer, typed: TypedRule) -> set[tuple[str, frozenset[str]]]:
    """The matches of other rules, by the evidence they rest on."""
    return {(each.rule, each.evidence) for each in answer.matches if each.rule != typed.rule.id}
