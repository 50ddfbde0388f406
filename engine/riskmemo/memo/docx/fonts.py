"""Fonts inside the document, so that it looks the same where they are not installed.

Word keeps an embedded font with its first 32 bytes changed by a key, which stands beside it.
"""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml

from riskmemo.memo.design import Design
from riskmemo.memo.docx.xml import NAMESPACES, Element, related, w

OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
FONT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"

FACES = ("Regular", "Bold", "Italic", "BoldItalic")
"""In the order in which an entry of the font table names them."""

_EMPTY = f'<w:fonts xmlns:w="{NAMESPACES["w"]}" xmlns:r="{NAMESPACES["r"]}"/>'


@dataclass(frozen=True, slots=True)
class Family:
    """A family of `templates/fonts`, and what stands in for it where it cannot be embedded."""

    name: str
    otherwise: str
    kind: str
    pitch: str


FAMILIES = (
    Family("Riskmemo Sans", "Arial", "swiss", "variable"),
    Family("Riskmemo Serif", "Cambria", "roman", "variable"),
    Family("Riskmemo Mono", "Courier New", "modern", "fixed"),
)


def embed_fonts(document_part: Part, design: Design) -> None:
    """The font table, with every face of the families that the folder holds."""
    package = document_part.package
    table = XmlPart(
        PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, parse_xml(_EMPTY), package
    )
    document_part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)
    for family in FAMILIES:
        table.element.append(
            w(
                "font",
                w("altName", val=family.otherwise),
                w("charset", val="00"),
                w("family", val=family.kind),
                w("pitch", val=family.pitch),
                *_faces(table, family, design),
                name=family.name,
            )
        )


def _faces(table: Part, family: Family, design: Design) -> Iterator[Element]:
    for face in FACES:
        path = design.find(f"fonts/{family.name.replace(' ', '')}-{face}.ttf")
        if path is not None:
            data = path.read_bytes()
            key = key_of(data)
            part = Part(
                PackURI(f"/word/fonts/{path.stem}.odttf"),
                OBFUSCATED,
                obfuscated(data, key),
                table.package,
            )
            made = w(f"embed{face}", fontKey=f"{{{str(key).upper()}}}")
            yield related(made, id=table.relate_to(part, FONT))


def key_of(data: bytes) -> uuid.UUID:
    """A key that depends on the font alone."""
    return uuid.UUID(bytes=hashlib.sha256(data).digest()[:16], version=4)


def obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """The font with its first 32 bytes changed by the key, and back."""
    mask = key.bytes[::-1] * 2
    head = bytes(byte ^ by for byte, by in zip(data, mask, strict=False))
    return head + data[len(mask) :]
