"""A panel says how its cases are marked, and the mark goes with them."""

from pathlib import Path

import pyarrow
import pytest

from riskmemo.batch.from_cases import panel_of
from riskmemo.batch.to_case import case_of
from riskmemo.errors import InvalidInput
from riskmemo.loading import load_case, load_vocabulary
from tests.batch.panels import DAY, rows

MONGOLIA = Path(__file__).parents[2] / "examples/mongolia-central-asia/case.yaml"


def cases(**columns: str) -> dict[str, pyarrow.Table]:
    """A panel of one case without facts."""
    row = {"case_id": "one", "subject": "MNG", "as_of": DAY, "horizon": DAY, **columns}
    return {"cases": rows(row)}


def test_a_case_of_a_panel_has_the_mark_of_its_row() -> None:
    """What stands in `marking` is the label on every page of its memo."""
    marking = case_of(cases(marking="TLP:AMBER"), "one", load_vocabulary("geopolitics")).marking
    assert marking is not None
    assert (marking.label, marking.text) == ("TLP:AMBER", None)


def test_a_row_without_a_mark_gives_a_case_without_one() -> None:
    """No mark is made up."""
    assert case_of(cases(), "one", load_vocabulary("geopolitics")).marking is None


@pytest.mark.parametrize(
    ("mark", "told"), [("", "`marking` is empty"), ("TLP:\u0007RED", "the character U\\+0007")]
)
def test_a_mark_shows_what_it_says(mark: str, told: str) -> None:
    """An empty mark and a sign that nobody sees are refused, as in any sentence."""
    with pytest.raises(InvalidInput, match=f"column `marking`, row 1: {told}"):
        case_of(cases(marking=mark), "one", load_vocabulary("geopolitics"))


def test_the_mark_of_a_case_goes_into_a_panel() -> None:
    """Its label does; the sentence beside it stays in the case."""
    vocabulary = load_vocabulary("geopolitics")
    (row,) = panel_of([load_case(MONGOLIA)], vocabulary)["cases"]
    assert row["marking"] == "TLP:CLEAR"
