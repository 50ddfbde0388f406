"""Columns: one value for every draw, each distinct value once.

What is made of some columns is made once for each combination of values that occurs in them.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Item = TypeVar("Item")
Made = TypeVar("Made")
MOST = 2**62
"""Combinations that a number of 64 bits can tell apart."""


@dataclass(frozen=True, eq=False)
class Column(Generic[Item]):
    """`values[places[draw]]` is the value of a draw."""

    places: "NDArray[np.int64]"
    values: Sequence[Item]

    def at(self, draw: int) -> Item:
        """The value of a draw."""
        place: int = self.places[draw]
        return self.values[place]


def combinations(columns: Sequence[Column[Item]]) -> tuple[list[int], "NDArray[np.int64]"]:
    """A draw for each combination of values that occurs, and the combination of every draw."""
    keys, most = columns[0].places, len(columns[0].values)
    for column in columns[1:]:
        if most * len(column.values) > MOST:
            keys = np.unique(keys, return_inverse=True)[1]
            most = int(keys.max()) + 1
        keys = keys * len(column.values) + column.places
        most *= len(column.values)
    _, first, combination = np.unique(keys, return_index=True, return_inverse=True)
    return first.tolist(), combination


def column_of(
    made: Sequence[Item], combination: "NDArray[np.int64]", key: Callable[[Item], Hashable]
) -> Column[Item]:
    """What was made of each combination as a column; what has the same key is the same."""
    place: dict[Hashable, int] = {}
    values: list[Item] = []
    places = []
    for each in made:
        name = key(each)
        if name not in place:
            place[name] = len(values)
            values.append(each)
        places.append(place[name])
    return Column(np.array(places, dtype=np.int64)[combination], values)
