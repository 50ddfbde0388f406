"""The sandbox that templates run in.

Templates see plain data only (dictionaries, lists, text, numbers). A name after a dot is a key of
that data and nothing else, so no method of Python can be reached through a view. What a user is
told when a template fails is in `riskmemo.memo.template_mistakes`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from riskmemo.errors import RenderingFailed, RiskmemoError
from riskmemo.memo.design import Design, text_of
from riskmemo.memo.limits import joined, limited, watched
from riskmemo.memo.template_mistakes import Missing, MissingName, mistake_of

__all__ = ["MissingName", "PlainDataEnvironment", "file_environment", "plain_environment"]
__all__ += ["rendered"]

UNLIKE_THE_LAST = ("random", "lipsum")
"""Filters and functions that give something else each time."""


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


class DesignLoader(BaseLoader):
    """Finds the templates of a design."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.loaded: dict[str, str] = {}
        """The path of each template that was read, and its name."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002
        """Text and path of a template."""
        path = self.design.find(template)
        if path is None:
            raise TemplateNotFound(template)
        self.loaded[str(path)] = template
        return text_of(path, template), str(path), None

    def list_templates(self) -> list[str]:
        """Every name that can be included."""
        return sorted(self.design.names())


def plain_environment(**options: Any) -> PlainDataEnvironment:
    """An environment for one kind of text; `options` are Jinja2's."""
    environment = PlainDataEnvironment(undefined=Missing, **options)
    for name in UNLIKE_THE_LAST:
        environment.filters.pop(name, None)
        environment.globals.pop(name, None)
    return environment


def file_environment(
    design: Design, filters: Mapping[str, Callable[..., object]], *, autoescape: bool
) -> PlainDataEnvironment:
    """An environment for the templates of a design."""
    computed: dict[str, Any] = {"optimized": False, "finalize": _as_it_is} if design.own else {}
    environment = plain_environment(
        loader=DesignLoader(design),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        **computed,
    )
    environment.filters.update(filters)
    return environment


@pass_context
def _as_it_is(_: Context, value: object) -> object:
    """Keeps Jinja2 from computing anything before the template runs: errors then have a line."""
    return value


def rendered(environment: PlainDataEnvironment, name: str, data: Mapping[str, object]) -> str:
    """The text of a template, or `RenderingFailed` with the place of the mistake."""
    try:
        with watched(name):
            template = environment.get_template(name)
            return joined(template.generate(data)) if limited() else template.render(data)
    except RiskmemoError:
        raise
    except Exception as error:
        raise RenderingFailed(mistake_of(error, environment, name, data)) from error
