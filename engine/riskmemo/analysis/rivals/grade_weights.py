"""What evidence weighs by its grade.

The standard (AJP-2.1, STANAG 2511) orders reliability A-E and credibility 1-5 and gives no
distances, so both go down in equal steps, from 1 to 0.2, and are multiplied: B2 weighs 0.8 times
0.8. F and 6 stand outside the order. They say that nobody can judge, so they get no weight at all,
which is neither the least nor a middle one.
"""

from collections.abc import Iterable, Mapping
from itertools import product

from riskmemo.model.grading import Credibility, Reliability

Grade = tuple[Reliability, Credibility]

_TENTHS_RELIABILITY = dict(zip(Reliability, (10, 8, 6, 4, 2), strict=False))
_TENTHS_CREDIBILITY = dict(zip(Credibility, (10, 8, 6, 4, 2), strict=False))


def weight_of(grade: Grade | None) -> int | None:
    """The weight in millionths (A1 is a million); none where a part cannot be judged."""
    if grade is None:
        return None
    reliability, credibility = grade
    if reliability is Reliability.F or credibility is Credibility.CANNOT_BE_JUDGED:
        return None
    return _TENTHS_RELIABILITY[reliability] * _TENTHS_CREDIBILITY[credibility] * 10_000


def best_of(grades: Iterable[Grade]) -> Grade | None:
    """The grade of what several sources say: the best; none without a source."""
    return max(grades, key=_RANK.__getitem__, default=None)


def worst_of(grades: Iterable[Grade | None]) -> Grade | None:
    """The grade of what needs several facts: the worst, and one that cannot be judged before it."""
    return min(grades, key=_RANK.__getitem__, default=None)


def _rank(grade: Grade) -> tuple[int, int, int]:
    """Orders grades by weight, those that cannot be judged first, and then by letter and digit."""
    weight = weight_of(grade)
    return (-1 if weight is None else weight, -ord(grade[0]), -grade[1])


EVERY_GRADE: tuple[Grade, ...] = tuple(product(Reliability, Credibility))
_RANK: Mapping[Grade | None, tuple[int, int, int]] = {
    None: (-2, 0, 0),
    **{grade: _rank(grade) for grade in EVERY_GRADE},
}
