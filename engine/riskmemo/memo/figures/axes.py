"""The lines of a scale behind a chart: round values with their numbers in the memo's language."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import DataRow, Dataset

STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
MOST_STEPS = 5
"""Steps between the first and the last line; a chart has no room for more."""


def round_values(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Round values, evenly apart, of which the first and the last hold both ends between them."""
    step = _step(high - low)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(step * number for number in range(int(first), int(last) + 1))


def _step(length: Decimal) -> Decimal:
    """The smallest round step of which `MOST_STEPS` are no shorter than the length."""
    wanted = (length or Decimal(1)) / MOST_STEPS
    power = Decimal(1).scaleb(wanted.adjusted())
    return next(step * power for step in STEPS if step * power >= wanted)


def grid(materials: Materials, values: Sequence[Decimal], **same: float) -> Dataset:
    """A line for each value; `same` stands in every row."""
    number = materials.formats.number
    rows: list[DataRow] = [{"value": float(each), "label": number(each), **same} for each in values]
    return Dataset("grid", tuple(rows))
