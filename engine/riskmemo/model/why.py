"""Why a score is what it is: from the score down to rules, facts and sources.

Everything stands once, under its id, and names what it rests on by id: findings that rest on each
other in many ways would otherwise be told again on every way. Points are exact decimals. What a
part gives to its parent (`gives`) adds up to the parent's `raw` value to the last digit, wherever
the formula adds (`adds`); the others (`noisy_or`, means other than the weighted one) have
`working`, the formula with its numbers.
"""

from typing import Literal

from riskmemo.model.base import EvidenceId, Id, IsoDate, Name, Record, Scalar, Text
from riskmemo.model.case import WebAddress
from riskmemo.model.grading import Grade, Reliability
from riskmemo.model.points import Points
from riskmemo.model.ruleset import Polarity, RoundingMode, RuleCombine


class Reading(Record):
    """Something that a condition read, as `t.date` or `as_of - months(24)`, and its value."""

    text: Text
    value: Scalar
    """Dates as ISO text, unknown as null."""


class Tested(Record):
    """A condition as it is written, whether it holds, and the values that decided it."""

    written: Text
    truth: bool | None
    """None where it is unknown."""
    values: tuple[Reading, ...]
    """Every field and parameter that it reads, and every side that it computes, left to right."""


class Computed(Record):
    """An expression that gives a number (a strength, the value of a row), and what it read."""

    written: Text
    value: Scalar
    values: tuple[Reading, ...]


class MatchWhy(Record):
    """One rule with the facts that satisfied it, and why they did."""

    id: Text
    """`RULE#N`: the match of this number among those of its rule, by the ids of its facts; a gap is
    `RULE?N`."""
    rule: Id
    title: Text
    certain: bool
    """False for a gap: a match only if what is unknown turns out true."""
    facts: dict[Name, Text]
    """Alias to id of a fact or finding."""
    conditions: tuple[Tested, ...]
    absences: tuple[Tested, ...]
    """Each `unless`; true where nothing was there."""
    strength: Computed | None
    """None for a rule that only derives."""
    contribution: Points | None
    """Points times strength, rounded once; 0 behind a closed identity gate."""
    gives: Points | None
    """What it gives to its rule; none where the matches' points do not add."""
    gate: Literal["open", "held"] | None
    """The identity gate; none where the rule uses no identity."""
    opened_by: tuple[Text, ...]
    """The facts that open the gate: documented conduct, named, dated, graded C3 or better."""


class RuleWhy(Record):
    """What one rule gives to a leaf."""

    rule: Id
    title: Text
    hypothesis: Id | None
    points: Points
    """Points at full strength."""
    per_rule: RuleCombine
    """How its matches are joined."""
    raw: Points | None
    """The matches joined, before the rule's own cap; none where the rule has no match."""
    cap: Points | None
    """The most, in size, that a rule with `per_rule: sum` may give."""
    given: Points
    """What the leaf counts: after the cap, or for a missing rule under `worst` its worst."""
    gives: Points | None
    """What it gives of the leaf's raw value; none where the rules' points do not add."""
    adds: bool
    """Whether what the matches give adds up to `raw`."""
    working: Text
    matches: tuple[Text, ...]
    missing: bool
    """It has no match, and information prevents one."""


class RowWhy(Record):
    """One row of a leaf over facts."""

    id: Text
    """`SCORE#N`, by the ids of its facts."""
    facts: dict[Name, Text]
    conditions: tuple[Tested, ...]
    value: Computed
    points: Points | None
    """The value as points; none where it or a condition is unknown."""
    gives: Points | None
    """What it gives of the leaf's raw value."""


class PartWhy(Record):
    """What one score gives to a score made of it."""

    score: Id
    weight: Points
    """As written."""
    counted: Points | None
    """The value that the formula takes; none where the part is left out as missing."""
    share: Points | None
    """Its share (0-1) of the weights that count; none where it is left out."""
    gives: Points | None
    """What it gives of the parent's raw value, in points; 0 where it is left out, none where the
    formula's parts do not add."""


