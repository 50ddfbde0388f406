"""What the docstrings of fields say, put into the models when somebody asks for a schema.

pydantic can do so itself (`use_attribute_docstrings`), but reads the source of every model whenever
it is imported, which is a tenth of a cold `riskmemo assess`.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent

from riskmemo.model.base import Record

_DOCUMENTED: set[type[Record]] = set()


def document(model: type[Record]) -> None:
    """Describe the fields of a model and of riskmemo's others, which it may hold."""
    models = [each for each in (model, *_below(Record)) if each not in _DOCUMENTED]
    for each in models:
        for name, field in each.model_fields.items():
            texts = (_docstrings(base).get(name) for base in each.__mro__ if _is_ours(base))
            field.description = field.description or next(filter(None, texts), None)
    for each in models:
        each.model_rebuild(force=True)
    _DOCUMENTED.update(models)


def _below(model: type[Record]) -> Iterator[type[Record]]:
    """Every model of riskmemo under one."""
    for each in model.__subclasses__():
        if _is_ours(each):
            yield each
        yield from _below(each)


def _is_ours(model: type) -> bool:
    return issubclass(model, Record) and model.__module__.partition(".")[0] == "riskmemo"


@cache
def _docstrings(model: type[Record]) -> Mapping[str, str]:
    """The text under each field of a class; nothing where its source is not there."""
    try:
        (written,) = ast.parse(dedent(inspect.getsource(model))).body
    except OSError:
        return {}
    lines = written.body if isinstance(written, ast.ClassDef) else []
    found = {}
    for line, below in pairwise(lines):
        match line, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(
                value=ast.Constant(value=str(text))
            ):
                found[name] = inspect.cleandoc(text)
            case _:
                pass
    return found
