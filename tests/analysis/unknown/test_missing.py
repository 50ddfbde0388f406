"""What is missing: the totals if an unknown field were known, ranked, as questions."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import riskmemo
from riskmemo.analysis.basis import Basis, Scores
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.analysis.unknown import missing as module
from riskmemo.analysis.unknown.missing import missing
from riskmemo.model.missing import Answer, Swing, UnknownField
from riskmemo.model.points import to_points
from tests.analysis.asking import Facts, asked_of, examined
from tests.building import LEAF, rule
from tests.engines.random_expressions import LITERALS
from tests.engines.random_facts import BASE, facts
from tests.engines.random_programs import RandomProgram, programs


def fields(basis: Basis) -> dict[str, UnknownField]:
    """Unknown fields as `fact.field` (joined by `+`), in their rank."""
    return {
        "+".join(f"{each.fact}.{each.field}" for each in unknown.fields): unknown
        for unknown in missing(basis).fields
    }


def swing(basis: Basis, name: str) -> Swing:
    """How far `risk` could move by one unknown field."""
    return fields(basis)[name].swings["risk"]


def told(found: Swing) -> tuple[float, str | None, float, str | None]:
    """How far down and up, each with what would have to be learnt."""
    assert found.down is not None
    assert found.up is not None
    return float(found.down), found.low_if, float(found.up), found.high_if


# --- values -------------------------------------------------------------------------------------


def test_a_category_is_tried_with_every_value() -> None:
    """The swing goes to the value that gives most, and says which."""
    rules = [
        rule("good", {"t": "tie"}, ['t.status == "signed"']),
        rule("better", {"t": "tie"}, ['t.status in ["signed", "in_force"]']),
    ]
    found = swing(examined({"T": {"kind": "tie"}}, rules), "T.status")
    assert told(found) == (0, None, 20, "signed")
    assert found.low_answers == ()
    answer = Answer(fact="T", field="status", kind="tie", values=("signed",))
    assert found.high_answers == (answer,)
    assert found.bands == ("High",)


def test_points_that_are_taken_away_swing_down() -> None:
    """A rule with negative points that waits lowers the total."""
    rules = [
        rule("base", {"t": "tie"}, ["t.level == 1"]),
        rule("less", {"t": "tie"}, ["t.open"], contributes={"to": "risk", "points": -4}),
    ]
    found = swing(examined({"T": {"kind": "tie", "level": 1}}, rules), "T.open")
    assert told(found) == (-4, "true", 0, None)


def test_an_absence_that_is_undecided_can_take_points() -> None:
    """Learning that an exception holds keeps the rule from matching; not learning gives nothing."""
    unless = [{"match": {"d": "tie"}, "where": ['d.name == "pact"', "d.level > 3"]}]
    rules = [rule("r", {"k": "act"}, unless=unless)]
    basis = examined({"A": {"kind": "act"}, "T": {"kind": "tie", "name": "pact"}}, rules)
    assert told(swing(basis, "T.level")) == (0, None, 10, "3 or less")


@pytest.mark.parametrize(
    ("condition", "high_if"),
    [
        ("t.level >= 2", "2 or more"),
        ("t.level > 2", "more than 2"),
        ("t.level < 2", "less than 2"),
        ("t.level <= 2", "2 or less"),
        ("t.level == 2", "2"),
        ("t.level / 4 >= 2", "8 or more"),
        ("10 - t.level > 2", "less than 8"),
        ("ln(t.level) >= 0", "1 or more"),
        ("t.level >= 2 and t.level < 5", "from 2 to 5"),
        ("t.weight > 0.5", "more than 0.5"),
        ("t.cost >= 3000000", "3,000,000 USD or more"),
        ("t.signed_on >= as_of - months(2)", "2025-05-21 or more"),
        ("t.open", "true"),
        ('t.partner == "KAZ"', "KAZ"),
        ('t.partner != "KAZ"', "any other"),
        ('t.name in ["a", "b"]', "a or b"),
    ],
)
def test_thresholds_are_found_in_conditions(condition: str, high_if: str) -> None:
    """Just below, at and just above what a rule compares with, through arithmetic too."""
    basis = examined({"T": {"kind": "tie"}}, [rule("r", {"t": "tie"}, [condition])])
    (found,) = missing(basis).fields
    assert told(found.swings["risk"]) == (0, None, 10, high_if)
    assert found.covered


def test_the_course_of_a_strength_is_followed_to_its_ends() -> None:
    """A strength that grows between goalposts is tried at both, and a parameter counts."""
    strength = {"to": "risk", "points": 10, "strength": "goalposts(t.level, 2, most)"}
    basis = examined(
        {"T": {"kind": "tie"}},
        [rule("r", {"t": "tie"}, contributes=strength)],
        parameters={"most": {"value": 8, "doc": "Most.", "source": "s"}},
    )
    assert told(swing(basis, "T.level")) == (0, None, 10, "8 or more")


def test_a_bound_on_an_aggregate_is_a_bound_on_what_goes_in() -> None:
    """The least of a group is compared with a threshold, so the row is tried there."""
    derive = {
        "least": {
            "match": {"t": "tie"},
            "group_by": {"partner": "t.partner"},
            "fields": {"lowest": "min(t.level)"},
        }
    }
    basis = examined(
        {"T": {"kind": "tie", "partner": "KAZ"}},
        [rule("r", {"l": "least"}, ["l.lowest >= 3"])],
        derive=derive,
    )
    assert told(swing(basis, "T.level")) == (0, None, 10, "3 or more")


def test_a_country_is_tried_with_those_of_other_facts() -> None:
    """A join is met by the value another fact has."""
    rules = [rule("r", {"t": "tie", "s": "people"}, ["t.partner == s.state"])]
    basis = examined({"T": {"kind": "tie"}, "P": {"kind": "people", "state": "UZB"}}, rules)
    assert told(swing(basis, "T.partner")) == (0, None, 10, "UZB")


def test_a_leaf_over_facts_waits_for_its_value() -> None:
    """A row without a value leaves the leaf without a score; learning it brings one."""
    facts_leaf = {
        "title": "Risk", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
        "value": "100 * t.weight", "combine": "mean", "missing": "require",
    }  # fmt: skip
    basis = examined({"T": {"kind": "tie"}}, [], scores={"risk": facts_leaf}, bands={})
    (found,) = missing(basis).fields
    assert (found.leaves, found.rules) == (("risk",), ())
    now = found.swings["risk"]
    assert (now.low, now.high) == (Decimal(0), Decimal(100))
    assert (now.down, now.up, now.comes_or_goes) == (None, None, True)
    assert (now.low_if, now.high_if) == ("0", "1")


def test_a_name_that_conduct_lacks_is_asked_for() -> None:
    """A match that the identity gate holds for want of a place waits for the place."""
    act = {"kind": "act", "organisation": "Group", "date": "2025-01-01", "grade": "C3"}
    rules = [rule("r", {"k": "kin", "a": "act"})]
    basis = examined({"K": {"kind": "kin"}, "A": act}, rules)
    assert told(swing(basis, "A.place")) == (0, None, 10, "any value")
    worse = examined({"K": {"kind": "kin"}, "A": {**act, "grade": "D3"}}, rules)
    assert missing(worse).fields == ()


def test_findings_that_may_be_one_are_asked_about() -> None:
    """Equal findings are one: learning that two are equal takes a match from a sum."""
    makes = rule("makes", {"t": "tie"}, derives={"kind": "way", "fields": {"open": "t.open"}})
    added = {"to": "risk", "points": 10, "per_rule": "sum", "cap": 90}
    rules = [makes, rule("adds", {"w": "way"}, contributes=added)]
    basis = examined({"A": {"kind": "tie", "open": True}, "B": {"kind": "tie"}}, rules)
    assert told(swing(basis, "B.open")) == (-10, "true", 0, None)
    apart = examined({"A": {"kind": "tie"}}, rules)
    assert missing(apart).fields == ()


# --- several fields, ranks, limits --------------------------------------------------------------


def test_fields_that_only_together_decide_are_asked_together() -> None:
    """Each alone moves nothing; both move ten points, and say what would have to be learnt."""
    rules = [rule("r", {"t": "tie"}, ["t.open", "t.level >= 2"])]
    found = fields(examined({"T": {"kind": "tie"}}, rules))
    assert list(found) == ["T.level+T.open", "T.level", "T.open"]
    both = found["T.level+T.open"]
    assert told(both.swings["risk"]) == (0, None, 10, "T.level 2 and T.open true")
    assert both.question.startswith("What are the level of T and the open of T?")
    assert found["T.open"].swings == {}
    assert "By itself it would move no total." in found["T.open"].question


def test_fields_that_decide_alone_are_not_asked_together() -> None:
    """A set that moves no further than one of its fields is left out."""
    rules = [rule("r", {"t": "tie"}, ["t.open or t.level >= 2"])]
    assert list(fields(examined({"T": {"kind": "tie"}}, rules))) == ["T.level", "T.open"]


def test_the_largest_swing_comes_first_and_ties_go_by_name() -> None:
    """What brings a score at all comes before any number of points."""
    rules = [
        rule("small", {"t": "tie"}, ["t.level > 1"]),
        rule("large", {"t": "tie"}, ["t.open"], contributes={"to": "risk", "points": 30}),
    ]
    basis = examined({"B": {"kind": "tie"}, "A": {"kind": "tie"}}, rules)
    assert list(fields(basis)) == ["A.open", "B.open", "A.level", "B.level"]


def test_past_the_limit_fields_are_named_that_were_not_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The fields with the most points at stake are tried first; facts that look alike share."""
    monkeypatch.setattr(module, "MOST_SUPPOSITIONS", 4)
    rules = [
        rule("small", {"t": "tie"}, ["t.level > 1"]),
        rule("large", {"t": "tie"}, ["t.open"], contributes={"to": "risk", "points": 30}),
    ]
    alike = {"A": {"kind": "tie", "name": "a"}, "B": {"kind": "tie", "name": "b"}}
    found = missing(examined(alike, rules))
    assert [each.fields[0].fact for each in found.fields] == ["A", "B"]
    assert [(each.fact, each.field) for each in found.untried] == [("A", "level"), ("B", "level")]


