"""What the scores would be if something were otherwise: asked many times of one case."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from riskmemo.engines.compiled import Loaded, compiled
from riskmemo.evaluate import Evaluation, empty_kinds, inputs_of
from riskmemo.language.canonical import in_order
from riskmemo.model.facts import Fact, Value
from riskmemo.scoring.tree import Inputs, Score, scores_of

Values = Mapping[tuple[str, str], Value]
"""(fact, field) to the value that is supposed; `None` is unknown."""


@dataclass(frozen=True)
class Otherwise:
    """What is supposed to differ from the case; nothing by default."""

    values: Values = field(default_factory=dict)
    """Other values of fields of base facts."""
    without: frozenset[str] = frozenset()
    """Ids of base facts that are left out."""
    added: tuple[Fact, ...] = ()
    """Base facts beside those of the case."""


class Supposing:
    """The scores of one evaluated case under suppositions, by `compiled` and without records."""

    def __init__(self, found: Evaluation) -> None:
        self.found = found
        self._made = compiled(found.program)

    @cached_property
    def now(self) -> dict[str, Score]:
        """The base scores as they are."""
        return self.found.scores()

    def scores(self, otherwise: Otherwise, hypothesis: str | None = None) -> dict[str, Score]:
        """Every score if it were otherwise, in the base (`None`) or under one hypothesis.

        Raises `EvaluationRefused` where a rule would have too many matches.
        """
        program, setting = self.found.program, self.found.setting
        facts = Loaded(supposed(self.found.facts, otherwise))
        found = self._made.run(facts, setting)
        given = ((match[0], match[2]) for match in found.matches)
        blocked = {gap[0] for gap in found.gaps}
        empty = empty_kinds(program, facts.kinds.keys() | self.found.searched)
        rules = inputs_of(program, given, blocked, empty, hypothesis)
        return scores_of(program.ruleset, Inputs(rules, in_order(found.leaves)))


def supposed(facts: tuple[Fact, ...], otherwise: Otherwise) -> tuple[Fact, ...]:
    """The facts with other values, without some, and with others, by id."""
    changed: dict[str, dict[str, Value]] = {}
    for (name, where), value in otherwise.values.items():
        changed.setdefault(name, {})[where] = value
    kept = (
        replace(fact, values={**fact.values, **changed[fact.id]}) if fact.id in changed else fact
        for fact in facts
        if fact.id not in otherwise.without
    )
    if not otherwise.added:
        return tuple(kept)
    return tuple(sorted((*kept, *otherwise.added), key=lambda fact: fact.id))
