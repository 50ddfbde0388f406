"""A view as one self-contained HTML file: no script, no request, one sheet named by its hash."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from html import escape
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from riskmemo.memo.charts import charts_available, drawing
from riskmemo.memo.design import Design
from riskmemo.memo.drawn import Drawing
from riskmemo.memo.plain import plain
from riskmemo.memo.scales import likelihood_drawing, strip_drawing
from riskmemo.memo.sheet import policy, stylesheet
from riskmemo.memo.templating import PlainDataEnvironment, file_environment, rendered
from riskmemo.memo.view import MemoView

Run = Mapping[str, Any]


def to_html(view: MemoView, design: Design) -> str:
    """The memo as a HTML document, from the templates of a design."""
    memo = plain(view)
    sheet = stylesheet(memo, design)
    safe = Markup(sheet)  # noqa: S704  (`stylesheet` leaves nothing in it that ends the element)
    data = {"memo": memo, "sheet": safe, "policy": policy(sheet)}
    return rendered(_documents(design), "memo.html.j2", data)


@cache
def _documents(design: Design) -> PlainDataEnvironment:
    filters: dict[str, Callable[..., object]] = {
        "runs": runs_html,
        "place": place,
        "beside": beside,
        "drawn": lambda picture: _drawn(picture, design),
    }
    return file_environment(design, filters, autoescape=True)


# --- runs ---------------------------------------------------------------------------------------


def runs_html(runs: list[Run]) -> Markup:
    """Runs as phrasing content."""
    return Markup("".join([_RUNS[run["is"]](run) for run in runs]))  # noqa: S704  (all escaped)


def _cite(run: Run) -> str:
    links = [
        f'<a href="#{place(reference["anchor"])}">{escape(reference["label"])}</a>'
        for reference in run["references"]
    ]
    return f'<sup class="cite">{" ".join(links)}</sup>'


def _badge(run: Run) -> str:
    classes, text = f"badge {escape(run['tone'])}", escape(run["text"])
    if not run["meaning"]:
        return f'<span class="{classes}">{text}</span>'
    return f'<abbr class="{classes}" title="{escape(run["meaning"])}">{text}</abbr>'


def _toned(run: Run) -> str:
    return f'<span class="tone {escape(run["tone"])}">{escape(run["text"])}</span>'


def _jump(run: Run) -> str:
    return f'<a href="#{place(run["anchor"])}">{escape(run["text"])}</a>'


def _link(run: Run) -> str:
    address, text = escape(run["url"]), escape(run["text"])
    return f'<a class="out" rel="noopener noreferrer" href="{address}">{text}</a>'


_RUNS: Mapping[str, Callable[[Run], str]] = {
    "text": lambda run: escape(run["text"]),
    "strong": lambda run: f"<strong>{escape(run['text'])}</strong>",
    "title": lambda run: f"<cite>{escape(run['text'])}</cite>",
    "code": lambda run: f"<code>{escape(run['text'])}</code>",
    "toned": _toned,
    "badge": _badge,
    "jump": _jump,
    "link": _link,
    "cite": _cite,
    "break": lambda _: "<br/>",
}


@lru_cache(maxsize=4096)
def place(anchor: str) -> str:
    """An anchor as it stands in an `id` and after `#`: no character in it means anything."""
    return quote(anchor, safe="").replace("%", "_")


def beside(columns: list[Run], cells: list[Run]) -> list[tuple[Run, Run]]:
    """Each cell of a row with its column."""
    return list(zip(columns, cells, strict=True))


def _drawn(picture: Run, design: Design) -> Markup | None:
    """A picture as SVG, in which all text is escaped; none of a chart that cannot be drawn here."""
    if picture["is"] == "figure" and not charts_available():
        return None
    return Markup(_PICTURES[picture["is"]](picture, design).svg)  # noqa: S704


_PICTURES: Mapping[str, Callable[[Run, Design], Drawing]] = {
    "figure": drawing,
    "strip": strip_drawing,
    "likelihood_scale": likelihood_drawing,
}
