"""Ties of the subject: which facts they are, when, and with whom."""

import datetime
import itertools
import json
from typing import Any

import pytest

from riskmemo.memo.figures.labels import width_of
from riskmemo.memo.figures.timeline import LABEL_SIZE, PLOT
from riskmemo.model import Assessment
from riskmemo.model.vocabulary import KindSpec
from tests.memo.figures.drawn import figures, rows, texts


def _timeline(found: Assessment) -> Any:
    return figures(found)["figure-timeline"]


def _network(found: Assessment) -> Any:
    return figures(found)["figure-network"]


def _facts(found: Assessment, change: Any) -> Assessment:
    facts = tuple(
        fact.model_copy(update={"values": {**fact.values, **change(fact)}}) for fact in found.facts
    )
    return found.model_copy(update={"facts": facts})


def test_partners_have_a_line_each(mongolia: Assessment) -> None:
    """States and organisations alike, those with most ties first, others' ties never."""
    assert [each["label"] for each in rows(_timeline(mongolia), "partners")] == [
        "Uzbekistan",
        "Kyrgyzstan",
        "Kazakhstan",
        "Tajikistan",
        "EAEU",
    ]
    assert "China" not in _timeline(mongolia).description


def test_the_title_counts_ties(mongolia: Assessment) -> None:
    """And how many of them are of the last year."""
    assert _timeline(mongolia).title == (
        "20 dated ties with 5 partners since July 2023, 11 of them in the last twelve months."
    )
    assert _timeline(mongolia).note.endswith("2 older ties are not drawn.")


def test_marks_say_who_goes_to_whom(mongolia: Assessment) -> None:
    """A visit of the subject is `out`, one to it is `in`, and a treaty binds both."""
    found = rows(_timeline(mongolia), "ties")
    assert {each["way"] for each in found} == {"out", "in", "both"}
    assert "Official visit to the partner, 20–23 July 2025 (E2)" in _timeline(mongolia).description
    assert "Official visit from the partner, 24–25 June 2025 (E4)" in (
        _timeline(mongolia).description
    )


def test_what_is_not_in_effect_is_open_and_says_so(mongolia: Assessment) -> None:
    """An announced agreement is no signed one."""
    assert sum(each["open"] for each in rows(_timeline(mongolia), "ties")) == 2
    assert "Transit agreement (announced), 9 July 2023 (E17)" in _timeline(mongolia).description
    assert "Dashed: not in effect." in _timeline(mongolia).note


def test_texts_on_a_line_never_meet(mongolia: Assessment) -> None:
    """They keep apart, inside the picture and on their side of the cut-off."""
    found = rows(_timeline(mongolia), "words")
    assert len(found) == 7
    spans = sorted(
        (each["row"], each["lane"], each["place"] - half, each["place"] + half)
        for each in found
        for half in [width_of(each["label"], LABEL_SIZE) / 2]
    )
    assert all(left > -0.1 and right < PLOT + 0.1 for _, _, left, right in spans)
    for before, after in itertools.pairwise(spans):
        assert before[:2] != after[:2] or before[3] < after[2]


def test_the_cut_off_is_drawn(mongolia: Assessment) -> None:
    """On its day, with its name."""
    (frame,) = rows(_timeline(mongolia), "frame")
    assert frame["cut_off"] == datetime.date(2025, 7, 28).toordinal()
    assert "cut-off" in texts(_timeline(mongolia))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_are_drawn(day: str, mongolia: Assessment) -> None:
    """A mistyped year breaks nothing."""
    changed = _facts(mongolia, lambda _: {"date": day, "until": None})
    assert "figure-timeline" in figures(changed)


def test_ties_without_a_day_are_only_in_the_network(mongolia: Assessment) -> None:
    """No date, no place in time."""
    changed = figures(_facts(mongolia, lambda _: {"date": None, "until": None}))
    assert "figure-timeline" not in changed
    assert "figure-network" in changed


def test_an_unknown_partner_makes_no_tie(mongolia: Assessment) -> None:
    """Nobody is invented for a field that is not known."""
    changed = figures(_facts(mongolia, lambda _: {"partner": None, "organisation": None}))
    labels = {each["label"] for each in rows(changed["figure-network"], "partners")}
    assert labels == {"Kyrgyzstan", "Uzbekistan", "Kazakhstan", "Tajikistan"}


def test_a_vocabulary_without_relations_has_no_such_figure(mongolia: Assessment) -> None:
    """The engine itself knows no ties."""
    kinds = {
        name: kind.model_copy(update={"relation": None}) for name, kind in mongolia.kinds.items()
    }
    found = figures(mongolia.model_copy(update={"kinds": kinds}))
    assert not found.keys() & {"figure-timeline", "figure-network"}


def test_the_network_has_a_strand_for_each_kind(mongolia: Assessment) -> None:
    """With its number, and the partner's ties in all."""
    figure = _network(mongolia)
    assert figure.title == "Mongolia has most ties with Kyrgyzstan and Uzbekistan: 8 each."
    first = rows(figure, "partners")[0]
    assert (first["label"], first["detail"], first["beside"]) == ("Kyrgyzstan", "8 ties", -1)
    assert sum(each["number"] for each in rows(figure, "strands")) == 22
    assert [each["label"] for each in rows(figure, "kinds")] == [
        "Tie between two states",
        "Official visit",
        "Agreement with an organisation",
    ]


def test_partners_stand_apart(mongolia: Assessment) -> None:
    """Ten partners, the most that are drawn, have room for their names."""
    codes = ["KGZ", "UZB", "KAZ", "TJK", "TKM", "RUS", "JPN", "KOR", "DEU", "TUR", "IND", "VNM"]
    ties = (fact.id for fact in mongolia.facts if fact.kind == "tie")
    partner = dict(zip(ties, codes, strict=False))
    changed = _facts(
        mongolia,
        lambda fact: {"partner": partner[fact.id], "subject": "MNG"} if fact.id in partner else {},
    )
    places = rows(_network(changed), "partners")
    assert len(places) == 10
    for side in (-1, 1):
        heights = sorted(each["y"] for each in places if each["beside"] == side)
        assert all(lower - upper > 28 for upper, lower in itertools.pairwise(heights))
    assert "more partners are not drawn." in _network(changed).note


FIELDS: Any = {
    "subject": {"type": "country", "doc": "The state."},
    "partner": {"type": "country", "doc": "The other state."},
    "status": {"type": "category", "values": ["signed", "lapsed"], "doc": "How far it is."},
    "length": {"type": "number", "doc": "How long it is."},
}


@pytest.mark.parametrize(
    ("nature", "relation", "told"),
    [
        ("identity", {}, "a kind of nature `identity` has no `relation`"),
        (
            "structure",
            {"what": "form"},
            "`relation` names the field `form`, which the kind has not",
        ),
        (
            "structure",
            {"between": ["subject", "length"]},
            "`relation` lies between countries or texts, and `length` is none",
        ),
        (
            "structure",
            {"not_in_effect": {"status": ["ended"]}},
            "`status` can never be `ended`, as `not_in_effect` says",
        ),
    ],
)
def test_a_relation_that_cannot_be_is_refused(nature: str, relation: Any, told: str) -> None:
    """Identity is never drawn as a tie, and what a relation names must be there."""
    given: Any = {"title": "Tie", "doc": "A tie.", "nature": nature, "fields": FIELDS}
    with pytest.raises(ValueError, match=told):
        KindSpec.model_validate_json(
            json.dumps({**given, "relation": {"between": ["subject", "partner"], **relation}})
        )
