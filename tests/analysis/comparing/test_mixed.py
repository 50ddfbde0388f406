"""States between two assessments: as whole cases and rulesets, and divided without a rest."""

from collections.abc import Iterator
from random import Random

import pytest
from pydantic import ValidationError

from riskmemo.analysis.comparing.causes import Differences
from riskmemo.analysis.comparing.compare import compare
from riskmemo.analysis.comparing.mixed import MixedScores
from riskmemo.errors import EvaluationRefused, InvalidInput
from riskmemo.model.comparison import Comparison, ScoreDifference
from tests.analysis.comparing.pairs import pair
from tests.analysis.comparing.plainly import Plainly

PAIRS = range(10)
"""Seeds of random pairs; thousands were tried while the comparison was written."""


@pytest.mark.parametrize("seed", PAIRS)
def test_a_mixed_state_is_a_case_and_a_ruleset(seed: int) -> None:
    """A state's scores are those of the facts and the ruleset put together by hand."""
    old, new = pair(seed)
    found = Differences(old, new)
    mixed, plainly = MixedScores(found), Plainly(old, new, frozenset(found.bits))
    random = Random(seed)  # noqa: S311 - examples, not secrets
    scenarios = [None, *(each for each in new.found.raised if each in old.found.raised)]
    for _ in range(4):
        share = random.choice([0.2, 0.5, 0.8])
        came = frozenset(name for name in found.bits if random.random() < share)
        state = sum(found.bits[name] for name in came)
        for scenario in scenarios:
            for score in old.now.keys() & new.now.keys():
                try:
                    expected = plainly.value(scenario, score, came)
                except (InvalidInput, ValidationError, EvaluationRefused):
                    continue
                assert mixed.value(scenario, score, state) == expected, (score, sorted(came))


@pytest.mark.parametrize("seed", PAIRS)
def test_every_difference_is_divided_without_a_rest(seed: int) -> None:
    """The parts of every score sum to its difference, to the last digit."""
    for score in _scores(compare(*pair(seed))):
        if score.before is None or score.after is None:
            assert not score.parts
        else:
            assert sum(part.points for part in score.parts) == score.after - score.before


@pytest.mark.parametrize("seed", PAIRS)
def test_the_way_back_has_every_part_with_the_other_sign(seed: int) -> None:
    """Old and new exchanged turn the sign of each part, and nothing else."""
    old, new = pair(seed)
    there, back = compare(old, new), compare(new, old)
    for mine, theirs in zip(_scores(there), _scores(back, like=there), strict=True):
        assert (mine.before, mine.after) == (theirs.after, theirs.before)
        assert {part.causes: part.points for part in mine.parts} == {
            part.causes: -part.points for part in theirs.parts
        }


@pytest.mark.parametrize("seed", PAIRS)
def test_compared_with_itself_nothing_has_changed(seed: int) -> None:
    """There is no cause, no part and nothing beside the scores."""
    for basis in pair(seed):
        found = compare(basis, basis)
        assert found.causes == ()
        assert not any(changed for _, changed in found.beside)
        assert all(not score.parts and score.method is None for score in _scores(found))


def _scores(found: Comparison, like: Comparison | None = None) -> Iterator[ScoreDifference]:
    """Every score of every scenario, in the order of another comparison where one is given."""
    scenarios = {scenario.id: scenario for scenario in found.scenarios}
    for scenario in (like or found).scenarios:
        for name in scenario.scores:
            yield scenarios[scenario.id].scores[name]
