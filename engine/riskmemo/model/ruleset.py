"""A ruleset as it is written: parameters, rules, hypotheses, derived kinds, score tree, bands.

Expressions are kept as their text here; `riskmemo.language` turns them into a typed tree.
"""

from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from riskmemo.model.base import EvidenceId, Id, IsoDate, Name, Record, Text
from riskmemo.model.uncertainty import Uncertainty

Expression = Annotated[str, Field(min_length=1)] | bool | int | float
"""The text of an expression, or a plain constant."""

Pattern = dict[Name, Name]
"""Alias to kind: each alias stands for one fact of its kind."""

Share = Annotated[float, Field(ge=0, le=1)]

Amount = Annotated[float, Field(ge=-1_000_000_000, le=1_000_000_000)]
"""A number of points; the bounds keep micropoints exact."""


class Parameter(Record):
    """A named number of a ruleset, with its reason."""

    value: float
    doc: Text
    source: Text | None = None
    range: Uncertainty | None = None
    """How uncertain the value is; one that counts a period takes `reported` whole numbers."""


class Hypothesis(Record):
    """A reading that may be wrong; rules that name it count in its own scenario only."""

    title: Text
    claim: EvidenceId | None = None
    """The claim of the case that this hypothesis reads; none for a reading that the ruleset
    entertains itself, which has a scenario only where rules name it."""
    doc: Text | None = None


class Question(Record):
    """A question with the hypotheses that compete to answer it."""

    question: Text
    hypotheses: tuple[Id, ...] = Field(min_length=1)
    """Two or more hypotheses of the ruleset."""
    doc: Text | None = None


class Mark(StrEnum):
    """What evidence says of a hypothesis: whether it is to be expected if the hypothesis is right.

    Only the two inconsistent marks count; `very_inconsistent` counts twice. `neutral` says that
    somebody looked and it speaks neither way.
    """

    VERY_CONSISTENT = "very_consistent"
    CONSISTENT = "consistent"
    NEUTRAL = "neutral"
    INCONSISTENT = "inconsistent"
    VERY_INCONSISTENT = "very_inconsistent"


class Absence(Record):
    """Holds where no facts make every condition true."""

    match: Pattern = Field(min_length=1, max_length=4)
    where: tuple[Expression, ...] = ()


class Aggregate(Record):
    """A derived kind with one fact per group."""

    title: Text | None = None
    match: Pattern = Field(min_length=1, max_length=4)
    where: tuple[Expression, ...] = ()
    unless: tuple[Absence, ...] = ()
    group_by: dict[Name, Expression] = Field(min_length=1)
    fields: dict[Name, Expression] = Field(min_length=1)
    """Field to aggregate call: `count()`, or `count_distinct`, `sum`, `mean`, `min`, `max` of one
    expression."""


class Derivation(Record):
    """The finding that each match of a rule derives."""

    kind: Name
    fields: dict[Name, Expression] = Field(min_length=1)


class RuleCombine(StrEnum):
    """How the contributions of one rule's matches become one; `max` is the largest in size."""

    MAX = "max"
    SUM = "sum"
    NOISY_OR = "noisy_or"


