"""A case: a question about a state, with sources, indicators, claims and judgements."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from riskmemo.model.base import EvidenceId, Id, IsoDate, Name, Record, Scalar, Text
from riskmemo.model.grading import Credibility, Reliability
from riskmemo.model.uncertainty import Uncertainty

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]


class Source(Record):
    """A published source and how reliable it is."""

    publisher: Text
    title: Text
    date: IsoDate | None = None
    """When it was published; with no date, every fact that rests on it states `known`."""
    url: WebAddress | None = None
    reliability: Reliability
    note: Text | None = None
    """Why it was graded so, or how it was reached."""


class Citation(Record):
    """One use of a source, with the credibility of what was taken from it."""

    source: EvidenceId
    credibility: Credibility
    locator: Text | None = None
    """Where in the source: a page, a table, a section."""


class Evidence(Record):
    """What an indicator and a claim share: sources and the two clocks."""

    date: IsoDate | None = None
    """When it was so in the world (first day)."""
    until: IsoDate | None = None
    """The last day, where it lasted or covers a period."""
    known: IsoDate | None = None
    """When it became known; by default the date of its earliest source."""
    sources: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.until is not None and (self.date is None or self.until < self.date):
            raise ValueError("`until` is the last day and needs a `date` that is not later")
        return self


class Indicator(Evidence):
    """One typed, sourced fact."""

    id: EvidenceId
    kind: Name
    fields: dict[Name, Scalar]
    """Field to value; `null` or left out means unknown."""
    says: Text
    """What the fact states, for the evidence table."""
    ranges: dict[Name, Uncertainty] = {}
    """Field to how uncertain its value is."""


class Conflict(Record):
    """Indicators that contradict each other: at most one of them can be right."""

    indicators: tuple[EvidenceId, ...] = Field(min_length=2)
    """All of one kind. Scores use all of them; each draw of the ranges believes one."""
    says: Text
    """What they disagree about."""


class Table(Record):
    """A CSV file with one indicator a row, all of one kind.

    Columns: `id`, `date`, `until`, `known`, `says`, `sources` (as `S1/2 S3/1`: source and
    credibility), and the fields of the kind.
    """

    kind: Name
    file: Text
    """Path of the CSV file, relative to the case."""


class Dissent(Record):
    """A voice against a claim, or a limit of that voice."""

    who: Text
    wording: Text
    sources: tuple[Citation, ...] = Field(min_length=1)


class Claim(Evidence):
    """What somebody asserts: attributed, never adopted."""

    speaker: Text
    """Who says it, with their function; a public voice, quoted from a published source."""
    wording: Text
    statement: Literal["forecast", "opinion", "allegation", "report"]
    fields: dict[Name, Scalar] = {}
    """What rules may match on, typed by the vocabulary's kind `claim`."""
    corroboration: Text
    """What was found, or searched for and not found, in support."""
    dissent: tuple[Dissent, ...] = ()
    dissent_searched: Text | None = None
    """Where dissent was searched for, when none was found."""
    other_readings: tuple[Text, ...] = ()
    would_change_the_reading: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _dissent_accounted_for(self) -> Self:
        if not self.dissent and self.dissent_searched is None:
            raise ValueError(
                "a claim needs `dissent`, or `dissent_searched` saying where none was found"
            )
        return self


class Search(Record):
    """A kind that was searched for, so that finding none is knowledge."""

    kind: Name
    result: Text
    """What the search covered and what it found."""
    sources: tuple[Citation, ...] = ()


class Lexicon(StrEnum):
    """The likelihood words of a memo; one lexicon per memo."""

    ICD203 = "icd203"
    PHIA = "phia"


class Confidence(Record):
    """How good the basis is; stated apart from likelihood."""

    level: Literal["low", "moderate", "high"]
    basis: Text


class BottomLine(Record):
    """The answer in one bold sentence and a few more."""

    lead: Text
    text: Text
    confidence: Confidence


class LikelihoodRange(Record):
    """A probability known within limits, as shares from 0 to 1."""

    low: float
    high: float

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if not self.low < self.high:
            raise ValueError("`low` must be less than `high`")
        return self


