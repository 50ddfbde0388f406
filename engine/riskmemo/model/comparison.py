"""What has changed between two assessments: every difference of a score by its causes."""

from typing import Literal

from riskmemo.model.base import EvidenceId, Id, IsoDate, Name, Record, Text
from riskmemo.model.case import Country
from riskmemo.model.points import Points
from riskmemo.model.ruleset import Polarity, Scale

CauseGroup = Literal[
    "facts", "knowledge", "sources", "searches", "question",
    "rules", "parameters", "derived kinds", "scores",
]  # fmt: skip
"""What sort of thing changed; `knowledge` is what only the cut-off brought or took away, the moving
clock included, and `scores` are weights, limits, formulas and policies of the score tree."""

CauseChange = Literal["added", "removed", "changed", "became known", "no longer known", "moved"]
"""What happened to it; only dates that expressions can ask for are `moved`."""


class Detail(Record):
    """One thing that reads otherwise, as text; none where it is only on the other side."""

    what: Text
    before: Text | None
    after: Text | None


class Cause(Record):
    """One thing that differs and that scores can see."""

    id: Text
    """What it is and its name, as `indicator E1`, `rule kin-channel`, `weights risk`, `as_of`."""
    group: CauseGroup
    name: Text
    """The name alone."""
    title: Text | None
    """What a fact states, or the title of a rule, score or source."""
    change: CauseChange
    known: IsoDate | None = None
    """When the fact became known, on the side where it is visible."""
    details: tuple[Detail, ...] = ()


class Part(Record):
    """What one cause gives to a difference; several where they only work together."""

    causes: tuple[Text, ...]
    points: Points


Method = Literal["shapley", "sequential"]
"""How a difference was divided.

`shapley`: the Shapley value over all combinations of the causes. `sequential`: in the stated order
forwards and backwards, the mean of both, where there are too many combinations.
"""


class ScoreDifference(Record):
    """One score before and after, and the difference by its causes.

    The parts sum to `after - before` exactly. They are whole micropoints: each exact share is cut
    towards zero, and what is left goes, a micropoint each, to the largest rests.
    """

    id: Id
    title: Text
    polarity: Polarity
    before: Points | None
    """None where there is no score."""
    after: Points | None
    digits: int | None
    """Digits after the point that the node is rounded to, after the change."""
    band_before: Text | None
    band_after: Text | None
    band_moved_by: Literal["value", "bands", "both"] | None
    """What changed the band: the value alone, the table of bands alone, or only the two together;
    none where the band is the same or there is none to compare."""
    coverage_before: Points
    coverage_after: Points
    method: Method | None
    """None where the difference has no cause or cannot be divided: no score on one side."""
    order: tuple[Text, ...] = ()
    """For `sequential`, the causes in their order."""
    parts: tuple[Part, ...] = ()
    """By size; a cause that is not here gives exactly nothing."""


class ScenarioDifference(Record):
    """The scores in the base, or under one hypothesis that both sides raise."""

    id: Id
    title: Text
    scores: dict[Id, ScoreDifference]
    """The scores that both rulesets have."""


class Side(Record):
    """One of the two that are compared."""

    case: Id
    title: Text
    reference: Text | None
    subject: Country
    as_of: IsoDate
    horizon: IsoDate
    ruleset: Id
    version: Text
    case_hash: Text
    ruleset_hash: Text


class MatchChange(Record):
    """A match or gap that is on one side only."""

    rule: Id
    facts: dict[Name, Text]
    """Alias to id of a fact or finding."""
    points: Points | None
    """What it gives, or for a gap could give, before matches are combined."""


class JudgementChange(Record):
    """A key judgement that is new, gone, or says something else."""

    id: EvidenceId
    change: Literal["added", "removed", "changed"]
    statement: Text
    """As it stands now, or stood."""
    likelihood_before: Text | None
    likelihood_after: Text | None
    details: tuple[Detail, ...]
    """What else reads otherwise."""


class ReadingChange(Record):
    """A question to which another reading is now contradicted least."""

    question: Id
    leading_before: tuple[Id, ...]
    """Empty where the question was not asked, or had no rivals."""
    leading_after: tuple[Id, ...]


class Beside(Record):
    """What has changed beside the scores."""

    matches_appeared: tuple[MatchChange, ...]
    matches_gone: tuple[MatchChange, ...]
    gaps_opened: tuple[MatchChange, ...]
    gaps_closed: tuple[MatchChange, ...]
    """A gap is closed where it is no gap any more, whether it became a match or nothing."""
    hypotheses_raised: tuple[Id, ...]
    hypotheses_dropped: tuple[Id, ...]
    readings: tuple[ReadingChange, ...]
    """Competing readings of which others lead."""
    scores_added: tuple[Id, ...]
    """Scores that only the new ruleset has."""
    scores_removed: tuple[Id, ...]
    bands_changed: tuple[Id, ...]
    """Tables of bands in effect that differ."""
    judgements: tuple[JudgementChange, ...]
    masthead: tuple[Detail, ...]
    """The question, the masthead and what the analyst's bottom line says."""
    reworded: tuple[Text, ...]
    """Facts, rules and sources that differ in what no score can see: texts, and what rules say of
    competing hypotheses."""


class Comparison(Record):
    """What has changed from one assessment to another, and why."""

    riskmemo: Literal["comparison/1"] = "comparison/1"
    old: Side
    new: Side
    warning: Text | None
    """What makes the comparison doubtful: the two are about different states."""
    scale: Scale
    """The scale of the new ruleset."""
    roots: tuple[Id, ...]
    """Totals that both have, in the order of the new ruleset."""
    causes: tuple[Cause, ...]
    """Everything that differs and that some score could see, by group and name."""
    scenarios: tuple[ScenarioDifference, ...]
    """The base first, then the hypotheses that both sides raise."""
    beside: Beside
