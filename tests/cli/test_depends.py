"""`riskmemo depends`: each source, fact and rule left out, and the weights."""

import json
from pathlib import Path

from tests.cli.documents import CASE
from tests.cli.running import EXAMPLE, run

SMALL = ("depends", "case.yaml", "--ruleset", "./ruleset.yaml")


def test_carriers_come_first_and_the_source_before_all() -> None:
    """A band that one source carries is said at once, then facts, then rules."""
    rules = Path("ruleset.yaml").read_text("utf-8").replace("points: 40", "points: 80")
    Path("ruleset.yaml").write_text(rules, "utf-8")
    shown = run(*SMALL)
    assert (shown.exit_code, shown.stderr) == (0, "")
    parts = shown.stdout.split("\n\n")
    assert parts[0] == (
        "a single one carries the band\n"
        "  without source S1: Opening High -> Low\n"
        "  without fact E1: Opening High -> Low\n"
        "  without rule new-tie: Opening High -> Low"
    )
    assert [part.split("  ")[0] for part in parts[1:4]] == [
        "without this source", "without this fact", "without this rule",
    ]  # fmt: skip
    assert parts[2].splitlines()[1].split() == ["E1", "A", "tie", "was", "signed.", "-80"]


def test_the_real_case_has_weights_side_by_side() -> None:
    """Nominal and effective weight of every part of a total, and how much of it is known."""
    shown = run("depends", EXAMPLE, "--ruleset", "central-asia-pivot").stdout
    rows = [line.split() for line in shown.splitlines()]
    assert ["weights", "in", "Opportunity", "nominal", "effective", "known"] in rows
    assert ["Transit", "0.286", "0.286", "56", "%"] in rows
    assert "  without fact E47: Risk Guarded -> Low\n" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_nothing_may_carry_a_band() -> None:
    """Where nothing changes a score there is nothing to list."""
    Path("case.yaml").write_text(CASE.replace("status: signed", "status: announced"), "utf-8")
    shown = run(*SMALL).stdout
    assert shown.startswith("no single source, fact or rule carries the band of a total\n")
    assert "without any one rule no score changes\n" in shown


def test_json_has_the_whole_record() -> None:
    """Effects, carriers and weights for programs."""
    found = json.loads(run(*SMALL, "--format", "json").stdout)
    assert found["without_fact"] == [
        {"dropped": "E1", "changes": {"opening": -40.0}, "bands": {}},
    ]
    assert found["weights"] == [
        {
            "score": "opening", "total": "opening", "nominal": 1.0, "effective": 1.0,
            "limited": None, "coverage": 1.0,
        },
    ]  # fmt: skip


def test_invalid_input_ends_with_two() -> None:
    """A case that cannot be read is told as everywhere."""
    shown = run("depends", "nowhere.yaml", "--ruleset", "./ruleset.yaml")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "nowhere.yaml" in shown.stderr
