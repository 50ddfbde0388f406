"""What moves the scores: each uncertain thing alone, and its share of the variance."""

from riskmemo.model.base import Id, Record, Scalar, Text
from riskmemo.model.points import Points
from riskmemo.model.ranges import Varied


class Trial(Record):
    """One value of an uncertain thing, with everything else as it is."""

    value: Scalar
    """For a conflict the indicator that is believed."""
    change: Points | None
    """Of the score, in points; none where there is a score only before or only after."""


class Mover(Record):
    """What one uncertain thing does to one score."""

    id: Text
    trials: tuple[Trial, ...]
    """At 5 % and 95 % of its range, or at every value that is reported."""
    swing: Points
    """The width of all its changes, the score as it is among them."""
    first: Points | None
    """Its first-order Sobol index: the share (0-1) of the score's variance that it explains alone;
    none where the score does not vary, or where a draw has no score. An estimate, which may lie a
    little below 0 or above 1."""
    total: Points | None
    """Its total Sobol index: the share of the variance that it has a part in."""


class Sensitivity(Record):
    """What moves every root of the score tree, in the base."""

    samples: int
    """The size of each of the two samples behind the Sobol indices."""
    evaluations: int
    """How many times every root was computed for them: `samples` times the things and two more."""
    seed: int
    things: tuple[Varied, ...]
    roots: dict[Id, tuple[Mover, ...]]
    """For each root what moves it, the widest swing first; what does nothing is left out."""