class Contribution(Record):
    """Points that a rule gives to a leaf of the score tree."""

    to: Id
    points: Annotated[float, Field(ge=-1_000_000, le=1_000_000)]
    """Points at full strength; negative points take away."""
    strength: Expression = 1
    """A number from 0 to 1 that multiplies the points; what lies outside is held to 0 or 1."""
    per_rule: RuleCombine = RuleCombine.MAX
    cap: Annotated[float, Field(gt=0, le=1_000_000_000)] | None = None
    """The most, in size, that a rule with `per_rule: sum` can give."""
    range: Uncertainty | None = None
    """How uncertain the points are."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.per_rule is RuleCombine.SUM) != (self.cap is not None):
            raise ValueError("`per_rule: sum` needs a `cap`, and only `sum` takes one")
        if self.per_rule is RuleCombine.NOISY_OR and self.points < 0:
            raise ValueError("`per_rule: noisy_or` needs points of 0 or more")
        return self


class Rule(Record):
    """One rule: what to match, under which conditions, what follows, and why."""

    id: Id
    title: Text
    match: Pattern = Field(min_length=1, max_length=4)
    where: tuple[Expression, ...] = ()
    unless: tuple[Absence, ...] = ()
    derives: Derivation | None = None
    contributes: Contribution | None = None
    bears_on: dict[Id, Mark] = {}
    """Competing hypotheses to what each match says of them; it changes no score."""
    hypothesis: Id | None = None
    rationale: Text
    source: Text
    """Where the threshold or the reasoning comes from, or `analyst's judgement`."""
    says: Text | None = None
    """A sentence template over the match, as `{{ tie.partner | country }}`."""

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.derives is None and self.contributes is None and not self.bears_on:
            raise ValueError("a rule needs `contributes`, `derives` or `bears_on`")
        if self.bears_on and self.hypothesis:
            raise ValueError(
                "a rule with `bears_on` has no `hypothesis`: what holds only if a reading is right"
                " is no evidence for or against one"
            )
        return self


class Polarity(StrEnum):
    """What a higher score means: more risk (worse) or more opportunity (better)."""

    RISK = "risk"
    OPPORTUNITY = "opportunity"


class Combine(StrEnum):
    """How values join into one; formulas are in `riskmemo.scoring.combine`."""

    SUM = "sum"
    WEIGHTED_MEAN = "weighted_mean"
    GEOMETRIC_MEAN = "geometric_mean"
    INVERTED_GEOMETRIC_MEAN = "inverted_geometric_mean"
    HARMONIC_MEAN = "harmonic_mean"
    GENERALISED_MEAN = "generalised_mean"
    MAX = "max"
    MIN = "min"
    NOISY_OR = "noisy_or"


class FactsCombine(StrEnum):
    """How the values of several matched facts become one."""

    SUM = "sum"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"


class Missing(StrEnum):
    """What happens to a score when some of what it is made of is missing."""

    RENORMALISE = "renormalise"
    REQUIRE = "require"
    WORST = "worst"
    ZERO = "zero"


class MinimumCoverage(Record):
    """No score where less than this share (0-1) could be evaluated; else what is there counts."""

    minimum_coverage: Share


class RoundingMode(StrEnum):
    """Which way a tie goes: up or to the even digit; `down` cuts every rest off towards zero."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


class Rounding(Record):
    """Rounds a node's value to decimal digits."""

    digits: Annotated[int, Field(ge=0, le=6)]
    mode: RoundingMode = RoundingMode.HALF_UP


class Level(Record):
    """One band: its label and where it begins (its lower end)."""

    label: Text
    begins: Amount


