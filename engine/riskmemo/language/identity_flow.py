"""How identity reaches scores: a walk through the whole program, whatever the case holds.

Identity starts in the kinds and fields of that nature, and in the fields of swaps that concern
identity. It flows through everything that matches such a kind or reads such a field, in patterns,
conditions, absences, strengths, groups, aggregated and derived values, into rules, and from rules
and aggregates into the kinds that they make, which others read. A rule that it reaches gives to a
leaf; a leaf gives to the branches above it, by its value and by what is missing in it.

Nothing here trusts the marks that the loader leaves on rules, but one: the engines hold a rule at
zero, and leave it out of what is missing, where it is marked as using identity. So a rule that
identity reaches and that is not marked reaches the score alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from riskmemo.language.program import Program, Query, TypedRule
from riskmemo.language.score_tree import children_first
from riskmemo.language.swaps import split
from riskmemo.language.tree import Expression, fields_of
from riskmemo.model.identity import Gate, IdentityFlow, IdentityWay, Verdict
from riskmemo.model.ruleset import Branch
from riskmemo.model.vocabulary import Nature

Steps = tuple[str, ...]
"""The source, and the rules and kinds through which identity came, in turn."""


@dataclass(frozen=True)
class Reach:
    """What identity reaches in one program."""

    program: Program

    @cached_property
    def kinds(self) -> Mapping[str, Steps]:
        """Every kind that is identity, or made of it, and how."""
        vocabulary = self.program.vocabulary
        found: dict[str, Steps] = {
            kind: (kind,)
            for kind, spec in vocabulary.kinds.items()
            if spec.nature is Nature.IDENTITY
        }
        for kind in self.program.kinds_in_order:
            ways = list(self._made_of(kind, found))
            if ways:
                found[kind] = (*_shortest(ways), kind)
        return found

    @cached_property
    def fields(self) -> frozenset[tuple[str, str]]:
        """(kind, field) of every declared field that is identity, or is swapped as such."""
        vocabulary = self.program.vocabulary
        marked = {
            (kind, field)
            for kind, spec in vocabulary.kinds.items()
            for field in spec.fields
            if spec.nature_of(field) is Nature.IDENTITY
        }
        swapped = (name for swap in vocabulary.swaps if swap.identity for name in swap.fields)
        return frozenset(marked | {split(name) for name in swapped})

    @cached_property
    def rules(self) -> Mapping[str, Steps]:
        """Every rule that identity reaches, and how, the rule last."""
        ways = {rule.rule.id: self._to_rule(rule, self.kinds) for rule in self.program.rules}
        return {name: (*way, name) for name, way in ways.items() if way}

    @cached_property
    def leaves(self) -> Mapping[str, Steps]:
        """Every leaf over facts that identity reaches, and how."""
        ways = {
            leaf.score: self._touched(leaf.query, [leaf.value], self.kinds)
            for leaf in self.program.leaves
        }
        return {name: way for name, way in ways.items() if way}

    def _made_of(self, kind: str, known: Mapping[str, Steps]) -> Iterator[Steps]:
        """How identity reaches what makes a derived kind."""
        for rule in self.program.derivers(kind):
            way = self._to_rule(rule, known)
            if way:
                yield (*way, rule.rule.id)
        aggregate = self.program.aggregate(kind)
        if aggregate:
            groups = [each for _, each in aggregate.group_by]
            arguments = [call.argument for call in aggregate.fields if call.argument]
            way = self._touched(aggregate.query, [*groups, *arguments], known)
            if way:
                yield way

    def _to_rule(self, rule: TypedRule, known: Mapping[str, Steps]) -> Steps | None:
        values = [rule.strength, *(each for _, each in rule.derives)]
        return self._touched(rule.query, values, known)

    def _touched(
        self, query: Query, expressions: Iterable[Expression], known: Mapping[str, Steps]
    ) -> Steps | None:
        """The shortest way to a body; none where it matches and reads nothing of the kind."""
        ways = list(self._ways(query, expressions, {}, known))
        return _shortest(ways) if ways else None

    def _ways(
        self,
        query: Query,
        expressions: Iterable[Expression],
        outside: Mapping[str, str],
        known: Mapping[str, Steps],
    ) -> Iterator[Steps]:
        bound = {**outside, **dict(query.patterns)}
        for _, kind in query.patterns:
            if kind in known:
                yield known[kind]
        for expression in (*expressions, *query.where):
            for each in fields_of(expression):
                place = (bound[each.alias], each.name)
                if place in self.fields:
                    yield (".".join(place),)
        for absence in query.unless:
            yield from self._ways(absence, (), bound, known)


def bodies_followed(program: Program) -> int:
    """How many rules, aggregates and leaves over facts a program has: all are followed."""
    return len(program.rules) + len(program.aggregates) + len(program.leaves)


def identity_flows(reach: Reach) -> tuple[IdentityFlow, ...]:
    """For every base score whether it can depend on identity, in the order of the ruleset."""
    ruleset, leaves = reach.program.ruleset, _ways_to_leaves(reach)
    ways: dict[str, tuple[IdentityWay, ...]] = {}
    for score in children_first(ruleset):
        node = ruleset.scores[score]
        below = (ways[child] for child in node.of) if isinstance(node, Branch) else ()
        ways[score] = tuple(dict.fromkeys(chain(leaves.get(score, ()), *below)))
    return tuple(
        IdentityFlow(score=score, verdict=_verdict(ways[score]), ways=ways[score])
        for score in ruleset.scores
    )


def _ways_to_leaves(reach: Reach) -> dict[str, list[IdentityWay]]:
    """The ways to each leaf, in the order of the rules; those of hypotheses are not in the base."""
    found: dict[str, list[IdentityWay]] = {}
    for typed in reach.program.contributing:
        rule, steps = typed.rule, reach.rules.get(typed.rule.id)
        if steps and rule.contributes and rule.hypothesis is None:
            way = IdentityWay(source=steps[0], through=steps[1:], gate=_gate(typed, reach.program))
            found.setdefault(rule.contributes.to, []).append(way)
    for score, steps in reach.leaves.items():
        way = IdentityWay(source=steps[0], through=steps[1:], gate="none")
        found.setdefault(score, []).append(way)
    return found


def _gate(typed: TypedRule, program: Program) -> Gate:
    """What the engines hold against a rule that identity reaches."""
    if not typed.uses_identity:
        return "none"
    bound, declared = dict(typed.query.patterns), program.vocabulary.kinds
    kinds = [declared.get(bound.get(alias, "")) for alias in typed.conduct]
    if not kinds:
        return "shut"
    documented = all(kind and kind.nature is Nature.CONDUCT for kind in kinds)
    return "conduct" if documented else "none"


def _verdict(ways: Iterable[IdentityWay]) -> Verdict:
    gates = {way.gate for way in ways}
    return "alone" if "none" in gates else "with conduct" if "conduct" in gates else "never"


def _shortest(ways: Iterable[Steps]) -> Steps:
    return min(ways, key=lambda way: (len(way), way))
