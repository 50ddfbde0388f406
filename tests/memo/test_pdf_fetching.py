"""A PDF document fetches nothing and carries no file, whatever a case or a template asks for."""

import base64
import shutil
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from riskmemo.errors import RenderingFailed
from riskmemo.memo import Memo
from riskmemo.memo.pdf import to_pdf
from riskmemo.resources import templates_dir
from tests.memo.document import document
from tests.memo.factory import assessment, with_texts
from tests.memo.payloads import PAYLOADS

LINKS = {"https://example.org/a?b=1&c=2", "https://example.org/warning"}
REFUSED = r"the template asks for `.+`, and a PDF document loads nothing"


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine: its port, and who has come."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    visitor, address = server.accept()
                except TimeoutError:
                    continue
                came.append(str(address))
                visitor.close()

        waiting = threading.Thread(target=listen)
        waiting.start()
        try:
            yield server.getsockname()[1], came
        finally:
            over.set()
            waiting.join()


def asking(target: str) -> dict[str, str]:
    """Ways in which a page asks for something from elsewhere."""
    svg = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    inner = base64.b64encode(f'<svg {svg}><image href="{target}"/></svg>'.encode()).decode()
    return {
        "img": f'<img src="{target}" alt="A">',
        "embed": f'<embed src="{target}">',
        "object": f'<object data="{target}"></object>',
        "link rel=stylesheet": f'<link rel="stylesheet" href="{target}">',
        "link rel=attachment": f'<link rel="attachment" href="{target}">',
        "a rel=attachment": f'<a rel="attachment" href="{target}">here</a>',
        "@import": f'<style>@import "{target}";</style>',
        "@font-face": f"<style>@font-face {{ font-family: x; src: url({target}) }}</style>",
        "background": f"<style>p {{ background: url({target}) }}</style>",
        "style": f'<p style="background: url({target})">x</p>',
        "content": f"<style>p::before {{ content: url({target}) }}</style>",
        "list-style": f"<style>li {{ list-style-image: url({target}) }}</style><ul><li>x</ul>",
        "margin box": f"<style>@page {{ @top-left {{ content: url({target}) }} }}</style>",
        "svg image": f'<svg {svg} width="9" height="9"><image href="{target}"/></svg>',
        "svg xlink": f'<svg {svg} width="9" height="9"><image xlink:href="{target}"/></svg>',
        "svg use": f'<svg {svg} width="9" height="9"><use href="{target}#a"/></svg>',
        "svg style": f'<svg {svg} width="9" height="9"><style>@import "{target}";</style></svg>',
        "svg in a data url": f'<img alt="A" src="data:image/svg+xml;base64,{inner}">',
    }


WAYS = sorted(asking(""))


def page(part: str) -> str:
    """A page with a title and this part."""
    return f'<html lang="en"><title>T</title>{part}<p>x</p>'


@pytest.mark.parametrize("way", WAYS)
def test_no_template_makes_a_request(way: str) -> None:
    """Whatever asks for a page is refused by name, and nobody is asked."""
    with listener() as (port, came):
        target = f"http://127.0.0.1:{port}/x"
        with pytest.raises(RenderingFailed, match=REFUSED):
            to_pdf(page(asking(target)[way]))
    assert came == []


@pytest.mark.parametrize("way", WAYS)
def test_no_template_carries_a_file_away(way: str, tmp_path: Path) -> None:
    """A file of the machine is refused by name, however it is asked for."""
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    with pytest.raises(RenderingFailed, match=REFUSED):
        to_pdf(page(asking(secret.as_uri())[way]))


@pytest.mark.parametrize(
    "target", ["arms.png", "/etc/passwd", "//x.example/a.png", "ftp://x.example/a", "FILE:///etc"]
)
def test_every_address_is_refused(target: str) -> None:
    """With or without a scheme, an address that is not `data:` is named in the error."""
    with pytest.raises(RenderingFailed) as refused:
        to_pdf(page(asking(target)["img"]))
    assert str(refused.value) == (
        f"the template asks for `{target}`, and a PDF document loads nothing [template-loads]\n"
        "  help: write a picture or font into the template as a `data:` URL; attach no files"
    )


