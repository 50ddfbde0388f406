"""What the innermost loop of a rule does with a solution: a match or a gap, and a finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from riskmemo.engines.compiled.expressions import operand
from riskmemo.engines.compiled.loops import INDENT, Loops
from riskmemo.engines.compiled.names import literal
from riskmemo.language.program import TypedRule
from riskmemo.language.tree import Constant
from riskmemo.model.points import to_micro


def tuple_of(items: Iterable[str]) -> str:
    """A tuple as Python spells it."""
    found = list(items)
    return f"({found[0]},)" if len(found) == 1 else f"({', '.join(found)})"


@dataclass(frozen=True, slots=True)
class Worth:
    """How the strength and the points of a solution are written."""

    strength: str
    points: str
    at_stake: str
    """The points of a gap."""
    lacking: str = ""
    """What makes a gap of a match whose strength is unknown."""


def end_rule(typed: TypedRule, loops: Loops, level: int) -> None:
    """Write what a rule does with a solution: the facts end the record as they are bound."""
    worth, unsure = _worth(typed, loops, level), loops.unsure(level)
    facts = [loops.facts[alias] for alias, _ in typed.query.patterns]
    if typed.derives:
        values = tuple_of(operand(each, loops) for _, each in typed.derives)
        sure = f"not {unsure}" if unsure else True
        loops.add(level, f"derive({values}, {sure}, {tuple_of(facts)})")
    rule, doubts = literal(typed.rule.id), [each for each in (unsure, worth.lacking) if each]
    match = list(_match(typed, loops, worth, rule, facts))
    if not doubts:
        loops.add(level, *match)
        return
    gap = f"gap(({', '.join((rule, _at_stake(typed, loops, worth), *facts))}))"
    loops.add(level, f"if {' or '.join(doubts)}:", INDENT + gap, "else:")
    loops.add(level, *(INDENT + line for line in match))


def _at_stake(typed: TypedRule, loops: Loops, worth: Worth) -> str:
    """The points of a gap: none behind a gate that could never open."""
    if not (typed.uses_identity and typed.rule.contributes):
        return worth.at_stake
    if not typed.conduct:
        return "0"
    return f"{worth.at_stake} if may_open({_conduct(typed, loops)}) else 0"


def _conduct(typed: TypedRule, loops: Loops) -> str:
    return tuple_of(loops.facts[alias] for alias in typed.conduct)


def _match(
    typed: TypedRule, loops: Loops, worth: Worth, rule: str, facts: Iterable[str]
) -> Iterable[str]:
    points, gate = worth.points, "None"
    if typed.uses_identity:
        gate = loops.names.new("gate")
        yield f"{gate} = gate_open({_conduct(typed, loops)})"
        points = f"{points} if {gate} else 0" if typed.rule.contributes else points
    yield f"match(({', '.join((rule, worth.strength, points, gate, *facts))}))"


def _worth(typed: TypedRule, loops: Loops, level: int) -> Worth:
    """The points: a constant where the strength is one, computed from it otherwise."""
    if typed.rule.contributes is None:
        return Worth("None", "None", "None")
    points = float(typed.rule.contributes.points)
    if isinstance(typed.strength, Constant) and isinstance(typed.strength.value, float):
        known = min(1.0, max(0.0, typed.strength.value))
        micro = repr(to_micro(points * known))
        return Worth(literal(known), micro, micro)
    number, strength = operand(typed.strength, loops), loops.names.new("strength")
    loops.add(level, f"{strength} = strength_of({number})")
    at_stake = f"to_micro({points!r} * (1.0 if {strength} is None else {strength}))"
    return Worth(strength, f"to_micro({points!r} * {strength})", at_stake, f"{strength} is None")
