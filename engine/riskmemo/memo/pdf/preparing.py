"""What is done to a page before WeasyPrint lays it out: pictures described, long words opened."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

SVG = "{http://www.w3.org/2000/svg}"
LINKS = ("href", "{http://www.w3.org/1999/xlink}href")

_LONG_WORD = re.compile(r"\S{200,}")
_PART = re.compile(r"\S{12}(?=\S)")
_PLACE_TO_BREAK = "\u200b"


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
    """Let words of some lines break in places: looking for one takes ever longer otherwise."""
    for element in root.iter():
        if element.tag != "style" and not str(element.tag).startswith(SVG):
            element.text = _opened(element.text)
        element.tail = _opened(element.tail)


def _opened(text: str | None) -> str | None:
    if text is None or len(text) < 200:
        return text
    return _LONG_WORD.sub(lambda word: _PART.sub(rf"\g<0>{_PLACE_TO_BREAK}", word[0]), text)


def asked_by_drawings(root: Element) -> Iterator[str]:
    """Parts from elsewhere that drawings use, which WeasyPrint leaves out in silence."""
    for element in root.iter(f"{SVG}use"):
        yield from (link for name in LINKS if (link := element.get(name, "#"))[:1] != "#")
    for element in root.iter(f"{SVG}style"):
        if "@import" in (element.text or ""):
            yield "@import"
