"""What an assessment says beyond its scores: each analysis a part, none where it has no subject."""

from riskmemo.model.base import Record
from riskmemo.model.counterfactual import Counterfactuals, Signpost


class Analyses(Record):
    """The analyses of an ordinary assessment."""

    counterfactuals: Counterfactuals | None = None
    """The smallest changes that move a band; none where no total has bands."""
    signposts: tuple[Signpost, ...] = ()
    """Indicators to watch, derived from them."""
