"""The streams of a document, packed once: by itself a stream is packed whenever it is looked at."""

import zlib
from typing import Any


def pack(pdf: Any) -> None:
    """Pack every stream that is to be packed, as pydyf would when it writes them."""
    for each in pdf.objects:
        if getattr(each, "compress", False):
            each.stream = [zlib.compress(b"\n".join(map(_written, each.stream)))]
            each.extra["Filter"] = "/FlateDecode"
            each.compress = False


def _written(part: Any) -> bytes:
    """A part of a stream: an operator as bytes or text, or an object of pydyf."""
    if isinstance(part, bytes):
        return part
    written: bytes = part.encode("ascii") if isinstance(part, str) else part.data
    return written
