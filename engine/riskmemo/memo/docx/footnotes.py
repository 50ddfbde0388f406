"""Footnotes: a part of their own, with the two lines that separate notes from the text.

python-docx has no footnotes, so the part is written here and joined to the document.
"""

from collections.abc import Iterator, Mapping

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.parser import parse_xml

from riskmemo.memo.docx.grids import paragraph
from riskmemo.memo.docx.places import Places
from riskmemo.memo.docx.runs import Inline, Notes
from riskmemo.memo.docx.xml import NAMESPACES, Element, run, w, words
from riskmemo.memo.view import Jump, Reference, Run, Runs, Strong

_EMPTY = f'<w:footnotes xmlns:w="{NAMESPACES["w"]}" xmlns:r="{NAMESPACES["r"]}"/>'


def add_footnotes(
    document_part: XmlPart, notes: Notes, texts: Mapping[str, Runs], places: Places
) -> XmlPart:
    """The part of footnotes, with the text of every note that was cited."""
    package = document_part.package
    part = XmlPart(
        PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, parse_xml(_EMPTY), package
    )
    document_part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    inline = Inline(part, places, boxed=False)
    for note in (*_separators(), *_written(notes, texts, inline)):
        part.element.append(note)
    return part


def _separators() -> Iterator[Element]:
    yield _separator(-1, "separator")
    yield _separator(0, "continuationSeparator")


def _separator(number: int, kind: str) -> Element:
    line = w("p", w("pPr", w("spacing", before=120, after=40)), run(w(kind)))
    return w("footnote", line, type=kind, id=number)


def _written(notes: Notes, texts: Mapping[str, Runs], inline: Inline) -> Iterator[Element]:
    for index, reference in enumerate(notes.cited, start=1):
        mark = run(w("footnoteRef"), style="FootnoteReference")
        told = inline.write(_linked(texts[reference.note], reference))
        yield w("footnote", paragraph("FootnoteText", mark, words(" "), *told), id=index)


def _linked(runs: Runs, reference: Reference) -> Iterator[Run]:
    """The text of a note, whose label leads to the evidence."""
    for each in runs:
        is_label = isinstance(each, Strong) and each.text == reference.label
        yield Jump(reference.label, reference.anchor) if is_label else each
