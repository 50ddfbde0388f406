"""`riskmemo why` and `riskmemo why-not`: trees in text, JSON, and data for a picture."""

import json

import pytest

from riskmemo.cli.trees import Twig, drawn
from riskmemo.model.why import Graph, Why
from riskmemo.model.why_not import WhyNot
from tests.cli.running import EXAMPLE, run

RULES = ("--ruleset", "central-asia-pivot")


def test_a_score_is_told_down_to_its_sources() -> None:
    """Titles come first, ids after them, and every part has its points."""
    shown = run("why", EXAMPLE, "risk", *RULES)
    assert (shown.exit_code, shown.stderr) == (0, "")
    lines = shown.stdout.splitlines()
    assert lines[0] == "why Risk is 29, Guarded"
    assert lines[1] == "case mongolia-central-asia, ruleset central-asia-pivot, known on 2025-07-28"
    assert lines[3:7] == [
        "Risk (risk): 29, Guarded",
        "|  weighted mean: (5 x 2.7 + 5 x 25.4 + 4 x 66.3) / 14 = 28.978571",
        "|  rounded half up to 1 digit: 29",
        "|- +0.964286  Security (security): 2.7, Low",
    ]
    assert "|  |- +2  New air or road links bring movement to police (new-movement)" in lines
    assert "|  |  |  2 matches, sum: 1 + 1" in lines
    assert any("t.status = signed" in line for line in lines)
    assert any("B1  Montsame: " in line for line in lines)
    assert max(map(len, lines)) <= 82
    assert shown.stdout.isascii() or "├" not in shown.stdout


def test_the_parts_that_are_shown_add_up() -> None:
    """What the dimensions give is the raw value of the total, as it is printed."""
    shown = run("why", EXAMPLE, "risk", *RULES, "--depth", "1").stdout
    given = [line.split()[1] for line in shown.splitlines() if line.startswith(("|- ", "`- "))]
    assert given == ["+0.964286", "+9.071428", "+18.942857"]
    assert round(sum(map(float, given)), 6) == 28.978571


def test_a_depth_cuts_the_tree() -> None:
    """What is cut off is counted."""
    shown = run("why", EXAMPLE, "risk", *RULES, "--depth", "0").stdout
    assert shown.splitlines()[3] == "Risk (risk): 29, Guarded ... (3 below)"
    assert "Security" not in shown


def test_a_scenario_is_told_with_its_rules() -> None:
    """Rules that count only there say so."""
    base = run("why", EXAMPLE, "risk", *RULES, "--scenario", "base").stdout
    shown = run("why", EXAMPLE, "risk", *RULES, "--scenario", "spillover", "--depth", "2").stdout
    assert base == run("why", EXAMPLE, "risk", *RULES).stdout
    assert "; scenario spillover: The warning of spillover" in shown
    assert "why Risk is 36.8" in shown
    assert "counts only under" in shown
    assert "counts only under" not in base


def test_a_terminal_gets_box_characters() -> None:
    """Where they can be shown a tree is drawn with them; long texts are wrapped."""
    twig = Twig("top", ["below"], [Twig("one " * 20, [], [Twig("leaf")]), Twig("two", ["more"])])
    assert list(drawn(twig, 50, boxes=True)) == [
        "top",
        "│  below",
        "├─ one one one one one one one one one one one one",
        "│  │    one one one one one one one one",
        "│  └─ leaf",
        "└─ two",
        "      more",
    ]


def test_json_is_the_record_and_graph_is_data_for_a_picture() -> None:
    """Both are read back by the models of the library."""
    found = Why.model_validate_json(run("why", EXAMPLE, "risk", *RULES, "--format", "json").stdout)
    assert (found.score, found.scores[0].id) == ("risk", "risk")
    graph = Graph.model_validate_json(
        run("why", EXAMPLE, "risk", *RULES, "--format", "graph").stdout
    )
    assert (graph.nodes[0].id, graph.nodes[0].label) == ("score:risk", "Risk")
    assert (graph.edges[0].source, graph.edges[0].target) == ("score:risk", "score:security")
    assert str(graph.edges[0].weight) == "0.964286"


