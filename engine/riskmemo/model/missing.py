"""What is missing: unknown fields and kinds, by the points they could move, as questions."""

from riskmemo.model.base import Id, Name, Record, Scalar, Text
from riskmemo.model.points import Points


class MissingField(Record):
    """A field of a fact whose value is unknown."""

    fact: Text
    field: Name


class Answer(MissingField):
    """What would have to be learnt of one field, as values: those named, or a stretch of them.

    Any value at all where it says nothing.
    """

    kind: Name
    values: tuple[Scalar, ...] = ()
    """Dates as ISO text."""
    other: bool = False
    """Whether every value that nothing meets belongs to it too."""
    more: int = 0
    """Further values that are not named."""
    low: Scalar = None
    """The beginning of a stretch of numbers or dates; none where it has none."""
    high: Scalar = None
    beyond: bool = False
    """Whether the one end that the stretch has lies outside it: more than `low`, less than
    `high`."""


class Swing(Record):
    """How far one total could move in the base scenario, the present value included."""

    low: Points | None
    """The lowest value it could have; none where it has no score whatever is learnt."""
    high: Points | None
    down: Points | None
    """Lowest minus present value, so never above 0; none where there is no score now."""
    up: Points | None
    """Highest minus present value, so never below 0; none where there is no score now."""
    low_if: Text | None
    """What would have to be learnt for the lowest value, in words; none where the present value is
    the lowest, and for a whole kind."""
    high_if: Text | None
    low_answers: tuple[Answer, ...] = ()
    """The same as `low_if`, field by field."""
    high_answers: tuple[Answer, ...] = ()
    bands: tuple[Text | None, ...]
    """Other bands that it could come to have, in the order of its values; none for no score."""
    comes_or_goes: bool
    """Whether there is a score now and could be none, or the other way round."""


class AskedField(MissingField):
    """An unknown field as a collector is asked for it."""

    kind: Name
    meaning: Text
    """What the field says, as the vocabulary has it."""
    possible: Text
    """The values it may have, in words (`one of low, moderate, high`)."""
    choices: tuple[Text, ...] = ()
    """The values of a category."""
    min: float | None = None
    """The least plausible number, where one is declared."""
    max: float | None = None


class UnknownField(Record):
    """One unknown field, or several that move more together than each does alone."""

    fields: tuple[AskedField, ...]
    question: Text
    rules: tuple[Id, ...]
    """The rules that wait for it, in the order of the ruleset."""
    leaves: tuple[Id, ...]
    """The scores made straight from facts that wait for it."""
    swings: dict[Id, Swing]
    """The totals that it could move."""
    covered: bool
    """Whether the values that were tried stand for all plausible ones; where not, it could move
    more."""


class Attainable(Record):
    """What facts of a kind stand for in a total by the stated weights, flattened by nothing."""

    down: Points
    """Never above 0: what rules that lower it could give, and rules that raise it could lose."""
    up: Points
    """Never below 0."""


class UnknownKind(Record):
    """A kind of which nothing was recorded and that nobody searched for."""

    kind: Name
    title: Text
    question: Text
    rules: tuple[Id, ...]
    """Rules of the base scenario without a match that could match if there were facts of it."""
    blocked: tuple[Id, ...]
    """Rules that match, and might not if there were facts of it."""
    leaves: tuple[Id, ...]
    """Scores made straight from facts of it."""
    swings: dict[Id, Swing]
    """The totals that it could move by itself, if all its rules gave, or lost, all they can."""
    attainable: dict[Id, Attainable]
    """Its share of each total; more than the swing where a total lacks something else too."""


class Missing(Record):
    """What is not known, the largest swing of a total first."""

    fields: tuple[UnknownField, ...]
    kinds: tuple[UnknownKind, ...]
    untried: tuple[MissingField, ...]
    """Unknown fields that were not tried, because there are too many."""
    untried_together: int
    """Sets of fields that were not tried together, for the same reason."""