class ScoreWhy(Record):
    """One score: its value, what it is made of, and what flattens or rounds it."""

    id: Id
    title: Text
    polarity: Polarity
    made_of: Literal["rules", "facts", "scores"]
    combine: Text
    power: float | None
    """The exponent of `generalised_mean`."""
    missing: Text
    """The policy for what is missing, as `renormalise` or `minimum_coverage: 0.5`."""
    coverage: Points
    """Share (0-1) of the attainable points or weight that could be evaluated."""
    raw: Points | None
    """Before floor, cap and rounding; none where there is no score."""
    floor: Points
    """The lowest value: the node's own floor or the bottom of the scale."""
    cap: Points
    """The highest value: the node's own cap or the top of the scale."""
    limited: Literal["cap", "floor"] | None
    held: Points | None
    """After floor and cap, before rounding."""
    digits: int | None
    """Digits that it is rounded to; none where it keeps what it has."""
    rounding: RoundingMode | None
    value: Points | None
    band: Text | None
    nominal_weight: Points
    """Its stated share (0-1) in the score that was asked about; 1 for that score itself."""
    effective_weight: Points | None
    """What one point more of its raw value adds to the score asked about; 0 where a cap flattens,
    none where that has no value."""
    adds: bool
    """Whether what its parts give adds up to `raw`."""
    working: Text
    """The formula with its numbers; why there is no score where there is none."""
    scores: tuple[PartWhy, ...]
    """For a score made of scores: in the order written."""
    rules: tuple[RuleWhy, ...]
    """For a leaf of rules: each that has a match or is missing, in the order of the ruleset."""
    rows: tuple[RowWhy, ...]
    """For a leaf over facts."""


class GroupRow(Record):
    """One row of the group that an aggregate made a finding of."""

    facts: dict[Name, Text]
    values: tuple[Reading, ...]
    """What the aggregate's calls read of it."""


class FindingWhy(Record):
    """A derived fact, and what derived it."""

    id: Text
    kind: Name
    title: Text
    values: dict[Name, Scalar]
    certain: bool
    matches: tuple[Text, ...]
    """Ids of the matches (and gaps) of rules that derived it."""
    aggregate: dict[Name, Text]
    """For an aggregate: field to call, as written."""
    rows: tuple[GroupRow, ...]
    """For an aggregate: the rows of its group."""


class FactWhy(Record):
    """A fact of the case."""

    id: EvidenceId
    kind: Name
    title: Text
    """Of its kind."""
    values: dict[Name, Scalar]
    """Every field, and its dates; unknown ones as null."""
    read: tuple[Name, ...]
    """The fields that something here read."""
    says: Text
    speaker: Text | None
    """Who says it, for a claim: attributed, never adopted."""
    grades: tuple[Grade, ...]


class SourceWhy(Record):
    """A source that a fact rests on."""

    publisher: Text
    title: Text
    date: IsoDate | None
    url: WebAddress | None
    reliability: Reliability


class Why(Record):
    """The whole tree of one score in one scenario."""

    case: Id
    ruleset: Id
    as_of: IsoDate
    scenario: Id
    """`base`, or a hypothesis."""
    scenario_title: Text
    score: Id
    """The score asked about."""
    scores: tuple[ScoreWhy, ...]
    """That score first, each before those it is made of."""
    matches: tuple[MatchWhy, ...]
    """By rule in the order of the ruleset."""
    findings: tuple[FindingWhy, ...]
    facts: tuple[FactWhy, ...]
    """In the order of the case."""
    sources: dict[EvidenceId, SourceWhy]


NodeKind = Literal[
    "score", "rule", "match", "row", "finding", "fact", "source",
    "combination", "condition", "change",
]  # fmt: skip
"""What a node of a picture stands for; the last three occur in pictures of a rule only."""


class Node(Record):
    """A node of the picture of a tree."""

    id: Text
    """`KIND:ID`."""
    kind: NodeKind
    label: Text
    value: Points | None
    """Points of scores, rules, matches and rows; none for the rest."""
    truth: bool | None = None
    """In pictures of a rule: whether it fires, a combination satisfies it, a condition holds."""


class Edge(Record):
    """What rests on what: from the parent to the part."""

    source: Text
    target: Text
    weight: Points | None
    """The points that the part gives to the parent; none where nothing is given in points."""


class Graph(Record):
    """A tree as a picture needs it; nodes and edges in the order of the tree."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
