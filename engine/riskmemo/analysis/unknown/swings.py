"""How far a total could move over several suppositions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from riskmemo.analysis.basis import Basis, Scores
from riskmemo.model.missing import Answer, Swing
from riskmemo.model.points import to_points

Chosen = tuple[int, ...]
"""The places of the values that a supposition chose."""
Learnt = Callable[[Sequence[Chosen]], tuple[str, tuple[Answer, ...]]]
"""What would have to be learnt for some of the suppositions, in words and as values."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """The scores under one supposition."""

    chosen: Chosen
    scores: Scores


def swing_of(
    basis: Basis, total: str, supposed: Sequence[Supposed], learnt: Learnt | None = None
) -> Swing | None:
    """How far a total could move from what it is; none where nothing moves it."""
    now = basis.now[total].value
    values = [each.scores[total].value for each in supposed]
    if all(value == now for value in values):
        return None
    known = [value for value in (now, *values) if value is not None]
    low, high = min(known), max(known)

    def when(extreme: int) -> tuple[str | None, tuple[Answer, ...]]:
        chosen = [
            each.chosen for each, value in zip(supposed, values, strict=True) if value == extreme
        ]
        return learnt(chosen) if learnt and chosen and extreme != now else (None, ())

    low_if, low_answers = when(low)
    high_if, high_answers = when(high)

    return Swing(
        low=to_points(low),
        high=to_points(high),
        down=None if now is None else to_points(low - now),
        up=None if now is None else to_points(high - now),
        low_if=low_if,
        high_if=high_if,
        low_answers=low_answers,
        high_answers=high_answers,
        bands=_bands(basis, total, values),
        comes_or_goes=(now is None) or None in values,
    )


def largest(swings: Mapping[str, Swing]) -> float:
    """The largest swing of a total; one that could come or go swings more than any number."""
    return max((_size(swing) for swing in swings.values()), default=0.0)


def _size(swing: Swing) -> float:
    if swing.comes_or_goes or swing.low is None or swing.high is None:
        return inf
    return float(swing.high - swing.low)


def _bands(basis: Basis, total: str, values: Iterable[int | None]) -> tuple[str | None, ...]:
    """The bands that differ from the present one, in the order of the values; no score is first."""
    if basis.ruleset.scores[total].bands is None:
        return ()
    in_order = sorted(set(values), key=lambda value: (value is not None, value or 0))
    found = dict.fromkeys(basis.band(total, value) for value in in_order)
    return tuple(band for band in found if band != basis.band(total, basis.now[total].value))
