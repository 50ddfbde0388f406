"""A PDF document taken apart with pypdf, for tests."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

Tag = Any


@dataclass(frozen=True)
class Document:
    """What tests ask of a document."""

    reader: PdfReader

    @property
    def root(self) -> Any:
        """The catalogue."""
        return self.reader.trailer["/Root"]

    @property
    def identifier(self) -> Any:
        """What tells the document from others."""
        identifiers: Any = self.reader.trailer["/ID"]
        return identifiers[0]

    @property
    def pages(self) -> list[str]:
        """The text of each page."""
        return [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        """The whole text, one space between words."""
        return " ".join(" ".join(self.pages).split())

    @property
    def fonts(self) -> dict[str, bool]:
        """Each font by name without its subset's letters, and whether it is embedded."""
        found = {}
        for page in self.reader.pages:
            resources: Any = page["/Resources"]
            for font in resources["/Font"].get_object().values():
                (descendant,) = font.get_object()["/DescendantFonts"]
                descriptor = descendant.get_object()["/FontDescriptor"].get_object()
                name = str(font.get_object()["/BaseFont"]).split("+")[-1]
                found[name] = any(key.startswith("/FontFile") for key in descriptor)
        return found

    @property
    def annotations(self) -> list[Any]:
        """Links, and whatever else lies on the pages."""
        return [each.get_object() for page in self.reader.pages for each in page.get("/Annots", ())]

    @property
    def tags(self) -> list[Tag]:
        """Every tag in reading order."""
        return list(_inside(self.root["/StructTreeRoot"]))

    def kinds(self) -> list[str]:
        """The kind of every tag in reading order."""
        return [str(tag["/S"]).removeprefix("/") for tag in self.tags]

    def bookmarks(self) -> list[str]:
        """The titles of the bookmarks, indented by depth."""
        return list(_titles(self.reader.outline, ""))


def document(data: bytes) -> Document:
    """The document in these bytes."""
    return Document(PdfReader(io.BytesIO(data)))


def _inside(tag: Tag) -> Iterator[Tag]:
    kids = tag.get("/K", ())
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        found = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(found, DictionaryObject) and "/S" in found:
            yield found
            yield from _inside(found)


def _titles(outline: Any, indent: str) -> Iterator[str]:
    for each in outline:
        if isinstance(each, list):
            yield from _titles(each, f"{indent}  ")
        else:
            yield f"{indent}{each.title}"
