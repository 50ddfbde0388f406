"""Every engine agrees with a second, more naive definition on random programs."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings

from riskmemo.model.facts import Answer
from tests.building import evaluated
from tests.engines.brute_force import Found, brute_force
from tests.engines.random_facts import facts
from tests.engines.random_programs import RandomProgram, programs
from tests.fuzzing.comparing import QUICK


def named(answer: Answer) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    """Matches, gaps and findings, with findings named by their fields."""
    names = {f.id: (f.kind, tuple(sorted(f.values.items()))) for f in answer.findings}

    def bound(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, Any], ...]:
        return tuple((alias, names.get(name, name)) for alias, name in pairs)

    return (
        Counter((match.rule, bound(match.facts), match.contribution) for match in answer.matches),
        Counter((gap.rule, bound(gap.facts), gap.points) for gap in answer.gaps),
        Counter((*names[finding.id], finding.certain) for finding in answer.findings),
    )


def counted(found: Found) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    """The same, as the naive definition has it."""
    findings = [(k, n, sure) for k, each in found.findings.items() for n, sure in each.items()]
    return Counter(found.matches), Counter(found.gaps), Counter(findings)


@pytest.mark.parametrize("engine", QUICK)
@settings(max_examples=3 * settings().max_examples)
@given(program=programs(), rows=facts())
def test_random_programs(engine: str, program: RandomProgram, rows: dict[str, Any]) -> None:
    """Matches, gaps, contributions and findings are those of trying every combination."""
    answer = evaluated(program.typed(), rows, engine).answer
    assert named(answer) == counted(brute_force(program, rows))