def test_rules_and_hypotheses_that_wait_are_named() -> None:
    """A rule of a hypothesis waits too, though it moves no base score."""
    rules = [
        rule("base", {"t": "tie"}, ["t.open"]),
        rule("other", {"t": "tie", "c": "claim"}, ["t.open"], hypothesis="h"),
    ]
    basis = examined(
        {"T": {"kind": "tie"}, "C": {"kind": "claim", "topic": "other"}},
        rules,
        hypotheses={"h": {"title": "H", "claim": "C"}},
    )
    assert fields(basis)["T.open"].rules == ("base", "other")


def test_the_question_is_made_of_the_vocabularys_words() -> None:
    """Field, fact, kind, what the field means, what it may be, what is on file, what it moves."""
    basis = examined({"T": {"kind": "tie"}}, [rule("r", {"t": "tie"}, ['t.status == "signed"'])])
    (found,) = missing(basis).fields
    assert found.question == (
        "What is the status of T? tie, status: a category (one of announced, signed, in_force)."
        " On file: Fact T. The answer could move Risk by 0 to +10."
    )
    assert found.fields[0].possible == "one of announced, signed, in_force"


def test_long_and_empty_texts_are_quoted_short() -> None:
    """A question stays a question, and an empty text can be an answer."""
    long = "word " * 300
    basis = examined(
        {"T": {"kind": "tie"}, "P": {"kind": "people", "faith": long}},
        [rule("r", {"t": "tie", "a": "act"}, ['t.name == ""'])],
    )
    assert missing(basis).fields == ()
    (found,) = missing(
        examined({"T": {"kind": "tie"}}, [rule("r", {"t": "tie"}, [f't.name in ["", "{long}"]'])])
    ).fields
    words = found.swings["risk"].high_if
    assert words is not None
    assert words.startswith('"" or word word')
    assert len(words) < 100


