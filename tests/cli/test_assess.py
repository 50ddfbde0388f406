"""`riskmemo assess`: the summary, the files, standard input and output."""

import json
from pathlib import Path

import pytest

from riskmemo.memo import FORMATS
from tests.cli.documents import CASE, lay_out
from tests.cli.running import EXAMPLE, beside_the_note, run

EMPTY = """riskmemo: case/1
id: empty
title: Empty
question: What?
subject: MNG
as_of: 2025-07-21
horizon: 2026-07-21
vocabulary: geopolitics
sources:
  S1: {publisher: Nobody, title: Nothing, reliability: F}
indicators: []
"""
SMALL = ("assess", "case.yaml", "--ruleset", "./ruleset.yaml")


def test_the_summary_says_what_was_found() -> None:
    """Title, cut-off, ruleset, totals with bands and strips, rules, gate, gaps and carriers."""
    shown = run(*SMALL)
    assert (shown.exit_code, beside_the_note(shown.stderr)) == (0, "")
    assert shown.stdout == (
        "A small case\n"
        "what was known on 2025-06-30; speaks up to 2026-06-30\n"
        "ruleset small-rules 1.0.0\n"
        "\n"
        "Opening         40  Low  [##########..............]\n"
        "\n"
        "what the scores are made of\n"
        "Opening: 40 Low\n"
        "      +40  A tie is signed\n"
        "\n"
        "no rule was held at zero by the identity gate\n"
        "\n"
        "nothing that is missing could move a score\n"
        "\n"
        "no single source, fact or rule carries the band of a total\n"
    )


def test_the_summary_of_the_real_case_has_every_part() -> None:
    """Scenarios stand beside the base; gaps, the identity gate and carriers are told."""
    shown = run("assess", EXAMPLE, "--ruleset", "central-asia-pivot").stdout
    for words in (
        "Opportunity ",
        "Risk ",
        "  spillover ",
        "spillover also counts the claim C1: ",
        "held at zero: identity without documented conduct\n",
        "missing: 4 unknown fields\n  What is the stage of E56?\n    Opportunity: 0 to +11.4\n",
        "  without fact E1: Opportunity Moderate -> Limited\n",
        "  without rule ",
    ):
        assert words in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert shown.isascii()


def test_a_quick_summary_tells_of_the_largest_gap() -> None:
    """Without analyses the gaps stand as they are, and no fact is left out."""
    shown = run("assess", EXAMPLE, "--ruleset", "central-asia-pivot", "--quick").stdout
    for words in ("on missing information\n", "the biggest: ", "find out: stage of E56"):
        assert words in shown
    assert "without fact" not in shown


@pytest.mark.parametrize("ruleset", ["central-asia-pivot", "copper-and-corridors"])
def test_an_empty_case_does_not_look_safe(ruleset: str) -> None:
    """No band and no bar stand beside the totals, and words say that nothing was found out."""
    Path("empty.yaml").write_text(EMPTY, "utf-8")
    shown = run("assess", "empty.yaml", "--ruleset", ruleset).stdout
    totals = shown.split("\n\n")[1]
    assert totals.count("????????????????????????  0 % known") == 2
    assert "  0 % could be evaluated: this is no finding of low risk\n" in totals
    assert "  0 % could be evaluated: this is no finding of little opportunity\n" in totals
    for band in ("Slight", "Low", "Faint", "Slack", "#"):
        assert band not in totals


def test_a_single_source_is_told_before_the_totals() -> None:
    """What must be known before a band is read stands above it; facts come before rules below."""
    rules = Path("ruleset.yaml").read_text("utf-8")
    Path("ruleset.yaml").write_text(rules.replace("points: 40", "points: 80"), "utf-8")
    lines = run(*SMALL).stdout.splitlines()
    assert lines[3] == "a single source carries the band: S1: Opening High -> Low"
    assert lines[-3:] == [
        "  without source S1: Opening High -> Low",
        "  without fact E1: Opening High -> Low",
        "  without rule new-tie: Opening High -> Low",
    ]


