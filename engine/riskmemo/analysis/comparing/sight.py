"""Which causes a rule, a derived kind or a leaf can see: all others change nothing there.

What a part sees is read off the two rulesets and the facts, and never too little: its own wording,
the parameters it names, the facts that may match its patterns, the kinds it reads and what makes
them, and the dates that some condition of it takes another truth by.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from riskmemo.analysis.comparing.facts import Bits, Entry, MixedFacts
from riskmemo.analysis.comparing.ruleset_causes import meaning
from riskmemo.language.meaning import value_of
from riskmemo.language.program import Program, Query, TypedAggregate, TypedLeaf, TypedRule
from riskmemo.language.tree import Expression, Given, parts
from riskmemo.model.facts import Fact, Setting
from riskmemo.model.ruleset import Aggregate, FactsLeaf, Rule
from riskmemo.model.vocabulary import Nature

GIVEN = ("as_of", "horizon", "subject")
MOST_BITS = 6
"""Causes of one fact whose combinations are looked through for an effect."""
WORD = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True)
class Body:
    """What a part matches and computes, in one of the two rulesets."""

    query: Query
    written: Rule | Aggregate | FactsLeaf
    computes: tuple[Expression, ...]
    """Expressions beside the conditions."""
    texts: tuple[str, ...]
    """The same as they are written."""


def body_of(typed: TypedRule | TypedAggregate | TypedLeaf, program: Program) -> Body:
    """The body of a part of a program."""
    match typed:
        case TypedRule():
            rule = typed.rule
            strength = str(rule.contributes.strength) if rule.contributes else ""
            fields = rule.derives.fields.values() if rule.derives else ()
            computes = (typed.strength, *(each for _, each in typed.derives))
            return Body(typed.query, rule, computes, (strength, *map(str, fields)))
        case TypedAggregate():
            body = program.ruleset.derive[typed.kind]
            called = tuple(each.argument for each in typed.fields if each.argument)
            texts = (*map(str, body.group_by.values()), *map(str, body.fields.values()))
            return Body(typed.query, body, (*(each for _, each in typed.group_by), *called), texts)
        case TypedLeaf():
            node = program.ruleset.scores[typed.score]
            assert isinstance(node, FactsLeaf)  # noqa: S101 - a typed leaf is made of nothing else
            return Body(typed.query, node, (typed.value,), (str(node.value),))


class Sight:
    """What parts of two rulesets can see of the causes in `bits`."""

    def __init__(self, old: Program, new: Program, facts: MixedFacts, bits: Bits) -> None:
        self.programs = (old, new)
        self.facts, self.bits = facts, bits
        self.parameters = {
            name.partition(" ")[2]: bit
            for name, bit in bits.items()
            if name.startswith("parameter ")
        }
        self.moved = {name: bits[name] for name in GIVEN if name in bits}
        self._direct: dict[int, tuple[int, frozenset[str]]] = {}
        self._shown: dict[str, bool] = {}
        self._presences: dict[str, int] = {}

    # --- parts --------------------------------------------------------------------------------

    def rule(self, name: str) -> int:
        """What a rule sees: its points, its matches, and whether it is missing."""
        typed = [(each.rule[name], each) for each in self.programs if name in each.rule]
        return self.bits.get(f"rule {name}", 0) | self._through(body_of(*each) for each in typed)

    def leaf(self, name: str) -> int:
        """What the rows of a leaf over facts see."""
        typed = [(leaf, each) for each in self.programs for leaf in each.leaves]
        bodies = (body_of(leaf, each) for leaf, each in typed if leaf.score == name)
        return self.bits.get(f"value {name}", 0) | self._through(bodies)

    def _through(self, bodies: Iterable[Body]) -> int:
        """What bodies see, and every kind behind them."""
        seen, waiting, known = 0, list(bodies), set[str]()
        while waiting:
            body = waiting.pop()
            mask, kinds = self._of(body)
            seen |= mask
            for kind in kinds - known:
                known.add(kind)
                seen |= self._makers(kind)
                waiting += self._bodies(kind)
        return seen

    def _bodies(self, kind: str) -> Iterator[Body]:
        """What makes a derived kind, in either ruleset."""
        for program in self.programs:
            for typed in program.derivers(kind):
                yield body_of(typed, program)
            if aggregate := program.aggregate(kind):
                yield body_of(aggregate, program)

    def _makers(self, kind: str) -> int:
        """The causes that change how a derived kind is made, or whether it is."""
        seen = self.bits.get(f"kind {kind}", 0)
        old, new = ({r.rule.id: r.rule for r in p.derivers(kind)} for p in self.programs)
        if (old and new) or any(program.aggregate(kind) for program in self.programs):
            for name in old.keys() | new.keys():
                if name not in old or name not in new or _derives(old[name]) != _derives(new[name]):
                    seen |= self.bits.get(f"rule {name}", 0)
        return seen

    # --- bodies -------------------------------------------------------------------------------

    def _of(self, body: Body) -> tuple[int, frozenset[str]]:
        """What a body sees by itself, and the kinds that it reads."""
        key = id(body.query)
        if key not in self._direct:
            self._direct[key] = self._looked_through(body)
        return self._direct[key]

    def _looked_through(self, body: Body) -> tuple[int, frozenset[str]]:
        seen, kinds = self._named(body.texts), set[str]()
        for expression in body.computes:
            seen |= self._given(expression)
        unless = body.written.unless if isinstance(body.written, Rule | Aggregate) else ()
        bodies = [(body.query, body.written), *zip(body.query.unless, unless, strict=True)]
        for query, written in bodies:
            conditions = list(zip(query.where, map(str, written.where), query.reads, strict=True))
            seen |= self._named(text for _, text, _ in conditions)
            for alias, kind in query.patterns:
                kinds.add(kind)
                single = [
                    condition
                    for condition, text, reads in conditions
                    if reads == {alias} and not self._named([text])
                ]
                seen |= self._of_pattern(alias, kind, single)
            for condition, text, reads in conditions:
                seen |= self._of_condition(condition, text, reads, dict(query.patterns))
        return seen, frozenset(kinds)

    def _named(self, texts: Iterable[str]) -> int:
        """The parameters that texts name and that have another value."""
        if not self.parameters:
            return 0
        words = {word for text in texts for word in WORD.findall(text)}
        return _union(bit for name, bit in self.parameters.items() if name in words)

    def _given(self, expression: Expression) -> int:
        """The dates (or the subject) that an expression asks for and that have moved."""
        names = {each.name for each in _walk(expression) if isinstance(each, Given)}
        return _union(bit for name, bit in self.moved.items() if name in names)

    def _of_pattern(self, alias: str, kind: str, conditions: list[Expression]) -> int:
        """The facts that a pattern may match, and what decides whether there are any."""
        seen = self._presence(kind)
        for entry in self.facts.by_kind.get(kind, ()):
            bits = self.facts.seen_by(entry)
            if bits & ~seen and (self._is_conduct(kind) or self.shows_beyond_grades(entry)):
                candidates = self._as_facts(entry, kind)
                if any(self._may_match(alias, fact, conditions) for fact in candidates):
                    seen |= bits
        return seen

    def _is_conduct(self, kind: str) -> bool:
        """Whether grades of a kind's facts decide something: the identity gate asks for them."""
        spec = self.facts.vocabulary.kinds.get(kind)
        return spec is not None and spec.nature is Nature.CONDUCT

    def shows_beyond_grades(self, entry: Entry) -> bool:
        """Whether an entry is known in some states only, or has other values in some."""
        if entry.id not in self._shown:
            self._shown[entry.id] = self._varies(entry)
        return self._shown[entry.id]

    def _varies(self, entry: Entry) -> bool:
        bits = _bits_of(self.facts.seen_by(entry))
        if len(bits) > MOST_BITS:
            return True
        found = (
            self.facts.fact(entry, sum(state)) for state in product(*((0, bit) for bit in bits))
        )
        first, *others = [fact and (fact.kind, fact.values) for fact in found]
        return any(other != first for other in others)

    def _may_match(self, alias: str, fact: Fact, conditions: list[Expression]) -> bool:
        """Whether no condition on this fact alone is false on every date that is asked for."""
        return any(
            all(value_of(each, {alias: fact}, setting) is not False for each in conditions)
            for setting in self.settings
        )

    def _of_condition(
        self, condition: Expression, text: str, reads: frozenset[str], kinds: Mapping[str, str]
    ) -> int:
        """The dates by which a condition takes another truth for some fact, if it is on one."""
        given = self._given(condition)
        if not given or len(reads) > 1 or self._named([text]):
            return given
        if not reads:
            return (
                given if len({value_of(condition, {}, each) for each in self.settings}) > 1 else 0
            )
        (alias,) = reads
        kind = kinds.get(alias)
        if kind is None or kind not in self.facts.vocabulary.kinds:
            return given
        for entry in self.facts.by_kind.get(kind, ()):
            for fact in self._as_facts(entry, kind):
                bound = {alias: fact}
                if len({value_of(condition, bound, each) for each in self.settings}) > 1:
                    return given
        return 0

    # --- facts --------------------------------------------------------------------------------

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """Every combination of the dates and subjects of both sides."""
        sides = [each.found.setting for each in (self.facts.old, self.facts.new)]
        values = [dict.fromkeys(getattr(each, name) for each in sides) for name in GIVEN]
        return tuple(Setting(*chosen) for chosen in product(*values))

    def _as_facts(self, entry: Entry, kind: str) -> tuple[Fact, ...]:
        """The different facts of a kind that an entry can be, known or not."""
        return tuple(Fact(row.id, kind, row.values) for row in entry.rows if row.kind == kind)

    def _presence(self, kind: str) -> int:
        """The causes that decide whether anything is known of a kind, where that can change."""
        if kind not in self._presences:
            self._presences[kind] = self._presence_of(kind)
        return self._presences[kind]

    def _presence_of(self, kind: str) -> int:
        if kind not in self.facts.vocabulary.kinds:
            return 0
        sides = (self.facts.old, self.facts.new)
        if all(kind in each.found.searched for each in sides):
            return 0
        entries = self.facts.by_kind.get(kind, ())
        if any(not self.facts.seen_by(each) and self.facts.fact(each, 0) for each in entries):
            return 0
        return self.facts.seen(kind) | self.bits.get(f"search {kind}", 0)


def _derives(rule: Rule) -> object:
    """A rule as far as what it derives depends on it."""
    return {key: value for key, value in meaning(rule).items() if key != "contributes"}


def _walk(expression: Expression) -> Iterator[Expression]:
    yield expression
    for part in parts(expression):
        yield from _walk(part)


def _union(masks: Iterable[int]) -> int:
    seen = 0
    for mask in masks:
        seen |= mask
    return seen


def _bits_of(mask: int) -> list[int]:
    return [1 << place for place in range(mask.bit_length()) if mask >> place & 1]
