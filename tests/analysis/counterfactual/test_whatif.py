"""What-if: a changed case is a case, checked and evaluated as if it had been written so."""

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskmemo
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.counterfactual.asked_changes import typed_settings
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.errors import InvalidInput
from riskmemo.model.what_if import WhatIf
from riskmemo.source.document import read_document
from riskmemo.source.tree import plain
from tests.analysis.counterfactual.test_counterfactuals import BANDS, SCORES, WORDS, gives
from tests.building import case, program, rule, told

EXAMPLE = Path("examples/mongolia-central-asia/case.yaml")


def basis_of(facts: dict[str, Any], rules: list[Any], **parts: Any) -> Basis:
    """A case with some facts, evaluated with some rules over one total."""
    made = program(WORDS, rules=rules, **{"scores": SCORES, "bands": BANDS, **parts})
    return riskmemo.examine(case(facts), made)


TIES: dict[str, dict[str, Any]] = {
    "A": {"kind": "tie", "partner": "KAZ", "open": True, "weight": 0.2},
    "B": {"kind": "tie", "partner": "UZB", "open": False, "weight": 0.7, "date": "2024-05-01"},
    "C1": {"kind": "claim", "topic": "other"},
}
RULES = [
    gives(15, ["t.open"], name="open", per_rule="sum", cap=60),
    gives(9, ["t.weight > 0.5"], name="heavy"),
    gives(2, ['t.status == "signed"'], name="signed"),
]


@pytest.fixture(scope="module")
def ties() -> Basis:
    """Two ties: one open, one heavy, neither with a known status."""
    return basis_of(TIES, RULES)


def base(found: WhatIf) -> tuple[Any, Any]:
    """Value and band of the one total in the base, before and after."""
    (score,) = found.scenarios[0].scores
    return score.value, score.band


def mistakes(basis: Basis, **asked: Any) -> list[str]:
    """What a what-if is refused with."""
    with pytest.raises(InvalidInput) as refused:
        riskmemo.whatif(basis, **asked)
    return [told(each) for each in refused.value.mistakes]


def test_a_field_is_set(ties: Basis) -> None:
    """Value and band before and after, the field as it was, and the rules that differ."""
    found = riskmemo.whatif(ties, set={("B", "open"): True})
    assert base(found) == ((24, 39), ("Mid", "Mid"))
    (change,) = found.set
    assert (change.fact, change.kind, change.field) == ("B", "tie", "open")
    assert (change.before, change.after) == (False, True)
    assert [(each.rule, each.matches, each.points) for each in found.rules] == [
        ("open", (1, 2), (15, 30))
    ]


def test_a_fact_is_dropped_and_another_added(ties: Basis) -> None:
    """What is added brings its own sources; all of it is assessed together."""
    more = {
        "sources": {"N": {"publisher": "Office", "title": "Note", "date": datetime.date(2025, 7, 1),
                          "reliability": "B"}},
        "indicators": [
            {"id": name, "kind": "tie", "says": "A tie.", "date": "2025-01-01",
             "fields": {"partner": "KGZ", "open": True},
             "sources": [{"source": source, "credibility": 2}]}
            for name, source in (("N1", "N"), ("N2", "A"))
        ],
    }  # fmt: skip
    found = riskmemo.whatif(ties, drop=["B"], add=[more])
    assert (found.dropped, found.added) == (("B",), ("N1", "N2"))
    assert base(found) == ((24, 45), ("Mid", "High"))
    assert [(each.rule, each.stops) for each in found.rules] == [("open", False), ("heavy", True)]


def test_gaps_open_and_close(ties: Basis) -> None:
    """A value that becomes unknown opens gaps; one that becomes known closes them."""
    found = riskmemo.whatif(ties, set={("A", "status"): "lapsed", ("A", "open"): None})
    assert [(gap.rule, [each.field for each in gap.missing]) for gap in found.gaps_closed] == [
        ("signed", ["status"])
    ]
    assert [(gap.rule, [each.field for each in gap.missing]) for gap in found.gaps_opened] == [
        ("open", ["open"])
    ]


