"""Many cases at once: each is refused or answered by itself, in bounded time and memory."""

import datetime
from typing import Any

import pytest

from riskmemo.engines import limits, sql
from riskmemo.engines.sql import connections, duck
from riskmemo.errors import EvaluationRefused, InvalidInput, Mistake
from riskmemo.evaluate import installed_engines
from riskmemo.language.facts import facts_at
from riskmemo.model.facts import Setting
from tests.building import GEOGRAPHY, LEAF, case, evaluated, program, rule

DAY = datetime.date(2025, 7, 21)
SETTING = Setting(DAY, DAY, "MNG")
PAIRS = {"match": {"a": "tie", "b": "tie"}}


def ties(count: int) -> duck.Given:
    """A case of so many ties."""
    rows = {f"T{number:04}": {"kind": "tie", "level": number} for number in range(count)}
    return tuple(facts_at(case(rows), GEOGRAPHY, DAY)), SETTING


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ({"rules": [rule("pairs", **PAIRS)]}, limits.too_many_matches("pairs")),
        (
            {
                "rules": [
                    rule("makes", **PAIRS, derives={"kind": "pair", "fields": {"n": "a.level"}}),
                    rule("reads", {"p": "pair"}),
                ]
            },
            limits.too_many_matches("makes"),
        ),
        (
            {
                "derive": {
                    "counted": {**PAIRS, "group_by": {"one": "1"}, "fields": {"n": "count()"}}
                },
                "rules": [rule("reads", {"c": "counted"})],
            },
            limits.too_many_rows("counted"),
        ),
        (
            {
                "scores": {
                    "risk": LEAF,
                    "height": {
                        **LEAF, **PAIRS, "from": "facts", "value": "a.level", "combine": "max",
                        "missing": "require",
                    },
                }
            },
            limits.too_many_rows("height"),
        ),
    ],
    ids=["rule", "rule that derives", "aggregate", "leaf"],
)  # fmt: skip
def test_one_case_is_refused_and_the_others_are_not(
    parts: dict[str, Any], refusal: Mistake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four ties make 16 pairs, five make 25: only the case beyond the limit has no answer."""
    monkeypatch.setattr(limits, "MAX_MATCHES", 16)
    refusal = Mistake(refusal.code, refusal.message.replace("10,000", "16"), None, refusal.help)
    given = program(**parts)
    small, large, none = duck.answers(given, [ties(4), ties(5), ties(0)])
    assert (small, none) == (duck.answer(given, *ties(4)), duck.answer(given, *ties(0)))
    assert large == refusal


def test_a_database_that_works_too_long_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal names the rule that was asked for, and nothing runs on."""
    monkeypatch.setattr(connections, "MAX_SECONDS", 2.0)
    never = ["a.level + b.level + c.level + d.level < 0"]
    slow = program(rules=[rule("slow", dict.fromkeys("abcd", "tie"), never)])
    with pytest.raises(EvaluationRefused) as refused:
        duck.answer(slow, *ties(400))
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.help) == ("too-much-work", limits.HELP)
    assert mistake.message == "`slow` was not done when 2 seconds were over"


def test_a_database_that_wants_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no file to spill to, so a group for each of a million pairs is too much."""
    monkeypatch.setattr(connections, "MEMORY", "24MB")
    monkeypatch.setitem(connections.CONFIGURED, "memory_limit", "24MB")
    each_pair = {
        **PAIRS,
        "group_by": {"n": "a.level * 10000 + b.level"},
        "fields": {"k": "count()"},
    }
    wide = program(derive={"pair": each_pair}, rules=[rule("reads", {"p": "pair"})])
    with pytest.raises(EvaluationRefused, match="`pair` needs more than 24MB of memory"):
        duck.answers(wide, [ties(1000)])


def test_without_its_libraries_the_engine_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not among the installed engines, and whoever names it is told what to install."""
    assert "sql" in installed_engines()
    monkeypatch.setattr(sql, "NEEDED", ("no_such_library",))
    assert "sql" not in installed_engines()
    with pytest.raises(InvalidInput) as refused:
        evaluated(program(rules=[rule("r", {"t": "tie"})]), {}, "sql")
    (mistake,) = refused.value.mistakes
    assert mistake.code == "extra-missing"
    assert mistake.message == "the engine `sql` needs `no_such_library`, which is not installed"
    assert mistake.help == "type `pip install 'riskmemo[batch]'`"
