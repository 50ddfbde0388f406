"""A screening: what many cases are compared by, without what explains a single one."""

from typing import Literal

from riskmemo.model.assessment import EngineRecord, Hashes, MatchRecord
from riskmemo.model.base import EvidenceId, Id, IsoDate, Name, Record, Text
from riskmemo.model.points import Points


class ScreenedScore(Record):
    """One score in one scenario."""

    value: Points | None
    """None where too little is known for a score."""
    band: Text | None
    coverage: Points
    """The share of attainable points that could be evaluated, 0-1."""


class ScreenedGap(Record):
    """A match prevented only by missing information."""

    rule: Id
    facts: dict[Name, Text]
    """Alias to id of a fact or finding."""
    points: Points | None
    """Points that it could give."""


class Screening(Record):
    """Scores and bands per scenario, with the matches and gaps that they rest on."""

    riskmemo: Literal["screening/1"] = "screening/1"
    computed: EngineRecord
    hashes: Hashes
    case: Id
    subject: Text
    as_of: IsoDate
    ruleset: Id
    version: Text
    scenarios: dict[Id, dict[Id, ScreenedScore]]
    """`base` first, then each hypothesis that is raised (its claim is in the case), to scores."""
    matches: tuple[MatchRecord, ...]
    gaps: tuple[ScreenedGap, ...]
    not_yet_known: tuple[EvidenceId, ...]
    """Indicators and claims hidden because they became known after the cut-off."""
