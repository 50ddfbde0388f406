"""Which values of fields a ruleset names, and which fields it reads."""

# ruff: noqa: E501  (one rule or derived kind a line)

from typing import Any

import pytest

from riskmemo.language.named_values import copies_of, read_places, values_named
from tests.building import LEAF, program, rule

PARTNER = ("tie", "partner")
LEAF_OVER_FACTS = {
    "title": "Level", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
    "where": ['t.partner == "KAZ"'], "value": "t.level", "combine": "max", "missing": "zero",
}  # fmt: skip
GROUPED = {
    "match": {"t": "tie"},
    "where": ['t.partner == "KAZ"'],
    "group_by": {"p": "t.name"},
    "fields": {"n": "count()", "most": "max(t.cost)"},
}


def read(*rules: Any, **parts: Any) -> list[str]:
    """The fields that a program of these parts reads, by name."""
    return sorted(".".join(place) for place in read_places(program(rules=rules, **parts)))


def named(*conditions: str, **more: Any) -> dict[str, tuple[str, ...]]:
    """The values with which the partner of a tie is compared in a rule with these conditions."""
    only = rule("r", {"t": "tie", "k": "kin"}, conditions, **more)
    return values_named(program(rules=[only]), {PARTNER})


@pytest.mark.parametrize(
    ("parts", "fields"),
    [
        ({"where": ["t.open and not t.level > 1"]}, ["tie.level", "tie.open"]),
        ({"unless": [{"match": {"k": "kin"}, "where": ["k.state == t.partner"]}]}, ["kin.state", "tie.partner"]),
        ({"contributes": {"to": "risk", "points": 1, "strength": "t.weight"}}, ["tie.weight"]),
        ({"derives": {"kind": "far", "fields": {"length": "t.length"}}}, ["tie.length"]),
        ({"where": ["as_of > horizon"]}, []),
    ],
)  # fmt: skip
def test_the_fields_that_a_rule_reads(parts: dict[str, Any], fields: list[str]) -> None:
    """Those of conditions, absences, the strength and findings; a match alone reads none."""
    assert read(rule("r", {"t": "tie"}, **parts)) == fields


def test_the_fields_that_aggregates_and_leaves_read() -> None:
    """Those of conditions, groups, aggregated values and the value of a leaf."""
    assert read(derive={"grouped": GROUPED}) == ["tie.cost", "tie.name", "tie.partner"]
    scores = {"risk": LEAF, "level": LEAF_OVER_FACTS}
    assert read(scores=scores) == ["tie.level", "tie.partner"]


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ('t.partner == "KAZ"', ["KAZ"]),
        ('"KAZ" != t.partner', ["KAZ"]),
        ('t.partner in ["KAZ", "CHN"]', ["KAZ", "CHN"]),
        ('t.open and (not t.partner == "KAZ" or t.partner in ["CHN"])', ["KAZ", "CHN"]),
        ('(t.partner == "KAZ") == t.open', ["KAZ"]),
        ("t.partner == k.state", []),
        ("t.partner == subject", []),
        ('k.state == "KAZ" and t.name == "CHN" and t.status in ["signed"]', []),
    ],
)
def test_the_values_that_a_condition_names(condition: str, values: list[str]) -> None:
    """On either side of a comparison or in a list, however deep; other fields do not count."""
    assert named(condition) == dict.fromkeys(values, ("r",))


def test_only_texts_are_values_that_are_named() -> None:
    """A number or a truth with which a field is compared is no name."""
    given = program(rules=[rule("r", {"t": "tie"}, ["t.level == 1", "t.open == true"])])
    assert values_named(given, {("tie", "level"), ("tie", "open")}) == {}


def test_an_absence_names_values_of_its_own_facts_and_of_those_outside() -> None:
    """It belongs to its rule; an alias keeps its kind inside."""
    inner = {"match": {"u": "tie"}, "where": ['u.partner == "CHN"', 't.partner != "KAZ"']}
    assert named('t.partner in ["MNG"]', unless=[inner]) == {
        "MNG": ("r",), "CHN": ("r",), "KAZ": ("r",),
    }  # fmt: skip


def test_who_names_a_value_is_told_once_and_in_order() -> None:
    """Aggregates first, then rules, then leaves; each by its own name."""
    twice = rule("twice", {"t": "tie"}, ['t.partner == "KAZ"', 't.partner != "KAZ"'])
    makes = rule(
        "makes", {"t": "tie"}, derives={"kind": "mark", "fields": {"at": 't.partner == "CHN"'}}
    )
    strong = rule(
        "strong", {"t": "tie"}, contributes={"to": "risk", "points": 1, "strength": "t.weight"}
    )
    by_value = {
        "match": {"t": "tie"},
        "group_by": {"at": 't.partner == "CHN"'},
        "fields": {"n": 'count_distinct(t.partner == "MNG")'},
    }
    given = program(
        rules=[twice, makes, strong],
        derive={"grouped": GROUPED, "by_value": by_value},
        scores={"risk": LEAF, "level": LEAF_OVER_FACTS},
    )
    assert values_named(given, {PARTNER}) == {
        "CHN": ("by_value", "makes"),
        "MNG": ("by_value",),
        "KAZ": ("grouped", "twice", "level"),
    }


def test_derived_fields_that_hand_on_a_field_are_copies_of_it() -> None:
    """Of rules and of aggregates, by a group or by a value, through as many kinds as there are."""
    rules = [
        rule("first", {"t": "tie"}, derives={"kind": "one", "fields": {"p": "t.partner", "q": "t.name"}}),
        rule("second", {"o": "one"}, derives={"kind": "two", "fields": {"p": "o.p", "q": "o.q"}}),
    ]  # fmt: skip
    grouped = {"match": {"d": "two"}, "group_by": {"p": "d.p", "q": "d.q"}, "fields": {"n": "count()"}}  # fmt: skip
    given = program(rules=rules, derive={"grouped": grouped})
    assert copies_of(given, [PARTNER]) == {PARTNER, ("one", "p"), ("two", "p"), ("grouped", "p")}


def test_an_aggregated_field_is_a_copy_and_a_count_is_not() -> None:
    """The least of a field's values is one of them; a number made of two fields is neither."""
    most = {
        "match": {"t": "tie"},
        "group_by": {"p": "t.partner"},
        "fields": {"n": "count()", "most": "max(t.cost)", "more": "max(t.cost + t.cost)"},
    }
    assert copies_of(program(derive={"most": most}), [("tie", "cost")]) == {
        ("tie", "cost"),
        ("most", "most"),
    }


def test_a_kind_with_several_makers_copies_what_any_of_them_hands_on() -> None:
    """A field is a copy if one rule puts the field there, whatever another puts."""
    rules = [
        rule("constant", {"t": "tie"}, derives={"kind": "both", "fields": {"p": "t.partner"}}),
        rule("handed", {"k": "kin"}, derives={"kind": "both", "fields": {"p": "k.state"}}),
    ]
    assert copies_of(program(rules=rules), [("kin", "state")]) == {("kin", "state"), ("both", "p")}
    assert copies_of(program(rules=rules), [PARTNER]) == {PARTNER, ("both", "p")}
