"""What the rules of a leaf give together, by counting the bits of those that have one.

Rules that give equal points and have their bits in one column are counted at once. `gone COLUMN`
holds the bits of rules that are missing: they have no match, and something unknown prevents one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from riskmemo.engines.sql.bits import has_bit, joined, masked
from riskmemo.engines.sql.cells import Existence, Place
from riskmemo.engines.sql.dialects import Dialect, no_bits, whole
from riskmemo.engines.sql.expressions import case_when, column
from riskmemo.engines.sql.folding import plain_micro
from riskmemo.engines.sql.queries import named
from riskmemo.language.program import TypedRule
from riskmemo.model.ruleset import Combine, Missing, RulesLeaf

GONE, EMPTY = "gone ", "empty "


def is_counted(leaf: RulesLeaf) -> bool:
    """Whether a leaf only adds up what its rules give."""
    return leaf.combine is Combine.SUM and leaf.missing is not Missing.WORST


@dataclass(frozen=True)
class Counting:
    """Sums over rules that have a bit."""

    dialect: Dialect
    existence: Existence

    def gone(self, rules: Iterable[TypedRule]) -> Iterator[exp.Expr]:
        """The columns of missing rules, from those of matches, waiting rules and empty kinds."""
        kinds: dict[Place, dict[str, int]] = {}
        for typed in rules:
            place = self.existence.places[typed.rule.id]
            empty = kinds.setdefault(Place(place.match, place.wait, 0), {})
            for kind in sorted({*typed.rule.match.values()}):
                empty[kind] = empty.get(kind, 0) | place.bit
        for place, empty in kinds.items():
            nothing = no_bits()
            waits = [
                case_when(column(EMPTY + kind), whole(mask), nothing.copy())
                for kind, mask in empty.items()
            ]
            every = exp.paren(joined([column(place.wait), *waits]), copy=False)
            unmatched = exp.BitwiseNot(this=column(place.match))
            item = exp.BitwiseAnd(this=every, expression=exp.paren(unmatched, copy=False))
            yield named(item, GONE + place.match)

    def points(self, rules: Iterable[TypedRule]) -> list[exp.Expr]:
        """What rules give."""
        return self._sums(rules, plain_micro, "")

    def lost(self, rules: Iterable[TypedRule], attainable: Mapping[str, int]) -> list[exp.Expr]:
        """What missing rules could give, in size."""
        return self._sums(rules, lambda typed: attainable[typed.rule.id], GONE)

    def _sums(
        self, rules: Iterable[TypedRule], worth: Callable[[TypedRule], int], prefix: str
    ) -> list[exp.Expr]:
        masks: dict[tuple[str, int], int] = {}
        for typed in rules:
            place = self.existence.places[typed.rule.id]
            key = (prefix + place.match, worth(typed))
            masks[key] = masks.get(key, 0) | place.bit
        return [
            exp.Mul(
                this=exp.cast(self.dialect.ones(masked(column(name), mask)), "BIGINT"),
                expression=whole(points),
            )
            for (name, points), mask in masks.items()
            if points
        ]

    def any_of(self, rules: Iterable[TypedRule], prefix: str = "") -> Sequence[exp.Expr]:
        """Whether some rule has a match, or with the prefix of missing rules is missing."""
        masks: dict[str, int] = {}
        for typed in rules:
            place = self.existence.places[typed.rule.id]
            name = prefix + place.match
            masks[name] = masks.get(name, 0) | place.bit
        return [has_bit(name, mask) for name, mask in masks.items()]
