"""The page as WeasyPrint has it once it is parsed; XML is parsed in a tenth of the time."""

from typing import Any
from xml.etree import ElementTree

import weasyprint
from cssselect2 import ElementWrapper

DOCTYPE = "<!doctype html>\n"


def parsed(html: str, fetcher: Any, *, is_xml: bool) -> Any:
    """A document of WeasyPrint.

    What the shipped templates write is XML as well as HTML, and means the same as both. Characters
    that XML does not know are left to the parser of HTML.
    """
    if is_xml and html.startswith(DOCTYPE):
        try:
            return _Read(ElementTree.fromstring(html.removeprefix(DOCTYPE)), fetcher)  # noqa: S314
        except ElementTree.ParseError:
            pass
    return weasyprint.HTML(string=html, base_url=fetcher.BASE, url_fetcher=fetcher)


class _Read(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document whose elements are there already."""

    def __init__(self, root: ElementTree.Element, fetcher: Any) -> None:
        self.base_url = fetcher.BASE
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