def test_the_same_input_gives_the_same_bytes() -> None:
    """Nothing depends on the order of a set."""
    words = ("why-not", EXAMPLE, "investment-protected", *RULES, "--format", "json")
    assert run(*words).stdout == run(*words).stdout


def test_a_rule_that_does_not_fire_is_told_with_its_nearest_facts() -> None:
    """Conditions with their values, and changes that were tried."""
    shown = run("why-not", EXAMPLE, "investment-protected", *RULES)
    assert (shown.exit_code, shown.stderr) == (0, "")
    text = " ".join(shown.stdout.replace("|", " ").split())
    assert text.startswith(
        "Investors from a new partner are protected by treaty (investment-protected) it does not "
        "fire: no facts satisfy it; it counts in the base and in every scenario what it matches"
    )
    assert "looked at: no other is nearer" in text
    assert 'FALSE: t.instrument == "investment_agreement" [t.instrument =' in text
    assert "each was tried on the whole case; no smaller one exists" in text
    assert "status of E18: signed (now announced) then Mining and investment +8" in text


def test_a_rule_that_fires_is_told_with_its_matches() -> None:
    """No change is looked for."""
    shown = run("why-not", EXAMPLE, "upgraded-tie", *RULES).stdout
    assert "\nit fires; it counts in the base and in every scenario\n" in shown
    assert "\n3 matches\n|- upgraded-tie#1: t = E1\n" in shown
    assert "the nearest other combinations" in shown
    assert "what would make it fire" not in shown


def test_a_new_fact_is_described() -> None:
    """Of a kind without facts: what it must state, and how it must be graded."""
    shown = run("why-not", EXAMPLE, "kin-channel", *RULES).stdout
    text = " ".join(shown.replace("|", " ").split())
    assert "Documented conduct (documented_conduct), 0 facts; it was searched for" in text
    assert (
        "a new fact, Documented conduct (documented_conduct), with organisation any value" in text
    )
    assert "graded C3 or better" in text


def test_what_is_to_be_found_out_is_listed() -> None:
    """Where only information is missing, the fields are named."""
    shown = run("why-not", EXAMPLE, "trade-growth", *RULES).stdout
    assert "only missing information prevents a match" in shown
    assert "\nwhat is to be found out\n|- growth of E39\n`- growth of E40\n" in shown


def test_formats_of_why_not() -> None:
    """The record, and a picture of the rule."""
    words = ("why-not", EXAMPLE, "corridor-open", *RULES)
    assert WhyNot.model_validate_json(run(*words, "--format", "json").stdout).outcome == "gap"
    graph = json.loads(run(*words, "--format", "graph").stdout)
    assert graph["nodes"][0] == {
        "id": "rule:corridor-open",
        "kind": "rule",
        "label": "A corridor is open",
        "value": None,
        "truth": False,
    }


@pytest.mark.parametrize(
    ("words", "code", "help_line"),
    [
        (("why", EXAMPLE, "rsk", *RULES), "unknown-score", "did you mean `risk`?"),
        (("why-not", EXAMPLE, "kin-chanel", *RULES), "unknown-rule", "did you mean `kin-channel`?"),
        (
            ("why", EXAMPLE, "risk", *RULES, "--scenario", "spill"),
            "unknown-hypothesis",
            "did you mean `spillover`?",
        ),
        (
            ("why", EXAMPLE, "risk", *RULES, "--scenario", "spillover", "--as-of", "2025-01-01"),
            "scenario-not-raised",
            "the case has no scenario but the base",
        ),
        (("why", EXAMPLE, "risk"), "no-ruleset", "add `--ruleset NAME`"),
    ],
)
def test_what_is_not_there_is_refused(words: tuple[str, ...], code: str, help_line: str) -> None:
    """An unknown score, rule or scenario, and a claim that is not known yet."""
    refused = run(*words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"[{code}]" in refused.stderr
    assert help_line in refused.stderr
