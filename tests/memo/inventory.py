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
    """Elements with the names of their attributes, links out, comments and declarations."""
    found = page(document.decode())
    links = [link for link in found.values("href") if not link.startswith("#")]
    return Counter([*found.shape, *links, *found.others])


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
    """What a reader can follow, and what a document can do."""
    reader = import_module("pypdf").PdfReader(BytesIO(document))
    found: Inventory = Counter(each for each in ACTS if each in reader.trailer["/Root"])
    found.update(each for each in reader.trailer["/Root"].get("/Names", {}) if each in ACTS)
    for sheet in reader.pages:
        for link in sheet.get("/Annots", ()):
            action = link.get_object().get("/A", {})
            found[str(link.get_object()["/Subtype"])] += 1
            found[str(action.get("/URI", action.get("/S", "")))] += 1
    return found


INVENTORIES: Mapping[str, Callable[[bytes], Inventory]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "md": _markdown,
    "json": _json,
}
