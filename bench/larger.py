"""The Mongolia case made smaller and larger, so that the joins of its rules stay what they are.

A larger case holds the indicators of the example, and again those that name a state other than
Mongolia, China and Russia or an agreement with the EAEU. Each time they come with new ids, sources
and conflicts, six other states in the place of the six, another organisation in the place of the
EAEU, days some weeks earlier, and figures some per cent lower. So there are more partners, and
each fact keeps about as many matches. What the case says of Mongolia and its neighbours stands
once, as do claims and searches. The prose of the analyst is left out: it cites indicators.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import riskmemo
from bench.cold import CASE
from riskmemo.model.case import Analysis, Case, Conflict, Indicator, Source
from riskmemo.model.countries import country_codes
from riskmemo.model.uncertainty import Uncertainty

ONCE = ("MNG", "CHN", "RUS")
BLOC = "EAEU"
DAYS = 11
"""By so many days more lies each repetition earlier, up to a year."""
YEAR = 360
LESS = 0.01
"""By so much less are the figures of each repetition, up to a quarter."""
QUARTER = 25
FIGURES = ("share", "value", "growth", "dependence", "population_share")
FEW = (
    "E1", "E3", "E6", "E9", "E11", "E24", "E30", "E33", "E37", "E41", "E42", "E43", "E44", "E50",
    "E62", "E64", "E93", "E94",
)  # fmt: skip
"""With the two claims, 20 facts that give both totals a band."""


def case(facts: int | None = None) -> Case:
    """A case of about so many facts: 20, those of the example, or more."""
    whole = riskmemo.load_case(CASE).model_copy(update={"analysis": Analysis()})
    if facts is None:
        return whole
    if facts < len(whole.indicators):
        return _of(whole, [row for row in whole.indicators if row.id in FEW])
    return _repeated(whole, facts)


def without(given: Case, facts: int) -> Case:
    """A case that lacks so many of its indicators, taken evenly from all of them."""
    step = len(given.indicators) // facts
    dropped = {row.id for row in given.indicators[step // 2 :: step][:facts]}
    return _of(given, [row for row in given.indicators if row.id not in dropped])


def _of(given: Case, rows: Sequence[Indicator]) -> Case:
    """The case with some of its indicators, and the ranges and conflicts that are theirs."""
    ids = {row.id for row in rows}
    left = [
        each.model_copy(update={"indicators": tuple(i for i in each.indicators if i in ids)})
        for each in given.conflicts
    ]
    return given.model_copy(
        update={
            "indicators": tuple(rows),
            "ranges": {name: each for name, each in given.ranges.items() if name in ids},
            "conflicts": tuple(each for each in left if len(each.indicators) > 1),
        }
    )


def _repeated(whole: Case, facts: int) -> Case:
    again = [row for row in whole.indicators if _is_repeated(row)]
    spare = sorted(country_codes() - _states(whole.indicators))
    replaced = sorted(_states(whole.indicators) - {*ONCE})
    rows, sources = list(whole.indicators), dict(whole.sources)
    ranges, conflicts = dict(whole.ranges), list(whole.conflicts)
    for number in range(1, 1 + round((facts - len(rows)) / len(again))):
        first = (number - 1) * len(replaced)
        states = dict(zip(replaced, spare[first : first + len(replaced)], strict=True))
        made = Repetition(number, {**states, BLOC: f"{BLOC} {number}"})
        rows += map(made.row, again)
        sources.update(made.sources(whole.sources, again))
        ranges.update(made.ranges(whole.ranges, again))
        conflicts += made.conflicts(whole.conflicts, again)
    update = {
        "indicators": tuple(rows), "sources": sources, "ranges": ranges,
        "conflicts": tuple(conflicts),
    }  # fmt: skip
    return whole.model_copy(update=update)


def _is_repeated(row: Indicator) -> bool:
    return bool(_states([row]) - {*ONCE}) or row.fields.get("organisation") == BLOC


def _states(rows: Iterable[Indicator]) -> set[str]:
    return {str(value) for row in rows for value in row.fields.values()} & country_codes()


@dataclass(frozen=True)
class Repetition:
    """One time more."""

    number: int
    names: Mapping[str, str]
    """What stands in the place of states and of the bloc."""

    @property
    def factor(self) -> float:
        """What figures are multiplied with."""
        return 1 - LESS * (self.number % QUARTER)

    def name(self, old: str) -> str:
        """The id of an indicator or source."""
        return f"{old}r{self.number}"

    def row(self, old: Indicator) -> Indicator:
        """An indicator once more."""
        update: dict[str, Any] = {
            "id": self.name(old.id),
            "fields": {name: self._value(name, value) for name, value in old.fields.items()},
            "ranges": {name: self._range(each) for name, each in old.ranges.items()},
            "sources": tuple(
                use.model_copy(update={"source": self.name(use.source)}) for use in old.sources
            ),
            **{name: self._day(getattr(old, name)) for name in ("date", "until", "known")},
        }
        return old.model_copy(update=update)

    def sources(self, old: Mapping[str, Source], rows: Iterable[Indicator]) -> Mapping[str, Source]:
        """The sources of some indicators once more."""
        used = {use.source for row in rows for use in row.sources}
        return {
            self.name(name): each.model_copy(update={"date": self._day(each.date)})
            for name, each in old.items()
            if name in used
        }

    def ranges(
        self, old: Mapping[str, Mapping[str, Uncertainty]], rows: Iterable[Indicator]
    ) -> Mapping[str, Mapping[str, Uncertainty]]:
        """The ranges that stand beside the tables, once more."""
        return {
            self.name(row.id): {name: self._range(each) for name, each in old[row.id].items()}
            for row in rows
            if row.id in old
        }

    def conflicts(self, old: Iterable[Conflict], rows: Iterable[Indicator]) -> Iterable[Conflict]:
        """The conflicts between indicators that are all repeated."""
        ids = {row.id for row in rows}
        return [
            each.model_copy(update={"indicators": tuple(map(self.name, each.indicators))})
            for each in old
            if ids.issuperset(each.indicators)
        ]

    def _value(self, name: str, value: Any) -> Any:
        if name in FIGURES and isinstance(value, int | float):
            return value * self.factor
        return self.names.get(value, value) if isinstance(value, str) else value

    def _range(self, old: Uncertainty) -> Uncertainty:
        """A range of the two forms that the example has; whole numbers are counts."""
        if old.interval:
            low, high = old.interval
            return old.model_copy(update={"interval": (low * self.factor, high * self.factor)})
        reported = [
            each * self.factor if isinstance(each, float) else each for each in old.reported or ()
        ]
        return old.model_copy(update={"reported": tuple(reported)})

    def _day(self, old: datetime.date | None) -> datetime.date | None:
        return old and old - datetime.timedelta(days=DAYS * self.number % YEAR)
