"""Random cases: facts with unknown fields, facts that repeat or contradict others, empty kinds."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from riskmemo.model.vocabulary import CLAIM_KIND
from tests.fuzzing.values import COUNTRIES, plain_value
from tests.fuzzing.vocabularies import Kinds

Row = dict[str, Any]
GRADES = ("A1", "B2", "C3", "C4", "D3", "F1", "A6", "E5")
DAYS = ("2025-07-21", "2025-07-21", "2025-07-21", "2024-02-29", "0001-01-01", "9999-12-31")
PREFIXES = ("F", "F", "T-", "a_", "Z")
MANY = 0.015
"""How often a case has many facts of one kind."""


@dataclass(frozen=True)
class WrittenCase:
    """Facts in the short form of worked examples, and what a case says beside them."""

    facts: Mapping[str, Row]
    as_of: str = "2025-07-21"
    horizon: str = "2026-07-21"
    subject: str = "MNG"
    searched: tuple[str, ...] = field(default=())


def written_case(random: Random, kinds: Kinds) -> WrittenCase:
    """A case in a vocabulary."""
    facts: dict[str, Row] = {}
    unknown = random.choice([0.0, 0.05, 0.2, 0.5])
    odd = random.choice([0.0, 0.1, 0.4])
    most = random.choice([2, 2, 3, 3, 4, 5])
    crowded = random.choice(list(kinds)) if random.random() < MANY else None
    for name, kind in kinds.items():
        count = random.randint(1, most) if random.random() < 0.88 else 0
        if name == crowded:
            count = random.randint(40, 100)
        rows: list[Row] = []
        for _ in range(count):
            rows.append(_row(random, name, kind.fields.items(), unknown, odd, rows))
        for row in rows:
            facts[f"{random.choice(PREFIXES)}{len(facts)}"] = row
    day = random.choice(DAYS)
    horizon = random.choice(["2026-07-21", "9999-12-31", day])
    subject = random.choice([*COUNTRIES, "MNG"])
    searched = tuple(name for name in kinds if random.random() < 0.3)
    return WrittenCase(facts, day, horizon, subject, searched)


def _row(
    random: Random, name: str, fields: Any, unknown: float, odd: float, others: list[Row]
) -> Row:
    """A fact; now and then it repeats another one, whole or but for one field."""
    if others and random.random() < 0.2:
        row = dict(random.choice(others))
        if random.random() < 0.7:
            field_name, kind = random.choice(list(fields))
            row[field_name] = plain_value(random, kind, odd)
        return _in_time(row)
    row = {"kind": name}
    for field_name, kind in fields:
        if random.random() >= unknown:
            row[field_name] = plain_value(random, kind, odd)
    if name != CLAIM_KIND or random.random() < 0.5:
        row["grade"] = random.sample(GRADES, random.choice([1, 1, 2]))
    return _in_time(row)


def _in_time(row: Row) -> Row:
    """The fact with its two dates in order; a case has no end without a beginning."""
    begins, ends = row.get("date"), row.get("until")
    if ends is not None and begins is None:
        row["date"] = row.pop("until")
    elif ends is not None and ends < begins:
        row["date"], row["until"] = ends, begins
    return row


def day_of(text: str) -> datetime.date:
    """The day that a file writes."""
    return datetime.date.fromisoformat(text)
