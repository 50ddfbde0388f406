"""Mutants: what mutmut would change in a function, as text that can take the function's place."""

import difflib
import importlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import libcst
from mutmut.mutation.file_mutation import create_mutations, deep_replace

from tests.mutation.parts import PACKAGE

if TYPE_CHECKING:
    from types import FunctionType

WIDTH = 90


@dataclass(frozen=True)
class Mutant:
    """One change to one function; `function` is its name in the module, with that of its class."""

    file: str
    function: str
    change: str
    text: str

    @property
    def module(self) -> str:
        """The name of the module."""
        parts = Path(self.file).with_suffix("").parts
        return ".".join(("riskmemo", *parts)).removesuffix(".__init__")

    def take_place(self) -> None:
        """Put the changed function in the place of the function, wherever that is referred to."""
        found: Any = importlib.import_module(self.module)
        names = vars(found)
        for name in self.function.split("."):
            found = vars(found)[name]
        function: FunctionType = getattr(found, "__func__", found)
        made: dict[str, Any] = {}
        exec(self.text, names, made)  # noqa: S102 - our own code, changed by mutmut
        (changed,) = made.values()
        function.__code__ = changed.__code__
        function.__defaults__ = changed.__defaults__
        function.__kwdefaults__ = changed.__kwdefaults__


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of the file.

    mutmut leaves alone what stands outside of functions, annotations, and functions with a
    decorator other than `staticmethod` and `classmethod`.
    """
    code = path.read_text("utf-8")
    module, mutations, _, _ = create_mutations(str(path), code)
    names = {
        id(function): ".".join(name) for node in module.body for name, function in _functions(node)
    }
    alike: Counter[tuple[str, str]] = Counter()
    for mutation in mutations:
        whole = mutation.contained_by_top_level_function
        if whole is None or id(whole) not in names:
            continue
        changed = cast(
            "libcst.FunctionDef",
            deep_replace(whole, mutation.original_node, mutation.mutated_node),
        )
        before, after = (
            module.code_for_node(each.with_changes(decorators=[], leading_lines=[]))
            for each in (whole, changed)
        )
        file = path.relative_to(PACKAGE).as_posix()
        change = _change(before, after)
        alike[names[id(whole)], change] += 1
        number = alike[names[id(whole)], change]
        told = f"{change} ({number})" if number > 1 else change
        yield Mutant(file, names[id(whole)], told, after)


def _functions(node: libcst.CSTNode) -> Iterator[tuple[tuple[str, ...], libcst.FunctionDef]]:
    if isinstance(node, libcst.FunctionDef):
        yield (node.name.value,), node
    elif isinstance(node, libcst.ClassDef):
        for inner in node.body.body:
            if isinstance(inner, libcst.FunctionDef):
                yield (node.name.value, inner.name.value), inner


def _change(before: str, after: str) -> str:
    """The change as `before -> after`, on one line, cut to what differs and a little around it."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    old, new = (
        [" ".join(line[2:].split()) for line in lines if line.startswith(sign)]
        for sign in ("- ", "+ ")
    )
    if len(old) == len(new):
        pairs = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        old, new = [each for each, _ in pairs], [each for _, each in pairs]
    return f"{_cut(old, new)} -> {_cut(new, old)}"


def _cut(lines: Sequence[str], others: Sequence[str]) -> str:
    text, other = " ".join(lines), " ".join(others)
    same = next(
        (at for at, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]),
        min(len(text), len(other)),
    )
    start = 0 if len(text) <= WIDTH else max(0, same - WIDTH // 2)
    return text[start : start + WIDTH].strip()
