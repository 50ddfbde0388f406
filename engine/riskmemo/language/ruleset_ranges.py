"""Ranges in a ruleset: of parameters, points and weights, and every mistake in them."""

from collections.abc import Iterator
from itertools import chain

from riskmemo.errors import did_you_mean
from riskmemo.language.functions import fits_period
from riskmemo.language.program import Program
from riskmemo.language.ranges import Plausible, check_value, numbers_in
from riskmemo.language.replacing import (
    bodies_of,
    every_part,
    expressions_of,
    period_parameters,
)
from riskmemo.language.scope import Mistakes, Path
from riskmemo.language.tree import Compare, Constant
from riskmemo.language.types import Base
from riskmemo.language.values import LARGEST
from riskmemo.model.ruleset import (
    Branch,
    Combine,
    Contribution,
    Parameter,
    RuleCombine,
)
from riskmemo.model.uncertainty import Uncertainty

LEAST_WEIGHT = 0.000001
MOST_POINTS = 1_000_000.0
WEIGHTS: Plausible = (LEAST_WEIGHT, 1_000_000.0)
"""The weights that a branch can have."""
UNWEIGHTED = frozenset({Combine.MAX, Combine.MIN, Combine.NOISY_OR})


def plausible_points(contributes: Contribution) -> Plausible:
    """The points that a rule can have; `noisy_or` takes none away."""
    low = 0.0 if contributes.per_rule is RuleCombine.NOISY_OR else -MOST_POINTS
    return low, MOST_POINTS


def plausible_parameters(program: Program) -> dict[str, Plausible]:
    """The numbers that each parameter can be; one compared with a share lies within 0-1."""
    shares = _compared_with_shares(program)
    return {
        name: (0.0, 1.0) if name in shares else (-LARGEST, LARGEST)
        for name in program.ruleset.parameters
    }


def _compared_with_shares(program: Program) -> frozenset[str]:
    wholes = chain.from_iterable(map(expressions_of, bodies_of(program)))
    every = chain.from_iterable(map(every_part, wholes))
    found = set()
    for each in every:
        if isinstance(each, Compare):
            for one, other in ((each.left, each.right), (each.right, each.left)):
                if isinstance(one, Constant) and one.name and other.type.base is Base.SHARE:
                    found.add(one.name)
    return frozenset(found)


def check_ruleset_ranges(program: Program, mistakes: Mistakes) -> None:
    """Report ranges that hold what a parameter, points or a weight cannot be."""
    _check_parameters(program, mistakes)
    for index, rule in enumerate(program.ruleset.rules):
        given = rule.contributes
        if given and given.range:
            path = ("rules", index, "contributes", "range")
            _check(given.range, plausible_points(given), given.points, mistakes, path)
    for name, node in program.ruleset.scores.items():
        if isinstance(node, Branch):
            for child, range_ in node.ranges.items():
                _check_weight(node, child, range_, mistakes, ("scores", name, "ranges", child))


def _check_parameters(program: Program, mistakes: Mistakes) -> None:
    every = program.ruleset.parameters.items()
    ranged = {
        name: (each.value, each.range)
        for name, each in every
        if isinstance(each, Parameter) and each.range
    }
    if ranged:
        periods, bounds = period_parameters(program), plausible_parameters(program)
        for name, (value, range_) in ranged.items():
            path = ("parameters", name, "range")
            if name in periods:
                _check_period(range_, mistakes, path)
            _check(range_, bounds[name], value, mistakes, path)


def _check_weight(
    node: Branch, child: str, range_: Uncertainty, mistakes: Mistakes, path: Path
) -> None:
    if child not in node.of:
        message = f"`{child}` is not in `of`"
        mistakes.add("unknown-score", message, path, did_you_mean(child, node.of))
    elif node.combine in UNWEIGHTED:
        message = f"`{node.combine}` has no weights"
        mistakes.add("inconsistent", message, path, "take the range away")
    else:
        _check(range_, WEIGHTS, node.of[child], mistakes, path)


def _check_period(range_: Uncertainty, mistakes: Mistakes, path: Path) -> None:
    counts = range_.reported or ()
    if not counts or not all(_counts(each) for each in counts):
        mistakes.add(
            "range-of-a-period",
            "a parameter that counts days, months or years takes whole numbers only",
            (*path, range_.form),
            "write `reported:` with the whole numbers that are possible, as `[18, 24, 36]`",
        )


def _counts(value: bool | float | str) -> bool:
    return isinstance(value, int | float) and fits_period(float(value))


def _check(
    range_: Uncertainty, bounds: Plausible, value: float, mistakes: Mistakes, path: Path
) -> None:
    known: list[float] = []
    for place, number in _numbers(range_, mistakes, path):
        if not bounds[0] <= number <= bounds[1]:
            mistakes.add(
                "out-of-range",
                f"{_shown(number)} is not possible here: it must be at least {_shown(bounds[0])} "
                f"and at most {_shown(bounds[1])}",
                (*path, *place),
            )
        if place[0] == "reported":
            known.append(number)
    check_value(float(value), known, range_, mistakes, path)


def _numbers(range_: Uncertainty, mistakes: Mistakes, path: Path) -> Iterator[tuple[Path, float]]:
    yield from numbers_in(range_)
    for place, value in enumerate(range_.reported or ()):
        if isinstance(value, bool | str):
            message = f"item {place + 1} of `reported` needs a number"
            mistakes.add("wrong-type", message, (*path, "reported", place))
        else:
            yield ("reported", place), float(value)


def _shown(number: float) -> str:
    return f"{number:,.6f}".rstrip("0").rstrip(".")
