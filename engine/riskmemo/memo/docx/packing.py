"""A package as bytes that depend on nothing but what is in it."""

import io
import zipfile

from docx.document import Document

FIRST = ("[Content_Types].xml", "_rels/.rels")
"""Readers look for these first."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold."""

PACKED = frozenset({".png"})
"""Compressed already."""


def packed(document: Document) -> bytes:
    """The document as a file: sorted entries, no dates of the moment."""
    unsorted, target = io.BytesIO(), io.BytesIO()
    document.save(unsorted)
    with zipfile.ZipFile(unsorted) as source, zipfile.ZipFile(target, "w") as archive:
        for name in sorted(source.namelist(), key=lambda name: (name not in FIRST, name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o600 << 16
            is_packed = any(name.endswith(ending) for ending in PACKED)
            entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read(name))
    return target.getvalue()
