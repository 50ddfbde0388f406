"""What a memo says: each section from what the assessment holds, none where it holds nothing."""

import re
from typing import Any

import pytest

from riskmemo.errors import InvalidInput
from riskmemo.memo import FORMATS, Memo, render
from riskmemo.memo.build import build_view
from riskmemo.memo.design import Design
from riskmemo.memo.html import to_html
from riskmemo.memo.view import Subheading
from tests.memo.factory import assessment, example, with_case

FULL = [
    "Bottom line",
    "Key judgements",
    "What this means for readers",
    "The picture",
    "The contested claim",
    "Assumptions and alternatives",
    "Indicators to watch",
    "Identity audit",
    "What is not known",
    "Annex A · Evidence",
    "Annex B · Method and record",
    "Annex C · The scores in detail",
]
DETAILS = [
    "What the totals are made of",
    "Why each dimension scores what it does",
    "What claims would add",
    "What the scores depend on",
    "Identity in detail",
    "What is not known, in full",
    "All rules",
]
MARKDOWN = render(assessment(), "md")


def _headings(**changes: Any) -> list[str]:
    return [section.heading for section in build_view(assessment(**changes)).sections]


def _details(**changes: Any) -> list[str]:
    """The headings inside Annex C."""
    annex = build_view(assessment(**changes)).sections[-1]
    return [block.text for block in annex.blocks if isinstance(block, Subheading)]


def test_sections_stand_in_order_and_are_numbered() -> None:
    """The order of the design; the opening and the annexes have no number."""
    sections = build_view(assessment()).sections
    assert [section.heading for section in sections] == FULL
    numbers = [str(number) for number in range(1, 9)]
    assert [section.number for section in sections] == ["", *numbers, "", "", ""]
    assert _details() == DETAILS


def test_a_case_without_analysis_has_scores_and_annexes() -> None:
    """What nobody wrote is left out, and the numbers close up."""
    sections = build_view(with_case(analysis={}, claims={}, masthead={}, searched=[])).sections
    assert [section.heading for section in sections] == [
        "Scores",
        "The picture",
        "Identity audit",
        "What is not known",
        "Annex A · Evidence",
        "Annex B · Method and record",
        "Annex C · The scores in detail",
    ]
    assert sections[1].number == "1"


def test_sections_without_findings_are_left_out() -> None:
    """No gaps, no rules on identity, no effects: no sections about them."""
    case = {**example()["case"], "searched": []}
    rules = [rule for rule in example()["rules"] if rule["id"] not in {"kin-group", "conduct"}]
    matches = [match for match in example()["matches"] if match["rule"] != "kin-group"]
    nothing: Any = {
        "case": case,
        "rules": rules,
        "matches": matches,
        "gaps": [],
        "without_rule": [],
        "without_source": [],
    }
    missing = {"What is not known", "Identity audit"}
    assert _headings(**nothing) == [heading for heading in FULL if heading not in missing]
    missing = {"What the scores depend on", "Identity in detail", "What is not known, in full"}
    assert _details(**nothing) == [heading for heading in DETAILS if heading not in missing]


