"""The joins that durable-rules cannot do safely: unknown fields, absences, and very large joins.

Nested loops over the steps of a plan, with an index for the first key of each step. What a search
finds is what the definition finds: every combination for which nothing is known to be false.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from riskmemo.engines.rete.closures import Known, Meaning
from riskmemo.engines.rete.plan import Plan, Step
from riskmemo.engines.rete.refusals import MAX_TRIED, too_much_tried
from riskmemo.engines.rete.spelling import Columns
from riskmemo.errors import EvaluationRefused
from riskmemo.language.meaning import Bindings, Truth
from riskmemo.model.facts import Fact, Setting, Value


class Part(Enum):
    """Which facts of a kind a pattern is given: every one, or those with (or without) all needs."""

    EVERY = "every"
    WHOLE = "whole"
    LOOSE = "loose"


class Search:
    """Joins over one case; what is looked up for a step is kept, so its kind must be complete."""

    def __init__(self, facts: Mapping[str, Sequence[Fact]], setting: Setting) -> None:
        self.facts, self.known = facts, Known(setting)
        self.columns = Columns(facts)
        self.tried = 0
        """Facts tried for the query at hand."""
        self._possible: dict[Step, Sequence[Fact]] = {}
        self._loose: dict[Step, Mapping[int, Fact]] = {}
        self._indexes: dict[Step, Mapping[Value, Sequence[Fact]]] = {}

    def truth(self, plan: Plan, bound: Bindings) -> Truth:
        """Whether everything in a query is true of a combination; the check of every match."""
        found: Truth = True
        for step in plan.steps:
            if not bound[step.alias].certain:
                found = None
        for condition in plan.where:
            truth = condition(bound, self.known)
            if truth is False:
                return False
            found = found if truth else None
        for inner in plan.unless:
            truth = self.absent(inner, bound)
            if truth is False:
                return False
            found = found if truth else None
        return found

    def absent(self, plan: Plan, outer: Bindings) -> Truth:
        """True where no combination makes the query true; unknown where one might."""
        absent: Truth = True
        for bound in self.join(plan, outer):
            truth = self.truth(plan, bound)
            if truth:
                return False
            absent = absent if truth is False else None
        return absent

    def join(
        self, plan: Plan, outer: Bindings, parts: Sequence[Part] = (), depth: int = 0
    ) -> Iterator[Bindings]:
        """Every combination of facts that no condition over its patterns excludes."""
        if depth == len(plan.steps):
            yield dict(outer)
            return
        step, bound = plan.steps[depth], dict(outer)
        part = parts[depth] if parts else Part.EVERY
        for fact in self._candidates(plan, step, outer, part):
            self.tried += 1
            if self.tried > MAX_TRIED:
                raise EvaluationRefused(too_much_tried(plan.name))
            bound[step.alias] = fact
            for condition in step.joined:
                if condition(bound, self.known) is False:
                    break
            else:
                yield from self.join(plan, bound, parts, depth + 1)

    def with_loose_facts(self, plan: Plan) -> Iterator[Bindings]:
        """Every combination with a fact that lacks what durable-rules would need of it."""
        for place, step in enumerate(plan.steps):
            if self.loose(plan, step):
                before, after = [Part.WHOLE] * place, [Part.EVERY] * (len(plan.steps) - place - 1)
                yield from self.join(plan, {}, [*before, Part.LOOSE, *after])

    def loose(self, plan: Plan, step: Step) -> Mapping[int, Fact]:
        """The facts of a pattern that lack what a test or key reads, by identity."""
        if step not in self._loose:
            names = (field.name for field in plan.needs[step])
            self._loose[step] = self.columns.missing(step.kind, names)
        return self._loose[step]

    def possible(self, step: Step) -> Sequence[Fact]:
        """The facts of a pattern that no condition over it alone excludes."""
        if step not in self._possible:
            conditions = (*step.tested, *step.alone)
            self._possible[step] = self.not_excluded(step, conditions)
        return self._possible[step]

    def largest_bucket(self, step: Step) -> int:
        """How many facts of a pattern share one value of its first key, at most."""
        if not step.keys:
            return len(self.possible(step))
        return max(map(len, self._index(step).values()), default=0)

    def _candidates(self, plan: Plan, step: Step, bound: Bindings, part: Part) -> Iterable[Fact]:
        found = self._looked_up(step, bound)
        if part is Part.EVERY:
            return found
        loose = self.loose(plan, step)
        return [fact for fact in found if (id(fact) in loose) is (part is Part.LOOSE)]

    def _looked_up(self, step: Step, bound: Bindings) -> Iterable[Fact]:
        if not step.keys:
            return self.possible(step)
        other = step.keys[0].other
        value = bound[other.alias].values[other.name]
        if value is None:
            return self.possible(step)
        index = self._index(step)
        return (*index.get(value, ()), *index.get(None, ()))

    def _index(self, step: Step) -> Mapping[Value, Sequence[Fact]]:
        if step not in self._indexes:
            index: dict[Value, list[Fact]] = {}
            for fact in self.possible(step):
                index.setdefault(fact.values[step.keys[0].field.name], []).append(fact)
            self._indexes[step] = index
        return self._indexes[step]

    def not_excluded(self, step: Step, conditions: Iterable[Meaning]) -> Sequence[Fact]:
        """The facts of a pattern for which no condition over it alone is false."""
        facts, alias, known = self.facts[step.kind], step.alias, self.known
        for condition in conditions:
            facts = [fact for fact in facts if condition({alias: fact}, known) is not False]
        return facts
