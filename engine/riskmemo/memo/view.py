"""A memo as data: sections of blocks, blocks of typed runs; what every writer draws from.

No text in a view is markup of any kind. A writer has one template or method for each class here,
computes nothing and parses nothing. Positions on a scale are percent of its length, 0 to 100.
Tones are `opportunity`, `risk`, `warn`, `quiet` and `plain`.

Templates receive these classes as dictionaries, so no field may be named like a method of `dict`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from riskmemo.memo.pictures import Figure, Figures, LikelihoodScale, Strip

SCALARS = (str, float, bool)
"""Types of fields that hold nothing else."""

# --- runs ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Text as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that carries weight: likelihood words, leading words."""

    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """The name of a scenario or a work, set apart from the sentence around it."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """What is typed or computed: ids, hashes, commands, expressions."""

    text: str


@dataclass(frozen=True, slots=True)
class Toned:
    """A figure or a few words in the colour of what they mean."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A grade or a flag; `meaning` spells it out, empty where the text says it all."""

    text: str
    tone: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to a place in this memo."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page; `url` begins with http:// or https://."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Break:
    """A new line inside a cell; formats without one write a space."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A piece of evidence or a source that is cited."""

    label: str
    anchor: str
    note: str
    """Names a footnote, unique in the memo."""
    in_evidence: bool
    """True for the evidence table, false for the list of sources."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation of one or more pieces of evidence or sources."""

    references: tuple[Reference, ...]


Run = Text | Strong | Title | Code | Toned | Badge | Jump | Link | Cite | Break
Runs = tuple[Run, ...]

# --- blocks -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` is `lead`, `body` or `note`."""

    runs: Runs
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must not overlook, as that a single source carries a band."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside a section; `anchor` where a link leads to it."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without an order."""

    entries: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and one or more paragraphs about it."""

    term: str
    paragraphs: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms with what is said about them; `role` is `record` or `sign_off`."""

    entries: tuple[Definition, ...]
    role: str = "record"


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    `fit` is `text`, `short` (never wrapped), `number`, `scale` (holds a strip) or `name` (heads
    its row).
    """

    label: str
    fit: str = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; a strip stands before its runs."""

    runs: Runs
    strip: Strip | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `weight` is `plain`, `total` or `part` (below the row it belongs to)."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    weight: str = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `caption` says what it shows, `name` tells tables apart for styling."""

    name: str
    caption: Runs
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of the first page with its strip and the lines below it."""

    label: str
    tone: str
    figure: str
    band: str
    strip: Strip | None
    lines: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Headlines:
    """The figures of the first page, side by side: opportunity, risk, confidence."""

    entries: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A key judgement: the statement, the reasons, likelihood and confidence apart."""

    label: str
    anchor: str
    statement: Runs
    because: Runs
    likelihood: str
    scale: LikelihoodScale | None
    confidence: str
    basis: Runs


@dataclass(frozen=True, slots=True)
class Judgements:
    """The key judgements in the analyst's order."""

    entries: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A heading with its paragraphs, to stand beside others."""

    heading: str
    paragraphs: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Short texts of equal rank, in columns where there is room."""

    entries: tuple[Aside, ...]


@dataclass(frozen=True, slots=True)
class ContestedClaim:
    """What somebody asserts, attributed and not adopted, with everything that bears on it."""

    anchor: str
    label: str
    kicker: str
    speaker: str
    wording: str
    entries: tuple[Definition, ...]


Block = (
    Paragraph
    | Notice
    | Subheading
    | Bullets
    | Definitions
    | Table
    | Headlines
    | Judgements
    | SideBySide
    | ContestedClaim
    | Figures
)

# --- the memo -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `number` is `1`, `2`, ... or empty, `role` is `opening`, `body` or `annex`."""

    anchor: str
    number: str
    heading: str
    blocks: tuple[Block, ...]
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Marking:
    """The handling label; `tone` is `clear`, `green`, `amber`, `red` (TLP 2.0) or `own`."""

    label: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands at the head of the memo."""

    kicker: str
    title: str
    question: str
    entries: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class MemoView:
    """A whole memo; `running_head` and `running_foot` repeat on printed pages."""

    language: str
    page_title: str
    description: str
    author: str
    """Who prepared it; empty where the case names nobody."""
    as_of: str
    """The cut-off as `2025-07-28`: the only date that a document may bear."""
    generator: str
    skip_label: str
    page_label: str
    """Words around a page number, with `{page}` and `{pages}`."""
    running_head: str
    running_foot: str
    marking: Marking | None
    masthead: Masthead
    sections: tuple[Section, ...]
    references: tuple["Footnote", ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """What a citation stands for, for formats with footnotes."""

    reference: Reference
    runs: Runs


def figures_in(view: MemoView) -> Iterator[Figure]:
    """The charts of a memo, in their order."""
    for section in view.sections:
        for block in section.blocks:
            if isinstance(block, Figures):
                yield from block.entries
