"""Competing readings: what the evidence contradicts least, the matrix, and what decides it."""

from collections.abc import Iterator, Sequence

from riskmemo.memo.materials import Materials
from riskmemo.memo.scenarios import claim_anchor
from riskmemo.memo.view import (
    Block,
    Bullets,
    Cell,
    Column,
    Jump,
    Paragraph,
    Row,
    Run,
    Runs,
    Strong,
    Subheading,
    Table,
    Text,
    Title,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.competing import Competing, CountedItem, Evidence, OpenItem, Reading
from riskmemo.model.ruleset import Mark

CAUTION = (
    "A rank is not a probability. The comparison helps to reject readings and confirms none: it"
    " says which of the readings put in is contradicted least by the evidence put in, and a reading"
    " that nobody thought of is not in it. A reading that few rules test is contradicted little."
    " What fits a reading does not count for it, since most evidence fits several. Items weigh by"
    " their grade, A1 as 1; what cannot be graded weighs nothing."
)
MARKS = {
    Mark.VERY_CONSISTENT: "very consistent",
    Mark.CONSISTENT: "consistent",
    Mark.NEUTRAL: "neutral",
    Mark.INCONSISTENT: "inconsistent",
    Mark.VERY_INCONSISTENT: "very inconsistent",
}
WHY = {
    "unknown": "Not known.",
    "not graded": "Cannot be weighed, because its grade says that nobody can judge it.",
    "not searched": "Cannot be weighed, because nobody is known to have looked.",
}


COMPETING_ANCHOR = "competing"


def competing_in_short(materials: Materials) -> Iterator[Paragraph]:
    """A paragraph for each question: what is contradicted least, and what that hangs on."""
    for each in _questions(materials):
        yield Paragraph(joined(_Question(materials, each).in_short(), between=" "))


def competing_readings(materials: Materials) -> Iterator[Block]:
    """One comparison for each question; nothing where the ruleset asks none."""
    questions = _questions(materials)
    if questions:
        yield Subheading(materials.say("Competing readings"), COMPETING_ANCHOR)
        yield Paragraph(joined([materials.say(CAUTION)]), role="note")
    for each in questions:
        yield from _Question(materials, each).blocks()


def _questions(materials: Materials) -> Sequence[Competing]:
    analyses = materials.assessment.analyses
    return analyses.competing if analyses else ()


class _Question:
    """The blocks of one question."""

    def __init__(self, materials: Materials, question: Competing) -> None:
        self.materials, self.question = materials, question
        self.say, self.runs = materials.say, materials.wording.runs
        self.reading = {each.hypothesis: each for each in question.readings}

    def in_short(self) -> Iterator[Runs]:
        """The answer, how far the others are behind, and whether little carries it."""
        yield joined([Strong(self.question.question), " ", self._answer()])
        behind = [each for each in self.question.readings if each.rank > 1]
        if self.question.items and behind:
            yield joined([self._behind(behind)])
        losses = sum(1 for _ in self._single_losses())
        if losses:
            one = "One item or source alone, left out, changes that."
            many = "{n} items or sources, each left out alone, change that."
            yield joined([self.materials.wording.count(one, many, losses)])
        yield joined([self.say("A rank is not a probability."), " "])
        anchor = self.materials.in_details(COMPETING_ANCHOR)
        yield (Jump(self.say("See Annex C."), anchor),)

    def _behind(self, readings: Sequence[Reading]) -> Runs:
        points = self.materials.formats.points
        first = next(each for each in self.question.readings if each.rank == 1)
        others = (
            joined([Title(each.title), f" ({points(each.inconsistency)})"]) for each in readings
        )
        return self.runs(
            "The weight against it is {first}; against the others: {others}.",
            first=points(first.inconsistency),
            others=joined(others, between=", "),
        )

    def blocks(self) -> Iterator[Block]:
        """The answer, the ranking, what it hangs on, the matrix, and what stays open."""
        yield Paragraph(joined([Strong(self.question.question), " ", self._answer()]))
        yield self._ranking()
        yield from self._robustness()
        yield from self._matrix()
        aside = [*map(self._open, self.question.open), *map(self._context, self.question.context)]
        if aside:
            yield Bullets(tuple(aside))

    # --- the ranking ----------------------------------------------------------------------------

    def _answer(self) -> Runs:
        leading = self.question.leading
        if not self.question.items:
            return joined([self.say("No evidence on file counts for or against any reading.")])
        if len(leading) == 1:
            return self.runs("Contradicted least: {reading}.", reading=self._titles(leading))
        return self.runs(
            "Contradicted least, and equally: {readings}.", readings=self._titles(leading)
        )

    def _titles(self, hypotheses: Sequence[str]) -> Runs:
        return joined(map(self._title, hypotheses), between="; ")

    def _title(self, hypothesis: str) -> Run:
        return Title(self.reading[hypothesis].title)

    def _ranking(self) -> Table:
        say = self.say
        return Table(
            name="readings",
            caption=(),
            columns=(
                Column(say("Reading"), "name"),
                Column(say("Rank"), "number"),
                Column(say("Weight against it"), "number"),
                Column(say("Items against it"), "number"),
                Column(say("Rules that could count against it"), "number"),
                Column(say("Level with the first without")),
            ),
            rows=tuple(map(self._standing, self.question.readings)),
        )

    def _standing(self, reading: Reading) -> Row:
        claim: list[Run | str] = []
        if reading.claim:
            claim = [" (", Jump(reading.claim, claim_anchor(reading.claim)), ")"]
        level = joined(map(self._jump, reading.level_without), between=", ")
        return Row(
            (
                Cell(joined([reading.title, *claim])),
                Cell(joined([str(reading.rank)])),
                Cell(joined([self.materials.formats.points(reading.inconsistency)])),
                Cell(joined([str(reading.against)])),
                Cell(joined([str(reading.tested_by)])),
                Cell(level or joined(["–"])),
            )
        )

    def _jump(self, number: int) -> Run:
        text = self.say("item {number}", number=str(number))
        return Jump(text, self._anchor(number))

    def _anchor(self, number: int) -> str:
        return f"competing-{self.question.id}-{number}"

    # --- what it hangs on -----------------------------------------------------------------------

    def _robustness(self) -> Iterator[Block]:
        """Every single loss that changes which readings lead; else the fewest items together."""
        decisive, hangs = self.question.decisive, list(self._single_losses())
        if hangs:
            yield Paragraph(joined([self.say("What the first rank hangs on:")]))
            yield Bullets(tuple(hangs))
        elif decisive:
            lead = self.say("No single item and no single source changes the first rank.")
            lost = joined(map(self._jump, decisive.items), between=", ")
            yield Paragraph(joined([lead, " ", self._without(lost, decisive.leading)]))

    def _single_losses(self) -> Iterator[Runs]:
        question = self.question
        for number, item in enumerate(question.items, start=1):
            if item.leading_without != question.leading:
                yield self._without((self._jump(number),), item.leading_without)
        for each in question.without_source:
            if each.leading != question.leading:
                source = self.materials.case.sources[each.source]
                cited = self.materials.cite_sources([each.source])
                lost = joined([self.say("the source"), " ", source.publisher, cited])
                yield self._without(lost, each.leading)

    def _without(self, lost: Runs, leading: Sequence[str]) -> Runs:
        message = "Without {lost}, contradicted least would be {readings}."
        return self.runs(message, lost=lost, readings=self._titles(leading))

    # --- the matrix -----------------------------------------------------------------------------

    def _matrix(self) -> Iterator[Block]:
        telling = [
            (number, item)
            for number, item in enumerate(self.question.items, start=1)
            if item.diagnosticity
        ]
        titles = [Column(reading.title, "short") for reading in self.question.readings]
        if telling:
            yield Table(
                name="matrix",
                caption=(),
                columns=(
                    Column(self.say("Evidence"), "name"),
                    Column(self.say("Weight"), "number"),
                    *titles,
                ),
                rows=tuple(self._row(number, item) for number, item in telling),
            )
        if same := len(self.question.items) - len(telling):
            text = self.materials.wording.count(
                "{n} more item says the same of every reading.",
                "{n} more items say the same of every reading.",
                same,
            )
            yield Paragraph(joined([text]), role="note")

    def _row(self, number: int, item: CountedItem) -> Row:
        weight = [self.materials.formats.points(item.weight), " ", *self._grade(item)]
        marks = (self._mark(item, reading.hypothesis) for reading in self.question.readings)
        return Row(
            (
                Cell(joined([Strong(f"{number}."), " ", self._told(item)])),
                Cell(joined(weight)),
                *(Cell((mark,)) for mark in marks),
            ),
            anchor=self._anchor(number),
        )

    def _mark(self, item: CountedItem, hypothesis: str) -> Run:
        mark = item.marks.get(hypothesis)
        if mark is None:
            return Toned("–", "quiet")
        word = self.say(MARKS[mark])
        if mark in {Mark.INCONSISTENT, Mark.VERY_INCONSISTENT}:
            return Strong(word)
        return Toned(word, "quiet") if mark is Mark.NEUTRAL else Text(word)

    def _grade(self, item: Evidence) -> Iterator[Run]:
        if item.reliability and item.credibility:
            yield self.materials.grade(item.reliability, item.credibility)

    def _told(self, item: Evidence) -> Runs:
        """What a rule says about its facts, with citations."""
        materials = self.materials
        told = materials.sentence(item) or materials.rules[item.rule].title
        searches = (each for each in materials.case.searched if each.kind in item.searched)
        sources = (use.source for search in searches for use in search.sources)
        cited = materials.cite_evidence(item.evidence)
        return joined([told, cited, materials.cite_sources(dict.fromkeys(sources))])

    # --- what stays open ------------------------------------------------------------------------

    def _open(self, item: OpenItem) -> Runs:
        then = joined([self.say("If it held, the first rank would stay as it is.")])
        if item.leading_with != self.question.leading:
            titles = self._titles(item.leading_with)
            message = "If it held, contradicted least would be {readings}."
            then = self.runs(message, readings=titles)
        grade = joined(self._grade(item))
        return joined([self._told(item), " ", grade, " ", self.say(WHY[item.why]), " ", then])

    def _context(self, item: Evidence) -> Runs:
        lead = self.say(
            "Context that weighs nothing, because it uses religion or ethnicity without documented"
            " conduct graded C3 or better:"
        )
        return joined([lead, " ", self._told(item)])
