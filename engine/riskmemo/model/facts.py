"""What goes into an engine and what comes out: facts, matches, gaps, findings."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from riskmemo.model.grading import Credibility, Reliability

Value = bool | float | str | datetime.date | None
"""A typed value: numbers and shares are IEEE doubles, countries and categories are text, `None` is
unknown."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a kind; `values` holds every field of the kind, unknown ones as `None`."""

    id: str
    kind: str
    values: Mapping[str, Value]
    grades: tuple[tuple[Reliability, Credibility], ...] = ()
    certain: bool = True
    """False for a finding that exists only if something unknown turns out true; base facts are
    certain."""
    evidence: frozenset[str] = frozenset()
    """Ids of the base facts it rests on; a base fact rests on itself."""


class Match(NamedTuple):
    """One rule with the facts that satisfied it; `contribution` is in micropoints."""

    rule: str
    facts: tuple[tuple[str, str], ...]
    """(alias, fact id), by alias."""
    evidence: frozenset[str]
    strength: float | None = None
    contribution: int | None = None
    gate: bool | None = None
    """Whether the identity gate is open; `None` where the rule uses no identity."""


class Gap(NamedTuple):
    """A match prevented only by missing information; `points` (micropoints) it could give."""

    rule: str
    facts: tuple[tuple[str, str], ...]
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """All that an engine finds, in canonical order: equal answers are equal objects."""

    matches: tuple[Match, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Fact, ...]
    leaves: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    """For each leaf over facts, the value (micropoints, `None` unknown) of every matched row,
    ascending, unknown ones last."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What expressions may ask of a case beside its facts."""

    as_of: datetime.date
    horizon: datetime.date
    subject: str