@pytest.mark.parametrize(
    "sentence",
    [
        "**Risk: 22.4, Guarded.** If claim C1 (*Trouble uses the road*) held: 27.1 (Guarded).",
        "83% of its weight could be evaluated.",
        "**Opportunity: 50.0, Moderate.** Unchanged with the attributed claim.",
        "> **The band of Opportunity** would change without one rule.",
        "- **A single rule** carries the band of Opportunity: Rule new-tie `new-tie`.",
        "Without it, Opportunity would be Low instead of Moderate.",
        "rests on a single source in: Diplomacy[^S1].",
        "Highland will **very likely** sign one more paper by 31 July 2026.",
        "*Very likely · 80–95%*\n\nConfidence: moderate.",
        "Presidents travel.[^E1] \\[sic\\] and \\[E77\\] stay.",
        "| **Opportunity** | 50.0 | Moderate |  | 100% |",
        "| Diplomacy | 34 | Guarded at its cap | 50% | 100% |",
        "| Diplomacy | 36 | 34 | 100% | 50% | 0.25 |",
        "| **Diplomacy** | 36 before the cap | 34 |\n| Rule new-tie `new-tie` | Kyrgyzstan signed",
        "Kyrgyzstan signed on 21 July 2025.[^E1]",
        "Trade is US\\$4.2\u00a0million.[^E2]",
        "If claim C1 (*Trouble uses the road*) held.",
        "| Rule warned `warned` | Security | +14 |",
        "Held at zero: Rule kin-group `kin-group`.",
        "**Two scholars**: There is little basis for it.[^S1] B2",
        "| +9.5 | China | Rule sensitive (in 2 cases) |",
        "| **Minority link**: Share of the population[^E3]. |",
        "| −3 | Security | Rule conduct | Whether `a < b \\| c` holds. |",
        "Searched for: Documented conduct. See what was found in Annex C.",
        "| Documented conduct | Three databases were read; nothing was found.[^S2] |",
        "**1 rule could not be evaluated.**",
        "| The Daily[^S1] | −20.4 | 0 | Diplomacy: Guarded → Low |",
        "| E1 | 21 Jul 2025 | The two presidents sign a declaration. | The Daily[^S1] |",
        "| E2 | H1 2025 | Trade of 4.2\u00a0million. |",
        "| E3 | undated | A minority lives in the west. | Statistics office[^S2] | identity | A2 |",
        "| A columnist, of an institute: The road could carry trouble. See the claim. |",
        "| A columnist[^S3] | forecast | F3 |",
        "**By kind:** Tie between states E1; Trade flow E2; Minority link E3.",
        "**Context:** no rule of this ruleset rests on E3.",
        "1 piece of evidence in the case became known after the cut-off and is not used: E9.",
        "1 source was published after the cut-off and is not cited.",
        "| A columnist: [A warning](<https://example.org/warning>), undated. Why so. | F |",
        "F reliability cannot be judged.",
        "One engine computed it: definition.",
        "**identity**: Minority link `minority_link`.",
        "**conduct**: Documented conduct `documented_conduct`.",
        "riskmemo assess case.yaml --ruleset inner-states --as-of 2025-07-28",
    ],
)
def test_the_memo_says(sentence: str) -> None:
    """Each statement stands in the memo with its evidence, points and words."""
    assert sentence in MARKDOWN


def test_nothing_known_after_the_cut_off_is_shown() -> None:
    """Later evidence and later sources are counted and not shown."""
    assert "A later tie" not in MARKDOWN
    assert "The Weekly" not in MARKDOWN


def test_engines_that_agreed_are_named() -> None:
    """Where two engines computed it, the annex says that they agreed."""
    computed = {"riskmemo": "0.1.0", "engines": ["rete", "compiled"]}
    text = render(assessment(computed=computed), "md")
    assert "computed once by each of rete and compiled, which agreed to the last digit." in text


def test_a_root_without_a_score_is_said_to_have_none() -> None:
    """No score is no zero: there is no strip, no band and no number."""
    scenarios = example()["scenarios"]
    for scenario in scenarios:
        scenario["scores"]["risk"] |= {"value": None, "raw": None, "band": None, "coverage": 0.2}
    text = render(assessment(scenarios=scenarios), "md")
    assert (
        "**Risk: no score.** **20% could be evaluated: this is no finding of low risk.** Unchanged"
        " with the attributed claim." in text
    )


def test_the_yardstick_keeps_its_words() -> None:
    """With the lexicon `phia`, ranges are the yardstick's and its gaps are explained."""
    analysis = example()["case"]["analysis"]
    analysis["judgements"][0] |= {
        "likelihood": "realistic possibility",
        "statement": "There is a realistic possibility that it rains by 2026.",
    }
    text = render(with_case(lexicon="phia", analysis=analysis), "md")
    assert "*Realistic possibility · 40–<50%*".replace("<", "\\<") in text
    assert "The gaps between its steps are deliberate." in text


