"""Ranges: where a score lies over many draws of everything uncertain."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmemo.analysis.uncertainty import sampling
from riskmemo.analysis.uncertainty.ranges import ranges
from riskmemo.errors import InvalidInput
from riskmemo.model.ranges import Ranges, ScoreRange
from tests.analysis.uncertainty.uncertain_cases import FINE, LINEAR, basis, between, summed, tie
from tests.building import LEAF, Data, rule


def risk(facts: Data, draws: int = 2000, **parts: Any) -> ScoreRange:
    """The range of the one score."""
    found = ranges(basis(facts, **parts), draws)
    assert found is not None
    return found.base["risk"]


def ends(found: ScoreRange) -> list[float]:
    """The 5 % and 95 % quantiles; nothing where no draw has a score."""
    return [float(end) for end in (found.low, found.high) if end is not None]


def counts(found: ScoreRange) -> tuple[list[str | None], list[int]]:
    """The bands that draws have, and how many have each."""
    return [each.band for each in found.bands], [each.draws for each in found.bands]


def test_a_linear_score_has_the_quantiles_of_its_input() -> None:
    """A score of 100 times a share between 0.2 and 0.6 lies from 22 to 58 in 90 of 100 draws."""
    found = risk({"T": tie()}, ranges={"T": {"weight": between(0.2, 0.6)}})
    assert ends(found) == pytest.approx([22, 58], abs=0.1)
    assert float(found.median or 0) == pytest.approx(40, abs=0.1)
    assert found.value == Decimal(50)


def test_bands_are_counted_exactly() -> None:
    """Half of a uniform range lies in each of two bands, and the counts add up to all draws."""
    found = risk({"T": tie()}, 4096, ranges={"T": {"weight": between(0.25, 0.75)}})
    bands, draws = counts(found)
    assert bands == ["Low", "High"]
    assert draws == pytest.approx([2048, 2048], abs=3)
    assert sum(each.draws for each in found.bands) == 4096
    assert sum(each.share for each in found.bands) == 1


@pytest.mark.parametrize(("low", "robust"), [(0.46, True), (0.44, False)])
def test_a_band_is_robust_where_nine_of_ten_draws_have_it(low: float, robust: bool) -> None:
    """From 46 to 85 a tenth of the draws lies below 50, from 44 more than that."""
    found = risk({"T": tie()}, ranges={"T": {"weight": between(low, 0.86)}})
    assert (found.band, found.robust) == ("High", robust)


def test_one_indicator_of_a_conflict_is_believed_in_each_draw() -> None:
    """Three counts give three scores, each in a third of the draws, and never their mean."""
    facts = {name: tie(weight) for name, weight in {"A": 0.275, "B": 0.367, "C": 0.375}.items()}
    conflict = [{"indicators": ["A", "B", "C"], "says": "Three counts."}]
    scored = {"to": "risk", "points": 100, "strength": "t.weight"}
    edges = [0, 27.5, 27.6, 36.7, 36.8, 37.5, 37.6]
    levels = [{"label": f"from {begins}", "begins": begins} for begins in edges]
    found = risk(
        facts, 3000, rules=[rule("r", {"t": "tie"}, contributes=scored)], conflicts=conflict,
        bands={"levels": [{"levels": levels}]},
    )  # fmt: skip
    assert found.value == Decimal("37.5")
    bands, draws = counts(found)
    assert bands == ["from 27.5", "from 36.7", "from 37.5"]
    assert draws == pytest.approx([1000] * 3, abs=2)


def test_reported_values_may_be_of_any_type() -> None:
    """A status that is reported twice differently counts in half of the draws."""
    found = risk(
        {"T": tie(status="signed")}, 1000,
        rules=[rule("r", {"t": "tie"}, ['t.status == "signed"'])],
        ranges={"T": {"status": {"reported": ["signed", "announced"]}}},
    )  # fmt: skip
    assert ends(found) == [0, 10]
    assert found.median in {Decimal(0), Decimal(10)}


def test_a_draw_may_have_no_score() -> None:
    """Where an unknown value prevents the score, those draws are counted apart from the range."""
    require = {"risk": {**FINE, "missing": "require"}}
    found = risk(
        {"T": tie(0.8), "U": tie(0.8, level=1)}, 1000,
        rules=[rule("r", {"t": "tie"}, ["ln(t.level) >= 0"], contributes=LINEAR)],
        scores=require, ranges={"U": {"level": {"reported": [1, -1]}}},
    )  # fmt: skip
    assert [(each.band, each.draws) for each in found.bands] == [("High", 500), (None, 500)]
    assert ends(found) == [80, 80]


def test_a_parameter_points_and_a_weight_are_drawn_too() -> None:
    """Each of them moves the score between the values at its ends."""
    tree = {
        "risk": {
            "title": "Risk", "polarity": "risk", "of": {"a": 1, "b": 1}, "combine": "weighted_mean",
            "missing": "renormalise", "ranges": {"a": {"reported": [1, 3]}},
        },
        "a": LEAF, "b": LEAF,
    }  # fmt: skip
    parameters = {"edge": {"value": 1, "doc": "d", "range": {"reported": [1, 3]}}}
    rules = [
        rule("a", {"t": "tie"}, ["t.level >= edge"], contributes={"to": "a", "points": 8}),
        rule(
            "b", {"t": "tie"},
            contributes={"to": "b", "points": 4, "range": {"reported": [4, 12]}},
        ),
    ]  # fmt: skip
    found = ranges(
        basis({"T": tie(level=2)}, rules, parameters=parameters, scores=tree, bands={}), 4000
    )
    assert found is not None
    assert [each.id for each in found.varied] == ["edge", "points of b", "weight of a in risk"]
    # 8 points or none, with 4 or 12, weighed 1 : 1 or 3 : 1
    values = {(a * w + b) / (w + 1) for a in (8, 0) for b in (4, 12) for w in (1, 3)}
    assert ends(found.base["risk"]) == [min(values), max(values)]


def test_a_parameter_that_counts_a_period_is_drawn() -> None:
    """A tie of last year is new where 24 months count and old where 6 do."""
    parameters = {"recent": {"value": 24, "doc": "d", "range": {"reported": [6, 24]}}}
    rules = [rule("r", {"t": "tie"}, ["t.date >= as_of - months(recent)"])]
    found = risk({"T": tie(date="2024-07-21")}, 1000, rules=rules, parameters=parameters)
    assert found.value == 10
    assert ends(found) == [0, 10]


def test_hypotheses_have_their_own_ranges() -> None:
    """Every raised hypothesis is a scenario beside the base."""
    rules = [
        rule("base", {"t": "tie"}, contributes=LINEAR),
        rule("more", {"c": "claim"}, hypothesis="h"),
    ]
    found = ranges(
        basis(
            {"T": tie(), "C": {"kind": "claim", "topic": "other"}}, rules,
            hypotheses={"h": {"title": "H", "claim": "C"}},
            ranges={"T": {"weight": {"reported": [0.5, 0.25]}}},
        ),
        100,
    )  # fmt: skip
    assert found is not None
    assert [each.id for each in found.scenarios] == ["base", "h"]
    assert [each.scores["risk"].low for each in found.scenarios] == [25, 35]


def test_nothing_uncertain_has_no_ranges() -> None:
    """A case and ruleset that say nothing of uncertainty are not drawn."""
    assert ranges(basis({"T": tie()})) is None


def test_without_scipy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for ranges is told what to install."""
    monkeypatch.setattr(sampling, "statistics_available", lambda: False)
    with pytest.raises(InvalidInput) as refused:
        ranges(basis({"T": tie()}, ranges={"T": {"weight": between(0.2, 0.6)}}))
    assert refused.value.mistakes[0].code == "statistics-missing"
    assert refused.value.mistakes[0].help == "install it: pip install 'riskmemo[stats]'"


