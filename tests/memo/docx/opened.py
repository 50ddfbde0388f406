"""A Word document taken apart: its parts as trees, and questions that tests ask of them."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

import riskmemo
from riskmemo.memo import Memo
from riskmemo.model.assessment import Assessment
from tests.memo.factory import assessment

Element = Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = {
    "w": W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}


@dataclass(frozen=True)
class Opened:
    """The parts of a document by name."""

    data: bytes
    parts: dict[str, bytes]

    def tree(self, name: str) -> Element:
        """A part of `word/`, as `document` or `footnotes`."""
        return etree.fromstring(self.parts[f"word/{name}.xml"])

    def find(self, path: str, name: str = "document") -> list[Element]:
        """What an XPath finds in a part."""
        found: list[Element] = self.tree(name).xpath(path, namespaces=NAMESPACES)
        return found

    def trees(self) -> Iterator[tuple[str, Element]]:
        """Every part that is XML."""
        for name, data in self.parts.items():
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(data)

    def targets(self, name: str) -> dict[str, tuple[str, str, str]]:
        """Relationships of a part by id: kind, target, mode."""
        data = self.parts.get(f"word/_rels/{name}.xml.rels")
        rows = etree.fromstring(data) if data else ()
        return {
            row.get("Id"): (
                row.get("Type").rpartition("/")[2],
                row.get("Target"),
                row.get("TargetMode", "Internal"),
            )
            for row in rows
        }

    def paragraphs(self, style: str, name: str = "document") -> list[str]:
        """The texts of the paragraphs of a style, in order."""
        found = self.find(f'//w:p[w:pPr/w:pStyle[@w:val="{style}"]]', name)
        return [text(each) for each in found]


def opened(data: bytes) -> Opened:
    """The document taken apart."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Opened(data, {name: archive.read(name) for name in archive.namelist()})


def written(whole: Assessment, reference: Path | None = None) -> Opened:
    """The memo of an assessment as a Word document."""
    return opened(Memo(whole, reference_doc=reference).write("docx"))


@cache
def highland() -> Opened:
    """The small example."""
    return written(assessment())


@cache
def mongolia() -> Assessment:
    """The large example, with its analyses."""
    case = riskmemo.load_case("examples/mongolia-central-asia/case.yaml")
    return riskmemo.assess(case, riskmemo.load_ruleset("central-asia-pivot"))


@cache
def mongolia_memo() -> Opened:
    """The memo of the large example."""
    return written(mongolia())


def text(element: Element) -> str:
    """The words of an element."""
    return "".join(found.text or "" for found in element.iter(f"{{{W}}}t"))


def value(element: Element, name: str = "val") -> str:
    """An attribute of Word's own."""
    found: str = element.get(f"{{{W}}}{name}", "")
    return found
