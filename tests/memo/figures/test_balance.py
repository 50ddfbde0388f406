"""The balance: risk to the left and opportunity to the right, dimension by dimension."""

from typing import Any

from riskmemo.memo.pictures import Figure
from riskmemo.model import Assessment
from tests.memo.factory import assessment, example
from tests.memo.figures.drawn import figures, rows, texts


def _balance(found: Assessment) -> Figure:
    return next(each for each in figures(found).values() if each.name == "balance")


def _with_titles(**titles: str) -> Assessment:
    scenarios: Any = example()["scenarios"]
    for scenario in scenarios:
        for name, title in titles.items():
            scenario["scores"][name]["title"] = title
    return assessment(scenarios=scenarios)


def test_the_title_says_where_each_total_is_greatest(mongolia: Assessment) -> None:
    """In the order of the memo, with the score."""
    title = "Opportunity is greatest in Diplomacy (70.0). Risk is greatest in Dependence (66.3)."
    assert _balance(mongolia).title == title


def test_several_first_places_are_all_named() -> None:
    """Nobody is left out who shares the first place; where all do, the title says so."""
    scenarios: Any = example()["scenarios"]
    scenarios[0]["scores"]["trade"]["value"] = 34
    title = _balance(assessment(scenarios=scenarios)).title
    assert title.startswith("Every dimension of Opportunity scores 34.")


def test_a_first_place_that_is_mostly_unknown_says_so() -> None:
    """A number that rests on little is not a finding without that word."""
    assert "Risk is greatest in China (6.5, mostly unknown)." in _balance(assessment()).title


def test_sides_have_rows_of_their_own(mongolia: Assessment) -> None:
    """Other dimensions on the other side begin at the first row too."""
    found = rows(_balance(mongolia), "dimensions")
    assert [each["row"] for each in found if each["side"] == 1] == [0, 1, 2, 3]
    assert [each["row"] for each in found if each["side"] == -1] == [0, 1, 2]


def test_dimensions_of_one_title_share_a_row() -> None:
    """The risk of trade stands opposite to its opportunity, the other one in the free row."""
    found = rows(_balance(_with_titles(security="Trade")), "dimensions")
    assert {(each["side"], each["title"]): each["row"] for each in found} == {
        (1, "Diplomacy"): 0,
        (1, "Trade"): 1,
        (-1, "China"): 0,
        (-1, "Trade"): 1,
    }


def test_two_dimensions_of_one_side_never_share_a_row() -> None:
    """Titles may be equal on one side, too."""
    found = rows(_balance(_with_titles(diplomacy="Trade", security="Trade")), "dimensions")
    assert [each["row"] for each in found if each["side"] == 1] == [0, 1]
    assert sorted(each["row"] for each in found if each["side"] == -1) == [0, 1]


def test_ranges_are_whiskers(mongolia: Assessment) -> None:
    """A dimension that varies has both ends, one that does not has none."""
    found = {each["title"]: each for each in rows(_balance(mongolia), "dimensions")}
    assert (found["Dependence"]["low"], found["Dependence"]["high"]) == (55.5, 71.8)
    assert found["Diplomacy"]["low"] is None
    assert "The whisker holds 90% of 10,000 draws" in _balance(mongolia).note


def test_what_is_mostly_unknown_is_dashed_and_said() -> None:
    """The bar is open, the note says why, and the description too."""
    figure = _balance(assessment())
    assert [each["title"] for each in rows(figure, "dimensions") if not each["known"]] == ["China"]
    assert figure.note.endswith("A dashed bar: less than half of it could be evaluated.")
    assert "China: 6.5 (mostly unknown)." in figure.description


def test_a_score_that_is_not_there_is_said_so() -> None:
    """No bar, but its words where the bar would end."""
    scenarios: Any = example()["scenarios"]
    scenarios[0]["scores"]["security"] |= {"value": None, "band": None}
    figure = _balance(assessment(scenarios=scenarios))
    assert "no score" in texts(figure)
    assert "Security: no score." in figure.description


def test_one_side_alone_takes_the_whole_width(mongolia: Assessment) -> None:
    """A ruleset that knows no risk has bars to the right only."""
    ruleset = mongolia.ruleset.model_copy(update={"roots": ("opportunity",)})
    figure = _balance(mongolia.model_copy(update={"ruleset": ruleset, "analyses": None}))
    assert figure.title == "Opportunity is greatest in Diplomacy (70.0)."
    assert rows(figure, "frame") == [{"low": 0.0, "high": 100.0, "both": False}]
    assert texts(figure).count("100") == 1


def test_numbers_are_those_of_the_language(mongolia: Assessment) -> None:
    """The scale is written as the memo is."""
    assert "Scores by dimension" in _balance(mongolia).note
    german = next(iter(figures(mongolia, "de_DE").values()))
    assert "(70,0)" in german.title
