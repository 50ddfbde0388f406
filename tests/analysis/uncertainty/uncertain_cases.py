"""Small cases with something uncertain, for tests of ranges and sensitivities."""

from typing import Any

from riskmemo.analysis.basis import Basis
from riskmemo.assessing import examine
from tests.building import LEAF, Data, case, program, rule

LINEAR = {"to": "risk", "points": 100, "strength": "t.weight"}
"""A contribution of as many points as the weight of a tie has percent."""
BANDS = {"levels": [{"levels": [{"label": "Low", "begins": 0}, {"label": "High", "begins": 50}]}]}
FINE = {**LEAF, "bands": "levels"}


def basis(facts: Data, rules: list[Data] | None = None, **parts: Any) -> Basis:
    """A case evaluated; without rules the first tie's weight is the score."""
    in_case = {name: parts.pop(name) for name in ("ranges", "conflicts") if name in parts}
    given = {"scores": {"risk": FINE}, "bands": BANDS, **parts}
    made = program(rules=rules or [rule("r", {"t": "tie"}, contributes=LINEAR)], **given)
    return examine(case(facts, **in_case), made)


def tie(weight: float | None = 0.5, **fields: Any) -> Data:
    """A tie with a weight."""
    return {"kind": "tie", "weight": weight, **fields}


def between(low: float, high: float) -> Data:
    """An interval."""
    return {"interval": [low, high]}


def summed(count: int, *points: float) -> list[Data]:
    """A rule for each tie, told apart by its level, that gives points times the weight."""
    return [
        rule(
            f"r{number}",
            {"t": "tie"},
            [f"t.level == {number}"],
            contributes={"to": "risk", "points": points[number], "strength": "t.weight"},
        )
        for number in range(count)
    ]
