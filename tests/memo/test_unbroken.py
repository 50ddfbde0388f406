"""Numbers and their units stay on one line."""

import pytest

from riskmemo.memo import render
from riskmemo.memo.unbroken import unbroken
from tests.memo.factory import example, with_case


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("95.3 % in 2014", "95.3_% in 2014"),
        ("from 1,604 to 837 km.", "from 1,604 to 837_km."),
        ("4.2 million US dollars", "4.2_million US dollars"),
        ("500 US dollars", "500_US dollars"),
        ("24.9\n% more", "24.9_% more"),
        ("5 per cent, 6 percent", "5_per cent, 6_percent"),
        ("4,2 млн долл., 37 км и 24,9 %", "4,2_млн долл., 37_км и 24,9_%"),
    ],
)
def test_a_number_keeps_its_unit(text: str, joined: str) -> None:
    """A plain space before a unit becomes one that does not break."""
    assert unbroken(text) == joined.replace("_", "\u00a0")


@pytest.mark.parametrize(
    "text",
    [
        "in 2014 millions left",
        "E1 kmX",
        "a % of",
        "2014 and",
        "by 31 July 2026",
        "7 members",
        "в 2014 мы",
    ],
)
def test_other_spaces_stay(text: str) -> None:
    """Words that merely begin like a unit, and units without a number, are left alone."""
    assert unbroken(text) == text


@pytest.mark.parametrize("format_", ["html", "md"])
def test_prose_and_evidence_pass_through(format_: str) -> None:
    """The analyst's text keeps its numbers whole; the words of a speaker stay as they were."""
    data = example()["case"]
    data["analysis"]["bottom_line"]["text"] = "It took 92 % of exports."
    data["claims"]["C1"]["wording"] = "It was 92 % of all."
    text = render(with_case(analysis=data["analysis"], claims=data["claims"]), format_)
    assert "It took 92\u00a0% of exports." in text
    assert "It was 92 % of all." in text
