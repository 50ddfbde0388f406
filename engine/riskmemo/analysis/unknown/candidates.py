"""The values an unknown field may plausibly have, as far as rules can tell them apart.

A category, a yes or no: every value. A number, share or date: the thresholds that rules compare it
with, just below, at and just above each, and the ends of its plausible range. A text or country:
what rules or other facts could meet, and one that meets nothing.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from riskmemo.analysis.unknown.thresholds import Told, told_apart
from riskmemo.evaluate import Evaluation
from riskmemo.language.types import Base
from riskmemo.model.countries import country_codes
from riskmemo.model.facts import Value
from riskmemo.model.vocabulary import FieldSpec

NEAR = 1e-9
"""How far beside a threshold its neighbours lie, as a share of its size (of 1 for less)."""
BETWEEN = 7
"""Values tried between the outermost where thresholds alone do not tell the whole."""
SOME_DAY = datetime.date(2000, 1, 1)
"""A date to suppose where no date is met: that it is known can matter."""
MOST_VALUES = 60
"""Values of one field that are tried."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value to suppose, and the values it stands for."""

    value: Value
    near: Value = None
    """The threshold it stands beside; its own value where it stands for itself."""
    side: int = 0
    """-1 just below the threshold, 1 just above it."""
    is_end: bool = False
    """Whether it is an end of the plausible range."""
    other: bool = False
    """Whether it stands for every value that meets nothing."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Values to suppose, in their order, and whether they stand for all plausible ones."""

    values: tuple[Candidate, ...]
    covered: bool


class Plausible:
    """The candidates for every field of one evaluated case."""

    def __init__(self, found: Evaluation) -> None:
        self._found = found
        self._done: dict[tuple[str, str], Candidates] = {}

    def values(self, kind: str, field: str) -> Candidates:
        """The candidates for a field of a kind that the vocabulary declares."""
        place = kind, field
        if place not in self._done:
            self._done[place] = self._of(kind, field)
        return self._done[place]

    def _of(self, kind: str, field: str) -> Candidates:
        declared = self._found.program.schemas[kind].fields[field]
        if declared.base is Base.CATEGORY:
            return Candidates(tuple(map(_itself, declared.values)), covered=True)
        if declared.base is Base.BOOL:
            return Candidates((_itself(False), _itself(True)), covered=True)
        told = told_apart(self._found, kind, field)
        if declared.base in {Base.TEXT, Base.COUNTRY}:
            values = _texts(told, country_codes() if declared.base is Base.COUNTRY else None)
        elif declared.base is Base.DATE:
            values = _dates(told)
        else:
            spec = self._found.program.vocabulary.kinds[kind].fields.get(field)
            values = _numbers(told, *_range(declared.base, spec))
        held = values[:MOST_VALUES]
        return Candidates(held, covered=told.whole and len(held) == len(values))


# --- texts, dates and numbers -------------------------------------------------------------------


def _itself(value: Value) -> Candidate:
    return Candidate(value, value)


def _texts(told: Told, codes: Iterable[str] | None) -> tuple[Candidate, ...]:
    """The texts that are met, and one that is not; country codes where those are given."""
    known = told.bounds | told.met
    met = sorted(value for value in known if isinstance(value, str))
    names = (f"another{number}" for number in count()) if codes is None else iter(sorted(codes))
    fresh = next((name for name in names if name not in known), None)
    other = () if fresh is None else (Candidate(fresh, fresh, other=True),)
    return (*map(_itself, met), *other)


def _dates(told: Told) -> tuple[Candidate, ...]:
    days = sorted(value for value in told.bounds if isinstance(value, datetime.date))
    found = {day: _itself(day) for day in told.met if isinstance(day, datetime.date)}
    for day in days:
        for side in (0, -1, 1):
            beside = _day(day, side)
            if beside is not None and (side == 0 or beside not in found):
                found[beside] = Candidate(beside, day, side)
    if not found:
        found = {SOME_DAY: _itself(SOME_DAY)}
    return tuple(found[day] for day in sorted(found))


def _day(day: datetime.date, days: int) -> datetime.date | None:
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError:
        return None


def _range(base: Base, spec: FieldSpec | None) -> tuple[float | None, float | None]:
    if base is Base.SHARE:
        return 0.0, 1.0
    return (spec.min, spec.max) if spec else (None, None)


def _numbers(told: Told, low: float | None, high: float | None) -> tuple[Candidate, ...]:
    found: dict[float, Candidate] = {}
    thresholds = sorted(value for value in told.bounds if isinstance(value, float))
    met = [value for value in told.met if isinstance(value, float)]
    for place in thresholds:
        step = max(1.0, abs(place)) * NEAR
        for side in (-1, 1):
            found.setdefault(place + side * step, Candidate(place + side * step, place, side))
    ends = [float(end) for end in (low, high) if end is not None]
    whole = [*thresholds, *met, *ends] or [0.0, 1.0]
    for number in [*whole, *(() if told.whole else _between(min(whole), max(whole)))]:
        found[number] = Candidate(number, number, is_end=number in ends)
    inside = (
        number
        for number in sorted(found)
        if (low is None or number >= low) and (high is None or number <= high)
    )
    return tuple(found[number] for number in inside)


def _between(low: float, high: float) -> Iterator[float]:
    for step in range(1, BETWEEN + 1):
        yield low + (high - low) * step / (BETWEEN + 1)
