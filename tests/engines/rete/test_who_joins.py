"""What durable-rules is given to join, and what is kept from it because it would grow too large."""

from collections.abc import Mapping
from typing import Any

import pytest

from riskmemo.engines.rete import chaining
from riskmemo.engines.rete.handles import PRIMER, Handle
from riskmemo.engines.rete.search import Search
from riskmemo.language.program import Program
from tests.building import evaluated, program, rule
from tests.engines.rete.asking import both, bound

COUNTRIES = ("KAZ", "KGZ", "MNG", "TJK")
TIES = {f"T{place}": {"kind": "tie", "partner": each} for place, each in enumerate(COUNTRIES)}
KIN = {f"K{place}": {"kind": "kin", "state": each} for place, each in enumerate(COUNTRIES)}
JOIN = rule("join", {"t": "tie", "k": "kin"}, ["t.partner == k.state"])
PAIRS = 4 + 4 * 4
"""Combinations that durable-rules would hold for every tie with every minority, with the ties."""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The facts that durable-rules is told, as they are spelled."""
    facts: list[str] = []
    tell = Handle.tell

    def noting(handle: Handle, fact: str) -> None:
        if PRIMER not in fact:
            facts.append(fact)
        tell(handle, fact)

    monkeypatch.setattr(Handle, "tell", noting)
    return facts


def told_of(told: list[str], given: Program, rows: Mapping[str, Mapping[str, Any]]) -> int:
    """How many facts durable-rules is told in one case, which comes out right in any way."""
    told.clear()
    both(given, rows)
    return len(told)


def test_a_plain_join_is_made_by_durable_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every fact has what the join reads, our own search joins nothing."""

    def refused(*_: object) -> None:
        raise AssertionError("the search was asked to join")

    monkeypatch.setattr(Search, "join", refused)
    answer = evaluated(program(rules=[JOIN]), {**TIES, **KIN}, "rete").answer
    assert bound(answer) == [(f"K{place}", f"T{place}") for place in range(4)]


@pytest.mark.parametrize(("limit", "facts"), [(PAIRS, 8), (PAIRS - 1, 0)])
def test_a_join_that_would_hold_too_much_is_ours(
    told: list[str], limit: int, facts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the limit of combinations durable-rules still joins; past it, it is told nothing."""
    monkeypatch.setattr(chaining, "MAX_FRAMES", limit)
    every = program(rules=[rule("every", {"t": "tie", "k": "kin"})])
    assert told_of(told, every, {**TIES, **KIN}) == facts


@pytest.mark.parametrize(("few", "facts"), [(PAIRS, 0), (PAIRS - 1, 8)])
def test_many_combinations_are_counted_by_their_keys(
    told: list[str], few: int, facts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few combinations are taken as counted roughly; of more, only those of equal keys count."""
    monkeypatch.setattr(chaining, "FEW_FRAMES", few)
    monkeypatch.setattr(chaining, "MAX_FRAMES", PAIRS - 1)
    assert told_of(told, program(rules=[JOIN]), {**TIES, **KIN}) == facts


@pytest.mark.parametrize(
    ("limit", "marks"), [(3 * PAIRS, 3), (3 * PAIRS - 1, 2), (2 * PAIRS, 2), (PAIRS, 1)]
)
def test_all_rules_together_hold_no_more_than_allowed(
    told: list[str], limit: int, marks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules are given to durable-rules in turn as long as there is room for all they may hold."""
    monkeypatch.setattr(chaining, "MAX_ALL_FRAMES", limit)
    every = program(rules=[rule(f"r{number}", {"t": "tie", "k": "kin"}) for number in range(3)])
    assert told_of(told, every, {**TIES, **KIN}) == 8
    assert {fact.count("p0") + fact.count("p1") for fact in told} == {marks}


@pytest.mark.parametrize(("limit", "facts"), [(8, 8), (7, 4), (4, 4), (3, 0)])
def test_durable_rules_is_told_no_more_facts_than_allowed(
    told: list[str], limit: int, facts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts that no rule there reads do not count; what is told before counts with the rest."""
    monkeypatch.setattr(chaining, "MAX_FACTS", limit)
    given = program(
        rules=[
            rule("makes", {"t": "tie"}, derives={"kind": "near", "fields": {"who": "t.partner"}}),
            rule("reads", {"n": "near"}),
        ]
    )
    assert told_of(told, given, {**TIES, **KIN}) == facts


def test_facts_that_cannot_take_part_are_not_told(told: list[str]) -> None:
    """A fact that lacks what the join reads is joined by us; one that is excluded, by nobody."""
    rows: dict[str, dict[str, Any]] = {
        **TIES,
        **KIN,
        "T9": {"kind": "tie"},
        "K9": {"kind": "kin", "state": "KAZ", "weight": 0},
    }
    given = program(
        rules=[rule("r", {"t": "tie", "k": "kin"}, [*JOIN["where"], "k.weight * 2 != 0"])]
    )
    assert told_of(told, given, rows) == 8
    assert not any('"weight' in fact for fact in told)


@pytest.mark.parametrize(
    ("counts", "held"), [([], 0), ([3], 3), ([2, 3], 8), ([2, 3, 4], 32), ([2, 0, 4], 2)]
)
def test_the_combinations_of_a_join(counts: list[int], held: int) -> None:
    """Each pattern multiplies what is held so far, and everything on the way is held too."""
    assert chaining.frames(counts) == held


@pytest.mark.parametrize(("limit", "facts"), [(4, 4), (3, 0)])
def test_a_pattern_without_facts_holds_nothing(
    told: list[str], limit: int, facts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any minority only the ties count, also where keys are looked at."""
    monkeypatch.setattr(chaining, "FEW_FRAMES", 0)
    monkeypatch.setattr(chaining, "MAX_FRAMES", limit)
    swapped = rule("join", {"a": "tie", "b": "kin"}, ["a.partner == b.state"])
    assert told_of(told, program(rules=[swapped]), TIES) == facts
