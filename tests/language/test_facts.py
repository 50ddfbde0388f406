"""What of a case is known at a day, as typed facts."""

import datetime

import pytest

from riskmemo.errors import InvalidInput
from riskmemo.language.facts import facts_at, known_since, visible_citations
from riskmemo.model.facts import Fact
from tests.building import GEOGRAPHY, case

DAY = datetime.date(2025, 7, 21)


def test_a_fact_has_its_values_grades_and_evidence() -> None:
    """Fields left out are unknown, the two dates are fields, and a base fact rests on itself."""
    given = case(
        {"T1": {"kind": "act", "place": "Osh", "date": "2025-01-02", "grade": ["B2", "F6"]}}
    )
    (fact,) = facts_at(given, GEOGRAPHY, DAY)
    assert fact == Fact(
        "T1",
        "act",
        {
            "organisation": None,
            "place": "Osh",
            "deaths": None,
            "date": datetime.date(2025, 1, 2),
            "until": None,
        },
        (("B", 2), ("F", 6)),  # type: ignore[arg-type]
        certain=True,
        evidence=frozenset({"T1"}),
    )


def test_only_what_was_known_by_the_day_and_in_the_order_of_ids() -> None:
    """A fact that became known later is passed over, and those written after it are not."""
    rows = {
        "T3": {"kind": "tie", "known": "2025-07-21"},
        "T2": {"kind": "tie", "known": "2025-07-22"},
        "T4": {"kind": "tie", "grade": "A1@2025-07-22"},
        "T1": {"kind": "tie", "grade": "A1@2025-07-21"},
    }
    assert [fact.id for fact in facts_at(case(rows), GEOGRAPHY, DAY)] == ["T1", "T3"]


def test_a_fact_is_known_since_its_earliest_source_or_as_stated() -> None:
    """What is stated counts before the dates of sources."""
    rows = {
        "T1": {"kind": "tie", "grade": ["A1@2025-05-01", "B2@2025-03-01"]},
        "T2": {"kind": "tie", "grade": ["A1@2025-05-01"], "known": "2025-06-01"},
    }
    given = case(rows)
    assert [known_since(row, given.sources) for row in given.indicators] == [
        datetime.date(2025, 3, 1),
        datetime.date(2025, 6, 1),
    ]


def test_a_citation_counts_once_its_source_was_out() -> None:
    """Of several sources only those count that were out by the day, that day included."""
    rows = {"T1": {"kind": "tie", "grade": ["A1@2025-07-22", "B2@2025-07-21"]}}
    given = case(rows)
    (use,) = visible_citations(given.indicators[0], given.sources, DAY)
    assert given.sources[use.source].reliability == "B"
    (fact,) = facts_at(given, GEOGRAPHY, DAY)
    assert len(fact.grades) == 1


def test_values_of_the_wrong_type_are_refused() -> None:
    """All of them are told, also of facts that are not known yet; the places are not known here."""
    rows = {
        "T1": {"kind": "tie", "level": "much"},
        "T2": {"kind": "tie", "open": 1, "known": "2025-07-22"},
    }
    with pytest.raises(InvalidInput) as refused:
        facts_at(case(rows), GEOGRAPHY, DAY)
    assert [(mistake.message, mistake.span) for mistake in refused.value.mistakes] == [
        ("text stands where a number is needed", None),
        ("a number stands where a bool is needed", None),
    ]
