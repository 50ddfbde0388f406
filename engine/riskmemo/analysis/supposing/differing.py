"""The facts of a case that differ under a supposition, kind by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riskmemo.analysis.supposing.given_parameters import GIVEN, parameter_fact
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.analysis.supposing.reads import Place
from riskmemo.language.program import Program
from riskmemo.model.facts import Fact

Kinds = Mapping[str, Sequence[Fact]]
Standing = Mapping[str, tuple[str, int]]
"""The kind of each base fact and where among its facts it stands, by id."""


@dataclass(frozen=True, slots=True)
class Differing:
    """Facts that differ: the new facts of each kind concerned, and what is new about them."""

    kinds: Mapping[str, list[Fact]]
    places: frozenset[Place]


def differing(kinds: Kinds, stands: Standing, otherwise: Otherwise, program: Program) -> Differing:
    """What differs from the facts; ids that no fact has are passed over."""
    new: dict[str, list[Fact]] = {}
    places: set[Place] = set()

    def of(kind: str) -> list[Fact]:
        return new.setdefault(kind, list(kinds[kind]))

    for name, values in otherwise.by_fact.items():
        if name in stands:
            kind, place = stands[name]
            fact = kinds[kind][place]
            of(kind)[place] = Fact(
                name, kind, {**fact.values, **values}, fact.grades, True, fact.evidence
            )
            places |= {(kind, where) for where in values}
    if otherwise.parameters:
        new[GIVEN] = [parameter_fact(program, otherwise.parameters)]
        places |= {(GIVEN, name) for name in otherwise.parameters}
    for name in otherwise.without & stands.keys():
        kind, _ = stands[name]
        new[kind] = [fact for fact in of(kind) if fact.id != name]
        places.add(kind)
    for fact in otherwise.added:
        of(fact.kind).append(fact)
        places.add(fact.kind)
    return Differing(new, frozenset(places))
