"""Competing readings: evidence against hypotheses, ranked by what speaks against them least.

After Heuer, *Psychology of Intelligence Analysis* (CIA, 1999), chapter 8. A rank is not a
probability: the matrix helps to reject, and depends on which readings and evidence were put in.
"""

from typing import Literal

from riskmemo.model.base import EvidenceId, Id, Name, Record, Text
from riskmemo.model.grading import Credibility, Reliability
from riskmemo.model.points import Points
from riskmemo.model.ruleset import Mark

Why = Literal["unknown", "not graded", "not searched"]
"""Why evidence does not count: a condition is unknown; its grade is F or 6; nobody looked for what
it says is absent."""


class Evidence(Record):
    """What one rule found that bears on the hypotheses of a question."""

    rule: Id
    facts: dict[Name, Text]
    """Alias to id of a fact or finding."""
    evidence: tuple[EvidenceId, ...]
    """Ids of the base facts it rests on, through findings too, in order."""
    searched: tuple[Name, ...]
    """Kinds of which nothing is on file, whose absence it rests on: as good as the search."""
    reliability: Reliability | None
    credibility: Credibility | None
    """The grade: of each fact the best, of these the worst. None where a search names no source."""
    marks: dict[Id, Mark]
    """Hypotheses to what it says of them; one that is left out it does not speak of."""


class CountedItem(Evidence):
    """An item of the matrix that counts."""

    weight: Points
    """0-1, from its grade."""
    diagnosticity: Points
    """Weight times the spread of its marks (`very_consistent` 2 to `very_inconsistent` -2, else 0):
    0 where it says the same of every hypothesis."""
    leading_without: tuple[Id, ...]
    """The hypotheses that would be contradicted least if it were left out."""
    reorders: bool
    """Whether the ranks of any hypotheses would change without it."""


class OpenItem(Evidence):
    """What would be an item if more were known."""

    why: Why
    missing: tuple[Text, ...]
    """The unknown fields, as `E40.value`."""
    leading_with: tuple[Id, ...]
    """The hypotheses that would be contradicted least if it held: with its weight, or in full where
    it has none."""


class Reading(Record):
    """A hypothesis among its rivals."""

    hypothesis: Id
    title: Text
    claim: EvidenceId | None
    rank: int
    """1 for what is contradicted least; equal ones share a rank."""
    inconsistency: Points
    """The sum of the weights of the items inconsistent with it, twice where very much so."""
    unweighted: Points
    """The same with every counted item at weight 1."""
    against: int
    """How many counted items are inconsistent with it."""
    tested_by: int
    """How many rules of the ruleset could count against it: few tests contradict little."""
    level_without: tuple[int, ...]
    """The fewest items (numbers from 1) without which it is contradicted no more than a leading
    hypothesis; empty for a leading one."""


class Decisive(Record):
    """The fewest items whose loss changes which hypotheses lead."""

    items: tuple[int, ...]
    """Their numbers, from 1."""
    leading: tuple[Id, ...]
    """The hypotheses that would be contradicted least without them."""


class WithoutSource(Record):
    """What would be without one source, and without what rests on it alone."""

    source: EvidenceId
    inconsistency: dict[Id, Points]
    leading: tuple[Id, ...]
    reorders: bool


class Competing(Record):
    """A question, its hypotheses ranked, and the matrix of evidence behind the ranking."""

    id: Id
    question: Text
    readings: tuple[Reading, ...]
    """By rank, equal ones in the order of the question."""
    leading: tuple[Id, ...]
    """The hypotheses contradicted least; several are tied."""
    items: tuple[CountedItem, ...]
    """The matrix, most diagnostic first."""
    context: tuple[Evidence, ...]
    """What uses identity without documented conduct graded C3 or better: it weighs nothing."""
    open: tuple[OpenItem, ...]
    decisive: Decisive | None
    """None where no loss of items changes which hypotheses lead."""
    without_source: tuple[WithoutSource, ...]
    """Each source whose loss changes an inconsistency."""
    left_out: tuple[Id, ...]
    """Hypotheses of the question whose claim is not known at the cut-off."""
