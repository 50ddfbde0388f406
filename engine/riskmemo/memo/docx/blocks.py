"""Sections and blocks of the view as paragraphs and tables of Word."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from riskmemo.memo.docx.first_page import write_headlines, write_judgements
from riskmemo.memo.docx.grids import after_table, cell, even_widths, grid, paragraph, row
from riskmemo.memo.docx.manuscript import Manuscript
from riskmemo.memo.docx.records import write_claim, write_definitions
from riskmemo.memo.docx.tables import write_table
from riskmemo.memo.docx.xml import Element, w, words
from riskmemo.memo.pictures import Figure, Figures
from riskmemo.memo.view import (
    Aside,
    Block,
    Bullets,
    ContestedClaim,
    Definitions,
    Headlines,
    Judgements,
    Notice,
    Paragraph,
    Section,
    SideBySide,
    Subheading,
    Table,
)

ROLES: Mapping[str, str] = {"lead": "Lead", "body": "Normal", "note": "Note"}
"""Roles of a paragraph to styles."""

TWIPS_PER_POINT = 20
IN_A_ROW = 3
"""No more texts stand side by side."""


def write_section(manuscript: Manuscript, section: Section) -> Iterator[Element]:
    """The heading, which the navigation pane lists, and the blocks."""
    manuscript.notes.begin_section()
    number = (words(section.number, "SectionNumber"), words("  ")) if section.number else ()
    style = "OpeningHeading" if section.role == "opening" else "Heading1"
    marks = manuscript.places.mark(section.anchor)
    yield paragraph(style, *marks, *number, words(section.heading))
    for index, block in enumerate(section.blocks):
        following = section.blocks[index + 1 : index + 2]
        for each in _WRITERS[type(block)](manuscript, block):
            yield _kept_with_next(each) if _introduces(block, *following) else each


def _introduces(block: Block, following: Block | None = None) -> bool:
    """Whether a note says how to read the table or figure below it."""
    is_note = isinstance(block, Paragraph) and block.role == "note"
    return is_note and isinstance(following, Table | Figures)


def _kept_with_next(made: Element) -> Element:
    made[0].append(w("keepNext"))
    return made


def _paragraph(manuscript: Manuscript, block: Paragraph) -> Iterator[Element]:
    yield paragraph(ROLES[block.role], *manuscript.noted.write(block.runs))


def _notice(manuscript: Manuscript, block: Notice) -> Iterator[Element]:
    yield paragraph("Notice", *manuscript.noted.write(block.runs))


def _subheading(manuscript: Manuscript, block: Subheading) -> Iterator[Element]:
    yield paragraph("Heading2", *manuscript.places.mark(block.anchor), words(block.text))


def _bullets(manuscript: Manuscript, block: Bullets) -> Iterator[Element]:
    for runs in block.entries:
        yield paragraph("ListBullet", *manuscript.noted.write(runs))


def _side_by_side(manuscript: Manuscript, block: SideBySide) -> Iterator[Element]:
    count = len(block.entries)
    columns = IN_A_ROW if count % IN_A_ROW == 0 else min(count, 2)
    widths = even_widths(manuscript.width, columns)
    rows = (
        row(_asides(manuscript, block.entries[first : first + columns], widths))
        for first in range(0, count, columns)
    )
    yield grid("MemoGrid", widths, rows)
    yield after_table()


def _asides(
    manuscript: Manuscript, entries: tuple[Aside, ...], widths: list[int]
) -> Iterator[Element]:
    """The cells of a row; the last entry of an uneven number has the rest of it."""
    for index, entry in enumerate(entries):
        span = len(widths) - index if index == len(entries) - 1 else 1
        texts = (paragraph("Normal", *manuscript.noted.write(runs)) for runs in entry.paragraphs)
        heading = paragraph("Heading2", words(entry.heading))
        yield cell(sum(widths[index : index + span]), heading, *texts, span=span)


def _figures(manuscript: Manuscript, block: Figures) -> Iterator[Element]:
    if len(block.entries) == 1:
        yield from _figure(manuscript, block.entries[0], manuscript.width)
        return
    widths = even_widths(manuscript.width, len(block.entries))
    gap = 220
    cells = (
        cell(width, *_figure(manuscript, figure, width - gap))
        for width, figure in zip(widths, block.entries, strict=True)
    )
    yield grid("MemoGrid", widths, (row(cells),))
    yield after_table()


def _figure(manuscript: Manuscript, figure: Figure, width: int) -> Iterator[Element]:
    """The caption above the picture; what the picture shows in words, where it cannot be drawn."""
    marks = manuscript.places.mark(figure.anchor)
    title = words(f"{figure.label}. {figure.title}", "Strong")
    yield paragraph("Caption", *marks, title, words(f" {figure.note}"))
    picture = manuscript.pictures.figure(figure, width / TWIPS_PER_POINT)
    if picture is None:
        yield paragraph("Note", words(figure.description))
    else:
        yield paragraph("Picture", picture)


_WRITERS: Mapping[type[Any], Callable[[Manuscript, Any], Iterator[Element]]] = {
    Paragraph: _paragraph,
    Notice: _notice,
    Subheading: _subheading,
    Bullets: _bullets,
    Definitions: write_definitions,
    Table: write_table,
    Headlines: write_headlines,
    Judgements: write_judgements,
    SideBySide: _side_by_side,
    ContestedClaim: write_claim,
    Figures: _figures,
}
