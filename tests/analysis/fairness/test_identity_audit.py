"""The identity audit: its verdict, its shares, and the case without identity."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmemo.analysis.fairness.identity_shares import share_of_score
from riskmemo.analysis.fairness.identity_words import reason_in_words
from riskmemo.errors import InvalidInput
from riskmemo.evaluate import evaluate
from riskmemo.model.identity import IdentityAudit, IdentityShare
from riskmemo.model.points import to_points
from tests.analysis.fairness.identity import (
    ACT,
    FACTS,
    GATED,
    GROUPS,
    KIN,
    PLAIN,
    TIE,
    Facts,
    audited,
    basis_of,
    made,
    told,
)
from tests.building import LEAF, rule


def share(found: IdentityAudit, score: str = "risk", scenario: str = "base") -> IdentityShare:
    """The share of one score in one scenario."""
    return next(each for each in found.shares if (each.scenario, each.score) == (scenario, score))


def reasons(found: IdentityAudit) -> list[str]:
    """Why an audit fails, in words."""
    return [reason_in_words(each) for each in found.reasons]


# --- the verdict --------------------------------------------------------------------------------


def test_scores_without_identity_pass() -> None:
    """Where no rule reads identity nothing rests on it, and that is proved."""
    found = audited(made(PLAIN, swaps=[GROUPS]), FACTS)
    assert (found.passed, found.reasons, found.rules) == (True, (), 1)
    assert [flow.verdict for flow in found.flows] == ["never"]
    assert share(found) == IdentityShare(
        scenario="base", score="risk", value=Decimal(10), without=Decimal(10),
        share=Decimal(0), of_points=Decimal(0), rules=(),
    )  # fmt: skip


def test_identity_beside_conduct_counts_and_is_audited() -> None:
    """The gate is open, so half of the score rests on identity and its band moves with it."""
    found = audited(made(GATED, PLAIN, swaps=[GROUPS]), FACTS)
    assert not found.passed
    assert reasons(found) == [
        "50 % of `risk` rests on identity",
        "the band of `risk` goes from High to Low when `West` changes places with `East`",
        "the band of `risk` goes from High to Low without the facts that are identity",
        "the band of `risk` goes from High to Low with all that is identity unknown",
        "the band of `risk` goes from High to Low with values that say nothing of identity",
    ]
    assert share(found).rules == ("gated",)


def test_identity_held_at_zero_passes() -> None:
    """Conduct that nobody documented well opens nothing, so nothing moves with identity."""
    facts = {**FACTS, "A": {**ACT, "grade": "D3"}}
    found = audited(made(GATED, PLAIN, swaps=[GROUPS]), facts)
    assert found.passed
    assert [flow.verdict for flow in found.flows] == ["with conduct"]


@pytest.mark.parametrize(("points", "passes"), [(90, True), (89.99, False)])
def test_a_share_at_the_limit_passes(points: float, passes: bool) -> None:
    """Ten of a hundred points are 10 %, which is the limit; anything more is above it."""
    rest = rule("rest", {"t": "tie"}, contributes={"to": "risk", "points": points})
    assert audited(made(GATED, rest, bands={}, scores={"risk": LEAF}), FACTS).passed is passes


def test_the_verdict_is_taken_before_rounding() -> None:
    """A share that rounds to the limit and is above it fails."""
    gives = {"to": "risk", "points": 10.000001}
    gated = rule("gated", {"k": "kin", "a": "act"}, contributes=gives)
    rest = rule("rest", {"t": "tie"}, contributes={"to": "risk", "points": 90})
    found = audited(made(gated, rest, bands={}, scores={"risk": LEAF}), FACTS)
    assert share(found).share == Decimal("0.1")
    assert not found.passed


def test_a_ruleset_may_lower_the_limit_and_a_question_may_set_any() -> None:
    """The limit is the ruleset's unless somebody asks with another."""
    rest = rule("rest", {"t": "tie"}, contributes={"to": "risk", "points": 90})
    strict = made(GATED, rest, bands={}, scores={"risk": LEAF}, identity_limit=0.05)
    assert (audited(strict, FACTS).limit, audited(strict, FACTS).passed) == (Decimal("0.05"), False)
    assert audited(strict, FACTS, 0.1).passed
    with pytest.raises(InvalidInput) as refused:
        audited(strict, FACTS, 10)
    assert [each.code for each in refused.value.mistakes] == ["not-a-share"]
    assert refused.value.mistakes[0].help == "3 % is written 0.03: write `0.1`"


