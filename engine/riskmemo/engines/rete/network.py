"""Plans as rules of durable-rules, packed into handles.

A rule is a list of patterns. A pattern is a flat `$and` of

    {"kind": "tie"}                      its kind
    {"r3p1": 1}                          the mark that lets a fact take part here
    {"$gte": {"share:n": 0.03}}          its tests
    {"$ex": {"partner:k": 1}}            what its keys and those of later patterns read is there
    {"state:k": {"p0": "partner:k"}}     its keys
    {"one": {"p0": "one"}}               in all but the first: a last join that is always true,
                                         for a last join that is false reads past its memory

The limits are those of its tables: 16 facts in a match, 64 alpha nodes for a fact, 32 joins in a
pattern, 512 tests below a node. A fact may stand in several patterns of a match (`"dist": 0`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from riskmemo.engines.rete.closures import Meaning, meaning_of
from riskmemo.engines.rete.handles import ALWAYS, Handle, head_of
from riskmemo.engines.rete.names import PLACES, told_apart
from riskmemo.engines.rete.plan import Plan, Step, Test, planned
from riskmemo.engines.rete.spelling import name_of, spelled
from riskmemo.language.program import Program, TypedAggregate, TypedRule

MAX_PATTERNS = 59
"""Patterns of one kind in a handle: so many alpha nodes can one fact meet at once."""
MAX_MEMBERS = 450
"""Members of all patterns of one kind in a handle: tests below the node of the kind."""
MAX_KEYS = 20
"""Keys of one pattern; further ones are left to the check of the match."""
MAX_SPOKEN = 10_000
"""Combinations of patterns whose words are kept with a handle."""
OPERATORS = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}

Names = Mapping[str, str]
"""Fields and marks to the names under which they are sent."""


@dataclass(frozen=True, eq=False, slots=True)
class Pattern:
    """A step of a plan as durable-rules sees it."""

    plan: Plan
    step: Step
    place: str
    """Its name in the rule and in a match: `p0`, `p1`, ..."""
    mark: str
    """The field that lets a fact take part."""


Patterns = tuple[Pattern, ...]


class Words(NamedTuple):
    """What facts that may match the same patterns say alike, and what each says of itself."""

    head: str
    fields: tuple[tuple[str, str], ...]
    """Fields with the names under which they are sent."""


@dataclass(frozen=True, eq=False, slots=True)
class Shard:
    """The rules of one handle."""

    rules: Mapping[str, Patterns]
    names: Names
    handle: Handle
    of_kind: Mapping[str, Patterns]
    """The patterns that a fact of a kind may match."""
    spoken: dict[Patterns, Words] = field(default_factory=dict)
    """What was said before of facts that may match the same patterns."""

    def words(self, patterns: Patterns) -> Words:
        """How facts that may match some patterns of one kind are told."""
        if patterns not in self.spoken:
            if len(self.spoken) >= MAX_SPOKEN:
                self.spoken.clear()
            self.spoken[patterns] = self._words(patterns)
        return self.spoken[patterns]

    def _words(self, patterns: Patterns) -> Words:
        marks = [f'"{self.names[each.mark]}":1' for each in patterns]
        read = [field for each in patterns for field in each.plan.needs[each.step]]
        fields = {field.name: self.names[name_of(field)] for field in read}
        head = ",".join((head_of(patterns[0].step.kind), *marks))
        return Words(head, tuple(sorted(fields.items())))


Values = tuple[tuple[str, Meaning], ...]
"""Names with what they stand for in a solution."""


@dataclass(frozen=True, eq=False, slots=True)
class RuleNode:
    """A rule: how its query is joined, and what a solution gives."""

    typed: TypedRule
    plan: Plan
    strength: Meaning
    derives: Values


@dataclass(frozen=True, eq=False, slots=True)
class AggregateNode:
    """An aggregate: how its query is joined, what its groups are, and what is aggregated."""

    typed: TypedAggregate
    plan: Plan
    group_by: Values
    arguments: Values


@dataclass(frozen=True, eq=False, slots=True)
class LeafNode:
    """A leaf over facts: how its query is joined, and the value of a solution."""

    score: str
    plan: Plan
    value: Meaning


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """A program ready to be run: how every query is joined, and the handles."""

    rules: tuple[RuleNode, ...]
    aggregates: tuple[AggregateNode, ...]
    leaves: tuple[LeafNode, ...]
    shards: tuple[Shard, ...]

    def clear(self) -> None:
        """Forget the case."""
        for shard in self.shards:
            shard.handle.clear()

    def close(self) -> None:
        """Free the handles."""
        for shard in self.shards:
            shard.handle.close()


def network_for(program: Program, *, send: bool) -> Network:
    """The network of a program; with `send` false durable-rules has no part in it."""
    rank = {kind: number for number, kind in enumerate(program.kinds_in_order, start=1)}
    rules = tuple(_rule(each, rank) for each in program.rules)
    aggregates = tuple(_aggregate(each, rank) for each in program.aggregates)
    leaves = tuple(
        LeafNode(each.score, planned(each.score, each.query, rank), meaning_of(each.value))
        for each in program.leaves
    )
    nodes: tuple[RuleNode | AggregateNode | LeafNode, ...] = (*rules, *aggregates, *leaves)
    plans = [node.plan for node in nodes]
    sent = filter(can_be_sent, plans) if send else ()
    return Network(rules, aggregates, leaves, tuple(shards(sent)))


def _rule(typed: TypedRule, rank: Mapping[str, int]) -> RuleNode:
    plan = planned(typed.rule.id, typed.query, rank)
    derives = tuple((name, meaning_of(each)) for name, each in typed.derives)
    return RuleNode(typed, plan, meaning_of(typed.strength), derives)


def _aggregate(typed: TypedAggregate, rank: Mapping[str, int]) -> AggregateNode:
    return AggregateNode(
        typed,
        planned(typed.kind, typed.query, rank),
        tuple((name, meaning_of(each)) for name, each in typed.group_by),
        tuple((call.field, meaning_of(call.argument)) for call in typed.fields if call.argument),
    )


def can_be_sent(plan: Plan) -> bool:
    """Whether a plan fits into a handle; the others are joined by us."""
    return 0 < len(plan.steps) <= len(PLACES) and fits([plan])


def fits(plans: Iterable[Plan]) -> bool:
    """Whether one handle can hold plans; what counts is what one fact may meet."""
    patterns, members = Counter[str](), Counter[str]()
    for plan in plans:
        for step in plan.steps:
            patterns[step.kind] += 1
            members[step.kind] += 3 + len(step.tests) + len(step.keys) + len(plan.needs[step])
    return max(patterns.values()) <= MAX_PATTERNS and max(members.values()) <= MAX_MEMBERS


def shards(plans: Iterable[Plan]) -> Iterator[Shard]:
    """The plans in as few handles as the limits allow; those that share kinds stand together.

    A fact is told to every handle that has a pattern of its kind.
    """
    packed: list[Plan] = []
    for plan in sorted(plans, key=lambda plan: [step.kind for step in plan.steps]):
        if packed and not fits([*packed, plan]):
            yield _shard(packed)
            packed = []
        packed.append(plan)
    if packed:
        yield _shard(packed)


def _shard(plans: list[Plan]) -> Shard:
    rules = {
        f"r{number}": tuple(
            Pattern(plan, step, place, f"r{number}{place}")
            for step, place in zip(plan.steps, PLACES, strict=False)
        )
        for number, plan in enumerate(plans)
    }
    every = [pattern for patterns in rules.values() for pattern in patterns]
    fields = [name_of(field) for each in every for field in each.plan.needs[each.step]]
    names = told_apart([*fields, *(each.mark for each in every)])
    of_kind: dict[str, tuple[Pattern, ...]] = {}
    for each in every:
        of_kind[each.step.kind] = (*of_kind.get(each.step.kind, ()), each)
    texts = {name: rule_text(patterns, names) for name, patterns in rules.items()}
    return Shard(rules, names, Handle(texts), of_kind)


def rule_text(patterns: tuple[Pattern, ...], names: Names) -> str:
    """A plan as a rule of durable-rules, in JSON."""
    places = {each.step.alias: each.place for each in patterns}
    listed = [f'{{"{each.place}":{{"$and":[{_and(each, places, names)}]}}}}' for each in patterns]
    return f'{{"all":[{",".join(listed)}],"dist":0}}'


def _and(pattern: Pattern, places: Mapping[str, str], names: Names) -> str:
    step = pattern.step
    needed = (names[name_of(field)] for field in pattern.plan.needs[step])
    members = [
        f'{{"kind":{json.dumps(step.kind)}}}',
        f'{{"{names[pattern.mark]}":1}}',
        *(_test(each, names[name_of(each.field)]) for each in step.tests),
        *(f'{{"$ex":{{"{name}":1}}}}' for name in needed),
        *(
            _join(names[name_of(key.field)], places[key.other.alias], names[name_of(key.other)])
            for key in step.keys[:MAX_KEYS]
        ),
    ]
    if pattern.place != PLACES[0]:
        members.append(_join(ALWAYS, PLACES[0], ALWAYS))
    return ",".join(members)


def _test(test: Test, name: str) -> str:
    equal = f'{{"{name}":{spelled(test.value)}}}'
    return equal if test.operator == "==" else f'{{"{OPERATORS[test.operator]}":{equal}}}'


def _join(name: str, place: str, other: str) -> str:
    return f'{{"{name}":{{"{place}":"{other}"}}}}'
