"""A view as plain data, the only thing that templates are given."""

import re
from collections.abc import Callable
from dataclasses import Field, fields, is_dataclass
from typing import Any, get_origin

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
    """A function with the class's fields in its text, as `{"is": "cell", "runs": plain(...)}`.

    It runs thousands of times in a memo, in half the time that a loop over fields takes.
    """
    name = _CAPITAL.sub("_", kind.__name__).lower()
    written = [f'"is": "{name}"', *(f'"{part.name}": {_written(part)}' for part in fields(kind))]
    source = f"lambda view: {{{', '.join(written)}}}"
    convert: Converter = eval(source, {"plain": plain, "listed": _listed})  # noqa: S307  (our names)
    return convert


def _written(part: Field[Any]) -> str:
    if part.type in SCALARS:
        return f"view.{part.name}"
    function = "listed" if get_origin(part.type) is tuple else "plain"
    return f"{function}(view.{part.name})"
