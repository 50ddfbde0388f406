"""What would be if a case were otherwise: the difference between two evaluations of one case."""

from riskmemo.model.assessment import GapRecord
from riskmemo.model.base import EvidenceId, Id, Name, Record, Scalar, Text
from riskmemo.model.counterfactual import RuleChange
from riskmemo.model.points import Points


class FieldChange(Record):
    """A field of a fact (`date` and `until` among them) that is set to another value."""

    fact: EvidenceId
    kind: Name
    field: Name
    before: Scalar
    """The value in the case; null is unknown."""
    after: Scalar


class ScoreChange(Record):
    """A score in one scenario, as it is and as it would be."""

    score: Id
    title: Text
    value: tuple[Points | None, Points | None]
    """None where the missing policy gives no score, and where the scenario is not raised."""
    band: tuple[Text | None, Text | None]

    @property
    def changes(self) -> bool:
        """Whether the value or the band is another."""
        return self.value[0] != self.value[1] or self.band[0] != self.band[1]


class ScenarioChange(Record):
    """The base or one hypothesis, as it is and as it would be."""

    id: Id
    title: Text
    raised: tuple[bool, bool]
    """Whether its claim is in the case, before and after; always so for the base."""
    scores: tuple[ScoreChange, ...]
    """Every score, in the order of the ruleset."""


class WhatIf(Record):
    """The difference that some changes of a case make."""

    set: tuple[FieldChange, ...]
    dropped: tuple[EvidenceId, ...]
    added: tuple[EvidenceId, ...]
    scenarios: tuple[ScenarioChange, ...]
    """The base first, then each hypothesis that is raised before or after."""
    rules: tuple[RuleChange, ...]
    """The rules that match otherwise or give other points, in the order of the ruleset; those of a
    hypothesis in its own scenario."""
    gaps_opened: tuple[GapRecord, ...]
    """What waits for information only after the changes; ids of findings are those after them."""
    gaps_closed: tuple[GapRecord, ...]
    """What waits for information only as it is."""
