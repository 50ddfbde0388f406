"""Rules that only bear on hypotheses match, and leave gaps, in every engine alike."""

from typing import Any

import pytest

from riskmemo.evaluate import installed_engines
from tests.building import evaluated, program, rule

QUESTION: dict[str, Any] = {
    "hypotheses": {"calm": {"title": "Calm"}, "storm": {"title": "Storm"}},
    "competing": {"weather": {"question": "What comes?", "hypotheses": ["calm", "storm"]}},
}
MARKS: Any = {"calm": "inconsistent", "storm": "neutral"}
RULES = [
    rule("plain", {"t": "tie"}, ["t.open"], contributes=None, bears_on=MARKS),
    rule("absent", {"t": "tie"}, unless=[{"match": {"a": "act"}, "where": ["a.place == t.name"]}],
         contributes=None, bears_on=MARKS),
    rule("gated", {"k": "kin", "a": "act"}, ["a.place == k.group"], contributes=None,
         bears_on=MARKS),
    rule("alone", {"k": "kin"}, contributes=None, bears_on=MARKS),
    rule("made", {"t": "tie"}, ["t.level > 1"], derives={"kind": "d", "fields": {"n": "t.name"}},
         bears_on=MARKS),
    rule("scores", {"d": "d"}, bears_on=MARKS),
]  # fmt: skip
FACTS = {
    "T1": {"kind": "tie", "open": True, "name": "West", "level": 2},
    "T2": {"kind": "tie", "name": "East", "level": 3},
    "T3": {"kind": "tie", "open": False},
    "K": {"kind": "kin", "group": "West"},
    "A": {"kind": "act", "place": "West", "organisation": "Front", "date": "2025-01-01"},
}


@pytest.mark.parametrize("engine", installed_engines())
def test_they_match_as_any_rule_does(engine: str) -> None:
    """Matches and gaps have no points; the identity gate is told; nothing scores."""
    found = evaluated(program(rules=RULES, **QUESTION), FACTS, engine).answer
    told = [(m.rule, dict(m.facts), m.gate) for m in found.matches if m.contribution is None]
    assert told == [
        ("absent", {"t": "T2"}, None),
        ("alone", {"k": "K"}, False),
        ("gated", {"a": "A", "k": "K"}, True),
        ("made", {"t": "T1"}, None),
        ("made", {"t": "T2"}, None),
        ("plain", {"t": "T1"}, None),
    ]
    assert [(gap.rule, dict(gap.facts), gap.points) for gap in found.gaps] == [
        ("absent", {"t": "T3"}, None),
        ("made", {"t": "T3"}, None),
        ("plain", {"t": "T2"}, None),
        ("scores", {"d": "d/1"}, 10_000_000),
    ]
    assert all(match.strength is None for match in found.matches if match.rule != "scores")
