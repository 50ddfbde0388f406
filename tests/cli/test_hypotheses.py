"""`riskmemo hypotheses`: rival readings as text and as JSON."""

import json
from pathlib import Path

from tests.cli.documents import RULESET
from tests.cli.running import EXAMPLE, run

RIVALS = """\
hypotheses:
  hedge: {title: A hedge}
  trade: {title: An opening for trade}
competing:
  turn: {question: What is the turn?, hypotheses: [hedge, trade]}
rules:
  - id: signed
    title: A tie is signed
    match: {tie: tie}
    where: ['tie.status == "signed"']
    bears_on: {hedge: inconsistent, trade: very_consistent}
    rationale: Ties bind.
    source: analyst's judgement
    says: 'Signed with {{ tie.partner | country }}.'
  - id: small
    title: Trade is small
    match: {tie: tie, flow: trade}
    where: [flow.partner == tie.partner, flow.value < 1000]
    bears_on: {trade: very_inconsistent}
    rationale: Trade would show.
    source: analyst's judgement
"""


def with_rivals(folder: Path) -> None:
    """The ruleset of the folder, with a question."""
    head, _, rest = RULESET.partition("rules:\n")
    (folder / "ruleset.yaml").write_text(head + RIVALS + rest, encoding="utf-8")


def test_the_matrix_the_ranking_and_what_it_hangs_on(folder: Path) -> None:
    """Items as rows, hypotheses as columns, the ranking below."""
    with_rivals(folder)
    shown = run("hypotheses", "case.yaml", "--ruleset", "./ruleset.yaml")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == (
        "What is the turn?\n"
        "\n"
        "     weight grade  trade  hedge\n"
        "  1    0.64 B2     CC     I\n"
        "     Signed with Kyrgyzstan. [E1]\n"
        "\n"
        "rank  against  items  tests\n"
        "   1        0      0      1  trade: An opening for trade\n"
        "   2     0.64      1      1  hedge: A hedge\n"
        "\n"
        "what the first rank hangs on\n"
        "  without item 1: hedge and trade are contradicted least, equally\n"
        "  without source S1: hedge and trade are contradicted least, equally\n"
        "\n"
        "I inconsistent, N neutral, C consistent, II and CC very so, - not spoken of.\n"
        "Only I and II count, by the weight of the grade; tests are the rules that could\n"
        "count against a reading. A rank is not a probability: it says which of the\n"
        "readings put in the evidence put in contradicts least.\n"
    )


def test_the_example_has_open_items(folder: Path) -> None:
    """What cannot be graded is told with what it would change, and a search is cited."""
    assert folder.exists()
    shown = run("hypotheses", EXAMPLE, "--ruleset", "central-asia-pivot").stdout
    assert "open, cannot be graded (A6): if it held, the same came first\n" in shown
    assert "spillover: The warning of spillover (claim C1)\n" in shown
    assert "search for\n     documented_conduct]\n" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_before_the_claim_its_reading_is_left_out() -> None:
    """`--as-of` moves the cut-off; a reading enters with its claim."""
    words = ("hypotheses", EXAMPLE, "--ruleset", "central-asia-pivot", "--as-of", "2024-10-30")
    shown = run(*words).stdout
    assert "  spillover: left out, its claim is not known at the cut-off\n" in shown
    assert "search for documented_conduct" not in shown


def test_json_is_the_record_of_the_library(folder: Path) -> None:
    """A list with one entry for each question."""
    with_rivals(folder)
    shown = run("hypotheses", "case.yaml", "--ruleset", "./ruleset.yaml", "--format", "json")
    (question,) = json.loads(shown.stdout)
    assert (question["id"], question["leading"]) == ("turn", ["trade"])
    assert question["items"][0]["marks"] == {"hedge": "inconsistent", "trade": "very_consistent"}


def test_a_ruleset_without_questions_says_so() -> None:
    """Nothing is compared, and that is no mistake."""
    shown = run("hypotheses", "case.yaml", "--ruleset", "./ruleset.yaml")
    told = "small-rules has no question with two hypotheses that this case raises\n"
    assert (shown.exit_code, shown.stdout) == (0, told)
    shown = run("hypotheses", "case.yaml", "--ruleset", "./ruleset.yaml", "--format", "json")
    assert json.loads(shown.stdout) == []


def test_an_unknown_hypothesis_is_told_where_it_stands(folder: Path) -> None:
    """A ruleset with a mistake is refused with line, column and help."""
    with_rivals(folder)
    text = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    (folder / "ruleset.yaml").write_text(text.replace("{hedge: inc", "{hegde: inc"), "utf-8")
    shown = run("hypotheses", "case.yaml", "--ruleset", "./ruleset.yaml")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert ":16:23: there is no hypothesis `hegde` [unknown-hypothesis]" in shown.stderr
    assert "help: did you mean `hedge`?" in shown.stderr
