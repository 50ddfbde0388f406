"""Gaps explained: which conditions are unknown, and which fields of the case to find out.

What is unknown about a finding is traced back to the facts behind it, through rules and aggregates.
"""

from collections.abc import Iterable, Iterator

from riskmemo.engines import definition
from riskmemo.evaluate import Evaluation
from riskmemo.language.meaning import Bindings, Truth, value_of
from riskmemo.language.program import Query, TypedAggregate, TypedLeaf, TypedRule
from riskmemo.language.tree import Expression, fields_of
from riskmemo.model.assessment import GapRecord
from riskmemo.model.facts import Fact, Gap
from riskmemo.model.missing import MissingField
from riskmemo.model.points import to_points
from riskmemo.model.ruleset import Absence


def explain_gaps(evaluation: Evaluation) -> tuple[GapRecord, ...]:
    """Every gap with its unknown conditions and the fields to find out."""
    if not evaluation.answer.gaps:
        return ()
    explainer = Explainer(evaluation)
    return tuple(explainer.record(gap) for gap in evaluation.answer.gaps)


class Explainer:
    """Traces what is unknown about findings of one evaluation back to fields of the case."""

    def __init__(self, evaluation: Evaluation) -> None:
        every = [*evaluation.facts, *evaluation.answer.findings]
        self.fact = {fact.id: fact for fact in every}
        self.base = {fact.id for fact in evaluation.facts}
        self.evaluation = evaluation
        self.program = evaluation.program
        self.search = definition.Evaluation(evaluation.program, (), evaluation.setting)
        for kind in evaluation.program.schemas:
            self.search.facts[kind] = [fact for fact in every if fact.kind == kind]
        self.doubts: dict[str, tuple[str, ...]] = {}
        self.behind: dict[str, tuple[MissingField, ...]] = {}
        self.traced: dict[tuple[str, str], tuple[MissingField, ...]] = {}

    def record(self, gap: Gap) -> GapRecord:
        """A gap with its unknown conditions and the fields to find out."""
        typed = self.program.rule[gap.rule]
        bound = self.bound(gap.facts)
        return GapRecord(
            rule=gap.rule,
            facts=dict(gap.facts),
            unknown=tuple(dict.fromkeys(self._labels(typed, bound))),
            missing=tuple(dict.fromkeys(self._missing(typed, bound))),
            points=None if gap.points is None else to_points(gap.points),
        )

    def behind_rows(self, leaf: TypedLeaf) -> Iterator[MissingField]:
        """What rows of a leaf without a value lack."""
        for bound, _ in self._solutions(leaf.query, {}, leaf.score):
            yield from self._unknown_fields(leaf.query, bound, leaf.score)
            yield from self._fields_read([leaf.value], bound)
            for fact in bound.values():
                if not fact.certain:
                    yield from self._reasons(fact)

    def bound(self, names: Iterable[tuple[str, str]]) -> dict[str, Fact]:
        """The facts that a match or gap names, by alias."""
        return {alias: self.fact[name] for alias, name in names}

    def _labels(self, typed: TypedRule, bound: Bindings) -> list[str]:
        """The unknown conditions as written, those behind uncertain findings included."""
        labels = [
            label for fact in bound.values() if not fact.certain for label in self._doubts(fact)
        ]
        for written, condition in zip(typed.rule.where, typed.query.where, strict=True):
            if self._is_unknown(condition, bound):
                labels.append(str(written))
        for absence, query in zip(typed.rule.unless, typed.query.unless, strict=True):
            if self._absent(query, bound, typed.rule.id) is None:
                labels.append(_absence_label(absence))
        if typed.rule.contributes and self._is_unknown(typed.strength, bound):
            labels.append(f"strength {typed.rule.contributes.strength}")
        return labels

    def _doubts(self, finding: Fact) -> tuple[str, ...]:
        """The unknown conditions behind an uncertain finding; told once, however it is reached."""
        if finding.id not in self.doubts:
            found = (each for origin in self._origins(finding) for each in self._labels(*origin))
            self.doubts[finding.id] = tuple(dict.fromkeys(found))
        return self.doubts[finding.id]

    def _missing(self, typed: TypedRule, bound: Bindings) -> Iterator[MissingField]:
        for fact in bound.values():
            if not fact.certain:
                yield from self._reasons(fact)
        yield from self._unknown_fields(typed.query, bound, typed.rule.id)
        if self._is_unknown(typed.strength, bound):
            yield from self._fields_read([typed.strength], bound)

    def _unknown_fields(self, query: Query, bound: Bindings, name: str) -> Iterator[MissingField]:
        """Unknown fields that the undecided conditions and absences of a query read."""
        unknown = [each for each in query.where if self._is_unknown(each, bound)]
        yield from self._fields_read(unknown, bound)
        for absence in query.unless:
            for inner, truth in self._solutions(absence, bound, name):
                if truth is None:
                    yield from self._unknown_fields(absence, inner, name)

    def _fields_read(
        self, expressions: Iterable[Expression], bound: Bindings
    ) -> Iterator[MissingField]:
        for expression in expressions:
            for each in fields_of(expression):
                if bound[each.alias].values[each.name] is None:
                    yield from self.sources(bound[each.alias], each.name)

    def sources(self, fact: Fact, field: str) -> tuple[MissingField, ...]:
        """The field of the case behind an unknown field; followed once for each."""
        place = (fact.id, field)
        if place not in self.traced:
            self.traced[place] = tuple(dict.fromkeys(self._sources_of(fact, field)))
        return self.traced[place]

    def _sources_of(self, fact: Fact, field: str) -> Iterator[MissingField]:
        """The field itself where the case holds the fact; else what its derivation lacked."""
        if fact.id in self.base:
            yield MissingField(fact=fact.id, field=field)
            return
        for typed, bound in self._origins(fact):
            yield from self._fields_read([dict(typed.derives)[field]], bound)
        aggregate = self.program.aggregate(fact.kind)
        if aggregate:
            yield from self._undecided_rows(aggregate, fact)

    def _reasons(self, fact: Fact) -> tuple[MissingField, ...]:
        """`_behind`, followed once for each finding: chains of findings meet again and again."""
        if fact.id not in self.behind:
            self.behind[fact.id] = tuple(dict.fromkeys(self._behind(fact)))
        return self.behind[fact.id]

    def _behind(self, fact: Fact) -> Iterator[MissingField]:
        """Why a finding is not certain."""
        for typed, bound in self._origins(fact):
            yield from self._missing(typed, bound)
        aggregate = self.program.aggregate(fact.kind)
        if aggregate:
            yield from self._undecided_rows(aggregate, fact)

    def _origins(self, finding: Fact) -> Iterator[tuple[TypedRule, dict[str, Fact]]]:
        """The matches and gaps that derived a finding."""
        answer = self.evaluation.answer
        found = [(match.rule, match.facts) for match in answer.matches]
        found += [(gap.rule, gap.facts) for gap in answer.gaps]
        for typed in self.program.derivers(finding.kind):
            for names in (facts for rule, facts in found if rule == typed.rule.id):
                bound = self.bound(names)
                if all(fact.evidence <= finding.evidence for fact in bound.values()):
                    yield typed, bound

    def _undecided_rows(self, aggregate: TypedAggregate, finding: Fact) -> Iterator[MissingField]:
        """Unknown fields of the rows that leave an aggregate open, rows without a group too."""
        grouping = [each for _, each in aggregate.group_by]
        arguments = [call.argument for call in aggregate.fields if call.argument]
        for bound, _ in self._solutions(aggregate.query, {}, aggregate.kind):
            own = all(fact.evidence <= finding.evidence for fact in bound.values())
            stray = any(self._is_unknown(each, bound) for each in grouping)
            if own or stray:
                yield from self._unknown_fields(aggregate.query, bound, aggregate.kind)
                yield from self._fields_read([*grouping, *arguments], bound)
                for fact in bound.values():
                    if not fact.certain:
                        yield from self._reasons(fact)

    def _solutions(
        self, query: Query, bound: Bindings, name: str
    ) -> Iterator[tuple[Bindings, Truth]]:
        """Solutions of a query; what the engine could try once can be tried again."""
        self.search.steps = 0
        return self.search.solutions(query, bound, name)

    def _absent(self, query: Query, bound: Bindings, name: str) -> Truth:
        self.search.steps = 0
        return self.search.absent(query, bound, name)

    def _is_unknown(self, expression: Expression, bound: Bindings) -> bool:
        return value_of(expression, bound, self.evaluation.setting) is None


def _absence_label(absence: Absence) -> str:
    kinds = ", ".join(absence.match.values())
    return f"unless {kinds}: " + " and ".join(str(written) for written in absence.where)
