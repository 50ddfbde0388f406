"""Why a rule does not fire: its nearest combinations, and what would make it fire."""

from collections.abc import Iterator
from decimal import Decimal
from heapq import nsmallest
from itertools import islice

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.explaining.changes import Changes, Solved, counts
from riskmemo.analysis.explaining.combinations import Budget, Combination, Combinations
from riskmemo.analysis.explaining.tested import plain
from riskmemo.analysis.explaining.trials import is_gated
from riskmemo.analysis.explaining.why_matches import Matches, opening
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.analysis.unknown.gaps import explain_gaps
from riskmemo.errors import EvaluationRefused, InvalidInput, Mistake, did_you_mean
from riskmemo.language.meaning import Bindings
from riskmemo.language.program import Query, TypedRule
from riskmemo.model.assessment import Outcome
from riskmemo.model.facts import Fact, Match
from riskmemo.model.grading import supports_identity_rule
from riskmemo.model.missing import MissingField
from riskmemo.model.points import to_micro, to_points
from riskmemo.model.vocabulary import CONDUCT_NAMES
from riskmemo.model.why import MatchWhy
from riskmemo.model.why_not import (
    Blocked,
    Change,
    FieldChange,
    GateWhyNot,
    Near,
    NewFact,
    PatternWhyNot,
    WhyNot,
)

NEAREST = 3
"""Combinations that are told."""
MATCHES = 5
"""Matches that are told of a rule that fires."""
BLOCKERS = 3
"""Combinations in the way that are told of one absence."""
HURRIED = 500
"""Combinations that are looked at before a search that hurries ends."""
FACTS = 60_000
"""Facts that the search may try: about a second."""


def why_not(basis: Basis, rule: str) -> WhyNot:
    """What keeps a rule from firing; of a rule that does fire, its matches.

    Raises `InvalidInput` for a rule that the ruleset does not have.
    """
    program = basis.found.program
    if rule not in program.rule:
        message = f"the ruleset `{program.ruleset.id}` has no rule `{rule}`"
        raise InvalidInput(Mistake("unknown-rule", message, help=did_you_mean(rule, program.rule)))
    return _Question(basis, program.rule[rule]).answered()


