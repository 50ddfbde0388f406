"""How identity reaches base scores: every way, and what stands against it."""

from dataclasses import replace
from typing import Any

import pytest

from riskmemo.language.identity_flow import Reach, bodies_followed, identity_flows
from riskmemo.language.program import Program
from riskmemo.model.vocabulary import Nature
from tests.building import GEOGRAPHY, LEAF, program, rule, with_swaps

SCORES = {
    "risk": LEAF,
    "other": LEAF,
    "whole": {
        "title": "Whole", "polarity": "risk", "of": {"risk": 1, "other": 1},
        "combine": "weighted_mean", "missing": "renormalise",
    },
}  # fmt: skip
ELSEWHERE = rule("elsewhere", {"t": "tie"}, contributes={"to": "other", "points": 1})


def flows(given: Program) -> dict[str, tuple[str, list[str]]]:
    """Score to its verdict and ways, each as `source -> rule: gate`."""
    return {
        flow.score: (
            flow.verdict,
            [f"{' -> '.join((way.source, *way.through))}: {way.gate}" for way in flow.ways],
        )
        for flow in identity_flows(Reach(given))
    }


def risk_of(*rules: Any, **parts: Any) -> tuple[str, list[str]]:
    """The verdict and the ways of the one score `risk`."""
    return flows(program(rules=rules, **parts))["risk"]


def test_rules_that_read_no_identity_carry_none() -> None:
    """Kinds of other natures, and other fields of a kind with an identity field, are clean."""
    clean = [rule("a", {"t": "tie"}), rule("b", {"p": "people"}, ['p.state == "KAZ"'])]
    assert risk_of(*clean) == ("never", [])


@pytest.mark.parametrize(
    ("way", "parts"),
    [
        ("kin -> r: conduct", {"match": {"k": "kin", "a": "act"}}),
        (
            "people.faith -> r: conduct",
            {"match": {"p": "people", "a": "act"}, "where": ["p.faith == a.place"]},
        ),
        (
            "kin -> r: conduct",
            {"match": {"t": "tie", "a": "act"}, "unless": [{"match": {"k": "kin"}}]},
        ),
        (
            "people.faith -> r: conduct",
            {
                "match": {"p": "people", "a": "act"},
                "unless": [{"match": {"t": "tie"}, "where": ["t.name == p.faith"]}],
            },
        ),
        (
            "kin -> r: conduct",
            {
                "match": {"k": "kin", "a": "act"},
                "contributes": {"to": "risk", "points": 1, "strength": "k.weight"},
            },
        ),
    ],
)
def test_a_rule_with_conduct_is_the_gate(way: str, parts: dict[str, Any]) -> None:
    """Identity in patterns, conditions, absences and strengths passes only with conduct."""
    assert risk_of(rule("r", **{"where": [], **parts})) == ("with conduct", [way])


def test_a_rule_without_conduct_is_shut() -> None:
    """Nothing can open its gate, so it is always held at zero and no score depends on it."""
    assert risk_of(rule("r", {"k": "kin"})) == ("never", ["kin -> r: shut"])


def test_identity_flows_through_everything_that_is_derived() -> None:
    """An aggregate, a finding and an absence hand it on, and the way names them all."""
    counted = {"match": {"k": "kin"}, "group_by": {"s": "k.state"}, "fields": {"n": "count()"}}
    rules = [
        rule("marks", {"c": "counted"}, derives={"kind": "mark", "fields": {"s": "c.s"}}),
        rule("gated", {"t": "tie", "a": "act"}, unless=[{"match": {"m": "mark"}}]),
    ]
    assert risk_of(*rules, derive={"counted": counted}) == (
        "with conduct",
        ["kin -> counted -> marks -> mark -> gated: conduct"],
    )


def test_a_kind_is_reached_if_one_of_its_makers_is() -> None:
    """A clean rule beside a tainted one does not clean their kind; the shortest way is told."""
    rules = [
        rule("clean", {"t": "tie"}, derives={"kind": "both", "fields": {"s": "t.partner"}}),
        rule("tainted", {"k": "kin"}, derives={"kind": "both", "fields": {"s": "k.state"}}),
        rule("gated", {"b": "both", "a": "act"}),
    ]
    assert risk_of(*rules)[1] == ["kin -> tainted -> both -> gated: conduct"]


def test_the_shortest_way_is_the_one_of_fewest_steps() -> None:
    """Of several ways to a rule the one with the fewest rules and kinds between is told."""
    rules = [
        rule("makes", {"k": "kin"}, derives={"kind": "mark", "fields": {"s": "k.state"}}),
        rule("gated", {"m": "mark", "p": "people", "a": "act"}, ["p.faith == a.place"]),
    ]
    assert risk_of(*rules)[1] == ["people.faith -> gated: conduct"]


