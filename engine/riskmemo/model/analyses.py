"""What an assessment says beyond its scores: each analysis a part, none where it has no subject."""

from riskmemo.model.base import Record
from riskmemo.model.comparison import Comparison
from riskmemo.model.competing import Competing
from riskmemo.model.identity import IdentityAudit


class Analyses(Record):
    """The analyses of an ordinary assessment."""

    competing: tuple[Competing, ...] = ()
    """Rival readings: for each question of the ruleset the hypotheses, ranked by what the evidence
    contradicts least."""

    since: Comparison | None = None
    """What has changed since an earlier assessment; none where none was given."""
    identity: IdentityAudit | None = None
    """Whether the scores rest on religion or ethnicity."""