def test_nothing_is_written_unasked(folder: Path) -> None:
    """Without --format and -o there is a summary and no file."""
    before = sorted(folder.rglob("*"))
    run(*SMALL)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("options", "written"),
    [
        (["-o", "memo"], ["memo/memo.html", "memo/memo.md"]),
        (["-o", "a/b", "--format", "json"], ["a/b/memo.json"]),
        (["--format", "md"], ["memo.md"]),
        (["--format", "md, json,md"], ["memo.md", "memo.json"]),
    ],
)
def test_files_are_written_where_asked(options: list[str], written: list[str]) -> None:
    """A place alone takes HTML and Markdown, a format alone the current folder."""
    shown = run(*SMALL, *options)
    assert shown.exit_code == 0
    assert beside_the_note(shown.stderr) == "".join(f"wrote {name}\n" for name in written)
    assert all(Path(name).read_text(encoding="utf-8") for name in written)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_one_document_goes_to_standard_output(name: str) -> None:
    """`-o -` prints the document and nothing else."""
    shown = run(*SMALL, "--format", name, "-o", "-")
    run(*SMALL, "--format", name, "-o", "memo")
    assert beside_the_note(shown.stderr) == ""
    assert shown.stdout_bytes == Path(f"memo/memo.{name}").read_bytes()


def test_quiet_prints_no_summary() -> None:
    """`--quiet` writes files and keeps standard output empty."""
    assert run(*SMALL, "--quiet", "-o", "memo").stdout == ""


def test_a_case_comes_from_standard_input() -> None:
    """`-` stands for standard input, and gives the same as the file."""
    piped = run("assess", "-", "--ruleset", "./ruleset.yaml", stdin=CASE)
    assert piped.exit_code == 0
    assert piped.stdout == run(*SMALL).stdout


def test_the_cut_off_can_be_moved() -> None:
    """With an earlier cut-off nothing of the case is known yet."""
    shown = run(*SMALL, "--as-of", "2025-05-31")
    assert "what was known on 2025-05-31" in shown.stdout
    assert "not yet known, and not used: E1" in shown.stdout


@pytest.mark.parametrize("typed", ["2025", "31.5.2025", "2025-13-01", "20250531", "today"])
def test_a_cut_off_is_a_date(typed: str) -> None:
    """Anything but year-month-day is usage."""
    shown = run(*SMALL, "--as-of", typed)
    assert shown.exit_code == 2
    assert f"`{typed}` is not a date: write year-month-day, as 2025-07-21" in shown.stderr


@pytest.mark.parametrize("ruleset", ["rules", "./rules", "rules/", "rules/ruleset.yaml"])
def test_a_ruleset_is_a_folder_or_a_file(ruleset: str, folder: Path) -> None:
    """A path may be written in any way that leads there."""
    lay_out(folder / "rules")
    shown = run("assess", "case.yaml", "--ruleset", ruleset)
    assert shown.stdout == run(*SMALL).stdout


def test_the_whole_assessment_is_json() -> None:
    """`memo.json` holds everything, and is checked like any other file."""
    run(*SMALL, "--format", "json")
    assert json.loads(Path("memo.json").read_text(encoding="utf-8"))["riskmemo"] == "assessment/1"
    assert run("check", "memo.json").exit_code == 0


def test_invalid_input_ends_with_two() -> None:
    """Every mistake is told on standard error, with its place and how to learn more."""
    Path("case.yaml").write_text(CASE.replace("KGZ", "KRG").replace("MNG", "MGL"), "utf-8")
    shown = run(*SMALL)
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert (
        "case.yaml:5:10: `MGL` is not an ISO 3166-1 alpha-3 code [unknown-country]" in shown.stderr
    )
    assert "2 mistakes; `riskmemo explain unknown-country` says more" in shown.stderr


def test_hidden_characters_of_a_case_are_spelled_out() -> None:
    """A title with an override in it cannot reorder the line on a terminal."""
    Path("case.yaml").write_text(CASE.replace("A small case", "A \u202esmall case"), "utf-8")
    assert run(*SMALL).stdout.startswith("A \\u202esmall case\n")