def test_identity_under_another_name_is_caught() -> None:
    """A field that stands in for identity fails by its share, by its swap and by the proof."""
    stands_in = rule("stands-in", {"t": "tie"}, ['t.name == "West"'])
    words = {"fields": ["tie.name"]}
    found = audited(made(stands_in, PLAIN, swaps=[{**words, "values": ["East"]}]), FACTS)
    assert [each.what for each in found.reasons] == [
        "rules", "share", "swap", "placebo", "placebo",
    ]  # fmt: skip
    assert reasons(found)[:3] == [
        "`risk` can depend on identity without conduct: tie.name -> stands-in",
        "50 % of `risk` rests on identity",
        "the band of `risk` goes from High to Low when `West` changes places with `East`",
    ]


def test_a_scenario_is_audited_as_the_base_is() -> None:
    """What identity gives only if a claim held is told with the scenario."""
    under = {**GATED, "hypothesis": "h"}
    facts = {**FACTS, "C": {"kind": "claim", "topic": "spillover"}}
    hypotheses = {"h": {"title": "H", "claim": "C"}}
    found = audited(made(under, PLAIN, hypotheses=hypotheses), facts)
    assert reasons(found)[0] == "50 % of `risk` under `h` rests on identity"
    assert share(found).share == 0
    assert share(found, scenario="h").share == Decimal("0.5")


# --- shares -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "without", "expected"),
    [
        (20, 10, Fraction(1, 2)),
        (10, 20, Fraction(1, 2)),
        (10, 0, Fraction(1)),
        (0, 10, Fraction(1)),
        (0, 0, Fraction(0)),
        (-10, -5, Fraction(1, 2)),
        (-5, 5, Fraction(1)),
        (None, None, Fraction(0)),
        (None, 10, Fraction(1)),
        (0, None, Fraction(1)),
    ],
)
def test_the_share_of_a_score_is_its_change_beside_the_larger(
    value: int | None, without: int | None, expected: Fraction
) -> None:
    """0 where nothing changes, 1 where a score comes, goes or changes sides, never more."""
    assert share_of_score(value, without) == expected


@pytest.mark.parametrize(
    ("others", "gives", "of_score", "of_points"),
    [
        ([160], 40, "0", "0.2"),
        ([60], 60, "0.4", "0.5"),
        ([20, -10], 10, "0.5", "0.25"),
    ],
)
def test_neither_a_cap_nor_points_of_the_other_sign_hide_identity(
    others: list[float], gives: float, of_score: str, of_points: str
) -> None:
    """The share of points is told beside that of the score, which a cap flattens."""
    rules = [
        rule(f"r{n}", {"t": "tie"}, contributes={"to": "risk", "points": each})
        for n, each in enumerate(others)
    ]
    gated = rule("gated", {"k": "kin", "a": "act"}, contributes={"to": "risk", "points": gives})
    found = share(audited(made(gated, *rules), FACTS))
    assert (found.share, found.of_points) == (Decimal(of_score), Decimal(of_points))


POINTS = st.integers(-40_000_000, 80_000_000)
TREE: dict[str, Any] = {
    "risk": LEAF,
    "other": {**LEAF, "missing": {"minimum_coverage": 0.4}},
    "whole": {
        "title": "Whole", "polarity": "risk", "of": {"risk": 2, "other": 1},
        "combine": "weighted_mean", "missing": "renormalise", "round": {"digits": 1},
    },
}  # fmt: skip


