"""Indicators to watch, with the thresholds at which a band would move."""

from collections.abc import Iterator

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.counterfactual.counterfactuals import counterfactuals
from riskmemo.model.base import Scalar
from riskmemo.model.counterfactual import (
    Change,
    Counterfactual,
    Counterfactuals,
    Direction,
    ScoreCourses,
    Sign,
    Signpost,
)


def signposts(basis: Basis, found: Counterfactuals | None = None) -> tuple[Signpost, ...]:
    """The signposts of all counterfactuals: what one change reaches first, then the nearest first.

    `found` are the counterfactuals of the basis, where somebody has them already.
    """
    every = [
        (len(each.changes), sign)
        for courses in (found or counterfactuals(basis)).scores
        for way, each in _told(courses)
        for sign in _signs(courses.score, way, each)
    ]
    every.sort(key=lambda ranked: (ranked[0], ranked[1].distance, ranked[1].fact))
    return tuple({_what(sign): sign for _, sign in reversed(every)}.values())[::-1]


def _told(courses: ScoreCourses) -> Iterator[tuple[Direction, Counterfactual]]:
    yield from (("up", each) for each in courses.up.all)
    yield from (("down", each) for each in courses.down.all)


def _signs(score: str, way: Direction, found: Counterfactual) -> Iterator[Signpost]:
    for change in found.changes:
        others = [each.fact for each in found.changes if each is not change]
        yield Signpost(
            fact=change.fact,
            kind=change.kind,
            field=change.field,
            now=change.before,
            sign=_sign(change),
            threshold=() if change.field is None else (change.after, *change.alike),
            distance=change.distance,
            score=score,
            direction=way,
            value=found.value[1],
            band=found.band[1],
            together_with=others[0] if others else None,
        )


def _sign(change: Change) -> Sign:
    if change.field is None:
        return "is absent"
    if change.scaled:
        return "at least" if _is_more(change.before, change.after) else "at most"
    return "is"


def _is_more(before: Scalar, after: Scalar) -> bool:
    if isinstance(before, str) or isinstance(after, str):
        return str(after) > str(before)
    return (after or 0) > (before or 0)


def _what(sign: Signpost) -> tuple[object, ...]:
    return sign.fact, sign.field, sign.threshold, sign.score, sign.direction
