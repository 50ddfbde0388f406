"""An assessment: everything found when a case met a ruleset, ready to be stored or rendered.

Scores are exact decimals (plain numbers in JSON). Nothing in it depends on the clock, the machine
or the order in which facts and rules were written.
"""

from decimal import Decimal
from typing import Literal

from riskmemo.model.analyses import Analyses
from riskmemo.model.base import EvidenceId, Id, IsoDate, Name, Record, Scalar, Text
from riskmemo.model.case import Case
from riskmemo.model.effects import Effect
from riskmemo.model.grading import Grade
from riskmemo.model.missing import MissingField
from riskmemo.model.points import Points
from riskmemo.model.ruleset import BandTable, Mark, Polarity, RuleCombine, Scale
from riskmemo.model.vocabulary import FieldType, Nature, Relation

BASE = "base"
"""The scenario without any hypothesis."""

SCHEMA_VERSION: Literal[1] = 1
"""Grows with every change of `Assessment` or of what it is made of."""

ENOUGH_KNOWN = Decimal("0.5")
"""The share of a score that must be evaluated for its band to be shown."""


class FactRecord(Record):
    """A fact as the engine saw it at the cut-off."""

    id: EvidenceId
    kind: Name
    values: dict[Name, Scalar]
    """Every field of the kind and `date`, `until`; dates as ISO text, unknown as null."""
    known: IsoDate
    says: Text
    grades: tuple[Grade, ...]
    """Citations of sources that were published by the cut-off."""
    is_claim: bool
    used: bool
    """Whether any match rests on it, directly or through findings."""


class FieldRecord(Record):
    """The type of a field of a kind, for reading values back."""

    type: FieldType
    doc: Text
    unit: Text | None
    nature: Nature


class KindRecord(Record):
    """A kind that occurs in the assessment."""

    title: Text
    nature: Nature
    derived: bool
    fields: dict[Name, FieldRecord]
    relation: Relation | None = None
    """What a fact of the kind ties together; none where figures show no ties of it."""


Outcome = Literal["matched", "held at zero", "gap", "no match", "not evaluable"]


class RuleRecord(Record):
    """A rule as the memo needs it."""

    id: Id
    title: Text
    rationale: Text
    source: Text
    says: Text | None
    hypothesis: Id | None
    to: Id | None
    """The leaf it contributes to."""
    points: Points | None
    per_rule: RuleCombine | None
    bears_on: dict[Id, Mark] = {}
    """Competing hypotheses to what a match says of them."""
    uses_identity: bool
    outcome: Outcome
    """`held at zero`: it matched, and the identity gate kept it from scoring."""


class MatchRecord(Record):
    """One rule with the facts that satisfied it."""

    rule: Id
    facts: dict[Name, Text]
    """Alias to id of a fact or finding."""
    evidence: tuple[EvidenceId, ...]
    """Ids of the base facts it rests on, through findings too, in order."""
    strength: Points | None
    contribution: Points | None
    """Points before the rule's matches are combined; none for a rule that only derives."""
    gate: Literal["open", "held"] | None
    """The identity gate; none where the rule uses no identity."""


class FindingRecord(Record):
    """A fact derived by rules or by an aggregate."""

    id: Text
    kind: Name
    values: dict[Name, Scalar]
    certain: bool
    """False where it exists only if something unknown turns out true."""
    evidence: tuple[EvidenceId, ...]


class GapRecord(Record):
    """A match prevented only by missing information."""

    rule: Id
    facts: dict[Name, Text]
    unknown: tuple[Text, ...]
    """The conditions that are unknown, as written; `strength` where only the strength is."""
    missing: tuple[MissingField, ...]
    """The unknown fields those conditions read."""
    points: Points | None
    """The points it could give (signed), at full strength where the strength is unknown."""


class RulePart(Record):
    """What one rule gives to a leaf after its matches are combined."""

    rule: Id
    contribution: Points
    matches: int


