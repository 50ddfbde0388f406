"""A difference divided among its causes, exactly.

A game is a value for every set of causes that have come about. It is divided by the Shapley value
(L. S. Shapley, A value for n-person games, 1953): each cause gets what it adds, averaged over all
orders in which the causes could have come about. Where there are too many sets, it gets what it
adds in one order and in the same order backwards, averaged; that is the Shapley value too as long
as causes interact in pairs only. Either way the shares sum to the whole difference.

Sets are bit masks. A set without a value (the mixed state has no score, or no meaning) is none: the
causes that have to come about together to avoid it are taken as one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from riskmemo.model.comparison import Method

MOST_CAUSES = 14
"""Causes of one score over which the Shapley value is computed: 16,384 sets."""

Value = Callable[[int], int | None]
"""The value of a set of causes, in micropoints."""


@dataclass(frozen=True, slots=True)
class Division:
    """The shares of the causes, or of causes that only work together."""

    method: Method
    blocks: tuple[int, ...]
    """Each a mask of causes, in the order given."""
    shares: tuple[Fraction, ...]
    """In micropoints."""


def divided(blocks: Sequence[int], value: Value, most: int = MOST_CAUSES) -> Division:
    """The difference between all causes and none of them, by block.

    `value` must be known for the empty and for the whole set.
    """
    given = tuple(blocks)
    while len(given) <= most:
        values = _over_all_sets(given, value)
        if None not in values:
            return Division(
                "shapley", given, shapley([each for each in values if each is not None])
            )
        given = _joined(given, _together([each is not None for each in values]))
    return _in_order(given, value)


def shapley(values: Sequence[int]) -> tuple[Fraction, ...]:
    """The Shapley value of each of n players; `values` has one value a set, by its mask."""
    players = len(values).bit_length() - 1
    sizes = [mask.bit_count() for mask in range(len(values))]
    weights = [Fraction(1, players * comb(players - 1, size)) for size in range(players)]
    shares = []
    for player in range(players):
        bit, added = 1 << player, [0] * players
        for mask in range(len(values)):
            if not mask & bit:
                added[sizes[mask]] += values[mask | bit] - values[mask]
        parts = (weight * sum_ for weight, sum_ in zip(weights, added, strict=True) if sum_)
        shares.append(sum(parts, Fraction(0)))
    return tuple(shares)


def _over_all_sets(blocks: Sequence[int], value: Value) -> list[int | None]:
    masks = [0]
    for block in blocks:
        masks += [mask | block for mask in masks]
    return [value(mask) for mask in masks]


def _together(valid: Sequence[bool]) -> list[int]:
    """Groups of players, as masks, that have to come about together for every set to be valid.

    Two belong together where a set is invalid with the one and without the other, and valid once
    the one leaves as well as once the other joins. Where that shows no pair, all whose coming can
    make a set valid or invalid belong together. Old and new exchanged give the same groups.
    """
    players = len(valid).bit_length() - 1
    bits = [1 << player for player in range(players)]
    links, critical = set(), 0
    for mask, is_valid in enumerate(valid):
        if is_valid:
            continue
        healing = [bit for bit in bits if valid[mask ^ bit]]
        critical |= sum(healing)
        inside = [bit for bit in healing if mask & bit]
        links |= {one | other for one in inside for other in healing if not mask & other}
    return _components(sorted(links) or [critical])


def _components(links: Sequence[int]) -> list[int]:
    """Masks that overlap, made one."""
    groups: list[int] = []
    for link in links:
        apart = [group for group in groups if not group & link]
        whole = link
        for group in groups:
            whole |= group if group & link else 0
        groups = [*apart, whole]
    return groups


def _joined(blocks: Sequence[int], groups: Sequence[int]) -> tuple[int, ...]:
    """The blocks, each group of them made one where its first stands."""
    joined: dict[int, int] = {}
    for index, block in enumerate(blocks):
        group = next((each for each in groups if each >> index & 1), -1 - index)
        joined[group] = joined.get(group, 0) | block
    return tuple(joined.values())


def _in_order(blocks: Sequence[int], value: Value) -> Division:
    """What each block adds in the order given and backwards, averaged."""
    forwards, backwards = [0], [0]
    for block in blocks:
        forwards.append(forwards[-1] | block)
    for block in reversed(blocks):
        backwards.append(backwards[-1] | block)
    ahead = [value(mask) for mask in forwards]
    behind = [value(mask) for mask in reversed(backwards)]
    joined, shares, start = [], [], 0
    for end in range(1, len(blocks) + 1):
        first, last, upper, lower = ahead[start], ahead[end], behind[start], behind[end]
        if first is None or last is None or upper is None or lower is None:
            continue
        joined.append(forwards[end] & ~forwards[start])
        shares.append(Fraction(last - first + upper - lower, 2))
        start = end
    return Division("sequential", tuple(joined), tuple(shares))
