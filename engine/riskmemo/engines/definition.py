"""The definition of the language: what a ruleset means, in naive loops over the typed tree.

Read it as the specification. Every other engine is held to it by tests, so it values being plain
above being fast. Truth is `True`, `False` or `None` (unknown), after Kleene.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from riskmemo.engines import limits
from riskmemo.errors import EvaluationRefused, Mistake
from riskmemo.language import values
from riskmemo.language.canonical import in_canonical_order, sort_key
from riskmemo.language.meaning import Bindings, Truth, all_of, any_of, value_of
from riskmemo.language.program import AggregateCall, Program, Query, TypedAggregate, TypedRule
from riskmemo.language.tree import Expression
from riskmemo.model.facts import Answer, Fact, Gap, Match, Setting, Value
from riskmemo.model.grading import supports_identity_rule
from riskmemo.model.points import MICRO, divide_half_up, to_micro
from riskmemo.model.vocabulary import CONDUCT_NAMES

NAME = "definition"


def answer(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    """Everything a program finds in the facts; raises `EvaluationRefused` past the limits."""
    return Evaluation(program, facts, setting).answer()


@dataclass
class Evaluation:
    """One run of a program; derived kinds are added to `facts` stratum by stratum."""

    program: Program
    base_facts: Iterable[Fact]
    setting: Setting
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    matches: list[Match] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    steps: int = 0

    def answer(self) -> Answer:
        """Derived kinds in order, then the rules that derive nothing, then the leaves."""
        self.facts = {kind: [] for kind in self.program.schemas}
        for fact in sorted(self.base_facts, key=lambda fact: fact.id):
            self.facts[fact.kind].append(fact)
        for kind in self.program.kinds_in_order:
            aggregate = self.program.aggregate(kind)
            found = [finding for rule in self.program.derivers(kind) for finding in self.run(rule)]
            found += self.aggregated(aggregate) if aggregate else []
            self.facts[kind] = merged(kind, found)
        for rule in self.program.rules:
            if rule.rule.derives is None:
                self.run(rule)
        findings = tuple(fact for kind in self.program.kinds_in_order for fact in self.facts[kind])
        leaves = {
            leaf.score: self.rows(leaf.query, leaf.value, leaf.score)
            for leaf in self.program.leaves
        }
        return in_canonical_order(Answer(tuple(self.matches), tuple(self.gaps), findings, leaves))

    def limited(
        self, query: Query, name: str, refusal: Callable[[str], Mistake]
    ) -> Iterator[tuple[Bindings, Truth]]:
        """The solutions of a rule, aggregate or leaf; more than `MAX_MATCHES` are refused."""
        self.steps = 0
        for count, found in enumerate(self.solutions(query, {}, name), start=1):
            if count > limits.MAX_MATCHES:
                raise EvaluationRefused(refusal(name))
            yield found

    def solutions(
        self, query: Query, outer: Bindings, name: str
    ) -> Iterator[tuple[Bindings, Truth]]:
        """Every combination of facts for which the query is not false, with its truth."""
        for bound in self.combinations(query, query.patterns, outer, name):
            truth = all_of(
                chain(
                    (bound[alias].certain or None for alias, _ in query.patterns),
                    (value_of(each, bound, self.setting) for each in query.where),  # type: ignore[misc]
                    (self.absent(each, bound, name) for each in query.unless),
                )
            )
            if truth is not False:
                yield bound, truth

    def combinations(
        self, query: Query, patterns: Sequence[tuple[str, str]], outer: Bindings, name: str
    ) -> Iterator[Bindings]:
        """Facts for every pattern; a fact that already makes a condition false is passed over."""
        if not patterns:
            yield outer
            return
        (alias, kind), *rest = patterns
        for fact in self.facts[kind]:
            self.steps += 1
            if self.steps > limits.MAX_STEPS:
                raise EvaluationRefused(limits.too_much_work(name))
            bound = {**outer, alias: fact}
            ready = (
                each
                for each, read in zip(query.where, query.reads, strict=True)
                if alias in read and read <= bound.keys()
            )
            if not any(value_of(each, bound, self.setting) is False for each in ready):
                yield from self.combinations(query, rest, bound, name)

    def absent(self, query: Query, outer: Bindings, name: str) -> Truth:
        """True where no combination makes the query true; unknown where one might."""
        found = any_of(truth for _, truth in self.solutions(query, outer, name))
        return None if found is None else not found

    def run(self, typed: TypedRule) -> list[Fact]:
        """Record the matches and gaps of a rule; return what it derives."""
        rule, found = typed.rule, []
        for bound, truth in self.limited(typed.query, rule.id, limits.too_many_matches):
            names = tuple((alias, bound[alias].id) for alias, _ in typed.query.patterns)
            evidence = frozenset().union(*(bound[alias].evidence for alias, _ in names))
            strength, gate = self.strength(typed, bound), gate_of(typed, bound)
            points = points_of(typed, strength, gate)
            if truth is None or (rule.contributes and strength is None):
                self.gaps.append(Gap(rule.id, names, points))
            else:
                opened = gate is True if typed.uses_identity else None
                given = 0 if opened is False and rule.contributes else points
                self.matches.append(Match(rule.id, names, evidence, strength, given, opened))
            if rule.derives:
                fields = {name: value_of(each, bound, self.setting) for name, each in typed.derives}
                found.append(Fact("", rule.derives.kind, fields, (), truth is True, evidence))
        return found

    def strength(self, typed: TypedRule, bound: Bindings) -> float | None:
        """The strength of a match, held to 0-1; `None` where unknown or not asked for."""
        if typed.rule.contributes is None:
            return None
        strength = value_of(typed.strength, bound, self.setting)
        return min(1.0, max(0.0, strength)) if isinstance(strength, float) else None

    def rows(self, query: Query, value: Expression, name: str) -> tuple[int | None, ...]:
        """Every combination's value in micropoints; `None` where it or its truth is unknown."""
        found = []
        for bound, truth in self.limited(query, name, limits.too_many_rows):
            number = value_of(value, bound, self.setting)
            found.append(to_micro(number) if truth and isinstance(number, float) else None)
        return tuple(found)

    def aggregated(self, aggregate: TypedAggregate) -> list[Fact]:
        """One finding per group; what depends on an undecided row is unknown."""
        groups: dict[tuple[Value, ...], list[tuple[Bindings, bool]]] = {}
        for bound, truth in self.limited(aggregate.query, aggregate.kind, limits.too_many_rows):
            key = tuple(value_of(each, bound, self.setting) for _, each in aggregate.group_by)
            decided = truth is True and None not in key and not _loose(bound)
            groups.setdefault(key, []).append((bound, decided))
        stray = any(None in key for key in groups)
        found = []
        for key, rows in groups.items():
            fields = dict(zip((name for name, _ in aggregate.group_by), key, strict=True))
            sure = not stray and all(decided for _, decided in rows)
            fields |= {
                call.field: self.total(call, [bound for bound, _ in rows]) if sure else None
                for call in aggregate.fields
            }
            evidence = frozenset().union(
                *(fact.evidence for bound, _ in rows for fact in bound.values())
            )
            certain = any(decided for _, decided in rows)
            found.append(Fact("", aggregate.kind, fields, (), certain, evidence))
        return found

    def total(self, call: AggregateCall, rows: Sequence[Bindings]) -> Value:
        """An aggregate over decided rows; unknown where one of the values is."""
        if call.argument is None:
            return float(len(rows))
        found = [value_of(call.argument, bound, self.setting) for bound in rows]
        return None if None in found else aggregate_of(call, found)


