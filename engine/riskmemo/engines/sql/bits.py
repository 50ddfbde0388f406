"""Sets of facts and rules as bits of whole numbers, so that many fit into one column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlglot import exp

from riskmemo.engines.sql.dialects import no_bits, whole
from riskmemo.engines.sql.expressions import case_when, column

SIZE = 62
"""Bits of one column."""
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Bits(Generic[Thing]):
    """Things that each have a bit; the columns are numbered from 1."""

    places: Mapping[Thing, int]

    @classmethod
    def of(cls, things: Iterable[Thing]) -> "Bits[Thing]":
        """A bit for each different thing."""
        return cls({each: place for place, each in enumerate(dict.fromkeys(things))})

    def words(self, things: Iterable[Thing] | None = None) -> Sequence[int]:
        """The numbers of the columns in which things are, of all of them by default."""
        some = self.places if things is None else things
        return sorted({self.places[each] // SIZE + 1 for each in some})

    def bit(self, thing: Thing) -> tuple[int, int]:
        """The number of the column of a thing, and its bit."""
        word, place = divmod(self.places[thing], SIZE)
        return word + 1, 1 << place

    def masks(self, things: Iterable[Thing]) -> dict[int, int]:
        """The bits of things by column."""
        masks: dict[int, int] = {}
        for thing in things:
            word, bit = self.bit(thing)
            masks[word] = masks.get(word, 0) | bit
        return masks


def has_all(masks: Mapping[int, int], name: str, table: str | None = None) -> Iterator[exp.Expr]:
    """Whether all bits are set in the columns `name NUMBER`."""
    for word, mask in masks.items():
        yield exp.EQ(this=masked(column(f"{name}{word}", table), mask), expression=whole(mask))


def has_none(masks: Mapping[int, int], name: str, table: str | None = None) -> Iterator[exp.Expr]:
    """Whether none of the bits is set in the columns `name NUMBER`."""
    for word, mask in masks.items():
        yield exp.EQ(this=masked(column(f"{name}{word}", table), mask), expression=whole(0))


def has_bit(name: str, bits: int) -> exp.Expr:
    """Whether any of some bits is set in a column."""
    return exp.NEQ(this=masked(column(name), bits), expression=whole(0))


def joined(items: Sequence[exp.Expr]) -> exp.Expr:
    """The bits of all items; 0 without any."""
    total: exp.Expr = whole(0)
    for number, item in enumerate(items):
        total = exp.BitwiseOr(this=total, expression=item) if number else item
    return total


def bit_if(condition: exp.Expr, bit: int) -> exp.Expr:
    """A bit where a condition is true, else nothing."""
    return case_when(condition, whole(bit), no_bits())


def masked(item: exp.Expr, mask: int) -> exp.Expr:
    """Some bits of a whole number."""
    return exp.paren(exp.BitwiseAnd(this=item, expression=whole(mask)), copy=False)
