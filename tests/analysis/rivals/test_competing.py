"""Competing readings of a case: items, their weights, the ranking, and what it hangs on."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmemo.analysis.rivals.competing import competing
from riskmemo.engines import definition
from riskmemo.model.competing import Competing
from tests.analysis.rivals.readings import (
    NAMES,
    against,
    basis_of,
    bearing,
    compared,
    question,
)

CALM = {"calm": "inconsistent", "storm": "consistent", "rain": "neutral"}
STORM = {"storm": "inconsistent", "rain": "very_inconsistent"}
WEIGHTS = {"A1": 1.0, "A2": 0.8, "B2": 0.64, "C3": 0.36, "E5": 0.04, "F1": None, "B6": None}
"""The table of weights, written down once more."""


def tie(grade: Any = "A1", **fields: Any) -> dict[str, Any]:
    """A tie with a grade."""
    return {"kind": "tie", "grade": grade, **fields}


def test_each_match_is_an_item_with_its_facts_and_weight() -> None:
    """An item names rule, facts, evidence, grade and marks, and what it does to the ranking."""
    given = question(NAMES, [bearing("r", {"t": "tie"}, ["t.open"], bears_on=CALM)])
    found = compared(given, {"T1": tie("B2", open=True), "T2": tie("C3", open=True)})
    assert [(each.facts, each.evidence, each.weight) for each in found.items] == [
        ({"t": "T1"}, ("T1",), Decimal("0.64")),
        ({"t": "T2"}, ("T2",), Decimal("0.36")),
    ]
    assert against(found) == {"calm": 1.0, "storm": 0, "rain": 0}
    assert found.leading == ("storm", "rain")
    assert [each.rank for each in found.readings] == [1, 1, 3]
    assert [each.hypothesis for each in found.readings] == ["storm", "rain", "calm"]
    assert found.items[0].diagnosticity == Decimal("1.28")
    assert {each.hypothesis: each.tested_by for each in found.readings} == {
        "calm": 1, "storm": 0, "rain": 0,
    }  # fmt: skip


def test_very_inconsistent_counts_twice() -> None:
    """The weight is doubled, also where all items weigh alike."""
    given = question(NAMES, [bearing("r", {"t": "tie"}, bears_on=STORM)])
    found = compared(given, {"T": tie("B2")})
    assert against(found) == {"calm": 0, "storm": 0.64, "rain": 1.28}
    assert {each.hypothesis: each.unweighted for each in found.readings} == {
        "calm": 0, "storm": 1, "rain": 2,
    }  # fmt: skip


def test_of_the_sources_of_a_fact_the_best_counts_and_of_the_facts_of_an_item_the_worst() -> None:
    """A second, worse source takes nothing away; a joined fact that is worse does."""
    given = question(
        NAMES, [bearing("r", {"t": "tie", "a": "act"}, ["a.place == t.name"], bears_on=CALM)]
    )
    found = compared(
        given,
        {
            "T": tie(["D4", "A1"], name="West"),
            "A": {"kind": "act", "place": "West", "grade": ["C3", "F1"]},
        },
    )
    (item,) = found.items
    assert (item.reliability, item.credibility, item.weight) == ("C", 3, Decimal("0.36"))


@pytest.mark.parametrize("grade", ["F1", "B6"])
def test_what_cannot_be_graded_counts_nothing_and_is_told(grade: str) -> None:
    """It is listed with what would lead if it held in full."""
    rules = [
        bearing("r", {"t": "tie"}, ["t.open"], bears_on={"calm": "inconsistent"}),
        bearing("s", {"t": "tie"}, ["not t.open"], bears_on=STORM),
    ]
    facts = {"T": tie(grade, open=True), "S": tie("B2", open=False)}
    found = compared(question(NAMES, rules), facts)
    assert against(found) == {"calm": 0, "storm": 0.64, "rain": 1.28}
    (waiting,) = found.open
    assert (waiting.rule, waiting.why, waiting.leading_with) == ("r", "not graded", ("storm",))


def test_a_gap_is_told_with_what_to_find_out() -> None:
    """It counts nothing; with its weight another hypothesis might lead."""
    given = question(NAMES, [bearing("r", {"t": "tie"}, ["t.open"], bears_on=STORM)])
    found = compared(given, {"T": tie("C3")})
    assert against(found) == dict.fromkeys(NAMES, 0)
    (waiting,) = found.open
    assert (waiting.why, waiting.missing, waiting.credibility) == ("unknown", ("T.open",), 3)
    assert (found.leading, waiting.leading_with) == (NAMES, ("calm",))


ABSENT = bearing("r", {"t": "tie"}, unless=[{"match": {"a": "act"}}], bears_on=STORM)


def test_an_absence_that_nobody_looked_for_counts_nothing() -> None:
    """That nothing is on file is no evidence."""
    found = compared(question(NAMES, [ABSENT]), {"T": tie()})
    assert (found.items, against(found)) == ((), dict.fromkeys(NAMES, 0))
    (waiting,) = found.open
    assert (waiting.why, waiting.searched) == ("not searched", ("act",))


@pytest.mark.parametrize(
    ("search", "weight"), [(["A3"], "0.6"), (["C3"], "0.36"), (["C3", "A2"], "0.8")]
)
def test_an_absence_is_as_good_as_the_search(search: list[str], weight: str) -> None:
    """The search is graded as a fact is: by the best of its sources."""
    found = compared(question(NAMES, [ABSENT]), {"T": tie(["A1", "C1"])}, search={"act": search})
    (item,) = found.items
    assert (item.weight, item.searched) == (Decimal(weight), ("act",))


def test_a_search_without_a_source_cannot_be_graded() -> None:
    """Somebody looked, and nobody can say how well."""
    found = compared(question(NAMES, [ABSENT]), {"T": tie()}, searched=["act"])
    assert [each.why for each in found.open] == ["not graded"]


def test_an_absence_among_facts_needs_no_search() -> None:
    """Where facts of the kind are on file they decide."""
    only = bearing(
        "r",
        {"t": "tie"},
        unless=[{"match": {"a": "act"}, "where": ["a.place == t.name"]}],
        bears_on=STORM,
    )
    facts = {"T": tie("B2", name="West"), "A": {"kind": "act", "place": "East", "grade": "F6"}}
    (item,) = compared(question(NAMES, [only]), facts).items
    assert (item.weight, item.searched) == (Decimal("0.64"), ())


KIN = bearing(
    "r", {"k": "kin", "a": "act"}, ["a.place == k.group"], bears_on={"calm": "inconsistent"}
)


@pytest.mark.parametrize(
    ("act", "counts"),
    [
        ({"organisation": "Front", "place": "West", "date": "2025-01-01", "grade": "C3"}, True),
        ({"organisation": "Front", "place": "West", "date": "2025-01-01", "grade": "C4"}, False),
        ({"organisation": "Front", "place": "West", "date": "2025-01-01", "grade": "F1"}, False),
        ({"place": "West", "date": "2025-01-01", "grade": "A1"}, False),
    ],
    ids=["documented", "doubtful", "unknown-source", "no-organisation"],
)
def test_identity_without_documented_conduct_weighs_nothing(act: Any, counts: bool) -> None:
    """It is listed as context, and counts neither for nor against a hypothesis."""
    facts = {"K": {"kind": "kin", "group": "West"}, "A": {"kind": "act", **act}}
    found = compared(question(NAMES, [KIN]), facts)
    assert len(found.items) == counts
    assert [each.rule for each in found.context] == [] if counts else ["r"]
    assert found.open == ()
    assert against(found)["calm"] == (0.36 if counts else 0)


def test_identity_alone_is_context_also_where_something_is_unknown() -> None:
    """A gap behind a closed gate is no question to a collector."""
    alone = bearing("r", {"k": "kin"}, ['k.group == "West"'], bears_on={"calm": "inconsistent"})
    found = compared(question(NAMES, [alone]), {"K": {"kind": "kin"}})
    assert ([each.rule for each in found.context], found.open) == (["r"], ())


def test_losing_a_source_changes_what_rests_on_it() -> None:
    """Facts without another source go, and an absence may come true; the others are regraded."""
    rules = [
        bearing("seen", {"a": "act"}, bears_on={"calm": "inconsistent"}),
        bearing("tied", {"t": "tie"}, bears_on={"storm": "inconsistent"}),
        bearing("lone", {"t": "tie"}, unless=[{"match": {"a": "act"}}], bears_on=STORM),
    ]
    facts = {"A": {"kind": "act", "grade": "B1"}, "T": tie(["A1", "C2"])}
    found = compared(question(NAMES, rules), facts, searched=["act"])
    told = {each.source: (dict(each.inconsistency), each.leading) for each in found.without_source}
    assert against(found) == {"calm": 0.8, "storm": 1, "rain": 0}
    assert told == {
        "A": ({"calm": Decimal("0.8"), "storm": Decimal("0.48"), "rain": 0}, ("rain",)),
        "B": ({"calm": 0, "storm": 1, "rain": 0}, ("calm", "rain")),
    }


def test_a_hypothesis_whose_claim_is_not_known_is_left_out() -> None:
    """Readings of claims enter with the claim; with one reading there is nothing to compare."""
    hypotheses = {
        "calm": {"title": "Calm"},
        "storm": {"title": "Storm", "claim": "C1"},
        "rain": {"title": "Rain"},
    }
    given = question(NAMES, [bearing("r", {"t": "tie"}, bears_on=CALM)], hypotheses=hypotheses)
    found = compared(given, {"T": tie()})
    assert (against(found), found.left_out) == ({"rain": 0, "calm": 1}, ("storm",))
    known = compared(given, {"T": tie(), "C1": {"kind": "claim", "grade": "F6"}})
    assert (known.leading, known.left_out) == (("storm", "rain"), ())
    two = question(
        ("calm", "storm"),
        [bearing("r", {"t": "tie"}, bears_on={"calm": "inconsistent"})],
        hypotheses=hypotheses,
    )
    assert competing(basis_of(two, {"T": tie()})) == ()


def test_each_question_has_its_own_matrix() -> None:
    """A rule is an item of every question with a hypothesis it speaks of."""
    questions = {
        "first": {"question": "One?", "hypotheses": ["calm", "storm"]},
        "second": {"question": "Two?", "hypotheses": ["storm", "rain"]},
    }
    given = question(
        NAMES,
        [
            bearing("both", {"t": "tie"}, bears_on={"storm": "inconsistent"}),
            bearing("one", {"t": "tie"}, bears_on={"rain": "inconsistent"}),
        ],
        competing=questions,
    )
    first, second = competing(basis_of(given, {"T": tie()}))
    assert [each.rule for each in first.items] == ["both"]
    assert [each.rule for each in second.items] == ["both", "one"]
    assert (first.leading, second.leading) == (("calm",), ("storm", "rain"))


def test_bearing_on_hypotheses_changes_no_score() -> None:
    """A rule gives the same points with `bears_on` and without."""
    both = {"contributes": {"to": "risk", "points": 7}}
    plain = basis_of(question(NAMES, [bearing("r", {"t": "tie"}, **both)]), {"T": tie()})
    bears = question(NAMES, [bearing("r", {"t": "tie"}, **both, bears_on=CALM)])
    assert basis_of(bears, {"T": tie()}).now == plain.now
    alone = question(NAMES, [bearing("r", {"t": "tie"}, bears_on=CALM)])
    assert basis_of(alone, {"T": tie()}).now["risk"].value == 0


# --- brute force ----------------------------------------------------------------------------------

marks = st.sampled_from(
    ["very_consistent", "consistent", "neutral", "inconsistent", "very_inconsistent"]
)
bears = st.dictionaries(st.sampled_from(NAMES), marks, min_size=1)
facts_ = st.lists(
    st.tuples(st.sampled_from(sorted(WEIGHTS)), st.integers(0, 3), st.sampled_from([True, None])),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(bears, min_size=1, max_size=4), facts_)
def test_the_matrix_is_that_of_brute_force(rules: list[Any], facts: list[Any]) -> None:
    """Every match of the definition is in the matrix, and the totals are sums over its cells."""
    written = [
        bearing(f"r{n}", {"t": "tie"}, ["t.open", f"t.level >= {n}"], bears_on=each)
        for n, each in enumerate(rules)
    ]
    given_ = question(NAMES, written)
    rows = {
        f"T{n}": tie(grade, level=level, **({"open": True} if is_open else {}))
        for n, (grade, level, is_open) in enumerate(facts)
    }
    found = compared(given_, rows)
    basis = basis_of(given_, rows)
    answer = definition.answer(given_, basis.found.facts, basis.found.setting)
    cells = [(int(m.rule[1:]), WEIGHTS[rows[dict(m.facts)["t"]]["grade"]]) for m in answer.matches]
    counts = {"inconsistent": 1, "very_inconsistent": 2}
    totals = {
        name: sum((w or 0) * counts.get(rules[r].get(name, "neutral"), 0) for r, w in cells)
        for name in NAMES
    }
    assert len(found.items) == sum(weight is not None for _, weight in cells)
    assert len(found.open) == len(answer.gaps) + sum(weight is None for _, weight in cells)
    assert against(found) == pytest.approx(totals)
    least = min(map(Decimal, (each.inconsistency for each in found.readings)))
    assert {r.hypothesis for r in found.readings if r.inconsistency == least} == set(found.leading)


@settings(max_examples=30, deadline=None)
@given(st.lists(bears, min_size=1, max_size=3), facts_, st.permutations(NAMES))
def test_other_names_and_another_order_give_the_same(
    rules: list[Any], facts: list[Any], names: list[str]
) -> None:
    """Renaming the hypotheses renames the answer."""
    new = dict(zip(NAMES, names, strict=True))
    rows = {
        f"T{n}": tie(grade, level=level, open=True) for n, (grade, level, _) in enumerate(facts)
    }

    def of(bearings: list[Any], listed: list[str]) -> Competing:
        rules_ = [
            bearing(f"r{n}", {"t": "tie"}, [f"t.level >= {n}"], bears_on=each)
            for n, each in enumerate(bearings)
        ]
        return compared(question(listed, rules_), rows)

    before = of(rules, list(NAMES))
    after = of([{new[n]: mark for n, mark in each.items()} for each in rules], names[::-1])
    assert against(after) == {new[name]: total for name, total in against(before).items()}
    assert set(after.leading) == {new[name] for name in before.leading}
    assert [each.diagnosticity for each in after.items] == [
        each.diagnosticity for each in before.items
    ]


# --- scenarios ------------------------------------------------------------------------------------


def test_a_reading_without_a_claim_has_a_scenario_only_where_rules_name_it() -> None:
    """One that only competes would equal the base; one with rules is raised by the ruleset."""
    points = {"contributes": {"to": "risk", "points": 10}}
    rules = [
        bearing("r", {"t": "tie"}, bears_on=CALM),
        bearing("s", {"t": "tie"}, hypothesis="rain", **points),
    ]
    found = basis_of(question(NAMES, rules), {"T": tie()}).found
    assert found.raised == ("rain",)
    assert [found.scores(name)["risk"].value for name in (None, "rain")] == [0, 10_000_000]
    assert all(found.entertains(name) for name in NAMES)
