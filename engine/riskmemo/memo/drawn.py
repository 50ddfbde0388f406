"""What a drawing is, and its colours and fonts: written `@risk` and `@sans`, drawn as values.

`charts/theme.json` has the values. In the drawing a colour is both its value, so that it shows
anywhere, and a class (`fill-risk`, `stroke-risk`), by which a stylesheet changes it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import escape

from riskmemo.errors import Mistake, RenderingFailed, Span
from riskmemo.memo.design import Design
from riskmemo.memo.unmeasured import with_sizes

_TAG = re.compile(r"<(\w+)([^<>]*?)(/?)>")
_COLOUR = re.compile(r' (fill|stroke)="@([a-z]+)"')
_FONT = re.compile(r' font-family="@([a-z]+)"')
_LONG_NUMBER = re.compile(r"(?<=[0-9])(\.[0-9]{3})[0-9]+")
_COLOUR_VALUE = re.compile(r"#[0-9a-fA-F]{3,8}")
_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG, with its size in CSS pixels."""

    svg: str
    width: float
    height: float


def themed(svg: str, design: Design, file: str) -> Drawing:
    """The drawing of `charts/FILE` with the colours and fonts of the theme."""
    size = _SIZE.match(svg)
    if size is None:
        raise failed(file, "the drawing has no size")
    values = theme(design)
    text = _TAG.sub(lambda tag: _themed(tag, values, file), svg)
    drawing = Drawing(text, float(size[1]), float(size[2]))
    if design.own:
        _refuse_unsafe(drawing, file)
    return drawing


def _refuse_unsafe(drawing: Drawing, file: str) -> None:
    from riskmemo.memo.own_charts import unsafe  # noqa: PLC0415  (for charts of a user only)

    fault = unsafe(drawing.svg, drawing.width, drawing.height)
    if fault:
        raise failed(file, f"the drawing {fault}")


def _themed(tag: re.Match[str], values: Mapping[str, Any], file: str) -> str:
    classes = []

    def colour(found: re.Match[str]) -> str:
        classes.append(f"{found[1]}-{found[2]}")
        return f' {found[1]}="{_value(values, "colours", found[2], file)}"'

    def font(found: re.Match[str]) -> str:
        return f' font-family="{_value(values, "fonts", found[1], file)}"'

    rest = _LONG_NUMBER.sub(r"\1", _FONT.sub(font, _COLOUR.sub(colour, with_sizes(tag[2]))))
    named = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{tag[1]}{named}{rest}{tag[3]}>"


def _value(values: Mapping[str, Any], group: str, name: str, file: str) -> str:
    found = values.get(group, {}).get(name)
    if not isinstance(found, str):
        raise failed(file, f"`theme.json` has no `{name}` among its `{group}`")
    return str(escape(found))


@cache
def theme(design: Design) -> Mapping[str, Any]:
    """`colours` and `fonts` by name, and what every chart has in common as `config`."""
    found = read(design, "theme.json")
    for part in ("colours", "config", "fonts"):
        if not isinstance(found.get(part), dict):
            raise failed("theme.json", f"it has no `{part}`")
    for name, value in found["colours"].items():
        if not _COLOUR_VALUE.fullmatch(str(value)):
            raise failed("theme.json", f"the colour `{name}` is not written like `#a2392b`")
    return found


def read(design: Design, file: str) -> dict[str, Any]:
    """A JSON file of `charts/`, made anew at each call."""
    place = f"charts/{file}"
    found = _own(design, place) if design.is_own(place) else json.loads(design.text(place))
    if not isinstance(found, dict):
        raise failed(file, "it is no JSON object")
    return found


def _own(design: Design, place: str) -> Any:
    from riskmemo.memo.own_charts import read_specification  # noqa: PLC0415  (as above)
    from riskmemo.source.tree import plain  # noqa: PLC0415

    return plain(read_specification(design, place))


def failed(file: str, reason: str) -> RenderingFailed:
    """That `charts/FILE` cannot be drawn; of a reason of many lines the first part."""
    first = " ".join(reason.split("\n    at ", maxsplit=1)[0].split())
    message = f"the chart cannot be drawn: {first}"
    return RenderingFailed(Mistake("template-failed", message, Span(f"charts/{file}", 1, 1)))
