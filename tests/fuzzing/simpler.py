"""Simpler values and simpler expressions, for whoever makes a counterexample small."""

import ast
import copy
from collections.abc import Iterator
from typing import Any


def simpler_values(value: Any) -> Iterator[Any]:
    """Values that are easier to read than this one, the easiest first."""
    match value:
        case bool():
            return
        case int() | float():
            yield from (each for each in (0, 1, 2, -1, 0.5) if _rank(each) < _rank(value))
        case str() if len(value) > 1 and not _is_code(value):
            yield from (each for each in ("", "a", value[: len(value) // 2]) if each != value)
        case list() if len(value) > 1:
            yield from ([each] for each in value)


def _rank(number: float) -> tuple[int, float]:
    return len(repr(number)), abs(number)


def _is_code(text: str) -> bool:
    """Whether a text may be a date or a country, which are not cut."""
    return (len(text) == 10 and text[4] == "-") or (len(text) == 3 and text.isupper())


def simpler_texts(text: str) -> Iterator[str]:
    """The expression with one part put in the place of what it is a part of."""
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError):  # `count()` and the like are read, anything else is left
        return
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr)]
    for index, node in enumerate(nodes):
        for new in _parts(node):
            changed = copy.deepcopy(tree)
            target = [each for each in ast.walk(changed) if isinstance(each, ast.expr)][index]
            yield ast.unparse(_Exchange(target, new).visit(changed))


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.BoolOp(operator, values):
            yield from values
            if len(values) > 2:
                for place in range(len(values)):
                    yield ast.BoolOp(operator, values[:place] + values[place + 1 :])
        case ast.Compare(left, operators, sides) if len(operators) > 1:
            yield ast.Compare(left, operators[:1], sides[:1])
            yield ast.Compare(sides[0], operators[1:], sides[1:])
        case ast.List(items) if len(items) > 1:
            yield from (ast.List([item]) for item in items)
        case ast.Constant(value):
            yield from (ast.Constant(each) for each in simpler_values(value))
        case _:
            inside = ast.iter_child_nodes(node)
            yield from (each for each in inside if isinstance(each, ast.expr))


class _Exchange(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.expr, new: ast.expr) -> None:
        self.old, self.new = old, copy.deepcopy(new)

    def visit(self, node: ast.AST) -> Any:
        """The new node where the old one was."""
        return self.new if node is self.old else self.generic_visit(node)
