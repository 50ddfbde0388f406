"""Signposts: the thresholds of counterfactuals, as indicators to watch."""

from typing import Any

import riskmemo
from riskmemo.model.counterfactual import Signpost
from tests.analysis.counterfactual.test_counterfactuals import BANDS, SCORES, WORDS, gives
from tests.building import case, program


def signs(facts: dict[str, Any], rules: list[Any]) -> tuple[Signpost, ...]:
    """The signposts of a case with these facts."""
    made = program(WORDS, rules=rules, scores=SCORES, bands=BANDS)
    return riskmemo.signposts(riskmemo.examine(case(facts), made))


def test_a_signpost_says_what_to_watch() -> None:
    """Fact, field, threshold, where it stands, and the band beyond the threshold."""
    facts = {"T": {"kind": "tie", "partner": "KAZ", "weight": 0.2}}
    (sign,) = signs(facts, [gives(30, ["t.weight >= 0.5"])])
    assert (sign.fact, sign.kind, sign.field, sign.now) == ("T", "tie", "weight", 0.2)
    assert (sign.sign, sign.threshold) == ("at least", (0.5,))
    assert (sign.score, sign.direction, sign.band, sign.value) == ("risk", "up", "Mid", 30)


def test_each_sort_of_sign() -> None:
    """Numbers and dates reach a threshold from a side; others are a value, or the fact goes."""
    facts = {
        "A": {"kind": "tie", "partner": "KAZ", "weight": 0.7, "date": "2025-07-01"},
        "B": {"kind": "tie", "partner": "UZB", "status": "signed"},
    }
    rules = [
        gives(25, ["t.weight >= 0.5"], name="heavy"),
        gives(25, ["t.date >= as_of - months(1)"], name="new"),
        gives(25, ['t.status in ["signed", "in_force"]'], name="signed"),
        gives(25, ['t.partner == "UZB"'], name="there"),
    ]
    found = {(sign.fact, sign.field): sign for sign in signs(facts, [rules[0]])}
    assert found["A", "weight"].sign == "at most"
    found = {(sign.fact, sign.field): sign for sign in signs(facts, [rules[1]])}
    assert (found["A", "date"].sign, found["A", "date"].threshold) == ("at most", ("2025-06-20",))
    found = {(sign.fact, sign.field): sign for sign in signs(facts, [rules[2]])}
    assert (found["B", "status"].sign, found["B", "status"].threshold) == (
        "is",
        ("announced", "lapsed"),
    )
    (gone,) = signs(facts, [rules[3]])
    assert (gone.field, gone.sign, gone.threshold) == (None, "is absent", ())


def test_what_needs_a_second_change_says_so() -> None:
    """The halves of a pair come after what moves a band alone, each with the other."""
    facts = {
        "A": {"kind": "tie", "partner": "KAZ", "open": False, "weight": 0.9},
        "B": {"kind": "tie", "partner": "UZB", "open": False},
    }
    rules = [
        gives(11, ["t.open"], name="open", per_rule="sum", cap=100),
        gives(25, ["t.weight < 0.5"], name="light"),
    ]
    found = signs(facts, rules)
    assert [(sign.fact, sign.field, sign.together_with) for sign in found] == [
        ("A", "weight", None),
        ("B", "weight", None),
        ("A", "open", "B"),
        ("B", "open", "A"),
    ]
