"""Elements of WordprocessingML, made as nested calls: `w("p", w("r", w("t", "text")))`."""

from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml.ns import nsmap, qn
from lxml import etree

Element = Any
"""An element of lxml, which has no types of its own."""

Child = Element | str | None

NAMESPACES: Mapping[str, str] = {prefix: nsmap[prefix] for prefix in ("w", "r", "wp", "a", "pic")}
XML = "http://www.w3.org/XML/1998/namespace"

_W = f"{{{NAMESPACES['w']}}}"
_ONE = {"w": NAMESPACES["w"]}


def w(tag: str, /, *children: Child, **attributes: str | int) -> Element:
    """An element of the main namespace; a child that is none is left out."""
    made = etree.Element(f"{_W}{tag}", nsmap=_ONE)
    for name, value in attributes.items():
        made.set(f"{_W}{name}", str(value))
    return filled(made, children)


def element(name: str, /, *children: Child, **attributes: str | int) -> Element:
    """An element of any namespace, as `wp:inline`; its attributes have none."""
    made = etree.Element(qn(name), nsmap=NAMESPACES)
    for key, value in attributes.items():
        made.set(key, str(value))
    return filled(made, children)


def filled(parent: Element, children: tuple[Child, ...]) -> Element:
    """The element with children; text is data and becomes no element."""
    for child in children:
        if isinstance(child, str):
            parent.text = child
        elif child is not None:
            parent.append(child)
    return parent


def related(made: Element, /, **ids: str) -> Element:
    """The element with relationship ids in its attributes: `related(blip, embed="rId3")`."""
    for name, value in ids.items():
        made.set(qn(f"r:{name}"), value)
    return made


def text(value: str) -> Element:
    """Text whose spaces count."""
    made = w("t", value)
    made.set(f"{{{XML}}}space", "preserve")
    return made


def run(*children: Child, style: str = "") -> Element:
    """A run, of a character style where one is named."""
    return w("r", w("rPr", w("rStyle", val=style)) if style else None, *children)


def words(value: str, style: str = "") -> Element:
    """A run of text."""
    return run(text(value), style=style)


def find_all(root: Element, *names: str) -> Iterator[Element]:
    """The elements of these names, as `w:tbl`, in the order of the document."""
    wanted = [qn(name) for name in names]
    return iter(list(root.iter(*wanted)))
