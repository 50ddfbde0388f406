"""The one stylesheet of a HTML memo, with its fonts, and the policy that lets nothing else in."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from riskmemo.memo.design import Design
from riskmemo.memo.templating import (
    MissingName,
    PlainDataEnvironment,
    file_environment,
    rendered,
)

POLICY = (
    "default-src 'none'; style-src 'sha256-{digest}'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing is loaded or run; of styles, only the sheet with this hash counts, and its fonts."""


def stylesheet(memo: Mapping[str, Any], design: Design) -> str:
    """The sheet for a plain view, from `memo.css.j2` of a design; no `</style>` can stand in it."""
    return rendered(_sheets(design), "memo.css.j2", {"memo": memo}).replace("</", "<\\/")


def policy(sheet: str) -> str:
    """The Content-Security-Policy of a memo with this sheet."""
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return POLICY.format(digest=digest)


@cache
def _sheets(design: Design) -> PlainDataEnvironment:
    filters: dict[str, Callable[..., object]] = {
        "css": css_string,
        "css_counters": css_counters,
        "font": lambda name: _font(name, design),
    }
    return file_environment(design, filters, autoescape=False)


@cache
def _font(name: str, design: Design) -> str:
    """A file of `fonts/` as the value of `src`."""
    path = design.find(f"fonts/{name}")
    if path is None:
        fonts = (each.removeprefix("fonts/") for each in design.names() if each.endswith(".woff2"))
        raise MissingName(name, fonts)
    data = base64.b64encode(path.read_bytes()).decode()
    return f'url(data:font/woff2;base64,{data}) format("woff2")'


def css_string(text: str) -> str:
    """A CSS string in which every character but ASCII letters and digits is escaped."""
    chars = (char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in text)
    return f'"{"".join(chars)}"'


def css_counters(label: str) -> str:
    """`page {page} of {pages}` as the value of `content`."""
    before, _, rest = label.partition("{page}")
    between, _, after = rest.partition("{pages}")
    page, pages = "counter(page)", "counter(pages)"
    return " ".join((css_string(before), page, css_string(between), pages, css_string(after)))
