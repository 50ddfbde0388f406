"""`riskmemo ranges` and `riskmemo sensitivity`."""

import json
from pathlib import Path

import pytest

from riskmemo.analysis.uncertainty import sampling
from tests.cli.running import run

UNCERTAIN = """\
    ranges: {status: {reported: [signed, announced], why: Two reports.}}
"""


@pytest.fixture
def uncertain(folder: Path) -> str:
    """A case whose one tie may be signed or only announced."""
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(
        text.replace("    says: A tie", UNCERTAIN + "    says: A tie"), encoding="utf-8"
    )
    return "case.yaml"


def test_ranges_are_told_in_words(uncertain: str) -> None:
    """Each score with its range, its bands, and what was drawn."""
    shown = run("ranges", uncertain, "--ruleset", "./ruleset.yaml", "--draws", "100")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == (
        "100 draws of 1 uncertain things, seed 1\n"
        "\n"
        "base\n"
        "  opening  40: 0 to 40, median 0; Low 100.0 %\n"
        "\n"
        "drawn\n"
        "  E1.status (reported)\n"
    )


def test_ranges_are_told_as_json(uncertain: str) -> None:
    """The record of the library, with the seed that was asked for."""
    command = (
        "ranges",
        uncertain,
        "--ruleset",
        "./ruleset.yaml",
        "--seed",
        "9",
        "--format",
        "json",
    )
    found = json.loads(run(*command).stdout)
    assert (found["draws"], found["seed"]) == (10_000, 9)
    assert found["scenarios"][0]["scores"]["opening"]["high"] == 40
    assert run(*command).stdout == run(*command).stdout


def test_what_moves_is_told_in_words(uncertain: str) -> None:
    """Each root with what moves it."""
    shown = run("sensitivity", uncertain, "--ruleset", "./ruleset.yaml", "--samples", "64")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == (
        "1 uncertain things, 192 evaluations, seed 1\n"
        "\n"
        "opening\n"
        "  E1.status: +0 at signed, -40 at announced, 100 % of the variance alone, "
        "100 % of the variance in all\n"
    )


def test_what_moves_is_told_as_json(uncertain: str) -> None:
    """The record of the library."""
    shown = run("sensitivity", uncertain, "--ruleset", "./ruleset.yaml", "--format", "json")
    assert json.loads(shown.stdout)["roots"]["opening"][0]["swing"] == 40


@pytest.mark.parametrize("command", ["ranges", "sensitivity"])
def test_nothing_uncertain_is_no_mistake(command: str) -> None:
    """It is said on standard error, and nothing is printed as a result."""
    shown = run(command, "case.yaml", "--ruleset", "./ruleset.yaml")
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert shown.stderr == (
        "nothing that a score looks at is uncertain: there is nothing to draw\n"
    )


@pytest.mark.parametrize("command", ["ranges", "sensitivity"])
def test_without_scipy_the_extra_is_named(
    command: str, uncertain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command ends with 2 and says what to install."""
    monkeypatch.setattr(sampling, "statistics_available", lambda: False)
    shown = run(command, uncertain, "--ruleset", "./ruleset.yaml")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert shown.stderr == (
        "scipy is not installed here, so no ranges were drawn [statistics-missing]\n"
        "  help: install it: pip install 'riskmemo[stats]'\n"
        "1 mistake; `riskmemo explain statistics-missing` says more\n"
    )


@pytest.mark.parametrize(
    "words",
    [("ranges", "--draws", "0"), ("ranges", "--seed", "-1"), ("sensitivity", "--samples", "100")],
)
def test_numbers_out_of_bounds_are_refused(uncertain: str, words: tuple[str, ...]) -> None:
    """Draws are counted from one, seeds from zero, samples in powers of two."""
    command, *options = words
    shown = run(command, uncertain, "--ruleset", "./ruleset.yaml", *options)
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert options[1] in shown.stderr