class _Question:
    def __init__(self, basis: Basis, typed: TypedRule) -> None:
        self.basis, self.typed, self.rule = basis, typed, typed.rule
        self.program = basis.found.program
        self.known = Matches(basis)
        self.budget = Budget(FACTS)
        names = (name for name in self.known.named if "#" in name)
        self.matched = [name for name in names if self.known.named[name].rule == self.rule.id]

    def answered(self) -> WhyNot:
        """The whole answer."""
        matches = self._matches()
        outcome = self._outcome()
        fires = any(self._counts(name) for name in self.matched)
        nearest, every = self._nearest()
        looked_at = self.budget.looked_at
        search = None if fires else Changes(self.basis, self.typed, Budget(FACTS))
        found = search.smallest() if search else ()
        return WhyNot(
            case=self.basis.case.id,
            ruleset=self.basis.ruleset.id,
            as_of=self.basis.found.setting.as_of,
            rule=self.rule.id,
            title=self.rule.title,
            hypothesis=self.rule.hypothesis,
            raised=self.rule.hypothesis is None or self.rule.hypothesis in self.basis.found.raised,
            outcome=outcome,
            fires=fires,
            patterns=tuple(self._patterns()),
            matched=len(self.matched),
            matches=matches,
            nearest=nearest,
            find_out=self._find_out(),
            changes=tuple(self._told(each) for each in found),
            smallest=search is not None and search.is_smallest(found),
            unsolved=tuple(search.trials.unsolved) if search else (),
            looked_at=looked_at,
            every=every,
            proven=not self.budget.hurried,
            tried=search.tried if search else 0,
            search="not needed" if search is None else "stopped" if search.stopped else "finished",
        )

    def _matches(self) -> tuple[MatchWhy, ...]:
        """The first matches."""
        rules = self.basis.found.inputs(self.rule.hypothesis).rules
        mine = [each for each in rules if each.rule.id == self.rule.id]
        given = self.known.given(mine, to_micro(self.basis.ruleset.scale.max))
        return tuple(self.known.match(name, given) for name in self.matched[:MATCHES])

    def _outcome(self) -> Outcome:
        """What became of the rule, in the words of an assessment."""
        answer = self.basis.found.answer
        mine = [match for match in answer.matches if match.rule == self.rule.id]
        if mine:
            return "held at zero" if all(each.gate is False for each in mine) else "matched"
        if any(gap.rule == self.rule.id for gap in answer.gaps):
            return "gap"
        blind = not self.basis.found.empty_kinds.isdisjoint(self.rule.match.values())
        return "not evaluable" if blind else "no match"

    def _patterns(self) -> Iterator[PatternWhyNot]:
        for alias, kind in self.rule.match.items():
            schema, aggregate = self.program.schemas[kind], self.program.aggregate(kind)
            yield PatternWhyNot(
                alias=alias,
                kind=kind,
                title=schema.title,
                facts=len(self.known.by_kind[kind]),
                searched=kind in self.basis.found.searched,
                derived_by=tuple(each.rule.id for each in self.program.derivers(kind)),
                aggregated_from=tuple(dict.fromkeys(kind for _, kind in aggregate.query.patterns))
                if aggregate
                else (),
            )

    def _find_out(self) -> tuple[MissingField, ...]:
        """The unknown fields behind the rule's gaps."""
        answer = self.basis.found.answer
        if not any(gap.rule == self.rule.id for gap in answer.gaps):
            return ()
        records = (each for each in explain_gaps(self.basis.found) if each.rule == self.rule.id)
        return tuple(dict.fromkeys(each for record in records for each in record.missing))

    # --- the nearest combinations -----------------------------------------------------------------

    def _nearest(self) -> tuple[tuple[Near, ...], bool]:
        """The nearest combinations that are no match, and whether there are no others."""
        query = self.typed.query
        facts = {alias: self.known.by_kind[kind] for alias, kind in query.patterns}
        search = Combinations(
            Query(query.patterns, query.where), facts, self.basis.found.setting, budget=self.budget
        )
        matched = {self.known.named[name].facts for name in self.matched if self._counts(name)}
        best: list[tuple[int, int, int, Combination]] = []
        every = True
        for number, found in enumerate(search.nearest()):
            enough = self.budget.hurried and number >= HURRIED
            if len(best) == NEAREST and (enough or (found.false, found.unknown) >= best[-1][:2]):
                every = False
                break
            if tuple((alias, fact.id) for alias, fact in found.bound.items()) in matched:
                continue
            false, unknown = self._with_absences(found)
            best = nsmallest(NEAREST, [*best, (false, unknown, number, found)], key=_place)
        every &= not self.budget.spent
        return tuple(self._near(*each[:2], each[3].bound) for each in best), every

    def _counts(self, name: str) -> bool:
        """Whether a match is one that the identity gate lets count."""
        found = self.known.named[name]
        return isinstance(found, Match) and counts(found, self.typed)

    def _with_absences(self, found: Combination) -> tuple[int, int]:
        """What a combination leaves false and unknown, absences and the gate included."""
        truths = [self.known.absent(each, found.bound) for each in self.typed.query.unless]
        gate = self._gate(found.bound)
        truths += [gate.open] if gate else []
        return found.false + truths.count(False), found.unknown + truths.count(None)

    def _near(self, false: int, unknown: int, bound: Bindings) -> Near:
        return Near(
            facts={alias: fact.id for alias, fact in bound.items()},
            false=false,
            unknown=unknown,
            conditions=self.known.conditions(self.typed, bound),
            absences=tuple(self._absences(bound)),
            uncertain=tuple(alias for alias, fact in bound.items() if not fact.certain),
            strength=self.known.strength(self.typed, bound),
            gate=self._gate(bound),
        )

    def _absences(self, bound: Bindings) -> Iterator[Blocked]:
        told = self.known.absences(self.typed, bound)
        for tested, query in zip(told, self.typed.query.unless, strict=True):
            found = islice(self.known.blockers(query, bound), BLOCKERS)
            names = [alias for alias, _ in query.patterns]
            yield Blocked(
                tested=tested,
                blockers=tuple({alias: inner[alias].id for alias in names} for inner in found),
            )

    def _gate(self, bound: Bindings) -> GateWhyNot | None:
        """The identity gate of a combination, and what it needs."""
        if not is_gated(self.typed):
            return None
        if any(opening(self.typed, bound)):
            return GateWhyNot(open=True, needs="nothing: documented conduct opens it")
        if not self.typed.conduct:
            needs = "a pattern of conduct, which the rule does not have: it never gives points"
            return GateWhyNot(open=False, needs=needs)
        graded = [bound[alias] for alias in self.typed.conduct if _is_graded(bound[alias])]
        if not graded:
            facts = ", ".join(bound[alias].id for alias in self.typed.conduct)
            needs = f"a source graded C3 or better for {facts}, which documents the conduct"
            return GateWhyNot(open=False, needs=needs)
        lacking = [name for name in CONDUCT_NAMES if graded[0].values.get(name) is None]
        return GateWhyNot(open=None, needs=f"{' and '.join(lacking)} of {graded[0].id}")

    # --- changes ----------------------------------------------------------------------------------

    def _told(self, solved: Solved) -> Change:
        trial = solved.trial
        new = {fact.id: fact for fact in solved.new}
        facts = {fact.id: fact for fact in self.basis.found.facts}
        return Change(
            size=solved.size,
            settings=tuple(
                FieldChange(
                    fact=name,
                    field=field,
                    now=plain(facts[name].values[field]),
                    then=plain(value),
                    any_value=(name, field) not in solved.read,
                )
                for (name, field), value in sorted(trial.edits.items(), key=lambda each: each[0])
                if name not in new
            ),
            absent=tuple(sorted(trial.absent)),
            added=tuple(self._new(fact, solved) for fact in solved.new),
            facts=dict(trial.bound),
            moves=self._moves(solved.otherwise),
        )

    def _new(self, fact: Fact, solved: Solved) -> NewFact:
        spec = self.program.vocabulary.kinds[fact.kind]
        stated = {name: plain(value) for name, value in fact.values.items() if value is not None}
        return NewFact(
            kind=fact.kind,
            title=spec.title,
            fields=stated,
            any_value=tuple(name for name in stated if (fact.id, name) not in solved.read),
            also_states=tuple(
                name for name, each in spec.fields.items() if each.required and name not in stated
            ),
            graded=self.typed.uses_identity
            and any(
                name == fact.id for alias, name in solved.trial.bound if alias in self.typed.conduct
            ),
        )

    def _moves(self, otherwise: Otherwise) -> dict[str, Decimal | None]:
        """What changes with it in the scenario where the rule counts; nothing without one."""
        name = self.rule.hypothesis
        if name is not None and name not in self.basis.found.raised:
            return {}
        before = self.basis.found.scores(name)
        try:
            after = self.basis.supposing.scores(otherwise, name)
        except EvaluationRefused:
            return {}
        return {
            score: None
            if (now := before[score].value) is None or (then := after[score].value) is None
            else to_points(then - now)
            for score in before
            if before[score].value != after[score].value
        }


def _is_graded(fact: Fact) -> bool:
    return any(supports_identity_rule(*grade) for grade in fact.grades)


def _place(each: tuple[int, int, int, Combination]) -> tuple[int, int, int]:
    return each[:3]
