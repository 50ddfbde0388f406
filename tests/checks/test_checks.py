"""Every check, by the cases in the YAML file of its name."""

from pathlib import Path
from typing import Any

import pytest

from riskmemo.checks import CHECKS, SEVERITY, findings
from riskmemo.source.document import read_document
from riskmemo.source.tree import plain
from tests.building import GEOGRAPHY, program, rule, with_swaps

HERE = Path(__file__).parent


CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{file.stem}: {case['case']}", case)
    for file in sorted(HERE.glob("*.yaml"))
    for case in plain(read_document(file))
]
"""Each case of each file: a ruleset in short, swaps of its vocabulary, the findings it deserves."""


def completed(case: dict[str, Any]) -> dict[str, Any]:
    """The parts of a ruleset, each rule with what every rule must say."""
    parts = {key: value for key, value in case.items() if key not in {"case", "finds", "swaps"}}
    parts["rules"] = [rule(**{"name": f"r{n}", **each}) for n, each in enumerate(case["rules"], 1)]
    return parts


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES])
def test_a_check_finds_exactly_what_its_case_says(case: dict[str, Any]) -> None:
    """A check reports the code and the sentence that its case names, and nothing else."""
    given = program(with_swaps(GEOGRAPHY, *case.get("swaps", ())), **completed(case))
    found = [f"{mistake.code}: {mistake.message}" for mistake in findings(given)]
    assert found == case["finds"]


def test_every_code_of_a_check_has_a_case_that_finds_it() -> None:
    """No check goes without a case in which it reports something."""
    found = {text.split(":")[0] for _, case in CASES for text in case["finds"]}
    assert found == set(SEVERITY)


def test_every_check_documents_itself() -> None:
    """A check's module docstring is its documentation, so each has one."""
    modules = [__import__(check.__module__, fromlist=["x"]) for check in CHECKS]
    assert all(len(module.__doc__ or "") > 60 for module in modules)
