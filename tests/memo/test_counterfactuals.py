"""What would change the scores, and the derived signposts, as a memo tells them."""

import itertools
import json
from functools import cache
from typing import Any

import riskmemo
from riskmemo.memo.build import build_view
from riskmemo.memo.view import Block, Paragraph, Section, Subheading, Table
from riskmemo.memo.wording import text_of
from riskmemo.model.assessment import Assessment


@cache
def example() -> str:
    """The Mongolia case assessed, as JSON."""
    case = riskmemo.load_case("examples/mongolia-central-asia/case.yaml")
    ruleset = riskmemo.load_ruleset("central-asia-pivot")
    return riskmemo.assess(case, ruleset, engine="compiled").model_dump_json()


def changed(**analyses: Any) -> Assessment:
    """The same with other analyses."""
    data = json.loads(example())
    data["analyses"] = {**data["analyses"], **analyses}
    return Assessment.model_validate_json(json.dumps(data))


def section(assessment: Assessment, anchor: str) -> Section | None:
    """A section of the memo."""
    return next((s for s in build_view(assessment).sections if s.anchor == anchor), None)


def part(assessment: Assessment, anchor: str) -> list[Block]:
    """What stands in Annex C below the heading with an anchor, up to the next heading."""
    blocks = build_view(assessment).sections[-1].blocks
    places = [at for at, block in enumerate(blocks) if isinstance(block, Subheading)]
    for at, end in itertools.pairwise([*places, len(blocks)]):
        heading = blocks[at]
        if isinstance(heading, Subheading) and heading.anchor == anchor:
            return [*blocks[at + 1 : end]]
    return []


def rows(table: Table) -> list[list[str]]:
    """The words of a table."""
    return [[text_of(cell.runs) for cell in row.cells] for row in table.rows]


def test_changes_stand_in_a_table_for_each_total() -> None:
    """Opportunity first; what rises before what falls; the fact, its field, and where it leads."""
    found = part(changed(), "counterfactuals")
    opportunity, risk = (block for block in found if isinstance(block, Table))
    assert text_of(opportunity.caption) == "Opportunity, now 44.9 (Moderate)"
    assert text_of(risk.caption) == "Risk, now 29.0 (Guarded)"
    first = rows(risk)[0]
    assert first[0].endswith("share: 92% → 58%")
    assert first[1] == "falls to 19.9 (Low)"
    pair = rows(opportunity)[0]
    assert "stage: talks → memorandum or agreement or under way or others" in pair[0]
    assert "And: Kazakhstan proposes a road" in pair[0]
    assert pair[1].startswith("rises to ")
    assert risk.rows[0].cells[1].runs[0].tone == "opportunity"  # type: ignore[union-attr]


def test_a_total_that_nothing_moves_has_its_nearest_change() -> None:
    """Where no band is reached the memo says so, and whether everything was tried."""
    found = part(changed(), "counterfactuals")
    told = [text_of(block.runs) for block in found if isinstance(block, Paragraph)]
    (nothing,) = [text for text in told if "higher band" in text]
    assert nothing.startswith(("Nothing that was tried moves Risk", "No change of one or two"))
    assert "The nearest to it, 32.2: share: 57% → 100%" in nothing
    assert "changed cases were computed." in told[-1]


def test_derived_signposts_follow_those_of_the_analyst() -> None:
    """The nearest of each total each way stand below them, marked; the annex has three."""
    found = section(changed(), "watch")
    assert found is not None
    table, note = found.blocks
    assert isinstance(table, Table)
    assert isinstance(note, Paragraph)
    marked = [row for row in rows(table) if row[0].endswith("derived")]
    assert len(rows(table)) == 6 + len(marked)
    assert rows(table)[6:] == marked
    assert marked[0][1:] == ["share at most 58%", "Risk falls to Low", "92%", "When it changes"]
    assert len({row[2] for row in marked}) == len(marked) == 3
    assert "the analyst has not chosen it" in text_of(note.runs)
    (derived,) = [each for each in part(changed(), "signposts") if isinstance(each, Table)]
    assert rows(derived)[0][1:] == ["share at most 58%", "Risk falls to Low", "92%"]
    assert len(derived.rows) == 9


def test_derived_signposts_without_any_of_the_analyst() -> None:
    """They alone are reason enough for the section, and there is room for more of them."""
    assessment = changed()
    bare = assessment.model_copy(
        update={
            "case": assessment.case.model_copy(
                update={"analysis": assessment.case.analysis.model_copy(update={"watch": ()})}
            )
        }
    )
    found = section(bare, "watch")
    assert found is not None
    assert isinstance(found.blocks[0], Table)
    assert len(found.blocks[0].rows) == 9


def test_a_memo_without_analyses_has_no_such_section() -> None:
    """Where only scores were wanted there is nothing to tell, and the analyst's table stays."""
    quick = changed().model_copy(update={"analyses": None})
    assert part(quick, "counterfactuals") == []
    watch = section(quick, "watch")
    assert watch is not None
    assert len(watch.blocks) == 1
    nothing = changed(counterfactuals=None, signposts=[])
    assert part(nothing, "counterfactuals") == []
    assert part(nothing, "signposts") == []


def test_absences_dates_and_unknown_values_have_words() -> None:
    """Whatever can change is told in words: a fact that is absent, a day, a value found out."""
    data = json.loads(example())["analyses"]["counterfactuals"]
    pattern = data["scores"][0]["down"]["single"][0]
    change = {**pattern["changes"][0], "alike": []}
    changes = [
        {**change, "field": None, "before": None, "after": None},
        {**change, "field": "until", "before": "2023-12-31", "after": "2024-06-30"},
        {**change, "field": "share", "before": None, "after": 0.5},
    ]
    singles = [{**pattern, "changes": [each]} for each in changes]
    data["scores"][0]["down"] = {**data["scores"][0]["down"], "single": singles, "pairs": []}
    found = part(changed(counterfactuals=data), "counterfactuals")
    told = [row[0] for block in found if isinstance(block, Table) for row in rows(block)]
    for words in (
        "is known to be absent",
        "until: 31 December 2023 → 30 June 2024",
        "share: unknown → 50%",
    ):
        assert any(text.endswith(words) for text in told), words
