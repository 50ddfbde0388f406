"""What leaving something out, or changing it, does to the scores."""

from riskmemo.model.base import Id, Record, Text
from riskmemo.model.points import Points


class Effect(Record):
    """What dropping one rule, source or fact changes in the base scenario."""

    dropped: Text
    changes: dict[Id, Points | None]
    """Score to its change (without it, minus with it); none where there is a score only with it or
    only without it. Unchanged scores are left out."""
    bands: dict[Id, tuple[Text | None, Text | None]]
    """Scores whose band changes: the band with it and without it."""
