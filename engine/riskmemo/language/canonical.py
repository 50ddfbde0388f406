"""The order in which answers are given, so that equal answers are equal objects."""

from collections.abc import Mapping
from dataclasses import replace
from operator import itemgetter

from riskmemo.model.facts import Answer, Value

Rows = tuple[int | None, ...]
_place = itemgetter(0, 1)


def sort_key(value: Value) -> tuple[int, object]:
    """Orders values of one field: unknown first, then by value (text by code point)."""
    return (0, 0) if value is None else (1, value)


def in_canonical_order(answer: Answer) -> Answer:
    """Matches and gaps by rule (in the order of their ids) and facts; leaf values ascending."""
    return replace(
        answer,
        matches=tuple(sorted(answer.matches, key=_place)),
        gaps=tuple(sorted(answer.gaps, key=_place)),
        leaves=in_order(answer.leaves),
    )


def in_order(leaves: Mapping[str, Rows]) -> dict[str, Rows]:
    """Leaves by name, their values ascending, unknown ones last."""
    return {
        score: tuple(sorted(rows, key=lambda row: (row is None, row or 0)))
        for score, rows in sorted(leaves.items())
    }
