"""The functions an expression may call, and the types they take and give."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from riskmemo.language import types
from riskmemo.language.tree import Call, Constant, Expression, Function, Period
from riskmemo.language.types import Base, Type

MAX_PERIOD = 12 * 10_000


def typed_call(name: str, arguments: tuple[Expression, ...]) -> Expression | str:
    """The typed call, or what is wrong with its arguments."""
    return FUNCTIONS[name](arguments)


def _period(
    name: str, months: int, days: int, arguments: tuple[Expression, ...]
) -> Expression | str:
    match arguments:
        case (Constant(float(count), _, parameter),) if fits_period(count):
            return counted(Period(0, 0, parameter=parameter, unit=(months, days)), count)
    return f"`{name}` takes one whole number, a literal or a parameter"


def fits_period(count: float) -> bool:
    """Whether a number can count the units of a period."""
    return count.is_integer() and 0 <= count <= MAX_PERIOD


def counted(period: Period, count: float) -> Period:
    """The period of so many of its units."""
    months, days = period.unit
    return replace(period, months=months * int(count), days=days * int(count))


def _extreme(function: Function, arguments: tuple[Expression, ...]) -> Expression | str:
    if len(arguments) < 2:
        return f"`{function}` takes two values or more"
    common = _common([argument.type for argument in arguments])
    return (
        Call(function, arguments, common)
        if common
        else f"`{function}` takes numbers of one unit, or dates"
    )


def _common(found: Sequence[Type]) -> Type | None:
    if all(one.base is Base.DATE for one in found):
        return types.DATE
    first = next((one for one in found if one.unit), found[0])
    if not all(one.is_numeric and types.same_unit(first, one) for one in found):
        return None
    return (
        types.SHARE
        if all(one.base is Base.SHARE for one in found)
        else Type(Base.NUMBER, first.unit)
    )


def _numeric(
    function: Function, result: Type | None, arguments: tuple[Expression, ...]
) -> Expression | str:
    """A function of one number; without a stated type it gives that of its argument."""
    if len(arguments) != 1 or not arguments[0].type.is_numeric:
        return f"`{function}` takes 1 number"
    return Call(function, arguments, result or arguments[0].type)


def _goalposts(arguments: tuple[Expression, ...]) -> Expression | str:
    common = _common([argument.type for argument in arguments])
    if len(arguments) != 3 or common is None or not common.is_numeric:
        return "`goalposts` takes 3 numbers of one unit"
    return Call("goalposts", arguments, types.SHARE)


FUNCTIONS: dict[str, Callable[[tuple[Expression, ...]], Expression | str]] = {
    "days": partial(_period, "days", 0, 1),
    "months": partial(_period, "months", 1, 0),
    "years": partial(_period, "years", 12, 0),
    "min": partial(_extreme, "min"),
    "max": partial(_extreme, "max"),
    "abs": partial(_numeric, "abs", None),
    "ln": partial(_numeric, "ln", types.NUMBER),
    "exp": partial(_numeric, "exp", types.NUMBER),
    "goalposts": _goalposts,
}
