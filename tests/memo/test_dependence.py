"""What leaving out one source or rule does to the scores, a score that goes included."""

from typing import Any

from riskmemo.memo import render
from tests.memo.factory import assessment, example


def _without(changes: Any, bands: Any, **risk: Any) -> str:
    """The memo where leaving out S1 does this; `risk` changes the total of the base."""
    scenarios = example()["scenarios"]
    for scenario in scenarios:
        scenario["scores"]["risk"] |= risk
    effects = [
        {"dropped": "S2", "changes": {"risk": -90}, "bands": {}},
        {"dropped": "S1", "changes": changes, "bands": bands},
    ]
    return render(assessment(scenarios=scenarios, without_source=effects, without_rule=[]), "md")


def test_a_score_that_disappears_is_no_number() -> None:
    """The table says that there is no score, ranks it first, and the first page says so too."""
    text = _without({"risk": None}, {"risk": ["Guarded", None]})
    row = "| The Daily[^S1] | 0 | no score without it | **Risk**: Guarded → no score |"
    assert row in text
    assert text.index(row) < text.index("| Statistics office[^S2] | 0 | −90 |")
    assert (
        "> **A single source** carries the score of Risk: The Daily[^S1]. There is no score"
        " without it." in text
    )


def test_a_score_that_appears_is_no_number() -> None:
    """What stands in the way of a score is named."""
    text = _without({"risk": None}, {"risk": [None, "Low"]}, value=None, raw=None, band=None)
    assert "| 0 | a score only without it | **Risk**: no score → Low |" in text
    assert "leaves Risk without a score: The Daily[^S1]. There is a score only without" in text


def test_a_score_without_bands_can_disappear() -> None:
    """The first page tells of it though no band changes."""
    assert "carries the score of Risk" in _without({"risk": None}, {})


def test_the_same_move_is_told_once() -> None:
    """Several rules that each carry one band share a line of the annex and a word on page one."""
    bands = {"opportunity": ["Moderate", "Low"]}
    effects = [
        {"dropped": name, "changes": {"opportunity": -20}, "bands": bands}
        for name in ("new-tie", "small-trade")
    ]
    text = render(assessment(without_rule=effects, without_source=[]), "md")
    assert "> **The band of Opportunity** would change without any one of 2 rules." in text
    assert (
        "- **Each of 2 rules alone** carries the band of Opportunity: Rule new-tie `new-tie`;"
        " Rule small-trade `small-trade`. Without it, Opportunity would be Low instead of" in text
    )


def test_a_total_that_one_fact_or_rule_brings_is_said_to_come_or_go() -> None:
    """Not its band but the score itself hangs on them; the first page cites the fact."""
    lost = {"changes": {"risk": None}, "bands": {}}
    analyses: Any = {"without_fact": [{"dropped": "E1", **lost}, {"dropped": "E2", **lost}]}
    rules = [{"dropped": "china-anchor", **lost}]
    text = render(assessment(analyses=analyses, without_rule=rules, without_source=[]), "md")
    assert (
        "> **The score of Risk** would come or go without any one of 2 facts[^E1][^E2] or one rule."
        " See Annex C." in text
    )
