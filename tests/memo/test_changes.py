"""The section on what has changed: by cause, with sums that hold as they are printed."""

import json
import re
from typing import Any

from riskmemo.memo import render
from riskmemo.memo.build import build_view
from tests.memo.factory import assessment, example

HEADING = "What has changed"


def _score(name: str, before: float | None, after: float | None, parts: Any, **more: Any) -> Any:
    return {
        "id": name, "title": name.capitalize(),
        "polarity": "opportunity" if name == "opportunity" else "risk",
        "before": before, "after": after, "digits": 1, "band_before": "Low",
        "band_after": "Guarded", "band_moved_by": "value", "coverage_before": 1,
        "coverage_after": 1, "method": "shapley" if parts else None, "order": [],
        "parts": [{"causes": list(causes), "points": points} for causes, points in parts],
        **more,
    }  # fmt: skip


def _side(date: str, **more: Any) -> Any:
    return {
        "case": "highland", "title": "Highland", "reference": "HL-2025-01", "subject": "MNG",
        "as_of": date, "horizon": "2026-07-31", "ruleset": "inner-states", "version": "1.0.0",
        "case_hash": "c" * 64, "ruleset_hash": "a" * 64, **more,
    }  # fmt: skip


def _cause(name: str, group: str, change: str, title: str | None = None, **more: Any) -> Any:
    alone = name.rsplit(maxsplit=1)[-1]
    return {"id": name, "group": group, "name": alone, "title": title, "change": change, **more}


CAUSES = [
    _cause("indicator E1", "facts", "added", "The two presidents sign a declaration."),
    _cause(
        "indicator E2", "knowledge", "became known", "Trade of 4.2 million.", known="2025-07-15",
    ),
    _cause(
        "rule new-tie", "rules", "changed", "A new tie",
        details=[{"what": "contributes.points", "before": "10", "after": "14"}],
    ),
    _cause(
        "as_of", "knowledge", "moved",
        details=[{"what": "as_of", "before": "2025-04-30", "after": "2025-07-28"}],
    ),
]  # fmt: skip
NOTHING: Any = {
    name: []
    for name in (
        *("matches_appeared", "matches_gone", "gaps_opened", "gaps_closed", "hypotheses_raised"),
        *("hypotheses_dropped", "scores_added", "scores_removed", "bands_changed", "judgements"),
        *("masthead", "reworded", "readings"),
    )
}


def _comparison(scores: Any, **more: Any) -> Any:
    scenario = {"id": "base", "title": "Base", "scores": {each["id"]: each for each in scores}}
    return {
        "riskmemo": "comparison/1", "old": _side("2025-04-30"),
        "new": _side("2025-07-28", reference="HL-2025-02"), "warning": None,
        "scale": {"min": 0, "max": 100}, "roots": [each["id"] for each in scores],
        "causes": CAUSES, "scenarios": [scenario], "beside": NOTHING, **more,
    }  # fmt: skip


def _memo(scores: Any, **more: Any) -> str:
    return render(assessment(analyses={"since": _comparison(scores, **more)}), "md")


def _section(text: str) -> str:
    start = text.index(f". {HEADING}\n")
    return text[start : text.index("\n## ", start)].replace("\u00a0", " ")


OPPORTUNITY = _score(
    "opportunity", 44.7, 50.0,
    [(["indicator E1"], 3.333334), (["rule new-tie"], 1.633333), (["as_of"], 0.333333)],
)  # fmt: skip
RISK = _score("risk", 23.9, 22.4, [(["indicator E2"], -1.5)])


def test_each_cause_has_a_row_and_the_columns_sum_as_printed() -> None:
    """Thirds are rounded so that the two digits shown still make the net change."""
    text = _section(_memo([OPPORTUNITY, RISK]))
    assert "| The two presidents sign a declaration.[^E1] | New in the case | +3.34 | 0 |" in text
    assert "| A new tie `rule new-tie` | points 10 → 14 | +1.63 | 0 |" in text
    assert "| Trade of 4.2 million.[^E2] | Known since 15 July 2025 | 0 | −1.5 |" in text
    moved = "The cut-off moved from 30 April 2025 to 28 July 2025"
    assert f"| The passing of time | {moved} | +0.33 | 0 |" in text
    assert "| Net change |  | +5.3 | −1.5 |" in text