def test_the_mongolia_case_asks_for_the_stage_of_the_railway_first() -> None:
    """The gap that could move most is the one a collector is sent for first."""
    case = riskmemo.load_case("examples/mongolia-central-asia/case.yaml")
    found = riskmemo.missing(riskmemo.examine(case, riskmemo.load_ruleset("central-asia-pivot")))
    first = found.fields[0]
    assert (first.fields[0].fact, first.fields[0].field) == ("E56", "stage")
    assert told(first.swings["opportunity"]) == (0, None, 11.4, "operating")
    assert (found.untried, found.untried_together) == ((), 0)


# --- laws ---------------------------------------------------------------------------------------


def risk_if(basis: Basis, name: str, field: str, value: Any) -> Any:
    """The value of `risk` if a field had a value."""
    score = basis.supposing.scores(Otherwise(values={(name, field): value}))["risk"].value
    assert score is not None
    return to_points(score)


def values_of(scores: Scores) -> dict[str, tuple[int | None, int]]:
    """Value and coverage of every score; how many matches made it may change."""
    return {name: (score.value, score.coverage) for name, score in scores.items()}


@given(program=programs(), rows=facts(), data=st.data())
def test_what_is_not_asked_for_moves_nothing(
    program: RandomProgram, rows: Facts, data: st.DataObject
) -> None:
    """Whatever an unknown field that is not listed turns out to be, no score changes."""
    basis = asked_of(program.typed(), rows)
    found = missing(basis)
    listed = {(each.fact, each.field) for unknown in found.fields for each in unknown.fields}
    listed |= {(each.fact, each.field) for each in found.untried}
    places = [(n, f) for n, row in rows.items() for f, value in row.items() if value is None]
    others = sorted(set(places) - listed)
    assume(others)
    name, field = data.draw(st.sampled_from(others))
    for value in LITERALS[BASE[rows[name]["kind"]][field]]:
        supposed = basis.supposing.scores(Otherwise(values={(name, field): value}))
        assert values_of(supposed) == values_of(basis.now)


