"""A view as one self-contained HTML file: no script, no request, one sheet named by its hash."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from riskmemo.memo.charts import charts_available, drawing
from riskmemo.memo.drawn import Drawing
from riskmemo.memo.plain import plain
from riskmemo.memo.scales import likelihood_drawing, strip_drawing
from riskmemo.memo.templating import PlainDataEnvironment, file_environment, rendered
from riskmemo.memo.view import MemoView

Run = Mapping[str, Any]

POLICY = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
"""Nothing is loaded or run; of styles, only the sheet with this hash counts."""


def to_html(view: MemoView, folder: Path) -> str:
    """The memo as a HTML document, from the templates of `folder`."""
    memo = plain(view)
    sheet = _sheet(folder, memo)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    safe = Markup(sheet)  # noqa: S704  (`_sheet` leaves nothing in it that ends the element)
    data = {"memo": memo, "sheet": safe, "policy": POLICY.format(digest=digest)}
    return rendered(_documents(folder), "memo.html.j2", data)


@cache
def _documents(folder: Path) -> PlainDataEnvironment:
    filters: dict[str, Callable[..., object]] = {
        "runs": runs_html,
        "place": place,
        "drawn": lambda picture: _drawn(picture, folder),
    }
    return file_environment(folder, filters, autoescape=True)


@cache
def _sheets(folder: Path) -> PlainDataEnvironment:
    filters: dict[str, Callable[..., object]] = {"css": css_string, "css_counters": css_counters}
    return file_environment(folder, filters, autoescape=False)


def _sheet(folder: Path, memo: Run) -> str:
    """The stylesheet, in which no `</style>` can stand."""
    return rendered(_sheets(folder), "memo.css.j2", {"memo": memo}).replace("</", "<\\/")


# --- runs ---------------------------------------------------------------------------------------


def runs_html(runs: list[Run]) -> Markup:
    """Runs as phrasing content."""
    return Markup("").join(_RUNS[run["is"]](run) for run in runs)


def _cite(run: Run) -> Markup:
    links = (
        Markup('<a href="#{}">{}</a>').format(place(reference["anchor"]), reference["label"])
        for reference in run["references"]
    )
    return Markup('<sup class="cite">{}</sup>').format(Markup(" ").join(links))


def _badge(run: Run) -> Markup:
    if not run["meaning"]:
        return Markup('<span class="badge {}">{}</span>').format(run["tone"], run["text"])
    return Markup('<abbr class="badge {}" title="{}">{}</abbr>').format(
        run["tone"], run["meaning"], run["text"]
    )


def _toned(run: Run) -> Markup:
    return Markup('<span class="tone {}">{}</span>').format(run["tone"], run["text"])


def _jump(run: Run) -> Markup:
    return Markup('<a href="#{}">{}</a>').format(place(run["anchor"]), run["text"])


def _link(run: Run) -> Markup:
    return Markup('<a class="out" rel="noopener noreferrer" href="{}">{}</a>').format(
        run["url"], run["text"]
    )


_RUNS: Mapping[str, Callable[[Run], Markup]] = {
    "text": lambda run: escape(run["text"]),
    "strong": lambda run: Markup("<strong>{}</strong>").format(run["text"]),
    "title": lambda run: Markup("<cite>{}</cite>").format(run["text"]),
    "code": lambda run: Markup("<code>{}</code>").format(run["text"]),
    "toned": _toned,
    "badge": _badge,
    "jump": _jump,
    "link": _link,
    "cite": _cite,
    "break": lambda _: Markup("<br>"),
}


def place(anchor: str) -> str:
    """An anchor as it stands in an `id` and after `#`: no character in it means anything."""
    return quote(anchor, safe="").replace("%", "_")


def _drawn(picture: Run, folder: Path) -> Markup | None:
    """A picture as SVG, in which all text is escaped; none of a chart that cannot be drawn here."""
    if picture["is"] == "figure" and not charts_available():
        return None
    return Markup(_PICTURES[picture["is"]](picture, folder).svg)  # noqa: S704


_PICTURES: Mapping[str, Callable[[Run, Path], Drawing]] = {
    "figure": drawing,
    "strip": strip_drawing,
    "likelihood_scale": likelihood_drawing,
}


# --- texts inside the stylesheet ----------------------------------------------------------------


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
