"""What a document is made of besides its text, format by format: what no text may add to."""

import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from tests.memo.page import page

Inventory = Counter[Any]

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ACTS = ("/JavaScript", "/EmbeddedFiles", "/OpenAction", "/AA", "/AcroForm", "/XFA")


def structure(markdown: str) -> list[Any]:
    """Everything but text: block tokens, and the inline tokens that are not text."""
    parser = MarkdownIt("gfm-like").use(footnote_plugin)
    found: list[Any] = []
    for token in parser.parse(markdown):
        found.append((token.type, token.tag, token.level))
        inline = [child for child in token.children or () if child.type != "text"]
        found += [(child.type, child.attrs.get("href")) for child in inline]
    return found


def _html(document: bytes) -> Inventory:
    """Elements with the names of their attributes, links out, comments and declarations.

    A long label of a figure stands on several lines, each an element `text` of the drawing: of
    those only the kinds count.
    """
    found = page(document.decode())
    links = [link for link in found.values("href") if not link.startswith("#")]
    elements = Counter(each for each in found.shape if each[0] != "text")
    lines = Counter({each for each in found.shape if each[0] == "text"})
    return elements + lines + Counter([*links, *found.others])


def _markdown(document: bytes) -> Inventory:
    return Counter(structure(document.decode()))


def _json(document: bytes) -> Inventory:
    return Counter(_keys(json.loads(document)))


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from _keys(inner)


def _docx(document: bytes) -> Inventory:
    """Parts, elements with the names of their attributes, fields, and relationships."""
    found: Inventory = Counter()
    with zipfile.ZipFile(BytesIO(document)) as archive:
        for name in archive.namelist():
            found[name] += 1
            if name.endswith((".xml", ".rels")):
                found.update(_parts(name, ElementTree.fromstring(archive.read(name))))  # noqa: S314
    return found


def _parts(name: str, root: ElementTree.Element) -> Iterator[Any]:
    for element in root.iter():
        yield name, element.tag, tuple(sorted(element.attrib))
        if element.tag == RELATIONSHIP and element.get("TargetMode") == "External":
            yield element.get("Type"), element.get("Target")
        if element.tag.endswith("}instrText"):
            yield (element.text or "").split()[:1]


def _pdf(document: bytes) -> Inventory:
    """What a reader can follow, and what a document can do, each once.

    A link that is broken over two lines is two links.
    """
    reader = import_module("pypdf").PdfReader(BytesIO(document))
    root = reader.trailer["/Root"]
    found = {each for each in ACTS if each in root or each in root.get("/Names", {})}
    for sheet in reader.pages:
        for each in sheet.get("/Annots", ()):
            link = each.get_object()
            action = link.get("/A", {})
            found |= {str(link["/Subtype"]), str(action.get("/S")), str(action.get("/URI"))}
    return Counter(found)


INVENTORIES: Mapping[str, Callable[[bytes], Inventory]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "md": _markdown,
    "json": _json,
}
