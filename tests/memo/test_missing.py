"""What is missing as a memo tells it, and how it keeps an empty case from looking safe."""

import re
from decimal import Decimal
from typing import Any

import pytest

import riskmemo
from riskmemo.memo import render
from tests.building import case
from tests.memo.factory import assessment, example

SHIPPED = {
    "central-asia-pivot": "geopolitics",
    "copper-and-corridors": "geopolitics",
    "human-development": "human-development",
}


def memo_of(**parts: Any) -> str:
    """The example with some analyses, as Markdown."""
    return render(assessment(analyses=parts), "md")


def first_page(text: str) -> str:
    """What stands before the first numbered section."""
    return text.partition("\n## 1.")[0]


# --- coverage -----------------------------------------------------------------------------------


@pytest.mark.parametrize("ruleset", sorted(SHIPPED))
def test_an_empty_case_does_not_look_safe(ruleset: str) -> None:
    """Beside every total the first page says that nothing was found out; no band is shown."""
    program = riskmemo.load_ruleset(ruleset)
    empty = riskmemo.assess(case({}, vocabulary=SHIPPED[ruleset]), program, engine="compiled")
    page = first_page(render(empty, "md"))
    totals = [line for line in page.splitlines() if line.startswith("- **") and "%" in line]
    assert len(totals) == len(empty.ruleset.roots)
    assert all("**0% could be evaluated: this is no finding of" in line for line in totals)
    assert page.count("hardly assessed.** Only 0% of its weight could be evaluated, so") == len(
        totals
    )
    bands = {level.label for table in empty.ruleset.bands.values() for level in table.levels}
    assert not any(re.search(rf"\b{band}\b", line) for band in bands for line in totals)


def test_a_total_that_is_mostly_unknown_has_no_colour() -> None:
    """In HTML there is neither strip nor tone nor band, though there is a number."""
    text = render(_known("0.49"), "html")
    headline = text.partition("<h3>Risk</h3>")
    assert headline[0].endswith('<div class="headline plain">\n')
    assert "<svg" not in headline[2].partition("</div>")[0]
    assert "band" not in headline[2].partition("</div>")[0]
    assert "49% could be evaluated: this is no finding of low risk." in headline[2]


def test_half_is_enough_for_a_band() -> None:
    """From one half on the band is shown, and the share that is known beside it."""
    page = first_page(render(_known("0.5"), "md"))
    assert "**Risk: 22.4, Guarded.**" in page
    assert "50% of its weight could be evaluated." in page
    assert "hardly assessed" not in page


def test_the_warning_comes_before_everything() -> None:
    """A reader meets it before the bottom line."""
    page = first_page(render(_known("0.1"), "md"))
    assert page.index("Risk: hardly assessed.") < page.index("The opening is real.")


def _known(share: str) -> riskmemo.Assessment:
    scenarios = example()["scenarios"]
    for scenario in scenarios:
        scenario["scores"]["risk"] |= {"coverage": float(Decimal(share))}
    return assessment(scenarios=scenarios)


# --- carriers -----------------------------------------------------------------------------------


def test_a_source_is_told_before_the_scores_a_fact_before_rules() -> None:
    """If one source carries a band it is the first thing said; then how many facts and rules do."""
    bands = {"opportunity": ["Moderate", "Low"]}
    effect = {"changes": {"opportunity": -20}, "bands": bands}
    text = render(
        assessment(
            without_source=[{"dropped": "S1", **effect}],
            without_rule=[{"dropped": "new-tie", **effect}],
            analyses={"without_fact": [{"dropped": "E1", **effect}]},
        ),
        "md",
    )
    places = [
        "> **A single source** carries the band of Opportunity: The Daily[^S1]. Without it,",
        "**The opening is real.**",
        "**Opportunity: 50.0, Moderate.**",
        "> **The band of Opportunity** would change without one fact[^E1] or one rule. See",
        "- **A single source** carries the band of Opportunity: The Daily[^S1]. Without it,",
        "- **A single fact** carries the band of Opportunity: Tie between states[^E1]. Without it,",
        "- **A single rule** carries the band of Opportunity: Rule new-tie `new-tie`. Without it,",
    ]
    assert [text.index(place) for place in places] == sorted(text.index(place) for place in places)


