"""Charts: a specification of `templates/charts/` with the rows of a figure, drawn as SVG.

A specification is Vega-Lite. Its data are named datasets that the view fills, so no text of a case
becomes part of a specification. A colour is written `@risk`; `theme.json` has its value, and in the
drawing it is both that value and a class (`fill-risk`), by which a stylesheet can change it.
"""

import importlib.util
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from riskmemo.errors import Mistake, RenderingFailed, Span
from riskmemo.memo.extras import needed

LIBRARY = "vl_convert"
VEGA_LITE = "6.4"
"""The version that draws, whatever newer ones a release of the library brings."""

Row = Mapping[str, str | float | bool | None]

_COLOURED = re.compile(r"<(\w+)([^<>]*?)(/?)>")
_COLOUR = re.compile(r' (fill|stroke)="@([a-z]+)"')
_SILENT = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"| xmlns:xlink="[^"]*"')
_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG, with its size in CSS pixels."""

    svg: str
    width: float
    height: float


def charts_available() -> bool:
    """Whether charts can be drawn here: vl-convert comes with the extra `charts`."""
    return importlib.util.find_spec(LIBRARY) is not None


def drawing(figure: Mapping[str, Any], folder: Path) -> Drawing:
    """A figure of a plain view, drawn by `folder/charts/NAME.vl.json`; equal ones only once."""
    datasets = {each["name"]: each["rows"] for each in figure["datasets"]}
    return _drawn(figure["name"], json.dumps(datasets, ensure_ascii=False), folder)


@cache
def _drawn(name: str, datasets: str, folder: Path) -> Drawing:
    vega = _filled(_compiled(name, folder), json.loads(datasets))
    try:
        text = _library(folder).vega_to_svg(vega)
    except ValueError as error:
        raise _failed(name, str(error)) from error
    return _tidied(text, _theme(folder)["colours"], name)


def _filled(vega: Mapping[str, Any], datasets: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """The compiled specification with the rows of a figure in its data."""
    data = [
        {**each, "values": datasets[each["name"]]} if each["name"] in datasets else each
        for each in vega["data"]
    ]
    return {**vega, "data": data}


@cache
def _compiled(name: str, folder: Path) -> Mapping[str, Any]:
    """The specification with the theme, as Vega; its datasets are still empty."""
    path = folder / "charts" / f"{name}.vl.json"
    spec = _read(path)
    spec["config"] = {**_theme(folder)["config"], **spec.get("config", {})}
    try:
        compiled: Mapping[str, Any] = _library(folder).vegalite_to_vega(spec, VEGA_LITE)
    except ValueError as error:
        raise _failed(name, str(error)) from error
    return compiled


@cache
def _theme(folder: Path) -> Mapping[str, Any]:
    return _read(folder / "charts" / "theme.json")


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        message = f"there is no chart `charts/{path.name}`"
        place = Span(f"charts/{path.name}", 1, 1)
        raise RenderingFailed(Mistake("template-missing", message, place)) from None
    except json.JSONDecodeError as error:
        place = Span(f"charts/{path.name}", error.lineno, error.colno)
        message = f"the chart is not JSON: {error.msg.lower()}"
        raise RenderingFailed(Mistake("template-syntax", message, place)) from None
    return found


@cache
def _library(folder: Path) -> Any:
    """vl-convert, which sets text in the fonts of the folder."""
    library = needed(LIBRARY, extra="charts", what="charts")
    library.register_font_directory(str(folder / "fonts"))
    return library


def _failed(name: str, reason: str) -> RenderingFailed:
    first = " ".join(reason.split("\n    at ", maxsplit=1)[0].split())
    message = f"the chart cannot be drawn: {first}"
    place = Span(f"charts/{name}.vl.json", 1, 1)
    return RenderingFailed(Mistake("template-failed", message, place))


# --- tidying ------------------------------------------------------------------------------------


def _tidied(text: str, colours: Mapping[str, str], name: str) -> Drawing:
    """The drawing without what only a page with scripts needs, its colours as value and class."""
    size = _SIZE.match(text)
    if size is None:
        raise _failed(name, "the drawing has no size")
    svg = _COLOURED.sub(lambda tag: _coloured(tag, colours, name), _SILENT.sub("", text))
    return Drawing(svg, float(size[1]), float(size[2]))


def _coloured(tag: re.Match[str], colours: Mapping[str, str], name: str) -> str:
    classes = []

    def value(found: re.Match[str]) -> str:
        if found[2] not in colours:
            raise _failed(name, f"`theme.json` has no colour `{found[2]}`")
        classes.append(f"{found[1]}-{found[2]}")
        return f' {found[1]}="{colours[found[2]]}"'

    rest = _COLOUR.sub(value, tag[2])
    named = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{tag[1]}{named}{rest}{tag[3]}>"
