"""The values of a number or date in order: how far apart, in which steps, between which ends."""

import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from riskmemo.language.meaning import compared
from riskmemo.language.tree import Comparison
from riskmemo.language.values import LARGEST
from riskmemo.model.facts import Value
from riskmemo.model.vocabulary import FieldSpec, FieldType

Thresholds = Iterable[tuple[Comparison, Value]]

DAYS_IN_A_YEAR = 365.25
YEARS_BACK = 10
"""How far back a date is moved where its exact day is computed with."""
TIMES = 10
"""A number without plausible bounds is taken to a tenth and to ten times its value."""
FINENESS = 3
"""A number moves in steps of a thousandth of its width, made a power of ten."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A field's values as whole multiples of a step.

    Days count from the year 1; distances are years, or shares of the plausible width.
    """

    size: Fraction
    width: float
    low: Fraction
    high: Fraction
    far: tuple[Fraction, ...]
    """The ends to which the field is taken where it is computed with."""
    whole: bool
    """Whether only multiples of the step are values at all."""
    to_value: Callable[[Fraction], Value]

    def distance(self, now: Value, value: Value) -> float:
        """How far a value lies from the present one; 1 where that is unknown."""
        if now is None:
            return 1.0
        return float(abs(_number(value) - _number(now))) / self.width

    def is_above(self, value: Value, now: Value) -> bool:
        """Whether a value is the greater one."""
        return _number(value) > _number(now)

    def turns(self, now: Value, thresholds: Thresholds) -> frozenset[Value]:
        """The nearest values for which a comparison is no longer what it is."""
        found: set[Value] = set()
        for operator, bound in thresholds:
            truth = compared(operator, now, bound)
            around = filter(self._is_possible, self._around(operator, _number(bound)))
            values = map(self.to_value, around)
            found.update(value for value in values if compared(operator, value, bound) is not truth)
        return frozenset(found)

    def ends(self, now: Value, bends: Iterable[float]) -> frozenset[Value]:
        """The ends of the plausible range, and the numbers between at which a course may bend."""
        inside = [Fraction(bend) for bend in bends if self.far and not _is_day(now)]
        numbers = [
            *self.far,
            *(each for each in inside if min(self.far) < each < max(self.far)),
        ]
        return frozenset(self.to_value(each) for each in numbers if self._is_possible(each))

    def between(self, near: Value, far: Value) -> Sequence[Value]:
        """The multiples of the step after `near`, up to `far`, which comes last."""
        first, last = _number(near), _number(far)
        return _Between(self, first, last)

    def _around(self, operator: Comparison, bound: Fraction) -> Iterator[Fraction]:
        """The last value below a bound, the bound, and the first one above it."""
        size = self.size
        on_step = not self.whole or bound % size == 0
        below = math.ceil(bound / size) * size - size if self.whole else bound - size
        above = math.floor(bound / size) * size + size if self.whole else bound + size
        if on_step:
            yield bound
        if operator in {"==", "!=", "<", ">="} or not on_step:
            yield below
        if operator in {"==", "!=", ">", "<="} or not on_step:
            yield above

    def _is_possible(self, number: Fraction) -> bool:
        if self.whole and number % self.size:
            return False
        return self.low <= number <= self.high


@dataclass(frozen=True, slots=True)
class _Between(Sequence[Value]):
    """Values from one to another, made when they are looked at."""

    steps: Steps
    near: Fraction
    far: Fraction

    def __len__(self) -> int:
        return math.ceil(abs(self.far - self.near) / self.steps.size)

    def __getitem__(self, index: int) -> Value:  # type: ignore[override]  # no slices here
        if index >= len(self) - 1:
            return self.steps.to_value(self.far)
        size = self.steps.size
        if self.far > self.near:
            return self.steps.to_value((math.floor(self.near / size) + index + 1) * size)
        return self.steps.to_value((math.ceil(self.near / size) - index - 1) * size)


def date_steps(as_of: datetime.date, latest: datetime.date) -> Steps:
    """Days up to the latest that is possible."""
    end = Fraction(latest.toordinal())
    back = Fraction(max(1, as_of.toordinal() - round(YEARS_BACK * DAYS_IN_A_YEAR)))
    return Steps(Fraction(1), DAYS_IN_A_YEAR, Fraction(1), end, (back, end), True, _day)


def number_steps(spec: FieldSpec, now: Value, on_file: Sequence[float]) -> Steps:
    """The steps of a number or share.

    Where both bounds are declared (a share has 0 and 1) the width lies between them; else it is
    the size of the present value, or of the largest on file where that is 0 or unknown, or 1.
    """
    share = spec.type is FieldType.SHARE
    low, high = (0.0, 1.0) if share else (spec.min, spec.max)
    if low is not None and high is not None and high > low:
        width = high - low
    else:
        width = abs(_float(now)) or max(map(abs, on_file), default=0.0) or 1.0
    whole = bool(on_file) and not share and all(each == int(each) for each in on_file)
    fine = Fraction(Decimal(1).scaleb(math.floor(math.log10(width)) - FINENESS))
    size = max(Fraction(1), fine) if whole else fine
    bounds = [None if bound is None else _number(bound) for bound in (low, high)]
    declared = [bound for bound in bounds if bound is not None]
    far = _far(_number(now), *bounds) if now is not None else declared
    if whole:
        far = [_inward(end, _number(now), size) for end in far]
    least = Fraction(-LARGEST) if bounds[0] is None else bounds[0]
    most = Fraction(LARGEST) if bounds[1] is None else bounds[1]
    return Steps(size, width, least, most, tuple(far), whole, float)


def _far(now: Fraction, low: Fraction | None, high: Fraction | None) -> list[Fraction]:
    """The ends of the plausible range: as declared, or a tenth and ten times the value."""
    tenth, tenfold = sorted((now / TIMES, now * TIMES))
    return [tenth if low is None else low, tenfold if high is None else high]


def _inward(end: Fraction, now: Fraction, size: Fraction) -> Fraction:
    """The multiple of the step next to an end, on the side of the present value."""
    return (math.ceil(end / size) if end < now else math.floor(end / size)) * size


def _day(number: Fraction) -> datetime.date:
    return datetime.date.fromordinal(int(number))


def _is_day(value: Value) -> bool:
    return isinstance(value, datetime.date)


def _float(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _number(value: Value) -> Fraction:
    """A number as the decimal it was written as, a date as the number of its day."""
    if isinstance(value, datetime.date):
        return Fraction(value.toordinal())
    return Fraction(Decimal(repr(_float(value))))
