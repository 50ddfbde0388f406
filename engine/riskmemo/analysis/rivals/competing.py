"""Competing readings: which hypotheses the evidence contradicts, and what the ranking hangs on.

Heuer, *Psychology of Intelligence Analysis* (CIA, 1999), chapter 8. Evidence comes from rules with
`bears_on`, one item a match; it weighs by its grade (`grade_weights`); hypotheses are ranked by
the weight of what is inconsistent with them (`ranking`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.rivals.bearing import Bearing, Bearings
from riskmemo.analysis.rivals.grade_weights import weight_of
from riskmemo.analysis.rivals.ranking import (
    Line,
    Totals,
    changed,
    decisive,
    inconsistency,
    leading,
    level_without,
    ranks,
)
from riskmemo.analysis.rivals.without_sources import Remaining, without_each_source
from riskmemo.analysis.unknown.gaps import explain_gaps
from riskmemo.model import competing as record
from riskmemo.model.grading import Credibility, Reliability
from riskmemo.model.points import MICRO, to_points
from riskmemo.model.ruleset import Mark, Question, Rule


def competing(basis: Basis) -> tuple[record.Competing, ...]:
    """Every question of the ruleset with at least two hypotheses that the case entertains."""
    questions = basis.ruleset.competing
    if not questions:
        return ()
    finder = _Finder(basis)
    entertained = {
        name: tuple(each for each in question.hypotheses if basis.found.entertains(each))
        for name, question in questions.items()
    }
    return tuple(
        _Matrix(name, question, entertained[name], finder).told()
        for name, question in questions.items()
        if len(entertained[name]) > 1
    )


class _Finder:
    """What the questions of one case share."""

    def __init__(self, basis: Basis) -> None:
        self.basis = basis
        self.ruleset = basis.ruleset
        self.place = {rule.id: place for place, rule in enumerate(self.ruleset.rules)}
        bearings = Bearings(basis.found, basis.case, basis.case.sources)
        self.bearings = (*bearings.matched(), *bearings.missed())

    @cached_property
    def missing(self) -> dict[tuple[str, tuple[tuple[str, str], ...]], tuple[str, ...]]:
        """Rule and facts of a gap to the unknown fields, as `E40.value`."""
        return {
            (gap.rule, tuple(gap.facts.items())): tuple(
                f"{each.fact}.{each.field}" for each in gap.missing
            )
            for gap in explain_gaps(self.basis.found)
        }

    @cached_property
    def remaining(self) -> tuple[Remaining, ...]:
        """What bears on hypotheses without each source whose loss can show."""
        return tuple(without_each_source(self.basis))


@dataclass(frozen=True)
class _Matrix:
    name: str
    question: Question
    hypotheses: tuple[str, ...]
    finder: _Finder

    def told(self) -> record.Competing:
        return record.Competing(
            id=self.name,
            question=self.question.question,
            readings=self._readings(),
            leading=leading(self.totals),
            items=tuple(map(self._item, self.counted, self.lines)),
            context=tuple(
                record.Evidence(**self._evidence(each))
                for each in self.bearings
                if each.standing == "context"
            ),
            open=tuple(map(self._open, self.waiting)),
            decisive=self._decisive(),
            without_source=tuple(self._sources()),
            left_out=tuple(n for n in self.question.hypotheses if n not in self.hypotheses),
        )

    # --- items ----------------------------------------------------------------------------------

    @cached_property
    def bearings(self) -> tuple[Bearing, ...]:
        """Everything that bears on one of the hypotheses, most diagnostic first."""
        return self._in_order(self.finder.bearings)

    @cached_property
    def counted(self) -> tuple[Bearing, ...]:
        return tuple(filter(_counts, self.bearings))

    @cached_property
    def waiting(self) -> tuple[Bearing, ...]:
        """What would count if more were known."""
        return tuple(b for b in self.bearings if b.standing != "context" and not _counts(b))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(map(self._line, self.counted))

    @cached_property
    def totals(self) -> Totals:
        return inconsistency(self.lines, self.hypotheses)

    def _in_order(self, bearings: Iterable[Bearing]) -> tuple[Bearing, ...]:
        bears = [b for b in bearings if not b.rule.bears_on.keys().isdisjoint(self.hypotheses)]
        return tuple(sorted(bears, key=self._place))

    def _place(self, bearing: Bearing) -> tuple[object, ...]:
        line = self._line(bearing)
        sharp = line.diagnosticity(self.hypotheses)
        return -sharp, -line.weight, self.finder.place[bearing.rule.id], bearing.facts

    def _line(self, bearing: Bearing) -> Line:
        """A line of the matrix; what cannot be judged stands as if it held in full."""
        weight = weight_of(bearing.grade)
        return Line(MICRO if weight is None else weight, self._marks(bearing))

    def _marks(self, bearing: Bearing) -> dict[str, Mark]:
        bears_on = bearing.rule.bears_on
        return {each: bears_on[each] for each in self.hypotheses if each in bears_on}

    def _evidence(self, bearing: Bearing) -> "_Evidence":
        grade = bearing.grade
        return {
            "rule": bearing.rule.id,
            "facts": dict(bearing.facts),
            "evidence": tuple(sorted(bearing.evidence)),
            "searched": bearing.searched,
            "reliability": grade[0] if grade else None,
            "credibility": grade[1] if grade else None,
            "marks": self._marks(bearing),
        }

    def _item(self, bearing: Bearing, line: Line) -> record.CountedItem:
        without = changed(self.totals, line, -1)
        return record.CountedItem(
            **self._evidence(bearing),
            weight=to_points(line.weight),
            diagnosticity=to_points(line.diagnosticity(self.hypotheses)),
            leading_without=leading(without),
            reorders=ranks(without) != ranks(self.totals),
        )

    def _open(self, bearing: Bearing) -> record.OpenItem:
        place = bearing.rule.id, bearing.facts
        return record.OpenItem(
            **self._evidence(bearing),
            why=_why(bearing),
            missing=self.finder.missing[place] if bearing.standing == "unknown" else (),
            leading_with=leading(changed(self.totals, self._line(bearing), 1)),
        )

    # --- hypotheses -----------------------------------------------------------------------------

    def _readings(self) -> tuple[record.Reading, ...]:
        placed = ranks(self.totals)
        return tuple(self._reading(n, placed[n]) for n in sorted(placed, key=placed.__getitem__))

    def _reading(self, name: str, rank: int) -> record.Reading:
        hypothesis, lines, totals = self.finder.ruleset.hypotheses[name], self.lines, self.totals
        alike = inconsistency([Line(MICRO, line.marks) for line in lines], self.hypotheses)
        sets = [level_without(lines, totals, name, first) for first in leading(totals)]
        return record.Reading(
            hypothesis=name,
            title=hypothesis.title,
            claim=hypothesis.claim,
            rank=rank,
            inconsistency=to_points(totals[name]),
            unweighted=to_points(alike[name]),
            against=sum(line.against(name) > 0 for line in lines),
            tested_by=sum(_tests(rule, name) for rule in self.finder.ruleset.rules),
            level_without=_numbers(min(sets, key=len)),
        )

    def _decisive(self) -> record.Decisive | None:
        lost = decisive(self.lines, self.totals)
        if not lost:
            return None
        kept = (line for index, line in enumerate(self.lines) if index not in lost)
        then = leading(inconsistency(kept, self.hypotheses))
        return record.Decisive(items=_numbers(lost), leading=then)

    def _sources(self) -> Iterable[record.WithoutSource]:
        for remaining in self.finder.remaining:
            counted = filter(_counts, self._in_order(remaining.bearings))
            totals = inconsistency(map(self._line, counted), self.hypotheses)
            if totals != self.totals:
                yield record.WithoutSource(
                    source=remaining.source,
                    inconsistency={name: to_points(total) for name, total in totals.items()},
                    leading=leading(totals),
                    reorders=ranks(totals) != ranks(self.totals),
                )


class _Evidence(TypedDict):
    """The fields that every record of evidence has."""

    rule: str
    facts: dict[str, str]
    evidence: tuple[str, ...]
    searched: tuple[str, ...]
    reliability: Reliability | None
    credibility: Credibility | None
    marks: dict[str, Mark]


def _counts(bearing: Bearing) -> bool:
    return bearing.standing == "counts"


def _why(bearing: Bearing) -> record.Why:
    """Why a bearing does not count though identity does not hold it."""
    match bearing.standing:
        case "counts" | "context":
            raise AssertionError(bearing)
        case why:
            return why


def _tests(rule: Rule, hypothesis: str) -> bool:
    """Whether a match of the rule would count against a hypothesis."""
    marks = {name: mark for name, mark in rule.bears_on.items() if name == hypothesis}
    return Line(1, marks).against(hypothesis) > 0


def _numbers(indexes: Sequence[int]) -> tuple[int, ...]:
    """Items as a reader counts them, in their order."""
    return tuple(index + 1 for index in sorted(indexes))
