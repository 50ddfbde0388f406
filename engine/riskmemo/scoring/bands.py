"""Bands: which table holds at a date, and which band a value belongs to."""

import datetime
from collections.abc import Mapping, Sequence

from riskmemo.errors import InvalidInput, Mistake
from riskmemo.model.points import to_micro
from riskmemo.model.ruleset import BandTable

Tables = Mapping[str, BandTable]
"""The tables in effect, by name."""


def tables_at(
    bands: Mapping[str, Sequence[BandTable]], as_of: datetime.date
) -> dict[str, BandTable]:
    """For each name the table in effect: the latest that began by the cut-off."""
    return {name: _in_effect(name, tables, as_of) for name, tables in bands.items()}


def _in_effect(name: str, tables: Sequence[BandTable], as_of: datetime.date) -> BandTable:
    began = [
        table for table in tables if table.effective_from is None or table.effective_from <= as_of
    ]
    if not began:
        raise InvalidInput(
            Mistake(
                "no-bands-in-effect",
                f"no table of the bands `{name}` is in effect on {as_of}",
                None,
                "add a table without `effective_from`, or choose a later `--as-of`",
            )
        )
    return max(began, key=lambda table: table.effective_from or datetime.date.min)


def band_in(tables: Tables, name: str | None, micro: int | None) -> str | None:
    """The band of a value in a named table; none without a value or a table."""
    return None if micro is None or name is None else band_of(micro, tables[name])


def band_of(micro: int, table: BandTable) -> str:
    """The label of the one band that a value belongs to; below the first, the first."""
    upper = table.boundary == "upper_band"
    label = table.levels[0].label
    for level in table.levels:
        begins = to_micro(level.begins)
        if micro > begins or (upper and micro == begins):
            label = level.label
    return label
