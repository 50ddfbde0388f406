"""The ranking of hypotheses, against brute force and the laws it must keep."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from riskmemo.analysis.rivals.ranking import (
    Line,
    changed,
    decisive,
    inconsistency,
    leading,
    level_without,
    ranks,
)
from riskmemo.model.ruleset import Mark

NAMES = ("calm", "storm", "rain")
COUNTS = {Mark.INCONSISTENT: 1, Mark.VERY_INCONSISTENT: 2}
weights = st.sampled_from([0, 40_000, 160_000, 360_000, 640_000, 800_000, 1_000_000])
lines = st.builds(Line, weights, st.dictionaries(st.sampled_from(NAMES), st.sampled_from(Mark)))
matrices = st.lists(lines, max_size=6)


def brute(matrix: Sequence[Line]) -> dict[str, int]:
    """The totals, cell by cell."""
    return {
        name: sum(
            line.weight * COUNTS.get(line.marks.get(name, Mark.NEUTRAL), 0) for line in matrix
        )
        for name in NAMES
    }


def least(totals: dict[str, int]) -> set[str]:
    """The hypotheses with the least."""
    return {name for name, total in totals.items() if total == min(totals.values())}


@given(matrices)
def test_totals_and_ranks_are_those_of_brute_force(matrix: list[Line]) -> None:
    """Only inconsistent marks count, twice where very; ties share the rank of the first of them."""
    totals = inconsistency(matrix, NAMES)
    assert totals == brute(matrix)
    assert set(leading(totals)) == least(totals)
    in_order = sorted(totals.values())
    assert ranks(totals) == {name: 1 + in_order.index(total) for name, total in totals.items()}


@given(matrices)
def test_the_fewest_decisive_lines_are_those_of_brute_force(matrix: list[Line]) -> None:
    """No smaller set of lines changes which hypotheses lead, and this one does."""
    totals = inconsistency(matrix, NAMES)
    found = decisive(matrix, totals)
    sets = [
        lost
        for size in range(1, len(matrix) + 1)
        for lost in combinations(range(len(matrix)), size)
        if least(brute([line for n, line in enumerate(matrix) if n not in lost])) != least(totals)
    ]
    if not sets:
        assert found == ()
    else:
        assert len(found) == len(sets[0])
        assert tuple(sorted(found)) in sets


@given(matrices)
def test_the_fewest_lines_that_draw_level_are_those_of_brute_force(matrix: list[Line]) -> None:
    """Without them a rival is contradicted no more than a leading hypothesis; no fewer would do."""
    totals = inconsistency(matrix, NAMES)
    leader = leading(totals)[0]
    for rival in NAMES:
        found = level_without(matrix, totals, rival, leader)
        for size in range(len(matrix) + 1):
            level = [
                lost
                for lost in combinations(range(len(matrix)), size)
                if (left := brute([li for n, li in enumerate(matrix) if n not in lost]))
                and left[rival] <= left[leader]
            ]
            if level:
                assert len(found) == size
                assert tuple(sorted(found)) in level
                break


@given(matrices, weights, st.sampled_from(Mark))
def test_a_line_that_says_the_same_of_all_changes_no_difference(
    matrix: list[Line], weight: int, mark: Mark
) -> None:
    """It is not diagnostic; neutral or consistent it does not even change a total."""
    totals = inconsistency(matrix, NAMES)
    line = Line(weight, dict.fromkeys(NAMES, mark))
    then = inconsistency([*matrix, line], NAMES)
    assert line.diagnosticity(NAMES) == 0
    assert then == changed(totals, line, 1)
    assert changed(then, line, -1) == totals
    assert len({then[name] - totals[name] for name in NAMES}) == 1
    assert ranks(then) == ranks(totals)
    assert then == totals or mark in COUNTS


@given(matrices, lines)
def test_consistent_evidence_counts_for_nothing(matrix: list[Line], line: Line) -> None:
    """A line without an inconsistent mark changes no total."""
    kept = {name: mark for name, mark in line.marks.items() if mark not in COUNTS}
    totals = inconsistency(matrix, NAMES)
    assert inconsistency([*matrix, Line(line.weight, kept)], NAMES) == totals


@given(matrices, st.permutations(NAMES))
def test_other_names_give_the_same_ranking(matrix: list[Line], names: list[str]) -> None:
    """Hypotheses have no order of their own: renaming them renames the result."""
    new = dict(zip(NAMES, names, strict=True))
    renamed = [Line(li.weight, {new[n]: mark for n, mark in li.marks.items()}) for li in matrix]
    totals, then = inconsistency(matrix, NAMES), inconsistency(renamed, NAMES)
    assert then == {new[name]: total for name, total in totals.items()}
    assert ranks(then) == {new[name]: rank for name, rank in ranks(totals).items()}
    spreads = [line.diagnosticity(NAMES) for line in matrix]
    assert [line.diagnosticity(NAMES) for line in renamed] == spreads


@given(lines)
def test_diagnosticity_is_the_spread_of_the_marks_times_the_weight(line: Line) -> None:
    """`very_consistent` is 2 and `very_inconsistent` -2; what a line does not speak of is 0."""
    order = list(Mark)
    values = [2 - order.index(line.marks.get(name, Mark.NEUTRAL)) for name in NAMES]
    assert line.diagnosticity(NAMES) == line.weight * (max(values) - min(values))
