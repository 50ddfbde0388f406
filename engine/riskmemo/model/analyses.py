"""What an assessment says beyond its scores: each analysis a part, none where it has no subject."""

from riskmemo.model.base import Record, Text
from riskmemo.model.comparison import Comparison
from riskmemo.model.competing import Competing
from riskmemo.model.counterfactual import Counterfactuals, Signpost
from riskmemo.model.effects import Effect
from riskmemo.model.identity import IdentityAudit
from riskmemo.model.missing import Missing
from riskmemo.model.ranges import Ranges
from riskmemo.model.sensitivity import Sensitivity
from riskmemo.model.why import Why


class Analyses(Record):
    """The analyses of an ordinary assessment."""

    ranges: Ranges | None = None
    """Where the scores lie over many draws; none where nothing that they look at is uncertain."""
    sensitivity: Sensitivity | None = None
    """What moves the roots; none as above."""
    without_ranges: Text | None = None
    """Why the two above are missing although something is uncertain."""
    why: tuple[Why, ...] = ()
    """Each total of the base down to its sources."""
    competing: tuple[Competing, ...] = ()
    """Rival readings: for each question of the ruleset the hypotheses, ranked by what the evidence
    contradicts least."""
    since: Comparison | None = None
    """What has changed since an earlier assessment; none where none was given."""
    identity: IdentityAudit | None = None
    """Whether the scores rest on religion or ethnicity."""
    missing: Missing | None = None
    """What is not known, by the points it could move, as questions to ask."""
    without_fact: tuple[Effect, ...] = ()
    """What every score would be without one fact, for facts that change a score."""
    facts_not_tried: int = 0
    """Facts that were not left out, because there are too many."""
    counterfactuals: Counterfactuals | None = None
    """The smallest changes that move a band; none where no total has bands."""
    signposts: tuple[Signpost, ...] = ()
    """Indicators to watch, derived from them."""
