"""What a claim would change is said with its id and the ruleset's title, in nobody's words."""

import pytest

from riskmemo.memo import render
from tests.memo.factory import assessment
from tests.memo.page import page

HTML = render(assessment())
MARKDOWN = render(assessment(), "md")


def test_the_claim_is_linked_and_the_title_unquoted() -> None:
    """The line on the first page names the claim by its id."""
    line = 'If claim <a href="#claim-C1">C1</a> (<cite>Trouble uses the road</cite>) held: 27.1'
    assert line in HTML


def test_the_card_of_a_claim_says_the_same() -> None:
    """With the claim and without it, total by total."""
    assert (
        "It counts only in a scenario of its own (*Trouble uses the road*), and in no base score."
        " If it held, Risk would be 27.1 (Guarded) instead of 22.4 (Guarded). Opportunity would"
        " stay 50.0 (Moderate). See its rules in Annex C." in MARKDOWN
    )


def test_the_drawing_says_it_for_those_who_cannot_see_the_tick() -> None:
    """The title of the strip tells what its tick marks."""
    title = "on a scale from 0 to 100. If claim C1 (Trouble uses the road) held: 27.1 (Guarded)"
    assert title in page(HTML).text


@pytest.mark.parametrize("mark", ["“", "”", '"', "‘", "«"])
@pytest.mark.parametrize("format_", ["html", "md"])
def test_a_title_is_never_quoted(mark: str, format_: str) -> None:
    """No quotation mark touches the title of a scenario."""
    text = render(assessment(), format_)
    assert f"{mark}Trouble uses the road" not in text
    assert f"Trouble uses the road{mark}" not in text