def test_nothing_is_held_against_identity_in_a_leaf_over_facts() -> None:
    """No rule stands before such a leaf; the way names the kinds that identity came through."""
    words = with_swaps(GEOGRAPHY, {"fields": ["tie.name"]})
    counted = {"match": {"t": "tie"}, "group_by": {"s": "t.name"}, "fields": {"n": "count()"}}
    scores = {
        "direct": {**over_facts("tie", "x.level"), "where": ['x.name == "North"']},
        "derived": over_facts("counted", "x.n"),
        "clean": over_facts("tie", "x.level"),
    }
    assert flows(program(words, scores=scores, derive={"counted": counted})) == {
        "direct": ("alone", ["tie.name: none"]),
        "derived": ("alone", ["tie.name -> counted: none"]),
        "clean": ("never", []),
    }


def over_facts(kind: str, value: str) -> dict[str, Any]:
    """A leaf over the facts of a kind."""
    return {
        "title": "Facts", "polarity": "risk", "from": "facts", "match": {"x": kind},
        "value": value, "combine": "max", "missing": "zero",
    }  # fmt: skip


def test_a_branch_depends_on_what_it_is_made_of() -> None:
    """The ways to a branch are those to its parts; a part beside them stays clean."""
    given = program(rules=[rule("r", {"k": "kin", "a": "act"}), ELSEWHERE], scores=SCORES)
    way = ["kin -> r: conduct"]
    assert flows(given) == {
        "risk": ("with conduct", way),
        "other": ("never", []),
        "whole": ("with conduct", way),
    }


def test_rules_of_hypotheses_are_not_in_a_base_score() -> None:
    """What counts in a scenario alone is no way to a base score."""
    hypotheses = {"h": {"title": "H", "claim": "C"}}
    under = rule("r", {"k": "kin", "a": "act"}, hypothesis="h")
    assert risk_of(under, hypotheses=hypotheses) == ("never", [])


def test_a_field_that_is_swapped_as_identity_is_identity() -> None:
    """The gate does not see it, so it reaches the score alone, with conduct in the rule or not."""
    words = with_swaps(GEOGRAPHY, {"fields": ["tie.name"]})
    rules = [rule("r", {"t": "tie", "a": "act"}, ["t.name == a.place"])]
    given = program(words, rules=rules)
    assert flows(given)["risk"] == ("alone", ["tie.name -> r: none"])


def test_the_marks_of_the_loader_are_not_trusted() -> None:
    """A rule whose mark was lost, or that takes another kind for conduct, is found out."""
    rules = [rule("r", {"k": "kin", "a": "act"})]
    given = program(rules=rules)
    unmarked = replace(given, rules=(replace(given.rules[0], uses_identity=False),))
    assert flows(unmarked)["risk"] == ("alone", ["kin -> r: none"])
    for conduct in (("k",), ("a", "k"), ("nothing",)):
        mistaken = replace(given, rules=(replace(given.rules[0], conduct=conduct),))
        assert flows(mistaken)["risk"] == ("alone", ["kin -> r: none"])


def test_a_derived_kind_that_was_washed_is_followed_all_the_same() -> None:
    """Identity under a schema of another nature stays identity, back to where it came from."""
    rules = [
        rule("makes", {"k": "kin"}, derives={"kind": "link", "fields": {"s": "k.state"}}),
        rule("reads", {"l": "link"}),
    ]
    given = program(rules=rules)
    washed = replace(given.schemas["link"], nature=Nature.STRUCTURE, identity_fields=frozenset())
    reading = replace(given.rules[1], uses_identity=False)
    laundered = replace(
        given, schemas={**given.schemas, "link": washed}, rules=(given.rules[0], reading)
    )
    assert flows(laundered)["risk"] == ("alone", ["kin -> makes -> link -> reads: none"])


def test_all_bodies_are_counted() -> None:
    """Rules, aggregates and leaves over facts are what the proof was made over."""
    leaf = {
        "title": "Facts", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
        "value": "t.level", "combine": "max", "missing": "zero",
    }  # fmt: skip
    counted = {"match": {"t": "tie"}, "group_by": {"p": "t.partner"}, "fields": {"n": "count()"}}
    scores, rules = {"risk": LEAF, "f": leaf}, [rule("r", {"t": "tie"})]
    given = program(rules=rules, derive={"counted": counted}, scores=scores)
    assert bodies_followed(given) == 3
