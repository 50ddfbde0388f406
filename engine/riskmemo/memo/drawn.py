"""What a drawing is, and its colours and fonts: written `@risk` and `@sans`, drawn as values.

`charts/theme.json` has the values. In the drawing a colour is both its value, so that it shows
anywhere, and a class (`fill-risk`, `stroke-risk`), by which a stylesheet changes it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import escape

from riskmemo.errors import Mistake, RenderingFailed, Span

_TAG = re.compile(r"<(\w+)([^<>]*?)(/?)>")
_COLOUR = re.compile(r' (fill|stroke)="@([a-z]+)"')
_FONT = re.compile(r' font-family="@([a-z]+)"')
_LONG_NUMBER = re.compile(r"(?<=[0-9])(\.[0-9]{3})[0-9]+")
_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG, with its size in CSS pixels."""

    svg: str
    width: float
    height: float


def themed(svg: str, folder: Path, file: str) -> Drawing:
    """The drawing of `folder/charts/FILE` with the colours and fonts of the theme."""
    size = _SIZE.match(svg)
    if size is None:
        raise failed(file, "the drawing has no size")
    values = theme(folder)
    text = _TAG.sub(lambda tag: _themed(tag, values, file), svg)
    return Drawing(text, float(size[1]), float(size[2]))


def _themed(tag: re.Match[str], values: Mapping[str, Any], file: str) -> str:
    classes = []

    def colour(found: re.Match[str]) -> str:
        classes.append(f"{found[1]}-{found[2]}")
        return f' {found[1]}="{_value(values, "colours", found[2], file)}"'

    def font(found: re.Match[str]) -> str:
        return f' font-family="{_value(values, "fonts", found[1], file)}"'

    rest = _LONG_NUMBER.sub(r"\1", _FONT.sub(font, _COLOUR.sub(colour, tag[2])))
    named = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{tag[1]}{named}{rest}{tag[3]}>"


def _value(values: Mapping[str, Any], group: str, name: str, file: str) -> str:
    found = values.get(group, {}).get(name)
    if not isinstance(found, str):
        raise failed(file, f"`theme.json` has no `{name}` among its `{group}`")
    return str(escape(found))


@cache
def theme(folder: Path) -> Mapping[str, Any]:
    """`colours` and `fonts` by name, and what every chart has in common as `config`."""
    return read(folder, "theme.json")


def read(folder: Path, file: str) -> dict[str, Any]:
    """A JSON file of `folder/charts`, made anew at each call."""
    place = f"charts/{file}"
    try:
        found: dict[str, Any] = json.loads((folder / place).read_text("utf-8"))
    except FileNotFoundError:
        message = f"there is no chart `{place}`"
        raise RenderingFailed(Mistake("template-missing", message, Span(place, 1, 1))) from None
    except json.JSONDecodeError as error:
        where = Span(place, error.lineno, error.colno)
        message = f"the chart is not JSON: {error.msg.lower()}"
        raise RenderingFailed(Mistake("template-syntax", message, where)) from None
    return found


def failed(file: str, reason: str) -> RenderingFailed:
    """That `charts/FILE` cannot be drawn; of a reason of many lines the first part."""
    first = " ".join(reason.split("\n    at ", maxsplit=1)[0].split())
    message = f"the chart cannot be drawn: {first}"
    return RenderingFailed(Mistake("template-failed", message, Span(f"charts/{file}", 1, 1)))
