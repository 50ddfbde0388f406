"""A view as plain data, the only thing that templates are given."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def plain(view: object) -> Any:
    """Dictionaries, lists and scalars; `is` names what a dictionary was, as `contested_claim`."""
    convert = _converter(type(view))
    return convert(view) if convert else view


@cache
def _converter(kind: Any) -> Callable[[Any], Any] | None:
    """How a class of the view becomes plain data; none for what is plain already."""
    if kind is tuple:
        return _listed
    if not is_dataclass(kind):
        return None
    name = _CAPITAL.sub("_", kind.__name__).lower()
    parts = [field.name for field in fields(kind)]
    if not parts:
        return lambda _: {"is": name}
    if len(parts) == 1:
        return lambda view: {"is": name, parts[0]: plain(getattr(view, parts[0]))}
    keys, values = ("is", *parts), attrgetter(*parts)
    return lambda view: dict(zip(keys, (name, *_listed(values(view))), strict=True))


def _listed(parts: tuple[object, ...]) -> list[Any]:
    return [convert(part) if (convert := _converter(type(part))) else part for part in parts]
