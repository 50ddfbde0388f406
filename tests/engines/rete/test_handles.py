"""What is told where durable-rules fails, and how the names it would confuse are kept apart."""

from collections.abc import Callable
from typing import Any

import pytest

from riskmemo.engines.rete import handles, names, search
from riskmemo.engines.rete.handles import Handle
from riskmemo.engines.rete.names import hash_of, told_apart
from riskmemo.errors import EvaluationRefused
from tests.building import LEAF, evaluated, program


class Answering:
    """A C module that does as it is told; without more it primes a handle."""

    error = RuntimeError

    def __init__(self, **answers: Callable[..., Any]) -> None:
        self.__dict__ |= {
            "create_ruleset": lambda *_: 1,
            "assert_fact": lambda *_: (0, 1),
            "start_action_for_state": lambda *_: ("state", '{"primer":{}}'),
            "complete_and_start_action": lambda *_: None,
            "delete_state": lambda *_: None,
            **answers,
        }


def failing(*_: object) -> None:
    """As durable-rules reports an error of its own."""
    raise RuntimeError("303")


@pytest.mark.parametrize(
    ("answers", "code", "message"),
    [
        ({"create_ruleset": failing}, "engine-failed", "durable-rules failed: 303"),
        ({"assert_fact": failing}, "engine-failed", "durable-rules failed: 303"),
        (
            {"assert_fact": lambda *_: (5, 1)},
            "engine-failed",
            "durable-rules failed: a fact was answered with 5",
        ),
        (
            {"start_action_for_state": lambda *_: None},
            "engine-failed",
            "durable-rules failed: a handle could not be primed",
        ),
    ],
)
def test_an_answer_that_should_not_be(
    answers: dict[str, Callable[..., Any]],
    code: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An error, a strange answer or a handle that cannot be primed is told as what it is."""
    monkeypatch.setattr(handles, "c_module", Answering(**answers))
    with pytest.raises(EvaluationRefused) as refused:
        Handle({})
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.message) == (code, message)


def test_without_durable_rules_there_is_no_handle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it cannot be imported that is said, and nothing else."""
    monkeypatch.setattr(handles, "c_module", None)
    with pytest.raises(EvaluationRefused) as refused:
        Handle({})
    assert [mistake.code for mistake in refused.value.mistakes] == ["engine-unavailable"]


def test_a_handle_begins_without_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is taken from a handle that was told nothing, and no state is deleted twice."""
    deleted: list[object] = []
    monkeypatch.setattr(handles, "c_module", Answering(delete_state=lambda *a: deleted.append(a)))
    handle = Handle({})
    assert list(handle.take()) == []
    handle.clear()
    assert len(deleted) == 1


def test_names_that_durable_rules_would_confuse_are_marked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its own words, names of one hash and a hash of 0 get marks behind them, in order of names."""
    assert told_apart(["share:n", "all", "p0"]) == {
        "all": "all'",
        "p0": "p0'",
        "share:n": "share:n",
    }

    def sums(name: str) -> int:
        return 0 if name == "none:k" else sum(name.encode("ascii")) + 1_000_000 * len(name)

    monkeypatch.setattr(names, "hash_of", sums)
    assert told_apart(["c-long-name-ab", "abc-long-name-", "bc-long-name-a", "none:k"]) == {
        "abc-long-name-": "abc-long-name-",
        "bc-long-name-a": "bc-long-name-a'",
        "c-long-name-ab": "c-long-name-ab''",
        "none:k": "none:k'",
    }


@pytest.mark.parametrize(
    ("name", "value"), [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)]
)
def test_the_hash_is_fnv(name: str, value: int) -> None:
    """The published test values of FNV-1a with 32 bits."""
    assert hash_of(name) == value


@pytest.mark.parametrize(
    ("parts", "name"),
    [
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
                        "title": "L", "polarity": "risk", "from": "facts", "missing": "zero",
                        "match": {"a": "tie", "b": "tie"}, "where": ["a.level + b.level < 0"],
                        "value": "a.level", "combine": "max",
                    },
                }
            },
            "level",
        ),
    ],
    ids=["aggregate", "leaf"],
)  # fmt: skip
def test_what_tries_too_much_is_named(
    parts: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An aggregate is named by its kind, a leaf by its score."""
    monkeypatch.setattr(search, "MAX_TRIED", 41)
    rows = {f"T{number}": {"kind": "tie", "level": number} for number in range(6)}
    unknown = {"T9": {"kind": "tie"}}
    monkeypatch.setattr("riskmemo.engines.rete.chaining.MAX_FRAMES", 0)
    with pytest.raises(EvaluationRefused, match=f"`{name}` tries more than"):
        evaluated(program(**parts), {**rows, **unknown}, "rete")


def test_the_search_counts_to_the_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    """6 facts and 6 for each of them are 42, for each query anew; with one less it is refused."""
    monkeypatch.setattr("riskmemo.engines.rete.chaining.MAX_FRAMES", 0)
    rows = {f"T{number}": {"kind": "tie", "level": number} for number in range(6)}
    body = {"match": {"a": "tie", "b": "tie"}, "where": ["a.level + b.level < 0"]}
    rules = [
        {"id": f"r{n}", "title": "R", "rationale": "R", "source": "S", **body,
         "contributes": {"to": "risk", "points": 1}}
        for n in range(2)
    ]  # fmt: skip
    given = program(rules=rules)
    monkeypatch.setattr(search, "MAX_TRIED", 42)
    assert evaluated(given, rows, "rete").answer.matches == ()
    monkeypatch.setattr(search, "MAX_TRIED", 41)
    with pytest.raises(EvaluationRefused, match="`r0` tries more than"):
        evaluated(given, rows, "rete")