class BandTable(Record):
    """Bands in ascending order; `boundary` says to which side a boundary value belongs."""

    effective_from: IsoDate | None = None
    """The first cut-off date for which this table holds; no date means always."""
    boundary: Literal["upper_band", "lower_band"] = "upper_band"
    levels: tuple[Level, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        begins = [level.begins for level in self.levels]
        if any(later <= earlier for earlier, later in pairwise(begins)):
            raise ValueError("`levels` must begin at ever higher values")
        return self


class _Node(Record):
    title: Text
    polarity: Polarity
    cap: Amount | None = None
    """The highest value of the node; the top of the scale holds anyway."""
    floor: Amount | None = None
    """The lowest value of the node; the bottom of the scale holds anyway."""
    round: Rounding | None = None
    bands: Id | None = None
    doc: Text | None = None


class RulesLeaf(_Node):
    """A leaf that collects what rules contribute to it.

    A rule is missing where it has no match and information prevents one. `renormalise` has no
    meaning here: points are not shared out among rules.
    """

    source: Literal["rules"] = Field(alias="from")
    combine: Literal[Combine.SUM, Combine.MAX, Combine.NOISY_OR]
    missing: Literal[Missing.REQUIRE, Missing.WORST, Missing.ZERO] | MinimumCoverage


class FactsLeaf(_Node):
    """A leaf whose value is an expression over matched facts."""

    source: Literal["facts"] = Field(alias="from")
    match: Pattern = Field(min_length=1, max_length=4)
    where: tuple[Expression, ...] = ()
    value: Expression
    combine: FactsCombine
    missing: Literal[Missing.REQUIRE, Missing.WORST, Missing.ZERO]


class Branch(_Node):
    """A node made of other nodes, with their nominal weights."""

    of: dict[Id, Annotated[float, Field(gt=0, le=1_000_000)]] = Field(min_length=1)
    combine: Combine
    missing: Missing | MinimumCoverage
    power: Annotated[float, Field(ge=-100, le=100)] | None = None
    """The exponent of `generalised_mean`."""
    ranges: dict[Id, Uncertainty] = {}
    """Child to how uncertain its weight is."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.combine is Combine.GENERALISED_MEAN) != (self.power is not None):
            raise ValueError("`generalised_mean` needs a `power`, and only it takes one")
        if self.power == 0:
            raise ValueError("a power of 0 is the geometric mean: write `combine: geometric_mean`")
        if self.combine in _ADDING and self.missing is Missing.RENORMALISE:
            raise ValueError(
                f"`{self.combine}` has nothing to renormalise: write `zero`, `worst` or `require`"
            )
        if self.combine in _UNWEIGHTED and set(self.of.values()) != {1}:
            raise ValueError(f"`{self.combine}` has no weights: write 1 for each part")
        return self


_ADDING = frozenset({Combine.SUM, Combine.NOISY_OR})
_UNWEIGHTED = frozenset({Combine.MAX, Combine.MIN, Combine.NOISY_OR})


def _shape(value: object) -> str:
    if isinstance(value, dict) and "from" in value:
        return "facts" if value["from"] == "facts" else "rules"
    if isinstance(value, RulesLeaf | FactsLeaf):
        return value.source
    return "branch"


ScoreNode = Annotated[
    Annotated[RulesLeaf, Tag("rules")]
    | Annotated[FactsLeaf, Tag("facts")]
    | Annotated[Branch, Tag("branch")],
    Discriminator(_shape),
]


class Scale(Record):
    """The ends of the scale that scores live on."""

    min: Amount = 0
    max: Amount = 100

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if self.max <= self.min:
            raise ValueError("`max` must be greater than `min`")
        return self


IDENTITY_LIMIT = 0.10
"""The largest share of a score that may rest on identity in a final memo; rulesets may lower it."""


class Ruleset(Record):
    """A declarative ruleset, as written."""

    riskmemo: Literal["ruleset/1"]
    id: Id
    version: Text
    title: Text
    doc: Text | None = None
    language: Text = "en_GB"
    """What its titles and sentences are written in, so that dates, countries and numbers in a
    sentence are too; a language of memos by its Babel name."""
    vocabulary: Text
    """The id of a shipped vocabulary, or the path of one beside the ruleset (`./my.yaml`)."""
    parameters: dict[Name, Parameter | float] = {}
    hypotheses: dict[Id, Hypothesis] = {}
    competing: dict[Id, Question] = {}
    """Questions to which several hypotheses are rival answers."""
    derive: dict[Name, Aggregate] = {}
    rules: tuple[Rule, ...] = ()
    scale: Scale = Scale.model_construct()
    identity_limit: Annotated[float, Field(ge=0, le=IDENTITY_LIMIT)] = IDENTITY_LIMIT
    """The largest share (0-1) of a score that may rest on identity in a final memo."""
    scores: dict[Id, ScoreNode] = Field(min_length=1)
    bands: dict[Id, tuple[BandTable, ...]] = {}
