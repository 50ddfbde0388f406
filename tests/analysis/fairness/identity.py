"""Audits of small cases, for the tests of the identity audit."""

import datetime
from collections.abc import Mapping
from typing import Any

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.fairness.identity_audit import identity_audit
from riskmemo.assessing import examine
from riskmemo.language.program import Program
from riskmemo.model.identity import IdentityAudit, Moved
from tests.building import GEOGRAPHY, LEAF, case, program, rule, with_swaps

Facts = Mapping[str, Mapping[str, Any]]
BANDS = {"two": [{"levels": [{"label": "Low", "begins": 0}, {"label": "High", "begins": 15}]}]}
RISK = {"risk": {**LEAF, "bands": "two"}}
GROUPS = {"fields": ["kin.group"], "values": ["East"], "neutral": "Somewhere"}
GATED = rule("gated", {"k": "kin", "a": "act"}, ["a.place == k.group"])
PLAIN = rule("plain", {"t": "tie"}, contributes={"to": "risk", "points": 10})
KIN = {"kind": "kin", "state": "KAZ", "group": "West", "weight": 0.5}
ACT = {"kind": "act", "organisation": "Group", "place": "West", "date": "2025-01-01", "grade": "C3"}
TIE = {"kind": "tie", "partner": "KAZ", "name": "West"}
FACTS: Facts = {"T": TIE, "K": KIN, "A": ACT}


def made(*rules: Any, swaps: Any = (), **parts: Any) -> Program:
    """A program with one banded score, in a vocabulary with swaps."""
    words = with_swaps(GEOGRAPHY, *swaps)
    return program(words, rules=rules, **{"scores": RISK, "bands": BANDS, **parts})


def basis_of(given: Program, facts: Facts, **parts: Any) -> Basis:
    """A case about Mongolia, evaluated."""
    return examine(case(facts, **parts), given, as_of=datetime.date(2025, 7, 21))


def audited(
    given: Program, facts: Facts, limit: float | None = None, **parts: Any
) -> IdentityAudit:
    """The audit of a case about Mongolia."""
    return identity_audit(basis_of(given, facts, **parts), limit)


def told(moved: Moved) -> str:
    """A move in one line."""
    bands = f" {moved.band_before} -> {moved.band_after}" if moved.changes_band else ""
    return f"{moved.scenario} {moved.score} {moved.before} -> {moved.after}{bands}"