def test_a_gap_that_stays_is_not_told() -> None:
    """Findings are numbered anew, and gaps over them are the same gaps all the same."""
    derived = [
        rule("make", {"t": "tie"}, ["t.open"], derives={"kind": "d", "fields": {"p": "t.partner"}}),
        rule("read", {"d": "d", "t": "tie"}, ["t.partner == d.p", 't.status == "signed"']),
    ]
    basis = basis_of({**TIES, "B": {**TIES["B"], "open": True}}, derived)
    found = riskmemo.whatif(basis, drop=["A"])
    assert found.gaps_opened == ()
    assert [gap.rule for gap in found.gaps_closed] == ["read"]


def test_scenarios_come_and_go() -> None:
    """A hypothesis whose claim is dropped is no longer raised; its rules stop to match."""
    rules = [
        *RULES,
        rule("warned", {"c": "claim"}, hypothesis="h", contributes={"to": "risk", "points": 5}),
    ]
    basis = basis_of(TIES, rules, hypotheses={"h": {"title": "Warning", "claim": "C1"}})
    found = riskmemo.whatif(basis, drop=["C1"])
    first, second = found.scenarios
    assert (first.id, first.raised) == ("base", (True, True))
    assert (second.title, second.raised) == ("Warning", (True, False))
    assert (second.scores[0].value, second.scores[0].band) == ((29, None), ("Mid", None))
    assert [(each.rule, each.stops, each.points) for each in found.rules] == [
        ("warned", True, (5, 0))
    ]


def test_nothing_asked_changes_nothing(ties: Basis) -> None:
    """Without changes there is no difference."""
    found = riskmemo.whatif(ties)
    assert (found.rules, found.gaps_opened, found.gaps_closed) == ((), (), ())
    assert not any(score.changes for each in found.scenarios for score in each.scores)


@given(
    st.dictionaries(
        st.sampled_from([(fact, field) for fact in "AB" for field in ("open", "weight", "status")]),
        st.integers(0, 2),
        max_size=4,
    ),
    st.sampled_from([(), ("A",), ("B",), ("A", "B")]),
)
def test_it_is_what_supposing_says(chosen: dict[tuple[str, str], int], drop: Any) -> None:
    """A case that is changed and evaluated gives the scores that are supposed."""
    values: dict[str, tuple[Any, ...]] = {
        "open": (True, False, None),
        "weight": (0.1, 0.9, None),
        "status": ("signed", "lapsed", None),
    }
    basis = basis_of(TIES, RULES)
    settings = {
        place: values[place[1]][number] for place, number in chosen.items() if place[0] not in drop
    }
    found = riskmemo.whatif(basis, set=settings, drop=drop)
    supposed = basis.supposing.scores(Otherwise(values=settings, without=frozenset(drop)))
    value = found.scenarios[0].scores[0].value[1]
    assert value is not None
    assert supposed["risk"].value == int(value * 1_000_000)


def test_it_is_what_editing_the_file_gives(tmp_path: Path) -> None:
    """The example changed in its file gives what the what-if tells, in every scenario."""
    ruleset = riskmemo.load_ruleset("central-asia-pivot")
    basis = riskmemo.examine(riskmemo.load_case(EXAMPLE), ruleset)
    found = riskmemo.whatif(
        basis,
        set={
            ("E41", "status"): "in_force",
            ("E50", "exercised"): False,
            ("E55", "stage"): "operating",
        },
        drop=["E10"],
    )
    data = plain(read_document(EXAMPLE))
    del data["analysis"]
    rows = {row["id"]: row for row in data["indicators"]}
    rows["E41"]["fields"]["status"] = "in_force"
    rows["E50"]["fields"]["exercised"] = False
    rows["E55"]["fields"]["stage"] = "operating"
    data["indicators"] = [row for row in data["indicators"] if row["id"] != "E10"]
    edited = riskmemo.assess(case_from(data, tmp_path), ruleset, analyses="none")
    assert [each.id for each in found.scenarios] == [each.id for each in edited.scenarios]
    for mine, theirs in zip(found.scenarios, edited.scenarios, strict=True):
        for score in mine.scores:
            record = theirs.scores[score.score]
            assert (score.value[1], score.band[1]) == (record.value, record.band)


