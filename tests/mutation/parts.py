"""The parts of the engine whose tests are tried by mutation, and the tests that judge each."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "engine/riskmemo"
WHOLE = (
    "tests/engines/test_absence_outside.py",
    "tests/engines/test_agreement.py",
    "tests/engines/test_brute_force.py",
    "tests/engines/test_identity_and_missing.py",
    "tests/engines/test_limits.py",
    "tests/engines/test_whole_answers.py",
    "tests/engines/test_worked_examples.py",
)
"""Tests of whole answers, with every engine."""
MEANING = ("tests/language", "tests/scoring", "tests/checks", "tests/loading", *WHOLE)
"""Tests of what a ruleset means."""
RANDOM_PAIRS = tuple(
    f"tests/engines/test_random_pairs.py::test_pairs_of_a_seed[{batch}]" for batch in range(2)
)
"""Some of the pairs that `make fuzz` tries; they meet the limits, which are lowered for them."""

APART = (
    "--deselect=tests/engines/rete/test_limits.py::test_a_join_of_three_over_a_hundred_facts",
    "--deselect=tests/engines/compiled/test_mutants.py",
)
"""A test that asserts a time, and one that makes mutants of its own."""


@dataclass(frozen=True)
class Part:
    """Files of `engine/riskmemo`, and the tests that judge their mutants."""

    name: str
    globs: tuple[str, ...]
    tests: tuple[str, ...]
    engine: str
    """The engine that runs what is run on every engine."""

    @property
    def files(self) -> list[Path]:
        """The files that are mutated."""
        return sorted(path for glob in self.globs for path in PACKAGE.glob(glob))

    @property
    def results(self) -> Path:
        """Where the results of the last run are kept."""
        return ROOT / ".mutate" / f"{self.name.replace('/', '-')}.json"


PARTS = (
    Part("scoring", ("scoring/*.py",), MEANING, "definition"),
    Part("language", ("language/*.py",), MEANING, "definition"),
    Part("engines", ("engines/*.py",), (*WHOLE, "tests/engines/test_laws.py"), "definition"),
    Part("engines/rete", ("engines/rete/*.py",), (*WHOLE, "tests/engines/rete"), "rete"),
    Part(
        "engines/compiled",
        ("engines/compiled/*.py",),
        (*WHOLE, "tests/engines/compiled", "tests/engines/test_regressions.py", *RANDOM_PAIRS),
        "compiled",
    ),
)
