"""The identity audit in a memo: verdict, shares, what changes places, and the first page."""

from typing import Any

import pytest

from riskmemo import Assessment, assess, render
from riskmemo.language.program import Program
from tests.analysis.fairness.identity import (
    BANDS,
    FACTS,
    GATED,
    GROUPS,
    PLAIN,
    RISK,
    TIE,
    Facts,
    made,
)
from tests.analysis.fairness.test_identity_swaps import BORDERS, NEIGHBOUR, STATES
from tests.building import case, program, rule, with_swaps
from tests.memo.factory import with_case

OVERRIDE = {"audit": "identity", "reason": "The act was its own.", "approved_by": "The desk"}
FAIR, UNFAIR = made(PLAIN), made(GATED, PLAIN, swaps=[GROUPS])


def memo(given: Program, facts: Facts, **parts: Any) -> str:
    """The memo of a small case in Markdown."""
    return render(assess(case(facts, **parts), given, engine="compiled"), "md")


def first_page(text: str) -> str:
    """What stands before the first numbered section."""
    return text.partition("\n## 1. ")[0]


def section(text: str) -> str:
    """The section on identity."""
    return text.partition(". Identity audit\n")[2].partition("\n## ")[0]


def detail(text: str) -> str:
    """What Annex C says of identity."""
    return text.partition("### Identity in detail\n")[2].partition("\n### ")[0]


def test_a_ruleset_without_identity_says_that_it_is_proved() -> None:
    """The audit stands in every memo, also where there is nothing to audit."""
    assert section(memo(FAIR, {"T": TIE})) == (
        "\n**The identity audit passes.** No part of any score rests on rules that identity reaches"
        " (limit 10%), and no band changes when identities are exchanged or taken away. No base"
        " score can depend on religion or ethnicity at all (proved over 1 rule).\n"
    )


def test_a_failing_audit_says_why() -> None:
    """Every reason, the shares with their ways, and what each exchange and placebo moves."""
    text = section(memo(UNFAIR, FACTS))
    for line in (
        (
            "**The identity audit fails: this memo may not be final by itself.** No base score can"
            " depend on religion or ethnicity without documented conduct (proved over 2 rules)."
        ),
        "- **50%** of **Risk** rests on identity; the limit is 10%.",
        "- The band of **Risk** goes from High to Low when West and East change places.",
        (
            "- The band of **Risk** goes from High to Low in this case: without every fact that is"
            " identity."
        ),
        "| **Risk** | 50% | 50% | 10 | `kin` → `gated` |",
        (
            "**Swap 1:** **Risk** −10 (High → Low). **Without every fact that is identity:**"
            " **Risk** −10 (High → Low). **With all that is identity unknown:** **Risk** −10 (High"
            " → Low). **With values that say nothing of identity:** **Risk** −10 (High → Low). See"
            " Annex C."
        ),
    ):
        assert f"\n{line}\n" in text


def test_every_exchange_and_placebo_has_a_row_in_the_annex() -> None:
    """What changes places, how many facts that are, and what moves."""
    text = detail(memo(UNFAIR, FACTS))
    for line in (
        "| **Swap 1**: West ↔ East | 1 | **Risk** −10 | **Risk**: High → Low |",
        "| Without every fact that is identity | 1 | **Risk** −10 | **Risk**: High → Low |",
        "| With values that say nothing of identity | 1 | **Risk** −10 | **Risk**: High → Low |",
    ):
        assert f"\n{line}\n" in text


def test_the_first_page_warns_of_a_failing_audit() -> None:
    """The verdict and the first reason stand beside the scores, with the way to the section."""
    page = first_page(memo(UNFAIR, FACTS))
    assert (
        "**The identity audit fails: this memo may not be final.** **50%** of **Risk** rests on"
        " identity; the limit is 10%. See how identity is used." in page
    )
    assert "identity audit" not in first_page(memo(UNFAIR, {"T": TIE}))


