"""Charts: a specification of `templates/charts/` with the rows of a figure, drawn as SVG.

A specification is Vega-Lite. Its data are named datasets that the view fills, so no text of a case
becomes part of a specification. Colours are those of `riskmemo.memo.drawn`.
"""

import importlib.util
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from riskmemo.memo import beside
from riskmemo.memo.beside import LIBRARY
from riskmemo.memo.compact import compact
from riskmemo.memo.compiled import compiled_before
from riskmemo.memo.design import Design
from riskmemo.memo.drawn import Drawing, failed, read, theme, themed
from riskmemo.memo.extras import needed
from riskmemo.memo.limits import watched
from riskmemo.memo.unmeasured import unmeasured
from riskmemo.resources import templates_dir

VEGA_LITE = "6.4"
"""The version that draws, whatever newer ones a release of the library brings."""

ENDING = ".vl.json"

KEPT = 256
"""Drawings that are kept, for the other formats of a memo."""

SHARPNESS = 2.0
"""Pixels of a PNG for each CSS pixel of a drawing."""

Row = Mapping[str, str | float | bool | None]
Figure = Mapping[str, Any]
"""One of a plain view."""

_SILENT = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"| xmlns:xlink="[^"]*"')


def charts_available() -> bool:
    """Whether charts can be drawn here: vl-convert comes with the extra `charts`."""
    return importlib.util.find_spec(LIBRARY) is not None


def start_drawing(design: Design) -> None:
    """Start the library, which takes most of its memory and half a second at its first chart."""
    if charts_available():
        _library(design).vega_to_svg({"width": 1, "height": 1, "marks": []})


def order(figures: Sequence[Figure], design: Design, *, pngs: bool) -> None:
    """Have figures drawn by the process beside, where there is one."""
    for figure in figures:
        beside.order(_drawn, *_shown(figure), design)
    for figure in figures if pngs else ():
        beside.order(_png_of, *_shown(figure), design)


def drawing(figure: Figure, design: Design) -> Drawing:
    """A figure of a plain view, drawn by `charts/NAME.vl.json`; equal ones only once."""
    return beside.result(_drawn, *_shown(figure), design)


def png(picture: Drawing, design: Design) -> bytes:
    """A drawing as PNG."""
    return compact(_library(design).svg_to_png(picture.svg, SHARPNESS))


def figure_png(figure: Figure, design: Design) -> bytes:
    """A figure as PNG; where the process beside has not begun with it, it is made here."""
    return beside.shared(_png_of, *_shown(figure), design)


def _shown(figure: Figure) -> tuple[str, str]:
    """The file that draws a figure, and what it shows, as text."""
    datasets = {each["name"]: each["rows"] for each in figure["datasets"]}
    return f"{figure['name']}{ENDING}", json.dumps(datasets, ensure_ascii=False)


def _png_of(file: str, datasets: str, design: Design) -> bytes:
    return png(beside.result(_drawn, file, datasets, design), design)


@lru_cache(KEPT)
def _drawn(file: str, datasets: str, design: Design) -> Drawing:
    rows = json.loads(datasets)
    if design.is_own(f"charts/{file}"):
        _refuse_unknown_names(file, rows, design)
    vega = _filled(_compiled(file, design), rows)
    try:
        with watched(f"charts/{file}", foreign=True):
            text = _library(design).vega_to_svg(vega, allowed_base_urls=[])
    except ValueError as error:
        raise failed(file, str(error)) from error
    return themed(_SILENT.sub("", text), design, file)


def _refuse_unknown_names(file: str, rows: Mapping[str, Any], design: Design) -> None:
    from riskmemo.memo.own_charts import (  # noqa: PLC0415  (for charts of a user only)
        read_specification,
        refuse_unknown_names,
    )

    refuse_unknown_names(read_specification(design, f"charts/{file}"), rows)


def _filled(vega: Mapping[str, Any], datasets: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """The compiled specification with the rows of a figure in its data."""
    data = [
        {**each, "values": datasets[each["name"]]} if each["name"] in datasets else each
        for each in vega["data"]
    ]
    return {**vega, "data": data}


@cache
def _compiled(file: str, design: Design) -> Mapping[str, Any]:
    """The specification with the theme, as Vega; its datasets are still empty."""
    chart = specification(file, design)
    try:
        with watched(f"charts/{file}", foreign=True):
            compiled = compiled_before(chart) or compiled_now(chart, design)
    except ValueError as error:
        raise failed(file, str(error)) from error
    return unmeasured(compiled)


def specification(file: str, design: Design) -> dict[str, Any]:
    """The Vega-Lite of `charts/FILE` with the theme."""
    found = read(design, file)
    return {**found, "config": {**theme(design)["config"], **found.get("config", {})}}


def compiled_now(chart: Mapping[str, Any], design: Design) -> Mapping[str, Any]:
    """A specification as Vega, by the library."""
    compiled: Mapping[str, Any] = _library(design).vegalite_to_vega(chart, VEGA_LITE)
    return compiled


@cache
def _library(design: Design) -> Any:
    """vl-convert, which sets text in the fonts of the design."""
    library = needed(LIBRARY, extra="charts", what="charts")
    library.register_font_directory(str(_fonts(design)))
    return library


def _fonts(design: Design) -> Path:
    """A folder with the fonts of the design; one of its own where a user brings some."""
    names = sorted(each for each in design.names() if each.endswith((".ttf", ".otf")))
    if not any(map(design.is_own, names)):
        return templates_dir() / "fonts"
    import shutil  # noqa: PLC0415  (for fonts of a user only)
    import tempfile  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="riskmemo-fonts-"))
    for name in names:
        path = design.find(name)
        if path is not None:
            shutil.copyfile(path, folder / name.replace("/", "-"))
    return folder