class ScoreRecord(Record):
    """One node of the score tree in one scenario."""

    id: Id
    title: Text
    polarity: Polarity
    value: Points | None
    """None where the missing policy gives no score."""
    digits: int | None
    """Digits after the point that the node is rounded to; none where it keeps what it has."""
    band: Text | None
    raw: Points | None
    """The value before floor, cap and rounding."""
    limited: Literal["cap", "floor"] | None
    """Whether a cap or floor flattens the value."""
    coverage: Points
    """Share (0-1) of the attainable points or weight that could be evaluated."""
    nominal_weight: dict[Id, Points]
    """The node's stated share (0-1) in each root above it."""
    effective_weight: dict[Id, Points]
    """Change of each root above it, in points, when this node's raw value gets one point worse or
    better upwards; 0 where a cap flattens."""
    parts: tuple[RulePart, ...]
    """For a leaf of rules: what each rule gives, in the order of the ruleset."""
    children: dict[Id, Points]
    """For a branch: child to nominal weight, as written."""

    @property
    def is_mostly_unknown(self) -> bool:
        """Whether less than half of it could be evaluated, so that its value shows no band."""
        return self.coverage < ENOUGH_KNOWN


class Scenario(Record):
    """The score tree evaluated with the base rules, or with one hypothesis beside them."""

    id: Id
    title: Text
    claim: EvidenceId | None
    """None for the base and for a hypothesis that reads no claim."""
    scores: dict[Id, ScoreRecord]


class EngineRecord(Record):
    """How the answer was computed."""

    riskmemo: Text
    engines: tuple[Text, ...]
    """Engines that computed it and agreed."""
    alone: Text | None = None
    """Why one engine ran where two are usual; none where somebody chose it."""


class Hashes(Record):
    """SHA-256 of the content (not of the bytes): layout, comments and line ends play no part."""

    case: Text
    ruleset: Text
    vocabulary: Text


class RulesetRecord(Record):
    """The ruleset as the memo needs it."""

    id: Id
    version: Text
    title: Text
    doc: Text | None
    language: Text = "en_GB"
    """What its sentences are written in."""
    vocabulary: Id
    scale: Scale
    bands: dict[Id, BandTable]
    """The band tables in effect at the cut-off."""
    node_bands: dict[Id, Id]
    """Score to band table."""
    roots: tuple[Id, ...]
    """Scores that no other score is made of, in the order of the ruleset."""
    hypotheses: dict[Id, Text]
    """Every hypothesis of the ruleset and its title."""


class Assessment(Record):
    """Everything found: scores and bands per scenario, matches, findings, gaps, effects, hashes."""

    riskmemo: Literal["assessment/1"] = "assessment/1"
    schema_version: Literal[1] = SCHEMA_VERSION
    """Which fields there are: what an older version lacks has a default, and a newer one is
    refused by riskmemo that does not know it."""
    computed: EngineRecord
    hashes: Hashes
    case: Case
    as_of: IsoDate
    ruleset: RulesetRecord
    kinds: dict[Name, KindRecord]
    facts: tuple[FactRecord, ...]
    not_yet_known: tuple[EvidenceId, ...]
    """Indicators and claims hidden because they became known after the cut-off."""
    rules: tuple[RuleRecord, ...]
    scenarios: tuple[Scenario, ...]
    """The base first, then one for each hypothesis whose claim is in the case, and for each that
    reads no claim and has rules of its own."""
    not_raised: tuple[Id, ...]
    """Hypotheses whose claim the case does not hold at the cut-off."""
    matches: tuple[MatchRecord, ...]
    findings: tuple[FindingRecord, ...]
    gaps: tuple[GapRecord, ...]
    without_rule: tuple[Effect, ...]
    without_source: tuple[Effect, ...]
    analyses: Analyses | None = None
    """How sure, why, what would change it, and is it fair; none where only scores were wanted."""

    @property
    def base(self) -> Scenario:
        """The scenario without any hypothesis."""
        return self.scenarios[0]