@given(POINTS, POINTS, st.lists(st.tuples(POINTS, st.sampled_from(["risk", "other"])), max_size=3))
def test_a_share_is_what_the_scores_are_without_the_rules(
    gated: int, derived: int, others: list[tuple[int, str]]
) -> None:
    """The score without identity is that of a ruleset from which every such rule is taken away."""

    def to(score: str, micro: int) -> dict[str, Any]:
        return {"contributes": {"to": score, "points": micro / 1_000_000}}

    identity = [
        rule("marks", {"k": "kin"}, derives={"kind": "mark", "fields": {"g": "k.group"}}),
        rule("through", {"m": "mark", "a": "act"}, **to("other", derived)),
        rule("gated", {"k": "kin", "a": "act"}, **to("risk", gated)),
    ]
    clean = [rule(f"r{n}", {"t": "tie"}, **to(score, p)) for n, (p, score) in enumerate(others)]
    basis = basis_of(made(*identity, *clean, scores=TREE), FACTS)
    left = evaluate(basis.case, made(*clean, scores=TREE), basis.case.as_of).scores()
    for each in audited(made(*identity, *clean, scores=TREE), FACTS).shares:
        value, without = basis.now[each.score].value, left[each.score].value
        assert each.without == (None if without is None else to_points(without))
        exact = share_of_score(value, without)
        assert abs(Fraction(each.share) - exact) <= Fraction(1, 2_000_000)


def test_a_leaf_over_facts_that_stands_in_for_identity_rests_on_it_wholly() -> None:
    """Without its rows the leaf has what its policy gives."""
    leaf = {
        "title": "F", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
        "where": ['t.name == "West"'], "value": "7", "combine": "max", "missing": "zero",
    }  # fmt: skip
    swap = {"fields": ["tie.name"]}
    found = audited(made(swaps=[swap], scores={"risk": LEAF, "f": leaf}, bands={}), FACTS)
    assert (share(found, "f").value, share(found, "f").without) == (Decimal(7), Decimal(0))
    assert share(found, "f").share == Decimal(1)


# --- the case without identity ------------------------------------------------------------------

PEOPLE: dict[str, Any] = {"kind": "people", "state": "KAZ", "faith": "Any"}
FAITH = rule("faith", {"p": "people", "a": "act"}, ['p.faith == "Any"'])


def test_placebos_take_identity_away_in_three_ways() -> None:
    """Facts of identity kinds go or say nothing, and so do identity fields of other kinds."""
    found = audited(made(GATED, FAITH, swaps=[GROUPS]), {**FACTS, "P": PEOPLE})
    moves = {case.id: (case.facts, [told(each) for each in case.moved]) for case in found.placebos}
    assert moves == {
        "absent": (("K", "P"), ["base risk 20 -> 0 High -> Low"]),
        "unknown": (("K", "P"), ["base risk 20 -> 0 High -> Low"]),
        "neutral": (("K",), ["base risk 20 -> 10 High -> Low"]),
    }


def test_a_placebo_is_the_case_without_those_facts() -> None:
    """The scores without identity are those of a case file that never had it."""
    program = made(GATED, FAITH, PLAIN)
    facts = {"T": TIE, "A": ACT, "P": {**PEOPLE, "faith": None}}
    bare = basis_of(program, facts).now["risk"].value
    found = audited(program, {**FACTS, "P": PEOPLE})
    assert bare is not None
    assert {case.id: case.moved[0].after for case in found.placebos[:2]} == {
        "absent": to_points(bare),
        "unknown": to_points(bare),
    }


def test_a_placebo_without_anything_to_take_away_moves_nothing() -> None:
    """A case that holds no identity is its own placebo."""
    found = audited(made(PLAIN), {"T": TIE})
    assert [(case.facts, case.moved) for case in found.placebos] == [((), ())] * 3


def test_an_empty_kind_is_no_worse_than_a_full_one() -> None:
    """Taking identity away leaves no gap behind, whatever the policy for what is missing."""
    worst = {"risk": {**LEAF, "missing": "worst"}}
    facts: Facts = {"T": TIE, "K": KIN}
    found = audited(made(GATED, PLAIN, scores=worst, bands={}), facts, searched=["act"])
    assert [case.moved for case in found.placebos] == [(), (), ()]
