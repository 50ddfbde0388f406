"""Every message of the memo's code, found by reading it.

A message is what `say`, `runs` and `count` are given. Where that is no literal, the names are
followed to the literals that they may stand for: through assignments, conditions, tables, loops
over them and imports. What cannot be followed is an error that says where, so that no message is
missed; words of the models are listed in `WORDS_OF_MODELS`.
"""

import ast
import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from riskmemo.analysis.uncertainty import sampling
from riskmemo.engines import rete
from riskmemo.model.case import Claim, Confidence, Masthead
from riskmemo.model.lexicon import LEXICON_TITLES, LEXICONS
from riskmemo.model.uncertainty import FORMS
from riskmemo.model.vocabulary import Nature

MEMO = Path(__file__).parents[2] / "engine/riskmemo/memo"

LEVELS = get_args(Confidence.model_fields["level"].annotation)
STATEMENTS = get_args(Claim.model_fields["statement"].annotation)
STATUSES = get_args(Masthead.model_fields["status"].annotation)

TERMS = tuple(name for terms in LEXICONS.values() for term in terms for name in term.names)

WORDS_OF_MODELS: Mapping[str, Sequence[str]] = {
    "claim.statement": STATEMENTS,
    "given.confidence.level": LEVELS,
    "given.confidence.level.capitalize()": [level.capitalize() for level in LEVELS],
    "given.status.capitalize()": [status.capitalize() for status in STATUSES],
    "nature.value": [Nature.IDENTITY.value, Nature.CONDUCT.value],
    "materials.assessment.kinds[fact.kind].nature.value": [each.value for each in Nature],
    "thing.form": FORMS,
    "LEXICON_TITLES[lexicon]": tuple(LEXICON_TITLES.values()),
    "each.words": TERMS,
    "term.called(words)": TERMS,
    "analyses.without_ranges": [sampling.WHY_NOT],
    "computed.alone": [rete.WHY_NOT],
}
"""What is said of a model, as the code writes it, to everything it may be."""


class CannotFollow(Exception):
    """The code says something whose text cannot be found by reading."""


@dataclass(frozen=True)
class Message:
    """A message, in the singular and the plural where it has both, and the file that says it."""

    one: str
    many: str | None
    file: str


def messages() -> tuple[Message, ...]:
    """Every message of the memo's code, each once, in the order of files and lines."""
    found: dict[tuple[str, str | None], Message] = {}
    for path in sorted(MEMO.rglob("*.py")):
        for message in messages_of(path):
            found.setdefault((message.one, message.many), message)
    return tuple(found.values())


def messages_of(path: Path, folder: Path = MEMO) -> Iterator[Message]:
    """The messages of one module, in the order of its lines."""
    return _File(path, path.relative_to(folder).as_posix()).messages()


class _File:
    """One module and what its names may stand for."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.tree = ast.parse(path.read_text(encoding="utf-8"))

    def messages(self) -> Iterator[Message]:
        for scope, call in _calls(self.tree, ()):
            match _called(call), call.args:
                case "say" | "runs", [message]:
                    for text in self._texts(message, scope):
                        yield Message(text, None, self.name)
                case "count", [one, many, _]:
                    ones, manies = self._texts(one, scope), self._texts(many, scope)
                    for pair in zip(ones, manies, strict=True):
                        yield Message(*pair, self.name)
                case _:
                    pass

    def _texts(self, node: ast.expr, scope: tuple[ast.AST, ...]) -> list[str]:
        try:
            return list(dict.fromkeys(self._followed(node, scope)))
        except CannotFollow as error:
            raise CannotFollow(f"{self.path}:{node.lineno}: {error}") from None

    def _followed(self, node: ast.expr, scope: tuple[ast.AST, ...]) -> Iterator[str]:
        """The texts that an expression may be."""
        written = ast.unparse(node)
        match node:
            case _ if written in WORDS_OF_MODELS:
                yield from WORDS_OF_MODELS[written]
            case ast.Constant(value=text):
                yield from [text] if isinstance(text, str) else []
            case ast.Name(id=name):
                yield from self._named(name, scope)
            case ast.Call(func=ast.Name(id=name)) if name != "zip":
                yield from self._returned(name)
            case _:
                parts = _choices(node)
                if not parts:
                    raise CannotFollow(f"cannot tell what `{written}` may say")
                for part in parts:
                    yield from self._followed(part, scope)

    def _named(self, name: str, scope: tuple[ast.AST, ...]) -> Iterator[str]:
        """Everything that is given to a name, in the innermost function that gives it anything."""
        for place in (*reversed(scope), self.tree):
            values = list(_given(place, name))
            if values:
                for value in values:
                    yield from self._followed(value, scope)
                return
        yield from self._imported(name)

    def _returned(self, name: str) -> Iterator[str]:
        """Everything that a function of this module, or one that it imports, gives back."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Return) and inner.value:
                        yield from self._followed(inner.value, (node,))
                return
        module = importlib.import_module(self._module_of(name))
        yield from _File(Path(module.__file__ or ""), self.name)._returned(name)

    def _imported(self, name: str) -> Iterator[str]:
        value = getattr(importlib.import_module(self._module_of(name)), name)
        yield from value.values() if isinstance(value, Mapping) else (value,)

    def _module_of(self, name: str) -> str:
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom) and any(each.name == name for each in node.names):
                return node.module or ""
        raise CannotFollow(f"cannot tell what `{name}` may say")


def _calls(
    node: ast.AST, scope: tuple[ast.AST, ...]
) -> Iterator[tuple[tuple[ast.AST, ...], ast.Call]]:
    """Every call with the functions around it, the outermost first."""
    if isinstance(node, ast.FunctionDef):
        scope = (*scope, node)
    if isinstance(node, ast.Call):
        yield scope, node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, scope)


def _choices(node: ast.expr) -> Sequence[ast.expr]:
    """What an expression takes its value from; nothing where that cannot be told."""
    match node:
        case ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.Dict(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return parts
        case ast.Subscript(value=table):
            return [table]
        case ast.Call(
            func=ast.Attribute(value=table, attr="get" | "items" | "values"), args=arguments
        ):
            return [table, *arguments[1:]]
        case ast.Call(func=ast.Name(id="zip"), args=parts):
            return parts[:1]
        case _:
            return []


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _given(place: ast.AST, name: str) -> Iterator[ast.expr]:
    """The values that a name is given in a function: assigned, merged in, or looped over."""
    for node in ast.walk(place):
        match node:
            case ast.Assign(targets=[target], value=value):
                yield from _part(target, value, name)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _part(target, value, name)
            case ast.AugAssign(target=target, value=value):
                yield from _part(target, value, name)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                if name in _names(target):
                    yield value
            case _:
                pass


def _part(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """What of an assigned value goes to the name."""
    match target, value:
        case ast.Name(id=found), _ if found == name:
            yield value
        case ast.Tuple(elts=targets), ast.Tuple(elts=values):
            for one, given in zip(targets, values, strict=True):
                yield from _part(one, given, name)
        case _:
            pass


def _names(target: ast.expr) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(target) if isinstance(node, ast.Name))