def case_from(data: dict[str, Any], folder: Path) -> "riskmemo.Case":
    """A case from plain data, loaded from a file beside the tables of the example."""
    shutil.copytree(EXAMPLE.parent / "tables", folder / "tables")
    (folder / "case.json").write_text(json.dumps(data), encoding="utf-8")
    return riskmemo.load_case(folder / "case.json")


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("A.weight=40%", "1:10 wrong-type: `40%` stands where a share is needed | write `0.40`"),
        (
            "A.open=yes",
            ("1:8 wrong-type: `yes` stands where a bool is needed | write `true` or `false`"),
        ),
        (
            "A.weight",
            (
                "1:1 not-a-change: `A.weight` is no change of a field | "
                "write FACT.FIELD=VALUE, as `E3.status=in_force`"
            ),
        ),
    ],
)
def test_what_is_typed_is_read_as_in_a_case(ties: Basis, typed: str, message: str) -> None:
    """A value is read as the type of its field is written, and never made to fit."""
    with pytest.raises(InvalidInput) as refused:
        typed_settings(ties, [typed])
    assert [told(each) for each in refused.value.mistakes] == [message]


def test_what_is_typed_keeps_its_type(ties: Basis) -> None:
    """Numbers, booleans and names become what they are; nothing and `null` are unknown."""
    words = ["A.weight=0.4", "A.open=false", "A.partner=UZB", "B.open=", "B.weight=null"]
    assert typed_settings(ties, [*words, "B.date=2024-06-01"]) == {
        ("A", "weight"): 0.4,
        ("A", "open"): False,
        ("A", "partner"): "UZB",
        ("B", "open"): None,
        ("B", "weight"): None,
        ("B", "date"): "2024-06-01",
    }


def test_a_field_is_set_once(ties: Basis) -> None:
    """The same field twice is a contradiction, or looks like one."""
    with pytest.raises(InvalidInput) as refused:
        typed_settings(ties, ["A.open=true", "A.open=false"])
    assert told(refused.value.mistakes[0]) == (
        "2:1 contradictory-change: `A.open` is set twice | say once what it is set to"
    )


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (
            ("A", "wieght"),
            0.1,
            ("1:3 unknown-field: the kind `tie` has no field `wieght` | did you mean `weight`?"),
        ),
        (
            ("A", "status"),
            "sinned",
            (
                "1:10 unknown-category: `sinned` is none of the field's values"
                " | did you mean `signed`?"
            ),
        ),
        (
            ("A", "weight"),
            1.4,
            (
                "1:10 not-a-share: a share runs from 0 to 1, not 1.4 | "
                "3 % is written 0.03: write `0.014`"
            ),
        ),
        (
            ("A", "cost"),
            -2,
            (
                "1:8 out-of-range: -2 is not plausible here: it must be at least 0 | "
                "check the figure and its unit (USD)"
            ),
        ),
        (
            ("A", "open"),
            1,
            ("1:8 wrong-type: a number stands where a bool is needed | write `true` or `false`"),
        ),
        (
            ("A", "partner"),
            "Chad",
            ("1:11 unknown-country: `Chad` is not an ISO 3166-1 alpha-3 code | write `TCD`"),
        ),
        (
            ("A", "partner"),
            None,
            ("1:11 missing-field: a `tie` must state `partner` | add `partner:` (A field.)"),
        ),
        (
            ("B", "date"),
            "2024-13-01",
            ("1:8 not-a-date: `2024-13-01` is not a date | write year-month-day, as `2025-07-21`"),
        ),
        (
            ("B", "until"),
            "2023-01-01",
            ("1:9 inconsistent: `until` is the last day and needs a `date` that is not later"),
        ),
    ],
)
def test_a_value_is_checked_as_in_a_case(ties: Basis, place: Any, value: Any, message: str) -> None:
    """What a case could not hold is refused in the same words, at the place of the value."""
    assert mistakes(ties, set={place: value}) == [message]


