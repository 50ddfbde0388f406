"""A program with other parameters is the program that the ruleset with those parameters gives."""

# ruff: noqa: E501  (one ruleset a line)

from typing import Any

import pytest

from riskmemo.language.program import Program, TypedRule
from riskmemo.language.replacing import (
    bodies_of,
    expressions_of,
    parameters_read,
    period_parameters,
    with_bodies,
    with_parameters,
)
from riskmemo.language.written import written
from tests.building import LEAF, program, rule

BEFORE = {"limit": 5.0, "part": 0.5, "span": 24.0, "kept": 3.0}
AFTER = {"limit": 7.0, "part": 0.25, "span": 12.0}

LEAF_OVER_FACTS = {
    "title": "Level", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
    "where": ["t.level > limit"], "value": "t.level * limit", "combine": "max", "missing": "zero",
}  # fmt: skip
GROUPED = {
    "match": {"t": "tie"},
    "where": ["t.signed_on > as_of - years(span)"],
    "group_by": {"above": "t.level - limit", "partner": "t.partner"},
    "fields": {"n": "count()", "most": "max(t.level * limit)", "length": "sum(t.length)"},
}
GIVES = rule(
    "gives",
    {"t": "tie"},
    ["t.level > kept"],
    unless=[{"match": {"k": "kin"}, "where": ["k.weight > part", "k.state == t.partner"]}],
    contributes={"to": "risk", "points": 1, "strength": "min(t.weight, part)"},
)
MAKES = rule(
    "makes", {"t": "tie"}, derives={"kind": "far", "fields": {"by": "t.level - limit", "p": "t.partner"}}
)  # fmt: skip
WHOLE: dict[str, Any] = {
    "rules": [GIVES, MAKES],
    "derive": {"grouped": GROUPED},
    "scores": {"risk": LEAF, "level": LEAF_OVER_FACTS},
}


def having(parameters: dict[str, float]) -> Program:
    """The program whose every sort of body reads parameters."""
    return program(parameters={**BEFORE, **parameters}, **WHOLE)


def with_condition(text: str, parameters: dict[str, float]) -> TypedRule:
    """The one rule of a program, with one condition."""
    (only,) = program(
        rules=[rule("r", {"t": "tie"}, [text])], parameters={**BEFORE, **parameters}
    ).rules
    return only


@pytest.mark.parametrize(
    "text",
    [
        "t.level > limit",
        "limit > t.level",
        "t.level + limit > kept * limit",
        "t.level / (limit - 1) > -limit",
        "not t.level > limit",
        "t.open and t.level > limit",
        "t.open or t.level > limit or t.weight > part",
        "min(t.level, limit) in [1, 2]",
        "goalposts(t.level, kept, limit) > part",
        "t.signed_on > as_of - months(span)",
        "t.signed_on + days(span) < as_of",
        "t.signed_on + days(span) - years(span) < as_of",
        "(t.signed_on + months(span)) - as_of > limit",
        "as_of - (t.signed_on + years(span)) > limit",
        't.status in ["signed"] and t.partner == subject and t.weight > part',
    ],
)
def test_a_parameter_is_replaced_wherever_it_stands(text: str) -> None:
    """In every sort of expression; a period is counted anew, and what is not named stays."""
    (rule_,) = with_parameters(
        program(rules=[rule("r", {"t": "tie"}, [text])], parameters=BEFORE), AFTER
    ).rules
    assert rule_ == with_condition(text, AFTER)
    assert rule_ != with_condition(text, {})


def test_a_parameter_is_replaced_in_every_body() -> None:
    """Rules, aggregates and leaves are as they would be; nothing else of the program changes."""
    replaced, expected = with_parameters(having({}), AFTER), having(AFTER)
    assert replaced.rules == expected.rules
    assert replaced.aggregates == expected.aggregates
    assert replaced.leaves == expected.leaves
    assert (replaced.ruleset, replaced.schemas) == (having({}).ruleset, expected.schemas)
    assert replaced.kinds_in_order == expected.kinds_in_order


def test_a_parameter_can_be_replaced_again() -> None:
    """It keeps its name, and a period remembers what its parameter counts."""
    there = with_parameters(having({}), AFTER)
    back = with_parameters(there, BEFORE)
    assert (back.rules, back.aggregates, back.leaves) == (
        having({}).rules, having({}).aggregates, having({}).leaves,
    )  # fmt: skip
    assert period_parameters(there) == {"span"}


def test_no_value_changes_nothing() -> None:
    """Without values the bodies are the same."""
    given = having({})
    assert with_parameters(given, {}) == given


def test_bodies_keep_their_sort_and_place() -> None:
    """Every rule, aggregate and leaf is asked for once, and what is given back stands there."""
    given, asked = having({}), []

    def note(body: Any) -> Any:
        asked.append(body)
        return body

    assert with_bodies(given, note) == given
    assert asked == [*given.rules, *given.aggregates, *given.leaves]
    assert list(bodies_of(given)) == asked


def test_every_expression_of_a_body_is_told() -> None:
    """Conditions first, those of absences among them, then what the body gives."""
    assert [[written(each) for each in expressions_of(body)] for body in bodies_of(having({}))] == [
        ["t.level > kept", "k.weight > part", "k.state == t.partner", "min(t.weight, part)"],
        ["1", "t.level - limit", "t.partner"],
        [
            "t.signed_on > as_of - months(288)",
            "t.level - limit", "t.partner", "t.length", "t.level * limit",
        ],
        ["t.level > limit", "t.level * limit"],
    ]  # fmt: skip


def test_the_parameters_that_a_body_reads() -> None:
    """Those of conditions, absences and values; those that count periods are told apart."""
    given = having({})
    assert [parameters_read(body) for body in bodies_of(given)] == [
        {"kept", "part"}, {"limit"}, {"limit"}, {"limit"},
    ]  # fmt: skip
    assert period_parameters(given) == {"span"}


@pytest.mark.parametrize(
    "body",
    [
        {"rules": [rule("r", {"t": "tie"}, unless=[{"match": {"a": "act"}, "where": ["a.date > as_of - days(span)"]}])]},
        {"rules": [rule("r", {"t": "tie"}, derives={"kind": "due", "fields": {"on": "t.date + days(span)"}})]},
        {"derive": {"d": {"match": {"t": "tie"}, "group_by": {"on": "t.date + days(span)"}, "fields": {"n": "count()"}}}},
        {"derive": {"d": {"match": {"t": "tie"}, "group_by": {"p": "t.partner"}, "fields": {"n": "max(t.date + days(span))"}}}},
        {"scores": {"risk": LEAF, "f": {**LEAF_OVER_FACTS, "where": [], "value": "t.date + days(span) - as_of"}}},
    ],
)  # fmt: skip
def test_a_parameter_that_counts_a_period_is_found_in_every_body(body: dict[str, Any]) -> None:
    """In absences, findings, groups, aggregated values and values of leaves; a literal is none."""
    recent = rule("recent", {"t": "tie"}, ["t.date > as_of - days(30)"])
    rules = [recent, *body.get("rules", ())]
    assert period_parameters(program(parameters=BEFORE, **{**body, "rules": rules})) == {"span"}
