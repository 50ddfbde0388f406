"""Ranges in the memo: on the strips, in notices, and what moves the scores."""

import pytest

import riskmemo
from riskmemo.analysis import at_length
from riskmemo.memo import render
from riskmemo.model import Assessment
from tests.cli.running import EXAMPLE
from tests.memo.factory import assessment


@pytest.fixture(scope="module")
def mongolia() -> Assessment:
    """The example with everything that is uncertain in it."""
    return riskmemo.assess(riskmemo.load_case(EXAMPLE), riskmemo.load_ruleset("central-asia-pivot"))


def test_the_first_page_has_ranges(mongolia: Assessment) -> None:
    """Beside each total stands where nine of ten draws lie, and how often it has its band."""
    text = render(mongolia, "md")
    assert "42.3 to 47.3 in 90% of draws; Moderate in 100% of them." in text
    assert "25.4 to 31.4 in 90% of draws; Guarded in 100% of them." in text


def test_a_band_that_is_not_robust_is_noticed(mongolia: Assessment) -> None:
    """A dimension that a quarter of the draws puts elsewhere is named on the first page."""
    first_page = render(mongolia, "md").partition("## 1.")[0]
    assert (
        "**The band of a dimension** is not robust over 10,000 draws: "
        "Dependence (High in 77% and Moderate in 23%)." in first_page
    )


def test_a_total_that_is_not_robust_is_noticed_first(mongolia: Assessment) -> None:
    """A total comes before everything else in the notice."""
    assert mongolia.analyses is not None
    ranges = mongolia.analyses.ranges
    assert ranges is not None
    shaky = ranges.base["risk"].model_copy(update={"robust": False})
    base = ranges.scenarios[0].model_copy(update={"scores": {**ranges.base, "risk": shaky}})
    changed = ranges.model_copy(update={"scenarios": (base, *ranges.scenarios[1:])})
    analyses = mongolia.analyses.model_copy(update={"ranges": changed})
    text = render(mongolia.model_copy(update={"analyses": analyses}), "md")
    assert "> **The band of Risk is not robust:** Guarded in 100% of 10,000 draws." in text


def test_strips_carry_their_range(mongolia: Assessment) -> None:
    """The drawing has a line from end to end, and its title says what it is."""
    page = render(mongolia, "html")
    assert page.count('<g class="whisker"') >= 6
    assert "25.4 to 31.4 in 90% of draws; Guarded in 100% of them" in page


def test_movers_have_a_table_for_each_total(mongolia: Assessment) -> None:
    """The widest swing comes first, with both shares of the variance."""
    text = render(mongolia, "md")
    _, _, section = text.partition("What moves the scores\n")
    rows = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("| w")]
    assert rows[0].startswith("| weight of Diplomacy in Opportunity | −2.7 at 1.32; +2.2 at 2.68 |")
    assert "| weight of Dependence in Risk |" in rows[2] + rows[3]
    assert "| Trade dependence: `share`[^E64] | 57% | 57% and 40.5%, equally likely |" in section


def test_without_analyses_there_is_no_section() -> None:
    """An assessment that was made quickly says nothing of ranges."""
    text = render(assessment(), "md")
    assert "What moves the scores" not in text
    assert "draws" not in text


def test_without_scipy_the_memo_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence stands in place of the tables."""
    monkeypatch.setattr(at_length, "statistics_available", lambda: False)
    made = riskmemo.assess(riskmemo.load_case(EXAMPLE), riskmemo.load_ruleset("central-asia-pivot"))
    assert made.analyses is not None
    assert made.analyses.ranges is None
    assert (
        "Something is uncertain, but scipy is not installed here, so no ranges were drawn."
        in render(made, "md")
    )
