"""What arithmetic on values means, shared by every engine that computes in Python.

`None` is unknown. Whatever has no result (division by zero, `ln` of 0 or less, a number beyond
2**53 either way, a date outside the years 1-9999) is unknown too.
"""

import calendar
import datetime
import math
import re
from collections.abc import Sequence

from riskmemo.language.tree import Function, Operator, Period

LARGEST = float(2**53)
"""Numbers beyond this either way have no value; up to it every whole number is exact."""


ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def date_of(text: str) -> datetime.date | None:
    """The day a text names as year-month-day; ISO's other spellings (`2025-W10-1`) name none."""
    try:
        return datetime.date.fromisoformat(text) if ISO_DATE.fullmatch(text) else None
    except ValueError:
        return None


def bounded(number: float) -> float | None:
    """The number, or unknown where it is NaN or too large; minus zero becomes zero."""
    return number + 0.0 if -LARGEST <= number <= LARGEST else None


def arithmetic(operator: Operator, left: float, right: float) -> float | None:
    """One IEEE double operation."""
    match operator:
        case "+":
            return bounded(left + right)
        case "-":
            return bounded(left - right)
        case "*":
            return bounded(left * right)
        case "/":
            return bounded(left / right) if right != 0 else None


def shifted(date: datetime.date, period: Period, sign: int) -> datetime.date | None:
    """A date moved by months, the day held to the month's last, and then by days."""
    month = date.year * 12 + date.month - 1 + sign * period.months
    year, index = divmod(month, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return None
    day = min(date.day, calendar.monthrange(year, index + 1)[1])
    try:
        return datetime.date(year, index + 1, day) + datetime.timedelta(days=sign * period.days)
    except OverflowError:
        return None


def goalposts(value: float, low: float, high: float) -> float | None:
    """`(value - low) / (high - low)`, held to 0-1 (UNDP, HDR technical notes)."""
    span, above = arithmetic("-", high, low), arithmetic("-", value, low)
    share = None if span is None or above is None else arithmetic("/", above, span)
    return None if share is None else min(1.0, max(0.0, share))


def call(function: Function, arguments: Sequence[float]) -> float | None:
    """A numeric function of known numbers; `min` and `max` serve dates too."""
    match function:
        case "min":
            return min(arguments)
        case "max":
            return max(arguments)
        case "abs":
            return abs(arguments[0])
        case "ln":
            return bounded(math.log(arguments[0])) if arguments[0] > 0 else None
        case "exp":
            return bounded(math.exp(arguments[0])) if arguments[0] < 40 else None
        case "goalposts":
            return goalposts(*arguments)
