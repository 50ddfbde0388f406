"""The parts of the engine whose tests are tried by mutation, and how mutmut is told about them.

mutmut runs in a folder of its own for each part, `.mutate/PART/`, where `src` is `engine`: it knows
modules by their path below `src`, and no other name of a source root. Only the part is mutated
there, since every function that has mutants is called through a switch that costs time.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / ".mutate"
LINKS = {"src": "engine"} | {
    name: name for name in ("pyproject.toml", "tests", "rulesets", "templates", "examples")
}
NEVER = [
    r"^\s*assert_never\(",  # unreachable: mypy proves that every case is handled
    r"^\s*raise AssertionError",  # says that a line is never reached
]
MEANING = [
    "tests/language",
    "tests/scoring",
    "tests/checks",
    "tests/loading",
    *(f"tests/engines/test_{name}.py" for name in (
        "agreement", "brute_force", "identity_and_missing", "laws", "limits", "worked_examples"
    )),
]  # fmt: skip
"""Tests of what a ruleset means."""
TIMED = "tests/engines/rete/test_limits.py::test_a_join_of_three_over_a_hundred_facts"
"""Asserts a time, which the switches make longer."""
OWN_MUTANTS = "tests/engines/compiled/test_mutants.py"
"""Makes mutants of its own, of `compiled`."""


@dataclass(frozen=True)
class Part:
    """Files of `engine/riskmemo`, and the tests that judge their mutants."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    engines: tuple[str, ...]
    """The engines that run random programs; the worked examples run on every one."""

    @property
    def folder(self) -> Path:
        """Where mutmut runs."""
        return FOLDER / self.name.replace("/", "-")

    @property
    def mutants(self) -> Path:
        """The package with its mutants."""
        return self.folder / "mutants/src/riskmemo"

    def prepare(self) -> None:
        """Make the folder and tell mutmut what to do there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, target in LINKS.items():
            link = self.folder / name
            if not link.is_symlink():
                link.symlink_to(ROOT / target, target_is_directory=True)
        lines = ["[mutmut]"]
        for name, value in self._settings().items():
            lines += (
                [f"{name} =", *(f"    {each}" for each in value)]
                if isinstance(value, list)
                else [f"{name} = {value}"]
            )
        (self.folder / "setup.cfg").write_text("\n".join(lines) + "\n", "utf-8")

    def _settings(self) -> dict[str, str | list[str]]:
        return {
            "source_paths": "src/riskmemo",
            "only_mutate": [f"src/riskmemo/{file}" for file in self.files],
            "do_not_mutate_patterns": NEVER,
            "also_copy": ["rulesets", "templates", "examples"],
            "pytest_add_cli_args": [
                "--hypothesis-profile=mutate",
                "-pno:cacheprovider",
                "-ptests.mutation.fastest_first",
                f"--engines={','.join(self.engines)}",
            ],
            "pytest_add_cli_args_test_selection": [
                *self.tests,
                f"--deselect={TIMED}",
                f"--deselect={OWN_MUTANTS}",
            ],
            # Nothing that the unchanged code has cached is seen by a mutant.
            "process_isolation": "forkserver",
            "timeout_multiplier": "5",
            "timeout_constant": "5",
            "track_dependencies": "false",
            "use_git_change_detection": "false",
        }


PARTS = (
    Part("scoring", ("scoring/*",), tuple(MEANING), ("definition",)),
    Part("language", ("language/*",), tuple(MEANING), ("definition",)),
    Part(
        "engines",
        ("engines/agreement.py", "engines/definition.py", "engines/limits.py"),
        tuple(MEANING),
        ("definition",),
    ),
    Part("engines/rete", ("engines/rete/*",), (*MEANING, "tests/engines/rete"), ("rete",)),
    Part(
        "engines/compiled",
        ("engines/compiled/*",),
        (*MEANING, "tests/engines/compiled"),
        ("compiled",),
    ),
)