def _anything(base: str) -> st.SearchStrategy[Any]:
    """Values of a type, those that rules compare with among them."""
    literals = st.sampled_from(LITERALS[base])
    match base:
        case "number":
            return literals | st.floats(-20, 20)
        case "share":
            return literals | st.floats(0, 1)
        case "text":
            return literals | st.text(max_size=3)
        case "country":
            return literals | st.sampled_from(["UZB", "FRA"])
        case _:
            return literals


@given(program=programs(), rows=facts(), data=st.data())
def test_learning_a_value_stays_inside_the_told_range(
    program: RandomProgram, rows: Facts, data: st.DataObject
) -> None:
    """Where the tried values stand for all, any value of the type gives a total within the range.

    And the range is reached: its ends are totals under some value that was tried.
    """
    basis = asked_of(program.typed(), rows)
    single = [each for each in missing(basis).fields if len(each.fields) == 1 and each.covered]
    assume(single)
    unknown = data.draw(st.sampled_from(single))
    (asked,) = unknown.fields
    value = data.draw(_anything(BASE[rows[asked.fact]["kind"]][asked.field]))
    then, now = risk_if(basis, asked.fact, asked.field, value), basis.now["risk"].value
    assert now is not None
    ends = unknown.swings.get("risk")
    low, high = (ends.low, ends.high) if ends else (to_points(now), to_points(now))
    assert low is not None
    assert high is not None
    assert low <= then <= high


LINEAR = {"risk": {**LEAF, "missing": "zero"}}


@given(
    bounds=st.lists(st.integers(-5, 5), min_size=1, max_size=4),
    value=st.floats(-10, 10),
    points=st.lists(st.integers(-9, 9).filter(bool), min_size=4, max_size=4),
)
def test_thresholds_are_covered_by_brute_force(
    bounds: list[int], value: float, points: list[int]
) -> None:
    """With rules that are thresholds, the range is that of a fine grid over the whole line."""
    rules = [rule("base", {"t": "tie"}, contributes={"to": "risk", "points": 50})] + [
        rule(
            f"r{number}",
            {"t": "tie"},
            [f"t.level {'>=' if number % 2 else '<'} {bound}"],
            contributes={"to": "risk", "points": points[number]},
        )
        for number, bound in enumerate(bounds)
    ]
    basis = examined({"T": {"kind": "tie"}}, rules, scores=LINEAR, bands={})

    def by_hand(level: float) -> float:
        truths = [
            level >= bound if number % 2 else level < bound for number, bound in enumerate(bounds)
        ]
        return 50 + sum(point for point, truth in zip(points, truths, strict=False) if truth)

    grid = [by_hand(step / 4) for step in range(-40, 41)]
    found = swing(basis, "T.level") if len({*grid, 50.0}) > 1 else None
    if found is not None:
        assert found.low is not None
        assert found.high is not None
        assert (float(found.low), float(found.high)) == (min([*grid, 50]), max([*grid, 50]))
        assert found.low <= by_hand(value) <= found.high
