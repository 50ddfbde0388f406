"""Drop one fact: what every score would be if the case did not hold it."""

from collections import Counter
from collections.abc import Iterator

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.language.bodies import all_patterns
from riskmemo.language.program import Program, Query
from riskmemo.model.effects import Effect

MOST_FACTS_SUPPOSED = 300_000
"""Facts left out times facts of the case: beyond it the facts that give least are not tried."""


def drop_facts(basis: Basis) -> tuple[Effect, ...]:
    """The effect on the base scores of dropping each fact that has one, in the order of the ids.

    In a case of more than some 500 facts only those are tried that `facts_to_drop` has first.
    Raises `EvaluationRefused` past the limits.
    """
    effects = (
        basis.effect(name, basis.supposing.scores(Otherwise(without=frozenset({name}))))
        for name in sorted(facts_to_drop(basis)[0])
    )
    return tuple(effect for effect in effects if effect.changes or effect.bands)


def facts_to_drop(basis: Basis) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts that are left out in turn and those for which there are too many.

    The facts on which most points rest come first, then others that can change something, by id.
    """
    resting: Counter[str] = Counter()
    for match in basis.found.answer.matches:
        for name in match.evidence:
            resting[name] += abs(match.contribution or 0)
    in_order = sorted(_that_matter(basis), key=lambda name: (-resting[name], name))
    allowed = MOST_FACTS_SUPPOSED // max(1, len(basis.found.facts))
    return tuple(in_order[:allowed]), tuple(in_order[allowed:])


def _that_matter(basis: Basis) -> Iterator[str]:
    """Facts that can change anything.

    A match or gap rests on such a fact; or it is of a kind that an absence, an aggregate or a leaf
    reads, where a fact can count without being evidence; or it is the only one of its kind.
    """
    found = basis.found
    evidence = {fact.id: fact.evidence for fact in (*found.facts, *found.answer.findings)}
    used = {name for match in found.answer.matches for name in match.evidence}
    used |= {base for gap in found.answer.gaps for _, name in gap.facts for base in evidence[name]}
    silent, counts = _read_silently(found.program), Counter(fact.kind for fact in found.facts)
    read = _read(found.program)
    for fact in found.facts:
        is_last = counts[fact.kind] == 1 and fact.kind not in found.searched
        if fact.kind in read and (fact.id in used or fact.kind in silent or is_last):
            yield fact.id


def _read(program: Program) -> frozenset[str]:
    """The kinds that anything in the base matches."""
    base = (rule.query for rule in program.rules if rule.rule.hypothesis is None)
    return frozenset(
        kind for query in (*base, *_wholes(program)) for _, kind in all_patterns(query)
    )


def _read_silently(program: Program) -> frozenset[str]:
    """The kinds that absences, aggregates and leaves match."""
    whole = _wholes(program)
    bodies = [*(rule.query for rule in program.rules), *whole]
    inner = [absence for query in bodies for absence in query.unless]
    return frozenset(kind for query in (*whole, *inner) for _, kind in all_patterns(query))


def _wholes(program: Program) -> list[Query]:
    """The bodies that look at every row."""
    return [
        *(each.query for each in program.aggregates),
        *(each.query for each in program.leaves),
    ]
