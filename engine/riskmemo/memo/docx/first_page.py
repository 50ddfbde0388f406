"""The first page: masthead, figures side by side, key judgements with their likelihood."""

from collections.abc import Iterator, Mapping

from riskmemo.memo.docx.grids import after_table, cell, even_widths, grid, paragraph, row
from riskmemo.memo.docx.manuscript import Manuscript
from riskmemo.memo.docx.records import write_in_columns
from riskmemo.memo.docx.runs import TONES
from riskmemo.memo.docx.xml import Element, words
from riskmemo.memo.view import Headline, Headlines, Judgement, Judgements, MemoView

LABEL_WIDTH = 740
SCALE_COLUMN = 2560
"""Columns of a judgement, in twentieths of a point; the statement has the rest."""

STRIP_WIDTH = 132.0
SCALE_WIDTH = 116.0
"""Pictures of the first page, in points."""

BANDS: Mapping[str, str] = {"opportunity": "BandOpportunity", "risk": "BandRisk"}
"""Tones to styles of a band beside its figure."""


def write_masthead(manuscript: Manuscript, view: MemoView) -> Iterator[Element]:
    """Handling, kicker, title, question and the line of facts."""
    if view.marking and view.marking.text:
        yield paragraph("Handling", words(view.marking.text))
    head = view.masthead
    yield paragraph("Kicker", words(head.kicker))
    yield paragraph("Title", words(head.title))
    yield paragraph("Subtitle", words(head.question))
    yield from write_in_columns(manuscript, head.entries, "MemoMasthead")


def write_headlines(manuscript: Manuscript, block: Headlines) -> Iterator[Element]:
    """The figures of the first page, side by side."""
    widths = even_widths(manuscript.width, len(block.entries))
    cells = (
        cell(width, *_headline(manuscript, each))
        for width, each in zip(widths, block.entries, strict=True)
    )
    yield grid("MemoHeadlines", widths, (row(cells),))
    yield after_table()


def _headline(manuscript: Manuscript, each: Headline) -> Iterator[Element]:
    yield paragraph("HeadlineLabel", words(each.label))
    band = (words(f" {each.band}", BANDS.get(each.tone, "Band")),) if each.band else ()
    yield paragraph("HeadlineFigure", words(each.figure, TONES[each.tone]), *band)
    strip = manuscript.pictures.strip(each.strip, STRIP_WIDTH) if each.strip else None
    if strip is not None:
        yield paragraph("HeadlineText", strip)
    for runs in each.lines:
        yield paragraph("HeadlineText", *manuscript.noted.write(runs))


def write_judgements(manuscript: Manuscript, block: Judgements) -> Iterator[Element]:
    """A row a judgement: label, statement with reasons, likelihood and confidence apart."""
    widths = (LABEL_WIDTH, manuscript.width - LABEL_WIDTH - SCALE_COLUMN, SCALE_COLUMN)
    rows = (_judgement(manuscript, each, widths) for each in block.entries)
    yield grid("MemoRows", widths, rows)
    yield after_table()


def _judgement(manuscript: Manuscript, each: Judgement, widths: tuple[int, int, int]) -> Element:
    write = manuscript.noted.write
    marks = manuscript.places.mark(each.anchor)
    label = paragraph("JudgementLabel", *marks, words(each.label))
    statement = paragraph("Judgement", *write(each.statement))
    because = paragraph("JudgementReasons", *write(each.because))
    return row(
        (
            cell(widths[0], label),
            cell(widths[1], statement, because),
            cell(widths[2], *_certainty(manuscript, each)),
        )
    )


def _certainty(manuscript: Manuscript, each: Judgement) -> Iterator[Element]:
    yield paragraph("Term", words(each.likelihood))
    scale = manuscript.pictures.likelihood(each.scale, SCALE_WIDTH) if each.scale else None
    if scale is not None:
        yield paragraph("HeadlineText", scale)
    yield paragraph("HeadlineText", words(each.confidence, "Strong"))
    yield paragraph("HeadlineText", *manuscript.noted.write(each.basis))
