"""What the written functions report to: matches, gaps, findings, rows of aggregates and leaves.

They report facts as they were bound; `Found.answer` makes the records that people read of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from riskmemo.engines.limits import (
    MAX_MATCHES,
    MAX_STEPS,
    too_many_matches,
    too_many_rows,
    too_much_work,
)
from riskmemo.errors import EvaluationRefused, Mistake
from riskmemo.language.canonical import in_canonical_order, sort_key
from riskmemo.model.facts import Answer, Fact, Gap, Match, Value
from riskmemo.model.points import to_micro

Some = TypeVar("Some")
Bound = tuple[Fact, ...]
"""The facts of a solution, by alias."""
Matched = tuple[Any, ...]
"""Rule, strength, micropoints, gate, and then the facts by alias: one flat tuple, for speed."""
Missed = tuple[Any, ...]
"""Rule, micropoints at stake, and then the facts by alias."""
Made = tuple[bool, frozenset[str]]
"""Whether a finding is certain here, and the evidence for it."""
Row = tuple[tuple[Value, ...], bool, frozenset[str]]
"""What is aggregated, whether the row is decided, and the evidence for it."""


class Found:
    """Everything found in one run, in the order in which it was found."""

    __slots__ = ("findings", "gaps", "leaves", "made", "matches", "rows", "values")

    def __init__(self) -> None:
        self.matches: list[Matched] = []
        self.gaps: list[Missed] = []
        self.findings: list[Fact] = []
        self.leaves: dict[str, tuple[int | None, ...]] = {}
        self.made: dict[tuple[Value, ...], list[Made]] = {}
        self.rows: dict[tuple[Value, ...], list[Row]] = {}
        self.values: list[int | None] = []

    def derive(self, fields: tuple[Value, ...], certain: bool, bound: Bound) -> None:
        """A finding of the rule."""
        self.made.setdefault(fields, []).append((certain, evidence_of(bound)))

    def row(
        self, key: tuple[Value, ...], given: tuple[Value, ...], certain: bool, bound: Bound
    ) -> None:
        """A row of an aggregate's group."""
        decided = certain and None not in key and not any(map(_is_loose, bound))
        self.rows.setdefault(key, []).append((given, decided, evidence_of(bound)))

    def value(self, number: Value) -> None:
        """A value of a leaf."""
        self.values.append(to_micro(number) if isinstance(number, float) else None)

    def answer(self, aliases: Mapping[str, Sequence[str]]) -> Answer:
        """The same as records; `aliases` are those of every rule, in order."""
        new = tuple.__new__  # what NamedTuple does, without a call of ours for each
        matches = [
            new(Match, (m[0], _named(aliases[m[0]], m[4:]), evidence_of(m[4:]), m[1], m[2], m[3]))
            for m in self.matches
        ]
        gaps = [new(Gap, (g[0], _named(aliases[g[0]], g[2:]), g[1])) for g in self.gaps]
        found = Answer(tuple(matches), tuple(gaps), tuple(self.findings), self.leaves)
        return in_canonical_order(found)


def _named(aliases: Sequence[str], bound: Bound) -> tuple[tuple[str, str], ...]:
    if len(bound) == 1:
        return ((aliases[0], bound[0].id),)
    return tuple([(alias, fact.id) for alias, fact in zip(aliases, bound)])  # noqa: B905 - one each


class Guard:
    """Counts what one rule, aggregate or leaf tries and finds, where that may be too much."""

    __slots__ = ("count", "found", "name", "steps")

    def __init__(self, name: str, found: Found) -> None:
        self.name, self.found, self.count, self.steps = name, found, 0, 0

    def tried(self, rows: list[Some]) -> list[Some]:
        """The rows that a loop is about to try; raises `EvaluationRefused` where it never ends."""
        self.steps += len(rows)
        if self.steps > MAX_STEPS:
            raise EvaluationRefused(too_much_work(self.name))
        return rows

    def match(self, matched: Matched) -> None:
        """Facts that satisfy the rule."""
        self.found.matches.append(matched)
        self._count(too_many_matches)

    def gap(self, missed: Missed) -> None:
        """Facts that might satisfy the rule."""
        self.found.gaps.append(missed)
        self._count(too_many_matches)

    def counting(self, report: Callable[..., None]) -> Callable[..., None]:
        """A report of rows that counts them."""

        def counted(*row: Any) -> None:
            report(*row)
            self._count(too_many_rows)

        return counted

    def _count(self, refusal: Callable[[str], Mistake]) -> None:
        self.count += 1
        if self.count > MAX_MATCHES:
            raise EvaluationRefused(refusal(self.name))


def evidence_of(bound: Bound) -> frozenset[str]:
    """The base facts that bound facts rest on."""
    if len(bound) == 1:
        return bound[0].evidence
    return frozenset[str]().union(*[fact.evidence for fact in bound])


def _is_loose(fact: Fact) -> bool:
    """Whether a finding has an unknown field: it may turn out equal to another."""
    return "/" in fact.id and None in fact.values.values()


def numbered(
    kind: str, fields: Sequence[str], made: dict[tuple[Value, ...], list[Made]]
) -> list[Fact]:
    """The findings of a kind, numbered in the order of their fields; equal ones are one."""
    in_order = sorted(made.items(), key=lambda item: tuple(map(sort_key, item[0])))
    return [
        Fact(
            f"{kind}/{number}",
            kind,
            dict(zip(fields, values, strict=True)),
            (),
            any(certain for certain, _ in each),
            _union(evidence for _, evidence in each),
        )
        for number, (values, each) in enumerate(in_order, start=1)
    ]


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
