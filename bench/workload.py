"""One workload for every engine: a focal state, its ties, minorities, sensitivities, indicators.

40 rules: 15 thresholds, 10 any/all over ties, 10 two- and three-way joins, 5 absences. Nothing of
riskmemo is imported here, so that a process that measures another engine holds only that engine.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

PARTNERS = ("KAZ", "KGZ", "UZB", "TKM", "TJK")
STATUS = ("announced", "signed", "in_force")
ISSUES = ("border", "minority", "trade", "water", "media")
INDICATORS = (
    "debt", "growth", "inflation", "reserves", "exports",
    "unrest", "turnout", "poverty", "energy", "press",
)  # fmt: skip
THRESHOLDS = [
    "debt > 60", "debt > 90", "growth < 2", "growth < 0", "inflation > 8", "inflation > 15",
    "reserves < 3", "exports > 50", "exports > 70", "unrest > 4", "turnout < 40", "poverty > 25",
    "energy > 30", "press < 50", "press < 30",
]  # fmt: skip
ANY = [
    't.status == "in_force"',
    "t.level >= 4",
    't.status == "signed" and t.level > 2',
    't.partner in ["KAZ", "UZB"] and t.level >= 2',
    't.status != "announced" or t.level >= 5',
]
ALL = [
    't.status == "announced"',
    "t.level < 1",
    't.partner == "TKM"',
    't.status == "signed" and t.level < 2',
    "t.level > 4",
]
"""`all` is written as the absence of a tie for which it does not hold."""
JOINS: list[tuple[str, list[str]]] = [
    ("tk", ["k.state == t.partner", "k.share >= 0.03"]),
    ("tk", ["k.state == t.partner", 't.status == "in_force"']),
    ("tk", ["k.state == t.partner", "t.level >= 3", "k.share >= 0.01"]),
    ("ts", ["s.state == t.partner", 's.issue == "border"']),
    ("ts", ["s.state == t.partner", "s.level > t.level"]),
    ("ts", ["s.state == t.partner", 't.status == "signed"', "s.level >= 2"]),
    ("ks", ["s.state == k.state", "k.share > 0.05"]),
    ("kst", ["k.state == t.partner", "s.state == t.partner", "s.level >= 3"]),
    ("kst", ["k.state == t.partner", "s.state == t.partner", 's.issue == "minority"']),
    ("kst", ["k.state == t.partner", "s.state == k.state", "t.level + s.level > 6"]),
]
ABSENCES: list[tuple[str, str, str]] = [
    ("t", "s", "s.state == t.partner"),
    ("t", "k", "k.state == t.partner and k.share > 0.02"),
    ("k", "t", 't.partner == k.state and t.status == "in_force"'),
    ("s", "t", "t.partner == s.state and t.level > 2"),
    ("k", "s", 's.state == k.state and s.issue == "minority"'),
]
Rows = Mapping[str, list[dict[str, Any]]]
"""Kind to rows. A missing value is `None`."""
Rule = Mapping[str, Any]
"""A rule as a ruleset writes it."""
Case = Mapping[str, Any]
"""Rows with the indicators by name under `value`: what one would hand to another engine."""


def rows(random: Random, size: float = 1) -> Rows:
    """The rows of a case by kind; `size` multiplies all but the focal state.

    A larger case has more partners, so that the matches of a fact stay as many.
    """
    pick = random.choice

    def several(count: int) -> range:
        return range(max(1, round(count * size)))

    partners = [*PARTNERS] if size == 1 else [f"P{n}" for n in several(5)]
    return {
        "state": [{"code": "MNG"}],
        "tie": [
            {"partner": partner, "status": pick(STATUS), "level": float(random.randint(0, 5))}
            for partner in partners
        ],
        "kin": [
            {"state": pick(partners), "share": random.randint(0, 12) / 100, "region": f"R{n}"}
            for n in several(3)
        ],
        "sensitivity": [
            {"state": pick(partners), "issue": pick(ISSUES), "level": float(random.randint(0, 5))}
            for _ in several(5)
        ],
        "indicator": [
            {
                "name": INDICATORS[n % len(INDICATORS)],
                "value": pick([None, *map(float, range(0, 100, 7))]),
            }
            for n in several(10)
        ],
    }


def many(count: int) -> list[Rows]:
    """So many cases, the same in every run."""
    random = Random(1)  # noqa: S311 - nothing secret
    return [rows(random) for _ in range(count)]


def by_name(given: Rows) -> Case:
    """A case with the indicators by name."""
    value = {row["name"]: row["value"] for row in given["indicator"]}
    return {**{kind: each for kind, each in given.items() if kind != "indicator"}, "value": value}
