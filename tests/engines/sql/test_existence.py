"""Rules decided by existence, held to the definition where keys and values are unknown."""

import datetime
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from riskmemo.engines import definition
from riskmemo.engines.sql.dialects import DuckDb
from riskmemo.engines.sql.existence import decided
from riskmemo.engines.sql.panel import Panel
from riskmemo.evaluate import Evaluation
from riskmemo.language.program import Program
from riskmemo.model.facts import Fact, Setting, Value
from tests.building import LEAF, program, rule, vocabulary
from tests.fuzzing.many import in_numbers, scores_of

WORDS = vocabulary(
    {
        "tie": {"partner": "text", "since": "date", "level": "number"},
        "kin": {"state": "text", "level": "number"},
        "act": {"place": "text", "day": "date", "level": "number"},
    }
)
DAYS = (datetime.date(2025, 1, 1), datetime.date(2025, 1, 2))
DAY = datetime.date(2025, 7, 21)
SETTING = Setting(DAY, DAY, "MNG")
TK = {"t": "tie", "k": "kin"}
TKA = {**TK, "a": "act"}
DECIDED = {
    "one": ({"t": "tie"}, ["t.level > 1"], []),
    "the same": ({"t": "tie"}, ["t.level > 1"], []),
    "any": ({"k": "kin"}, [], []),
    "apart": (TK, ["t.level > 1", "k.level > 1"], []),
    "two": (TK, ["t.partner == k.state and k.level > 1"], []),
    "days": ({"t": "tie", "a": "act"}, ["t.since == a.day", "a.level > 1"], []),
    "itself": ({"t": "tie", "u": "tie"}, ["t.partner == u.partner", "u.level > 1"], []),
    "star": (TKA, ["t.partner == k.state", "t.partner == a.place", "a.level > 1"], []),
    "ring": (TKA, ["t.partner == k.state", "k.state == a.place", "t.partner == a.place"], []),
    "alone": ({"t": "tie"}, [], [("k", "kin", "k.state == t.partner and k.level > 1")]),
    "twice": ({"t": "tie"}, ["t.level > 1"], [("k", "kin", "k.state == t.partner"),
                                             ("a", "act", "t.partner == a.place")]),
    "none": ({"t": "tie"}, ["t.level > 1"], [("k", "kin", "k.level > 1")]),
}  # fmt: skip
"""Rule to its patterns, conditions and absences."""
JOINED = {
    "compared": (TK, ["t.partner == k.state", "t.level > k.level"], []),
    "a ring of three": (TKA, ["t.partner == k.state", "a.level > 1"], []),
    "two keys": (
        {"t": "tie"}, [], [("a", "act", "a.place == t.partner"), ("b", "act", "b.day == t.since")]
    ),
    "two absent": (TK, ["t.partner == k.state"], [("a", "act", "a.place == t.partner")]),
}  # fmt: skip


def written(name: str, body: Any, **points: Any) -> Any:
    """A rule as a ruleset writes it, with a leaf of its own."""
    match, where, absences = body
    unless = [{"match": {alias: kind}, "where": [text]} for alias, kind, text in absences]
    name = name.replace(" ", "-")
    leaf = name.replace("-", "_")
    return rule(name, match, where, unless=unless, contributes={"to": leaf, "points": 10, **points})


def ruled(bodies: dict[str, Any], **leaf: Any) -> Program:
    """A program of rules, each with a leaf of its own."""
    rules = [written(name, body) for name, body in bodies.items()]
    scores = {each["contributes"]["to"]: {**LEAF, **leaf} for each in rules}
    return program(WORDS, rules=rules, scores=scores)


def facts(random: Random) -> Iterator[Fact]:
    """Some facts, in which every value is often unknown and keys are often equal."""
    text, day, level = (None, "A", "B"), (None, *DAYS), (None, 1.0, 2.0)
    fields: dict[str, dict[str, tuple[Value, ...]]] = {
        "tie": {"partner": text, "since": day, "level": level},
        "kin": {"state": text, "level": level},
        "act": {"place": text, "day": day, "level": level},
    }
    for kind, own in fields.items():
        for number in range(random.randrange(3)):
            values: dict[str, Value] = {name: random.choice(every) for name, every in own.items()}
            name = f"{kind}-{number}"
            values |= {"date": None, "until": None}
            yield Fact(name, kind, values, (), True, frozenset({name}))


@pytest.mark.parametrize("combine", ["sum", "max"])
@pytest.mark.parametrize("missing", ["zero", "worst", "require"])
def test_unknown_keys_and_values_wait_as_the_definition_says(combine: str, missing: str) -> None:
    """400 small cases, in which a fact often may or may not have the key of another."""
    given = ruled(DECIDED | JOINED, combine=combine, missing=missing)
    random = Random(7)  # noqa: S311 - nothing secret
    cases = [(tuple(facts(random)), SETTING) for _ in range(400)]
    nothing: frozenset[str] = frozenset()
    defined = [
        in_numbers(Evaluation(given, s, f, definition.answer(given, f, s), nothing, ()))
        for f, s in cases
    ]
    assert scores_of(given, cases, [nothing] * len(cases)) == defined


def test_more_rules_than_one_column_has_bits() -> None:
    """Rules by the hundred have their bits in several columns, and none is lost."""
    random = Random(8)  # noqa: S311 - nothing secret
    bodies: dict[str, Any] = {
        f"rule {n}": ({"t": "tie"}, [f"t.level > {n / 100}"], []) for n in range(100)
    } | {
        f"pair {n}": (TK, ["t.partner == k.state", f"k.level > {1 + n / 100}"], [])
        for n in range(100)
    }  # fmt: skip
    given = ruled(bodies)
    cases = [(tuple(facts(random)), SETTING) for _ in range(60)]
    nothing: frozenset[str] = frozenset()
    defined = [
        in_numbers(Evaluation(given, s, f, definition.answer(given, f, s), nothing, ()))
        for f, s in cases
    ]
    assert scores_of(given, cases, [nothing] * len(cases)) == defined


@pytest.mark.parametrize("name", DECIDED)
def test_existence_decides(name: str) -> None:
    """A rule whose facts only share a key needs no join."""
    given = ruled({name: DECIDED[name]})
    assert decided(given.rules[0]) is not None
    assert not [each for each in Panel(given, DuckDb()).folds() if each.name.startswith("fold ")]


@pytest.mark.parametrize("name", JOINED)
def test_existence_does_not_decide(name: str) -> None:
    """A rule that compares its facts otherwise, or joins only some of them, joins facts."""
    assert decided(ruled({name: JOINED[name]}).rules[0]) is None


@pytest.mark.parametrize(
    "more", [{"per_rule": "sum", "cap": 30}, {"strength": "t.level / 2"}], ids=["sum", "strength"]
)
def test_rules_whose_matches_differ_join_facts(more: Any) -> None:
    """Where it matters how many match, or which, existence is not enough."""
    leaf = {"one": LEAF}
    rules = [written("one", DECIDED["one"], **more)]
    assert decided(program(WORDS, rules=rules, scores=leaf).rules[0]) is None