def test_facts_stand_beside_sources_and_rules() -> None:
    """The fact in its words, cut short, with its citation, and what changes without it."""
    effect = {"dropped": "E1", "changes": {"opportunity": -20.4}, "bands": {}}
    text = memo_of(without_fact=[effect])
    assert "| Without this fact | Opportunity | Risk | Bands that change |" in text
    assert "| The two presidents sign a declaration.[^E1] | −20.4 | 0 |  |" in text
    assert "with one source, one fact or one rule left out" in text


# --- questions ----------------------------------------------------------------------------------


def _swing(**more: Any) -> dict[str, Any]:
    swing = {"low": 3.3, "high": 8, "down": 0, "up": 4.7, "low_if": None, "high_if": "0.1 or more"}
    return {**swing, "bands": ["Guarded"], "comes_or_goes": False, **more}


FIELD: dict[str, Any] = {
    "fields": [
        {"fact": "E3", "field": "share", "kind": "minority_link", "meaning": "Share of all.",
         "possible": "a share from 0 to 1"},
    ],
    "question": "What is the share of E3?",
    "rules": ["sensitive", "warned"],
    "leaves": [],
    "swings": {"risk": _swing()},
    "covered": True,
}  # fmt: skip
KIND = {
    "kind": "documented_conduct",
    "title": "Documented conduct",
    "question": "Is there any documented conduct?",
    "rules": ["conduct"],
    "blocked": ["china-anchor"],
    "leaves": ["security"],
    "swings": {"risk": _swing(down=-2, high_if=None)},
    "attainable": {"opportunity": {"down": 0, "up": 1.5}},
}
NOTHING = {"fields": [], "kinds": [], "untried": [], "untried_together": 0}


def test_an_unknown_field_is_a_row_with_its_question() -> None:
    """Both directions for every total, the question, what may be learnt, and who waits."""
    text = memo_of(missing={**NOTHING, "fields": [FIELD]})
    assert "| Opportunity | Risk | What to ask | Rules that wait |" in text
    assert (
        "| 0 | 0 to +4.7 | **What is the share?** Minority link[^E3]. Share of all. A share from 0%"
        " to 100%. Risk highest if 0.1 or more. The band of Risk could become Guarded. |"
        " Rule sensitive; Rule warned (only in the scenario of a claim) |" in text
    )


@pytest.mark.parametrize(
    ("field", "answer", "words"),
    [
        ("share", {"low": 0.1}, "10% or more"),
        ("share", {"low": 0}, "0% or more"),
        ("share", {"low": 0.1, "beyond": True}, "more than 10%"),
        ("share", {"high": 0.1}, "10% or less"),
        ("share", {"high": 0.1, "beyond": True}, "less than 10%"),
        ("share", {"low": 0.1, "high": 0.2}, "from 10% to 20%"),
        ("share", {}, "any value"),
        ("share", {"values": [0.5]}, "50%"),
        ("group", {"values": ["A", "B"], "other": True}, "A, B or any other"),
        ("group", {"values": ["A"], "more": 2}, "A or 2 more"),
        ("until", {"low": "2025-07-21"}, "21 July 2025 or later"),
        ("until", {"low": "2025-07-21", "beyond": True}, "later than 21 July 2025"),
        ("until", {"high": "2025-07-21"}, "21 July 2025 or earlier"),
        ("until", {"high": "2025-07-21", "beyond": True}, "earlier than 21 July 2025"),
    ],
)
def test_an_answer_is_told_in_the_words_of_a_memo(
    field: str, answer: dict[str, Any], words: str
) -> None:
    """Values print as they do elsewhere, whatever the words of the record are."""
    learnt = {"fact": "E3", "kind": "minority_link", "field": field, **answer}
    swing = _swing(high_if="as the record says", high_answers=[learnt])
    text = memo_of(missing={**NOTHING, "fields": [{**FIELD, "swings": {"risk": swing}}]})
    assert f"Risk highest if {words}. The band" in text


def test_several_fields_are_named_with_their_answers() -> None:
    """Fields that must be learnt together stand in one sentence."""
    learnt = [
        {"fact": "E3", "kind": "minority_link", "field": "share", "low": 0.1},
        {"fact": "E2", "kind": "trade", "field": "value", "values": [5]},
    ]
    swing = _swing(high_answers=learnt)
    text = memo_of(missing={**NOTHING, "fields": [{**FIELD, "swings": {"risk": swing}}]})
    assert "Risk highest if E3 share: 10% or more and E2 value: 5. The band" in text


