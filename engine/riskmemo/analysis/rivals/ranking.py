"""Hypotheses ranked by the weight of what is inconsistent with them, in whole millionths.

Heuer, *Psychology of Intelligence Analysis* (CIA, 1999), chapter 8: hypotheses are rejected, not
confirmed, so consistent evidence does not count for one. `very_inconsistent` counts twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from riskmemo.model.ruleset import Mark

VALUE = {
    Mark.VERY_CONSISTENT: 2,
    Mark.CONSISTENT: 1,
    Mark.NEUTRAL: 0,
    Mark.INCONSISTENT: -1,
    Mark.VERY_INCONSISTENT: -2,
}
Totals = Mapping[str, int]
"""Hypothesis to its inconsistency."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the matrix: a weight and the marks of the hypotheses it speaks of."""

    weight: int
    marks: Mapping[str, Mark]

    def against(self, hypothesis: str) -> int:
        """What it adds to the inconsistency of a hypothesis."""
        return self.weight * max(0, -self._value(hypothesis))

    def diagnosticity(self, hypotheses: Iterable[str]) -> int:
        """Weight times the spread of its marks; a hypothesis it does not speak of stands at 0."""
        values = [self._value(each) for each in hypotheses]
        return self.weight * (max(values) - min(values))

    def _value(self, hypothesis: str) -> int:
        return VALUE[self.marks[hypothesis]] if hypothesis in self.marks else 0


def inconsistency(lines: Iterable[Line], hypotheses: Sequence[str]) -> dict[str, int]:
    """What speaks against each hypothesis."""
    totals = dict.fromkeys(hypotheses, 0)
    for line in lines:
        for hypothesis in hypotheses:
            totals[hypothesis] += line.against(hypothesis)
    return totals


def changed(totals: Totals, line: Line, sign: int) -> dict[str, int]:
    """The totals with a line more (`sign` 1) or less (-1)."""
    return {each: total + sign * line.against(each) for each, total in totals.items()}


def leading(totals: Totals) -> tuple[str, ...]:
    """The hypotheses contradicted least, in the order of the question."""
    least = min(totals.values())
    return tuple(each for each, total in totals.items() if total == least)


def ranks(totals: Totals) -> dict[str, int]:
    """Hypothesis to 1 plus the number of those contradicted less."""
    return {
        each: 1 + sum(other < total for other in totals.values()) for each, total in totals.items()
    }


def level_without(
    lines: Sequence[Line], totals: Totals, rival: str, leader: str
) -> tuple[int, ...]:
    """The fewest lines (by index) without which `rival` is contradicted no more than `leader`.

    Leaving lines out changes the distance by the sum of what each adds to it, so the largest
    additions, taken until the distance is gone, are the fewest, for any number of lines.
    """
    distance, taken = totals[rival] - totals[leader], []
    adds = [line.against(rival) - line.against(leader) for line in lines]
    for index in sorted(range(len(lines)), key=lambda index: -adds[index]):
        if distance <= 0 or adds[index] <= 0:
            break
        distance -= adds[index]
        taken.append(index)
    return tuple(taken)


def decisive(lines: Sequence[Line], totals: Totals) -> tuple[int, ...]:
    """The fewest lines without which the leading hypotheses are others or more; empty for none.

    A tie is broken by any line that speaks against one of the leading hypotheses more.
    """
    first = leading(totals)
    for index, line in enumerate(lines):
        if len({line.against(each) for each in first}) > 1:
            return (index,)
    sets = [level_without(lines, totals, each, first[0]) for each in totals if each not in first]
    return min(sets, key=len, default=())
