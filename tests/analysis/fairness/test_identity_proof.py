"""The proof is sound: where it says that identity cannot move a base score, nothing does."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.fairness.identity_changes import Tally, broken_promises

PROGRAMS = 300
TALLY = Tally()


@settings(max_examples=PROGRAMS)
@given(st.integers(0, 10**9))
def test_identity_moves_no_score_that_it_cannot_reach(seed: int) -> None:
    """Random changes of identity in cases of random programs move only what the proof lets move.

    `never` means no change at all; `with conduct` none where no conduct is graded C3 or better and
    names organisation, place and date.
    """
    assert broken_promises(seed, TALLY) == []


def test_scores_that_identity_may_move_do_move() -> None:
    """The changes are strong enough to be seen: some scores move, with conduct and without."""
    tally = Tally()
    for seed in range(PROGRAMS):
        broken_promises(seed, tally)
        if tally.moved_alone and tally.moved_with_conduct:
            return
    raise AssertionError(tally)
