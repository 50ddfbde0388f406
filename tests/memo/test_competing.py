"""The section on competing readings: ranking, matrix, what it hangs on, and the caution."""

from typing import Any

from riskmemo.memo import render
from riskmemo.model.assessment import Assessment
from tests.memo.factory import assessment, example
from tests.memo.page import page

Json = Any


def evidence(rule: str, facts: Json, names: list[str], marks: Json, **more: Json) -> Json:
    """What a rule found, graded B2 unless `more` says otherwise."""
    return {
        "rule": rule,
        "facts": facts,
        "evidence": names,
        "searched": [],
        "reliability": "B",
        "credibility": 2,
        "marks": marks,
    } | more


ITEMS: Json = [
    evidence(
        "new-tie",
        {"tie": "E1"},
        ["E1"],
        {"spillover": "inconsistent", "hedge": "consistent"},
        weight=0.64,
        diagnosticity=1.28,
        leading_without=["spillover", "hedge"],
        reorders=True,
    ),
    evidence(
        "small-trade",
        {"flow": "E2"},
        ["E2"],
        {"spillover": "neutral"},
        weight=0.64,
        diagnosticity=0,
        leading_without=["hedge"],
        reorders=False,
    ),
]
OPEN: Json = [
    evidence(
        "partners",
        {"tie": "E1"},
        ["E1"],
        {"hedge": "very_inconsistent"},
        reliability="F",
        why="not graded",
        missing=[],
        leading_with=["spillover"],
    )
]
CONTEXT: Json = [evidence("kin-group", {"kin": "E3"}, ["E3"], {"spillover": "inconsistent"})]


def reading(name: str, title: str, rank: int, weight: float, **more: Json) -> Json:
    """A hypothesis with its rank."""
    return {
        "hypothesis": name,
        "title": title,
        "claim": None,
        "rank": rank,
        "inconsistency": weight,
        "unweighted": 1 if weight else 0,
        "against": 1 if weight else 0,
        "tested_by": 2,
        "level_without": [],
    } | more


def compared(**changes: Json) -> Assessment:
    """The example with one question, keys of which `changes` replace."""
    question = {
        "id": "road",
        "question": "What is the road for?",
        "readings": [
            reading("hedge", "A hedge", 1, 0),
            reading("spillover", "Trouble", 2, 0.64, claim="C1", level_without=[1]),
        ],
        "leading": ["hedge"],
        "items": ITEMS,
        "context": CONTEXT,
        "open": OPEN,
        "decisive": {"items": [1], "leading": ["spillover", "hedge"]},
        "without_source": [
            {
                "source": "S1",
                "inconsistency": {"hedge": 0, "spillover": 0},
                "leading": ["hedge", "spillover"],
                "reorders": True,
            }
        ],
        "left_out": [],
    }
    return assessment(analyses={"competing": [{**question, **changes}]})


TEXT = render(compared(), "md")


def test_the_answer_and_the_ranking() -> None:
    """The question, what is contradicted least, and each reading with what speaks against it."""
    assert "**What is the road for?** Contradicted least: *A hedge*." in TEXT
    assert "| A hedge | 1 | 0 | 0 | 2 | – |" in TEXT
    assert "| Trouble (C1) | 2 | 0.64 | 1 | 2 | item 1 |" in TEXT


def test_the_matrix_shows_what_tells_readings_apart() -> None:
    """Diagnostic items with sentence, citations, grade and marks; the others are counted."""
    marks = "consistent | **inconsistent** |"
    assert f"| **1.** Kyrgyzstan signed on 21 July 2025.[^E1] | 0.64 B2 | {marks}" in TEXT
    assert "1 more item says the same of every reading." in TEXT


def test_what_the_first_rank_hangs_on() -> None:
    """Single items and sources whose loss changes it are told."""
    assert "- Without item 1, contradicted least would be *Trouble*; *A hedge*." in TEXT
    assert "- Without the source The Daily[^S1], contradicted least would be *A hedge*;" in TEXT