def aggregate_of(call: AggregateCall, found: Sequence[Value]) -> Value:
    """An aggregate of known values. Sums are exact: each number is rounded to a millionth first."""
    match call.function:
        case "count" | "count_distinct":
            return float(len(set(found)))
        case "min":
            return min(found, key=sort_key)
        case "max":
            return max(found, key=sort_key)
        case "sum":
            return values.bounded(float(sum(map(to_micro, found))) / MICRO)  # type: ignore[arg-type]
        case "mean":
            return values.bounded(
                float(divide_half_up(sum(map(to_micro, found)), len(found))) / MICRO  # type: ignore[arg-type]
            )


def merged(kind: str, found: Iterable[Fact]) -> list[Fact]:
    """Findings with equal fields become one: certain if any is, resting on all their evidence."""
    groups: dict[tuple[tuple[str, Value], ...], list[Fact]] = {}
    for fact in found:
        groups.setdefault(tuple(sorted(fact.values.items())), []).append(fact)
    in_order = sorted(
        groups.items(), key=lambda group: tuple(sort_key(value) for _, value in group[0])
    )
    return [
        Fact(
            f"{kind}/{number}",
            kind,
            dict(fields),
            (),
            any(fact.certain for fact in same),
            frozenset().union(*(fact.evidence for fact in same)),
        )
        for number, (fields, same) in enumerate(in_order, start=1)
    ]


def gate_of(typed: TypedRule, bound: Bindings) -> Truth:
    """Whether a pattern of the rule binds conduct graded C3 or better that names what it must.

    Unknown where only a name is missing; true for rules that use no identity.
    """
    if not typed.uses_identity:
        return True
    return any_of(
        False
        if not any(supports_identity_rule(*grade) for grade in bound[alias].grades)
        else all_of(bound[alias].values.get(name) is not None or None for name in CONDUCT_NAMES)
        for alias in typed.conduct
    )


def points_of(typed: TypedRule, strength: float | None, gate: Truth) -> int | None:
    """What a match gives or a gap could give, in micropoints; none for a rule that only derives.

    Unknown strength counts as full; behind a closed gate there is nothing.
    """
    contributes = typed.rule.contributes
    if contributes is None:
        return None
    return (
        0
        if gate is False
        else to_micro(contributes.points * (1.0 if strength is None else strength))
    )


def _loose(bound: Bindings) -> bool:
    """Whether a row rests on a finding with an unknown field: it may turn out equal to another."""
    return any("/" in fact.id and None in fact.values.values() for fact in bound.values())