def test_the_section_says_what_it_compares_with() -> None:
    """The earlier memo by its reference and its cut-off; another ruleset is named."""
    text = _section(_memo([OPPORTUNITY, RISK]))
    assert "Compared with HL-2025-01, which used information to 30 April 2025." in text
    other = _side("2025-04-30", ruleset_hash="d" * 64, version="0.9.0", reference="HL-2025-02")
    text = _section(_memo([OPPORTUNITY, RISK], old=other, warning="two states"))
    assert (
        "Compared with the assessment on information to 30 April 2025. It was scored with"
        " inner-states 0.9.0, this memo with inner-states 1.0.0. The two are about different"
        " states." in text
    )


def test_it_stands_after_the_key_judgements() -> None:
    """The order of the memo: judgements, what has changed, what it means."""
    view = build_view(assessment(analyses={"since": _comparison([OPPORTUNITY, RISK])}))
    anchors = [section.anchor for section in view.sections]
    assert anchors[anchors.index("key-judgements") + 1] == "changes"


def test_totals_tell_their_bands_and_what_moved_them() -> None:
    """A band that the bands moved is no change of the score."""
    text = _section(_memo([OPPORTUNITY, {**RISK, "band_moved_by": "bands"}]))
    assert "\n**Opportunity**: 44.7 (Low) → 50.0 (Moderate). **Risk**:" in text
    assert "(Guarded). It is in another band because the bands were changed." in text


def test_a_score_on_one_side_only_is_no_number() -> None:
    """The table has no column of numbers for it; the line says that there was no score."""
    gone = _score("risk", None, 22.4, [], band_before=None)
    text = _section(_memo([OPPORTUNITY, gone]))
    assert "**Risk**: no score → 22.4 (Guarded)." in text
    assert "| Change | Because | Opportunity |\n" in text
    assert "| Net change |  | +5.3 |\n" in text


def test_past_eight_rows_the_rest_is_summed() -> None:
    """No cause is dropped from the sum."""
    causes = [_cause(f"rule r{n}", "rules", "added", f"Rule {n}") for n in range(10)]
    parts = [([f"rule r{n}"], 1.0 - n / 100) for n in range(10)]
    scores = [_score("opportunity", 40.45, 50.0, parts), _score("risk", 22.4, 22.4, [])]
    text = _section(_memo(scores, causes=causes))
    assert "| 2 smaller changes |  | +1.83 | 0 |" in text
    assert "| Net change |  | +9.55 | 0 |" in text


def test_causes_that_work_together_share_a_row() -> None:
    """They are named one after the other."""
    scores = [_score("opportunity", 47.6, 50.0, [(["rule new-tie", "as_of"], 2.4)]), RISK]
    text = _section(_memo(scores))
    named = "| A new tie `rule new-tie`; The passing of time | points 10 → 14; The cut-off moved "
    assert named in text
    assert "| +2.4 | 0 |" in text


def test_judgements_claims_and_gaps_are_told() -> None:
    """What has changed beside the scores, in sentences."""
    judgement = {
        "id": "KJ1", "change": "changed", "statement": "So.", "likelihood_before": "likely",
        "likelihood_after": "very likely", "details": [],
    }  # fmt: skip
    new = {**judgement, "id": "KJ2", "change": "added", "likelihood_before": None}
    gap: Any = {"rule": "new-tie", "facts": {}, "points": None}
    beside = {
        **NOTHING,
        "judgements": [judgement, new],
        "hypotheses_raised": ["spillover"],
        "gaps_opened": [gap],
        "gaps_closed": [gap, gap],
    }
    text = _section(_memo([OPPORTUNITY, RISK], beside=beside))
    title = example()["ruleset"]["hypotheses"]["spillover"]
    assert (
        f"\nClaim newly on file: {title}. **KJ1**: likelihood likely → very likely. **KJ2** is new."
        " 1 gap opened. 2 gaps closed.\n" in text
    )


def test_without_an_earlier_assessment_there_is_no_section() -> None:
    """Neither the section nor the tick nor its explanation."""
    nothing: tuple[Any, ...] = (None, {})
    for given in nothing:
        text = render(assessment(analyses=given), "md")
        assert HEADING not in text
        assert "dark tick" not in text


def test_the_first_page_shows_what_a_total_was() -> None:
    """In a line, and as a tick of its own look that its strip says in words."""
    record = assessment(analyses={"since": _comparison([OPPORTUNITY, RISK])})
    assert "Before: 44.7 (Low)." in render(record, "md")
    page = render(record, "html")
    assert re.search(r'<line class="stroke-ink" [^>]*stroke-width="3"', page)
    assert "Before: 44.7 (Low)" in page
    assert json.loads(render(record, "json"))["analyses"]["since"]["roots"] == [
        "opportunity", "risk",
    ]  # fmt: skip
