"""Values that no fact can make known are unknown in compiled code as they are by definition."""

import pytest

from tests.building import evaluated, program, rule


@pytest.mark.parametrize(
    "unknown",
    [
        "ln(as_of - as_of)",
        "exp(horizon - as_of)",
        "goalposts(1, as_of - as_of, 0)",
        "1 / (as_of - as_of)",
    ],
)
@pytest.mark.parametrize("condition", ["{} > 0", "not ({} > 0)", "{} > 0 or t.level > 99"])
def test_functions_without_a_result(unknown: str, condition: str) -> None:
    """A condition over a value that does not exist is a gap for every fact."""
    made = program(rules=[rule("never", {"t": "tie"}, [condition.format(unknown)])])
    facts = {"A": {"kind": "tie", "level": 1}, "B": {"kind": "tie"}}
    found = evaluated(made, facts, "compiled").answer
    assert found == evaluated(made, facts, "definition").answer
    assert [gap.facts for gap in found.gaps] == [(("t", "A"),), (("t", "B"),)]


def test_a_day_outside_the_calendar() -> None:
    """So is one over a day that no calendar has."""
    made = program(rules=[rule("never", {"t": "tie"}, ["as_of + years(8000) > t.signed_on"])])
    facts = {"A": {"kind": "tie", "signed_on": "2025-01-01"}}
    found = evaluated(made, facts, "compiled").answer
    assert found == evaluated(made, facts, "definition").answer
    assert len(found.gaps) == 1
