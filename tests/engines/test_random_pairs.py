"""Every engine gives the same matches, gaps, findings and scores on whole random rulesets."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing.cases import WrittenCase, written_case
from tests.fuzzing.comparing import difference, outcomes
from tests.fuzzing.drawing import Numbered, seeded
from tests.fuzzing.limits import limited
from tests.fuzzing.many import compared, difference_of_both
from tests.fuzzing.written import Drawn, drawn, facts_of, setting_of

BATCHES, PROGRAMS, CASES = 10, 10, 20
FEW = 3
"""Programs of a batch that are asked of SQL."""


def how_they_differ(made: Drawn, case: WrittenCase) -> str | None:
    """How the engines differ on a program and a case."""
    program = made.program
    facts, searched = facts_of(case, program.vocabulary), frozenset(case.searched)
    return difference(outcomes(program, facts, setting_of(case), searched))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_pairs_of_a_seed(batch: int) -> None:
    """Two thousand pairs of those that `make fuzz` tries by the million."""
    for number in range(batch * PROGRAMS, (batch + 1) * PROGRAMS):
        made = Numbered("tests", number)
        with limited(made.limits):
            for case in range(CASES):
                assert how_they_differ(made.drawn, made.case(case)) is None, (number, case)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_pairs_asked_of_sql(batch: int) -> None:
    """Twenty cases at once: SQL says what the definition says, and gives the same scores."""
    for number in range(batch * FEW, (batch + 1) * FEW):
        made = Numbered("sql", number)
        with limited(made.limits):
            found = compared(made.drawn.program, [made.case(case) for case in range(CASES)])
            told = [difference_of_both(each) for each in found]
        assert told == [None] * CASES, number


@given(random=st.randoms(use_true_random=False), number=st.integers(0, 2**32))
def test_pairs_of_hypothesis(random: Random, number: int) -> None:
    """Programs that Hypothesis draws, and makes small where engines differ."""
    made = drawn(random)
    for case in range(10):
        assert how_they_differ(made, written_case(seeded(number, case), made.kinds)) is None
