"""What the scores depend on: sources, facts and rules left out, and what nodes weigh."""

from typing import Literal

from riskmemo.model.base import Id, Record, Text
from riskmemo.model.effects import Effect
from riskmemo.model.points import Points


class Carrier(Record):
    """A single source, fact or rule without which a total has another band, or no score."""

    what: Literal["source", "fact", "rule"]
    name: Text
    score: Id
    now: Text | None
    """The band of the total; none where it has none."""
    then: Text | None
    """Its band without the carrier."""
    comes_or_goes: bool
    """Whether there is a score only with it or only without it."""


class NodeWeight(Record):
    """What a node of the score tree weighs in a total: as stated, and as it is in this case."""

    score: Id
    total: Id
    nominal: Points
    """Its stated share (0-1)."""
    effective: Points | None
    """Change of the total when the node's raw value is one point higher; none without a score."""
    limited: Literal["cap", "floor"] | None
    coverage: Points
    """Share (0-1) of the node that could be evaluated."""


class Dependence(Record):
    """Each source, fact and rule left out in turn, and the weights; carriers of a band first."""

    carriers: tuple[Carrier, ...]
    """Sources, then facts, then rules."""
    without_source: tuple[Effect, ...]
    without_fact: tuple[Effect, ...]
    """Facts that change a score; any other that was tried changes nothing."""
    facts_not_tried: int
    """Facts that were not left out, because there are too many."""
    without_rule: tuple[Effect, ...]
    weights: tuple[NodeWeight, ...]
    """In the order of the ruleset, for every total a node is part of."""
