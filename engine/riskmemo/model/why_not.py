"""Why a rule does not fire: the facts nearest to it, and the smallest changes that make it."""

from typing import Literal

from pydantic import Field

from riskmemo.model.assessment import Outcome
from riskmemo.model.base import EvidenceId, Id, IsoDate, Name, Record, Scalar, Text
from riskmemo.model.missing import MissingField
from riskmemo.model.points import Points
from riskmemo.model.why import Computed, MatchWhy, Tested


class PatternWhyNot(Record):
    """A pattern of the rule, and what there is for it."""

    alias: Name
    kind: Name
    title: Text
    facts: int = Field(ge=0)
    """Facts or findings of the kind."""
    searched: bool
    """Whether the case says that the kind was searched for."""
    derived_by: tuple[Id, ...]
    """For a derived kind: the rules that derive it, which can be asked about in turn."""
    aggregated_from: tuple[Name, ...]
    """For an aggregate: the kinds that it is made of."""


class Blocked(Record):
    """An `unless` of the rule, and the facts that make it true."""

    tested: Tested
    """Its truth is true where nothing is in the way."""
    blockers: tuple[dict[Name, Text], ...]
    """The first combinations of facts that are in the way, or might be: alias to id."""


class GateWhyNot(Record):
    """The identity gate of a combination: identity alone never scores."""

    open: bool | None
    needs: Text
    """What it needs, where it is not open."""


class Near(Record):
    """A combination of facts that does not make the rule fire, condition by condition."""

    facts: dict[Name, Text]
    false: int = Field(ge=0)
    """Conditions and absences that are false."""
    unknown: int = Field(ge=0)
    """Those that are unknown, with aliases that stand for an uncertain finding."""
    conditions: tuple[Tested, ...]
    absences: tuple[Blocked, ...]
    uncertain: tuple[Name, ...]
    """Aliases bound to findings that only might be there."""
    strength: Computed | None
    gate: GateWhyNot | None
    """None where the rule uses no identity."""


class FieldChange(Record):
    """A field of a fact that would have to be otherwise."""

    fact: EvidenceId
    field: Name
    now: Scalar
    then: Scalar
    """The value that was tried."""
    any_value: bool
    """Whether any known value does as well."""


class NewFact(Record):
    """A fact that would have to be there."""

    kind: Name
    title: Text
    fields: dict[Name, Scalar]
    """The fields that matter, with the values that were tried."""
    any_value: tuple[Name, ...]
    """Of these fields the ones for which any known value does."""
    also_states: tuple[Name, ...]
    """Other fields that every fact of the kind must state."""
    graded: bool
    """Whether it must be graded C3 or better, for the identity gate."""


class Change(Record):
    """A change of the case with which the rule fires: it was tried, not only worked out."""

    size: int = Field(ge=1)
    """Fields set, facts left out and facts added (a new fact counts one beside its fields)."""
    settings: tuple[FieldChange, ...]
    absent: tuple[EvidenceId, ...]
    """Facts that would have to be left out."""
    added: tuple[NewFact, ...]
    facts: dict[Text, Text]
    """The facts for which it was worked out: alias to id. Behind a pattern of a derived kind stand
    the patterns of the rule that derives it, as `alias.alias`. Empty where single settings behind
    an aggregate were tried one by one."""
    moves: dict[Id, Points | None]
    """Score to what changes with it in the scenario where the rule counts; none where there is a
    score only before or only after. Unchanged scores are left out."""


class WhyNot(Record):
    """What keeps a rule from firing, and what would make it fire."""

    case: Id
    ruleset: Id
    as_of: IsoDate
    rule: Id
    title: Text
    hypothesis: Id | None
    """The rule counts in the scenario of this hypothesis only; none: it counts in all."""
    raised: bool
    """Whether that scenario exists: the case holds the hypothesis's claim (true without one)."""
    outcome: Outcome
    fires: bool
    """Whether it has a match; for a rule that gives points, one that the gate does not hold."""
    patterns: tuple[PatternWhyNot, ...]
    matched: int = Field(ge=0)
    matches: tuple[MatchWhy, ...]
    """The first of its matches."""
    nearest: tuple[Near, ...]
    """The nearest other combinations: by false conditions, then unknown ones."""
    find_out: tuple[MissingField, ...]
    """The unknown fields that keep a match undecided."""
    changes: tuple[Change, ...]
    """The smallest changes found, smallest first; none where the rule fires."""
    smallest: bool
    """Whether certainly no smaller change exists; else the first is the smallest found."""
    unsolved: tuple[Text, ...]
    """Conditions that no change could be worked out for, as what they compare."""
    looked_at: int = Field(ge=0)
    """Combinations of facts that were looked at."""
    every: bool
    """Whether those were all there are."""
    proven: bool
    """Whether none is nearer than the nearest told; false where there are too many to be sure."""
    tried: int = Field(ge=0)
    """Changes that were tried on the whole case."""
    search: Literal["not needed", "finished", "stopped"]
    """How the search for changes ended: `stopped` at its limit."""
