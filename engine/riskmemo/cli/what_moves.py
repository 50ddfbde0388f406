"""Changes of facts and rules in lines of text."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from riskmemo.cli.strips import signed
from riskmemo.errors import visible
from riskmemo.model.base import Scalar
from riskmemo.model.counterfactual import Change, RuleChange

LISTED = 6
"""More rules than these are counted."""


def value_words(value: Scalar) -> str:
    """A value as it is typed; unknown is said."""
    match value:
        case None:
            return "unknown"
        case bool():
            return str(value).lower()
        case str():
            return visible(value)
        case _:
            return f"{value:.15g}"


def change_words(change: Change) -> str:
    """A change, as `E3.status: signed -> in_force`."""
    if change.field is None:
        return f"{change.fact}: known to be absent"
    now, then = value_words(change.before), value_words(change.after)
    others = [value_words(each) for each in change.alike]
    more = f" (or {', '.join(others[:3])}{', ...' if others[3:] else ''})" if others else ""
    return f"{change.fact}.{change.field}: {now} -> {then}{more}"


def rule_lines(rules: Iterable[RuleChange], width: int) -> Iterator[str]:
    """What rules start and stop to match, match more or fewer, and give more or less."""
    groups: dict[str, list[str]] = {}
    for rule in rules:
        groups.setdefault(_becomes(rule), []).append(f"{rule.rule}{_given(rule)}")
    for heading in ORDER:
        names = groups.get(heading, [])
        if names:
            more = f", and {len(names) - LISTED} more" if len(names) > LISTED else ""
            text = f"{heading}: {', '.join(names[:LISTED])}{more}"
            yield from wrap(text, width, subsequent_indent="  ", break_on_hyphens=False)


ORDER = ("starts to match", "stops to match", "matches more", "matches fewer", "gives otherwise")


def _becomes(rule: RuleChange) -> str:
    before, after = rule.matches
    if rule.starts:
        return "starts to match"
    if rule.stops:
        return "stops to match"
    if before == after:
        return "gives otherwise"
    return "matches more" if after > before else "matches fewer"


def _given(rule: RuleChange) -> str:
    change = rule.points[1] - rule.points[0]
    return f" ({signed(change)})" if change else ""


def moved(before: str, after: str) -> str:
    """From one text to another, or the one where they are equal."""
    return before if before == after else f"{before} -> {after}"
