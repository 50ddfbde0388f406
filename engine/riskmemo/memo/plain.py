"""A view as plain data, the only thing that templates are given."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from riskmemo.memo.view import SCALARS

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def plain(view: object) -> Any:
    """Dictionaries, lists and scalars; `is` names what a dictionary was, as `contested_claim`."""
    convert = _CONVERTERS[type(view)]
    return convert(view) if convert else view


Converter = Callable[[Any], Any]


class _Converters(dict[type, Converter | None]):
    """How each class of the view becomes plain data; none for what is plain already."""

    def __missing__(self, kind: Any) -> Converter | None:
        self[kind] = _of_record(kind) if is_dataclass(kind) else None
        return self[kind]


def _listed(parts: tuple[object, ...]) -> list[Any]:
    return [convert(part) if (convert := _CONVERTERS[type(part)]) else part for part in parts]


_CONVERTERS = _Converters({tuple: _listed})


def _of_record(kind: Any) -> Converter:
    name = _CAPITAL.sub("_", kind.__name__).lower()
    parts = fields(kind)
    if not parts:
        return lambda _: {"is": name}
    keys, values = (
        ("is", *(part.name for part in parts)),
        attrgetter(*(part.name for part in parts)),
    )
    flat = all(part.type in SCALARS for part in parts)
    if len(parts) == 1:
        only = keys[1]
        return lambda view: {"is": name, only: values(view) if flat else plain(values(view))}
    if flat:
        return lambda view: dict(zip(keys, (name, *values(view)), strict=True))
    return lambda view: dict(zip(keys, (name, *_listed(values(view))), strict=True))
