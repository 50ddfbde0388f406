"""What an assessment says beyond its scores: each analysis a part, none where it has no subject."""

from riskmemo.model.base import Record
from riskmemo.model.identity import IdentityAudit


class Analyses(Record):
    """The analyses of an ordinary assessment."""

    identity: IdentityAudit | None = None
    """Whether the scores rest on religion or ethnicity."""
