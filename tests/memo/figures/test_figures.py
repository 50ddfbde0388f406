"""What holds for every figure: a finding, words for all of it, numbers, and data that stay data."""

import re
from xml.etree import ElementTree

import pytest

from riskmemo.memo import Memo
from riskmemo.model import Assessment
from tests.memo.factory import assessment, with_texts
from tests.memo.figures.drawn import figures, svg, texts
from tests.memo.payloads import PAYLOADS

EXPECTED = [
    "figure-balance-opportunity-risk",
    "figure-timeline",
    "figure-network",
    "figure-movers-opportunity",
    "figure-movers-risk",
    "figure-contributions-security",
    "figure-contributions-transit",
    "figure-contributions-diplomacy",
    "figure-contributions-dependence",
]


def test_figures_stand_and_are_numbered_in_the_order_of_the_memo(mongolia: Assessment) -> None:
    """`Figure 1` comes first, and no number is left out."""
    found = figures(mongolia)
    assert list(found) == EXPECTED
    assert [each.label for each in found.values()] == [
        f"Figure {number}" for number in range(1, len(EXPECTED) + 1)
    ]


def test_a_number_is_not_left_out_where_a_figure_is(mongolia: Assessment) -> None:
    """Without analyses nothing is known of what moves the scores, and the numbers close up."""
    found = figures(mongolia.model_copy(update={"analyses": None}))
    assert list(found) == [name for name in EXPECTED if "movers" not in name]
    assert [each.label for each in found.values()][-1] == "Figure 7"


def test_a_small_assessment_has_only_figures_with_something_to_show() -> None:
    """One tie and one rule a leaf make no figure."""
    assert list(figures(assessment())) == ["figure-balance-opportunity-risk"]


def test_titles_are_sentences(mongolia: Assessment) -> None:
    """A title states what the figure finds, and a note says how to read it."""
    for figure in figures(mongolia).values():
        assert re.fullmatch(r"[A-Z0-9].*\.", figure.title)
        assert figure.note.endswith(".")


def test_what_is_drawn_is_said_in_words(mongolia: Assessment) -> None:
    """Every number beside a bar, and every name, is in the description."""
    for figure in figures(mongolia).values():
        if figure.name in {"balance", "waterfall", "tornado"}:
            drawn = [text for text in texts(figure) if re.fullmatch(r"[+−]?[0-9.]+\.[0-9]+", text)]
            assert [text for text in drawn if text not in figure.description] == []


def test_the_same_assessment_gives_the_same_drawings(mongolia: Assessment) -> None:
    """Stored and read back, it is drawn to the same bytes."""
    again = Assessment.model_validate_json(Memo(mongolia).write("json"))
    assert list(map(svg, figures(again).values())) == list(map(svg, figures(mongolia).values()))


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload)[:40])
def test_texts_add_nothing_to_a_drawing(payload: str, mongolia: Assessment) -> None:
    """Whatever a title says, a drawing is well-formed and made of the elements of a chart."""
    scenarios = tuple(
        each.model_copy(
            update={
                "scores": {
                    name: score.model_copy(update={"title": payload})
                    for name, score in each.scores.items()
                }
            }
        )
        for each in mongolia.scenarios
    )
    rules = tuple(each.model_copy(update={"title": payload}) for each in mongolia.rules)
    hostile = mongolia.model_copy(update={"scenarios": scenarios, "rules": rules})
    for figure in figures(hostile).values():
        root = ElementTree.fromstring(svg(figure))  # noqa: S314  (what we drew ourselves)
        tags = {each.tag.rpartition("}")[2] for each in root.iter()}
        assert tags <= {"svg", "g", "path", "line", "text", "rect"}
        assert not any("on" in each.attrib or "href" in each.attrib for each in root.iter())


def test_the_small_example_stays_whole_with_hostile_texts() -> None:
    """A payload in every text of a case leaves the figure that it has."""
    hostile = with_texts(lambda _path, _old: PAYLOADS[0])
    assert len(figures(hostile)) == len(figures(assessment()))
