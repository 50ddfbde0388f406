"""Charts of a user: a specification may read nothing but the memo, a drawing links to nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from riskmemo.errors import InvalidInput, Mistake, RenderingFailed, Span, did_you_mean
from riskmemo.memo.design import Design
from riskmemo.source.document import read_text
from riskmemo.source.tree import ListNode, MapNode, Node, ScalarNode

READS_OR_LINKS = frozenset({"url", "href"})
"""Keys by which Vega fetches data and pictures, or makes links."""

ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "line",
        "circle",
        "ellipse",
        "polygon",
        "polyline",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "clipPath",
        "linearGradient",
        "radialGradient",
        "stop",
        "marker",
        "pattern",
        "mask",
        "style",
    ]
)
"""What a drawing is made of."""

WIDEST = 4000
"""Pixels: no drawing is wider or higher."""

_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:", re.IGNORECASE)
_MADE = re.compile(r"^(?:\w+)_(\w+)$")
_FIELD = re.compile(r"^[^.\[]*")
NAMED_BY_VEGA = frozenset({"key", "value", "density", "data", "count", "index"})
"""Fields that transforms make where the specification names no other."""


def read_specification(design: Design, name: str) -> Node:
    """The file `name` with positions; `RenderingFailed` where it is no JSON or reads elsewhere."""
    try:
        node = read_text(design.text(name), name, json=True)
    except InvalidInput as error:
        raise RenderingFailed(
            Mistake(
                "template-syntax", f"the chart is not JSON: {each.message}", each.span, each.help
            )
            for each in error.mistakes
        ) from None
    mistakes = [_refused(path, place) for path, place in _reading(node, "")]
    if mistakes:
        raise RenderingFailed(mistakes)
    return node


def _refused(path: str, place: Span) -> Mistake:
    message = f"`{path}` reads or links to something outside the memo"
    help_line = 'use the data of the figure: `"data": {"name": ...}`'
    return Mistake("chart-reads-outside", message, place, help_line)


def _reading(node: Node, path: str) -> Iterator[tuple[str, Span]]:
    """Every place where a specification would fetch or link, with the keys that lead there."""
    if isinstance(node, ListNode):
        for index, item in enumerate(node.items):
            yield from _reading(item, f"{path}[{index}]")
    elif isinstance(node, MapNode):
        for key, value in node.entries.items():
            here = f"{path}.{key}" if path else key
            if key in READS_OR_LINKS or _is_image(key, value):
                yield here, node.keys[key]
            else:
                yield from _reading(value, here)


def _is_image(key: str, value: Node) -> bool:
    return key in {"mark", "type"} and isinstance(value, ScalarNode) and value.value == "image"


# --- names --------------------------------------------------------------------------------------


def refuse_unknown_names(node: Node, datasets: Mapping[str, Any]) -> None:
    """Raise `RenderingFailed` where a specification names data or fields that there are none of."""
    sets = {*datasets, *_keys_of(node, "datasets")}
    fields = {key for rows in datasets.values() for row in rows for key in row}
    fields |= {*_named(node, "as"), *_named(node, "groupby"), *NAMED_BY_VEGA}
    mistakes = [
        *(_unknown("data", each, sets) for each in _sources(node) if each.value not in sets),
        *(_unknown("field", each, fields) for each in _fields(node) if not _made(each, fields)),
    ]
    if mistakes:
        raise RenderingFailed(mistakes)


def _unknown(what: str, node: ScalarNode, known: set[str]) -> Mistake:
    message = f"the figure has no {what} `{node.value}`"
    return Mistake("template-failed", message, node.span, did_you_mean(str(node.value), known))


def _made(node: ScalarNode, known: set[str]) -> bool:
    """Whether a field is in the rows or made from one, as `sum_points` is from `points`."""
    name = str(node.value)
    if not known or _base(name) in known or name in known:
        return True
    return any(name.endswith((f"_{each}", f"_{each}_end")) for each in known)


def _base(name: str) -> str:
    found = _FIELD.match(name)
    return found[0] if found else name


def _maps(node: Node) -> Iterator[MapNode]:
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _maps(item)
    elif isinstance(node, MapNode):
        yield node
        for value in node.entries.values():
            yield from _maps(value)


def _sources(node: Node) -> Iterator[ScalarNode]:
    """The names of the data that a specification reads."""
    for each in _maps(node):
        data = each.entries.get("data")
        name = data.entries.get("name") if isinstance(data, MapNode) else None
        if isinstance(name, ScalarNode) and isinstance(data, MapNode) and len(data.entries) == 1:
            yield name


def _fields(node: Node) -> Iterator[ScalarNode]:
    for each in _maps(node):
        name = each.entries.get("field")
        if isinstance(name, ScalarNode) and isinstance(name.value, str) and name.value:
            yield name


def _named(node: Node, key: str) -> Iterator[str]:
    for each in _maps(node):
        value = each.entries.get(key)
        for item in value.items if isinstance(value, ListNode) else (value,):
            if isinstance(item, ScalarNode):
                yield str(item.value)


def _keys_of(node: Node, key: str) -> Iterator[str]:
    inside = node.entries.get(key) if isinstance(node, MapNode) else None
    yield from inside.entries if isinstance(inside, MapNode) else ()


# --- drawings -----------------------------------------------------------------------------------


def unsafe(svg: str, width: float, height: float) -> str:
    """What must not be in a drawing, as the end of the sentence `the drawing ...`; else empty."""
    if max(width, height) > WIDEST:
        return f"is {max(width, height):g} pixels wide or high, and {WIDEST} are the most"
    if "<!" in svg or "<?" in svg:
        return "holds a comment or a declaration"
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314  (declarations are refused above)
    except ElementTree.ParseError as error:
        return f"is not XML: {error}"
    return next(filter(None, map(_unsafe_element, root.iter())), "")


def _unsafe_element(element: ElementTree.Element) -> str:
    name = _local(element.tag)
    if name not in ELEMENTS:
        return f"holds an element `{name}`"
    for key, value in element.attrib.items():
        attribute = _local(key)
        if attribute.lower().startswith("on") or attribute == "href" or _OUTSIDE.search(value):
            return f"holds an attribute `{attribute}` that acts or links"
    if name == "style" and _OUTSIDE.search(element.text or ""):
        return "holds a style that reads from outside"
    return ""


def _local(name: str) -> str:
    return name.rpartition("}")[2]
