"""What rules that use religion or ethnicity gave, taken from the scores; and rules' outcomes."""

from collections.abc import Mapping
from decimal import Decimal

from riskmemo.memo.materials import Materials
from riskmemo.model.assessment import RuleRecord, Scenario

OUTCOMES = {
    "matched": "matched",
    "held at zero": "held at zero",
    "context": "context",
    "gap": "waits for information",
    "no match": "no match",
    "not evaluable": "not evaluable",
}
"""Outcome to its words; `context`: it matched, uses identity, and had no points to give."""


def purpose(rule: RuleRecord) -> str:
    """What a rule without points is for."""
    return "bears on competing readings" if rule.bears_on else "a finding for other rules"


def identity_rules(materials: Materials) -> tuple[RuleRecord, ...]:
    """The rules that use identity, in the order of the ruleset."""
    return tuple(rule for rule in materials.rules.values() if rule.uses_identity)


def outcome(materials: Materials, rule: RuleRecord) -> str:
    """What became of a rule, in words."""
    name: str = rule.outcome
    if rule.uses_identity and name in {"matched", "held at zero"}:
        name = _of_a_match(materials, rule)
    if name == "matched" and (held := _held(materials, rule)):
        return materials.say(
            "matched; {held} of {all} matches held at zero",
            held=str(held),
            all=str(len(materials.matches[rule.id])),
        )
    return materials.say(OUTCOMES[name])


def held_at_zero(materials: Materials) -> tuple[RuleRecord, ...]:
    """The rules that matched, had points to give and were kept from giving any."""
    return tuple(
        rule
        for rule in identity_rules(materials)
        if rule.outcome == "held at zero" and _of_a_match(materials, rule) == "held at zero"
    )


def points_given(materials: Materials, scenario: Scenario) -> Mapping[str, Mapping[str, Decimal]]:
    """Score to the points, other than zero, that each rule using identity gave in a scenario."""
    used = {rule.id for rule in identity_rules(materials)}
    found: dict[str, dict[str, Decimal]] = {}
    for name, score in scenario.scores.items():
        for part in score.parts:
            if part.rule in used and part.contribution:
                found.setdefault(name, {})[part.rule] = part.contribution
    return found


def _of_a_match(materials: Materials, rule: RuleRecord) -> str:
    """`context` where the gate had nothing to hold: no points, or no strength in any match.

    What bears on hypotheses behind an open gate counts, with or without points.
    """
    matches = materials.matches.get(rule.id, ())
    if rule.bears_on and rule.outcome == "matched":
        return rule.outcome
    if not rule.points or all(match.strength == 0 for match in matches):
        return "context"
    return rule.outcome


def _held(materials: Materials, rule: RuleRecord) -> int:
    return sum(match.gate == "held" for match in materials.matches.get(rule.id, ()))
