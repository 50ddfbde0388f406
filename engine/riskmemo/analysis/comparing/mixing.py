"""A ruleset between old and new, as a real ruleset that is typed like any other.

What only one of the two has and nothing feels until it is read (a parameter, a hypothesis, a score,
the derivation of a kind) is always there; what reads it comes and goes. So most mixtures mean
something. Those that do not are none, and the causes that they tear apart are taken as one.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from pydantic import ValidationError

from riskmemo.analysis.comparing.facts import Bits
from riskmemo.analysis.comparing.ruleset_causes import SETTINGS, Node, derived_kinds
from riskmemo.errors import InvalidInput
from riskmemo.language.program import Program
from riskmemo.language.ruleset import typed_ruleset
from riskmemo.language.scope import Mistakes
from riskmemo.language.score_tree import check_scores
from riskmemo.model.ruleset import Rule, Ruleset
from riskmemo.model.vocabulary import Vocabulary

Part = TypeVar("Part")

KINDS_OF_CAUSE = frozenset({"rule", "kind", "parameter", "scale", "score", *SETTINGS})
"""The first words of the causes that change a ruleset."""
TREE = frozenset({"scale", "score", *SETTINGS})
"""Those that change the score tree."""


class MixedRulesets:
    """Two rulesets over one vocabulary, and everything between them."""

    def __init__(self, old: Program, new: Program, vocabulary: Vocabulary, bits: Bits) -> None:
        self.old, self.new, self.vocabulary, self.bits = old, new, vocabulary, bits
        self.seen = _those(bits, KINDS_OF_CAUSE)
        self.seen_by_tree = _those(bits, TREE)
        self._programs: dict[int, Program | None] = {}
        self._trees: dict[int, Ruleset | None] = {}

    def has_come(self, cause: str, state: int) -> bool:
        """Whether a thing is as in the new ruleset; what does not differ always is."""
        bit = self.bits.get(cause, 0)
        return not bit or bool(state & bit)

    # --- programs -----------------------------------------------------------------------------

    def program(self, state: int, whole: int) -> Program | None:
        """The typed program of a state, for a part of it that only sees the causes in `whole`.

        Where none of them has come about the part is that of the old program, where all have that
        of the new one. None where the mixture cannot be typed.
        """
        if state & whole == whole:
            return self.new
        if not state & whole:
            return self.old
        return self.mixture(state & whole)

    def mixture(self, state: int) -> Program | None:
        """The typed program of a state, with all that is always there; none where it has none."""
        if state not in self._programs:
            self._programs[state] = self._typed(state)
        return self._programs[state]

    def _typed(self, state: int) -> Program | None:
        tree = self._mixed_tree(state & self.seen_by_tree)
        if tree is None:
            return None
        old, new = self.old.ruleset, self.new.ruleset
        parts = {
            "parameters": self._either("parameter", old.parameters, new.parameters, state),
            "hypotheses": {**old.hypotheses, **new.hypotheses},
            "competing": {},
            "derive": self._aggregates(state),
            "rules": tuple(self._rules(state)),
        }
        try:
            return typed_ruleset(tree.model_copy(update=parts), self.vocabulary)
        except InvalidInput:
            return None

    def _either(
        self, what: str, old: Mapping[str, Part], new: Mapping[str, Part], state: int
    ) -> dict[str, Part]:
        """Each thing as it is in a state; what only one side has is always there."""
        return {
            name: new[name]
            if name not in old or (name in new and self.has_come(f"{what} {name}", state))
            else old[name]
            for name in dict.fromkeys((*old, *new))
        }

    def _aggregates(self, state: int) -> dict[str, object]:
        old, new = self.old.ruleset.derive, self.new.ruleset.derive
        return {
            name: body
            for name, body in self._either("kind", old, new, state).items()
            if name not in self.kinds_of_both
            or self._is_there(f"kind {name}", name in old, name in new, state)
        }

    def _rules(self, state: int) -> Iterator[Rule]:
        before, after = (
            {rule.id: rule for rule in each.ruleset.rules} for each in (self.old, self.new)
        )
        for name, rule in self._either("rule", before, after, state).items():
            if self._is_there(f"rule {name}", name in before, name in after, state):
                yield rule.model_copy(update={"bears_on": {}}) if rule.bears_on else rule
            elif rule.derives and rule.derives.kind not in self.kinds_of_both:
                yield rule.model_copy(update={"contributes": None, "bears_on": {}})

    def _is_there(self, cause: str, is_old: bool, is_new: bool, state: int) -> bool:
        return is_new if self.has_come(cause, state) else is_old

    @cached_property
    def kinds_of_both(self) -> frozenset[str]:
        """The kinds that both rulesets derive, or that one derives and the vocabulary declares."""
        old, new = (derived_kinds(each.ruleset) for each in (self.old, self.new))
        return (old & new) | ((old | new) & self.vocabulary.kinds.keys())

    # --- score trees --------------------------------------------------------------------------

    def set_at(self, score: str) -> int:
        """The causes that are set at one node of the score tree."""
        return sum(self.bits.get(f"{what} {score}", 0) for what in ("score", *SETTINGS))

    def tree(self, score: str, state: int, seen: int) -> Ruleset | None:
        """The score tree of a state, as a ruleset, for a score that only sees the causes in `seen`.

        None where the mixture is no sound tree.
        """
        whole = seen & self.seen_by_tree
        if state & whole == whole and score in self.new.ruleset.scores:
            return self.new.ruleset
        if not state & whole and score in self.old.ruleset.scores:
            return self.old.ruleset
        return self._mixed_tree(state & whole)

    def _mixed_tree(self, state: int) -> Ruleset | None:
        if state not in self._trees:
            self._trees[state] = self._checked_tree(state)
        return self._trees[state]

    def _checked_tree(self, state: int) -> Ruleset | None:
        old, new = self.old.ruleset, self.new.ruleset
        try:
            scores = {
                name: self._node(name, state) for name in dict.fromkeys((*old.scores, *new.scores))
            }
        except ValidationError:
            return None
        scale = new.scale if self.has_come("scale", state) else old.scale
        bands = {**old.bands, **new.bands}
        parts = {"scores": scores, "scale": scale, "bands": bands, "rules": ()}
        mixed, mistakes = new.model_copy(update=parts), Mistakes(lambda _: None)
        check_scores(mixed, mistakes)
        return None if mistakes.found else mixed

    def _node(self, name: str, state: int) -> Node:
        old, new = self.old.ruleset.scores.get(name), self.new.ruleset.scores.get(name)
        if old is None or new is None:
            return _there(old, new)
        if type(old) is not type(new):
            return new if self.has_come(f"score {name}", state) else old
        late = {
            key
            for setting, keys in SETTINGS.items()
            if not self.has_come(f"{setting} {name}", state)
            for key in keys
            if key in type(old).model_fields
        }
        if not late:
            return new
        written = {**new.model_dump(by_alias=True), **old.model_dump(include=late)}
        return type(new).model_validate(written)


def _there(old: Node | None, new: Node | None) -> Node:
    only = new or old
    assert only is not None  # noqa: S101 - a name comes from one of the two
    return only


def _those(bits: Bits, words: frozenset[str]) -> int:
    return sum(bit for cause, bit in bits.items() if cause.partition(" ")[0] in words)
