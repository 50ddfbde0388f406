"""Swaps: values that change places in all facts of a case, and what moves then.

Which values, the vocabulary says; nothing here knows what they mean. A swap is tried by supposing
the other values, so what it shows is what a case file would show that was rewritten by hand.
"""

from collections.abc import Iterable, Iterator, Mapping

from riskmemo.analysis.fairness.moves import Moves
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.language.named_values import Place, copies_of, read_places, values_named
from riskmemo.language.swaps import NEVER_REWRITTEN, split
from riskmemo.language.types import Base
from riskmemo.model.facts import Fact, Value
from riskmemo.model.identity import SwapRecord, SwapTry
from riskmemo.model.vocabulary import FieldType, Swap

Naming = Mapping[str, tuple[str, ...]]
"""Values that rules name, and the rules that do."""

MOST_TRIES = 12
"""Exchanges that are tried of each swap; the others are counted."""


class Swaps:
    """The swaps of a vocabulary, on one case."""

    def __init__(self, moves: Moves) -> None:
        self.moves = moves
        self.facts = moves.basis.found.facts
        self.program = moves.basis.found.program
        self.read = read_places(self.program)
        self.kind = {fact.id: fact.kind for fact in self.facts}

    def records(self) -> Iterator[SwapRecord]:
        """Every swap, tried, in the order of the vocabulary."""
        for swap in self.program.vocabulary.swaps:
            naming = self._naming(swap)
            pairs = list(self._pairs(swap, naming))
            tries = pairs[:MOST_TRIES]
            yield SwapRecord(
                id=swap.id,
                title=swap.title,
                doc=swap.doc,
                identity=swap.identity,
                type=self._type(swap),
                fields=swap.fields,
                tries=tuple(self._tried(swap, *pair, naming) for pair in tries),
                left_out=len(pairs) - len(tries),
            )

    def _tried(self, swap: Swap, one: str, other: str, naming: Naming) -> SwapTry:
        values = self._exchanged(swap, one, other)
        seen = any((self.kind[name], field) in self.read for name, field in values)
        named = dict.fromkeys((*naming.get(one, ()), *naming.get(other, ())))
        return SwapTry(
            replaced=one,
            by=other,
            facts=tuple(dict.fromkeys(name for name, _ in values)),
            named_by=tuple(named),
            moved=self.moves.under(Otherwise(values=values)) if seen else (),
        )

    def _exchanged(self, swap: Swap, one: str, other: str) -> dict[tuple[str, str], Value]:
        """(fact, field) to its new value, for every place that holds one of the two."""
        places, to = self._places(swap), {one: other, other: one}
        return {
            (fact.id, field): to[value]
            for fact, field, value in self._on_file(places)
            if value in to
        }

    def _pairs(self, swap: Swap, naming: Naming) -> Iterator[tuple[str, str]]:
        """Values on file, each with what it changes places with, each pair once.

        What the rules name comes first, then what the vocabulary lists, then what is on file. The
        subject of the case changes places with nobody.
        """
        places = {split(each) for each in swap.fields}
        own = sorted(
            {value for _, _, value in self._on_file(places)},
            key=lambda each: (each not in naming, each),
        )
        is_country = self._type(swap) is FieldType.COUNTRY
        seen = {self.moves.basis.case.subject} if is_country else set()
        others = dict.fromkeys((*sorted(naming), *swap.values, *self._others(swap, own)))
        for one in own:
            if one in seen:
                continue
            seen.add(one)
            yield from ((one, other) for other in others if other not in seen)

    def _others(self, swap: Swap, own: list[str]) -> list[str]:
        """The values on file that may take the place of one."""
        if swap.among == "fields":
            return own
        return sorted({value for _, _, value in self._on_file(self._countries())})

    def _naming(self, swap: Swap) -> Naming:
        """The values that rules compare with what the swap rewrites, and which rules do."""
        return values_named(self.program, copies_of(self.program, self._places(swap)))

    def _places(self, swap: Swap) -> set[Place]:
        """The declared fields that a swap rewrites."""
        return self._countries() if swap.throughout else {split(each) for each in swap.fields}

    def _countries(self) -> set[Place]:
        """Every country field of a kind that may be rewritten."""
        return {
            (kind, name)
            for kind, spec in self.program.vocabulary.kinds.items()
            for name in spec.fields
            if spec.nature not in NEVER_REWRITTEN
            and self.program.schemas[kind].fields[name].base is Base.COUNTRY
        }

    def _type(self, swap: Swap) -> FieldType:
        kind, field = split(swap.fields[0])
        return self.program.vocabulary.kinds[kind].fields[field].type

    def _on_file(self, places: Iterable[Place]) -> Iterator[tuple[Fact, str, str]]:
        """Each fact with each known value that it holds in one of the places."""
        wanted = sorted(places)
        for fact in self.facts:
            for kind, field in wanted:
                value = fact.values[field] if kind == fact.kind else None
                if isinstance(value, str):
                    yield fact, field, value
