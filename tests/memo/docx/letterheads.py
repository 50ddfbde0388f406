"""Letterheads of an imagined ministry, made with python-docx and by hand."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm, RGBColor

from tests.memo.docx.opened import highland

MAIN = b"wordprocessingml.document.main+xml"


def letterhead(folder: Path, change: Callable[[Document], object] = lambda _: None) -> Path:
    """A letterhead with a crest in its head, a page of its own size and red headings."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x80, 0, 0)
    head = section.header.paragraphs[0]
    head.add_run().add_picture(io.BytesIO(_crest()), width=Mm(12))
    head.add_run("Ministry of the Highlands")
    document.add_paragraph("Dear reader, this text is not part of a memo.")
    change(document)
    path = folder / "letter.docx"
    document.save(str(path))
    return path


def loading(kind: str, target: str) -> Callable[[Document], object]:
    """A change that has the head of a letterhead load something from elsewhere."""

    def change(document: Document) -> object:
        part = document.sections[0].header.part
        return part.relate_to(target, getattr(RELATIONSHIP_TYPE, kind), is_external=True)

    return change


def rewritten(path: Path, changes: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """The file with parts changed; a part that does not exist is added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def _crest() -> bytes:
    return highland().parts["word/media/picture1.png"]
