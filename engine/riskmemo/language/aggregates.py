"""Aggregate calls (`count()`, `sum(trade.value)`): their form and the types they give."""

import re
from typing import cast

from riskmemo.language import types
from riskmemo.language.program import AggregateCall, AggregateFunction
from riskmemo.language.scope import Path, Scope
from riskmemo.language.types import Base, Type
from riskmemo.language.typing import typed
from riskmemo.model.ruleset import Expression as Written

COUNTS = frozenset({"count", "count_distinct"})
NUMERIC = frozenset({"sum", "mean"})
ORDERED = frozenset({"min", "max"})
CALL = re.compile(r"\s*([a-z_]+)\s*\((.*)\)\s*", re.DOTALL)


def aggregate_call(field: str, text: Written, scope: Scope, path: Path) -> AggregateCall:
    """The typed call behind an aggregated field; mistakes go to the scope."""
    found = CALL.fullmatch(str(text))
    if found is None or found[1] not in COUNTS | NUMERIC | ORDERED:
        scope.mistakes.add(
            "not-an-aggregate",
            f"`{text}` is not an aggregate",
            path,
            "write count(), or count_distinct, sum, mean, min or max of one expression",
        )
        return AggregateCall(field, "count", None)
    function, inner = found[1], found[2].strip()
    if (function == "count") != (inner == ""):
        scope.mistakes.add(
            "wrong-arguments",
            "`count()` takes nothing, the other aggregates one expression",
            path,
            "to count different values write `count_distinct(...)`",
        )
        return AggregateCall(field, "count", None)
    argument = typed(inner, scope, path) if inner else None
    if argument and not _applies(function, argument.type):
        message = f"`{function}` does not apply to a {argument.type}"
        scope.mistakes.add("wrong-type", message, path)
    return AggregateCall(field, cast("AggregateFunction", function), argument)


def aggregate_type(call: AggregateCall) -> Type:
    """The type of an aggregated field."""
    if call.argument is None or call.function in COUNTS:
        return types.NUMBER
    if call.function == "sum" and call.argument.type.base is Base.SHARE:
        return types.NUMBER
    return call.argument.type


def _applies(function: str, argument: Type) -> bool:
    if function in NUMERIC:
        return argument.is_numeric
    return function in COUNTS or argument.is_ordered
