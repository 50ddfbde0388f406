"""What an assessment says beyond its scores: each analysis a part, none where it has no subject."""

from riskmemo.model.base import Record


class Analyses(Record):
    """The analyses of an ordinary assessment."""