@pytest.mark.parametrize(
    ("kind", "field", "more", "words"),
    [
        ("tie", "partner", {}, "A country."),
        ("minority_link", "group", {}, "A text."),
        ("trade", "value", {"min": 0, "max": 9000}, "A number, at least 0, at most 9,000."),
        ("trade", "until", {}, "The last day of its period. A date."),
    ],
)
def test_what_a_field_may_be_is_told_from_its_type(
    kind: str, field: str, more: dict[str, Any], words: str
) -> None:
    """The values that are possible, in the words of a memo."""
    asked = {**FIELD["fields"][0], "kind": kind, "field": field, **more}
    text = memo_of(missing={**NOTHING, "fields": [{**FIELD, "fields": [asked]}]})
    assert words in text


def test_a_missing_kind_is_a_row_too() -> None:
    """What it could move, what it stands for with others, and which match it could take away."""
    text = memo_of(missing={**NOTHING, "kinds": [KIND]})
    assert "**Nothing recorded, nobody searched.**" in text
    assert (
        "| with others 0 to +1.5 | −2 to +4.7 | **Is there any documented conduct?** |"
        " Rule conduct; Security Could be taken away: Rule china-anchor. |" in text
    )


def test_a_score_that_could_come_or_go_is_said_so() -> None:
    """From no score there is no change in points."""
    none = _swing(down=None, up=None, comes_or_goes=True)
    gone = {**FIELD, "swings": {"risk": none, "opportunity": _swing(comes_or_goes=True)}}
    text = memo_of(missing={**NOTHING, "fields": [gone]})
    assert "| 0 to +4.7, or no score | no score now, 3.3 to 8 then |" in text


def test_what_was_not_tried_is_counted() -> None:
    """Limits are told, with a hint where more could move."""
    untried = [{"fact": "E3", "field": "group"}]
    fields = [{**FIELD, "covered": False}]
    text = memo_of(missing={**NOTHING, "fields": fields, "untried": untried, "untried_together": 2})
    assert "1 more unknown field was not tried. 2 sets of fields were not tried together." in text
    assert "Not every value was tried: it could move more." in text


def test_many_questions_are_cut_and_counted() -> None:
    """The body shows six, Annex C fifteen; the JSON memo has all."""
    body, annex = memo_of(missing={**NOTHING, "fields": [FIELD] * 18}).split("## Annex A")
    assert body.count("**What is the share?**") == 6
    assert "these points. 12 more questions. See Annex C." in body
    assert annex.count("**What is the share?**") == 15
    assert "\n3 more.\n" in annex


def test_the_body_asks_what_could_move_most_first() -> None:
    """What is not known, what it could move, what to ask; a kind nobody looked for among them."""
    large = {**KIND, "swings": {"risk": _swing(up=9, high_if=None)}}
    text = memo_of(missing={**NOTHING, "fields": [FIELD], "kinds": [large]})
    assert (
        "| What is not known | Opportunity | Risk | What to ask |\n| --- | ---: | ---: | --- |\n"
        "| Documented conduct: nothing recorded, nobody searched | with others 0 to +1.5 |"
        " 0 to +9 | **Is there any documented conduct?** |\n"
        "| A minority lives in the west.[^E3] | 0 | 0 to +4.7 | **What is the share?** Risk highest"
        " if 0.1 or more. |\n" in text
    )


def test_many_gaps_without_a_ranking_stand_in_the_annex() -> None:
    """The body shows six of them and counts the others."""
    rules = [{**example()["rules"][0], "id": f"r{n}", "outcome": "gap"} for n in range(8)]
    gaps = [{**example()["gaps"][0], "rule": rule["id"]} for rule in rules]
    text = render(assessment(gaps=gaps, rules=[*example()["rules"], *rules]), "md")
    body, annex = text.split("## Annex A")
    assert body.count("| +4 | Diplomacy |") == 6
    assert "\n2 more. See Annex C.\n" in body
    assert annex.count("| +4 | Diplomacy |") == 8


def test_without_analyses_gaps_stand_as_they_are() -> None:
    """A quick assessment has no ranking; the section lists the gaps."""
    text = render(assessment(), "md")
    assert "| Could move | Score | Rule that waits | What to find out |" in text
