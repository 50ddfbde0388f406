"""An assessment becomes a document: `render(assessment, "html")`, `Memo(assessment).write("pdf")`.

Every format starts from the same `MemoView` (`riskmemo.memo.view`); a writer draws it and computes
nothing. The libraries that a format needs are imported when it is written.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.memo.design import Design
from riskmemo.resources import DEFAULT_LANGUAGE, language_named, language_names

if TYPE_CHECKING:
    from riskmemo.memo.view import MemoView
    from riskmemo.model.assessment import Assessment

__all__ = ["DEFAULT_LANGUAGE", "FORMATS", "Memo", "languages", "render"]

languages = language_names
"""The languages that `Memo(assessment, language=...)` takes, English first."""
BINARY = ("docx", "pdf")
"""The formats that are bytes and no text."""


class Memo:
    """The memo of one assessment, in a language and a design, for any number of formats.

    `language` is one of `languages()`, or one of them with another country, as `en_US`: the fixed
    text is in it, and what analysts and rulesets write stays as it is. `templates` is a folder
    whose files take the place of the shipped templates of the same names; `reference_doc` a Word
    document whose styles, header and footer are taken for `docx`. What is printed, `pdf` and
    `docx`, has the scores in detail only with `details`; the other formats always have them.
    Raises `InvalidInput` where the folder cannot be used or there is no such language.
    """

    def __init__(
        self,
        assessment: "Assessment",
        *,
        language: str = DEFAULT_LANGUAGE,
        templates: Path | None = None,
        reference_doc: Path | None = None,
        details: bool = False,
    ) -> None:
        self.assessment = assessment
        self.language = language_named(language)
        self.templates = Design.of(templates) if templates else Design()
        self.reference_doc = reference_doc
        self.details = details

    def write(self, format: str) -> bytes:  # noqa: A002  (the user's word)
        """The document in one of `FORMATS`; the same assessment gives the same bytes."""
        writer = FORMATS.get(format)
        if writer is None:
            message = f"there is no memo format `{format}`"
            advice = did_you_mean(format, FORMATS)
            raise InvalidInput(Mistake("unknown-format", message, help=advice))
        if self.templates.own is None or format == "json":
            return writer(self)
        from riskmemo.memo.confined import confined  # noqa: PLC0415  (for templates of a user only)

        return confined(self, format)

    def __getstate__(self) -> dict[str, object]:
        """A memo travels to another process with its views and without the assessment."""
        views = {"view": self.view, "printed": self.printed}
        return {**self.__dict__, "assessment": None, **views}

    @cached_property
    def view(self) -> "MemoView":
        """What every format but JSON and those that are printed is drawn from.

        Raises `InvalidInput` for an assessment whose parts do not fit together, as one that was
        changed by hand.
        """
        return self._view(details=True)

    @cached_property
    def printed(self) -> "MemoView":
        """What `pdf` and `docx` are drawn from."""
        return self.view if self.details else self._view(details=False)

    def _view(self, *, details: bool) -> "MemoView":
        from riskmemo.memo.build import build_view  # noqa: PLC0415  (kept out of the cold start)

        try:
            return build_view(self.assessment, self.language, details=details)
        except (LookupError, ValueError, RuntimeError) as error:
            raise InvalidInput(_not_whole(error)) from error


def render(assessment: "Assessment", format: str = "html") -> str:  # noqa: A002  (the user's word)
    """The memo as text: `html`, `md` or `json`; the same assessment gives the same text."""
    if format in BINARY:
        message = f"`{format}` is a document and not text"
        advice = f'use `Memo(assessment).write("{format}")`'
        raise InvalidInput(Mistake("unknown-format", message, help=advice))
    return Memo(assessment).write(format).decode()


def _not_whole(error: Exception) -> Mistake:
    """What is told of an assessment that no memo can be made of."""
    missing = error.args[0] if isinstance(error, KeyError) and error.args else None
    why = f"it speaks of `{missing}`, which is not in it" if missing else "its parts do not fit"
    message = f"no memo can be made of this assessment: {why}"
    help_line = "assess the case again; if nobody has changed the file, please report this as a bug"
    return Mistake("assessment-broken", message, help=help_line)


def _html(memo: Memo) -> bytes:
    return _page(memo, memo.view).encode()


def _page(memo: Memo, view: "MemoView") -> str:
    from riskmemo.memo.html import to_html  # noqa: PLC0415

    return to_html(view, memo.templates)


def _markdown(memo: Memo) -> bytes:
    from riskmemo.memo.markdown import to_markdown  # noqa: PLC0415

    return to_markdown(memo.view, memo.templates).encode()


def _word(memo: Memo) -> bytes:
    from riskmemo.memo.extras import needed  # noqa: PLC0415

    needed("docx", extra="docx", what="Word documents")
    from riskmemo.memo.docx import to_docx  # noqa: PLC0415

    return to_docx(memo.printed, memo.templates, memo.reference_doc)


def _pdf(memo: Memo) -> bytes:
    from riskmemo.memo.pdf import library, to_pdf  # noqa: PLC0415

    library()  # half a second, in which a process beside draws the charts
    return to_pdf(_page(memo, memo.printed), shipped=memo.templates.own is None)


def _json(memo: Memo) -> bytes:
    return f"{memo.assessment.model_dump_json(indent=2)}\n".encode()


FORMATS: Mapping[str, Callable[[Memo], bytes]] = {
    "html": _html,
    "docx": _word,
    "md": _markdown,
    "pdf": _pdf,
    "json": _json,
}
"""Format, which is also the ending of its files, to the function that writes it."""
