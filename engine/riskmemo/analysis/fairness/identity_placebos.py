"""Placebo cases: the same case without identity, and what moves then."""

from collections.abc import Iterator

from riskmemo.analysis.fairness.moves import Moves
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.language.identity_flow import Reach
from riskmemo.language.swaps import split
from riskmemo.model.facts import Fact, Value
from riskmemo.model.identity import Placebo, PlaceboId
from riskmemo.model.vocabulary import Nature

Values = dict[tuple[str, str], Value]


def placebos(moves: Moves, reach: Reach) -> Iterator[Placebo]:
    """The three placebos; what says nothing of identity is the same in all of them."""
    facts = moves.basis.found.facts
    gone = frozenset(fact.id for fact in facts if is_identity(fact, reach))
    unknown = {place: None for fact in facts for place in _identity_fields(fact, reach)}
    others = {place: value for place, value in unknown.items() if place[0] not in gone}
    neutral = _neutral(facts, reach)
    yield _placebo("absent", Otherwise(values=others, without=gone), moves)
    yield _placebo("unknown", Otherwise(values=unknown), moves)
    yield _placebo("neutral", Otherwise(values=neutral), moves)


def is_identity(fact: Fact, reach: Reach) -> bool:
    """Whether a fact is of a kind of nature identity."""
    return reach.program.vocabulary.kinds[fact.kind].nature is Nature.IDENTITY


def _identity_fields(fact: Fact, reach: Reach) -> Iterator[tuple[str, str]]:
    """The known fields of a fact that are identity."""
    for name, value in fact.values.items():
        if value is not None and (fact.kind, name) in reach.fields:
            yield fact.id, name


def _neutral(facts: tuple[Fact, ...], reach: Reach) -> Values:
    """The neutral value of a swap in place of each value that the swap is about."""
    neutral = {
        split(name): swap.neutral
        for swap in reach.program.vocabulary.swaps
        if swap.identity and swap.neutral is not None
        for name in swap.fields
    }
    return {
        (fact.id, name): neutral[fact.kind, name]
        for fact in facts
        for name, value in fact.values.items()
        if value is not None and (fact.kind, name) in neutral
    }


def _placebo(name: PlaceboId, otherwise: Otherwise, moves: Moves) -> Placebo:
    facts = sorted({fact for fact, _ in otherwise.values} | otherwise.without)
    moved = moves.under(otherwise) if facts else ()
    return Placebo(id=name, facts=tuple(facts), moved=moved)
