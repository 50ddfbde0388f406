"""A document of the user's as letterhead: its page, styles, head and foot, and nothing else of it.

What the letterhead says, links to or runs is left behind: of its parts only those stay that the
page needs, so no template on a server, embedded object or customer database comes along.
"""

import copy
import io
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from docx.parts.settings import SettingsPart
from lxml import etree

from riskmemo.memo.design import Design
from riskmemo.memo.docx.skeleton import KINDS, LEAST_WIDTH, template_part, text_width
from riskmemo.memo.docx.styles import STYLE_ID, Names, add_missing
from riskmemo.memo.docx.unsafe import refuse_unsafe, refused, word_file
from riskmemo.memo.docx.xml import Element, find_all, w

KEPT = frozenset(
    {
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.THEME,
        RELATIONSHIP_TYPE.FONT_TABLE,
        RELATIONSHIP_TYPE.NUMBERING,
    }
)
"""Parts of a letterhead that a memo keeps beside its heads and feet."""

HEADS = ("w:headerReference", "w:footerReference")

PAGE = (*HEADS, "w:pgSz", "w:pgMar", "w:paperSrc", "w:pgBorders", "w:titlePg")
"""What a memo takes from the last section of a letterhead."""


def letterhead(path: Path, design: Design) -> tuple[Document, Names]:
    """The empty letterhead with the styles it lacked, and the ids of all styles in it."""
    data = word_file(path)
    try:
        document = docx.Document(io.BytesIO(data))
        if not len(document.sections) or text_width(document) < LEAST_WIDTH:
            raise refused(
                path, "has no page with room for text", "set its page and margins in Word"
            )
        mirrored = document.settings.odd_and_even_pages_header_footer
        _empty(document)
        refuse_unsafe(path, document)
        _add_settings(document, template_part(design, "settings"), mirrored=mirrored)
        return document, _equip(document, design)
    except (AttributeError, KeyError, LookupError, SyntaxError, TypeError, ValueError) as error:
        raise refused(path, "cannot be read as a Word document") from error


def _equip(document: Document, design: Design) -> Names:
    """Add the styles and the list of a memo that a letterhead lacks."""
    names, added = add_missing(template_part(design, "styles"), document.styles.element)
    if "ListBullet" in added:
        _add_list(document, template_part(design, "numbering"), names)
    return names


# --- emptying -----------------------------------------------------------------------------------


def _empty(document: Document) -> None:
    """Leave the page of the last section, with the heads and feet that hold there."""
    body = document.element.body
    page = _page(list(find_all(body, "w:sectPr")))
    for child in list(body):
        body.remove(child)
    body.append(page)
    for other in [child for child in document.element if child is not body]:
        document.element.remove(other)
    _drop_relationships(document, page)
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT:
            del package.rels[name]


def _page(sections: list[Element]) -> Element:
    page = copy.deepcopy(sections[-1])
    for child in list(page):
        if child.tag not in {qn(name) for name in PAGE}:
            page.remove(child)
    inherited = _heads(sections)
    for found in find_all(page, *HEADS):
        page.remove(found)
    for found in reversed(inherited):
        page.insert(0, copy.deepcopy(found))
    return page


def _heads(sections: list[Element]) -> list[Element]:
    """The head and foot of each kind; a section without one has that of the section before."""
    found: dict[tuple[str, str], Element] = {}
    for section in sections:
        for each in find_all(section, *HEADS):
            found[each.tag, each.get(qn("w:type"))] = each
    return list(found.values())


def _drop_relationships(document: Document, page: Element) -> None:
    wanted = {found.get(qn("r:id")) for found in find_all(page, *HEADS)}
    rels = document.part.rels
    for name, relation in list(rels.items()):
        if name not in wanted and relation.reltype not in KEPT:
            del rels[name]


# --- equipping ----------------------------------------------------------------------------------


def _add_settings(document: Document, settings: Element, *, mirrored: bool) -> None:
    """The settings of a memo; of the letterhead's only whether left and right pages differ."""
    for found in find_all(settings, "w:embedTrueTypeFonts"):
        settings.remove(found)
    if mirrored:
        next(find_all(settings, "w:defaultTabStop")).addnext(w("evenAndOddHeaders"))
    part = SettingsPart.load(
        PackURI("/word/settings.xml"),
        KINDS["settings"],
        etree.tostring(settings),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.SETTINGS)


def _add_list(document: Document, numbering: Element, names: Names) -> None:
    """The list of the bullets, numbered above those of the letterhead."""
    root = _numbering(document)
    abstract, listed = (
        next(find_all(numbering, "w:abstractNum")),
        next(find_all(numbering, "w:num")),
    )
    abstract.set(qn("w:abstractNumId"), _above(root, "w:abstractNum", "w:abstractNumId"))
    names.apply(abstract)
    number = _above(root, "w:num", "w:numId")
    listed.set(qn("w:numId"), number)
    listed[0].set(qn("w:val"), abstract.get(qn("w:abstractNumId")))
    lists = list(find_all(root, "w:num"))
    if lists:
        lists[0].addprevious(abstract)
        lists[-1].addnext(listed)
    else:
        root.extend((abstract, listed))
    for style in find_all(document.styles.element, "w:style"):
        if style.get(STYLE_ID) == names.id_of("ListBullet"):
            next(find_all(style, "w:numId")).set(qn("w:val"), number)


def _numbering(document: Document) -> Element:
    part = document.part
    kinds = {relation.reltype for relation in part.rels.values()}
    if RELATIONSHIP_TYPE.NUMBERING not in kinds:
        empty = etree.tostring(w("numbering"))
        made = NumberingPart.load(
            PackURI("/word/numbering.xml"), KINDS["numbering"], empty, part.package
        )
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element


def _above(root: Element, tag: str, attribute: str) -> str:
    numbers = [int(found.get(qn(attribute))) for found in find_all(root, tag)]
    return str(max(numbers, default=0) + 1)
