"""What would change a score: the smallest changes that move a band, and what to watch for them."""

from typing import Literal

from riskmemo.model.base import EvidenceId, Id, Name, Record, Scalar, Text
from riskmemo.model.points import Points

Direction = Literal["up", "down"]
Sign = Literal["at least", "at most", "is", "is absent"]


class Change(Record):
    """One fact with another value of one field, or known to be absent."""

    fact: EvidenceId
    kind: Name
    field: Name | None
    """None where there is no such fact, and that is known."""
    before: Scalar
    """The value as it is, a date as its text; null is unknown."""
    after: Scalar
    """The other value; null where there is no such fact."""
    alike: tuple[Scalar, ...] = ()
    """Other values that no rule tells from `after`."""
    scaled: bool
    """Whether it is a step along a scale: a known number or date that is another one."""
    distance: Points
    """How large the change is: 1 for a category, a boolean, a name, a value found out, and an
    absence; years for a date; for a number the share of its plausible width."""


class RuleChange(Record):
    """A rule that matches otherwise in the base scenario."""

    rule: Id
    matches: tuple[int, int]
    """How many matches it has as it is, and after the change."""
    points: tuple[Points, Points]
    """What it gives to its leaf as it is, and after the change."""

    @property
    def starts(self) -> bool:
        """Whether it has matches only after the change."""
        return not self.matches[0] and bool(self.matches[1])

    @property
    def stops(self) -> bool:
        """Whether it has matches only as it is."""
        return bool(self.matches[0]) and not self.matches[1]


class Counterfactual(Record):
    """One or two changes and what becomes of a score; no change can be left out."""

    changes: tuple[Change, ...]
    distance: Points
    """The distances of the changes, added."""
    value: tuple[Points, Points]
    """The score as it is, and after the changes."""
    band: tuple[Text, Text]
    """Its band as it is, and after the changes."""
    rules: tuple[RuleChange, ...]
    """The rules that match otherwise, in the order of the ruleset."""


class Course(Record):
    """What moves a score one way into another band, smallest changes first."""

    next_band: Text | None
    """The next band that way; none at the end of the table."""
    single: tuple[Counterfactual, ...]
    pairs: tuple[Counterfactual, ...]
    """Two changes that only together move the band."""
    nearest: Counterfactual | None
    """Where nothing moves the band, the changes that come nearest to it, if any."""
    untried: int
    """Changes and pairs that could matter and were left untried at the limit of suppositions."""

    @property
    def all(self) -> tuple[Counterfactual, ...]:
        """Every counterfactual, single changes first."""
        return (*self.single, *self.pairs)


class ScoreCourses(Record):
    """A score, and what would move it up and down."""

    score: Id
    value: Points
    band: Text
    up: Course
    down: Course


class Counterfactuals(Record):
    """For each total with bands the smallest changes that move its band, in the base scenario."""

    scores: tuple[ScoreCourses, ...]
    """Totals that have a value and bands, in the order of the ruleset."""
    suppositions: int
    """How many changed cases were computed."""
    limit: int
    """How many may be."""

    @property
    def complete(self) -> bool:
        """Whether every change and pair that could matter was tried."""
        return not any(each.up.untried or each.down.untried for each in self.scores)


class Signpost(Record):
    """An indicator to watch, derived from what would move a band."""

    fact: EvidenceId
    kind: Name
    field: Name | None
    """None where it is the fact as a whole that may go."""
    now: Scalar
    sign: Sign
    """How the threshold is meant: numbers and dates reach it, other values are it."""
    threshold: tuple[Scalar, ...]
    """The value to watch for, or values that are alike; none where the fact would be absent."""
    distance: Points
    """How far the threshold lies from where the indicator stands now."""
    score: Id
    direction: Direction
    value: Points
    """The score beyond the threshold."""
    band: Text
    """The band that the score then has."""
    together_with: EvidenceId | None = None
    """The fact whose change is needed beside this one."""
