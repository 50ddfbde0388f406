"""All that every engine says of what it finds: evidence, strength, gate and fields."""

import datetime
from typing import Any

import pytest

from riskmemo.engines import limits
from riskmemo.engines.agreement import refuse_disagreement
from riskmemo.errors import EvaluationRefused
from riskmemo.evaluate import installed_engines
from riskmemo.model.facts import Answer, Fact, Gap, Match
from tests.building import LEAF, evaluated, program, rule

every_engine = pytest.mark.parametrize("engine", installed_engines())
MICRO = 1_000_000
FACTS: dict[str, dict[str, Any]] = {
    "T1": {"kind": "tie", "partner": "KAZ", "signed_on": "2025-07-11", "level": 3},
    "T2": {"kind": "tie", "partner": "KAZ", "signed_on": "2025-07-11", "level": 5},
    "T3": {"kind": "tie", "partner": "KGZ", "level": 1},
    "A1": {"kind": "act", "place": "Osh"},
}
NEAR_FIELDS = {"who": "t.partner", "home": "subject", "since": "t.signed_on"}
PARTS: dict[str, Any] = {
    "scores": {
        "risk": LEAF,
        "age": {
            "title": "Age", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
            "value": "as_of - t.signed_on", "combine": "max", "missing": "zero",
        },
    },
    "derive": {
        "counted": {
            "match": {"n": "near"},
            "group_by": {"home": "subject", "since": "as_of - months(1)"},
            "fields": {"n": "count()", "oldest": "max(as_of - n.since)"},
        },
    },
    "rules": [
        rule(
            "makes",
            {"t": "tie"},
            derives={"kind": "near", "fields": NEAR_FIELDS},
        ),
        rule(
            "weighs",
            {"n": "near", "a": "act"},
            contributes={"to": "risk", "points": 8, "strength": "(as_of - n.since) / 40"},
        ),
        rule("reads", {"c": "counted"}),
    ],
}  # fmt: skip
NEAR: dict[str, Any] = {"who": "KAZ", "home": "MNG", "since": datetime.date(2025, 7, 11)}
FAR: dict[str, Any] = {"who": "KGZ", "home": "MNG", "since": None}
COUNTED: dict[str, Any] = {
    "home": "MNG",
    "since": datetime.date(2025, 6, 21),
    "n": None,
    "oldest": None,
}
ALL_TIES = frozenset({"T1", "T2", "T3"})


@every_engine
def test_a_whole_answer(engine: str) -> None:
    """Evidence goes down to base facts, strength is told, and the case is known everywhere.

    `weighs` waits for the date of T3, on which its strength depends; that date leaves open, too,
    whether the two findings are two, and so how many there are.
    """
    assert evaluated(program(**PARTS), FACTS, engine).answer == Answer(
        matches=(
            Match("makes", (("t", "T1"),), frozenset({"T1"})),
            Match("makes", (("t", "T2"),), frozenset({"T2"})),
            Match("makes", (("t", "T3"),), frozenset({"T3"})),
            Match("reads", (("c", "counted/1"),), ALL_TIES, 1.0, 10 * MICRO),
            Match(
                "weighs",
                (("a", "A1"), ("n", "near/2")),
                frozenset({"A1", "T1", "T2"}),
                strength=0.25,
                contribution=2 * MICRO,
            ),
        ),
        gaps=(Gap("weighs", (("a", "A1"), ("n", "near/1")), 8 * MICRO),),
        findings=(
            Fact("near/1", "near", FAR, evidence=frozenset({"T3"})),
            Fact("near/2", "near", NEAR, evidence=frozenset({"T1", "T2"})),
            Fact("counted/1", "counted", COUNTED, evidence=ALL_TIES),
        ),
        leaves={"age": (10 * MICRO, 10 * MICRO, None)},
    )


@every_engine
def test_an_aggregate_of_what_is_known(engine: str) -> None:
    """Without the tie whose date is unknown everything is decided."""
    known = {name: fact for name, fact in FACTS.items() if name != "T3"}
    answer = evaluated(program(**PARTS), known, engine).answer
    assert answer.gaps == ()
    assert answer.findings[-1] == Fact(
        "counted/1",
        "counted",
        {**COUNTED, "n": 1.0, "oldest": 10.0},
        evidence=frozenset({"T1", "T2"}),
    )
    assert answer.matches[-2] == Match(
        "reads", (("c", "counted/1"),), frozenset({"T1", "T2"}), 1.0, 10 * MICRO
    )


