"""What a program, a case and an answer have in them, by name: a check that nothing is left out."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from riskmemo.language import tree
from riskmemo.language.program import Program, Query, TypedRule
from riskmemo.language.tree import Expression, parts
from riskmemo.language.types import Base
from riskmemo.model.facts import Answer, Fact
from riskmemo.model.ruleset import Branch, FactsLeaf, RulesLeaf
from riskmemo.model.vocabulary import Nature


def of_program(program: Program) -> Iterator[str]:
    """The node types, and everything of the language beside them, that a program uses."""
    queries = list(_queries(program))
    for query in queries:
        yield from _of_query(query, program)
    values = [each for query in queries for each in _wheres(query)]
    values += [rule.strength for rule in program.rules]
    values += [each for rule in program.rules for _, each in rule.derives]
    values += [each for made in program.aggregates for _, each in made.group_by]
    values += [c.argument for made in program.aggregates for c in made.fields if c.argument]
    values += [leaf.value for leaf in program.leaves]
    for value in values:
        for node in _nodes(value):
            yield from _of_node(node)
    yield from _of_rules(program)
    yield from _of_scores(program)


def _queries(program: Program) -> Iterator[Query]:
    yield from (rule.query for rule in program.rules)
    yield from (made.query for made in program.aggregates)
    yield from (leaf.query for leaf in program.leaves)


def _wheres(query: Query) -> Iterator[Expression]:
    yield from query.where
    for inner in query.unless:
        yield from _wheres(inner)


def _nodes(value: Expression) -> Iterator[Expression]:
    yield value
    for part in parts(value):
        yield from _nodes(part)


def _of_query(query: Query, program: Program) -> Iterator[str]:
    kinds = [kind for _, kind in query.patterns]
    yield f"joins: {len(kinds)} aliases"
    if len(set(kinds)) < len(kinds):
        yield "joins: self join"
    for inner in query.unless:
        yield f"absence: {len(inner.patterns)} patterns"
        names = {alias for alias, _ in query.patterns}
        if any(read & names for read in inner.reads):
            yield "absence: joined to the outside"
        if any(program.schemas[kind].derived for _, kind in inner.patterns):
            yield "absence: over a derived kind"


def _of_node(node: Expression) -> Iterator[str]:
    name = type(node).__name__
    match node:
        case tree.Compare(sign, left, right):
            yield f"node {name}: {sign}"
            yield f"compared: {left.type.base}"
            if isinstance(left, tree.Constant) != isinstance(right, tree.Constant):
                yield f"compared: constant {'left' if isinstance(left, tree.Constant) else 'right'}"
            if left.type.unit or right.type.unit:
                yield "compared: with a unit"
        case tree.Member(item):
            yield f"node {name}: {item.type.base}"
        case tree.Arithmetic(sign):
            yield f"node {name}: {sign}"
        case tree.Call(function, _, kind):
            yield f"node {name}: {function}"
            if kind.base is Base.DATE:
                yield f"node {name}: {function} of dates"
        case tree.Constant(_, _, parameter):
            yield f"node {name}: {'parameter' if parameter else 'literal'}"
        case tree.Given(word):
            yield f"node {name}: {word}"
        case _:
            yield f"node {name}"


def _of_rules(program: Program) -> Iterator[str]:
    yield f"strata: {len(program.kinds_in_order)} derived kinds"
    for kind in program.kinds_in_order:
        count = len(program.derivers(kind))
        if count > 1:
            yield f"derives: {min(count, 3)} rules make one kind"
    for made in program.aggregates:
        yield from (f"aggregate: {call.function}" for call in made.fields)
        yield f"aggregate: {len(made.group_by)} group fields"
    for rule in program.rules:
        yield from _of_contribution(rule)
        if rule.rule.bears_on:
            yield f"bears on hypotheses: {'identity' if rule.uses_identity else 'no identity'}"
        if rule.rule.hypothesis:
            yield "hypothesis: derives" if rule.rule.derives else "hypothesis: a rule"
        if any(program.schemas[k].nature is Nature.CLAIM for _, k in rule.query.patterns):
            yield "hypothesis: reads a claim"


def _of_contribution(rule: TypedRule) -> Iterator[str]:
    gives = rule.rule.contributes
    if gives is None:
        return
    yield f"contributes: per rule {gives.per_rule}"
    if rule.rule.derives:
        yield "contributes: and derives"
    if gives.points < 0:
        yield "contributes: negative points"
    if rule.uses_identity:
        yield f"identity: {'with' if rule.conduct else 'without'} conduct"


def _of_scores(program: Program) -> Iterator[str]:
    for node in program.ruleset.scores.values():
        missing = node.missing if isinstance(node.missing, str) else "minimum_coverage"
        match node:
            case RulesLeaf():
                yield f"rules leaf: {node.combine}"
                yield f"rules leaf: missing {missing}"
            case FactsLeaf():
                yield f"facts leaf: {node.combine}"
                yield f"facts leaf: missing {missing}"
            case Branch():
                yield f"branch: {node.combine}"
                yield f"branch: missing {missing}"
        if node.round:
            yield f"score: round {node.round.mode}"
        yield from (f"score: {end}" for end in ("cap", "floor") if getattr(node, end) is not None)


def of_facts(facts: Iterable[Fact]) -> Iterator[str]:
    """What is special about facts."""
    kinds = Counter(fact.kind for fact in facts)
    if max(kinds.values(), default=0) >= 40:
        yield "case: 40 facts of a kind"
    if not kinds:
        yield "case: no facts"
    seen = set()
    for fact in facts:
        content = (fact.kind, tuple(fact.values.items()))
        yield from ("case: duplicate facts" for _ in [1] if content in seen)
        seen.add(content)
        for value in fact.values.values():
            yield from _of_value(value)


def _of_value(value: object) -> Iterator[str]:
    match value:
        case None:
            yield "case: unknown field"
        case float() if value < 0:
            yield "case: negative number"
        case float() if 0 < value < 1e-200:
            yield "case: tiny number"
        case float() if math.isclose(value, 2**53, rel_tol=1e-9):
            yield "case: number near 2**53"
        case str() if len(value) > 1_000:
            yield "case: very long text"
        case str() if not value.isascii():
            yield "case: text beyond ASCII"
        case str() if "\n" in value or '"' in value:
            yield "case: text with quotes or line ends"
        case _:
            return


def of_answer(answer: Answer) -> Iterator[str]:
    """What came out."""
    yield from ("found: match" for _ in answer.matches[:1])
    yield from ("found: gap" for _ in answer.gaps[:1])
    for match in answer.matches:
        if match.gate is not None:
            yield f"found: gate {'open' if match.gate else 'held'}"
    for gap in answer.gaps:
        if gap.points:
            yield "found: gap with points"
    for finding in answer.findings:
        yield f"found: finding {'certain' if finding.certain else 'not certain'}"
        if None in finding.values.values():
            yield "found: finding with an unknown field"