def test_a_base_leads_nowhere() -> None:
    """An address that a template completes with a base of its own is refused as well."""
    with pytest.raises(RenderingFailed, match=r"asks for `file:///etc/passwd`"):
        to_pdf(page('<base href="file:///etc/"><img src="passwd" alt="A">'))


@pytest.mark.parametrize(
    "url",
    [
        "data:text/css,p{}",
        "data:text/html,<b>x</b>",
        "data:image/png;base64,JSFQUy1BZG9iZQ==",
        "data:image/png;base64,?",
        "data:image/tiff;base64,SUkqAA==",
        "data:,x",
    ],
)
def test_only_known_kinds_of_data_are_taken(url: str) -> None:
    """A picture must be what it says: nothing else reaches the libraries that read pictures."""
    with pytest.raises(RenderingFailed, match="asks for `data:"):
        to_pdf(page(asking(url)["img"]))


@pytest.mark.parametrize("way", ["link rel=attachment", "a rel=attachment"])
def test_not_even_data_are_attached(way: str) -> None:
    """A template attaches nothing, since a file would bear the time of day."""
    with pytest.raises(RenderingFailed, match="and a PDF document loads nothing"):
        to_pdf(page(asking(picture())[way]))


def test_a_long_address_is_cut() -> None:
    """The error names what was asked for in one line."""
    with pytest.raises(RenderingFailed) as refused:
        to_pdf(page(asking(f"data:text/css,{'x' * 9999}")["img"]))
    assert f"`data:text/css,{'x' * 66}...`" in str(refused.value)


def test_a_letterhead_may_bring_its_picture(tmp_path: Path) -> None:
    """A picture that stands in a template is shown, with its description."""
    templates = shutil.copytree(templates_dir(), tmp_path / "templates")
    whole = (templates / "memo.html.j2").read_text()
    arms = f'<img src="{picture()}" alt="Arms of Highland">'
    (templates / "memo.html.j2").write_text(whole.replace("<header>", f"<header>{arms}"))
    found = document(Memo(assessment(), templates=templates).write("pdf"))
    assert "Arms of Highland" in [tag.get("/Alt") for tag in found.tags]
    assert [image.name for image in found.reader.pages[0].images]


def test_a_picture_without_a_description_is_refused() -> None:
    """The document says that it is accessible, so it must be."""
    with pytest.raises(RenderingFailed, match="has no required alt description"):
        to_pdf(page(f'<img src="{picture()}">'))


def test_a_drawing_that_cannot_be_read_is_told() -> None:
    """Nothing is left out in silence."""
    with pytest.raises(RenderingFailed, match="the PDF document cannot be made: Failed to load"):
        to_pdf(page('<img alt="A" src="data:image/svg+xml,<svg><g></svg>">'))


def test_hostile_texts_add_nothing() -> None:
    """No text of a case becomes a request, a link, a file or an action."""
    turn = iter(range(10_000))
    with listener() as (port, came):
        texts = [*PAYLOADS, *asking(f"http://127.0.0.1:{port}/x").values()]
        hostile = with_texts(lambda _path, _text: texts[next(turn) % len(texts)])
        found = document(Memo(hostile).write("pdf"))
    assert came == []
    assert {each["/Subtype"] for each in found.annotations} == {"/Link"}
    assert {each["/A"]["/URI"] for each in found.annotations if "/A" in each} == LINKS
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(found.root)
    assert "/EmbeddedFiles" not in found.root.get("/Names", {})


def picture() -> str:
    """A white dot, as it is written in a template."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return len(data).to_bytes(4, "big") + whole + zlib.crc32(whole).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")
    data = base64.b64encode(b"\x89PNG\r\n\x1a\n" + parts).decode()
    return f"data:image/png;base64,{data}"
