"""A matrix of evidence against hypotheses, in the columns of a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

import click

from riskmemo.cli.strips import shown
from riskmemo.errors import visible
from riskmemo.memo.sentences import Sentences
from riskmemo.model.competing import Competing, CountedItem, Evidence, OpenItem, Reading
from riskmemo.model.ruleset import Mark

LETTERS = {
    Mark.VERY_CONSISTENT: "CC",
    Mark.CONSISTENT: "C",
    Mark.NEUTRAL: "N",
    Mark.INCONSISTENT: "I",
    Mark.VERY_INCONSISTENT: "II",
}
LEGEND = (
    "I inconsistent, N neutral, C consistent, II and CC very so, - not spoken of. Only I and II"
    " count, by the weight of the grade; tests are the rules that could count against a reading. A"
    " rank is not a probability: it says which of the readings put in the evidence put in"
    " contradicts least."
)
WHY = {
    "unknown": "not known",
    "not graded": "cannot be graded",
    "not searched": "nobody is known to have looked",
}
INDENT = " " * 5


@dataclass(frozen=True, slots=True)
class Matrix:
    """One question as text."""

    question: Competing
    sentences: Sentences
    width: int

    def lines(self) -> Iterator[str]:
        """Question, matrix, ranking, what decides it, and what stays open."""
        yield from self._wrapped(self.question.question, bold=True)
        yield ""
        yield from self._items()
        yield ""
        yield from self._ranking()
        yield ""
        yield from self._sensitivity()
        yield from self._others()
        yield ""
        yield from self._wrapped(LEGEND)

    def _items(self) -> Iterator[str]:
        names = [reading.hypothesis for reading in self.question.readings]
        yield f"{'':5}weight grade  {'  '.join(names)}"
        for number, item in enumerate(self.question.items, start=1):
            marks = "  ".join(f"{_letter(item, name):{len(name)}}" for name in names)
            yield f"{number:3}  {shown(item.weight):>6} {_grade(item):5}  {marks}".rstrip()
            yield from self._told(item)
        if not self.question.items:
            yield "no evidence on file counts for or against any of them"

    def _ranking(self) -> Iterator[str]:
        yield f"{'rank':>4} {'against':>8} {'items':>6} {'tests':>6}"
        for reading in self.question.readings:
            title = f"{reading.hypothesis}: {reading.title}{_claim(reading)}"
            weight = f"{reading.rank:4} {shown(reading.inconsistency):>8} {reading.against:6}"
            yield self._cut(f"{weight} {reading.tested_by:6}  {title}")
        for name in self.question.left_out:
            yield f"  {name}: left out, its claim is not known at the cut-off"

    def _sensitivity(self) -> Iterator[str]:
        found = [
            self._cut(f"  without {what}: {_least(leading)}")
            for what, leading in self._losses()
            if leading != self.question.leading
        ]
        if found:
            yield "what the first rank hangs on"
            yield from found

    def _losses(self) -> Iterator[tuple[str, Sequence[str]]]:
        """What could be lost, and which hypotheses would then be contradicted least."""
        question = self.question
        for number, item in enumerate(question.items, start=1):
            yield f"item {number}", item.leading_without
        if question.decisive and len(question.decisive.items) > 1:
            numbers = " and ".join(map(str, question.decisive.items))
            yield f"items {numbers}", question.decisive.leading
        for each in question.without_source:
            yield f"source {each.source}", each.leading

    def _others(self) -> Iterator[str]:
        for item in self.question.open:
            yield f"open, {WHY[item.why]} ({_grade(item)}): {self._effect(item)}"
            yield from self._told(item)
        for each in self.question.context:
            yield "context, weighs nothing: identity without documented conduct"
            yield from self._told(each)

    def _effect(self, item: OpenItem) -> str:
        if item.leading_with == self.question.leading:
            return "if it held, the same came first"
        return f"if it held, {_least(item.leading_with)}"

    def _told(self, item: Evidence) -> Iterator[str]:
        evidence = sorted(item.evidence, key=lambda name: (len(name), name))
        cited = [*evidence, *(f"search for {kind}" for kind in item.searched)]
        text = f"{self.sentences.of(item.rule, item.facts)} [{', '.join(cited)}]"
        yield from wrap(visible(text), self.width, initial_indent=INDENT, subsequent_indent=INDENT)

    def _wrapped(self, text: str, *, bold: bool = False) -> Iterator[str]:
        for line in wrap(visible(text), self.width):
            yield click.style(line, bold=True) if bold else line

    def _cut(self, line: str) -> str:
        line = visible(line)
        return line if len(line) <= self.width else f"{line[: self.width - 4]} ..."


def _letter(item: CountedItem, hypothesis: str) -> str:
    return LETTERS[item.marks[hypothesis]] if hypothesis in item.marks else "-"


def _grade(item: Evidence) -> str:
    if item.reliability is None or item.credibility is None:
        return "none"
    return f"{item.reliability}{item.credibility}"


def _claim(reading: Reading) -> str:
    return f" (claim {reading.claim})" if reading.claim else ""


def _least(leading: Sequence[str]) -> str:
    if len(leading) == 1:
        return f"{leading[0]} is contradicted least"
    return f"{', '.join(leading[:-1])} and {leading[-1]} are contradicted least, equally"
