"""Values that a field may plausibly have, for saying what would have to be otherwise."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from riskmemo.language.values import LARGEST
from riskmemo.model.countries import country_codes
from riskmemo.model.facts import Setting, Value
from riskmemo.model.vocabulary import BUILT_IN_FIELDS, FieldSpec, FieldType, Vocabulary

FINEST = 6
"""Digits after the point of the smallest step."""
ANY_TEXT = "..."
"""What is tried where any text does."""


@dataclass(frozen=True)
class Plausible:
    """The values of one field: what its type and the vocabulary admit."""

    type: FieldType
    values: tuple[str, ...]
    low: float
    high: float

    def admits(self, value: Value) -> bool:
        """Whether a value is one that a case may state."""
        match self.type:
            case FieldType.BOOL:
                return isinstance(value, bool)
            case FieldType.NUMBER | FieldType.SHARE:
                number = isinstance(value, float) and not isinstance(value, bool)
                return number and self.low <= value <= self.high  # type: ignore[operator]
            case FieldType.TEXT:
                return isinstance(value, str) and value != ""
            case FieldType.CATEGORY:
                return value in self.values
            case FieldType.COUNTRY:
                return value in country_codes()
            case FieldType.DATE:
                return isinstance(value, datetime.date)
        assert_never(self.type)

    def around(self, target: Value, now: Value) -> Iterator[Value]:
        """A value, the nearest beside it, and some between it and the ends of the range.

        Steps are whole where the value and the present one are; else a unit of their last digit.
        """
        yield target
        if isinstance(target, datetime.date):
            for days in (1, -1):
                yield _moved(target, days)
        elif isinstance(target, float) and not isinstance(target, bool):
            step = float(Decimal(1).scaleb(-digits_of(target, now)))
            yield from (_near(target + step), _near(target - step))
            yield from (end for end in (self.low, self.high) if abs(end) < LARGEST)
            yield from ((target + end) / 2 for end in (self.low, self.high) if abs(end) < LARGEST)
            yield from (target + step / 1000, target - step / 1000)
        elif isinstance(target, str) and self.type is FieldType.TEXT:
            yield f"{target}a"
        yield from self.listed

    @property
    def listed(self) -> tuple[Value, ...]:
        """The values that can be listed."""
        return (True, False) if self.type is FieldType.BOOL else self.values

    def any(self, setting: Setting) -> Iterator[Value]:
        """Some values, for a field that only has to be known."""
        match self.type:
            case FieldType.BOOL | FieldType.CATEGORY:
                yield from self.listed
            case FieldType.NUMBER | FieldType.SHARE:
                yield from (max(self.low, min(self.high, number)) for number in (0.0, 1.0))
            case FieldType.TEXT:
                yield ANY_TEXT
            case FieldType.COUNTRY:
                yield setting.subject
            case FieldType.DATE:
                yield setting.as_of
            case _:
                assert_never(self.type)


def plausible(vocabulary: Vocabulary, kind: str, field: str) -> Plausible:
    """What a field of a base kind may be."""
    if field in BUILT_IN_FIELDS:
        return Plausible(FieldType.DATE, (), 0.0, 0.0)
    return _of(vocabulary.kinds[kind].fields[field])


def _of(spec: FieldSpec) -> Plausible:
    is_share = spec.type is FieldType.SHARE
    low = 0.0 if is_share else -LARGEST if spec.min is None else spec.min
    high = 1.0 if is_share else LARGEST if spec.max is None else spec.max
    return Plausible(spec.type, spec.values, low, high)


def in_time(values: Iterable[tuple[str, Value]]) -> bool:
    """Whether the two dates of a fact go together: an end needs a beginning that is not later."""
    dates = dict(values)
    begins, ends = (dates.get(name) for name in BUILT_IN_FIELDS)
    if ends is None:
        return True
    return begins is not None and begins <= ends  # type: ignore[operator]


def digits_of(*values: Value) -> int:
    """The most digits after the point that any of the numbers among some values has."""
    numbers = [each for each in values if isinstance(each, float) and not isinstance(each, bool)]
    exponents = [Decimal(repr(number)).normalize().as_tuple().exponent for number in numbers]
    return min(FINEST, max([0, *(-each for each in exponents if isinstance(each, int))]))


def _near(number: float) -> float:
    """The decimal that was meant."""
    return float(f"{number:.12g}")


def _moved(date: datetime.date, days: int) -> Value:
    try:
        return date + datetime.timedelta(days=days)
    except OverflowError:
        return date
