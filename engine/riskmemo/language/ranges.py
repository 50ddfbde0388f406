"""Ranges of uncertain values: what they may hold, and every mistake in those of a case."""

from collections.abc import Iterator, Sequence

from riskmemo.errors import did_you_mean
from riskmemo.language.facts import value_at
from riskmemo.language.scope import Mistakes, Path
from riskmemo.language.values import LARGEST
from riskmemo.model.case import Case, Indicator
from riskmemo.model.facts import Value
from riskmemo.model.uncertainty import Uncertainty
from riskmemo.model.vocabulary import FieldSpec, FieldType, KindSpec, Vocabulary

Plausible = tuple[float, float]
"""The least and the greatest number that a place can hold."""

NUMERIC = (FieldType.NUMBER, FieldType.SHARE)


def plausible(spec: FieldSpec) -> Plausible:
    """The numbers that a field of a number or share can hold."""
    if spec.type is FieldType.SHARE:
        return 0.0, 1.0
    low = -LARGEST if spec.min is None else spec.min
    return low, LARGEST if spec.max is None else spec.max


def numbers_in(range_: Uncertainty) -> Iterator[tuple[Path, float]]:
    """The numbers that a range is written with and that values can take, each with its place."""
    if range_.interval:
        yield from ((("interval", place), end) for place, end in enumerate(range_.interval))
    for form in ("uniform", "triangular", "normal", "beta"):
        shape = getattr(range_, form)
        for name in ("low", "mode", "mean", "high"):
            if shape is not None and hasattr(shape, name):
                yield (form, name), getattr(shape, name)


def ranges_of(case: Case) -> Iterator[tuple[Indicator, str, Uncertainty, Path]]:
    """Every range of an indicator that the case has: indicator, field, range, where it stands."""
    for index, row in enumerate(case.indicators):
        for name, range_ in row.ranges.items():
            yield row, name, range_, ("indicators", index, "ranges", name)
        for name, range_ in case.ranges.get(row.id, {}).items():
            yield row, name, range_, ("ranges", row.id, name)


def check_case_ranges(case: Case, vocabulary: Vocabulary, mistakes: Mistakes) -> None:
    """Report ranges that do not fit their fields, and conflicts that cannot be."""
    for row, name, range_, path in ranges_of(case):
        kind = vocabulary.kinds.get(row.kind)
        if kind is not None:
            _check_range(row, name, range_, kind, mistakes, path)
    _check_named(case, mistakes)
    _check_conflicts(case, mistakes)


def _check_range(
    row: Indicator, name: str, range_: Uncertainty, kind: KindSpec, mistakes: Mistakes, path: Path
) -> None:
    spec = kind.fields.get(name)
    if spec is None:
        message = f"the kind `{row.kind}` has no field `{name}`"
        mistakes.add("unknown-field", message, path, did_you_mean(name, kind.fields))
    elif spec.type not in NUMERIC and not range_.reported:
        mistakes.add(
            "wrong-type",
            f"a range of numbers stands where a {spec.type} is needed",
            (*path, range_.form),
            "write `reported:` with the values that are possible",
        )
    else:
        _check_values(row.fields.get(name), range_, spec, mistakes, path)


def _check_named(case: Case, mistakes: Mistakes) -> None:
    """Report ranges of indicators that are not there, and a range that is given twice."""
    rows = {row.id: row for row in case.indicators}
    for name, ranges in case.ranges.items():
        if name not in rows:
            message = f"there is no indicator `{name}`"
            mistakes.add("unknown-indicator", message, ("ranges", name), did_you_mean(name, rows))
            continue
        for where in sorted(ranges.keys() & rows[name].ranges.keys()):
            message = f"the indicator `{name}` has a range of `{where}` already"
            mistakes.add("inconsistent", message, ("ranges", name, where), "take one of them away")


def _check_values(
    written: bool | float | str | None,
    range_: Uncertainty,
    spec: FieldSpec,
    mistakes: Mistakes,
    path: Path,
) -> None:
    for place, number in numbers_in(range_):
        value_at(number, spec, mistakes, (*path, *place))
    known = [
        value_at(each, spec, mistakes, (*path, "reported", place))
        for place, each in enumerate(range_.reported or ())
    ]
    if written is not None:
        quiet = Mistakes(lambda _: None)
        value = value_at(written, spec, quiet, path)
        if not quiet.found:
            check_value(value, known, range_, mistakes, path)


def check_value(
    value: Value, known: Sequence[Value], range_: Uncertainty, mistakes: Mistakes, path: Path
) -> None:
    """Report a range that does not allow the value that scores use; `known` are reported ones."""
    ends = range_.ends
    if ends and isinstance(value, float) and ends[0] <= value <= ends[1]:
        return
    if ends or (known and value not in known):
        shown = f"{value:g}" if isinstance(value, float) else value
        mistakes.add(
            "value-outside-range",
            f"the value `{shown}` lies outside its own range",
            (*path, range_.form),
            "widen the range, or correct the value",
        )


def _check_conflicts(case: Case, mistakes: Mistakes) -> None:
    kinds = {row.id: row.kind for row in case.indicators}
    seen: set[str] = set()
    for index, conflict in enumerate(case.conflicts):
        first = kinds.get(conflict.indicators[0])
        for place, name in enumerate(conflict.indicators):
            path = ("conflicts", index, "indicators", place)
            if name not in kinds:
                message = f"there is no indicator `{name}`"
                mistakes.add("unknown-indicator", message, path, did_you_mean(name, kinds))
            elif name in seen:
                message = f"`{name}` stands in a conflict already"
                mistakes.add("bad-conflict", message, path, "name it in one conflict, once")
            elif first is not None and kinds[name] != first:
                message = f"`{name}` is of the kind `{kinds[name]}`, not `{first}` like the first"
                mistakes.add("bad-conflict", message, path, "name indicators of one kind")
            seen.add(name)
