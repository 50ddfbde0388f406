"""`riskmemo compare` of cut-offs, cases, rulesets and stored assessments; and `--previous`."""

import json
from pathlib import Path

import pytest

from riskmemo.source.document import read_text
from riskmemo.source.tree import plain
from tests.cli import documents
from tests.cli.running import EXAMPLE, run

BOTH = ("--as-of", "2025-06-30", "--as-of", "2025-07-28")
REAL = ("compare", EXAMPLE, *BOTH, "--ruleset", "central-asia-pivot")


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """A case with a second tie, and a ruleset that values ties less, beside the first ones."""
    data = plain(read_text(documents.CASE, "case"))
    more = {**data["indicators"][0], "id": "E2", "says": "A second tie was signed."}
    (tmp_path / "later.json").write_text(
        json.dumps({**data, "indicators": [*data["indicators"], more]})
    )
    (tmp_path / "vocabulary.yaml").write_text(documents.VOCABULARY)
    (tmp_path / "rules-2").mkdir()
    (tmp_path / "rules-2/vocabulary.yaml").write_text(documents.VOCABULARY)
    rules = plain(read_text(documents.RULESET, "rules"))
    rules["rules"][0]["contributes"]["points"] = 30
    (tmp_path / "rules-2/ruleset.yaml").write_text(json.dumps({**rules, "version": "2.0.0"}))
    return tmp_path


def test_two_cut_offs_of_the_real_case() -> None:
    """What became known in July carries the rise, and the parts shown sum to the change shown."""
    shown = run(*REAL)
    assert (shown.exit_code, shown.stderr) == (0, "")
    lines = shown.stdout.splitlines()
    assert lines[:4] == [
        "Mongolia: the turn to Central Asia",
        "old: MNG-CA-2025-01, what was known on 2025-06-30",
        "new: MNG-CA-2025-01, what was known on 2025-07-28",
        "ruleset central-asia-pivot 1.0.0 for both",
    ]
    start = lines.index("Opportunity: 26.2 Limited -> 44.9 Moderate (+18.7)")
    end = lines.index("", start)
    parts = [float(line.split()[0]) for line in lines[start + 1 : end]]
    assert sum(parts) == pytest.approx(18.7, abs=1e-9)
    assert lines[start + 1].startswith("     +9.64  E1 became known on 2025-07-21: Presidents ")
    assert "  hypotheses raised: spillover, hub" in lines


def test_json_holds_the_whole_comparison() -> None:
    """The record as the library gives it, with every score and every cause."""
    found = json.loads(run(*REAL, "--format", "json").stdout)
    assert (found["old"]["as_of"], found["new"]["as_of"]) == ("2025-06-30", "2025-07-28")
    score = found["scenarios"][0]["scores"]["transit"]
    assert (score["before"], score["after"], score["method"]) == (24, 38, "shapley")
    assert score["parts"][0] == {"causes": ["indicator E33"], "points": 7}


def test_two_cases_and_two_rulesets_at_once(later: Path) -> None:
    """The fact and the rule are told apart; what was reckoned with what is said."""
    rules = ("--ruleset", "./ruleset.yaml", "--ruleset", str(later / "rules-2"))
    shown = run("compare", "case.yaml", str(later / "later.json"), *rules).stdout
    assert "old: what was known on 2025-06-30; ruleset small-rules 1.0.0\n" in shown
    assert "new: what was known on 2025-06-30; ruleset small-rules 2.0.0\n" in shown
    assert "Opening: 40 Low -> 30 Low (-10)\n" in shown
    assert "points 40 -> 30: A tie is signed\n" in shown
    assert "changed, and moved no total: E2\n" in shown


def test_stored_assessments_bring_their_cut_off_and_need_their_ruleset(later: Path) -> None:
    """The case and cut-off are those of memo.json; another ruleset is refused with what to type."""
    made = run("assess", EXAMPLE, *BOTH[:2], "--ruleset", "central-asia-pivot", "-o", "june",
               "--format", "json", "--quick", "--quiet")  # fmt: skip
    assert made.exit_code == 0
    same = run("compare", "june/memo.json", EXAMPLE, "--ruleset", "central-asia-pivot")
    assert same.stdout == run(*REAL).stdout
    alone = run("compare", "june/memo.json", "june/memo.json")
    assert alone.stdout.endswith("\nnothing else\n")
    refused = run("compare", "june/memo.json", EXAMPLE, "--ruleset", str(later / "rules-2"))
    assert refused.exit_code == 2
    assert refused.stderr.splitlines()[:2] == [
        (
            "`june/memo.json` was computed with `central-asia-pivot` 1.0.0, and what is found here"
            " as `small-rules` 2.0.0 is another ruleset [ruleset-differs]"
        ),
        "  help: name the file of the ruleset that it was computed with",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("case.yaml",),
            (
                "there is nothing to compare with: name a second case, or give `--as-of` or"
                " `--ruleset` twice"
            ),
        ),
        (
            ("case.yaml", *("--as-of", "2025-06-30") * 3),
            "`--as-of` is given 3 times: two sides are compared",
        ),
    ],
)
def test_an_unclear_comparison_is_refused(words: tuple[str, ...], message: str) -> None:
    """Nothing to compare with, or more than two sides, is a mistake of usage."""
    shown = run("compare", *words)
    assert (shown.exit_code, shown.stderr.splitlines()[0]) == (2, message)


def test_cases_about_different_states_are_compared_with_a_note(later: Path) -> None:
    """The note stands on standard error; the comparison is made."""
    data = json.loads((later / "later.json").read_text())
    (later / "other.json").write_text(json.dumps({**data, "subject": "KGZ"}))
    shown = run("compare", "case.yaml", str(later / "other.json"), "--ruleset", "./ruleset.yaml")
    assert shown.exit_code == 0
    assert shown.stderr == "note: the two are about different states, MNG and KGZ\n"


def test_a_memo_tells_what_has_changed_since_the_previous_one(later: Path) -> None:
    """`--previous` adds the comparison to the assessment, with a ruleset of its own if need be."""
    words = ("assess", str(later / "later.json"), "--ruleset", str(later / "rules-2"))
    earlier = ("--previous", "case.yaml", "--previous-ruleset", "./ruleset.yaml")
    shown = run(*words, *earlier, "--format", "json", "-o", "-")
    since = json.loads(shown.stdout)["analyses"]["since"]
    assert since["old"]["version"] == "1.0.0"
    parts = since["scenarios"][0]["scores"]["opening"]["parts"]
    assert [(part["causes"], part["points"]) for part in parts] == [(["rule new-tie"], -10)]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("--previous-as-of", "2025-01-01"),
            "`--previous-as-of` needs `--previous`: the earlier case or memo.json",
        ),
        (
            ("--previous", "case.yaml", "--quick"),
            "`--quick` leaves out what `--previous` asks for: drop one of them",
        ),
    ],
)
def test_options_that_do_not_go_together_are_refused(words: tuple[str, ...], message: str) -> None:
    """An option without the one it belongs to, or against it, is a mistake of usage."""
    shown = run("assess", "case.yaml", "--ruleset", "./ruleset.yaml", *words)
    assert (shown.exit_code, shown.stderr.splitlines()[0]) == (2, message)
