"""The document before anything is written into it, from the parts of `templates/docx`."""

import io
import zipfile
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from riskmemo.errors import Mistake, RenderingFailed, Span
from riskmemo.memo.design import Design
from riskmemo.memo.docx.xml import Element, find_all, w

LEAST_WIDTH = 5000
"""Text on a memo has more room than this, about 9 cm, in twentieths of a point."""

PARTS = ("document", "styles", "numbering", "settings")
"""Files of `templates/docx`; each becomes the part of that name."""

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = {name: f"{_MAIN}.{name}+xml" for name in PARTS} | {"document": f"{_MAIN}.document.main+xml"}
"""Content types of these parts."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def shipped_document(design: Design) -> Document:
    """An empty memo with the styles and the page of the templates."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in _files(design).items():
            archive.writestr(name, data)
    document = docx.Document(stream)
    if not len(document.sections) or text_width(document) < LEAST_WIDTH:
        message = "the template has no page with room for text, a `w:sectPr` with size and margins"
        raise RenderingFailed(Mistake("template-failed", message, Span("docx/document.xml", 1, 1)))
    return document


def text_width(document: Document) -> int:
    """Between the margins, in twentieths of a point; nothing where a page says neither."""
    page = document.sections[-1]
    lengths = (page.page_width, page.left_margin, page.right_margin)
    whole, left, right = (length.twips if length is not None else 0 for length in lengths)
    return whole - left - right


def template_part(design: Design, name: str) -> Element:
    """A part of `templates/docx` as a tree; `RenderingFailed` where it is missing or no XML."""
    place = f"docx/{name}.xml"
    parser: Any = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(design.text(place).encode(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = f"the template is not XML: {error.msg}"
        where = Span(place, line or 1, column or 1)
        raise RenderingFailed(Mistake("template-syntax", message, where)) from None
    if root.tag != qn(f"w:{name}") or root.getroottree().docinfo.doctype:
        message = f"the template is not a part of Word: its element must be `w:{name}`"
        raise RenderingFailed(Mistake("template-syntax", message, Span(place, 1, 1)))
    return root


def say_language(document: Document, language: str) -> None:
    """The language of the text, by which Word checks spelling."""
    defaults = next(find_all(document.styles.element, "w:rPrDefault"), None)
    if defaults is None:
        return
    for found in find_all(defaults, "w:lang"):
        found.getparent().remove(found)
    properties = defaults[0] if len(defaults) else _added(defaults, w("rPr"))
    properties.append(w("lang", val=language, eastAsia=language))


def _added(parent: Element, child: Element) -> Element:
    parent.append(child)
    return child


def _files(design: Design) -> dict[str, bytes | str]:
    parts = {name: etree.tostring(template_part(design, name)) for name in PARTS}
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relationships(
            *((name, f"{name}.xml") for name in PARTS if name != "document")
        ),
        **{f"word/{name}.xml": data for name, data in parts.items()},
    }


def _content_types() -> str:
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in KINDS.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{index}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
