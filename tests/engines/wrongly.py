"""What engines do alike, done wrongly: for deliberate mistakes that a test must catch."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from riskmemo.language.meaning import Truth
from riskmemo.model.facts import Fact

Merged = Callable[[str, Iterable[Fact]], list[Fact]]
"""Makes equal findings of a kind one."""


def all_of(truths: Iterable[Truth]) -> Truth:
    """`false and unknown` is unknown."""
    seen = set(truths)
    return None if None in seen else False not in seen


def any_of(truths: Iterable[Truth]) -> Truth:
    """`true or unknown` is unknown."""
    seen = set(truths)
    return None if None in seen else True in seen


def changing(merged: Merged, **changed: Callable[[Fact], Any]) -> Merged:
    """Findings are changed once equal ones are one."""

    def wrong(kind: str, found: Iterable[Fact]) -> list[Fact]:
        return [
            replace(fact, **{name: change(fact) for name, change in changed.items()})
            for fact in merged(kind, found)
        ]

    return wrong


def all_certain(merged: Merged) -> Merged:
    """A finding that is not certain counts like any other."""
    return changing(merged, certain=lambda _: True)


def losing_evidence(merged: Merged) -> Merged:
    """A finding rests on one fact of all its evidence."""
    return changing(merged, evidence=lambda fact: frozenset(sorted(fact.evidence)[:1]))


def certain_together(merged: Merged) -> Merged:
    """Equal findings are certain only where each of them is."""

    def wrong(kind: str, found: Iterable[Fact]) -> list[Fact]:
        given = list(found)
        unsure = [sorted(fact.values.items()) for fact in given if not fact.certain]
        return [
            replace(fact, certain=fact.certain and sorted(fact.values.items()) not in unsure)
            for fact in merged(kind, given)
        ]

    return wrong
