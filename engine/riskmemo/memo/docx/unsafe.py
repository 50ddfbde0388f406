"""Letterheads that are refused: no Word document, or one that runs or loads something."""

import io
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from riskmemo.errors import InvalidInput, Mistake
from riskmemo.source.files import MAX_BYTES, read_bytes

MAX_UNPACKED = 50_000_000
"""A letterhead is no larger when unpacked."""

MAX_PARTS = 1000

TYPES = "[Content_Types].xml"
DOCUMENT = b"wordprocessingml.document.main+xml"
TEMPLATE = b"wordprocessingml.template.main+xml"

LINKS = frozenset({"http", "https", "mailto"})
"""A letterhead may show the address of the ministry; nothing is loaded from there."""

AS_DOCX = "save it in Word as a document (.docx) without a password or macros"


def refused(path: Path, reason: str, advice: str = AS_DOCX) -> InvalidInput:
    """That the reference document cannot be used, and why."""
    message = f"the reference document `{path}` {reason}"
    return InvalidInput(Mistake("reference-document", message, help=advice))


def word_file(path: Path) -> bytes:
    """The bytes of a document or template without macros, as a document."""
    if path.is_file() and path.stat().st_size > MAX_BYTES:
        raise refused(path, "is larger than 5 MB", "make its pictures smaller")
    data = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_large(path, archive)
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise refused(path, "is not a Word document") from error
    _refuse_other_kinds(path, parts)
    parts[TYPES] = parts[TYPES].replace(TEMPLATE, DOCUMENT)
    return _as_zip(parts)


def refuse_unsafe(path: Path, document: Document) -> None:
    """Refuse what would be loaded from elsewhere when the memo is opened."""
    parts = list(document.part.package.iter_parts())
    for relation in (each for part in parts for each in part.rels.values()):
        if not relation.is_external:
            continue
        is_link = relation.reltype == RELATIONSHIP_TYPE.HYPERLINK
        if not is_link or urlsplit(relation.target_ref).scheme.lower() not in LINKS:
            reason = f"loads `{relation.target_ref}` from elsewhere"
            raise refused(path, reason, "put the picture itself into its header, not a link to it")


def _refuse_large(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise refused(path, "is larger than 50 MB when unpacked", "make its pictures smaller")


def _refuse_other_kinds(path: Path, parts: dict[str, bytes]) -> None:
    types = parts.get(TYPES, b"")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise refused(path, "holds macros")
    if DOCUMENT not in types and TEMPLATE not in types:
        raise refused(path, "is not a Word document")
    if any(
        b"<!DOCTYPE" in data for name, data in parts.items() if name.endswith((".xml", ".rels"))
    ):
        raise refused(path, "declares a document type, which no Word document does")


def _as_zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()
