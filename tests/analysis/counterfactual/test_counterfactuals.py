"""Counterfactuals: the smallest changes of indicators that move a total into another band."""

from decimal import Decimal
from typing import Any

import pytest

import riskmemo
from riskmemo.errors import InvalidInput
from riskmemo.model.counterfactual import Change, Counterfactual, Counterfactuals, Course
from tests.building import LEAF, Data, case, program, rule, vocabulary

BANDS = {
    "levels": [
        {
            "levels": [
                {"label": "Low", "begins": 0},
                {"label": "Mid", "begins": 20},
                {"label": "High", "begins": 40},
            ]
        }
    ]
}
SCORES = {"risk": {**LEAF, "bands": "levels"}}
WORDS = vocabulary(
    {
        "tie": {
            "partner": {"type": "country", "required": True},
            "via": "country",
            "status": ["announced", "signed", "in_force", "lapsed"],
            "sort": {"type": "category", "values": ["road", "rail"], "fixed": True},
            "weight": "share",
            "cost": {"type": "number", "unit": "USD", "min": 0},
            "open": "bool",
        },
        "kin": {"nature": "identity", "state": "country", "weight": "share"},
        "people": {"state": "country", "faith": {"type": "text", "nature": "identity"}},
        "claim": {"nature": "claim", "topic": ["spillover", "other"]},
    }
)


def found(facts: dict[str, Any], rules: list[Any], **parts: Any) -> Counterfactuals:
    """What would move the band of the one total in a case with these facts."""
    limit = parts.pop("limit", None)
    words = parts.pop("words", WORDS)
    searched = parts.pop("searched", ())
    made = program(words, rules=rules, **{"scores": SCORES, "bands": BANDS, **parts})
    basis = riskmemo.examine(case(facts, searched=searched), made)
    return riskmemo.counterfactuals(basis, limit=limit)


def course(way: str, facts: dict[str, Any], rules: list[Any], **parts: Any) -> Course:
    """What moves the total that way."""
    (courses,) = found(facts, rules, **parts).scores
    return courses.up if way == "up" else courses.down


def told(each: Counterfactual) -> list[tuple[str, Any]]:
    """The changes of a counterfactual: `fact.field`, or the fact, and the value after."""
    return [_told(change) for change in each.changes]


def _told(change: Change) -> tuple[str, Any]:
    name = f"{change.fact}.{change.field}" if change.field else change.fact
    return name, change.after


def gives(points: float, where: list[str], **more: Any) -> Data:
    """A rule over one tie."""
    name = more.pop("name", "r")
    return rule(name, {"t": "tie"}, where, contributes={"to": "risk", "points": points, **more})


def test_a_threshold_is_just_met() -> None:
    """A share moves to the threshold itself where that is enough, and no further."""
    facts = {"T": {"kind": "tie", "partner": "KAZ", "weight": 0.2}}
    (only,) = course("up", facts, [gives(30, ["t.weight >= 0.5"])]).single
    assert told(only) == [("T.weight", 0.5)]
    assert (only.value, only.band) == ((Decimal(0), Decimal(30)), ("Low", "Mid"))
    assert only.distance == Decimal("0.3")
    assert [(each.rule, each.starts) for each in only.rules] == [("r", True)]


def test_a_threshold_is_just_missed() -> None:
    """Down, a share moves one step below the threshold: a thousandth."""
    facts = {"T": {"kind": "tie", "partner": "KAZ", "weight": 0.7}}
    down = course("down", facts, [gives(30, ["t.weight >= 0.5"])])
    assert [told(each) for each in down.single] == [[("T.weight", 0.499)]]
    assert down.single[0].rules[0].stops


def test_a_category_and_those_like_it() -> None:
    """Values that no rule tells apart are one change; the one listed nearest is named first."""
    facts = {"T": {"kind": "tie", "partner": "KAZ", "status": "announced"}}
    (only,) = course("up", facts, [gives(30, ['t.status in ["signed", "in_force"]'])]).single
    assert told(only) == [("T.status", "signed")]
    assert only.changes[0].alike == ("in_force",)
    assert only.distance == 1


def test_a_boolean_and_what_is_unknown() -> None:
    """What is unknown may turn out so; it counts as one step."""
    facts = {"T": {"kind": "tie", "partner": "KAZ"}}
    (only,) = course("up", facts, [gives(30, ["t.open", "not t.open or t.open"])]).single
    assert (told(only), only.changes[0].before, only.distance) == ([("T.open", True)], None, 1)


def test_a_date_of_the_past_stays_in_the_past() -> None:
    """A past date moves up to the cut-off, a planned one up to the horizon; years are counted."""
    rules = [gives(30, ["t.date >= as_of - months(12)"], name="new")]
    facts = {"T": {"kind": "tie", "partner": "KAZ", "date": "2024-01-21"}}
    (only,) = course("up", facts, rules).single
    assert told(only) == [("T.date", "2024-07-21")]
    assert only.distance == Decimal("0.498289")
    later = [gives(30, ["t.date > as_of"])]
    assert course("up", facts, later).single == ()
    planned = {"T": {"kind": "tie", "partner": "KAZ", "date": "2026-01-01"}}
    (never,) = course("up", planned, [gives(30, ["t.date >= horizon"])]).single
    assert told(never) == [("T.date", "2026-07-21")]
    assert course("up", planned, [gives(30, ["t.date > horizon"])]).single == ()


