"""The limit of matches, to the match."""

from typing import Any

import pytest

from riskmemo.errors import EvaluationRefused
from riskmemo.evaluate import installed_engines
from tests.building import evaluated, program, rule

PAIRS = program(rules=[rule("every-pair", {"t": "tie", "a": "act"})])


def facts(ties: int, acts: int) -> dict[str, dict[str, Any]]:
    """So many ties and acts, of which nothing is known."""
    return {
        **{f"T{number}": {"kind": "tie"} for number in range(ties)},
        **{f"A{number}": {"kind": "act"} for number in range(acts)},
    }


@pytest.mark.parametrize("engine", installed_engines())
def test_one_match_more_than_allowed(engine: str) -> None:
    """80 times 125 matches are 10,000 and found; 73 times 137 are one more and refused."""
    assert len(evaluated(PAIRS, facts(80, 125), engine).answer.matches) == 10_000
    with pytest.raises(EvaluationRefused, match="`every-pair` has more than 10,000 matches"):
        evaluated(PAIRS, facts(73, 137), engine)
