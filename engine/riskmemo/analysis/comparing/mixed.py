"""The score of any state between old and new, each part computed once for all states alike to it.

A rule is run once for each combination of the causes that it sees, a node of the score tree is
computed once for each combination that anything below it sees. So thousands of states cost little.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import assert_never

from riskmemo.analysis.comparing.causes import Differences
from riskmemo.analysis.comparing.sight import GIVEN, Sight
from riskmemo.engines.compiled import Compiled, Found, Loaded, once
from riskmemo.errors import EvaluationRefused
from riskmemo.evaluate import empty_kinds, inputs_of
from riskmemo.language.bodies import all_patterns
from riskmemo.language.canonical import in_order
from riskmemo.language.program import Program
from riskmemo.language.score_tree import children_first
from riskmemo.model.facts import Setting
from riskmemo.model.ruleset import Branch, FactsLeaf, Ruleset, RulesLeaf
from riskmemo.scoring.tree import Inputs, RuleInput, Score, scores_of

Hypothesis = str | None
Rows = tuple[int | None, ...]

MOST_AT_RULES, MOST_AT_NODES = 6, 10
"""Causes of a rule, and of a node, whose combinations are looked through for those that show."""


class Unmixable(Exception):
    """A state that means nothing: its ruleset cannot be typed, or its tree is none."""


class MixedScores:
    """Scores in the states between two evaluated cases."""

    def __init__(self, differences: Differences) -> None:
        self.facts, self.rulesets = differences.facts, differences.rulesets
        self.bits = differences.bits
        self.both = (self.rulesets.old, self.rulesets.new)
        self.sight = Sight(*self.both, self.facts, self.bits)
        self._rule_seen: dict[str, int] = {}
        self._leaf_seen: dict[str, int] = {}
        self._node_seen: dict[tuple[Hypothesis, str], int] = {}
        self._looked: set[Hypothesis] = set()
        self._made: dict[tuple[str, str, int], tuple[Compiled, frozenset[str]]] = {}
        self._rules: dict[tuple[str, int], RuleInput | Unmixable | None] = {}
        self._rows: dict[tuple[str, int], Rows] = {}
        self._branches: dict[tuple[int, str, tuple[object, ...]], Score] = {}
        """By the tree (which is kept), the node, and the value and coverage of its parts."""
        self._scores: dict[tuple[Hypothesis, str, int], Score | None] = {}

    def value(self, hypothesis: Hypothesis, score: str, state: int) -> int | None:
        """A score in micropoints; none where the state has no score or means nothing."""
        found = self.score(hypothesis, score, state)
        return None if found is None else found.value

    def score(self, hypothesis: Hypothesis, name: str, state: int) -> Score | None:
        """A node of the score tree in a state; none where the state means nothing."""
        seen = self.seen(hypothesis, name)
        return self._score(hypothesis, name, state & seen, seen)

    def _score(self, hypothesis: Hypothesis, name: str, state: int, seen: int) -> Score | None:
        key = hypothesis, name, state
        if key not in self._scores:
            try:
                self._scores[key] = self._computed(hypothesis, name, state, seen)
            except (Unmixable, EvaluationRefused):
                self._scores[key] = None
        return self._scores[key]

    # --- what is seen -------------------------------------------------------------------------

    def seen(self, hypothesis: Hypothesis, name: str) -> int:
        """The causes that a node sees: what is set at it, and all that its parts see.

        Where they are few, those that show in no state at all are left out.
        """
        if hypothesis not in self._looked:
            self._looked.add(hypothesis)
            for program in self.both:
                for node in children_first(program.ruleset):
                    self._look(hypothesis, node)
        self._look(hypothesis, name)
        return self._node_seen[hypothesis, name]

    def _look(self, hypothesis: Hypothesis, name: str) -> None:
        key = hypothesis, name
        if key not in self._node_seen:
            seen = self._node_seen[key] = self._seen_statically(hypothesis, name)
            shown = felt(seen, MOST_AT_NODES, lambda state: self._shown(*key, state, seen))
            self._node_seen[key] = shown

    def _shown(self, hypothesis: Hypothesis, name: str, state: int, seen: int) -> object:
        """What parents and readers see of a node."""
        found = self._score(hypothesis, name, state, seen)
        return found and (found.value, found.coverage)

    def _seen_statically(self, hypothesis: Hypothesis, name: str) -> int:
        """The same, read off the trees and the rules below it."""
        seen, waiting, found = self.bits.get("scale", 0), [name], set[str]()
        while waiting:
            node = waiting.pop()
            if node in found:
                continue
            found.add(node)
            if (hypothesis, node) in self._node_seen:
                seen |= self._node_seen[hypothesis, node]
                continue
            seen |= self.rulesets.set_at(node) | self._seen_by_leaf(node)
            for rule in self._rules_of(hypothesis, node):
                seen |= self._seen_by_rule(rule)
            nodes = (program.ruleset.scores.get(node) for program in self.both)
            waiting += [c for each in nodes if isinstance(each, Branch) for c in each.of]
        return seen

    def _rules_of(self, hypothesis: Hypothesis, leaf: str) -> tuple[str, ...]:
        """The rules that give to a leaf in one scenario, in either ruleset."""
        return tuple(
            dict.fromkeys(
                typed.rule.id
                for program in self.both
                for typed in program.contributing
                if typed.rule.contributes
                and typed.rule.contributes.to == leaf
                and typed.rule.hypothesis in {None, hypothesis}
            )
        )

    def _seen_by_rule(self, name: str) -> int:
        if name not in self._rule_seen:
            seen = self.sight.rule(name)
            self._rule_seen[name] = felt(
                seen, MOST_AT_RULES, lambda state: _brought(self._rule_in(name, state, seen))
            )
        return self._rule_seen[name]

    def _seen_by_leaf(self, name: str) -> int:
        if name not in self._leaf_seen:
            self._leaf_seen[name] = self.sight.leaf(name)
        return self._leaf_seen[name]

    # --- nodes --------------------------------------------------------------------------------

    def _computed(self, hypothesis: Hypothesis, name: str, state: int, seen: int) -> Score:
        tree = self.rulesets.tree(name, state, seen)
        if tree is None:
            raise Unmixable
        node = tree.scores[name]
        match node:
            case Branch():
                return self._joined(tree, name, node, self._children(hypothesis, node, state))
            case RulesLeaf():
                given = (self._rule(rule, state) for rule in self._rules_of(hypothesis, name))
                rules = (each for each in given if each and self._counts(each, hypothesis))
                return _scored(tree, name, Inputs(tuple(rules), {}), {})
            case FactsLeaf():
                return _scored(tree, name, Inputs((), {name: self._rows_of(name, state)}), {})
        assert_never(node)

    def _children(self, hypothesis: Hypothesis, node: Branch, state: int) -> tuple[Score, ...]:
        found = [self.score(hypothesis, child, state) for child in node.of]
        known = tuple(each for each in found if each is not None)
        if len(known) < len(found):
            raise Unmixable
        return known

    def _joined(self, tree: Ruleset, name: str, node: Branch, found: tuple[Score, ...]) -> Score:
        """A node made of others: many states give it the same values to join."""
        key = id(tree), name, tuple((each.value, each.coverage) for each in found)
        if key not in self._branches:
            known = dict(zip(node.of, found, strict=True))
            self._branches[key] = _scored(tree, name, Inputs((), {}), known)
        return self._branches[key]

    def _counts(self, each: RuleInput, hypothesis: Hypothesis) -> bool:
        return each.rule.hypothesis in {None, hypothesis}

    # --- rules and rows -----------------------------------------------------------------------

    def _rule(self, name: str, state: int) -> RuleInput | None:
        """What a rule brings in a state; none where it is not there."""
        seen = self._seen_by_rule(name)
        found = self._rule_in(name, state & seen, seen)
        if isinstance(found, Unmixable):
            raise found
        return found

    def _rule_in(self, name: str, state: int, seen: int) -> RuleInput | Unmixable | None:
        """The same, or that the state means nothing."""
        key = name, state
        if key not in self._rules:
            try:
                self._rules[key] = self._rule_run(name, state, seen)
            except (Unmixable, EvaluationRefused):
                self._rules[key] = Unmixable()
        return self._rules[key]

    def _rule_run(self, name: str, state: int, seen: int) -> RuleInput | None:
        came = self.rulesets.has_come(f"rule {name}", state)
        if name not in self.both[came].rule:
            return None
        made, kinds = self._compiled("rule", name, state, seen)
        loaded, found = self._run(made, kinds, state)
        empty = empty_kinds(made.program, loaded.kinds.keys() | self._searched(state))
        given = ((match[0], match[2]) for match in found.matches)
        blocked = {gap[0] for gap in found.gaps}
        hypothesis = made.program.rule[name].rule.hypothesis
        inputs = inputs_of(made.program, given, blocked, empty, hypothesis)
        return next((each for each in inputs if each.rule.id == name), None)

    def _rows_of(self, name: str, state: int) -> Rows:
        key = name, state & self._seen_by_leaf(name)
        if key not in self._rows:
            made, kinds = self._compiled("leaf", name, state, self._seen_by_leaf(name))
            _, found = self._run(made, kinds, state)
            self._rows[key] = in_order(found.leaves)[name]
        return self._rows[key]

    def _run(self, made: Compiled, kinds: Iterable[str], state: int) -> tuple[Loaded, Found]:
        loaded = Loaded(fact for kind in sorted(kinds) for fact in self.facts.facts(kind, state))
        return loaded, made.run(loaded, self._setting(state))

    def _setting(self, state: int) -> Setting:
        sides = [each.found.setting for each in (self.facts.old, self.facts.new)]
        return Setting(
            *(getattr(sides[self.rulesets.has_come(each, state)], each) for each in GIVEN)
        )

    def _searched(self, state: int) -> frozenset[str]:
        old, new = (each.found.searched for each in (self.facts.old, self.facts.new))
        came = self.rulesets.has_come
        return frozenset(
            kind for kind in old | new if kind in (new if came(f"search {kind}", state) else old)
        )

    # --- programs of one part -----------------------------------------------------------------

    def _compiled(
        self, what: str, name: str, state: int, seen: int
    ) -> tuple[Compiled, frozenset[str]]:
        """A rule or leaf with the kinds behind it, compiled, and the base kinds that it reads."""
        whole = seen & self.rulesets.seen
        key = what, name, state & whole
        if key not in self._made:
            program = self.rulesets.program(state, whole)
            if (
                program is not None
                and what == "leaf"
                and all(name != each.score for each in program.leaves)
            ):
                program = self.rulesets.mixture(state & whole)
            if program is None:
                raise Unmixable
            small, kinds = _alone(program, name, is_leaf=what == "leaf")
            self._made[key] = once(small), kinds
        return self._made[key]


def felt(seen: int, most: int, outcome: Callable[[int], object]) -> int:
    """The causes among those seen that show in some state; all where there are more than `most`."""
    if seen.bit_count() > most:
        return seen
    bits = [1 << place for place in range(seen.bit_length()) if seen >> place & 1]
    states = [0]
    for bit in bits:
        states += [state | bit for state in states]
    outcomes = {state: outcome(state) for state in states}
    return sum(
        bit
        for bit in bits
        if any(outcomes[state] != outcomes[state | bit] for state in states if not state & bit)
    )


def _brought(found: RuleInput | Unmixable | None) -> object:
    """What a leaf sees of a rule."""
    if not isinstance(found, RuleInput):
        return found is None
    rule = found.rule
    return (
        rule.contributes,
        rule.hypothesis,
        sorted(found.given),
        found.missing,
        found.uses_identity,
    )


def _scored(tree: Ruleset, name: str, inputs: Inputs, known: Mapping[str, Score]) -> Score:
    """One node of a tree, from what it is made of."""
    nodes = {name: tree.scores[name], **{child: tree.scores[child] for child in known}}
    return scores_of(tree.model_copy(update={"scores": nodes}), inputs, known=known)[name]


def _alone(program: Program, name: str, *, is_leaf: bool) -> tuple[Program, frozenset[str]]:
    """A program of one rule or leaf and what makes the kinds it reads; the base kinds behind it."""
    if is_leaf:
        leaves = tuple(each for each in program.leaves if each.score == name)
        small = program.serving((), leaves)
    else:
        small = program.serving((program.rule[name],), ())
    queries = [each.query for each in small.rules]
    queries += [each.query for each in small.aggregates]
    queries += [each.query for each in small.leaves]
    read = {kind for query in queries for _, kind in all_patterns(query)}
    return small, frozenset(read - set(program.kinds_in_order))
