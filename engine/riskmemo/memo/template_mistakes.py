"""What a user is told when a template fails: where, why, and what was probably meant."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, NoReturn

from jinja2 import (
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.runtime import LoopContext

from riskmemo.errors import Mistake, Span, did_you_mean
from riskmemo.memo.limits import reason

_UNKNOWN = re.compile(r"No (?P<kind>filter|test) named '(?P<name>[^']*)'")
_NOT_EXPORTED = re.compile(r"the template '(?P<template>[^']*)' .*requested name '(?P<name>[^']*)'")
_NOT_EXPORTED_TOLD = re.compile(r"the template `(?P<template>[^`]*)` has no macro")
_NOT_GIVEN = re.compile(r"parameter '(?P<name>[^']*)' was not provided")


class MissingName(TemplateError):
    """A template asked for something that a memo does not have."""

    def __init__(self, name: str, known: Iterable[str] = (), message: str = "") -> None:
        super().__init__(message or f"a memo has no `{name}` here")
        self.name = name
        self.known = frozenset(known)
        """What was there instead; empty for a name that stands alone."""


class Missing(StrictUndefined):
    """Fails as soon as it is used, and knows what was there instead."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        name = str(self._undefined_name)
        raise MissingName(name, _names_of(self._undefined_obj), self._told(name))

    def _told(self, name: str) -> str:
        """The message, where it is another than that of a missing key."""
        hint = self._undefined_hint or ""
        if found := _NOT_GIVEN.search(hint):
            return f"the macro needs a value for `{found['name']}`"
        if found := _NOT_EXPORTED.search(hint):
            return f"the template `{found['template']}` has no macro `{found['name']}`"
        there = self._undefined_obj
        if isinstance(there, list):
            return f"a list has no `{name}`: loop over it, or name an entry by its number"
        if isinstance(there, str | int | float | bool):
            return f"`{name}` is asked of {_described(there)}"
        return f"a loop has no `{name}`" if isinstance(there, LoopContext) else ""

    __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = __contains__ = (
        _fail_with_undefined_error
    )
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = (
        _fail_with_undefined_error
    )
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __pos__ = __neg__ = (
        _fail_with_undefined_error
    )
    __call__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = __int__ = __float__ = (
        _fail_with_undefined_error
    )


def mistake_of(
    error: Exception, environment: Environment, name: str, data: Mapping[str, object]
) -> Mistake:
    """The mistake that made the template `name` fail."""
    limit = reason(error)
    if limit:
        place = _place(error.__traceback__, environment, name)
        return Mistake("template-limit", f"the template {limit}", place)
    if isinstance(error, TemplateSyntaxError):
        place = Span(error.name or name, error.lineno, 1)
        help_line = _known_word(str(error.message), environment)
        return Mistake("template-syntax", _sentence(error), place, help_line)
    place = _place(error.__traceback__, environment, name)
    if isinstance(error, TemplateNotFound):
        message = f"there is no template `{error.name}`"
        near = did_you_mean(str(error.name), environment.list_templates())
        return Mistake("template-missing", message, place, near)
    help_line = _meant(error, environment, data) or _known_word(str(error), environment)
    return Mistake("template-failed", _sentence(error), place, help_line)


def _sentence(error: Exception) -> str:
    why = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return f"the template cannot be rendered: {why[:1].lower()}{why[1:]}"


def _described(value: str | float) -> str:
    if isinstance(value, bool):
        return "a yes or no"
    return "a text" if isinstance(value, str) else "a number"


def _names_of(there: object) -> Iterable[str]:
    """The names that could have been asked for."""
    if isinstance(there, Mapping):
        return map(str, there)
    if isinstance(there, LoopContext):
        return (name for name in dir(LoopContext) if not name.startswith("_"))
    return ()


# --- what was meant -----------------------------------------------------------------------------


def _meant(error: Exception, environment: Environment, data: Mapping[str, object]) -> str:
    if not isinstance(error, MissingName):
        return ""
    if found := _NOT_EXPORTED_TOLD.search(str(error)):
        return did_you_mean(error.name, _macros(found["template"], environment))
    if str(error) != f"a memo has no `{error.name}` here" and not error.known:
        return ""
    here = _set_here(error.__traceback__, environment)
    return did_you_mean(error.name, error.known or {*data, *environment.globals, *here})


def _known_word(message: str, environment: Environment) -> str:
    """The filter or test that a message may have meant."""
    found = _UNKNOWN.search(message)
    if found is None:
        return ""
    known = environment.filters if found["kind"] == "filter" else environment.tests
    return did_you_mean(found["name"], known)


def _macros(template: str, environment: Environment) -> Iterable[str]:
    if environment.loader is None:
        return ()
    source, _, _ = environment.loader.get_source(environment, template)
    return (each.name for each in environment.parse(source).find_all(nodes.Macro))


def _set_here(trace: TracebackType | None, environment: Environment) -> Iterable[str]:
    """The names that a template has set at the place of an error, in loops and with `set`."""
    steps = [step.tb_frame.f_locals for _, step in _steps(trace, environment)]
    return {name for name in steps[-1] if not name.startswith("_")} if steps else ()


def _place(trace: TracebackType | None, environment: Environment, name: str) -> Span:
    """The innermost template line that an error passed through."""
    steps = [Span(template, step.tb_lineno, 1) for template, step in _steps(trace, environment)]
    return steps[-1] if steps else Span(name, 1, 1)


def _steps(
    trace: TracebackType | None, environment: Environment
) -> Iterator[tuple[str, TracebackType]]:
    """The templates that an error passed through, each with its step of the traceback."""
    loaded: Mapping[str, str] = getattr(environment.loader, "loaded", {})
    while trace is not None:
        template = loaded.get(trace.tb_frame.f_code.co_filename)
        if template is not None:
            yield template, trace
        trace = trace.tb_next
