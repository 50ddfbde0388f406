"""Terms and what is said about them: records, sign-off, contested claims."""

from collections.abc import Iterable, Iterator, Sequence

from riskmemo.memo.docx.grids import after_table, cell, even_widths, grid, paragraph, row
from riskmemo.memo.docx.manuscript import Manuscript
from riskmemo.memo.docx.xml import Element, words
from riskmemo.memo.view import ContestedClaim, Definition, Definitions

TERM_WIDTH = 1900
CLAIM_TERM_WIDTH = 2100
"""Columns of terms, in twentieths of a point."""

IN_A_ROW = 5
"""No more terms stand side by side."""


def write_definitions(manuscript: Manuscript, block: Definitions) -> Iterator[Element]:
    """A record with a row a term, or a sign-off with a column a term."""
    if block.role == "sign_off":
        yield paragraph("AfterTable")
        yield from write_in_columns(manuscript, block.entries, "MemoSignOff")
        return
    widths = (TERM_WIDTH, manuscript.width - TERM_WIDTH)
    yield grid("MemoRows", widths, _terms(manuscript, block.entries, widths))
    yield after_table()


def write_in_columns(
    manuscript: Manuscript, entries: Sequence[Definition], style: str
) -> Iterator[Element]:
    """Terms side by side, each above what is said about it."""
    if not entries:
        return
    columns = min(len(entries), IN_A_ROW)
    widths = even_widths(manuscript.width, columns)
    rows = (
        row(_columns(manuscript, entries[first : first + columns], widths))
        for first in range(0, len(entries), columns)
    )
    yield grid(style, widths, rows)
    yield after_table()


def _columns(
    manuscript: Manuscript, entries: Sequence[Definition], widths: Sequence[int]
) -> Iterator[Element]:
    for index, width in enumerate(widths):
        if index >= len(entries):
            yield cell(width)
            continue
        entry = entries[index]
        told = (
            paragraph("TableText", *manuscript.noted.write(runs, "Strong"))
            for runs in entry.paragraphs
        )
        yield cell(width, paragraph("QuietTerm", words(entry.term)), *told)


def write_claim(manuscript: Manuscript, claim: ContestedClaim) -> Iterator[Element]:
    """A box whose first row, that the claim is not adopted, heads it on every page."""
    widths = (CLAIM_TERM_WIDTH, manuscript.width - CLAIM_TERM_WIDTH)
    marks = manuscript.places.mark(claim.anchor)
    kicker = paragraph("ClaimKicker", *marks, words(f"{claim.kicker} · {claim.label}"))
    said = (
        paragraph("Term", words(claim.speaker)),
        paragraph("Quote", words(claim.wording)),
    )
    rows = (
        row((_whole(widths, kicker),), repeated=True),
        row((_whole(widths, *said),)),
        *_terms(manuscript, claim.entries, widths),
    )
    description = f"{claim.kicker}: {claim.label}"
    yield grid("MemoClaim", widths, rows, description=description)
    yield after_table()


def _whole(widths: Sequence[int], *content: Element) -> Element:
    return cell(sum(widths), *content, span=len(widths))


def _terms(
    manuscript: Manuscript, entries: Iterable[Definition], widths: Sequence[int]
) -> Iterator[Element]:
    for entry in entries:
        told = (paragraph("TableText", *manuscript.noted.write(runs)) for runs in entry.paragraphs)
        yield row((cell(widths[0], paragraph("Term", words(entry.term))), cell(widths[1], *told)))
