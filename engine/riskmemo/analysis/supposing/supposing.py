"""What the scores would be if something were otherwise: asked many times of one case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

from riskmemo.analysis.supposing.differing import differing
from riskmemo.analysis.supposing.given_parameters import parameter_fact, with_given_parameters
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.analysis.supposing.rerunning import Again, Outcome, Rerun
from riskmemo.engines.compiled import Compiled, compiled
from riskmemo.engines.compiled.cache import Recent, compile_fresh
from riskmemo.evaluate import Evaluation, empty_kinds
from riskmemo.language.program import TypedRule
from riskmemo.language.replacing import period_parameters, with_parameters
from riskmemo.language.score_tree import above_each, children_first
from riskmemo.model.ruleset import Branch, Rule, Ruleset
from riskmemo.scoring.tree import Inputs, RuleInput, Score, scores_of

MOST_PROGRAMS = 64
"""Programs kept for other values of parameters that count periods."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """The base (or one hypothesis) as it stands."""

    inputs: Mapping[str, RuleInput]
    """What each rule that contributes here brings, by rule."""
    by_leaf: Mapping[str, tuple[str, ...]]
    """The same rules by leaf."""
    scores: dict[str, Score]


class Supposing:
    """The scores of one evaluated case under suppositions, by `compiled` and without records.

    Only what a supposition can change is computed again. Threads may share it.
    """

    def __init__(self, found: Evaluation, made: Compiled | None = None) -> None:
        self.found = found
        self._made = made or compiled(found.program.scoring)
        self.ruleset = found.program.ruleset
        self._contributing = {typed.rule.id: typed for typed in found.program.contributing}
        self.children_first = children_first(self.ruleset)
        """Every score after those that it is made of."""
        self._above = above_each(self.ruleset)
        self._scenarios: dict[str | None, Scenario] = {}
        self._empty: dict[frozenset[str], frozenset[str]] = {}
        self._lock = Lock()
        self._programs: Recent[tuple[tuple[str, float], ...], Supposing] = Recent(MOST_PROGRAMS)

    @property
    def now(self) -> dict[str, Score]:
        """The base scores as they are."""
        return self.scenario(None).scores

    def scores(self, otherwise: Otherwise, hypothesis: str | None = None) -> dict[str, Score]:
        """Every score if it were otherwise, in the base (`None`) or under one hypothesis.

        Raises `EvaluationRefused` where a rule would have too many matches.
        """
        rest, supposing = self.in_periods(otherwise)
        return supposing.scores_where(rest, supposing.again(rest), hypothesis)

    def in_periods(self, otherwise: Otherwise) -> tuple[Otherwise, "Supposing"]:
        """The supposition without parameters that count periods, and the case with those set."""
        periods = otherwise.parameters.keys() & self._periods
        if not periods:
            return otherwise, self
        given = otherwise.parameters.items()
        rest = {name: value for name, value in given if name not in periods}
        counts = tuple(sorted((name, value) for name, value in given if name in periods))
        with self._lock:
            other = self._programs.get(counts, lambda: self._with_periods(dict(counts)))
        return replace(otherwise, parameters=rest), other

    def again(self, otherwise: Otherwise) -> Again:
        """What the rules find that must run again; no parameter may count a period."""
        rerun = self.rerun(with_parameters=bool(otherwise.parameters))
        return rerun.again(differing(rerun.kinds, rerun.place, otherwise, self.found.program))

    def scores_where(
        self, otherwise: Otherwise, again: Again, hypothesis: str | None
    ) -> dict[str, Score]:
        """The scores where some rules and leaves found something else."""
        scenario = self.scenario(hypothesis)
        changed = self._changed(otherwise, again, scenario)
        given = (each.rule.contributes for each in changed.values())
        leaves = {each.to for each in given if each}
        leaves |= {name for name, rows in again.leaves.items() if rows != self._rerun.leaves[name]}
        touched = (*leaves, *(branch for branch, _ in otherwise.weights))
        moved = frozenset[str]().union(*(self._above[name] for name in touched))
        if not moved:
            return scenario.scores.copy()
        rules = tuple(
            changed.get(rule, scenario.inputs[rule])
            for leaf in leaves
            for rule in scenario.by_leaf.get(leaf, ())
        )
        known = {name: score for name, score in scenario.scores.items() if name not in moved}
        ruleset = with_weights(self.ruleset, otherwise.weights)
        rows = {**self._rerun.leaves, **again.leaves}
        return scores_of(ruleset, Inputs(rules, rows), known=known)

    def _changed(
        self, otherwise: Otherwise, again: Again, scenario: Scenario
    ) -> dict[str, RuleInput]:
        """By rule, what rules bring that bring something else than now."""
        empty = self._empty_kinds(otherwise)
        names: Iterable[str] = {**again.outcomes, **otherwise.points}
        if empty != self.found.empty_kinds:
            names = scenario.inputs
        changed = {}
        for name in names:
            before = scenario.inputs.get(name)
            if before is not None:
                outcome = again.outcomes.get(name) or self._rerun.outcomes[name]
                points = otherwise.points.get(name)
                after = input_of(self._contributing[name], outcome, empty, points)
                if after != before:
                    changed[name] = after
        return changed

    def rerun(self, *, with_parameters: bool) -> Rerun:
        """The program and what it found; with parameters it can be given others."""
        return self._with_parameters if with_parameters else self._rerun

    def input_of(self, rule: str, outcome: Outcome, points: float | None = None) -> RuleInput:
        """What a rule brings where it found something else or gives other points."""
        return input_of(self._contributing[rule], outcome, self.found.empty_kinds, points)

    @cached_property
    def _rerun(self) -> Rerun:
        return Rerun(self._made, self.found.facts, self.found.setting)

    @cached_property
    def _with_parameters(self) -> Rerun:
        """The same, with every parameter read from a fact."""
        program = self.found.program.scoring
        facts = (*self.found.facts, parameter_fact(program, {}))
        return Rerun(compile_fresh(with_given_parameters(program)), facts, self.found.setting)

    @cached_property
    def _periods(self) -> frozenset[str]:
        return period_parameters(self.found.program)

    def _with_periods(self, counts: Mapping[str, float]) -> "Supposing":
        program = with_parameters(self.found.program, counts)
        made = compile_fresh(program)
        answer = made.answer(self.found.facts, self.found.setting)
        return Supposing(replace(self.found, program=program, answer=answer), made)

    def scenario(self, hypothesis: str | None) -> Scenario:
        """The base (`None`) or one hypothesis as it stands."""
        if hypothesis not in self._scenarios:
            self._scenarios[hypothesis] = self._standing(hypothesis)
        return self._scenarios[hypothesis]

    def _standing(self, hypothesis: str | None) -> Scenario:
        inputs, by_leaf = {}, dict[str, tuple[str, ...]]()
        for name, typed in self._contributing.items():
            if typed.rule.hypothesis in (None, hypothesis):
                outcome, empty = self._rerun.outcomes[name], self.found.empty_kinds
                inputs[name] = input_of(typed, outcome, empty, None)
                leaf = typed.rule.contributes.to if typed.rule.contributes else ""
                by_leaf[leaf] = (*by_leaf.get(leaf, ()), name)
        found = Inputs(tuple(inputs.values()), self._rerun.leaves)
        return Scenario(inputs, by_leaf, scores_of(self.ruleset, found))

    def _empty_kinds(self, otherwise: Otherwise) -> frozenset[str]:
        """Kinds of which nothing would be known."""
        if not otherwise.without and not otherwise.added:
            return self.found.empty_kinds
        left = (fact.kind for fact in self.found.facts if fact.id not in otherwise.without)
        present = frozenset((*left, *(fact.kind for fact in otherwise.added)))
        if present not in self._empty:
            searched = present | self.found.searched
            self._empty[present] = empty_kinds(self.found.program, searched)
        return self._empty[present]


def input_of(
    typed: TypedRule, outcome: Outcome, empty: frozenset[str], points: float | None
) -> RuleInput:
    """What a rule brings, with its own points or with others; see `evaluate.inputs_of`."""
    rule, identity = typed.rule, typed.uses_identity
    given = outcome.given if points is None else outcome.worth(points)
    waits = outcome.blocked or not empty.isdisjoint(rule.match.values())
    missing = waits and not identity and not given
    return RuleInput(
        rule if points is None else with_points(rule, points), given, missing, identity
    )


def with_points(rule: Rule, points: float) -> Rule:
    """A contributing rule with other points."""
    assert rule.contributes is not None  # noqa: S101 - only contributing rules have points
    contributes = rule.contributes.model_copy(update={"points": points})
    return rule.model_copy(update={"contributes": contributes})


def with_weights(ruleset: Ruleset, weights: Mapping[tuple[str, str], float]) -> Ruleset:
    """The ruleset with other weights of some children of branches."""
    if not weights:
        return ruleset
    scores = dict(ruleset.scores)
    for (name, child), weight in weights.items():
        node = scores[name]
        if isinstance(node, Branch):
            scores[name] = node.model_copy(update={"of": {**node.of, child: weight}})
    return ruleset.model_copy(update={"scores": scores})
