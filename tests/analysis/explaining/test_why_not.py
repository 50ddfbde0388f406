"""What keeps a rule from firing, and changes that really make it fire."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random
from typing import Any

import pytest

import riskmemo
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.explaining.why_graph import graph_of_rule
from riskmemo.analysis.explaining.why_not import why_not
from riskmemo.engines import definition
from riskmemo.errors import EvaluationRefused, InvalidInput
from riskmemo.language.program import Program
from riskmemo.language.types import Base
from riskmemo.language.values import date_of
from riskmemo.model.base import Scalar
from riskmemo.model.facts import Fact, Value
from riskmemo.model.grading import Credibility, Reliability
from riskmemo.model.why_not import Change, WhyNot
from tests.analysis.bases import basis_of, random_bases
from tests.building import Data, program, rule, told, vocabulary
from tests.fuzzing.drawing import seeded


def asked(name: str, facts: Data, rules: list[Any], **parts: Any) -> WhyNot:
    """Why a rule does not fire over some facts."""
    case_parts = {key: parts.pop(key) for key in ("searched",) if key in parts}
    return why_not(basis_of(program(rules=rules, **parts), facts, **case_parts), name)


def settings(found: WhyNot) -> list[list[tuple[str, str, Scalar]]]:
    """The settings of each change: fact, field and value."""
    return [
        [(each.fact, each.field, each.then) for each in change.settings] for change in found.changes
    ]


# --- what is told ---------------------------------------------------------------------------------


def test_the_nearest_combination_is_told_condition_by_condition() -> None:
    """What is true, false and unknown, with the values on both sides; the nearest stands first."""
    only = rule("r", {"t": "tie", "k": "kin"}, ["t.partner == k.state", "t.level >= 3", "t.open"])
    facts = {
        "A": {"kind": "tie", "partner": "KAZ", "level": 2},
        "B": {"kind": "tie", "partner": "UZB", "level": 2, "open": False},
        "K": {"kind": "kin", "state": "KAZ"},
    }
    found = asked("r", facts, [only])
    assert (found.outcome, found.fires, found.looked_at, found.every) == (
        "no match",
        False,
        2,
        True,
    )
    first, second = found.nearest
    assert (dict(first.facts), first.false, first.unknown) == ({"k": "K", "t": "A"}, 2, 1)
    told_conditions = [
        (each.written, each.truth, [(one.text, one.value) for one in each.values])
        for each in first.conditions
    ]
    assert told_conditions == [
        ("t.partner == k.state", True, [("t.partner", "KAZ"), ("k.state", "KAZ")]),
        ("t.level >= 3", False, [("t.level", 2.0)]),
        ("t.open", None, [("t.open", None)]),
    ]
    assert (dict(second.facts), second.false) == ({"k": "K", "t": "B"}, 4)


def test_what_is_in_the_way_is_named() -> None:
    """An absence that does not hold is false, with the facts that block it."""
    only = rule("r", {"t": "tie"}, unless=[{"match": {"a": "act"}, "where": ["a.place == t.name"]}])
    facts = {
        "T": {"kind": "tie", "name": "West"},
        "A": {"kind": "act", "place": "West"},
        "B": {"kind": "act", "place": "East"},
    }
    found = asked("r", facts, [only])
    (near,) = found.nearest
    (absence,) = near.absences
    assert absence.tested.written == "unless there is a: act where a.place == t.name"
    assert absence.tested.truth is False
    assert [(each.text, each.value) for each in absence.tested.values] == [("t.name", "West")]
    assert list(absence.blockers) == [{"a": "A"}]
    assert ("A",) in [change.absent for change in found.changes]
    assert found.changes[0].size == 1
    assert found.smallest


def test_a_rule_that_fires_says_so() -> None:
    """Its matches are told, the other combinations too, and no change is looked for."""
    facts = {"A": {"kind": "tie", "level": 2}, "B": {"kind": "tie", "level": 1}}
    found = asked("r", facts, [rule("r", {"t": "tie"}, ["t.level > 1"])])
    assert (found.fires, found.matched, found.search) == (True, 1, "not needed")
    assert [each.id for each in found.matches] == ["r#1"]
    assert [dict(each.facts) for each in found.nearest] == [{"t": "B"}]
    assert found.changes == ()


def test_a_kind_without_facts_asks_for_a_new_one() -> None:
    """Where there is no fact of the kind a new one is described, with what it must also state."""
    words = vocabulary(
        {
            "note": {
                "level": {"type": "number", "required": True},
                "on": "date",
                "text": {"type": "text", "required": True},
            }
        }
    )
    made = program(words, rules=[rule("r", {"n": "note"}, ["n.level > 4", "n.on < as_of"])])
    found = why_not(basis_of(made, {}, searched=["note"]), "r")
    (pattern,) = found.patterns
    assert (pattern.facts, pattern.searched) == (0, True)
    assert found.nearest == ()
    (change,) = found.changes
    (new,) = change.added
    assert (change.size, new.kind, new.fields) == (3, "note", {"level": 5.0, "on": "2025-07-20"})
    assert (new.also_states, new.any_value) == (("text",), ())
    assert dict(change.moves) == {"risk": 10}


def test_the_identity_gate_says_what_it_needs() -> None:
    """A rule held at zero lacks a graded source, or a name that the conduct must have."""
    rules = [rule("r", {"k": "kin", "a": "act"})]
    act = {"kind": "act", "organisation": "Group", "place": "West", "date": "2025-01-01"}
    weak = asked("r", {"K": {"kind": "kin"}, "A": {**act, "grade": "D3"}}, rules)
    assert (weak.outcome, weak.fires) == ("held at zero", False)
    assert weak.nearest[0].gate is not None
    assert weak.nearest[0].gate.needs == (
        "a source graded C3 or better for A, which documents the conduct"
    )
    assert [change.added[0].graded for change in weak.changes] == [True]
    nameless = {"K": {"kind": "kin"}, "A": {"kind": "act", "place": "West", "date": "2025-01-01"}}
    unnamed = asked("r", nameless, rules)
    assert unnamed.nearest[0].gate is not None
    assert (unnamed.nearest[0].gate.open, unnamed.nearest[0].gate.needs) == (
        None,
        "organisation of A",
    )
    (setting,) = unnamed.changes[0].settings
    assert (setting.fact, setting.field, setting.any_value) == ("A", "organisation", True)


def test_a_gap_asks_what_is_to_be_found_out() -> None:
    """Where only information is missing, the unknown fields are named and set first."""
    found = asked("r", {"T": {"kind": "tie"}}, [rule("r", {"t": "tie"}, ["t.level > 1"])])
    assert found.outcome == "gap"
    assert [(each.fact, each.field) for each in found.find_out] == [("T", "level")]
    assert settings(found)[0] == [("T", "level", 2.0)]


def test_a_rule_of_a_hypothesis_says_where_it_counts() -> None:
    """Its scenario is named, and whether the case has it; scores move there."""
    hypotheses = {"h": {"title": "H", "claim": "C"}}
    rules = [
        rule("r", {"t": "tie"}, ["t.level > 1"], hypothesis="h"),
        rule("c", {"c": "claim"}, hypothesis="h"),
    ]
    facts: dict[str, Any] = {"T": {"kind": "tie", "level": 1}}
    without = asked("r", facts, rules, hypotheses=hypotheses)
    assert (without.hypothesis, without.raised) == ("h", False)
    assert dict(without.changes[0].moves) == {}
    facts["C"] = {"kind": "claim"}
    raised = asked("r", facts, rules, hypotheses=hypotheses)
    assert raised.raised
    assert dict(raised.changes[0].moves) == {"risk": 10}


def test_a_change_behind_a_finding_is_told_of_the_fact() -> None:
    """Nobody can set a field of a finding: what it was derived from is what would change."""
    rules = [
        rule("makes", {"t": "tie"}, ["t.open"], derives={"kind": "d", "fields": {"n": "t.level"}}),
        rule("reads", {"d": "d"}, ["d.n >= 3"]),
    ]
    found = asked("reads", {"T": {"kind": "tie", "level": 1, "open": False}}, rules)
    assert found.patterns[0].derived_by == ("makes",)
    assert settings(found)[0] == [("T", "level", 3.0), ("T", "open", True)]
    assert found.smallest


def test_identity_without_a_pattern_of_conduct_never_gives_points() -> None:
    """No change of the case makes such a rule fire, and that is said."""
    found = asked("r", {"K": {"kind": "kin"}}, [rule("r", {"k": "kin"})])
    assert (found.outcome, found.changes) == ("held at zero", ())
    assert found.unsolved == ("the identity gate: the rule matches no conduct",)


def test_what_cannot_be_solved_is_said() -> None:
    """A condition on a count is told as what it compares: no setting of a field adds a fact."""
    derive = {
        "counted": {"match": {"t": "tie"}, "group_by": {"s": "subject"}, "fields": {"n": "count()"}}
    }
    found = asked(
        "r", {"T": {"kind": "tie"}}, [rule("r", {"c": "counted"}, ["c.n > 1"])], derive=derive
    )
    assert found.changes == ()
    assert found.unsolved == ("c.n > 1",)
    assert found.patterns[0].aggregated_from == ("tie",)


def test_single_settings_behind_an_aggregate_are_tried() -> None:
    """What an aggregate gives is not solved; fields of its rows are set one by one, and tried."""
    derive = {
        "range": {
            "match": {"t": "tie"}, "group_by": {"p": "t.partner"},
            "fields": {"low": "min(t.level)"},
        }
    }  # fmt: skip
    facts = {
        "A": {"kind": "tie", "partner": "KAZ", "level": 5},
        "B": {"kind": "tie", "partner": "KAZ"},
    }
    found = asked("r", facts, [rule("r", {"g": "range"}, ["g.low >= 2"])], derive=derive)
    assert [(each.fact, each.field) for each in found.find_out] == [("B", "level")]
    assert settings(found)[0] == [("B", "level", 2.0)]


SOLVED = [
    (["t.level >= 2.5"], {"level": 1}, {"level": 2.5}),
    (["t.level > 2"], {"level": 1}, {"level": 3.0}),
    (["t.level < 0.5"], {"level": 0.75}, {"level": 0.49}),
    (["t.weight > 0.995"], {"weight": 0.2}, {"weight": 0.996}),
    (["t.level * 2 + 1 >= 9"], {"level": 1}, {"level": 4.0}),
    (["10 / t.level <= 2"], {"level": 2}, {"level": 5.0}),
    (["t.level / t.cost >= 0.25"], {"level": 1, "cost": 8}, {"level": 2.0}),
    (["min(t.level, 9) >= 3"], {"level": 1}, {"level": 3.0}),
    (["abs(t.level) <= 3"], {"level": -5}, {"level": -3.0}),
    (["goalposts(t.level, 0, 200) >= 0.5"], {"level": 1}, {"level": 100.0}),
    (['t.status == "signed"'], {"status": "announced"}, {"status": "signed"}),
    (['t.status != "announced"'], {"status": "announced"}, {"status": "signed"}),
    (['t.status in ["in_force", "signed"]'], {"status": "announced"}, {"status": "in_force"}),
    (['not (t.status in ["announced"])'], {"status": "announced"}, {"status": "signed"}),
    (["t.partner == subject"], {"partner": "KAZ"}, {"partner": "MNG"}),
    (["t.open"], {"open": False}, {"open": True}),
    (["not t.open"], {"open": True}, {"open": False}),
    (
        ["t.signed_on >= as_of - months(6)"],
        {"signed_on": "2024-01-01"},
        {"signed_on": "2025-01-21"},
    ),
    (["t.signed_on < as_of - days(1)"], {"signed_on": "2025-07-21"}, {"signed_on": "2025-07-19"}),
    (["as_of - t.signed_on <= 30"], {"signed_on": "2024-01-01"}, {"signed_on": "2025-06-21"}),
    (
        ["t.signed_on + months(1) >= as_of"],
        {"signed_on": "2024-01-01"},
        {"signed_on": "2025-06-21"},
    ),
    (["t.level >= 3 and t.level <= 4"], {"level": 9}, {"level": 4.0}),
    (["t.level >= 8 or t.open"], {"level": 1, "open": False}, {"open": True}),
    (["t.level >= 3", "t.level < 3.5"], {"level": 9}, {"level": 3.4}),
    (["t.level > 3", "t.level < 3.5"], {"level": 9}, {"level": 3.4}),
]


@pytest.mark.parametrize(("where", "fields", "expected"), SOLVED, ids=lambda each: str(each)[:40])
def test_the_value_that_just_does(
    where: list[str], fields: dict[str, Any], expected: dict[str, Scalar]
) -> None:
    """A threshold is just met, a category takes a listed value, a date stands on the boundary."""
    found = asked("r", {"T": {"kind": "tie", **fields}}, [rule("r", {"t": "tie"}, where)])
    assert found.changes[0].size == 1
    told_ones = [{field: then} for change in settings(found) for _, field, then in change]
    assert expected in told_ones


def test_values_stay_within_their_range() -> None:
    """What the vocabulary calls implausible is never proposed."""
    words = vocabulary({"note": {"level": {"type": "number", "min": 0, "max": 5}}})
    made = program(words, rules=[rule("r", {"n": "note"}, ["n.level > 5"])])
    found = why_not(basis_of(made, {"N": {"kind": "note", "level": 1}}), "r")
    assert (found.changes, found.search) == ((), "finished")


def test_the_two_dates_of_a_fact_stay_in_order() -> None:
    """An end before the beginning cannot be stated, so both move."""
    facts = {"T": {"kind": "tie", "date": "2024-01-01", "until": "2024-02-01"}}
    found = asked("r", facts, [rule("r", {"t": "tie"}, ['t.date >= date("2025-01-01")'])])
    assert settings(found)[0] == [("T", "date", "2025-01-01"), ("T", "until", "2025-01-01")]


def test_a_value_is_chosen_with_a_view_to_the_other_conditions() -> None:
    """One setting does where a value meets all conditions of the field, absences included."""
    facts = {"T": {"kind": "tie"}, "U": {"kind": "tie", "level": 0}}
    only = rule(
        "r",
        {"t": "tie"},
        ["t.level < 2", "t.level < 1 or t.open", "t.level != 0"],
        unless=[{"match": {"u": "tie"}, "where": ["u.level < t.level"]}],
    )
    found = asked("r", facts, [only])
    assert settings(found)[0] == [("T", "level", -1.0)]


def test_what_might_be_in_the_way_is_taken_out_of_it() -> None:
    """An absence that an unknown field leaves open holds once the field is known."""
    facts = {"A": {"kind": "tie", "level": 2, "name": "A"}, "B": {"kind": "tie", "name": "B"}}
    unless = [{"match": {"u": "tie"}, "where": ["u.level < 0"]}]
    found = asked("r", facts, [rule("r", {"t": "tie"}, ['t.name == "A"'], unless=unless)])
    assert found.outcome == "gap"
    assert (found.changes[0].size, found.changes[0].absent) == (1, ())
    assert settings(found)[0] == [("B", "level", 0.0)]


def test_an_unknown_rule_is_refused() -> None:
    """The nearest rule is offered."""
    with pytest.raises(InvalidInput) as refused:
        asked("ruel", {}, [rule("rule", {"t": "tie"})])
    assert [told(each) for each in refused.value.mistakes] == [
        "unknown-rule: the ruleset `small` has no rule `ruel` | did you mean `rule`?"
    ]


def test_a_picture_shows_combinations_conditions_and_changes() -> None:
    """Nodes say whether a condition holds, and edges lead from the rule down."""
    found = asked(
        "r", {"T": {"kind": "tie", "level": 1}}, [rule("r", {"t": "tie"}, ["t.level > 1"])]
    )
    graph = graph_of_rule(found)
    assert [(each.id, each.truth) for each in graph.nodes] == [
        ("rule:r", False),
        ("combination:1", False),
        ("condition:1.1", False),
        ("fact:T", None),
        ("change:1", True),
        ("change:2", True),
    ]
    assert [(each.source, each.target) for each in graph.edges] == [
        ("rule:r", "combination:1"),
        ("combination:1", "condition:1.1"),
        ("combination:1", "fact:T"),
        ("rule:r", "change:1"),
        ("rule:r", "change:2"),
    ]


# --- large cases ----------------------------------------------------------------------------------


def test_large_cases_are_answered_and_say_what_was_looked_at() -> None:
    """Three patterns over 2,000 facts each are searched from the nearest, never as a product."""
    facts: dict[str, Any] = {
        f"T{number}": {"kind": "tie", "partner": "KAZ", "level": number} for number in range(2000)
    }
    facts |= {f"K{number}": {"kind": "people", "date": "2025-01-01"} for number in range(2000)}
    only = rule(
        "r",
        {"a": "tie", "b": "tie", "k": "people"},
        ["a.level == b.level + 5000", "a.partner == k.state", "k.date >= as_of"],
    )
    found = asked("r", facts, [only])
    assert (found.every, found.proven) == (False, False)
    assert 0 < found.looked_at < 60_000
    assert len(found.nearest) == 3
    assert found.changes[0].size == 3
    assert not found.smallest


# --- laws, on random rulesets and cases -----------------------------------------------------------

KINDS = {
    "a": {"c": ["p", "q", "r"], "n": "number", "b": "bool"},
    "b": {"c": ["p", "q", "r"], "n": "number"},
}
DOMAIN: dict[str, tuple[Value, ...]] = {
    "c": ("p", "q", "r"),
    "n": (-1.0, 0.0, 1.0, 2.0, 3.0),
    "b": (True, False),
}
TINY = vocabulary(KINDS)


def tiny_program(random: Random) -> Program:
    """A ruleset over two kinds: joins, constants, absences, findings."""

    def condition(aliases: dict[str, str]) -> str:
        alias, kind = random.choice(sorted(aliases.items()))
        field = random.choice([name for name in KINDS[kind] if name != "b"] or ["c"])
        others = [each for each in aliases if each != alias]
        if others and random.random() < 0.5:
            sign = "==" if field == "c" else random.choice(["==", "<", ">="])
            return f"{alias}.{field} {sign} {random.choice(others)}.{field}"
        if field == "c":
            return random.choice(
                [f'{alias}.c == "p"', f'{alias}.c != "q"', f'{alias}.c in ["q", "r"]']
            )
        return f"{alias}.n {random.choice(['<', '>=', '==', '!='])} {random.choice([0, 1, 2])}"

    def body(kinds: list[str]) -> dict[str, Any]:
        aliases = {f"x{place}": random.choice(kinds) for place in range(random.choice([1, 1, 2]))}
        where = [condition(aliases) for _ in range(random.choice([1, 2, 2, 3]))]
        if random.random() < 0.2:
            where.append(f"{condition(aliases)} or {condition(aliases)}")
        more = {}
        if random.random() < 0.35:
            inner = {**aliases, "y": random.choice(["a", "b"])}
            more["unless"] = [{"match": {"y": inner["y"]}, "where": [condition(inner)]}]
        return {"match": aliases, "where": where, **more}

    made = body(["a", "b"])
    first = min(made["match"])
    derives = {"kind": "d", "fields": {"c": f"{first}.c", "n": f"{first}.n"}}
    kinds = ["a", "b", "d"] if random.random() < 0.5 else ["a", "b"]
    KINDS["d"] = {"c": ["p", "q", "r"], "n": "number"}
    asked_rule = body(kinds)
    del KINDS["d"]
    return program(
        TINY,
        rules=[
            rule(
                "makes",
                made["match"],
                made["where"],
                derives=derives,
                unless=made.get("unless", []),
            ),
            rule(
                "asked",
                asked_rule["match"],
                asked_rule["where"],
                unless=asked_rule.get("unless", []),
            ),
        ],
    )


def tiny_facts(random: Random) -> dict[str, Any]:
    """A few facts, some fields unknown."""
    return {
        f"{kind.upper()}{number}": {
            "kind": kind,
            **{
                field: random.choice(DOMAIN[field])
                for field in KINDS[kind]
                if random.random() < 0.85
            },
        }
        for kind in KINDS
        for number in range(random.choice([0, 1, 1, 2]))
    }


def smaller(basis: Basis, size: int) -> Iterator[tuple[Fact, ...]]:
    """The facts after every change smaller than a size, from a small finite domain."""
    facts = {fact.id: fact for fact in basis.found.facts}
    edits: list[tuple[Any, ...]] = [
        ("set", fact.id, field, value)
        for fact in facts.values()
        for field in KINDS[fact.kind]
        for value in DOMAIN[field]
        if value != fact.values[field]
    ]
    edits += [("drop", name) for name in facts]
    new = [
        (
            1 + len(fields),
            Fact(f"N{kind}", kind, {**nothing, **dict(zip(fields, values, strict=True))}),
        )
        for kind in KINDS
        for nothing in [dict.fromkeys([*KINDS[kind], "date", "until"])]
        for count in range(size - 1)
        for fields in combinations(KINDS[kind], count)
        for values in product(*(DOMAIN[field] for field in fields))
    ]
    for count in range(1, size):
        for chosen in combinations(edits, count):
            yield applied(facts, chosen)
    for cost, fact in new:
        for count in range(size - cost):
            for chosen in combinations(edits, count):
                yield (*applied(facts, chosen), fact)


def applied(facts: dict[str, Fact], chosen: tuple[tuple[Any, ...], ...]) -> tuple[Fact, ...]:
    """Facts with some fields set and some facts left out."""
    left = dict(facts)
    for what, name, *rest in chosen:
        if what == "drop":
            left.pop(name, None)
        elif name in left:
            field, value = rest
            left[name] = replace(left[name], values={**left[name].values, field: value})
    return tuple(left.values())


def fires(basis: Basis, facts: tuple[Fact, ...], name: str) -> bool:
    """Whether a rule fires, by the definition of the language; the identity gate counts."""
    program_, setting = basis.found.program, basis.found.setting
    typed = program_.rule[name]
    gated = typed.uses_identity and typed.rule.contributes is not None
    answer = definition.answer(program_, facts, setting)
    return any(each.rule == name and not (gated and each.gate is False) for each in answer.matches)


def test_no_smaller_change_exists_where_that_is_said() -> None:
    """Brute force over a small domain finds nothing smaller than what is told as smallest."""
    sizes: list[int] = []
    for number in range(120):
        random = seeded("tiny", number)
        basis = basis_of(tiny_program(random), tiny_facts(random))
        found = why_not(basis, "asked")
        if found.fires or not found.changes:
            continue
        size = found.changes[0].size
        if not found.smallest or size > 3:
            continue
        sizes.append(size)
        for facts in smaller(basis, size):
            assert not fires(basis, facts, "asked"), (number, facts)
    assert len([size for size in sizes if size == 2]) > 10
    assert 3 in sizes


def test_a_change_is_found_where_one_exists() -> None:
    """Where a single setting or leaving out one fact does, a change of that size is told."""
    seen = 0
    for number in range(120):
        random = seeded("exists", number)
        basis = basis_of(tiny_program(random), tiny_facts(random))
        found = why_not(basis, "asked")
        if not found.fires and any(fires(basis, facts, "asked") for facts in smaller(basis, 2)):
            assert found.changes[0].size == 1, number
            seen += 1
    assert seen > 30


def test_changes_really_make_the_rule_fire() -> None:
    """On random rulesets the definition of the language agrees with every change that is told."""
    changes = 0
    for basis in random_bases("changes", 10, 1):
        for typed in basis.found.program.rules:
            found = why_not(basis, typed.rule.id)
            for change in found.changes:
                facts = changed(basis, change, found)
                try:
                    assert fires(basis, facts, typed.rule.id), (typed.rule, change)
                except EvaluationRefused:
                    continue
                changes += 1
    assert changes > 20


def changed(basis: Basis, change: Change, found: WhyNot) -> tuple[Fact, ...]:
    """The facts of the case with a change made to them, read from what is told of it."""
    schemas = basis.found.program.schemas
    facts = {fact.id: fact for fact in basis.found.facts if fact.id not in change.absent}
    for each in change.settings:
        fact = facts[each.fact]
        value = typed_value(each.then, schemas[fact.kind].fields[each.field].base)
        facts[each.fact] = replace(fact, values={**fact.values, each.field: value})
    grade = (Reliability.C, Credibility.POSSIBLY_TRUE)
    for number, new in enumerate(change.added):
        fields = schemas[new.kind].fields
        values = {name: typed_value(new.fields.get(name), fields[name].base) for name in fields}
        name = f"added{number}"
        facts[name] = Fact(name, new.kind, values, (grade,), True, frozenset({name}))
    assert found.changes
    return tuple(facts.values())


def typed_value(value: Scalar, base: Base) -> Value:
    """A plain value in the type of its field."""
    if isinstance(value, str) and base is Base.DATE:
        return date_of(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_an_answer_agrees_with_the_engine() -> None:
    """Whether a rule fires, its matches, and conditions that are all true only where it matches."""
    seen = 0
    for basis in random_bases("agrees", 20, 1):
        for typed in basis.found.program.rules:
            found = why_not(basis, typed.rule.id)
            mine = [each for each in basis.found.answer.matches if each.rule == typed.rule.id]
            gaps = {each.facts for each in basis.found.answer.gaps if each.rule == typed.rule.id}
            assert found.matched == len(mine)
            assert found.fires == fires(basis, basis.found.facts, typed.rule.id)
            for near in found.nearest:
                bound = tuple(sorted(near.facts.items()))
                matched = any(each.facts == bound for each in mine)
                assert (near.false == 0 and near.unknown == 0) <= matched
                assert (near.false == 0 and near.unknown > 0) <= (bound in gaps)
                seen += 1
    assert seen > 50


# --- the example ----------------------------------------------------------------------------------


def test_the_example_tells_what_an_analyst_would_try_first() -> None:
    """Of changes of one size the one stands first that leaves most other matches as they are."""
    case = riskmemo.load_case("examples/mongolia-central-asia/case.yaml")
    basis = riskmemo.examine(case, riskmemo.load_ruleset("central-asia-pivot"))
    found = riskmemo.why_not(basis, "investment-protected")
    assert settings(found)[0] == [("E18", "status", "signed")]
    assert found.smallest
