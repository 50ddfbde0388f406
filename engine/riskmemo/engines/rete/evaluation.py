"""One case: candidates become matches, gaps and findings, stratum by stratum."""

from collections.abc import Callable, Iterable, Iterator

from riskmemo.engines.limits import MAX_MATCHES, too_many_matches, too_many_rows
from riskmemo.engines.rete.chaining import Chaining
from riskmemo.engines.rete.findings import aggregated, evidence_of, groups_of, merged
from riskmemo.engines.rete.network import LeafNode, Network, RuleNode
from riskmemo.engines.rete.plan import Plan
from riskmemo.engines.rete.search import Search
from riskmemo.errors import EvaluationRefused, Mistake
from riskmemo.language.canonical import in_canonical_order
from riskmemo.language.meaning import Bindings, Truth
from riskmemo.language.program import Program, TypedRule
from riskmemo.model.facts import Answer, Fact, Gap, Match, Setting
from riskmemo.model.grading import supports_identity_rule
from riskmemo.model.points import to_micro
from riskmemo.model.vocabulary import CONDUCT_NAMES


class Evaluation:
    """One run of a program through its network."""

    def __init__(
        self, program: Program, facts: Iterable[Fact], setting: Setting, network: Network
    ) -> None:
        self._program, self._network = program, network
        self._facts: dict[str, list[Fact]] = {kind: [] for kind in program.schemas}
        for fact in facts:
            self._facts[fact.kind].append(fact)
        self._search = Search(self._facts, setting)
        self._chaining = Chaining(network, self._search)
        self._matches: list[Match] = []
        self._gaps: list[Gap] = []

    def answer(self) -> Answer:
        """Each derived kind once all it reads is complete, then the other rules, then leaves."""
        derived, network = self._program.kinds_in_order, self._network
        self._chaining.tell([kind for kind in self._facts if kind not in derived])
        for kind in derived:
            self._facts[kind] = merged(kind, self._derived(kind))
            self._chaining.tell([kind])
        for node in network.rules:
            if not node.derives:
                self._run(node)
        findings = tuple(fact for kind in derived for fact in self._facts[kind])
        leaves = {leaf.score: self._rows(leaf) for leaf in network.leaves}
        return in_canonical_order(Answer(tuple(self._matches), tuple(self._gaps), findings, leaves))

    def _solutions(
        self, plan: Plan, refusal: Callable[[str], Mistake]
    ) -> Iterator[tuple[Bindings, Truth]]:
        """Every combination that is true or unknown; nothing is believed unchecked."""
        self._search.tried, count = 0, 0
        for bound in self._chaining.candidates(plan):
            truth = self._search.truth(plan, bound)
            if truth is not False:
                count += 1
                if count > MAX_MATCHES:
                    raise EvaluationRefused(refusal(plan.name))
                yield bound, truth

    def _derived(self, kind: str) -> Iterator[Fact]:
        for rule in self._network.rules:
            if rule.typed.rule.derives and rule.typed.rule.derives.kind == kind:
                yield from self._run(rule)
        for aggregate in self._network.aggregates:
            if aggregate.typed.kind == kind:
                rows = self._solutions(aggregate.plan, too_many_rows)
                groups = groups_of(aggregate, rows, self._search.known)
                yield from aggregated(aggregate, groups, self._search.known)

    def _run(self, node: RuleNode) -> list[Fact]:
        """Record the matches and gaps of a rule; return what it derives."""
        found, rule, known = [], node.typed.rule, self._search.known
        for bound, truth in self._solutions(node.plan, too_many_matches):
            evidence = evidence_of(bound.values())
            self._record(node, bound, truth, evidence)
            if rule.derives:
                fields = {name: value(bound, known) for name, value in node.derives}
                found.append(Fact("", rule.derives.kind, fields, (), truth is True, evidence))
        return found

    def _record(
        self, node: RuleNode, bound: Bindings, truth: Truth, evidence: frozenset[str]
    ) -> None:
        typed, given = node.typed, node.typed.rule.contributes
        names = tuple([(alias, bound[alias].id) for alias, _ in typed.query.patterns])
        strength = self._strength(node, bound) if given else None
        if truth is None or (given and strength is None):
            full = 1.0 if strength is None else strength
            at_stake = full if may_open(typed, bound) else 0.0
            worth = to_micro(given.points * at_stake) if given else None
            self._gaps.append(Gap(typed.rule.id, names, worth))
            return
        gate = gate_is_open(typed, bound) if typed.uses_identity else None
        points = given.points * strength if given and strength and gate is not False else 0.0
        self._matches.append(
            Match(
                rule=typed.rule.id,
                facts=names,
                evidence=evidence,
                strength=strength,
                contribution=to_micro(points) if given else None,
                gate=gate,
            )
        )

    def _strength(self, node: RuleNode, bound: Bindings) -> float | None:
        strength = node.strength(bound, self._search.known)
        return min(1.0, max(0.0, strength)) if isinstance(strength, float) else None

    def _rows(self, leaf: LeafNode) -> tuple[int | None, ...]:
        """Every combination's value in micropoints; `None` where it or its truth is unknown."""
        found = []
        for bound, truth in self._solutions(leaf.plan, too_many_rows):
            number = leaf.value(bound, self._search.known)
            found.append(to_micro(number) if truth and isinstance(number, float) else None)
        return tuple(found)


def may_open(typed: TypedRule, bound: Bindings) -> bool:
    """Whether a rule has no gate, or one that is open or would be if only names were known."""
    conduct = (bound[alias] for alias in typed.conduct)
    return not typed.uses_identity or any(
        supports_identity_rule(*grade) for fact in conduct for grade in fact.grades
    )


def gate_is_open(typed: TypedRule, bound: Bindings) -> bool:
    """Whether conduct that names organisation, place and date rests on a grade of C3 or better."""
    for fact in (bound[alias] for alias in typed.conduct):
        named = all(fact.values.get(name) is not None for name in CONDUCT_NAMES)
        if named and any(supports_identity_rule(*grade) for grade in fact.grades):
            return True
    return False
