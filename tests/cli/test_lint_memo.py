"""`riskmemo lint-memo`: what the sentences of a memo get wrong."""

import json
from pathlib import Path

import pytest

from riskmemo.checks.memo import MEMO_SEVERITY
from riskmemo.resources import ruleset_names
from tests.cli import documents
from tests.cli.running import ROOT, run

JUDGED = """\
marking: {label: 'TLP:CLEAR'}
analysis:
  bottom_line:
    lead: Trade grows.
    text: >-
      It grew by 5% in 2024 [E1]. Three
      partnerships followed.
    confidence: {level: low, basis: One source.}
  judgements:
    - id: J1
      statement: Trade could likely grow.
      likelihood: likely
      confidence: {level: low, basis: One source.}
      because: 'It grew [E1].'
"""
TOLD = """\
case.yaml:24:35: warning: this sentence states a fact (`Three`) and cites nothing [uncited-fact]
  24 |       It grew by 5% in 2024 [E1]. Three
     |                                   ^^^^^
  help: cite the evidence in it, as `[E1]`
case.yaml:29:18: the judgement names no date by which it can be checked [judgement-undated]
  29 |       statement: Trade could likely grow.
     |                  ^^^^^^^^^^^^^^^^^^^^^^^^
  help: name one, with its year, as `by 30 June 2026`
case.yaml:29:24: `could` says nothing about how likely it is [vague-judgement]
  29 |       statement: Trade could likely grow.
     |                        ^^^^^
  help: say how likely, in the words of `lexicon: icd203`
3 findings in case.yaml
"""
RULED = documents.RULESET.replace("A signed tie opens doors.", "It is highly likely to open doors.")


@pytest.fixture
def judged(folder: Path) -> Path:
    """The current folder, with a case that has three findings."""
    (folder / "case.yaml").write_text(documents.CASE + JUDGED, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("judged")
def test_findings_are_told_at_their_words() -> None:
    """In the order of the file, each at the words it is about; the exit code is 1."""
    shown = run("lint-memo", "case.yaml")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (1, TOLD, "")


def test_findings_can_be_read_by_programs(judged: Path) -> None:
    """`--format json` has code, severity, place and the path of the text."""
    shown = json.loads(run("lint-memo", "case.yaml", "--format", "json").stdout)
    assert shown["memo"] == "case.yaml"
    assert shown["findings"][2] == {
        "code": "vague-judgement",
        "severity": "error",
        "message": "`could` says nothing about how likely it is",
        "help": "say how likely, in the words of `lexicon: icd203`",
        "path": "analysis.judgements[0].statement",
        "file": "case.yaml",
        "line": 29,
        "column": 24,
        "length": 5,
    }
    assert [each["severity"] for each in shown["findings"]] == ["warning", "error", "error"]
    assert judged.name == "work"


@pytest.mark.usefixtures("judged")
def test_a_stored_memo_is_told_with_its_paths() -> None:
    """The findings of a memo.json are those of its case, with the path in the JSON."""
    run("assess", "case.yaml", "--ruleset", "./ruleset.yaml", "--format", "json", "-o", "memo")
    shown = run("lint-memo", "memo/memo.json")
    assert shown.exit_code == 1
    lines = [line for line in shown.stdout.splitlines() if line.startswith("memo/memo.json:")]
    assert [line.split(": ", 1)[1] for line in lines] == [
        (
            "warning: case.analysis.bottom_line.text: this sentence states a fact (`Three`) and"
            " cites nothing [uncited-fact]"
        ),
        (
            "case.analysis.judgements[0].statement: the judgement names no date by which it can be"
            " checked [judgement-undated]"
        ),
        (
            "case.analysis.judgements[0].statement: `could` says nothing about how likely it is"
            " [vague-judgement]"
        ),
    ]
    assert shown.stdout.endswith("3 findings in memo/memo.json\n")


@pytest.mark.usefixtures("judged")
def test_standard_input_is_a_case() -> None:
    """What cannot be read again is told at its words on one line, else at its text."""
    text = Path("case.yaml").read_text(encoding="utf-8")
    shown = run("lint-memo", "-", stdin=text)
    assert shown.exit_code == 1
    assert "-:29:24: `could` says nothing about how likely it is [vague-judgement]" in shown.stdout
    assert "-:23:11: warning: this sentence states a fact (`Three`)" in shown.stdout


def test_the_texts_of_rules_are_read_with_their_ruleset(folder: Path) -> None:
    """`--ruleset` adds what its rules say in the memo; a finding stands in their file."""
    marked = documents.CASE + "marking: {label: Internal}\n"
    (folder / "case.yaml").write_text(marked, encoding="utf-8")
    (folder / "ruleset.yaml").write_text(RULED, encoding="utf-8")
    assert run("lint-memo", "case.yaml").stdout == "no findings in case.yaml\n"
    shown = run("lint-memo", "case.yaml", "--ruleset", "./ruleset.yaml")
    assert shown.exit_code == 1
    assert shown.stdout.startswith("ruleset.yaml:12:22: `highly likely` is a term of PHIA")


def test_unusable_input_ends_with_2(folder: Path) -> None:
    """A case with a mistake is told as by every command, and no name at all is a usage error."""
    (folder / "case.yaml").write_text(documents.CASE.replace("MNG", "MGL"), encoding="utf-8")
    shown = run("lint-memo", "case.yaml")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "unknown-country" in shown.stderr
    assert run("lint-memo").exit_code == 2


def test_the_checks_are_listed() -> None:
    """`--list` names every code with its severity and what it means."""
    shown = run("lint-memo", "--list")
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [list(each) for each in MEMO_SEVERITY.items()]
    assert lines[-1].endswith(" and cites nothing.")


@pytest.mark.parametrize(
    ("case", "ruleset"),
    [
        ("mongolia-central-asia", "central-asia-pivot"),
        ("zambia-copper-corridors", "copper-and-corridors"),
        ("new-zealand-human-development", "human-development"),
    ],
)
def test_the_examples_are_clean(case: str, ruleset: str) -> None:
    """The three examples, with the rules of every shipped ruleset, have no finding."""
    shown = run("lint-memo", str(ROOT / f"examples/{case}/case.yaml"), "--ruleset", ruleset)
    assert shown.exit_code == 0, shown.stdout
    assert ruleset in ruleset_names()


@pytest.mark.usefixtures("judged")
def test_a_final_memo_is_told_of_errors_in_its_sentences() -> None:
    """A note on standard error says how many; drafts and `--quiet` have none."""
    words = ("assess", "case.yaml", "--ruleset", "./ruleset.yaml")
    assert "lint-memo" not in run(*words).stderr
    text = Path("case.yaml").read_text(encoding="utf-8")
    Path("case.yaml").write_text(text + "masthead: {status: final}\n", encoding="utf-8")
    shown = run(*words)
    assert shown.exit_code == 0
    assert (
        "note: lint-memo finds 2 errors in the sentences of this final memo; type"
        " `riskmemo lint-memo` with the case or memo.json\n" in shown.stderr
    )
    assert "lint-memo" not in run(*words, "--quiet").stderr
