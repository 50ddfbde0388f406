"""The rules of `workload` as somebody would write them by hand in Python, without evidence.

A case is its rows by kind, the indicators by name. A missing value is false, nothing is recorded.
Rules over rows are generators of points, so that they serve two readers: `first` stops at a rule's
first match, `every` adds up all of them, as a rule with `per_rule: sum` needs.
"""

from collections.abc import Callable, Iterator
from functools import partial

from bench.contestant import Contestant, dicts
from bench.workload import Case


def first(case: Case) -> float:
    """Two points for every rule that holds."""
    held = sum(2.0 for rule in THRESHOLDS if rule(case))
    return held + sum(next(rule(case), 0.0) for rule in OVER_ROWS)


def every(case: Case) -> float:
    """Two points for every match of every rule."""
    held = sum(2.0 for rule in THRESHOLDS if rule(case))
    return held + sum(sum(rule(case)) for rule in OVER_ROWS)


def above(name: str, limit: float) -> Callable[[Case], bool]:
    """A threshold from above."""

    def rule(case: Case) -> bool:
        value = case["value"][name]
        return value is not None and value > limit

    return rule


def below(name: str, limit: float) -> Callable[[Case], bool]:
    """A threshold from below."""

    def rule(case: Case) -> bool:
        value = case["value"][name]
        return value is not None and value < limit

    return rule


THRESHOLDS = [
    above("debt", 60), above("debt", 90), below("growth", 2), below("growth", 0),
    above("inflation", 8), above("inflation", 15), below("reserves", 3), above("exports", 50),
    above("exports", 70), above("unrest", 4), below("turnout", 40), above("poverty", 25),
    above("energy", 30), below("press", 50), below("press", 30),
]  # fmt: skip
OVER_ROWS: list[Callable[[Case], Iterator[float]]] = [
    # any tie
    lambda c: (2.0 for t in c["tie"] if t["status"] == "in_force"),
    lambda c: (2.0 for t in c["tie"] if t["level"] >= 4),
    lambda c: (2.0 for t in c["tie"] if t["status"] == "signed" and t["level"] > 2),
    lambda c: (2.0 for t in c["tie"] if t["partner"] in {"KAZ", "UZB"} and t["level"] >= 2),
    lambda c: (2.0 for t in c["tie"] if t["status"] != "announced" or t["level"] >= 5),
    # all ties
    lambda c: (2.0 for f in c["state"] if not any(t["status"] == "announced" for t in c["tie"])),
    lambda c: (2.0 for f in c["state"] if not any(t["level"] < 1 for t in c["tie"])),
    lambda c: (2.0 for f in c["state"] if not any(t["partner"] == "TKM" for t in c["tie"])),
    lambda c: (
        2.0
        for f in c["state"]
        if not any(t["status"] == "signed" and t["level"] < 2 for t in c["tie"])
    ),
    lambda c: (2.0 for f in c["state"] if not any(t["level"] > 4 for t in c["tie"])),
    # joins
    lambda c: (
        2.0 for k in c["kin"] if k["share"] >= 0.03 for t in c["tie"] if t["partner"] == k["state"]
    ),
    lambda c: (
        2.0
        for t in c["tie"]
        if t["status"] == "in_force"
        for k in c["kin"]
        if k["state"] == t["partner"]
    ),
    lambda c: (
        2.0
        for t in c["tie"]
        if t["level"] >= 3
        for k in c["kin"]
        if k["share"] >= 0.01 and k["state"] == t["partner"]
    ),
    lambda c: (
        2.0
        for s in c["sensitivity"]
        if s["issue"] == "border"
        for t in c["tie"]
        if t["partner"] == s["state"]
    ),
    lambda c: (
        2.0
        for t in c["tie"]
        for s in c["sensitivity"]
        if s["state"] == t["partner"] and s["level"] > t["level"]
    ),
    lambda c: (
        2.0
        for t in c["tie"]
        if t["status"] == "signed"
        for s in c["sensitivity"]
        if s["state"] == t["partner"] and s["level"] >= 2
    ),
    lambda c: (
        2.0
        for k in c["kin"]
        if k["share"] > 0.05
        for s in c["sensitivity"]
        if s["state"] == k["state"]
    ),
    lambda c: (
        2.0
        for s in c["sensitivity"]
        if s["level"] >= 3
        for k in c["kin"]
        if k["state"] == s["state"]
        for t in c["tie"]
        if t["partner"] == k["state"]
    ),
    lambda c: (
        2.0
        for s in c["sensitivity"]
        if s["issue"] == "minority"
        for k in c["kin"]
        if k["state"] == s["state"]
        for t in c["tie"]
        if t["partner"] == k["state"]
    ),
    lambda c: (
        2.0
        for k in c["kin"]
        for t in c["tie"]
        if t["partner"] == k["state"]
        for s in c["sensitivity"]
        if s["state"] == k["state"] and t["level"] + s["level"] > 6
    ),
    # absences
    lambda c: (
        2.0 for t in c["tie"] if not any(s["state"] == t["partner"] for s in c["sensitivity"])
    ),
    lambda c: (
        2.0
        for t in c["tie"]
        if not any(k["state"] == t["partner"] and k["share"] > 0.02 for k in c["kin"])
    ),
    lambda c: (
        2.0
        for k in c["kin"]
        if not any(t["partner"] == k["state"] and t["status"] == "in_force" for t in c["tie"])
    ),
    lambda c: (
        2.0
        for s in c["sensitivity"]
        if not any(t["partner"] == s["state"] and t["level"] > 2 for t in c["tie"])
    ),
    lambda c: (
        2.0
        for k in c["kin"]
        if not any(s["state"] == k["state"] and s["issue"] == "minority" for s in c["sensitivity"])
    ),
]


def _by_hand(name: str, total: Callable[[Case], float]) -> Contestant:
    return Contestant(name, dicts, lambda: partial(map, total), expected=total)


SINGLE = (
    _by_hand("by hand, every match", every),
    _by_hand("by hand, first match of a rule", first),
)
