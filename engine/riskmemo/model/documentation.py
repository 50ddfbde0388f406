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


@cache
def document_fields() -> None:
    """Describe the fields of every model that is imported, once."""
    models = list(_below(Record))
    for model in models:
        for name, field in model.model_fields.items():
            texts = [_docstrings(each).get(name) for each in model.__mro__ if each in models]
            field.description = next(filter(None, texts), None)
    for model in models:
        model.model_rebuild(force=True)


def _below(model: type[Record]) -> Iterator[type[Record]]:
    """Every model under one."""
    for each in model.__subclasses__():
        yield each
        yield from _below(each)


@cache
def _docstrings(model: type[Record]) -> Mapping[str, str]:
    """The text under each field of a class."""
    (written,) = ast.parse(dedent(inspect.getsource(model))).body
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
