"""The scores of many draws at once: every rule and score for each combination that it can see.

A rule is run once for each combination of the uncertain values that it looks at, a score made once
for each combination of what it is made of. That gives the same scores as supposing draw by draw.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from riskmemo.analysis.supposing.given_parameters import GIVEN
from riskmemo.analysis.supposing.rerunning import Looks, Outcome, Rows, outcomes_in
from riskmemo.analysis.supposing.supposing import Scenario, Supposing
from riskmemo.analysis.uncertainty.columns import Column, column_of, combinations
from riskmemo.analysis.uncertainty.possible import sees, varied_fields
from riskmemo.analysis.uncertainty.uncertain import Uncertain
from riskmemo.analysis.uncertainty.vectors import differences, scored, weighted
from riskmemo.engines.compiled.running import Part, Run, Stratum
from riskmemo.model.facts import Fact, Value
from riskmemo.model.points import to_micro
from riskmemo.model.ruleset import Branch, Combine
from riskmemo.scoring.tree import Inputs, RuleInput, Score, covered, given_by, score_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

Made = TypeVar("Made")
Anew = Mapping[str, list[Fact]]
"""Kinds whose facts differ."""


class Drawing:
    """What rules and scores are in every draw; `places` says where each value stands.

    `places` has a row for each draw and a column for each uncertain thing, and holds the place of a
    value among those of the thing. No thing counts a period.
    """

    def __init__(
        self,
        supposing: Supposing,
        uncertain: Sequence[Uncertain],
        places: "NDArray[np.int64]",
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self.supposing, self.uncertain, self.told = supposing, uncertain, told
        self.inputs = [Column(places[:, at], each.values) for at, each in enumerate(uncertain)]
        self.rerun = supposing.rerun(
            with_parameters=any(each.what == "parameter" for each in uncertain)
        )
        self.points = {of[0]: column for of, column in self._ruled("points").items()}
        """Points that vary, by rule."""
        self.weights = self._ruled("weight")
        """Weights that vary, by branch and child."""
        self.none = np.zeros(len(places), dtype=np.int64)
        self.facts = {fact.id: fact for fact in supposing.found.facts}
        self.varied = varied_fields(uncertain)
        self.kinds: dict[str, Column[list[Fact]]] = {}
        """Derived kinds that vary."""
        self.outcomes: dict[str, Column[Outcome]] = {}
        """What rules find, those that vary."""
        self.rows: dict[str, Column[Rows]] = {}
        """The values of leaves over facts, those that vary."""
        self.brought: dict[str, Column[RuleInput]] = {}
        """What rules bring to their leaves, those that vary."""
        scale = supposing.ruleset.scale
        self.bottom, self.top = to_micro(scale.min), to_micro(scale.max)
        self.done: dict[tuple[object, ...], Column[Score]] = {}
        self._find()

    def _ruled(self, what: str) -> dict[Any, Column[Any]]:
        pairs = zip(self.uncertain, self.inputs, strict=True)
        return {each.of: column for each, column in pairs if each.what == what}

    def _find(self) -> None:
        """Derived kinds in their order, then rules and leaves."""
        for stratum, looks in self.rerun.strata:
            derived = self._made(looks, partial(_findings, stratum))
            if derived:
                made, combination = derived
                findings = [each for each, _ in made]
                self.kinds[stratum.kind] = column_of(findings, combination, _told_by_findings)
                for part in stratum.rules:
                    found = [outcomes[part.name] for _, outcomes in made]
                    self.outcomes[part.name] = column_of(found, combination, _told_by_outcome)
        for part, looks in self.rerun.rules:
            matched = self._made(looks, partial(self.rerun.outcome, part))
            if matched:
                self.outcomes[part.name] = column_of(*matched, _told_by_outcome)
        for part, looks in self.rerun.scored:
            valued = self._made(looks, partial(_values, part))
            if valued:
                self.rows[part.name] = column_of(*valued, _itself)

    def _made(
        self, looks: Looks, make: Callable[[Run], Made]
    ) -> "tuple[list[Made], NDArray[np.int64]] | None":
        """What is made for each combination of what is read; none where nothing of it varies."""
        seen = [
            (each, column)
            for each, column in zip(self.uncertain, self.inputs, strict=True)
            if self._sees(looks, each)
        ]
        kinds = [(kind, column) for kind, column in self.kinds.items() if kind in looks.reads]
        columns: list[Column[Any]] = [column for _, column in seen]
        columns += [column for _, column in kinds]
        self.told()
        if not columns:
            return None
        firsts, combination = combinations(columns)
        made = []
        for draw in firsts:
            anew = self._facts([(each, column.at(draw)) for each, column in seen])
            for kind, found in kinds:
                anew[kind] = found.at(draw)
            made.append(make(self.rerun.run(anew)))
        return made, combination

    def _facts(self, seen: Sequence[tuple[Uncertain, Value]]) -> dict[str, list[Fact]]:
        """The facts of the kinds that differ, where uncertain things have these values."""
        anew: dict[str, list[Fact]] = {}
        kinds, stands, gone = self.rerun.kinds, self.rerun.place, set[str]()
        for each, value in seen:
            if each.what == "conflict":
                gone |= {name for name in each.of if name != value}
                continue
            name = GIVEN if each.what == "parameter" else each.of[0]
            kind, place = stands[name]
            facts = anew.get(kind)
            if facts is None:
                facts = anew[kind] = kinds[kind].copy()
            fact = facts[place]
            values = {**fact.values, each.of[-1]: value}
            facts[place] = Fact(name, kind, values, fact.grades, True, fact.evidence)
        for kind in {stands[name][0] for name in gone}:
            facts = anew.get(kind, kinds[kind])
            anew[kind] = [fact for fact in facts if fact.id not in gone]
        return anew

    def _sees(self, looks: Looks, each: Uncertain) -> bool:
        setting = self.rerun.setting
        return any(sees(body, each, self.facts, self.varied, setting) for body in looks.bodies)

    def scores(self, hypothesis: str | None = None) -> dict[str, Column[Score]]:
        """Every score in every draw, in the base (`None`) or under one hypothesis."""
        scenario, found = self.supposing.scenario(hypothesis), dict[str, Column[Score]]()
        for name in self.supposing.children_first:
            node = self.supposing.ruleset.scores[name]
            if isinstance(node, Branch):
                found[name] = self._branch(name, {child: found[child] for child in node.of})
            else:
                found[name] = self._leaf(name, scenario)
            self.told()
        return found

    def _branch(self, name: str, below: Mapping[str, Column[Score]]) -> Column[Score]:
        ruleset, node = self.supposing.ruleset, self.supposing.ruleset.scores[name]
        assert isinstance(node, Branch)  # noqa: S101 - the caller has looked
        varied = {
            child: self.weights[name, child] for child in below if (name, child) in self.weights
        }

        def made(draw: int) -> Score:
            known = {child: column.at(draw) for child, column in below.items()}
            other = {child: column.at(draw) for child, column in varied.items()}
            return score_of(ruleset, name, NO_INPUTS, known, other)

        def at_once() -> Column[Score] | None:
            if node.combine is not Combine.WEIGHTED_MEAN:
                return None
            stated = {child: Column(self.none, [weight]) for child, weight in node.of.items()}
            means = weighted(below, {**stated, **varied})
            if means is None or not covered(node.missing, int(means[1].min())):
                return None
            return scored(*means, node, ruleset.scale)

        return self._once(name, (), [*below.values(), *varied.values()], made, at_once)

    def _leaf(self, name: str, scenario: Scenario) -> Column[Score]:
        rules = scenario.by_leaf.get(name, ())
        given = {rule: column for rule in rules if (column := self._given(rule)) is not None}
        rows = self.rows.get(name)

        def made(draw: int) -> Score:
            inputs = {**scenario.inputs, **{rule: each.at(draw) for rule, each in given.items()}}
            values = {name: rows.at(draw)} if rows else {}
            whole = Inputs(tuple(inputs[rule] for rule in rules), values)
            return score_of(self.supposing.ruleset, name, whole, {})

        def at_once() -> Column[Score] | None:
            scale, node = self.supposing.ruleset.scale, self.supposing.ruleset.scores[name]
            first = made(0)
            if node.combine is not Combine.SUM or rows or self.bottom > 0 or first.raw is None:
                return None
            if self._waits(rules, given, scenario):
                return None
            added = [
                Column(column.places, [given_by(each, self.top) for each in column.values])
                for column in given.values()
            ]
            raw = first.raw + differences(added)
            return scored(raw, np.full_like(raw, first.coverage), node, scale)

        columns: list[Column[Any]] = [*given.values(), *([rows] if rows else [])]
        if not columns:
            return self._constant(name, scenario.scores[name])
        return self._once(name, rules, columns, made, at_once)

    def _waits(
        self, rules: Sequence[str], given: Mapping[str, Column[RuleInput]], scenario: Scenario
    ) -> bool:
        """Whether what is missing varies among rules, or weighs otherwise as points vary."""
        varied = [{each.missing for each in column.values} for column in given.values()]
        rest = (scenario.inputs[rule].missing for rule in rules if rule not in given)
        gone = any(True in each for each in varied) or any(rest)
        return any(len(each) > 1 for each in varied) or (
            gone and not self.points.keys().isdisjoint(rules)
        )

    def _given(self, rule: str) -> Column[RuleInput] | None:
        """What a rule brings in every draw; none where that does not vary."""
        outcomes, points = self.outcomes.get(rule), self.points.get(rule)
        columns = [each for each in (outcomes, points) if each]
        if not columns:
            return None
        if rule not in self.brought:
            firsts, combination = combinations(columns)
            standing = self.rerun.outcomes[rule]
            made = [
                self.supposing.input_of(
                    rule,
                    outcomes.at(draw) if outcomes else standing,
                    points.at(draw) if points else None,
                )
                for draw in firsts
            ]
            self.brought[rule] = column_of(made, combination, _told_by_input)
        return self.brought[rule]

    def _constant(self, name: str, score: Score) -> Column[Score]:
        key = (name, score.value, score.coverage)
        return self.done.setdefault(key, Column(self.none, [score]))

    def _once(
        self,
        name: str,
        rules: tuple[str, ...],
        columns: Sequence[Column[Any]],
        make: Callable[[int], Score],
        at_once: Callable[[], Column[Score] | None],
    ) -> Column[Score]:
        """A score in every draw, at once if that can be; scenarios may share it."""
        key = (name, rules, *map(id, columns))
        if key not in self.done:
            found = at_once()
            if found is None:
                firsts, combination = combinations(columns)
                found = column_of([make(draw) for draw in firsts], combination, _told_by_score)
            self.done[key] = found
        return self.done[key]


def _findings(stratum: Stratum, run: Run) -> tuple[list[Fact], dict[str, Outcome]]:
    findings = run.findings(stratum)
    return findings, outcomes_in(run.found, [part.name for part in stratum.rules])


def _values(part: Part, run: Run) -> Rows:
    return run.values(part)


NO_INPUTS = Inputs((), {})


def _told_by_findings(findings: Sequence[Fact]) -> Hashable:
    """All that rules can see of findings."""
    return tuple((each.certain, *each.values.values()) for each in findings)


def _told_by_outcome(outcome: Outcome) -> Hashable:
    """All that scores can see of what a rule found: strength, points and gate of its matches."""
    return (outcome.blocked, *(match[1:4] for match in outcome.matches))


def _told_by_input(each: RuleInput) -> Hashable:
    """All that scores can see of what a rule brings."""
    points = each.rule.contributes.points if each.rule.contributes else 0.0
    return each.given, each.missing, points


def _told_by_score(score: Score) -> Hashable:
    """All that scores above can see of a score."""
    return score.value, score.coverage


def _itself(rows: Rows) -> Hashable:
    return rows