def test_several_items_together() -> None:
    """Where nothing single decides, that is said, and the fewest items that do are named."""
    items = [{**each, "leading_without": ["hedge"]} for each in ITEMS]
    decisive = {"items": [1, 2], "leading": ["spillover"]}
    text = render(compared(items=items, decisive=decisive, without_source=[]), "md")
    assert (
        "No single item and no single source changes the first rank."
        " Without item 1, item 2, contradicted least would be *Trouble*." in text
    )


def test_what_is_open_and_what_is_context() -> None:
    """What cannot be graded is told with its effect, identity without conduct as context."""
    assert (
        "- Rule partners[^E1] F2 Cannot be weighed, because its grade says that nobody can" in TEXT
    )
    assert "If it held, contradicted least would be *Trouble*." in TEXT
    assert (
        "- Context that weighs nothing, because it uses religion or ethnicity without documented"
        " conduct graded C3 or better: Highlanders live here.[^E3]" in TEXT
    )


def test_a_tie_is_told_as_one() -> None:
    """Nothing is put first that is not."""
    text = render(compared(leading=["hedge", "spillover"]), "md")
    assert "Contradicted least, and equally: *A hedge*; *Trouble*." in text


def test_no_evidence_is_no_answer() -> None:
    """A question that nothing on file bears on has no first reading."""
    text = render(compared(items=[], decisive=None, without_source=[], open=[], context=[]), "md")
    assert "No evidence on file counts for or against any reading." in text


def test_an_absence_cites_the_search() -> None:
    """What was searched for is as good as the sources of the search."""
    item = {**ITEMS[0], "searched": ["documented_conduct"]}
    text = render(compared(items=[item]), "md")
    assert "Kyrgyzstan signed on 21 July 2025.[^E1][^S2] | 0.64 B2" in text


def test_the_caution_is_never_left_out() -> None:
    """The reader is told what a rank is not."""
    assert "A rank is not a probability." in TEXT
    assert "confirms none" in TEXT
    assert "A reading that few rules test is contradicted little." in TEXT


def test_items_are_linked_and_cells_are_labelled_for_phones() -> None:
    """`item 1` leads to its row, and each cell says which reading it is about."""
    html = render(compared())
    assert '<a href="#competing-road-1">item 1</a>' in html
    rows = [each for tag, each in page(html).elements if tag == "tr"]
    assert "competing-road-1" in [each.get("id") for each in rows]
    cells = [each for tag, each in page(html).elements if tag == "td"]
    assert {"A hedge", "Trouble"} <= {each.get("data-label") for each in cells}


def test_without_a_question_there_is_no_section() -> None:
    """Neither where no analysis ran nor where the ruleset asks nothing."""
    assert "Competing readings" not in render(assessment(), "md")
    assert "Competing readings" not in render(assessment(analyses={}), "md")


def test_rules_that_only_bear_on_readings_say_so() -> None:
    """The list of rules and that of gaps do not call them findings for other rules."""
    rules = example()["rules"]
    for rule in rules:
        if rule["id"] in {"partners", "sensitive"}:
            rule |= {"to": None, "points": None, "bears_on": {"hedge": "inconsistent"}}
    gaps = [{**gap, "points": None} for gap in example()["gaps"][:2]]
    text = render(assessment(rules=rules, gaps=gaps), "md")
    assert "| Rule partners `partners` | bears on competing readings | matched |" in text
    assert "| – | competing readings | Rule sensitive (in 2 cases) |" in text


def test_a_scenario_without_a_claim_is_a_reading() -> None:
    """Nobody is said to have claimed what the ruleset itself entertains."""
    scenarios = example()["scenarios"]
    scenarios[1]["claim"] = None
    text = render(assessment(scenarios=scenarios), "md")
    assert "If the reading *Trouble uses the road* held: 27.1 (Guarded)." in text
    assert "Ticks mark the score with a claim or reading that is not adopted." in text
    assert "If claim" not in text
