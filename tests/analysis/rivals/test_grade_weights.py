"""What evidence weighs by its grade."""

from decimal import Decimal
from itertools import product

import pytest

from riskmemo.analysis.rivals.grade_weights import EVERY_GRADE, Grade, best_of, weight_of, worst_of
from riskmemo.model.grading import Credibility, Reliability
from riskmemo.model.points import to_points


def grade(text: str) -> Grade:
    """A grade as it is written, as `B2`."""
    return Reliability(text[0]), Credibility(int(text[1]))


@pytest.mark.parametrize(
    ("text", "weight"),
    [("A1", "1"), ("B1", "0.8"), ("B2", "0.64"), ("C3", "0.36"), ("D4", "0.16"), ("E5", "0.04")],
)
def test_both_parts_go_down_in_equal_steps_and_are_multiplied(text: str, weight: str) -> None:
    """A and 1 count in full, each step takes a fifth of that."""
    found = weight_of(grade(text))
    assert found is not None
    assert to_points(found) == Decimal(weight)


@pytest.mark.parametrize("text", ["F1", "F3", "A6", "F6"])
def test_what_nobody_can_judge_has_no_weight(text: str) -> None:
    """F and 6 are unknown: no weight at all, neither the least nor a middle one."""
    assert weight_of(grade(text)) is None


def test_no_source_is_no_grade() -> None:
    """A search that names no source cannot be weighed."""
    assert best_of([]) is None
    assert weight_of(None) is None


def test_a_better_grade_never_weighs_less() -> None:
    """The weight falls with each part, whatever the other is."""
    for first, second in product(EVERY_GRADE, repeat=2):
        better, worse = weight_of(first), weight_of(second)
        if better is not None and worse is not None:
            if first[0] <= second[0] and first[1] <= second[1]:
                assert better >= worse
            if first[0] < second[0] and first[1] <= second[1]:
                assert better > worse


def test_of_several_sources_the_best_counts_and_of_several_facts_the_worst() -> None:
    """One that cannot be judged is never the best where another can, and always the worst."""
    grades = [grade("F1"), grade("C2"), grade("B6"), grade("B3")]
    assert best_of(grades) == grade("B3")  # 0.48 against 0.48: the better source
    assert worst_of([grade("A1"), grade("D2"), grade("C2")]) == grade("D2")
    assert worst_of([grade("E5"), grade("F1")]) == grade("F1")
    assert worst_of([grade("E5"), None, grade("F1")]) is None
