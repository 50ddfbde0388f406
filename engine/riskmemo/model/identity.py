"""The identity audit: what scores owe to religion and ethnicity, and what moves without them.

Shares run from 0 to 1 and are rounded half up to a millionth; the verdict is taken before that.
"""

from typing import Literal

from riskmemo.model.base import Id, Record, Text
from riskmemo.model.case import Override
from riskmemo.model.points import Points
from riskmemo.model.vocabulary import FieldName, FieldType

Gate = Literal["conduct", "shut", "none"]
"""What stands between identity and points: documented conduct, a gate that nothing can open, or
nothing."""

Verdict = Literal["never", "with conduct", "alone"]
"""Whether a score can depend on identity: not at all, only with documented conduct, without it."""


class IdentityWay(Record):
    """One way by which identity reaches a score."""

    source: Text
    """The kind, or `kind.field`, that holds identity."""
    through: tuple[Text, ...]
    """Rules and derived kinds from the source to the score, the last of which gives to it."""
    gate: Gate


class IdentityFlow(Record):
    """Whether one base score can depend on identity: a property of the rules, whatever the case."""

    score: Id
    verdict: Verdict
    ways: tuple[IdentityWay, ...]
    """One for each rule or leaf that reads identity, the shortest."""


class IdentityShare(Record):
    """What one score owes to the rules that identity reaches."""

    scenario: Id
    score: Id
    value: Points | None
    without: Points | None
    """The score without those rules."""
    share: Points
    """`|value - without| / max(|value|, |without|, |value - without|)`; 0 where nothing changes, 1
    where there is a score only with them or only without them."""
    of_points: Points | None
    """For a leaf of rules: the part of all points, in size, that those rules give, which a cap or
    points of the other sign cannot hide; 0 where no rule gives any."""
    rules: tuple[Id, ...]
    """Those of them that give points other than 0 to this leaf."""


class Moved(Record):
    """A score that changes, in one scenario."""

    scenario: Id
    score: Id
    before: Points | None
    after: Points | None
    band_before: Text | None
    band_after: Text | None

    @property
    def changes_band(self) -> bool:
        """Whether the band changes, or there is a score only before or only after."""
        comes_or_goes = (self.before is None) != (self.after is None)
        return comes_or_goes or self.band_before != self.band_after


class SwapTry(Record):
    """Two values that changed places."""

    replaced: Text
    by: Text
    facts: tuple[Text, ...]
    """Ids of the facts that say something else then."""
    named_by: tuple[Text, ...]
    """Rules, derived kinds and leaves that name one of the two values."""
    moved: tuple[Moved, ...]


class SwapRecord(Record):
    """A swap of the vocabulary, tried on the case."""

    id: Id
    title: Text
    doc: Text
    identity: bool
    type: FieldType
    fields: tuple[FieldName, ...]
    tries: tuple[SwapTry, ...]
    """None where the case states no value to exchange, or knows no other."""
    left_out: int
    """Further exchanges that were possible and not tried."""


PlaceboId = Literal["absent", "unknown", "neutral"]


class Placebo(Record):
    """The same case without identity, in one of three senses.

    `absent`: without the facts of identity kinds, and with the other identity fields unknown.
    `unknown`: with every such fact, and every identity field unknown. `neutral`: with a value that
    says nothing wherever the vocabulary has one.
    """

    id: PlaceboId
    facts: tuple[Text, ...]
    """Ids of the facts that are gone or say something else."""
    moved: tuple[Moved, ...]


class Reason(Record):
    """Why an audit fails."""

    what: Literal["share", "swap", "placebo", "rules"]
    scenario: Id
    score: Id
    share: Points | None = None
    """The larger of the two shares, where that is the reason."""
    test: Text | None = None
    """The swap or the placebo that moves the score."""
    replaced: Text | None = None
    by: Text | None = None
    moved: Moved | None = None
    way: IdentityWay | None = None
    """How identity reaches the score without conduct, where that is the reason."""


class IdentityAudit(Record):
    """Whether scores rest on identity: shares, swaps, placebos and what the rules allow at all."""

    limit: Points
    """The largest share (0-1) that passes."""
    passed: bool
    reasons: tuple[Reason, ...]
    """Why it does not pass; empty where it does."""
    override: Override | None
    """The decision of the case to issue a final memo whatever the audit says."""
    rules: int
    """How many rules, aggregates and leaves over facts the flows were followed through."""
    flows: tuple[IdentityFlow, ...]
    shares: tuple[IdentityShare, ...]
    """Every score in every scenario."""
    swaps: tuple[SwapRecord, ...]
    placebos: tuple[Placebo, ...]
