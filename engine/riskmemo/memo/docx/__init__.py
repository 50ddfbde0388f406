"""A view as a Word document; the only package that imports python-docx.

The look is in `templates/docx`: a page, styles, a list. Code names styles and has no look of its
own, so a letterhead (`reference`) that brings styles of these names changes everything.
"""

from pathlib import Path

from docx.document import Document

from riskmemo.memo.design import Design
from riskmemo.memo.docx.blocks import write_section
from riskmemo.memo.docx.first_page import write_masthead
from riskmemo.memo.docx.fonts import embed_fonts
from riskmemo.memo.docx.footnotes import add_footnotes
from riskmemo.memo.docx.headers import add_headers
from riskmemo.memo.docx.letterhead import letterhead
from riskmemo.memo.docx.manuscript import Manuscript
from riskmemo.memo.docx.packing import packed
from riskmemo.memo.docx.pictures import Pictures
from riskmemo.memo.docx.places import Places
from riskmemo.memo.docx.properties import fill_properties
from riskmemo.memo.docx.runs import Inline, Notes
from riskmemo.memo.docx.skeleton import say_language, shipped_document, text_width
from riskmemo.memo.docx.styles import Names
from riskmemo.memo.view import MemoView


def to_docx(view: MemoView, design: Design, reference: Path | None = None) -> bytes:
    """The memo as a file, from the parts of the design or in the letterhead of `reference`."""
    document, names = _opened(design, reference)
    texts = {note.reference.note: note.runs for note in view.references}
    notes = Notes(texts)
    manuscript = _manuscript(document, design, notes)
    body = document.element.body
    end = body.sectPr
    for each in write_masthead(manuscript, view):
        end.addprevious(each)
    for section in view.sections:
        for each in write_section(manuscript, section):
            end.addprevious(each)
    footnotes = add_footnotes(document.part, notes, texts, manuscript.places)
    for root in (body, footnotes.element):
        names.apply(root)
    add_headers(document, view, manuscript.width, names)
    say_language(document, view.language)
    fill_properties(document.core_properties, view)
    manuscript.pictures.finish()
    return packed(document)


def _opened(design: Design, reference: Path | None) -> tuple[Document, Names]:
    if reference is not None:
        return letterhead(reference, design)
    document = shipped_document(design)
    embed_fonts(document.part, design)
    return document, Names()


def _manuscript(document: Document, design: Design, notes: Notes) -> Manuscript:
    part, places = document.part, Places()
    return Manuscript(
        width=text_width(document),
        places=places,
        notes=notes,
        pictures=Pictures(part, design),
        noted=Inline(part, places, notes),
        labelled=Inline(part, places),
    )
