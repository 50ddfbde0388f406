"""`riskmemo counterfactuals` and `riskmemo whatif`."""

import json
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLE, run

RULES = ("--ruleset", "./ruleset.yaml")
MONGOLIA = (EXAMPLE, "--ruleset", "central-asia-pivot")


def test_counterfactuals_in_words() -> None:
    """Each total with what moves it, the rules that differ, and what comes nearest."""
    shown = run("counterfactuals", "case.yaml", *RULES)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == (
        "Opening: 40 Low\n"
        "  up: no change of one or two indicators moves the band\n"
        "  down: there is no further band\n"
        "\n"
        "2 changed cases were computed\n"
    )


def test_counterfactuals_of_the_example() -> None:
    """The example tells its changes in both directions, and keeps to the limit that is asked."""
    shown = run("counterfactuals", *MONGOLIA[:1], "risk", *MONGOLIA[1:], "--limit", "300")
    assert shown.exit_code == 0
    assert "  down to 19.9 Low\n    E62.share: 0.92 -> 0.58\n" in shown.stdout
    assert "stops to match: leverage-exercised (-12), leverage-in-hand (-13.44)" in shown.stdout
    assert "were not tried: `--limit` allows more" in shown.stdout
    assert shown.stdout.endswith("\n300 changed cases were computed\n")


def test_counterfactuals_as_json() -> None:
    """Programs get the record."""
    shown = run("counterfactuals", "case.yaml", *RULES, "--format", "json")
    record = json.loads(shown.stdout)
    assert [each["score"] for each in record["scores"]] == ["opening"]
    assert record["scores"][0]["up"]["single"] == []


def test_an_unknown_score_offers_the_nearest() -> None:
    """A misspelled score is a mistake of the user, with exit code 2."""
    shown = run("counterfactuals", "case.yaml", "openin", *RULES)
    assert shown.exit_code == 2
    assert "there is no score `openin` [unknown-score]" in shown.stderr
    assert "did you mean `opening`?" in shown.stderr


def test_a_what_if_in_words() -> None:
    """What is asked, the scores before and after in each scenario, and the rules."""
    shown = run("whatif", "case.yaml", *RULES, "--set", "E1.status=announced")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == (
        "what if\n"
        "  E1.status: signed -> announced\n"
        "\n"
        "Base\n"
        "  Opening  40 Low -> 0 Low  (-40)\n"
        "\n"
        "stops to match: new-tie (-40)\n"
    )


def test_a_what_if_that_changes_nothing_says_so() -> None:
    """No difference is an answer, and no error."""
    shown = run("whatif", "case.yaml", *RULES, "--set", "E1.name=A treaty")
    assert shown.exit_code == 0
    assert "Base\n  no score changes\n\nno rule matches otherwise\n" in shown.stdout


def test_changes_may_be_repeated(folder: Path) -> None:
    """Several fields, facts and files are changed together; gaps are told."""
    (folder / "more.yaml").write_text(
        "indicators:\n"
        "  - {id: E2, kind: tie, fields: {partner: UZB}, says: A tie.,\n"
        "     sources: [{source: S1, credibility: 2}]}\n",
        encoding="utf-8",
    )
    words = ("--drop", "E1", "--add", "more.yaml")
    shown = run("whatif", "case.yaml", *RULES, *words)
    assert "  without E1\n  with E2\n" in shown.stdout
    assert shown.stdout.endswith(
        "stops to match: new-tie (-40)\ngaps opened:\n  new-tie (+40): E2.status\n"
    )
    shown = run("whatif", *MONGOLIA, "--set", "E41.status=in_force", "--set", "E56.stage=operating")
    assert "  E41.status: signed -> in_force\n  E56.stage: unknown -> operating\n" in shown.stdout
    assert "  Opportunity  44.9 Moderate -> 60.3 Considerable  (+15.4)\n" in shown.stdout
    assert "gaps closed:\n  corridor-open (+20): E56.stage\n" in shown.stdout


def test_a_what_if_as_json() -> None:
    """Programs get the record, values in their types."""
    shown = run("whatif", "case.yaml", *RULES, "--set", "E1.status=", "--format", "json")
    record = json.loads(shown.stdout)
    assert record["set"] == [
        {"fact": "E1", "kind": "tie", "field": "status", "before": "signed", "after": None}
    ]
    assert record["scenarios"][0]["scores"][0]["value"] == [40.0, 0.0]
    assert [gap["rule"] for gap in record["gaps_opened"]] == ["new-tie"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--set", "E1.statis=signed"), "set:1:4: the kind `tie` has no field `statis`"),
        (("--set", "E1.status=sigend"), "set:1:11: `sigend` is none of the field's values"),
        (("--drop", "E7"), "drop:1:1: there is no indicator or claim `E7`"),
        (("--set", "E1.status=signed", "--drop", "E1"), "set:1:1: `E1` is both set and dropped"),
        (("--add", "none.yaml"), "`none.yaml` does not exist [file-not-found]"),
    ],
)
def test_what_cannot_be_asked(words: tuple[str, ...], told: str) -> None:
    """Nothing is printed but the mistake, in its place, and the exit code is 2."""
    shown = run("whatif", "case.yaml", *RULES, *words)
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert told in shown.stderr


def test_hidden_characters_are_spelled() -> None:
    """What a user types is shown without its control characters."""
    shown = run("whatif", "case.yaml", *RULES, "--set", "E1.name=a\u202eb")
    assert "  E1.name: unknown -> a\\u202eb\n" in shown.stdout
