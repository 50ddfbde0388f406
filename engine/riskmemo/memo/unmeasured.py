"""Charts without measuring their text, which takes four fifths of the time that a drawing takes.

The library measures every text it draws, even where nothing depends on its width; a text of size 0
it does not measure. So where a chart has a fixed size (`"autosize": "none"`), its texts get size 0,
and the true size rides behind the name of their font (`@sans/11`) until the drawing is there. What
the library would move a text down for its size is added beforehand. A text whose size is computed,
that has another baseline, or that is cut at a `limit`, stays as it is.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Json = Any

BASELINES = {"top": 0.79, "middle": 0.3, "alphabetic": 0.0}
"""How far a text moves down, in parts of its size and then rounded, as the library has it."""

MEASURED = frozenset({"limit", "ellipsis", "lineBreak", "lineHeight"})
"""What needs widths, or makes several lines of a text."""

DEFAULT_SIZE = 11

_RIDING = re.compile(r' font-family="(@[a-z]+)/([0-9.]+)" font-size="0px"')


def unmeasured(vega: Mapping[str, Json]) -> Mapping[str, Json]:
    """The chart with the sizes of its texts behind the names of their fonts."""
    if vega.get("autosize") != "none":
        return vega
    style = vega.get("config", {}).get("style", {}).get("text", {})
    return {**vega, "marks": _marks(vega.get("marks", ()), style)}


def with_sizes(attributes: str) -> str:
    """The attributes of an element of the drawing, with the size of its text where it belongs."""
    return _RIDING.sub(r' font-family="\1" font-size="\2px"', attributes)


def _marks(marks: Sequence[Json], style: Mapping[str, Json]) -> list[Json]:
    changed = []
    for mark in marks:
        new = dict(mark)
        if "marks" in mark:
            new["marks"] = _marks(mark["marks"], style)
        if mark["type"] == "text":
            new["encode"] = {**mark["encode"], "update": _text(mark["encode"]["update"], style)}
        changed.append(new)
    return changed


def _text(given: Mapping[str, Json], style: Mapping[str, Json]) -> Mapping[str, Json]:
    size = _constant(given, "fontSize", style.get("fontSize", DEFAULT_SIZE))
    font = _constant(given, "font", style.get("font"))
    share = BASELINES.get(_constant(given, "baseline", "alphabetic"))
    named = isinstance(font, str) and font.startswith("@")
    dy = given.get("dy", {"value": 0})
    plain = isinstance(dy, dict) and dy.keys() <= {"value", "signal"}
    if size is None or share is None or not (named and plain) or given.keys() & MEASURED:
        return given
    down = int(share * size + 0.5)
    return {
        **given,
        "font": {"value": f"{font}/{size}"},
        "fontSize": {"value": 0},
        "dy": _moved(dy, down),
    }


def _constant(given: Mapping[str, Json], name: str, otherwise: Json) -> Json:
    """The value of a property; none where it is computed for each text."""
    found = given.get(name, {"value": otherwise})
    return found.get("value") if isinstance(found, dict) else None


def _moved(dy: Mapping[str, Json], down: int) -> Mapping[str, Json]:
    if "value" in dy:
        return {"value": dy["value"] + down}
    return {"signal": f"({dy['signal']}) + {down}"}
