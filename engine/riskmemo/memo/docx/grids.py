"""Tables of Word as nested calls: rows of cells of paragraphs, whose look comes from styles."""

from collections.abc import Iterable, Sequence

from riskmemo.memo.docx.xml import Child, Element, w


def paragraph(style: str, *content: Child) -> Element:
    """A paragraph of a style; Normal where none is named."""
    return w("p", w("pPr", w("pStyle", val=style)) if style else None, *content)


def cell(width: int, *content: Element, span: int = 1, border: Element | None = None) -> Element:
    """A cell, `width` twentieths of a point wide, over `span` columns."""
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else None,
        border,
    )
    return w("tc", properties, *(content or (paragraph("TableText"),)))


def row(cells: Iterable[Element], *, repeated: bool = False) -> Element:
    """A row that stays on one page; a repeated one heads the table on every page."""
    properties = w("trPr", w("cantSplit"), w("tblHeader") if repeated else None)
    return w("tr", properties, *cells)


def grid(
    style: str,
    widths: Sequence[int],
    rows: Iterable[Element],
    *,
    headed: bool = False,
    description: str = "",
) -> Element:
    """A table; a headed one has the style's look of a first row."""
    look = {"firstRow": int(headed), "lastRow": 0, "firstColumn": 0, "lastColumn": 0}
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=style),
            w("tblW", w=sum(widths), type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblLook", val="0620" if headed else "0600", **look, noHBand=1, noVBand=1),
            w("tblDescription", val=description) if description else None,
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        *rows,
    )


def after_table() -> Element:
    """Keeps a table apart from what follows; without it, Word joins two tables into one."""
    return paragraph("AfterTable")


def even_widths(total: int, count: int) -> list[int]:
    """Columns of one width; the last has what is left."""
    each = total // count
    return [*[each] * (count - 1), total - each * (count - 1)]
