"""A page is made fit for setting before it is set, without a change to what it says."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest

from riskmemo.errors import RenderingFailed
from riskmemo.memo import Memo
from riskmemo.memo.pdf import to_pdf
from riskmemo.memo.pdf.fetching import DataOnly
from riskmemo.memo.pdf.parsing import DOCTYPE, parsed
from riskmemo.memo.pdf.parsing import _Read as READ
from riskmemo.memo.pdf.preparing import (
    LONG,
    asked_by_drawings,
    open_long_words,
    settle_variables,
    simplify_cells,
)
from tests.memo.document import document
from tests.memo.factory import assessment, with_texts

ENDLESS = "word" * 1000
NAMESPACE = "{http://www.w3.org/2000/xmlns/}xmlns"
SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def opened(body: str) -> Element:
    """The page after its long words are opened."""
    root = fromstring(f"<html><body>{body}</body></html>")  # noqa: S314  (written here)
    open_long_words(root)
    return root


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{ENDLESS}</p>",
        f"<p>before {ENDLESS} between {ENDLESS} after</p>",
        f"<p>before <b>{ENDLESS}</b> {ENDLESS}<i>x</i>{ENDLESS}</p>",
    ],
)
def test_long_words_are_opened_and_nothing_else_changes(body: str) -> None:
    """The letters stand in the same order, in pieces with places to break in each."""
    root = opened(body)
    whole = "".join(root.itertext())
    assert whole.replace("\u200b", "") == "".join(fromstring(body).itertext())  # noqa: S314
    assert max(len(part) for word in whole.split() for part in word.split("\u200b")) < 24
    assert max(len(each.text or "") for each in root.iter("span")) < 2 * LONG


def test_words_of_a_line_or_two_stay_as_they_are() -> None:
    """A hash or an address can be copied from the document as it is."""
    body = f"<p>{'a' * (LONG - 1)} b</p>"
    assert tostring(opened(body), "unicode") == f"<html><body>{body}</body></html>"


def test_drawings_and_styles_stay_as_they_are() -> None:
    """A path is no word, nor is a picture in a style sheet."""
    body = f"<style>{ENDLESS}</style><svg {SVG}><title>{ENDLESS}</title></svg>"
    assert "\u200b" not in "".join(opened(body).itertext())


def test_cells_lose_their_inner_box_only() -> None:
    """What phones need around the content of a cell goes; the content and other boxes stay."""
    others = '<td><span class="x">d</span></td><td>e<span>f</span></td>'
    row = f"<tr><td><span>a <b>c</b></span></td>{others}</tr>"
    root = fromstring(row)  # noqa: S314  (written here)
    simplify_cells(root)
    assert tostring(root, "unicode") == f"<tr><td>a <b>c</b></td>{others}</tr>"


def test_drawings_may_use_their_own_parts() -> None:
    """Only parts from elsewhere are asked for."""
    uses = (
        '<use href="#a"/><use xlink:href="#b"/><use href="x.svg#c"/><use xlink:href="file:///d"/>'
    )
    root = fromstring(f"<svg {SVG}>{uses}</svg>")  # noqa: S314  (written here)
    assert list(asked_by_drawings(root)) == ["x.svg#c", "file:///d"]


def test_endless_words_in_every_text_end_in_an_error() -> None:
    """A memo of thousands of pages is not begun."""
    with pytest.raises(RenderingFailed) as refused:
        Memo(with_texts(lambda _path, _text: "word" * 5000)).write("pdf")
    assert "the memo is too long for a PDF document" in str(refused.value)
    assert "help: 3,000,000 are taken; write `html` or `md`, or fewer facts" in str(refused.value)


def test_what_cannot_stay_whole_is_broken() -> None:
    """Where parts that must not break do not fit, they break rather than end the document."""
    style = ".grid { display: grid } figure { break-inside: avoid; margin: 0 } p { height: 150mm }"
    grid = '<div class="grid"><figure><p>one</p></figure><figure><p>two</p></figure></div>'
    page = f'<html lang="en"><title>T</title><style>{style}</style><p>zero</p>{grid}'
    assert document(to_pdf(page)).text == "zero one two"


def test_variables_are_settled_as_they_are_on_paper() -> None:
    """Each is written as its first value, which the dark view changes later; unknown ones stay."""
    dark = "@media (prefers-color-scheme: dark) { :root { --ink: #fff; } }"
    style = f":root {{ --ink: #123; --sans: A, B; }} {dark} p {{ %s }}"
    used = "color: var(--ink); font: 1px var(--sans); margin: var(--own)"
    settled = "color: #123; font: 1px A, B; margin: var(--own)"
    root = fromstring(f"<html><style>{style % used}</style></html>")  # noqa: S314  (written here)
    settle_variables(root)
    assert root[0].text == style % settled


def test_shipped_templates_write_what_is_xml_too() -> None:
    """Read as XML the page has the elements that HTML gives it, so the document is the same."""
    page = Memo(assessment()).write("html").decode()
    assert page.startswith(DOCTYPE)
    as_xml, as_html = (parsed(page, DataOnly(), is_xml=is_xml) for is_xml in (True, False))
    assert isinstance(as_xml, READ)
    assert not isinstance(as_html, READ)
    assert list(told(as_xml.etree_element)) == list(told(as_html.etree_element))


def told(root: Element) -> Iterator[object]:
    """What an element and those in it are, but for line ends around head and body."""
    for each in root.iter():
        texts = ((text or "").rstrip("\n") for text in (each.text, each.tail))
        named = {name: value for name, value in each.attrib.items() if name != NAMESPACE}
        yield each.tag, named, *texts
