"""Arithmetic and functions turned round: what a side or an argument would have to be near."""

import math
from collections.abc import Callable, Iterator

from riskmemo.model.facts import Value


def left_goals(operator: str, target: float, right: Value) -> Iterator[float]:
    """What the left side would have to be near, with the right side as it is."""
    if not isinstance(right, float):
        return
    if operator == "+":
        yield target - right
    elif operator == "-":
        yield target + right
    elif operator == "/":
        yield target * right
    elif right:
        yield target / right


def right_goals(operator: str, target: float, left: Value) -> Iterator[float]:
    """What the right side would have to be near, with the left side as it is."""
    if not isinstance(left, float):
        return
    if operator == "+":
        yield target - left
    elif operator == "-":
        yield left - target
    elif target and operator == "/":
        yield left / target
    elif left and operator == "*":
        yield target / left


def goals_of_call(function: str, target: Value, number: int, rest: list[Value]) -> Iterator[Value]:
    """What an argument of a function would have to be near; `rest` are those behind it."""
    if function in {"min", "max"}:
        yield target
    elif not isinstance(target, float):
        return
    elif function == "abs":
        yield from (target, -target)
    elif function == "ln":
        yield from _safely(math.exp, target)
    elif function == "exp":
        yield from _safely(math.log, target)
    elif function == "goalposts" and number == 0:
        low, high = rest
        if isinstance(low, float) and isinstance(high, float):
            yield low + target * (high - low)


def _safely(function: Callable[[float], float], value: float) -> Iterator[float]:
    try:
        yield function(value)
    except (ValueError, OverflowError):
        return
