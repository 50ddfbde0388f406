"""Everything that differs between two assessments, as causes with a bit each."""

from functools import cached_property
from typing import get_args

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.comparing.case_causes import case_causes
from riskmemo.analysis.comparing.facts import MixedFacts
from riskmemo.analysis.comparing.mixing import MixedRulesets
from riskmemo.analysis.comparing.ruleset_causes import ruleset_causes
from riskmemo.analysis.comparing.vocabularies import joined_vocabulary
from riskmemo.model.comparison import Cause, CauseGroup

GROUPS = get_args(CauseGroup)


class Differences:
    """The causes between two assessments, by group and name, and what can be mixed by them."""

    def __init__(self, old: Basis, new: Basis) -> None:
        self.old, self.new = old, new
        before, after = old.found.program, new.found.program
        vocabulary = joined_vocabulary(before.vocabulary, after.vocabulary)
        self.facts = MixedFacts(old, new, vocabulary)
        found = (*case_causes(self.facts), *ruleset_causes(before.ruleset, after.ruleset))
        self.causes = tuple(sorted(found, key=_place))
        self.bits = {cause.id: 1 << index for index, cause in enumerate(self.causes)}
        self.facts.bits = self.bits
        self.rulesets = MixedRulesets(before, after, vocabulary, self.bits)

    @cached_property
    def whole(self) -> int:
        """The state in which all has come about: the new side."""
        return sum(self.bits.values())

    def named(self, state: int) -> tuple[str, ...]:
        """The causes that have come about in a state."""
        return tuple(name for name, bit in self.bits.items() if bit & state)


def _place(cause: Cause) -> tuple[int, str, str]:
    return GROUPS.index(cause.group), cause.name, cause.id
