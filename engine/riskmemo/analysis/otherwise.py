"""What is supposed to differ from a case and its ruleset."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from riskmemo.model.facts import Fact, Value

Values = Mapping[tuple[str, str], Value]
"""(fact, field) to the value that is supposed; `None` is unknown."""


@dataclass(frozen=True)
class Otherwise:
    """What is supposed to differ from the case and its ruleset; nothing by default."""

    values: Values = field(default_factory=dict)
    """Other values of fields of base facts."""
    without: frozenset[str] = frozenset()
    """Ids of base facts that are left out."""
    added: tuple[Fact, ...] = ()
    """Base facts beside those of the case."""
    parameters: Mapping[str, float] = field(default_factory=dict)
    """Other values of parameters; one that counts a period is a whole number."""
    points: Mapping[str, float] = field(default_factory=dict)
    """Other points of contributing rules, by id."""
    weights: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Other weights in the score tree: (branch, child) to weight."""
