"""How a query is joined: the order of its patterns, and what is asked at each."""

import pytest

from riskmemo.engines.rete.plan import Plan, planned
from riskmemo.language.tree import Field
from riskmemo.model.facts import Value
from tests.building import program, rule

NEAR = rule("makes", {"t": "tie"}, derives={"kind": "near", "fields": {"who": "t.partner"}})
FAR = rule("makes-too", {"n": "near"}, derives={"kind": "far", "fields": {"who": "n.who"}})


def plan(match: dict[str, str], *where: str) -> Plan:
    """The plan of a rule beside one that derives `near` and one that derives `far` from that."""
    given = program(rules=[NEAR, FAR, rule("r", match, where)])
    return planned("r", given.rule["r"].query, {"near": 1, "far": 2})


@pytest.mark.parametrize(
    ("match", "where", "order"),
    [
        ({"a": "tie", "b": "kin"}, [], ["a", "b"]),
        ({"a": "tie", "b": "near", "c": "far"}, [], ["c", "b", "a"]),
        ({"a": "tie", "b": "near", "c": "kin"}, ["b.who == c.state"], ["b", "c", "a"]),
        ({"a": "tie", "b": "near", "c": "kin"}, ["c.state == b.who"], ["b", "c", "a"]),
        (
            {"a": "tie", "b": "tie", "c": "kin", "d": "act"},
            ["a.partner == c.state and c.group == d.place"],
            ["a", "c", "d", "b"],
        ),
        ({"a": "tie", "b": "tie", "c": "kin"}, ["a.partner != c.state"], ["a", "b", "c"]),
    ],
)
def test_the_order_of_patterns(match: dict[str, str], where: list[str], order: list[str]) -> None:
    """What is complete last comes first, then what has a key to it, then names decide."""
    assert [step.alias for step in plan(match, *where).steps] == order


@pytest.mark.parametrize(
    ("condition", "field", "operator", "value"),
    [
        ("t.level > 1", "level", ">", 1.0),
        ("1 < t.level", "level", ">", 1.0),
        ("1 <= t.level", "level", ">=", 1.0),
        ("1 > t.level", "level", "<", 1.0),
        ("1 >= t.level", "level", "<=", 1.0),
        ('"a" == t.name', "name", "==", "a"),
        ('t.name != "a"', "name", "!=", "a"),
        ("t.open", "open", "==", True),
        ("not t.open", "open", "==", False),
    ],
)
def test_what_durable_rules_tests(condition: str, field: str, operator: str, value: Value) -> None:
    """A field against a constant, either way round."""
    (step,) = plan({"t": "tie"}, condition).steps
    (test,) = step.tests
    assert (test.field.name, test.operator, test.value) == (field, operator, value)
    assert (len(step.tested), step.alone, step.keys, step.joined) == (1, (), (), ())


@pytest.mark.parametrize(
    "condition",
    [
        't.name < "b"',
        "t.level + 1 > 2",
        "t.level == t.weight",
        "t.open or t.level > 1",
        "t.level in [1, 2]",
        f't.name == "{"x" * 1_000}"',
    ],
)
def test_what_is_tested_by_us(condition: str) -> None:
    """The order of texts, arithmetic, `or`, lists and long texts are no tests."""
    (step,) = plan({"t": "tie"}, condition).steps
    assert (step.tests, len(step.alone)) == ((), 1)


def test_keys_and_joins_stand_where_all_they_read_is_bound() -> None:
    """A key is a join too; what needs a third pattern waits for it; an absence is a plan inside."""
    match = {"a": "tie", "b": "kin", "c": "act"}
    made = plan(
        match, "a.partner == b.state", "a.level > b.weight", "a.level > c.deaths + b.weight"
    )
    first, second, third = made.steps
    assert (first.keys, first.joined) == ((), ())
    (key,) = second.keys
    assert (key.field.name, key.other.alias, key.other.name) == ("state", "a", "partner")
    assert (len(second.joined), third.keys, len(third.joined)) == (2, (), 1)
    assert [names(made.needs[step]) for step in made.steps] == [["partner"], ["state"], []]
    assert len(made.where) == 3


def names(fields: tuple[Field, ...]) -> list[str]:
    """The names of fields."""
    return [field.name for field in fields]


def test_an_absence_has_keys_to_what_stands_outside() -> None:
    """Inside an absence the patterns outside are bound already."""
    only = rule(
        "r", {"t": "tie"}, unless=[{"match": {"k": "kin"}, "where": ["k.state == t.partner"]}]
    )
    (typed,) = program(rules=[only]).rules
    made = planned("r", typed.query, {})
    (inner,) = made.unless
    (step,) = inner.steps
    assert [(key.field.name, key.other.alias) for key in step.keys] == [("state", "t")]
    assert (made.name, inner.name) == ("r", "r")
