"""What commands that write memos share: their options, and the way from wishes to files."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import click

import riskmemo
from riskmemo.cli.choices import STANDARD_OUTPUT, formats_named
from riskmemo.cli.output import write_files
from riskmemo.errors import visible
from riskmemo.resources import DEFAULT_LANGUAGE, language_named

if TYPE_CHECKING:
    from riskmemo.model.assessment import Assessment

WITH_PICTURES = frozenset({"html", "pdf", "docx"})

Command = TypeVar("Command", bound=Callable[..., Any])

OPTIONS = (
    click.option("--template", metavar="DIR", help="Your own templates in place of shipped ones."),
    click.option("--reference-doc", metavar="FILE", help="A Word document to take the styles of."),
    click.option("--language", metavar="LANG", help="Language of the fixed text: en, ru."),
    click.option("--details", is_flag=True, help="Annex C, the scores in detail, in pdf and docx."),
)


class DesignOptions(TypedDict):
    """What these options are given."""

    template: str | None
    reference_doc: str | None
    language: str | None
    details: bool


def design_options(command: Command) -> Command:
    """The options that say what a memo looks like."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Wish:
    """The documents that a user wants; made only of what can be had."""

    formats: tuple[str, ...]
    output: str | None
    language: str
    template: Path | None
    reference_doc: Path | None
    details: bool

    @classmethod
    def of(
        cls,
        formats: tuple[str, ...] | None,
        output: str | None,
        **design: Unpack[DesignOptions],
    ) -> "Wish":
        """What options ask for; refuses at once what would fail once everything is computed."""
        wanted = formats_named(formats, output)
        template, reference_doc = design["template"], design["reference_doc"]
        _refuse_idle("--template", template, wanted, ("html", "pdf", "docx", "md"))
        _refuse_idle("--reference-doc", reference_doc, wanted, ("docx",))
        _refuse_idle("--details", design["details"], wanted, ("pdf", "docx"))
        folder = None if template is None else Path(template)
        if folder is not None:
            _note_unused(folder)
        document = None if reference_doc is None else _file(reference_doc)
        language = language_named(design["language"] or DEFAULT_LANGUAGE)
        return cls(wanted, output, language, folder, document, design["details"])

    def drawing_beside(self) -> AbstractContextManager[None]:
        """Around everything that leads to the documents: their charts get a process of their own.

        Not those of a user's templates, which have one that keeps limits.
        """
        if self.template or not WITH_PICTURES.intersection(self.formats):
            return nullcontext()
        from riskmemo.memo.beside import worker_beside

        return worker_beside()

    def documents(self, assessment: "Assessment") -> Mapping[str, bytes]:
        """The documents by format: all of them, or an error."""
        from riskmemo.memo import Memo
        from riskmemo.memo.charts import order
        from riskmemo.memo.plain import plain
        from riskmemo.memo.view import figures_in

        memo = Memo(
            assessment,
            language=self.language,
            templates=self.template,
            reference_doc=self.reference_doc,
            details=self.details,
        )
        if self.template is None and WITH_PICTURES.intersection(self.formats):
            view = memo.view if "html" in self.formats else memo.printed
            figures = [plain(figure) for figure in figures_in(view)]
            order(figures, memo.templates, pngs="docx" in self.formats)
        return {name: memo.write(name) for name in self.formats}

    def deliver(self, documents: Mapping[str, bytes], *, force: bool) -> list[str]:
        """Write the documents to files, or one to standard output; returns what to tell."""
        if self.output == STANDARD_OUTPUT:
            click.echo(documents[self.formats[0]], nl=False)
            return []
        folder = Path(self.output or ".")
        files = {folder / f"memo.{name}": data for name, data in documents.items()}
        return write_files(files, force=force)


def note_alone(assessment: "Assessment") -> None:
    """Say why an answer was computed once only, where it was."""
    if assessment.computed.alone:
        click.echo(f"note: computed once, not twice: {assessment.computed.alone}", err=True)


def note_unclean(assessment: "Assessment") -> None:
    """Say of a final memo that its sentences break rules of the trade; drafts are left in peace."""
    if assessment.case.masthead.status != "final":
        return
    from riskmemo.checks.memo import MEMO_SEVERITY

    found = riskmemo.lint_memo(assessment)
    errors = sum(MEMO_SEVERITY[each.code] == "error" for each in found)
    if errors:
        counted = "1 error" if errors == 1 else f"{errors} errors"
        told = f"note: lint-memo finds {counted} in the sentences of this final memo"
        click.echo(f"{told}; type `riskmemo lint-memo` with the case or memo.json", err=True)


def note_without_pictures(formats: tuple[str, ...]) -> None:
    """Say that figures stand in words, where charts cannot be drawn."""
    from riskmemo.memo.charts import charts_available

    if WITH_PICTURES.intersection(formats) and not charts_available():
        message = "figures stand in words: charts need `pip install 'riskmemo[charts]'`"
        click.echo(f"note: {message}", err=True)


def _note_unused(folder: Path) -> None:
    from riskmemo.memo.design import Design, near_name

    for name in Design.of(folder).unused():
        near = near_name(name)
        meant = f"; {near}" if near.startswith("did you mean") else ""
        message = f"`{visible(name)}` takes the place of no shipped template{meant}"
        click.echo(f"note: {message}", err=True)


def _refuse_idle(
    option: str, given: object, formats: Sequence[str], readers: Sequence[str]
) -> None:
    """Refuse an option that none of the formats would look at."""
    if not given or set(readers).intersection(formats):
        return
    wanted = f"add {' or '.join(f'`{name}`' for name in readers)} to `--format`"
    raise click.UsageError(f"`{option}` changes nothing here: {wanted}")


def _file(path: str) -> Path:
    from riskmemo.source.files import read_bytes

    read_bytes(path, MAX_REFERENCE)
    return Path(path)


MAX_REFERENCE = 50_000_000
"""Bytes of a Word document to take the styles of: letterheads hold pictures."""