def test_facts_that_are_not_there(ties: Basis) -> None:
    """An unknown id is told with the nearest one, whether it is set or dropped."""
    message = "unknown-fact: there is no indicator or claim `A1` | did you mean `A`?"
    assert mistakes(ties, set={("A1", "open"): True}) == [f"1:1 {message}"]
    assert mistakes(ties, drop=["B", "A1"]) == [f"2:1 {message}"]


def test_changes_that_contradict_each_other(ties: Basis) -> None:
    """What is set cannot be dropped, and nothing can be dropped twice."""
    assert mistakes(ties, set={("A", "open"): True}, drop=["A", "B", "B"]) == [
        "1:1 contradictory-change: `A` is both set and dropped | do one or the other",
        "3:1 contradictory-change: `B` is dropped twice | name it once",
    ]


def test_what_is_not_known_at_the_cut_off() -> None:
    """A fact that became known later can be neither set nor dropped nor added."""
    facts = {**TIES, "L": {"kind": "tie", "partner": "KGZ", "known": "2025-09-01"}}
    basis = riskmemo.examine(
        case(facts, horizon="2027-01-01"), program(WORDS, rules=RULES, scores=SCORES, bands=BANDS)
    )
    late = (
        "not-yet-known: `L` is not known at the cut-off 2025-07-21; it became known on 2025-09-01"
        " | choose a later cut-off with `--as-of`, or leave it alone"
    )
    assert mistakes(basis, drop=["L"]) == [f"1:1 {late}"]
    assert mistakes(basis, set={("L", "open"): True}) == [f"1:1 {late}"]
    row = {
        "id": "M",
        "kind": "tie",
        "says": "A tie.",
        "known": "2025-09-01",
        "fields": {"partner": "KGZ"},
        "sources": [{"source": "A", "credibility": 1}],
    }
    assert mistakes(basis, add=[{"indicators": [row]}]) == [f"4:10 {late.replace('L', 'M')}"]


def test_mistakes_in_what_is_added(ties: Basis, tmp_path: Path) -> None:
    """A file has its own places: shape, ids, sources, kinds and values are checked as in a case."""
    file = tmp_path / "more.yaml"
    file.write_text(
        "sources:\n"
        "  A: {publisher: Office, title: Note, reliability: B}\n"
        "indicators:\n"
        "  - {id: A, kind: tie, says: A tie., fields: {partner: KGZ}, sources: []}\n",
        encoding="utf-8",
    )
    assert mistakes(ties, add=[file]) == [
        "4:71 empty-value: `sources` is empty | write something, or leave the key out"
    ]
    text = file.read_text("utf-8").replace("[]", "[{source: B, credibility: 1}]")
    file.write_text(text, encoding="utf-8")
    assert mistakes(ties, add=[file]) == [
        (
            "2:3 duplicate-id: the id `A` is used twice | "
            "give an added source an id that the case does not have"
        )
    ]
    file.write_text(text.replace("  A: {pub", "  N: {pub"), encoding="utf-8")
    assert mistakes(ties, add=[file]) == [
        "4:10 duplicate-id: the id `A` is used twice | give each indicator and claim its own id",
        "4:81 unknown-source: there is no source `B` | known here: `A`, `N`",
    ]
    file.write_text("rules: []\n", encoding="utf-8")
    assert mistakes(ties, add=[file]) == [
        "1:1 missing-key: `indicators` is missing | add `indicators:`",
        "1:1 unknown-key: there is no key `rules` here | known here: `indicators`, `sources`",
    ]
