"""What is done to a page before WeasyPrint lays it out: pictures described, long words opened."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

SVG = "{http://www.w3.org/2000/svg}"
LINKS = ("href", "{http://www.w3.org/1999/xlink}href")

LONG = 240
"""Characters of a word that is taken apart."""

_ROOT = re.compile(r":root\s*\{([^{}]*)\}")
_VARIABLE = re.compile(r"--([\w-]+):\s*([^;{}]+);")
_USED = re.compile(r"var\(--([\w-]+)\)")
_LONG_WORD = re.compile(rf"(\S{{{LONG},}})")
_PART = re.compile(r"\S{12}")
_PLACE_TO_BREAK = "\u200b"


def settle_variables(root: Element) -> None:
    """Write the value of each CSS variable where it is used: they are looked up for each element.

    Taken are those of the first `:root` of each sheet, which on paper hold.
    """
    for sheet in root.iter("style"):
        sheet.text = _settled(sheet.text or "")


def _settled(sheet: str) -> str:
    first = _ROOT.search(sheet)
    values = dict(_VARIABLE.findall(first[1])) if first else {}
    return _USED.sub(lambda used: values.get(used[1], used[0]), sheet)


def describe_drawings(root: Element) -> None:
    """Give a drawing the description of the picture that it is, as its alternative text."""
    for picture in root.iter():
        label = picture.get("aria-label")
        if not label or picture.get("role") != "img":
            continue
        for svg in picture.iter(f"{SVG}svg"):
            if svg.find(f"{SVG}title") is None:
                SubElement(svg, f"{SVG}title").text = label


def open_long_words(root: Element) -> None:
    """Let words of many lines break in places, piece by piece.

    To find where a line ends, all that is left of a piece of text without places to break is set.
    """
    for element in [each for body in root.iter("body") for each in body.iter()]:
        if element.tag == "style" or str(element.tag).startswith(SVG):
            continue
        for index in reversed(range(len(element))):
            element[index].tail, *pieces = _pieces(element[index].tail)
            element[index + 1 : index + 1] = pieces
        element.text, *pieces = _pieces(element.text)
        element[0:0] = pieces


def _pieces(text: str | None) -> tuple[str | None, *tuple[Element, ...]]:
    """The text up to the first long word, and elements that hold the rest."""
    before, *rest = _LONG_WORD.split(text or "")
    pieces = []
    for word, after in zip(rest[::2], rest[1::2], strict=True):
        for start in range(0, len(word), LONG):
            pieces.append(Element("span"))
            pieces[-1].text = _PART.sub(rf"\g<0>{_PLACE_TO_BREAK}", word[start : start + LONG])
        pieces[-1].tail = after
    return (before or None, *pieces)


def simplify_cells(root: Element) -> None:
    """Drop what cells have for phones only: each box of a table costs time."""
    for cell in root.iter():
        if cell.tag not in {"td", "th"} or len(cell) != 1 or (cell.text or "").strip():
            continue
        (inner,) = cell
        if inner.tag == "span" and not inner.attrib and not (inner.tail or "").strip():
            cell.text, cell[:] = inner.text, list(inner)


def asked_by_drawings(root: Element) -> Iterator[str]:
    """Parts from elsewhere that drawings use, which WeasyPrint leaves out in silence."""
    for element in root.iter(f"{SVG}use"):
        yield from (link for name in LINKS if (link := element.get(name, "#"))[:1] != "#")
    for element in root.iter(f"{SVG}style"):
        if "@import" in (element.text or ""):
            yield "@import"