@pytest.mark.parametrize(
    ("likelihood", "words", "drawn"),
    [
        (0.62, "Likely · 62% (55–80%)", r'<line class="stroke-warn".* x1="124.0" x2="124.0"'),
        (
            {"low": 0.6, "high": 0.725},
            "Likely · 60–72.5% (55–80%)",
            r'<rect class="fill-warn .* x="120.0" y="0" width="25.0"',
        ),
    ],
)
def test_a_number_is_drawn_on_its_scale(likelihood: Any, words: str, drawn: str) -> None:
    """A likelihood in numbers prints its term, itself and the step, and marks the scale there."""
    analysis = example()["case"]["analysis"]
    analysis["judgements"][0] |= {
        "likelihood": likelihood,
        "statement": "It is likely that it rains by 2026.",
    }
    page = render(with_case(analysis=analysis), "html")
    assert f'<p class="likelihood">{words}</p>' in page
    scales = re.findall(r'<svg class="likelihood-scale".*?</svg>', page, re.DOTALL)
    assert f"<title>{words}</title>" in scales[0]
    assert re.search(drawn, scales[0])
    assert "warn" not in scales[1]


def test_a_stored_number_without_a_term_stands_alone() -> None:
    """An assessment that holds a number in a gap is shown as it is, without a scale."""
    analysis = example()["case"]["analysis"]
    analysis["judgements"][0]["likelihood"] = 0.07
    text = render(with_case(lexicon="phia", analysis=analysis), "md")
    assert "*7%*" in text


def test_an_unknown_format_is_refused() -> None:
    """The error names the formats there are."""
    with pytest.raises(InvalidInput, match="did you mean `html`"):
        render(assessment(), "htm")
    assert set(FORMATS) == {"html", "pdf", "docx", "md", "json"}


def test_identity_fields_of_other_kinds_are_named() -> None:
    """The annex lists every field that is identity, whatever the nature of its kind."""
    kinds = example()["kinds"]
    kinds["tie"]["fields"]["partner"]["nature"] = "identity"
    text = render(assessment(kinds=kinds), "md")
    assert "**fields of other kinds that are identity**: `tie.partner`." in text


def test_points_that_lower_a_risk_are_good_news() -> None:
    """They carry a minus sign and the tone of an opportunity."""
    scenarios = example()["scenarios"]
    for scenario in scenarios:
        scenario["scores"]["china"]["parts"][0]["contribution"] = -6
    html = render(assessment(scenarios=scenarios))
    assert '<span class="tone opportunity">−6</span>' in html


def test_evidence_names_two_publishers_or_the_first_of_more() -> None:
    """All its sources stand by their ids, and a place in one of them with its id."""
    data = example()
    fact = data["facts"][1]
    fact["grades"][0]["locator"] = "table 2"
    assert "Statistics office; The Daily[^S2][^S1] (S2: table 2) |" in render(
        assessment(**data), "md"
    )
    fact["grades"].append({**fact["grades"][0], "source": "S3", "locator": None})
    assert "| Statistics office and 2 more[^S2][^S1][^S3] (S2: table 2) |" in render(
        assessment(**data), "md"
    )


def test_what_is_printed_says_where_the_detail_is() -> None:
    """Annex C is one paragraph, every link to it leads somewhere, and the rest is the same."""
    memo = Memo(assessment())
    whole, printed = memo.view.sections, memo.printed.sections
    assert [each.heading for each in printed] == [each.heading for each in whole]
    (told,) = printed[-1].blocks
    assert "in this one where it is made with " in str(told)
    page = to_html(memo.printed, Design())
    links, places = (set(re.findall(rf'{name}="#?([^"]*)"', page)) for name in ("href", "id"))
    assert {link for link in links if not link.startswith("http")} <= places
    assert "details" in links


def test_what_is_printed_has_the_detail_if_it_is_wanted() -> None:
    """With details every format has all of Annex C."""
    memo = Memo(assessment(), details=True)
    assert memo.printed is memo.view
    assert memo.view.sections == Memo(assessment()).view.sections


def test_a_fact_that_only_annex_c_cites_leads_there() -> None:
    """The places of the body come first; where there is none, the annex is named."""
    case = {**example()["case"], "analysis": {}, "claims": {}}
    rows = render(assessment(case=case), "md").split("Annex A")[1].splitlines()
    (first,) = [row for row in rows if row.startswith("| E1 |")]
    assert first.endswith("| §C |")
