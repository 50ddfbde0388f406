"""Cases in a few lines, examined, for tests of the analyses."""

from collections.abc import Mapping, Sequence
from typing import Any

from riskmemo.analysis.basis import Basis
from riskmemo.assessing import examine
from riskmemo.language.program import Program
from tests.building import LEAF, case, program

BANDS = {"levels": [{"levels": [{"label": "Low", "begins": 0}, {"label": "High", "begins": 15}]}]}
SCORES = {"risk": {**LEAF, "bands": "levels"}}
Facts = Mapping[str, Mapping[str, Any]]


def examined(facts: Facts, rules: Sequence[Any], **parts: Any) -> Basis:
    """Facts in short and some rules, evaluated; `searched` lists kinds."""
    searched = parts.pop("searched", ())
    made = program(rules=list(rules), **{"scores": SCORES, "bands": BANDS, **parts})
    return asked_of(made, facts, searched=searched)


def asked_of(made: Program, facts: Facts, **parts: Any) -> Basis:
    """Facts in short and a program, evaluated."""
    return examine(case(facts, **parts), made)
