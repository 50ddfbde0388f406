"""How sure a score is: where it lies when everything uncertain is drawn many times."""

from decimal import Decimal
from typing import Literal

from riskmemo.model.base import Id, Record, Scalar, Text
from riskmemo.model.points import Points
from riskmemo.model.uncertainty import Form

ROBUST = Decimal("0.9")
"""A band is robust where at least this share of the draws has it."""


class Varied(Record):
    """One uncertain thing that was drawn."""

    id: Text
    what: Literal["value", "conflict", "parameter", "points", "weight"]
    of: tuple[Text, ...]
    """Fact and field, indicators, parameter, rule, or branch and child."""
    form: Form
    now: Scalar
    """What the score takes it for; none for a conflict and where it is unknown."""
    ends: tuple[Scalar, ...]
    """Its values at 5 % and 95 %, or every value that is reported."""
    why: Text | None


class BandShare(Record):
    """How many draws have a band."""

    band: Text | None
    """None for the draws without a score."""
    draws: int
    share: Points
    """The same as a share of all draws (0-1)."""


class ScoreRange(Record):
    """One score over all draws.

    A quantile is the smallest score that at least that share of the draws with a score does not
    exceed (the inverse of their distribution function).
    """

    score: Id
    value: Points | None
    """The score as it is."""
    low: Points | None
    """The 5 % quantile; none where no draw has a score, as with the two below."""
    median: Points | None
    high: Points | None
    """The 95 % quantile."""
    bands: tuple[BandShare, ...]
    """Every band that a draw has, in ascending order, and last the draws without a score; empty
    where the score has no bands."""
    band: Text | None
    """The band of the score as it is."""
    share: Points | None
    """The share of draws (0-1) with that band; none where the score has no bands."""
    robust: bool | None
    """Whether that share is at least 0.9; none where the score has no bands."""


class ScenarioRanges(Record):
    """Every score in one scenario."""

    id: Id
    """`base` or a hypothesis."""
    scores: dict[Id, ScoreRange]


class Ranges(Record):
    """The scores over many draws of everything uncertain."""

    draws: int
    seed: int
    varied: tuple[Varied, ...]
    unread: tuple[Text, ...]
    """What is uncertain too, but looked at by nothing."""
    scenarios: tuple[ScenarioRanges, ...]
    """The base first, then each hypothesis that is raised."""

    @property
    def base(self) -> dict[Id, ScoreRange]:
        """The scores without any hypothesis."""
        return self.scenarios[0].scores