def _form(likelihood: object) -> str:
    """Which form was meant, so that only what is wrong with that form is told."""
    if isinstance(likelihood, dict | LikelihoodRange):
        return "range"
    is_number = isinstance(likelihood, int | float) and not isinstance(likelihood, bool)
    return "number" if is_number else "words"


Likelihood = Annotated[
    Annotated[Text, Tag("words")]
    | Annotated[float, Tag("number")]
    | Annotated[LikelihoodRange, Tag("range")],
    Discriminator(_form),
]


class Judgement(Record):
    """A key judgement of the analyst: a dated statement with a likelihood word."""

    id: EvidenceId
    statement: Text
    """Holds the likelihood words once, and a date by which it can be checked."""
    likelihood: Likelihood
    """A term of the case's lexicon, as `very likely`; or a probability from 0 to 1, as `0.62` or
    `{low: 0.55, high: 0.75}`, for which the lexicon has a term."""
    confidence: Confidence
    because: Text


class Implication(Record):
    """What the findings mean for one group of readers."""

    audience: Text
    text: Text


class Paragraph(Record):
    """A paragraph of the picture, with its leading words."""

    lead: Text | None = None
    text: Text


class Assumption(Record):
    """What the analyst takes as given, why, and what follows if it is wrong."""

    id: EvidenceId
    text: Text
    basis: Text
    if_wrong: Text


class Signpost(Record):
    """An indicator to watch, with its threshold."""

    indicator: Text
    threshold: Text
    moves: Text
    polarity: Literal["risk", "opportunity"]
    now: Text
    next_look: Text


class Analysis(Record):
    """The analyst's own judgements; `[E1]` or `[E1, E2]` in any text cites evidence."""

    bottom_line: BottomLine | None = None
    judgements: tuple[Judgement, ...] = ()
    implications: tuple[Implication, ...] = ()
    picture: tuple[Paragraph, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    alternatives: tuple[Paragraph, ...] = ()
    watch: tuple[Signpost, ...] = ()
    not_covered: tuple[Text, ...] = ()


class Marking(Record):
    """The handling label on every page, TLP 2.0 or the user's own."""

    label: Text
    text: Text | None = None


class Override(Record):
    """A decision to issue a final memo whose identity audit failed; the memo prints it."""

    audit: Literal["identity"]
    reason: Text
    """Why the memo is issued all the same, for its readers."""
    approved_by: Text
    """The desk or the organisation that answers for it, not a person."""


class Masthead(Record):
    """What stands at the head of the memo."""

    reference: Text | None = None
    series: Text | None = None
    """The line above the title, as `Central Asia and Mongolia`."""
    supersedes: Text | None = None
    status: Literal["draft", "for review", "final"] = "draft"
    """A final memo has passed the identity audit, or carries an `override`."""
    prepared_by: Text | None = None
    """A desk or an organisation, not a person."""
    challenged_by: Text | None = None
    approved_by: Text | None = None
    distribution: Text | None = None
    override: Override | None = None


# Made without validation, which would build the validators of a case as soon as it is imported.
NO_MASTHEAD = Masthead.model_construct()
NO_ANALYSIS = Analysis.model_construct()


class Case(Record):
    """A question about a subject state and everything known about it at the cut-off."""

    riskmemo: Literal["case/1"]
    id: Id
    title: Text
    question: Text
    subject: Country
    as_of: IsoDate
    """The information cut-off: nothing that became known later is used."""
    horizon: IsoDate
    """The last day that the assessment speaks about."""
    vocabulary: Text
    """The id of a shipped vocabulary, or the path of one beside the case (`./my.yaml`)."""
    lexicon: Lexicon = Lexicon.ICD203
    marking: Marking | None = None
    masthead: Masthead = NO_MASTHEAD
    sources: dict[EvidenceId, Source] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = ()
    ranges: dict[EvidenceId, dict[Name, Uncertainty]] = {}
    """The same as `ranges` of an indicator, for rows of tables: indicator to field to range."""
    conflicts: tuple[Conflict, ...] = ()
    tables: tuple[Table, ...] = ()
    claims: dict[EvidenceId, Claim] = {}
    searched: tuple[Search, ...] = ()
    analysis: Analysis = NO_ANALYSIS

    @model_validator(mode="after")
    def _horizon_after_cut_off(self) -> Self:
        if self.horizon < self.as_of:
            raise ValueError("`horizon` must not lie before `as_of`")
        return self
