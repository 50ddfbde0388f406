"""What is supposed to differ from a case and its ruleset."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

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

    @property
    def by_fact(self) -> dict[str, dict[str, Value]]:
        """The other values, by fact."""
        found: dict[str, dict[str, Value]] = {}
        for (name, where), value in self.values.items():
            found.setdefault(name, {})[where] = value
        return found


def supposed(facts: Iterable[Fact], otherwise: Otherwise) -> tuple[Fact, ...]:
    """The base facts as they are supposed to be, those that are added last."""
    changed = otherwise.by_fact
    kept = (
        replace(fact, values={**fact.values, **changed[fact.id]}) if fact.id in changed else fact
        for fact in facts
        if fact.id not in otherwise.without
    )
    return (*kept, *otherwise.added)
