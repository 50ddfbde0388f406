"""What is uncertain in a case and its ruleset: each thing with the values that it may take."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.supposing.given_parameters import GIVEN
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.analysis.supposing.reads import Place, places_read
from riskmemo.analysis.uncertainty.distributions import LEVELS, at_shares, equally_likely
from riskmemo.language.facts import value_at
from riskmemo.language.program import Program
from riskmemo.language.ranges import Plausible, plausible, ranges_of
from riskmemo.language.replacing import bodies_of, parameters_read, period_parameters
from riskmemo.language.ruleset_ranges import WEIGHTS, plausible_parameters, plausible_points
from riskmemo.language.scope import Mistakes
from riskmemo.model.facts import Value
from riskmemo.model.ruleset import Branch, Parameter
from riskmemo.model.uncertainty import Form, Uncertainty

What = Literal["value", "conflict", "parameter", "points", "weight"]
DIGITS = 6
"""To how many digits points and weights are drawn."""


@dataclass(frozen=True)
class Uncertain:
    """One uncertain thing."""

    id: str
    """`E62.share`, `E42 or E43`, a parameter, `points of RULE`, `weight of CHILD in BRANCH`."""
    what: What
    of: tuple[str, ...]
    """Fact and field, indicators, parameter, rule, or branch and child."""
    form: Form
    """How its range is written, or `conflict`."""
    values: tuple[Value, ...]
    """What it may be, each equally likely; for a conflict the id of the indicator believed."""
    ends: tuple[Value, ...]
    """What to try it at: near its two ends (5 % and 95 %), or all that is reported."""
    now: Value
    """What scores take it for; none for a conflict and where the value is unknown."""
    place: Place | None
    """What changes with it for those that read facts and parameters."""
    supposed: Callable[[Value], Otherwise]
    """The supposition that it has a value."""
    why: str | None


def uncertain_in(basis: Basis) -> tuple[Uncertain, ...]:
    """Everything uncertain that a score depends on, in an order that no file decides."""
    read = _places_read(basis.found.program.scoring)
    return tuple(each for each in everything(basis) if each.place is None or each.place in read)


def unread_in(basis: Basis) -> tuple[Uncertain, ...]:
    """Everything uncertain that no score depends on."""
    read = _places_read(basis.found.program.scoring)
    return tuple(
        each for each in everything(basis) if each.place is not None and each.place not in read
    )


def everything(basis: Basis) -> tuple[Uncertain, ...]:
    """All that case and ruleset say is uncertain and that was known at the cut-off."""
    program = basis.found.program
    return _in_order((*_values(basis), *_conflicts(basis), *_of_ruleset(program)))


def uncertain_in_ruleset(program: Program) -> tuple[Uncertain, ...]:
    """What is uncertain in every case: of that which a score depends on, what the ruleset says."""
    read = _places_read(program.scoring)
    found = _in_order(_of_ruleset(program))
    return tuple(each for each in found if each.place is None or each.place in read)


def _of_ruleset(program: Program) -> Iterator[Uncertain]:
    yield from _parameters(program)
    yield from _points(program)
    yield from _weights(program)


def _in_order(found: Iterable[Uncertain]) -> tuple[Uncertain, ...]:
    order = ("value", "conflict", "parameter", "points", "weight")
    return tuple(sorted(found, key=lambda each: (order.index(each.what), each.id)))


def _places_read(program: Program) -> frozenset[Place]:
    bodies = tuple(bodies_of(program))
    given = {(GIVEN, name) for body in bodies for name in parameters_read(body)}
    periods = {(GIVEN, name) for name in period_parameters(program)}
    return frozenset[Place]().union(*map(places_read, bodies), given, periods)


def _values(basis: Basis) -> Iterator[Uncertain]:
    known = {fact.id: fact for fact in basis.found.facts}
    for row, name, range_, _ in ranges_of(basis.case):
        if row.id not in known:
            continue
        spec = basis.found.program.vocabulary.kinds[row.kind].fields[name]
        quiet = Mistakes(lambda _: None)
        reported = [value_at(each, spec, quiet, ()) for each in range_.reported or ()]

        def supposed(value: Value, place: tuple[str, str] = (row.id, name)) -> Otherwise:
            return Otherwise(values={place: value})

        yield Uncertain(
            f"{row.id}.{name}", "value", (row.id, name), range_.form,
            *_tried(range_, plausible(spec), reported),
            known[row.id].values[name], (row.kind, name), supposed, range_.why,
        )  # fmt: skip


def _conflicts(basis: Basis) -> Iterator[Uncertain]:
    kinds = {fact.id: fact.kind for fact in basis.found.facts}
    for conflict in basis.case.conflicts:
        names = tuple(sorted(name for name in conflict.indicators if name in kinds))
        if len(names) < 2:
            continue

        def believed(value: Value, every: tuple[str, ...] = names) -> Otherwise:
            return Otherwise(without=frozenset(name for name in every if name != value))

        shown, kind = " or ".join(names), kinds[names[0]]
        yield Uncertain(
            shown, "conflict", names, "conflict", names, names, None, kind, believed, conflict.says
        )


def _parameters(program: Program) -> Iterator[Uncertain]:
    ranged = {
        name: each
        for name, each in program.ruleset.parameters.items()
        if isinstance(each, Parameter) and each.range
    }
    bounds = plausible_parameters(program) if ranged else {}
    for name, each in ranged.items():

        def supposed(value: Value, parameter: str = name) -> Otherwise:
            return Otherwise(parameters={parameter: _number(value)})

        if each.range:
            tried = _tried(each.range, bounds[name], _floats(each.range))
            yield Uncertain(
                name, "parameter", (name,), each.range.form, *tried,
                each.value + 0.0, (GIVEN, name), supposed, each.range.why,
            )  # fmt: skip


def _points(program: Program) -> Iterator[Uncertain]:
    for rule in program.ruleset.rules:
        given = rule.contributes
        if given and given.range:

            def supposed(value: Value, name: str = rule.id) -> Otherwise:
                return Otherwise(points={name: _number(value)})

            tried = _tried(given.range, plausible_points(given), _floats(given.range), DIGITS)
            yield Uncertain(
                f"points of {rule.id}", "points", (rule.id,), given.range.form, *tried,
                given.points + 0.0, None, supposed, given.range.why,
            )  # fmt: skip


def _weights(program: Program) -> Iterator[Uncertain]:
    for name, node in program.ruleset.scores.items():
        for child, range_ in node.ranges.items() if isinstance(node, Branch) else ():

            def supposed(value: Value, place: tuple[str, str] = (name, child)) -> Otherwise:
                return Otherwise(weights={place: _number(value)})

            tried = _tried(range_, WEIGHTS, _floats(range_), DIGITS)
            weight = node.of[child] + 0.0 if isinstance(node, Branch) else 0.0
            yield Uncertain(
                f"weight of {child} in {name}", "weight", (name, child), range_.form, *tried,
                weight, None, supposed, range_.why,
            )  # fmt: skip


def _floats(range_: Uncertainty) -> list[Value]:
    return [float(each) for each in range_.reported or () if not isinstance(each, str)]


def _number(value: Value) -> float:
    assert isinstance(value, float)  # noqa: S101 - ranges of the ruleset hold numbers only
    return value


def _tried(
    range_: Uncertainty, bounds: Plausible, reported: Sequence[Value], digits: int | None = None
) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """The values that a range allows, each equally likely, and those at its ends."""
    if range_.reported:
        return tuple(reported), tuple(dict.fromkeys(reported))
    found = equally_likely(range_, bounds, LEVELS), at_shares(range_, bounds, (0.05, 0.95))
    if digits is None:
        return found
    low = bounds[0]
    values, ends = (tuple(max(low, round(each, digits)) for each in one) for one in found)
    return values, ends


def joined(suppositions: Iterable[Otherwise]) -> Otherwise:
    """Several suppositions as one."""
    every = tuple(suppositions)
    return Otherwise(
        values={key: value for each in every for key, value in each.values.items()},
        without=frozenset[str]().union(*(each.without for each in every)),
        parameters={key: value for each in every for key, value in each.parameters.items()},
        points={key: value for each in every for key, value in each.points.items()},
        weights={key: value for each in every for key, value in each.weights.items()},
    )
