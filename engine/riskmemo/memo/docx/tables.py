"""Tables of data: a caption, a header row on every page, rows that stay whole."""

from collections.abc import Iterator

from riskmemo.memo.docx.grids import after_table, cell, grid, paragraph, row
from riskmemo.memo.docx.manuscript import Manuscript
from riskmemo.memo.docx.widths import column_widths
from riskmemo.memo.docx.xml import Element, w, words
from riskmemo.memo.view import Cell, Column, Row, Table
from riskmemo.memo.wording import text_of

STRIP_WIDTH = 58.0
"""A strip in a cell, in points."""

LIGHT_NAMES = frozenset({"reasons", "matrix"})
"""Tables whose rows are headed by sentences, which are not set bold."""


def write_table(manuscript: Manuscript, table: Table) -> Iterator[Element]:
    """Caption, table and the space after it."""
    if table.caption:
        yield paragraph("Caption", *manuscript.labelled.write(table.caption))
    widths = column_widths(table, manuscript.width)
    head = row(_heads(table, widths), repeated=True)
    rows = (row(_cells(manuscript, table, each, widths)) for each in table.rows)
    description = text_of(table.caption)
    yield grid("MemoTable", widths, (head, *rows), headed=True, description=description)
    yield after_table()


def _heads(table: Table, widths: list[int]) -> Iterator[Element]:
    for column, width in zip(table.columns, widths, strict=True):
        yield cell(width, _paragraph("TableHeading", column, words(column.label)))


def _cells(manuscript: Manuscript, table: Table, each: Row, widths: list[int]) -> Iterator[Element]:
    marks = manuscript.places.mark(each.anchor)
    for index, (held, column) in enumerate(zip(each.cells, table.columns, strict=True)):
        style = "TablePart" if each.weight == "part" and index == 0 else "TableText"
        plain = "Strong" if _is_strong(table, each, column) else ""
        content = (*(marks if index == 0 else ()), *_content(manuscript, held, plain))
        yield cell(widths[index], _paragraph(style, column, *content), border=_border(each))


def _is_strong(table: Table, each: Row, column: Column) -> bool:
    if each.weight == "total":
        return True
    return column.fit == "name" and each.weight == "plain" and table.name not in LIGHT_NAMES


def _content(manuscript: Manuscript, held: Cell, plain: str) -> Iterator[Element]:
    strip = manuscript.pictures.strip(held.strip, STRIP_WIDTH) if held.strip else None
    if strip is not None:
        yield strip
        yield words("  ")
    yield from manuscript.labelled.write(held.runs, plain)


def _paragraph(style: str, column: Column, *content: Element) -> Element:
    made = paragraph(style, *content)
    if column.fit == "number":
        made[0].append(w("jc", val="right"))
    if column.fit == "scale":
        made[0].append(w("textAlignment", val="center"))
    return made


def _border(each: Row) -> Element | None:
    """The line below a total."""
    if each.weight != "total":
        return None
    return w("tcBorders", w("bottom", val="single", sz=12, space=0, color="auto"))
