"""How plans are packed into handles, at the ends of what durable-rules holds."""

import json
from collections.abc import Sequence

import pytest

from riskmemo.engines.rete import network
from riskmemo.engines.rete.network import MAX_PATTERNS, can_be_sent, rule_text, shards
from riskmemo.engines.rete.plan import Plan, planned
from riskmemo.language.program import Query
from tests.building import program, rule


def plan(patterns: int, where: Sequence[str] = ()) -> Plan:
    """The plan of a rule over so many ties `a`, `b`, ..."""
    match = {chr(ord("a") + place): "tie" for place in range(patterns)}
    (typed,) = program(rules=[rule("r", match, where)]).rules
    return planned("r", typed.query, {})


TESTED = ("a.level > 1", 3 + 1 + 1)
"""A condition that is a test: the pattern has the test, and asks that its field is there."""
JOINED = ("a.level == b.level", (3 + 1) + (3 + 1 + 1))
"""A condition that is a key: the second pattern has it, and both ask that the field is there."""


@pytest.mark.parametrize(("condition", "members"), [TESTED, JOINED])
def test_the_members_of_a_plan_are_counted(
    condition: str, members: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind, mark and last join of each pattern, its tests and keys, and the fields it asks for."""
    given = plan(2 if "b." in condition else 1, [condition])
    monkeypatch.setattr(network, "MAX_MEMBERS", members)
    assert can_be_sent(given)
    monkeypatch.setattr(network, "MAX_MEMBERS", members - 1)
    assert not can_be_sent(given)


@pytest.mark.parametrize(("patterns", "sent"), [(1, True), (15, True), (16, False)])
def test_a_rule_has_at_most_15_patterns(patterns: int, sent: bool) -> None:
    """One more than durable-rules holds in a match is joined by us (a ruleset has fewer)."""
    query = Query(tuple((f"a{place:02}", "tie") for place in range(patterns)), ())
    assert can_be_sent(planned("r", query, {})) is sent


def test_a_query_without_patterns_is_not_sent() -> None:
    """There is nothing to join."""
    assert not can_be_sent(planned("r", Query((), ()), {}))


def sizes(plans: Sequence[Plan]) -> list[int]:
    """How many rules each handle gets."""
    packed = list(shards(plans))
    for each in packed:
        each.handle.close()
    return [len(each.rules) for each in packed]


@pytest.mark.parametrize(
    ("count", "packed"),
    [(1, [1]), (MAX_PATTERNS, [MAX_PATTERNS]), (MAX_PATTERNS + 1, [MAX_PATTERNS, 1])],
)
def test_a_handle_holds_so_many_patterns(count: int, packed: list[int]) -> None:
    """A handle is filled before the next is begun."""
    assert sizes([plan(1) for _ in range(count)]) == packed


@pytest.mark.parametrize(("limit", "packed"), [(10, [2, 2]), (9, [1, 1, 1, 1]), (15, [3, 1])])
def test_a_handle_holds_so_many_members(
    limit: int, packed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules of five members each stand together as long as there is room."""
    monkeypatch.setattr(network, "MAX_MEMBERS", limit)
    assert sizes([plan(1, [TESTED[0]]) for _ in range(4)]) == packed


def test_a_plan_as_a_rule_of_durable_rules() -> None:
    """Kind and mark first, then tests, what must be there, and keys.

    Every pattern but the first ends with a join that is always true: where the last join of a
    pattern is false, durable-rules reads past its memory.
    """
    match = {"a": "tie", "b": "tie", "c": "tie"}
    where = ["a.level > 1", "a.level == b.level", "b.partner == c.partner"]
    (typed,) = program(rules=[rule("r", match, where)]).rules
    (shard,) = shards([planned("r", typed.query, {})])
    shard.handle.close()
    (patterns,) = shard.rules.values()
    always = {"one": {"p0": "one"}}
    assert json.loads(rule_text(patterns, shard.names)) == {
        "all": [
            {"p0": {"$and": [
                {"kind": "tie"}, {"r0p0": 1}, {"$gt": {"level:n": 1}}, {"$ex": {"level:n": 1}},
            ]}},
            {"p1": {"$and": [
                {"kind": "tie"}, {"r0p1": 1}, {"$ex": {"level:n": 1}}, {"$ex": {"partner:k": 1}},
                {"level:n": {"p0": "level:n"}}, always,
            ]}},
            {"p2": {"$and": [
                {"kind": "tie"}, {"r0p2": 1}, {"$ex": {"partner:k": 1}},
                {"partner:k": {"p1": "partner:k"}}, always,
            ]}},
        ],
        "dist": 0,
    }  # fmt: skip
