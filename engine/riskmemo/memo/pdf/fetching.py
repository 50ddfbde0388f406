"""The only things a PDF document takes from a URL: pictures and fonts written in a `data:` URL."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from weasyprint.urls import URLFetcher, URLFetcherResponse

from riskmemo.resources import templates_dir

TYPES: Mapping[str, bytes] = {
    "font/woff2": b"wOF2",
    "font/ttf": b"\0\1\0\0",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/svg+xml": b"<",
}
"""Media types that are taken, and how such data begin: a picture library guesses by these bytes."""

LONGEST_SHOWN = 80


class DataOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers `data:` URLs of known types and refuses the rest, before any request is made.

    WeasyPrint goes on without what it cannot have, so the URLs are kept in `refused`.
    """

    BASE = "memo:"
    """Makes every URL without a scheme arrive here; it is part of none."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
        """The data of a URL; ValueError for any that is not taken."""
        head, _, written = url.partition(",")
        unpacked = _unpacked_fonts().get(written)
        if head == "data:font/woff2;base64" and unpacked:
            return _response(url, "font/ttf", unpacked.read_bytes())
        kind, *parameters = head.removeprefix("data:").split(";")
        if not head.startswith("data:") or kind not in TYPES:
            raise self._refusal(url)
        data = _decoded(unquote_to_bytes(written), parameters)
        if not data.startswith(TYPES[kind]):
            raise self._refusal(url)
        return _response(url, kind, data)

    def refuse_attachments(self, document: Any) -> None:
        """A file that a template attaches is refused, even one written in the template."""
        links = [link for page in document.pages for link in page.links]
        self.refuse(target for kind, target, *_ in links if kind == "attachment")
        self.refuse('<link rel="attachment">' for _ in document.metadata.attachments)

    def refuse(self, asked: Iterable[str]) -> None:
        """Keep what was asked for in other ways than by a URL."""
        for each in asked:
            self._refusal(each)

    def _refusal(self, asked: str) -> ValueError:
        shown = asked if len(asked) <= LONGEST_SHOWN else f"{asked[:LONGEST_SHOWN]}..."
        self.refused.append(shown)
        return ValueError("only pictures and fonts in `data:` URLs are taken")


def _decoded(data: bytes, parameters: Sequence[str]) -> bytes:
    """The data that stand in a URL; none where they are spoilt."""
    if "base64" not in parameters:
        return data
    try:
        return base64.b64decode(data)
    except ValueError:
        return b""


def _response(url: str, kind: str, data: bytes) -> URLFetcherResponse:
    return URLFetcherResponse(url, data, {"Content-Type": kind})


@cache
def _unpacked_fonts() -> Mapping[str, Path]:
    """The `.ttf` of each shipped `.woff2`, by its data in a URL: unpacking takes half a second."""
    fonts = (templates_dir() / "fonts").glob("*.woff2")
    return {
        base64.b64encode(path.read_bytes()).decode(): path.with_suffix(".ttf") for path in fonts
    }
