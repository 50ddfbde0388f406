"""Charts: a specification of `templates/charts/` with the rows of a figure, drawn as SVG.

A specification is Vega-Lite. Its data are named datasets that the view fills, so no text of a case
becomes part of a specification. Colours are those of `riskmemo.memo.drawn`.
"""

import importlib.util
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from riskmemo.memo.drawn import Drawing, failed, read, theme, themed
from riskmemo.memo.extras import needed

LIBRARY = "vl_convert"
VEGA_LITE = "6.4"
"""The version that draws, whatever newer ones a release of the library brings."""

Row = Mapping[str, str | float | bool | None]

_SILENT = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"| xmlns:xlink="[^"]*"')


def charts_available() -> bool:
    """Whether charts can be drawn here: vl-convert comes with the extra `charts`."""
    return importlib.util.find_spec(LIBRARY) is not None


def drawing(figure: Mapping[str, Any], folder: Path) -> Drawing:
    """A figure of a plain view, drawn by `folder/charts/NAME.vl.json`; equal ones only once."""
    datasets = {each["name"]: each["rows"] for each in figure["datasets"]}
    return _drawn(f"{figure['name']}.vl.json", json.dumps(datasets, ensure_ascii=False), folder)


def png(picture: Drawing, folder: Path, scale: float) -> bytes:
    """A drawing as PNG with `scale` pixels for each of its own."""
    made: bytes = _library(folder).svg_to_png(picture.svg, scale)
    return made


@cache
def _drawn(file: str, datasets: str, folder: Path) -> Drawing:
    vega = _filled(_compiled(file, folder), json.loads(datasets))
    try:
        text = _library(folder).vega_to_svg(vega)
    except ValueError as error:
        raise failed(file, str(error)) from error
    return themed(_SILENT.sub("", text), folder, file)


def _filled(vega: Mapping[str, Any], datasets: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """The compiled specification with the rows of a figure in its data."""
    data = [
        {**each, "values": datasets[each["name"]]} if each["name"] in datasets else each
        for each in vega["data"]
    ]
    return {**vega, "data": data}


@cache
def _compiled(file: str, folder: Path) -> Mapping[str, Any]:
    """The specification with the theme, as Vega; its datasets are still empty."""
    spec = read(folder, file)
    spec["config"] = {**theme(folder)["config"], **spec.get("config", {})}
    try:
        compiled: Mapping[str, Any] = _library(folder).vegalite_to_vega(spec, VEGA_LITE)
    except ValueError as error:
        raise failed(file, str(error)) from error
    return compiled


@cache
def _library(folder: Path) -> Any:
    """vl-convert, which sets text in the fonts of the folder."""
    library = needed(LIBRARY, extra="charts", what="charts")
    library.register_font_directory(str(folder / "fonts"))
    return library
