"""What repeats on every page: running head and foot, page numbers, the marking."""

import re
from collections.abc import Iterator, Mapping, Sequence

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import _Footer, _Header

from riskmemo.memo.docx.grids import paragraph
from riskmemo.memo.docx.runs import NO_BREAK_SPACE
from riskmemo.memo.docx.styles import Names
from riskmemo.memo.docx.xml import Element, find_all, w, words
from riskmemo.memo.view import Marking, MemoView

MARKINGS: Mapping[str, str] = {
    "clear": "MarkingClear",
    "green": "MarkingGreen",
    "amber": "MarkingAmber",
    "red": "MarkingRed",
    "own": "Marking",
}
"""Tones of a marking to styles."""

FIELDS: Mapping[str, str] = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
"""Places in the words around a page number to the only fields of a memo."""

LONG_MARKING = 32
"""Letters of a marking that fit beside a running head; longer ones are set smaller."""

_PLACE = re.compile(r"(\{pages?\})")
_PAGE_FIELD = re.compile(r"\bPAGE\b")


def add_headers(document: Document, view: MemoView, width: int, names: Names) -> None:
    """Head and foot of every kind of page; where a letterhead has one, only what it lacks."""
    for header, footer in _pairs(document):
        is_numbered = _has_page_number(header) or _has_page_number(footer)
        _complete(header, _head_line(view, width), view.marking, names)
        if is_numbered or footer.is_linked_to_previous:
            _complete(footer, _foot_line(view, width), view.marking, names)
        else:
            _add(footer, _foot_line(view, width), names)


def _pairs(document: Document) -> Iterator[tuple[_Header, _Footer]]:
    section = document.sections[-1]
    yield section.header, section.footer
    if section.different_first_page_header_footer:
        yield section.first_page_header, section.first_page_footer
    if document.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header, section.even_page_footer


def _complete(
    place: _Header | _Footer, whole: Element, marking: Marking | None, names: Names
) -> None:
    """The whole line where there is none; else the marking, where it does not stand there yet."""
    if place.is_linked_to_previous:
        place.is_linked_to_previous = False
        root = place.part.element
        for made in list(root):
            root.remove(made)
        _add(place, whole, names)
    elif marking and marking.label not in _pieces(place.part.element):
        style = "Header" if isinstance(place, _Header) else "Footer"
        _add(place, _marking_line(marking, style), names)


def _add(place: _Header | _Footer, line: Element, names: Names) -> None:
    names.apply(line)
    place.part.element.append(line)


def _pieces(root: Element) -> set[str]:
    """What stands alone between tabs and ends of lines: `Internal` does, in `Internal Affairs` not.

    A marking that is written twice does no harm, one that is missing does.
    """
    told = [
        (found.text or "") if found.tag == qn("w:t") else "\n"
        for found in find_all(root, "w:p", "w:t", "w:tab", "w:br")
    ]
    return {piece.strip() for piece in "".join(told).split("\n")}


def _has_page_number(place: _Header | _Footer) -> bool:
    """Whether a letterhead numbers its pages; one that does not exist does not."""
    if place.is_linked_to_previous:
        return False
    root = place.part.element
    simple = (found.get(qn("w:instr"), "") for found in find_all(root, "w:fldSimple"))
    spelled = "".join(found.text or "" for found in find_all(root, "w:instrText"))
    return any(_PAGE_FIELD.search(code) for code in (*simple, spelled))


# --- lines --------------------------------------------------------------------------------------


def _head_line(view: MemoView, width: int) -> Element:
    """The running head, and the marking at the right."""
    return _line("Header", (words(view.running_head),), view.marking, width)


def _foot_line(view: MemoView, width: int) -> Element:
    """The running foot with page numbers, and the marking at the right."""
    left = (words(f"{view.running_foot}  ·  "), *_page_numbers(view.page_label))
    return _line("Footer", left, view.marking, width)


def _line(style: str, left: Sequence[Element], marking: Marking | None, width: int) -> Element:
    right = (w("r", w("tab")), _marked(marking)) if marking else ()
    made = paragraph(style, *left, *right)
    made[0].append(w("tabs", w("tab", val="right", pos=width)))
    return made


def _marking_line(marking: Marking, style: str) -> Element:
    """The marking alone."""
    made = paragraph(style, _marked(marking))
    made[0].append(w("jc", val="right"))
    return made


def _page_numbers(label: str) -> Iterator[Element]:
    """`page {page} of {pages}` with fields in the places."""
    for part in _PLACE.split(label):
        if part in FIELDS:
            yield w("fldSimple", words("1"), instr=FIELDS[part])
        elif part:
            yield words(part)


def _marked(marking: Marking) -> Element:
    padded = f"{NO_BREAK_SPACE}{marking.label}{NO_BREAK_SPACE}"
    is_long = len(marking.label) > LONG_MARKING
    return words(padded, "MarkingLong" if is_long else MARKINGS[marking.tone])