def test_a_first_day_is_never_moved_past_the_last() -> None:
    """A change that no case could hold is not supposed."""
    facts = {
        "T": {"kind": "tie", "partner": "KAZ", "date": "2024-01-01", "until": "2024-03-01"},
    }
    assert course("up", facts, [gives(30, ["t.date >= as_of - months(12)"])]).all == ()


def test_a_fact_may_be_known_to_be_absent() -> None:
    """That the last fact of a kind is absent is knowledge: nothing waits for the kind then."""
    facts = {"T": {"kind": "tie", "partner": "KAZ"}}
    required = {"risk": {**SCORES["risk"], "missing": "require"}}
    (only,) = course("down", facts, [gives(30, [])], scores=required).single
    assert told(only) == [("T", None)]
    assert only.changes[0].field is None
    assert only.value == (Decimal(30), Decimal(0))


def test_a_fact_whose_field_would_do_is_not_taken_away() -> None:
    """Absence is told only where no change of a field of the same fact moves the band as well."""
    facts = {"T": {"kind": "tie", "partner": "KAZ", "open": True}}
    assert [told(each) for each in course("down", facts, [gives(30, ["t.open"])]).single] == [
        [("T.open", False)]
    ]


def test_strength_is_brought_back_to_the_smallest_change() -> None:
    """A number that is computed with moves as far as needed, to a thousandth of its width."""
    facts = {"T": {"kind": "tie", "partner": "KAZ", "weight": 0.1}}
    rules = [gives(50, [], strength="t.weight")]
    (only,) = course("up", facts, rules).single
    assert told(only) == [("T.weight", 0.4)]
    assert only.value[1] == 20
    twice = {"T": {"kind": "tie", "partner": "KAZ", "cost": 3_000_000}}
    (money,) = course("up", twice, [gives(60, [], strength="t.cost / 10000000")]).single
    assert told(money) == [("T.cost", 3_334_000.0)]


def test_pairs_are_told_where_both_are_needed() -> None:
    """Two conditions of one rule are changed together; neither alone would do."""
    facts = {"T": {"kind": "tie", "partner": "KAZ", "open": False, "weight": 0.2}}
    up = course("up", facts, [gives(30, ["t.open", "t.weight >= 0.5"])])
    assert up.single == ()
    assert [told(each) for each in up.pairs] == [[("T.open", True), ("T.weight", 0.5)]]
    assert up.pairs[0].distance == Decimal("1.3")


def test_pairs_across_facts() -> None:
    """Two facts that each give some points move the band together."""
    ties = {
        name: {"kind": "tie", "partner": code, "open": False}
        for name, code in (("A", "KAZ"), ("B", "UZB"), ("C", "KGZ"))
    }
    rules = [gives(10, ["t.open"], per_rule="sum", cap=100)]
    up = course("up", ties, rules)
    pairs = [[("A.open", True), ("B.open", True)], [("A.open", True), ("C.open", True)]]
    assert [told(each) for each in up.pairs] == [*pairs, [("B.open", True), ("C.open", True)]]
    assert [each.matches for each in up.pairs[0].rules] == [(0, 2)]


def test_what_neither_moves_alone() -> None:
    """Two facts of one rule that each fail a condition of their own are changed together."""
    facts = {
        "A": {"kind": "tie", "partner": "KAZ", "open": False},
        "B": {"kind": "tie", "partner": "UZB", "status": "announced"},
    }
    join = rule(
        "join",
        {"t": "tie", "u": "tie"},
        ["t.open", 'u.status == "signed"', "t.partner != u.partner"],
        contributes={"to": "risk", "points": 30},
    )
    assert [told(each) for each in course("up", facts, [join]).pairs] == [
        [("A.open", True), ("B.status", "signed")],
        [("A.status", "signed"), ("B.open", True)],
    ]


def test_what_comes_nearest_where_nothing_moves_the_band() -> None:
    """Without a counterfactual the largest move that way is told, and that nothing was left out."""
    facts = {"T": {"kind": "tie", "partner": "KAZ", "open": False}}
    up = course("up", facts, [gives(15, ["t.open"])])
    assert (up.all, up.untried) == ((), 0)
    assert up.nearest is not None
    assert (told(up.nearest), up.nearest.value[1]) == ([("T.open", True)], 15)


def test_a_band_that_is_never_left_has_no_counterfactual() -> None:
    """One band over the whole scale: nothing to move to."""
    wide = {"levels": [{"levels": [{"label": "All", "begins": 0}]}]}
    facts = {"T": {"kind": "tie", "partner": "KAZ", "open": False}}
    (courses,) = found(facts, [gives(90, ["t.open"])], bands=wide).scores
    assert (courses.up.all, courses.down.all) == ((), ())