# --- laws -----------------------------------------------------------------------------------------


def test_what_nothing_looks_at_changes_nothing() -> None:
    """An uncertain field that no rule reads is told, and every other figure stays as it is."""
    one = {"T": {"weight": between(0.2, 0.6)}}
    more = {"T": {"weight": between(0.2, 0.6), "cost": between(1, 9)}}
    alone, beside = (ranges(basis({"T": tie(cost=5)}, ranges=each), 500) for each in (one, more))
    assert alone is not None
    assert beside is not None
    assert beside.unread == ("T.cost",)
    assert beside.model_copy(update={"unread": ()}) == alone


def test_the_order_of_facts_does_not_show() -> None:
    """The same case written in another order has the same ranges."""
    facts = {f"T{n}": tie(level=n) for n in range(3)}
    uncertain = {name: {"weight": between(0.1, 0.9)} for name in facts}
    rules = summed(3, 10, 20, 30)
    here = ranges(basis(facts, rules, ranges=uncertain), 500)
    turned = dict(reversed(facts.items()))
    there = ranges(basis(turned, rules, ranges=dict(reversed(uncertain.items()))), 500)
    assert here == there


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 0.2), st.floats(0.01, 0.2))
def test_a_wider_interval_never_narrows_a_range(narrow: float, more: float) -> None:
    """Around the same middle a monotone score reaches as far at both ends, or farther."""
    rules = [
        rule(
            "r",
            {"t": "tie"},
            contributes={"to": "risk", "points": 80, "strength": "goalposts(t.weight, 0.3, 0.6)"},
        )
    ]
    wide = narrow + more
    low, high = (
        risk({"T": tie()}, 300, rules=rules, ranges={"T": {"weight": between(0.5 - w, 0.5 + w)}})
        for w in (narrow, wide)
    )
    assert low.low is not None
    assert low.high is not None
    assert high.low is not None
    assert high.high is not None
    assert high.low <= low.low
    assert high.high >= low.high


