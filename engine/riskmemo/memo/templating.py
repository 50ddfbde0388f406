"""The sandbox that templates run in, and what a user is told when a template fails.

Templates see plain data only (dictionaries, lists, text, numbers). A name after a dot is a key of
that data and nothing else, so no method of Python can be reached through a view.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from riskmemo.errors import Mistake, RenderingFailed, Span, did_you_mean


class MissingName(TemplateError):
    """A template asked for something that a memo does not have."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"a memo has no `{name}` here")
        self.help = did_you_mean(name, known)


class _Missing(StrictUndefined):
    """Fails as soon as it is used, and knows what was there instead."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        there = self._undefined_obj
        known = map(str, there) if isinstance(there, Mapping) else ()
        raise MissingName(str(self._undefined_name), known)

    __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = __contains__ = (
        _fail_with_undefined_error
    )


class PlainDataEnvironment(ImmutableSandboxedEnvironment):
    """An immutable sandbox in which a name after a dot is a key of plain data."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value under a key; other objects (a loop, say) as the sandbox allows."""
        if isinstance(obj, dict):
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def plain_environment(**options: Any) -> PlainDataEnvironment:
    """An environment for one kind of text; `options` are Jinja2's."""
    return PlainDataEnvironment(undefined=_Missing, **options)


def file_environment(
    folder: Path, filters: Mapping[str, Callable[..., object]], *, autoescape: bool
) -> PlainDataEnvironment:
    """An environment for the templates of a folder."""
    environment = plain_environment(
        loader=FileSystemLoader(folder),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(filters)
    return environment


def rendered(environment: PlainDataEnvironment, name: str, data: Mapping[str, object]) -> str:
    """The text of a template, or `RenderingFailed` with the place of the mistake."""
    try:
        template: Template = environment.get_template(name)
        return template.render(data)
    except TemplateSyntaxError as error:
        place = Span(error.name or name, error.lineno, 1)
        raise RenderingFailed(Mistake("template-syntax", _sentence(error), place)) from error
    except TemplateNotFound as error:
        message = f"there is no template `{error.name}`"
        raise RenderingFailed(Mistake("template-missing", message, Span(name, 1, 1))) from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        advice = error.help if isinstance(error, MissingName) else ""
        place = _place(error, environment, name)
        raise RenderingFailed(
            Mistake("template-failed", _sentence(error), place, advice)
        ) from error


def _sentence(error: Exception) -> str:
    reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return f"the template cannot be rendered: {reason}"


def _place(error: Exception, environment: PlainDataEnvironment, name: str) -> Span:
    """The innermost template line that the error passed through."""
    place = Span(name, 1, 1)
    step = error.__traceback__
    known = set(environment.list_templates())
    while step is not None:
        for template in known:
            if step.tb_frame.f_code.co_filename.replace("\\", "/").endswith(f"/{template}"):
                place = Span(template, step.tb_lineno, 1)
        step = step.tb_next
    return place