@pytest.mark.parametrize(
    ("facts", "patterns", "where"),
    [
        ({"kind": "kin", "state": "KAZ", "weight": 0.1}, {"k": "kin"}, ["k.weight >= 0.5"]),
        ({"kind": "people", "state": "KAZ", "faith": "a"}, {"p": "people"}, ['p.faith == "b"']),
        ({"kind": "claim", "topic": "other"}, {"c": "claim"}, ['c.topic == "spillover"']),
        ({"kind": "tie", "partner": "KAZ"}, {"t": "tie"}, ['t.partner == "UZB"']),
        ({"kind": "tie", "partner": "KAZ", "sort": "road"}, {"t": "tie"}, ['t.sort == "rail"']),
    ],
    ids=["identity kind", "identity field", "claim", "required country", "fixed field"],
)
def test_what_is_never_changed(facts: Any, patterns: Any, where: list[str]) -> None:
    """Identity, claims, and what a fact is about stay as they are."""
    more: dict[str, Any] = {}
    if "c" in patterns:
        more = {"hypothesis": "h", "contributes": {"to": "risk", "points": 30}}
    derives = {"kind": "made", "fields": {"x": "as_of"}}
    rules = [
        rule("first", patterns, where, derives=derives, **({} if "c" not in patterns else more)),
        rule("then", {"m": "made"}, contributes={"to": "risk", "points": 30}, **(
            {"hypothesis": "h"} if "c" in patterns else {}
        )),
    ]  # fmt: skip
    hypotheses = {"h": {"title": "h", "claim": "C1"}}
    (courses,) = found({"X": facts}, rules, hypotheses=hypotheses).scores
    assert (courses.up.all, courses.up.nearest) == ((), None)


def test_a_country_that_need_not_be_stated_takes_those_of_the_rules() -> None:
    """Another country is one that a rule names or that is on file."""
    facts = {"T": {"kind": "tie", "partner": "KAZ", "via": "RUS"}}
    (only,) = course("up", facts, [gives(30, ['t.via == "CHN"'])]).single
    assert told(only) == [("T.via", "CHN")]


def test_thresholds_reach_through_findings_and_aggregates() -> None:
    """A bound on the least of several values is a bound on each of them."""
    least = {
        "match": {"t": "tie"},
        "group_by": {"p": "t.partner"},
        "fields": {"low": "min(t.weight)"},
    }
    facts = {
        "A": {"kind": "tie", "partner": "KAZ", "weight": 0.1},
        "B": {"kind": "tie", "partner": "KAZ", "weight": 0.6},
    }
    only = rule("r", {"l": "least"}, ["l.low >= 0.3"], contributes={"to": "risk", "points": 30})
    up = course("up", facts, [only], derive={"least": least})
    assert [told(each) for each in up.single] == [[("A.weight", 0.3)]]


def test_the_limit_is_kept_and_what_was_left_is_told() -> None:
    """With few suppositions the search ends early and says how much was not tried."""
    ties = {f"T{n}": {"kind": "tie", "partner": "KAZ", "open": False} for n in range(12)}
    rules = [gives(4, ["t.open"], per_rule="sum", cap=100)]
    all_of = found(ties, rules)
    few = found(ties, rules, limit=8)
    assert few.suppositions <= few.limit == 8
    assert few.scores[0].up.untried > 0
    assert not few.complete
    assert all_of.complete


def test_the_answer_does_not_hang_on_the_order_of_the_case() -> None:
    """Facts written in another order give the same record."""
    facts = {
        "A": {"kind": "tie", "partner": "KAZ", "open": False, "weight": 0.2},
        "B": {"kind": "tie", "partner": "UZB", "open": True, "weight": 0.7},
    }
    rules = [gives(12, ["t.open"], per_rule="sum", cap=100), gives(9, ["t.weight > 0.5"], name="q")]
    assert found(facts, rules) == found(dict(reversed(facts.items())), rules)


def test_one_score_is_asked_about() -> None:
    """A score that is no total can be named; an unknown one and one without bands are refused."""
    made = program(
        WORDS,
        rules=[gives(30, ["t.open"])],
        scores={
            "risk": SCORES["risk"],
            "all": {**LEAF, "from": "rules"},
            "top": {
                "title": "Top", "polarity": "risk", "of": {"risk": 1}, "combine": "sum",
                "missing": "zero",
            },
        },
        bands=BANDS,
    )  # fmt: skip
    basis = riskmemo.examine(case({"T": {"kind": "tie", "partner": "KAZ", "open": False}}), made)
    assert riskmemo.counterfactuals(basis).scores == ()
    assert told(riskmemo.counterfactuals(basis, "risk").scores[0].up.single[0]) == [
        ("T.open", True)
    ]
    for name, message in (("rsik", "there is no score `rsik`"), ("top", "`top` has no bands")):
        with pytest.raises(InvalidInput) as refused:
            riskmemo.counterfactuals(basis, name)
        assert message in refused.value.mistakes[0].message
