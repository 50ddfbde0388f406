"""A view as one self-contained HTML file: no script, no request, one sheet named by its hash."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from riskmemo.memo.charts import charts_available, drawing
from riskmemo.memo.plain import plain
from riskmemo.memo.sheet import policy, stylesheet
from riskmemo.memo.templating import PlainDataEnvironment, file_environment, rendered
from riskmemo.memo.view import MemoView

Run = Mapping[str, Any]


def to_html(view: MemoView, folder: Path) -> str:
    """The memo as a HTML document, from the templates of `folder`."""
    memo = plain(view)
    sheet = stylesheet(memo, folder)
    safe = Markup(sheet)  # noqa: S704  (`stylesheet` leaves nothing in it that ends the element)
    data = {"memo": memo, "sheet": safe, "policy": policy(sheet)}
    return rendered(_documents(folder), "memo.html.j2", data)


@cache
def _documents(folder: Path) -> PlainDataEnvironment:
    filters: dict[str, Callable[..., object]] = {
        "runs": runs_html,
        "place": place,
        "drawn": lambda figure: _drawn(figure, folder),
    }
    return file_environment(folder, filters, autoescape=True)


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


def _drawn(figure: Run, folder: Path) -> Markup | None:
    """A figure as SVG, which the chart library escapes; none where that is not installed."""
    if not charts_available():
        return None
    return Markup(drawing(figure, folder).svg)  # noqa: S704
