"""A finished HTML memo as a tagged PDF document (PDF/UA-1), made by WeasyPrint.

Nothing is fetched: what a template asks for must stand in it as a `data:` URL. The same HTML gives
the same bytes; dates, author and language are those of the HTML, never those of the machine.
Only this package imports WeasyPrint.
"""

import contextlib
import gc
import hashlib
import io
import warnings
from collections.abc import Iterator
from typing import Any

from riskmemo.errors import InvalidInput, Mistake, RenderingFailed
from riskmemo.memo.extras import needed
from riskmemo.memo.pdf.packing import pack
from riskmemo.memo.pdf.preparing import (
    asked_by_drawings,
    describe_drawings,
    open_long_words,
    settle_variables,
    simplify_cells,
)
from riskmemo.memo.pdf.tagging import tidy_tags

STANDARD = "pdf/ua-1"
BREAK_ANYWHERE = "* { break-inside: auto !important; break-before: auto !important }"
LONGEST = 3_000_000
"""Characters of HTML, which are some 300 pages and a minute or two."""


def to_pdf(html: str, *, shipped: bool = False) -> bytes:
    """The page as a document; `shipped` templates are known to be plain in what they write."""
    if len(html) > LONGEST:
        message = f"the memo is too long for a PDF document: {len(html):,} characters of HTML"
        advice = f"{LONGEST:,} are taken; write `html` or `md`, or fewer facts"
        raise RenderingFailed(Mistake("document-too-long", message, help=advice))
    weasyprint = library()
    from riskmemo.memo.pdf.fetching import DataOnly  # noqa: PLC0415
    from riskmemo.memo.pdf.listening import complaints  # noqa: PLC0415
    from riskmemo.memo.pdf.parsing import parsed  # noqa: PLC0415

    fetcher = DataOnly()
    with complaints() as told, _without_collecting():
        try:
            page = parsed(html, fetcher, is_xml=shipped)
            data = _made(weasyprint, page, html, shipped=shipped)
        except Exception as error:
            _refuse(fetcher.refused, told)
            raise _failed(f"{type(error).__name__}: {error}") from error
    _refuse(fetcher.refused, told)
    return data


def _made(weasyprint: Any, page: Any, html: str, *, shipped: bool) -> bytes:
    fetcher = page.url_fetcher
    root = page.etree_element
    if shipped:
        settle_variables(root)
    fetcher.refuse(asked_by_drawings(root))
    describe_drawings(root)
    open_long_words(root)
    simplify_cells(root)
    document = _laid_out(weasyprint, page)
    fetcher.refuse_attachments(document)
    if fetcher.refused:
        return b""
    data: bytes = document.write_pdf(
        pdf_variant=STANDARD,
        pdf_identifier=hashlib.sha256(html.encode()).hexdigest()[:32].encode(),
        finisher=_finish,
    )
    return data


def _laid_out(weasyprint: Any, page: Any) -> Any:
    """The pages; WeasyPrint gives up on some things that must not break and are too long."""
    try:
        return page.render()
    except AssertionError:
        return page.render(stylesheets=[weasyprint.CSS(string=BREAK_ANYWHERE)])


def _finish(_document: Any, pdf: Any) -> None:
    tidy_tags(pdf)
    pack(pdf)


def library() -> Any:
    """WeasyPrint, which prints advice of its own where a library of the system is missing."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return needed("weasyprint", extra="pdf", what="PDF documents")
        except OSError:
            message = "PDF documents need Pango, a library of the system that is missing here"
            advice = (
                "on Debian or Ubuntu type "
                "`sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0`, "
                "on macOS `brew install pango`"
            )
            raise InvalidInput(Mistake("library-missing", message, help=advice)) from None


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Boxes and styles live until the document is written: looking for garbage takes a tenth."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _refuse(refused: list[str], told: list[str]) -> None:
    """Whatever could not be shown ends in an error, so that no page lacks it silently."""
    if refused:
        message = f"the template asks for `{refused[0]}`, and a PDF document loads nothing"
        advice = "write a picture or font into the template as a `data:` URL; attach no files"
        raise RenderingFailed(Mistake("template-loads", message, help=advice))
    if told:
        raise _failed(told[0])


def _failed(reason: str) -> RenderingFailed:
    first = " ".join(reason.split())[:300].rstrip(".")
    message = f"the PDF document cannot be made: {first}"
    return RenderingFailed(Mistake("template-failed", message))
