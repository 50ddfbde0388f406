"""Random pairs of assessments that are akin: the second is the first, changed here and there."""

import copy
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import riskmemo
from riskmemo.analysis.basis import Basis
from riskmemo.errors import EvaluationRefused, InvalidInput
from tests.building import case as built
from tests.fuzzing.cases import WrittenCase, written_case
from tests.fuzzing.written import WrittenRuleset, drawn

Data = dict[str, Any]
CUT_OFFS = ("2025-07-21", "2025-06-01", "2024-03-01")
GRADES = ("A1", "B2@2025-07-01", "C3@2025-05-01", "D4", "F6@2024-01-01")


@cache
def pair(seed: int) -> tuple[Basis, Basis]:
    """Two assessments over one vocabulary in which some score differs."""
    random = Random(seed)  # noqa: S311 - examples, not secrets
    while True:
        found = _pair(random)
        if found is not None and _differ(*found):
            return found


def _differ(old: Basis, new: Basis) -> bool:
    return any(
        old.now[name].value != score.value for name, score in new.now.items() if name in old.now
    )


def _pair(random: Random) -> tuple[Basis, Basis] | None:
    given = drawn(random)
    old_case = _in_time(random, written_case(random, given.kinds))
    if not 0 < len(old_case.facts) <= 16:
        return None
    new_case, rules = old_case, given.ruleset
    what = random.choice(["facts", "dates", "rules", "all", "all"])
    if what in {"facts", "all"}:
        other = written_case(random, given.kinds)
        new_case = _changed_case(random, old_case, other)
    if what in {"dates", "all"}:
        new_case = replace(new_case, as_of=random.choice(CUT_OFFS), horizon="2026-07-21")
    if what in {"rules", "all"}:
        rules = _changed_rules(random, rules)
    try:
        return _basis(given.ruleset, old_case), _basis(rules, new_case)
    except (InvalidInput, EvaluationRefused, ValueError):
        return None


def _basis(rules: WrittenRuleset, case: WrittenCase) -> Basis:
    parts: Data = {"as_of": case.as_of, "horizon": case.horizon, "subject": case.subject}
    searched = tuple(case.searched)
    return riskmemo.examine(built(case.facts, searched=searched, **parts), rules.typed())


def _in_time(random: Random, case: WrittenCase) -> WrittenCase:
    """A case whose facts become known on several days, with sources of several days."""
    facts = {}
    for name, row in case.facts.items():
        grades = random.sample(GRADES, random.choice([1, 1, 2]))
        known = {"known": random.choice(CUT_OFFS)} if random.random() < 0.3 else {}
        facts[name] = {**row, "grade": grades, **known}
    day = random.choice(CUT_OFFS)
    return replace(case, facts=facts, as_of=day, horizon="2026-07-21")


def _changed_case(random: Random, case: WrittenCase, other: WrittenCase) -> WrittenCase:
    facts: dict[str, Data] = {}
    for name, row in case.facts.items():
        fate = random.random()
        if fate < 0.15:
            continue
        changed = dict(row)
        if fate < 0.35:
            changed["grade"] = random.sample(GRADES, 1)
        if 0.3 < fate < 0.5:
            akin = [each for each in other.facts.values() if each["kind"] == row["kind"]]
            for source in random.sample(akin, min(1, len(akin))):
                keys = [key for key in source if key not in {"kind", "grade", "date", "until"}]
                changed |= {key: source[key] for key in random.sample(keys, min(2, len(keys)))}
        facts[name] = changed
    for name, row in random.sample(sorted(other.facts.items()), min(1, len(other.facts))):
        if name in case.facts and random.random() < 0.3:
            facts[name] = {**row, "grade": random.sample(GRADES, 1)}
    for name, row in list(other.facts.items())[: random.choice([0, 0, 1, 2])]:
        facts[f"N{name}"] = {**row, "grade": random.sample(GRADES, 1)}
    searched = other.searched if random.random() < 0.4 else case.searched
    return replace(case, facts=facts, searched=searched)


def _changed_rules(random: Random, given: WrittenRuleset) -> WrittenRuleset:
    parts: Data = copy.deepcopy(dict(given.parts))
    for _ in range(random.choice([1, 2, 3, 4])):
        random.choice([_points, _drop_rule, _conditions, _parameter, _node, _aggregate])(
            random, parts
        )
    return WrittenRuleset(given.kinds, parts)


def _points(random: Random, parts: Data) -> None:
    giving = [each for each in parts["rules"].values() if each.get("contributes")]
    for rule in random.sample(giving, min(1, len(giving))):
        rule["contributes"]["points"] = random.choice([5, 12, 30, 0.5])


def _drop_rule(random: Random, parts: Data) -> None:
    if len(parts["rules"]) < 2:
        return
    name = random.choice(list(parts["rules"]))
    rule = parts["rules"].pop(name)
    if random.random() < 0.4:
        parts["rules"][f"{name}-again"] = rule


def _conditions(random: Random, parts: Data) -> None:
    rule = random.choice(list(parts["rules"].values()))
    rule["where"] = list(rule.get("where", []))[random.choice([0, 1]) :]
    if random.random() < 0.3:
        rule.pop("unless", None)


def _parameter(random: Random, parts: Data) -> None:
    name = random.choice(list(parts["parameters"]))
    parts["parameters"][name] = random.choice([0.25, 2, 13])


def _aggregate(random: Random, parts: Data) -> None:
    bodies = list(parts["derive"].values())
    for body in random.sample(bodies, min(1, len(bodies))):
        body["where"] = list(body.get("where", []))[1:]


def _node(random: Random, parts: Data) -> None:
    scale = parts["scale"]
    span = scale["max"] - scale["min"]
    name, node = random.choice(list(parts["scores"].items()))
    change = random.choice(["cap", "floor", "round", "missing", "weights", "combine", "drop"])
    if change in {"cap", "floor"}:
        node[change] = scale["min"] + span * (0.75 if change == "cap" else 0.05)
    elif change == "round":
        node["round"] = {"digits": random.choice([0, 1, 2]), "mode": "half_up"}
    elif change == "missing":
        node["missing"] = random.choice(["worst", "zero"])
    elif change == "weights" and "of" in node:
        node["of"] = {child: random.choice([1, 2, 5]) for child in node["of"]}
    elif change == "combine":
        node["combine"] = random.choice(["max", "sum"])
    elif change == "drop" and "of" in node and len(parts["scores"]) > 1:
        used = {c for each in parts["scores"].values() for c in each.get("of", {})}
        if name not in used:
            del parts["scores"][name]
