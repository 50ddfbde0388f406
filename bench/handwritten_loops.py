"""The rules over rows of `handwritten` in plain loops, which Python runs faster than generators."""

from collections.abc import Callable
from functools import partial

from bench.contestant import Contestant, dicts
from bench.handwritten import THRESHOLDS, every
from bench.workload import Case


def every_in_loops(case: Case) -> float:
    """Two points for every match of every rule."""
    total = 0.0
    for holds in THRESHOLDS:
        if holds(case):
            total += 2.0
    for rule in LOOPS:
        total += rule(case)
    return total


def _any_in_force(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if t["status"] == "in_force":
            total += 2.0
    return total


def _any_high(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if t["level"] >= 4:
            total += 2.0
    return total


def _any_signed(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if t["status"] == "signed" and t["level"] > 2:
            total += 2.0
    return total


def _any_near(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if t["partner"] in {"KAZ", "UZB"} and t["level"] >= 2:
            total += 2.0
    return total


def _any_firm(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if t["status"] != "announced" or t["level"] >= 5:
            total += 2.0
    return total


def _none_announced(c: Case) -> float:
    total = 0.0
    for _f in c["state"]:
        if not any(t["status"] == "announced" for t in c["tie"]):
            total += 2.0
    return total


def _none_low(c: Case) -> float:
    total = 0.0
    for _f in c["state"]:
        if not any(t["level"] < 1 for t in c["tie"]):
            total += 2.0
    return total


def _none_turkmen(c: Case) -> float:
    total = 0.0
    for _f in c["state"]:
        if not any(t["partner"] == "TKM" for t in c["tie"]):
            total += 2.0
    return total


def _none_weak(c: Case) -> float:
    total = 0.0
    for _f in c["state"]:
        if not any(t["status"] == "signed" and t["level"] < 2 for t in c["tie"]):
            total += 2.0
    return total


def _none_top(c: Case) -> float:
    total = 0.0
    for _f in c["state"]:
        if not any(t["level"] > 4 for t in c["tie"]):
            total += 2.0
    return total


def _join_large(c: Case) -> float:
    total = 0.0
    for k in c["kin"]:
        if k["share"] >= 0.03:
            for t in c["tie"]:
                if t["partner"] == k["state"]:
                    total += 2.0
    return total


def _join_in_force(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if t["status"] == "in_force":
            for k in c["kin"]:
                if k["state"] == t["partner"]:
                    total += 2.0
    return total


def _join_both(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if t["level"] >= 3:
            for k in c["kin"]:
                if k["share"] >= 0.01 and k["state"] == t["partner"]:
                    total += 2.0
    return total


def _join_border(c: Case) -> float:
    total = 0.0
    for s in c["sensitivity"]:
        if s["issue"] == "border":
            for t in c["tie"]:
                if t["partner"] == s["state"]:
                    total += 2.0
    return total


def _join_above(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        for s in c["sensitivity"]:
            if s["state"] == t["partner"] and s["level"] > t["level"]:
                total += 2.0
    return total


def _join_signed(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if t["status"] == "signed":
            for s in c["sensitivity"]:
                if s["state"] == t["partner"] and s["level"] >= 2:
                    total += 2.0
    return total


def _join_kin(c: Case) -> float:
    total = 0.0
    for k in c["kin"]:
        if k["share"] > 0.05:
            for s in c["sensitivity"]:
                if s["state"] == k["state"]:
                    total += 2.0
    return total


def _three_levels(c: Case) -> float:
    total = 0.0
    for s in c["sensitivity"]:
        if s["level"] >= 3:
            for k in c["kin"]:
                if k["state"] == s["state"]:
                    for t in c["tie"]:
                        if t["partner"] == k["state"]:
                            total += 2.0
    return total


def _three_minority(c: Case) -> float:
    total = 0.0
    for s in c["sensitivity"]:
        if s["issue"] == "minority":
            for k in c["kin"]:
                if k["state"] == s["state"]:
                    for t in c["tie"]:
                        if t["partner"] == k["state"]:
                            total += 2.0
    return total


def _three_sum(c: Case) -> float:
    total = 0.0
    for k in c["kin"]:
        for t in c["tie"]:
            if t["partner"] == k["state"]:
                for s in c["sensitivity"]:
                    if s["state"] == k["state"] and t["level"] + s["level"] > 6:
                        total += 2.0
    return total


def _unanswered(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if not any(s["state"] == t["partner"] for s in c["sensitivity"]):
            total += 2.0
    return total


def _unlinked(c: Case) -> float:
    total = 0.0
    for t in c["tie"]:
        if not any(k["state"] == t["partner"] and k["share"] > 0.02 for k in c["kin"]):
            total += 2.0
    return total


def _untied(c: Case) -> float:
    total = 0.0
    for k in c["kin"]:
        if not any(t["partner"] == k["state"] and t["status"] == "in_force" for t in c["tie"]):
            total += 2.0
    return total


def _unopposed(c: Case) -> float:
    total = 0.0
    for s in c["sensitivity"]:
        if not any(t["partner"] == s["state"] and t["level"] > 2 for t in c["tie"]):
            total += 2.0
    return total


def _unspoken(c: Case) -> float:
    total = 0.0
    for k in c["kin"]:
        if not any(s["state"] == k["state"] and s["issue"] == "minority" for s in c["sensitivity"]):
            total += 2.0
    return total


LOOPS: list[Callable[[Case], float]] = [
    _any_in_force,
    _any_high,
    _any_signed,
    _any_near,
    _any_firm,
    _none_announced,
    _none_low,
    _none_turkmen,
    _none_weak,
    _none_top,
    _join_large,
    _join_in_force,
    _join_both,
    _join_border,
    _join_above,
    _join_signed,
    _join_kin,
    _three_levels,
    _three_minority,
    _three_sum,
    _unanswered,
    _unlinked,
    _untied,
    _unopposed,
    _unspoken,
]

SINGLE = (
    Contestant(
        "by hand, every match, in plain loops",
        dicts,
        lambda: partial(map, every_in_loops),
        expected=every,
    ),
)
