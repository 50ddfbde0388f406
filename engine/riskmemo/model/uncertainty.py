"""How uncertain a number is, as it is written: an interval, a distribution, or reported values."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from riskmemo.model.base import Record, Text

Reported = bool | int | float | str
"""A value as it is written; a date is its text."""
Form = Literal["interval", "uniform", "triangular", "normal", "beta", "reported", "conflict"]
"""How a range is written; `conflict` is that between sources, which has none."""

FORMS: tuple[Form, ...] = ("interval", "uniform", "triangular", "normal", "beta", "reported")


class Uniform(Record):
    """Every number between two is equally likely."""

    low: float
    high: float

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if not self.low < self.high:
            raise ValueError("`low` must be less than `high`")
        return self


class Triangular(Record):
    """Numbers near the mode are likelier, falling evenly to nothing at both ends."""

    low: float
    mode: float
    high: float

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            raise ValueError("`mode` must lie between `low` and `high`, and `low` below `high`")
        return self


class Normal(Record):
    """The bell curve, cut off where the number would be implausible."""

    mean: float
    sd: Annotated[float, Field(gt=0)]
    """The standard deviation before the curve is cut off."""


class Beta(Record):
    """A curve between two ends: likelier near `low` the greater `b` is, near `high` with `a`."""

    a: Annotated[float, Field(gt=0, le=1_000_000)]
    b: Annotated[float, Field(gt=0, le=1_000_000)]
    low: float = 0.0
    high: float = 1.0

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if not self.low < self.high:
            raise ValueError("`low` must be less than `high`")
        return self


class Uncertainty(Record):
    """What is known of an uncertain value, in one of six forms."""

    interval: tuple[float, float] | None = None
    """The two ends; every number between them is equally likely."""
    uniform: Uniform | None = None
    triangular: Triangular | None = None
    normal: Normal | None = None
    beta: Beta | None = None
    reported: Annotated[tuple[bool | int | float | str, ...], Field(max_length=64)] | None = None
    """Values that are reported or thought possible, each equally likely; none is averaged away."""
    why: Text | None = None
    """Where the range comes from."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if len(self.forms) != 1:
            raise ValueError("write one of " + ", ".join(f"`{form}`" for form in FORMS))
        if self.interval and not self.interval[0] < self.interval[1]:
            raise ValueError("an `interval` is its lower end and then its upper end")
        if self.reported is not None and len(set(self.reported)) < 2:
            raise ValueError("`reported` needs two different values")
        return self

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that are written."""
        return tuple(form for form in FORMS if getattr(self, form) is not None)

    @property
    def form(self) -> Form:
        """The form that is written."""
        return self.forms[0]

    @property
    def ends(self) -> tuple[float, float] | None:
        """The least and the greatest number that it allows; none for `normal` and `reported`."""
        if self.interval:
            return self.interval
        shape = self.uniform or self.triangular or self.beta
        return (shape.low, shape.high) if shape else None