def test_an_override_is_printed_on_the_first_page_and_in_the_section() -> None:
    """Who approved a final memo that fails, and why."""
    masthead = {"status": "final", "override": OVERRIDE}
    text = memo(UNFAIR, FACTS, masthead=masthead)
    decided = (
        "**This memo is issued as final although its identity audit fails.** Approved by The desk:"
        " The act was its own."
    )
    assert decided in first_page(text)
    assert decided in section(text)


@pytest.mark.parametrize(
    ("facts", "lead"),
    [
        (FACTS, "The identity audit fails, and the case carries an override of it."),
        ({"T": TIE}, "An override of this audit stands in the case and was not needed."),
    ],
)
def test_an_override_without_need_or_before_its_time_is_told(facts: Facts, lead: str) -> None:
    """In the section on identity, with the same words of the desk."""
    text = memo(UNFAIR, facts, masthead={"override": OVERRIDE})
    assert f"**{lead}** Approved by The desk: The act was its own." in section(text)


def test_a_final_memo_without_an_audit_says_so() -> None:
    """An assessment that was stored without analyses cannot pass for an audited one."""
    final = with_case(masthead={"status": "final"})
    notice = "This memo is marked final and carries no identity audit."
    assert notice in first_page(render(final, "md"))
    assert notice not in first_page(render(with_case(), "md"))


def test_what_hangs_on_a_name_is_told_and_is_no_question_of_identity() -> None:
    """Both in short; the annex has its row, and a line on the rules that name one of them."""
    given = program(
        with_swaps(STATES, {**NEIGHBOUR, "title": "Another neighbour", "doc": "It is another."}),
        rules=[rule("names", {"t": "trade"}, ['t.partner == "CHN"'])],
        scores=RISK,
        bands=BANDS,
    )
    whole = memo(given, {**BORDERS, "T": {"kind": "trade", "partner": "CHN"}})
    assert "**Another neighbour:** **Risk** −10. That is no question of identity." in section(whole)
    text = detail(whole)
    assert "| **Another neighbour**: China ↔ Russia | 3 | **Risk** −10 | none |" in text
    line = "**Another neighbour**: It is another. Rules that name one of the two: `names`."
    assert f"\n{line}\n" in text


def test_the_way_of_identity_without_conduct_is_told() -> None:
    """A field that stands in for identity is named with the rule that reads it."""
    swap = {"fields": ["tie.name"]}
    given = made(rule("stands-in", {"t": "tie"}, ['t.name == "West"']), swaps=[swap])
    text = section(memo(given, {"T": TIE}))
    way = "`tie.name` → `stands-in`"
    assert f"- **Risk** can depend on identity without documented conduct: {way}.\n" in text
    assert "(proved over" not in text


def test_exchanges_that_were_not_tried_are_counted() -> None:
    """Nothing is left out in silence."""
    facts = {**FACTS, **{f"K{n}": {**FACTS["K"], "group": f"Group {n}"} for n in range(5)}}
    assert "Swap 1: 9 more exchanges were possible and not tried." in detail(memo(UNFAIR, facts))


def test_a_move_under_a_claim_stands_with_the_claim() -> None:
    """What only a claim would make move is told apart from the base."""
    under = {**GATED, "hypothesis": "h"}
    hypotheses = {"h": {"title": "H", "claim": "C"}}
    given = made(under, PLAIN, swaps=[GROUPS], hypotheses=hypotheses)
    facts = {**FACTS, "C": {"kind": "claim", "topic": "spillover"}}
    text = detail(memo(given, facts))
    assert "**Risk** (if claim C held) −10 |" in text


def test_the_record_of_an_assessment_holds_the_audit() -> None:
    """What the memo prints is in the JSON, and comes back as it was."""
    found = assess(case(FACTS), UNFAIR, engine="compiled")
    again = Assessment.model_validate_json(found.model_dump_json())
    assert again == found
    assert again.analyses is not None
    assert again.analyses.identity is not None
