"""The one order in which answers are given."""

import datetime

from riskmemo.language.canonical import in_canonical_order, sort_key
from riskmemo.model.facts import Answer, Fact, Gap, Match, Value

FINDINGS = (Fact("k/2", "k", {}), Fact("k/1", "k", {}))


def match(rule: str, *facts: str) -> Match:
    """A match of a rule."""
    names = tuple((f"a{place}", fact) for place, fact in enumerate(facts))
    return Match(rule, names, frozenset(), 1.0, 10, None)


def gap(rule: str, *facts: str) -> Gap:
    """A gap of a rule."""
    return Gap(rule, tuple((f"a{place}", fact) for place, fact in enumerate(facts)), 10)


def test_matches_and_gaps_stand_by_rule_and_facts() -> None:
    """Rules by id, then facts by id; findings keep their order, which is that of their numbers."""
    given = Answer(
        (match("b", "F1"), match("a", "F2"), match("a", "F1", "F9"), match("a", "F1", "F3")),
        (gap("b", "F1"), gap("a", "F2"), gap("a", "F1")),
        FINDINGS,
    )
    assert in_canonical_order(given) == Answer(
        (match("a", "F1", "F3"), match("a", "F1", "F9"), match("a", "F2"), match("b", "F1")),
        (gap("a", "F1"), gap("a", "F2"), gap("b", "F1")),
        FINDINGS,
    )


def test_what_an_engine_gives_twice_stays_in_its_order() -> None:
    """Only rule and facts are compared, so a wrong answer can be set beside a right one."""
    matches = tuple(match("a", "F1")._replace(strength=strength) for strength in (None, 1.0, 0.5))
    gaps = tuple(gap("a", "F1")._replace(points=points) for points in (None, 10, 5))
    given = Answer(matches, gaps, ())
    assert in_canonical_order(given) == given


def test_the_values_of_a_leaf_ascend_and_the_unknown_come_last() -> None:
    """Leaves stand by name; negative values come before 0, and 0 before 1."""
    given = Answer((), (), (), {"z": (3,), "a": (None, 2, -5, None, 1, 0, 10)})
    found = in_canonical_order(given).leaves
    assert list(found.items()) == [("a", (-5, 0, 1, 2, 10, None, None)), ("z", (3,))]


def test_values_of_a_field_are_ordered_unknown_first() -> None:
    """Unknown comes before every value, and values by what they are."""
    day = datetime.date(2025, 7, 21)
    columns: list[list[Value]] = [
        [2.0, None, 0.0, -1.0],
        ["é", "a", "B", "", None],
        [True, None, False],
        [day, None],
    ]
    assert [sorted(values, key=sort_key) for values in columns] == [
        [None, -1.0, 0.0, 2.0],
        [None, "", "B", "a", "é"],
        [None, False, True],
        [None, day],
    ]
