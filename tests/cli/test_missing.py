"""`riskmemo missing`: what is not known, as questions."""

import json
from pathlib import Path

from tests.cli.documents import CASE
from tests.cli.running import EXAMPLE, run

SMALL = ("missing", "case.yaml", "--ruleset", "./ruleset.yaml")
UNKNOWN = CASE.replace("{partner: KGZ, status: signed}", "{partner: KGZ}")


def test_an_unknown_field_is_a_question() -> None:
    """Coverage, the question, what the field means, what is on file, the swing, who waits."""
    Path("case.yaml").write_text(UNKNOWN, "utf-8")
    shown = run(*SMALL)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == (
        "Opening: 0 % could be evaluated: this is no finding of little opportunity\n"
        "\n"
        "unknown fields, the largest swing of a total first\n"
        "  1. What is the status of E1?\n"
        "     Tie, status: How far it has come (one of announced, signed, in_force)\n"
        "     E1 says: A tie was signed.\n"
        "     Opening: 0 to +40 if signed\n"
        "     waits: new-tie\n"
    )


def test_a_kind_without_a_record_is_a_question() -> None:
    """A search without a result is named as an answer."""
    rules = Path("ruleset.yaml").read_text("utf-8").replace("{tie: tie}", "{tie: tie, t: trade}")
    Path("ruleset.yaml").write_text(rules, "utf-8")
    shown = run(*SMALL).stdout
    assert shown.partition("\n\n")[2] == (
        "kinds of which nothing was recorded, and nobody searched for them\n"
        "  a search without a result is an answer too: write it under `searched`\n"
        "  1. Is there any trade?\n"
        "     Opening: 0 to +40\n"
        "     waits: new-tie\n"
    )


def test_nothing_may_be_missing() -> None:
    """Where all is known it says so."""
    shown = run(*SMALL).stdout
    assert shown == (
        "Opening: 100 % could be evaluated\n\nnothing that is missing could move a score\n"
    )


def test_json_has_the_whole_record() -> None:
    """For programs: fields, swings, and what would have to be learnt, in words and as values."""
    found = json.loads(
        run("missing", EXAMPLE, "--ruleset", "central-asia-pivot", "--format", "json").stdout
    )
    first = found["fields"][0]
    assert first["fields"][0]["fact"] == "E56"
    assert first["swings"]["opportunity"] == {
        "low": 44.9,
        "high": 56.3,
        "down": 0.0,
        "up": 11.4,
        "low_if": None,
        "high_if": "operating",
        "low_answers": [],
        "high_answers": [
            {
                "fact": "E56",
                "field": "stage",
                "kind": "corridor",
                "values": ["operating"],
                "other": False,
                "more": 0,
                "low": None,
                "high": None,
                "beyond": False,
            }
        ],
        "bands": [],
        "comes_or_goes": False,
    }


def test_an_earlier_cut_off_knows_less() -> None:
    """Before its source came out the tie is not known, so its kind is missing."""
    shown = run(*SMALL, "--as-of", "2025-05-31").stdout
    assert "  1. Is there any tie?\n     Opening: 0 to +40\n" in shown


def test_invalid_input_ends_with_two() -> None:
    """An unknown ruleset, and a ruleset that speaks another vocabulary."""
    shown = run("missing", "case.yaml", "--ruleset", "central-asia-pivots")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "central-asia-pivots" in shown.stderr
    Path("case.yaml").write_text(CASE.replace("./vocabulary.yaml", "other"), "utf-8")
    other = run(*SMALL)
    assert (other.exit_code, other.stdout) == (2, "")


def test_hidden_characters_of_a_case_are_spelled_out() -> None:
    """What a fact says cannot reorder the line on a terminal."""
    text = UNKNOWN.replace("A tie was signed", "A \u202etie was signed")
    Path("case.yaml").write_text(text, "utf-8")
    assert "E1 says: A \\u202etie was signed." in run(*SMALL).stdout
