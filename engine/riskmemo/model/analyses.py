"""What an assessment says beyond its scores: each analysis a part, none where it has no subject."""

from riskmemo.model.base import Record
from riskmemo.model.effects import Effect
from riskmemo.model.missing import Missing


class Analyses(Record):
    """The analyses of an ordinary assessment."""

    missing: Missing | None = None
    """What is not known, by the points it could move, as questions to ask."""
    without_fact: tuple[Effect, ...] = ()
    """What every score would be without one fact, for facts that change a score."""
    facts_not_tried: int = 0
    """Facts that were not left out, because there are too many."""
