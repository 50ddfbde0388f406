"""How plans are packed into handles, at the ends of what durable-rules holds."""

from collections.abc import Sequence

import pytest

from riskmemo.engines.rete import network
from riskmemo.engines.rete.network import MAX_PATTERNS, can_be_sent, shards
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