def test_a_very_narrow_range_is_the_score_itself() -> None:
    """Below a millionth of a point nothing shows."""
    found = risk({"T": tie()}, ranges={"T": {"weight": between(0.5, 0.5 + 1e-12)}})
    assert found.low == found.median == found.high == found.value == 50
    assert found.share == 1


def test_more_draws_come_closer() -> None:
    """Of a sum of three shares the median is known; eight times the draws miss it by less."""
    facts = {f"T{n}": tie(level=n) for n in range(3)}
    uncertain = {name: {"weight": between(0.0, 1.0)} for name in facts}
    rules = summed(3, 20, 20, 20)
    found = [risk(facts, draws, rules=rules, ranges=uncertain) for draws in (250, 2000, 16_000)]
    missed = [abs(float(each.median or 0) - 30) for each in found]
    assert missed[2] < 0.1
    assert missed[2] <= missed[0]
    assert missed[1] < 0.5


# --- the same for a seed --------------------------------------------------------------------------

EXAMPLE = """
import riskmemo
ruleset = riskmemo.load_ruleset("central-asia-pivot")
case = riskmemo.load_case("examples/mongolia-central-asia/case.yaml")
print(riskmemo.ranges(riskmemo.examine(case, ruleset), 300, 7).model_dump_json())
"""


def of_the_example() -> Ranges:
    """300 draws of the Mongolia case with seed 7."""
    import riskmemo  # noqa: PLC0415

    case = riskmemo.load_case("examples/mongolia-central-asia/case.yaml")
    basis = riskmemo.examine(case, riskmemo.load_ruleset("central-asia-pivot"))
    found = ranges(basis, 300, 7)
    assert found is not None
    return found


def test_a_seed_gives_the_same_in_threads_and_in_another_process() -> None:
    """Three threads and a fresh process find the same ranges to the last digit."""
    here = of_the_example()
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda _: of_the_example(), range(3))) == [here] * 3
    told = subprocess.run(
        [sys.executable, "-c", EXAMPLE], capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(told) == json.loads(here.model_dump_json())


def test_another_seed_gives_other_draws() -> None:
    """The draws come from the seed."""
    uncertain = {"T": {"weight": between(0.2, 0.6)}}
    made = basis({"T": tie()}, ranges=uncertain)
    assert ranges(made, 50, 1) != ranges(made, 50, 2)


def test_progress_is_told_up_to_the_end() -> None:
    """Shares of the work grow to all of it."""
    told: list[float] = []
    made = basis({"T": tie()}, ranges={"T": {"weight": between(0.2, 0.6)}})
    ranges(made, 50, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
