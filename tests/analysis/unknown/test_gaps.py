"""Gaps are told with the conditions that are unknown and the fields of the case to find out."""

import time
from typing import Any

from riskmemo.analysis.unknown.gaps import explain_gaps
from riskmemo.model.assessment import GapRecord
from tests.building import evaluated, program, rule


def gaps(facts: dict[str, Any], rules: list[Any], **parts: Any) -> list[GapRecord]:
    """The gaps of some rules over some facts, explained."""
    return list(explain_gaps(evaluated(program(rules=rules, **parts), facts)))


def told(gap: GapRecord) -> tuple[tuple[str, ...], list[str]]:
    """The unknown conditions of a gap and its missing fields, as `fact.field`."""
    return gap.unknown, [f"{each.fact}.{each.field}" for each in gap.missing]


def test_unknown_conditions_and_the_fields_they_read() -> None:
    """Only what is unknown is listed, as it was written, and each field once."""
    only = rule(
        "r",
        {"t": "tie", "k": "kin"},
        ["t.partner == k.state", "t.level > 1 or k.weight > 0.5", "t.open", "k.weight >= 0.1"],
    )
    (gap,) = gaps(
        {
            "T": {"kind": "tie", "partner": "KAZ", "open": True},
            "K": {"kind": "kin", "state": "KAZ"},
        },
        [only],
    )
    assert told(gap) == (
        ("t.level > 1 or k.weight > 0.5", "k.weight >= 0.1"),
        ["T.level", "K.weight"],
    )
    assert (gap.rule, dict(gap.facts)) == ("r", {"k": "K", "t": "T"})


def test_a_condition_may_be_unknown_for_another_reason_than_a_missing_field() -> None:
    """Division by zero is unknown, and there is nothing to find out."""
    facts = {"T": {"kind": "tie", "level": 0}}
    (gap,) = gaps(facts, [rule("r", {"t": "tie"}, ["1 / t.level > 2"])])
    assert told(gap) == (("1 / t.level > 2",), [])


def test_an_unknown_strength() -> None:
    """A match whose strength is unknown asks for what the strength reads."""
    only = rule("r", {"t": "tie"}, contributes={"to": "risk", "points": 4, "strength": "t.weight"})
    (gap,) = gaps({"T": {"kind": "tie"}}, [only])
    assert told(gap) == (("strength t.weight",), ["T.weight"])
    assert gap.points == 4


def test_an_unknown_absence() -> None:
    """What might be there is told with the fields that would decide it, of either side."""
    only = rule(
        "r",
        {"t": "tie"},
        unless=[{"match": {"a": "act"}, "where": ["a.place == t.name", "a.deaths > 3"]}],
    )
    facts = {
        "T": {"kind": "tie", "name": "West"},
        "A": {"kind": "act", "place": "West"},
        "B": {"kind": "act", "deaths": 5},
        "C": {"kind": "act", "place": "East"},
    }
    (gap,) = gaps(facts, [only])
    label = "unless act: a.place == t.name and a.deaths > 3"
    assert told(gap) == ((label,), ["A.deaths", "B.place"])


def test_a_finding_that_is_not_certain_is_traced_to_the_case() -> None:
    """Behind an uncertain finding stand the conditions and fields of the rule that derived it."""
    rules = [
        rule(
            "makes", {"t": "tie"}, ["t.open"], derives={"kind": "d", "fields": {"p": "t.partner"}}
        ),
        rule("reads", {"d": "d"}, ['d.p == "KAZ"']),
    ]
    facts = {"T": {"kind": "tie", "partner": "KAZ"}}
    makes, reads = gaps(facts, rules)
    assert told(makes) == (("t.open",), ["T.open"])
    assert told(reads) == (("t.open",), ["T.open"])


def test_an_unknown_field_of_a_finding_is_traced_to_the_case() -> None:
    """A finding's field is found out by finding out the field it was made of."""
    rules = [
        rule("makes", {"t": "tie"}, derives={"kind": "d", "fields": {"p": "t.partner"}}),
        rule("reads", {"d": "d"}, ['d.p == "KAZ"']),
    ]
    (gap,) = gaps({"T": {"kind": "tie"}}, rules)
    assert told(gap) == (('d.p == "KAZ"',), ["T.partner"])


def test_an_unknown_aggregate_is_traced_to_its_undecided_rows() -> None:
    """What leaves a count open is a condition, a group or a value of some row."""
    counted = {
        "match": {"t": "tie"},
        "where": ["t.open"],
        "group_by": {"p": "t.partner"},
        "fields": {"n": "count()", "w": "sum(t.weight)"},
    }
    facts = {
        "A": {"kind": "tie", "partner": "KAZ", "open": True, "weight": 0.5},
        "B": {"kind": "tie", "partner": "KAZ"},
        "C": {"kind": "tie", "open": True, "weight": 0.5},
    }
    rules = [rule("r", {"c": "counted"}, ['c.p == "KAZ"', "c.n > 1"])]
    found = gaps(facts, rules, derive={"counted": counted})
    missing = {each for gap in found for each in told(gap)[1]}
    assert missing == {"B.open", "B.weight", "C.partner"}


def test_long_chains_of_uncertain_findings_are_traced_in_no_time() -> None:
    """Findings that rest on each other in many ways are each followed once."""
    rules = [
        rule("d0", {"t": "tie"}, ["t.open"], derives={"kind": "d0", "fields": {"x": "t.level"}})
    ]
    for level in range(1, 9):
        below = f"d{level - 1}"
        derives = {"kind": f"d{level}", "fields": {"x": "a.x"}}
        rules.append(rule(f"d{level}", {"a": below, "b": below}, derives=derives))
    rules.append(rule("end", {"a": "d8"}))
    facts = {f"T{number}": {"kind": "tie", "level": number} for number in range(4)}
    began = time.process_time()
    found = [gap for gap in gaps(facts, rules) if gap.rule == "end"]
    assert time.process_time() - began < 5
    assert [told(gap) for gap in found] == [
        (("t.open",), ["T0.open", "T1.open", "T2.open", "T3.open"])
    ] * 4


def test_many_gaps_over_absences_are_explained() -> None:
    """What the engine could try for a rule can be tried again for each of its gaps."""
    facts = {f"T{number:03}": {"kind": "tie", "level": number} for number in range(300)}
    only = rule(
        "r",
        {"a": "tie"},
        unless=[{"match": {"b": "tie"}, "where": ["b.cost > a.level"]}],
    )
    found = gaps(facts, [only])
    assert len(found) == 300
    assert len(found[0].missing) == 300


def test_nothing_is_explained_where_nothing_is_missing() -> None:
    """Without gaps there are no records."""
    assert gaps({"T": {"kind": "tie"}}, [rule("r", {"t": "tie"})]) == []