@every_engine
def test_a_rule_that_uses_identity_tells_its_gate(engine: str) -> None:
    """Open or closed; a rule that uses none has no gate, whatever its points."""
    rules = [rule("held", {"k": "kin", "a": "act"}), rule("plain", {"a": "act"})]
    act = {"kind": "act", "organisation": "O", "place": "P", "date": "2025-01-01"}
    facts = {"K": {"kind": "kin"}, "A": act, "B": {**act, "grade": "F1"}}
    answer = evaluated(program(rules=rules), facts, engine).answer
    assert [(m.facts[0][1], m.gate, m.contribution) for m in answer.matches] == [
        ("A", True, 10 * MICRO),
        ("B", False, 0),
        ("A", None, 10 * MICRO),
        ("B", None, 10 * MICRO),
    ]


LEVELS = {f"T{number}": {"kind": "tie", "level": number} for number in range(6)}


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"rules": [rule("pairs", {"a": "tie", "b": "tie"}, ["a.level + b.level < 0"])]}, "pairs"),
        (
            {
                "derive": {
                    "counted": {
                        "match": {"a": "tie", "b": "tie"},
                        "where": ["a.level + b.level < 0"],
                        "group_by": {"n": "a.level"},
                        "fields": {"m": "count()"},
                    }
                }
            },
            "counted",
        ),
        (
            {
                "scores": {
                    "risk": LEAF,
                    "level": {
                        **PARTS["scores"]["age"],
                        "match": {"a": "tie", "b": "tie"},
                        "where": ["a.level + b.level < 0"],
                        "value": "a.level",
                    },
                }
            },
            "level",
        ),
    ],
    ids=["rule", "aggregate", "leaf"],
)
def test_the_definition_counts_what_it_tries(
    parts: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """6 facts and 6 for each of them are 42; with one less allowed the name is told."""
    given = program(**parts)
    monkeypatch.setattr(limits, "MAX_STEPS", 42)
    assert evaluated(given, LEVELS).answer.matches == ()
    monkeypatch.setattr(limits, "MAX_STEPS", 41)
    with pytest.raises(EvaluationRefused, match=f"`{name}` tries more than"):
        evaluated(given, LEVELS)


def match(*facts: str) -> tuple[Match, ...]:
    """Matches of one rule."""
    return tuple(Match("r", (("t", fact),), frozenset({fact})) for fact in facts)


def told_of(fact: str) -> str:
    """Such a match as it is told."""
    return (
        f"Match(rule='r', facts=(('t', '{fact}'),), evidence={{'{fact}'}}, "
        "strength=None, contribution=None, gate=None)"
    )


def finding(number: int) -> str:
    """A finding as it is told."""
    return f"Fact(id='k/{number}', kind='k', values={{}}, grades=(), certain=True, evidence={{}})"


NOTHING = Answer((), (), ())
FINDINGS = tuple(Fact(f"k/{number}", "k", {}) for number in range(3))


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (
            Answer(match("A", "B", "C"), (), ()),
            Answer(match("A", "X", "C"), (), ()),
            f"matches: {told_of('B')} against {told_of('X')}",
        ),
        (
            Answer(match("A", "B"), (), ()),
            Answer(match("A"), (), ()),
            f"matches: {told_of('B')} against nothing",
        ),
        (
            Answer((), (), FINDINGS[:1]),
            Answer((), (), FINDINGS),
            f"findings: nothing against {finding(1)}",
        ),
        (
            Answer((), (), (), {"b": (1,), "a": (2,)}),
            Answer((), (), (), {"a": (2,), "b": (3,)}),
            "leaves: ('b', (1,)) against ('b', (3,))",
        ),
        (
            Answer(match("A"), (), FINDINGS[:1]),
            NOTHING,
            f"findings: {finding(0)} against nothing",
        ),
    ],
)
def test_the_first_difference_is_told(one: Answer, other: Answer, told: str) -> None:
    """Findings before matches, and the first place where the two differ; the help says what now."""
    with pytest.raises(EvaluationRefused) as refused:
        refuse_disagreement("rete", one, "compiled", other)
    (mistake,) = refused.value.mistakes
    assert mistake.message == f"the engines `rete` and `compiled` disagree about {told}"
    assert mistake.span is None
    assert mistake.help == (
        "this is a bug in riskmemo; `--engine definition` gives the answer by definition"
    )


def test_equal_answers_agree() -> None:
    """Leaves may stand in any order."""
    one, other = ({"a": (1,), "b": (2,)}, {"b": (2,), "a": (1,)})
    refuse_disagreement("rete", Answer((), (), (), one), "compiled", Answer((), (), (), other))
