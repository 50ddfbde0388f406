"""What an assessment says beyond its scores: each analysis a part, none where it has no subject."""

from riskmemo.model.base import Record, Text
from riskmemo.model.ranges import Ranges
from riskmemo.model.sensitivity import Sensitivity


class Analyses(Record):
    """The analyses of an ordinary assessment."""

    ranges: Ranges | None = None
    """Where the scores lie over many draws; none where nothing that they look at is uncertain."""
    sensitivity: Sensitivity | None = None
    """What moves the roots; none as above."""
    without_ranges: Text | None = None
    """Why the two above are missing although something is uncertain."""
