"""What durable-rules would get wrong is right all the same."""

import locale
from itertools import pairwise
from typing import Any

import pytest

from riskmemo.engines import definition, rete
from riskmemo.engines.rete import chaining, network
from riskmemo.engines.rete.names import hash_of, told_apart
from riskmemo.engines.rete.spelling import LONGEST, spelled
from riskmemo.model.facts import Fact
from tests.building import program, rule, vocabulary
from tests.engines.rete.asking import SETTING, both, bound

PAIRS = {"a": "tie", "b": "tie"}


def ties(*rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Ties with the given fields, named in order."""
    return {f"T{number:03}": {"kind": "tie", **row} for number, row in enumerate(rows)}


def pairs(rows: dict[str, dict[str, Any]], *where: str) -> list[tuple[str, ...]]:
    """The pairs of ties for which conditions hold."""
    return bound(both(program(rules=[rule("pairs", PAIRS, where)]), rows))


def test_a_fact_may_match_two_patterns() -> None:
    """A fact joins with itself, as the definition has it."""
    assert pairs(ties({"level": 1}, {"level": 1}), "a.level == b.level") == [
        ("T000", "T000"),
        ("T000", "T001"),
        ("T001", "T000"),
        ("T001", "T001"),
    ]


@pytest.mark.parametrize(
    "number", [0, 1, -1, 0.5, -0.5, 1e-07, -1.5e-07, 5e-324, 2**53, -(2**53), 2**53 - 0.5, 1e15]
)
def test_numbers_are_equal_to_themselves_only(number: float) -> None:
    """Whole, tiny, negative and large numbers are told apart, in joins and in tests."""
    rows = ties({"level": number}, {"level": 0.25}, {"level": 1e-300})
    assert len(pairs(rows, "a.level == b.level")) == 3
    for sign in ("==", "!=", "<", "<=", ">", ">="):
        given = program(
            rules=[rule("one", {"a": "tie"}, [f"a.level {sign} limit"])],
            parameters={"limit": number},
        )
        both(given, rows)
        turned = program(
            rules=[rule("one", {"a": "tie"}, [f"limit {sign} a.level"])],
            parameters={"limit": number},
        )
        both(turned, rows)


def test_numbers_have_one_spelling() -> None:
    """Spellings that durable-rules misreads are not used."""
    found = [spelled(each) for each in (1.0, -0.0, 1e-07, 1.5e-07, 0.1, 1e15, True, None)]
    assert found == ["1", "0", "1.0e-07", "1.5e-07", "0.1", "1000000000000000", "true", None]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        'a"',
        "a\\",
        '"}',
        "é",
        "Улаанбаатар",
        "\U0001f600",
        "a\nb",
        "$all",
        "x" * 100,
        '{"p0":{"id":"7"',
    ],
)
def test_texts_are_equal_to_themselves_only(text: str) -> None:
    """Quotes, backslashes, other alphabets and what looks like JSON are plain text."""
    rows = ties({"name": text}, {"name": text + "a"}, {"name": "a" + text})
    assert ("T000", "T000") in pairs(rows, "a.name == b.name")
    assert ("T000", "T001") not in pairs(rows, "a.name == b.name")


def test_the_order_of_texts_is_that_of_code_points() -> None:
    """Order of text is not left to durable-rules."""
    rows = ties(*({"name": name} for name in ("", "B", "a", "ab", "é", "Z", "z")))
    pairs(rows, "a.name < b.name")
    both(program(rules=[rule("one", {"a": "tie"}, ['a.name >= "a"'])]), rows)


def test_long_texts_are_joined_too() -> None:
    """Texts that are too long to be sent are compared in full."""
    long = "x" * (LONGEST + 70_000)
    rows = ties({"name": long}, {"name": long}, {"name": long + "y"}, {"name": "x"})
    assert len(pairs(rows, "a.name == b.name")) == 6


def test_unknown_fields_make_gaps() -> None:
    """A fact without the field of a test or a key makes a gap with every fact it may go with."""
    rows = ties({"partner": "KAZ", "level": 2}, {"level": 3}, {"partner": "KGZ"}, {})
    found = both(
        program(rules=[rule("pairs", PAIRS, ["a.partner == b.partner", "a.level >= 2"])]), rows
    )
    assert len(found.matches) == 1
    assert len(found.gaps) == 13


def test_a_join_that_is_false_last_is_no_crash() -> None:
    """Several keys of one pattern, of which the last is false, find nothing and crash nothing."""
    rows = ties(*({"name": f"n{i % 7}", "level": i % 5, "partner": "KAZ"} for i in range(60)))
    where = ["a.partner == b.partner", "a.name == b.name", "a.level == b.level"]
    assert len(pairs(rows, *where)) == 110


def test_field_names_with_one_hash_are_told_apart() -> None:
    """`costarring` and `liquid` have the same hash of 32 bits; a fact may have both."""
    assert hash_of("costarring:k") == hash_of("liquid:k")
    sent = told_apart(["costarring:k", "liquid:k"])
    assert len({hash_of(name) for name in sent.values()}) == 2
    words = vocabulary({"drink": {"costarring": "text", "liquid": "text"}})
    where = ['a.liquid == "tea"', 'a.costarring == "milk"']
    typed = program(words, rules=[rule("one", {"a": "drink"}, where)])

    def drink(name: str, costarring: str, liquid: str) -> Fact:
        values = {"costarring": costarring, "liquid": liquid, "date": None, "until": None}
        return Fact(name, "drink", values, (), True, frozenset({name}))

    known = [drink("A", "milk", "tea"), drink("B", "tea", "milk"), drink("C", "tea", "tea")]
    found = rete.answer(typed, known, SETTING)
    assert found == definition.answer(typed, known, SETTING)
    assert bound(found) == [("A",)]


def test_many_patterns_are_spread_over_handles() -> None:
    """Rules beyond the patterns of one handle go into the next."""
    rules = [
        rule(
            f"r{number:03}",
            {"a": "tie", "b": "kin"},
            ["a.partner == b.state", f"a.level == {number}"],
        )
        for number in range(100)
    ]
    rows = ties(*({"partner": "KAZ", "level": number} for number in range(100)))
    found = both(program(rules=rules), {**rows, "K": {"kind": "kin", "state": "KAZ"}})
    assert len(found.matches) == 100


def test_a_full_handle() -> None:
    """One handle takes as many patterns of each kind as a fact can meet, and finds every match."""
    fields = {"tie": "level", "kin": "weight", "act": "deaths"}
    values = {"level": 7, "weight": 0.5, "deaths": 7}
    joined = [
        rule(f"join-{n}", {"t": "tie", "a": "act"}, ["t.level == a.deaths"]) for n in range(9)
    ]
    alone = [
        rule(f"{kind}-{number}", {"a": kind}, [f"a.{field} > {number / 1000}"])
        for kind, field in fields.items()
        for number in range(network.MAX_PATTERNS - (9 if kind in {"tie", "act"} else 0))
    ]
    typed = program(rules=[*joined, *alone])
    rows = {
        f"{kind}{n}": {"kind": kind, field: values[field]}
        for kind, field in fields.items()
        for n in range(3)
    }
    assert len(network.network_for(typed, send=True).shards) == 1
    found = both(typed, rows)
    assert len(found.matches) == 9 * 9 + 3 * len(alone)
    assert not found.gaps


@pytest.mark.parametrize("places", [("p0", "p1", "p2", "p3"), ("p0", "p1", "p2")])
def test_a_rule_with_many_patterns(
    monkeypatch: pytest.MonkeyPatch, places: tuple[str, ...]
) -> None:
    """A rule with more patterns than a match of durable-rules may hold is joined by us."""
    monkeypatch.setattr(network, "PLACES", places)
    aliases = "abcd"
    steps = [f"{one}.level + 1 == {other}.level" for one, other in pairwise(aliases)]
    keys = [f"{one}.partner == {other}.partner" for one, other in pairwise(aliases)]
    rows = ties(*({"partner": ["KAZ", "KGZ"][n // 6], "level": n} for n in range(12)))
    typed = program(
        rules=[rule(f"chain-of-{len(places)}", dict.fromkeys(aliases, "tie"), [*keys, *steps])]
    )
    assert len(both(typed, rows).matches) == 6


@pytest.mark.parametrize("limit", ["MAX_FACTS", "MAX_FRAMES", "MAX_ALL_FRAMES"])
def test_what_is_too_large_for_durable_rules_is_joined_by_us(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """Past its limits the answer is the same."""
    monkeypatch.setattr(chaining, "FEW_FRAMES", 0)
    monkeypatch.setattr(chaining, limit, 3)
    rows = ties(*({"partner": "KAZ", "level": number % 3} for number in range(9)))
    derived = rule("d", {"a": "tie"}, derives={"kind": "found", "fields": {"level": "a.level"}})
    joined = rule("j", {"a": "tie", "f": "found"}, ["a.level == f.level"])
    assert len(both(program(rules=[derived, joined]), rows).matches) == 18


def test_another_decimal_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """durable-rules reads numbers by the locale; where 0.5 is written 0,5 it has no part."""
    monkeypatch.setattr(locale, "localeconv", lambda: {"decimal_point": ","})
    monkeypatch.setattr(network, "_shard", lambda _: pytest.fail("a handle was made"))
    assert len(pairs(ties({"level": 0.5}, {"level": 0.25}), "a.level == b.level")) == 2
