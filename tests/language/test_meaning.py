"""The value of an expression over facts: comparisons, Kleene's three truth values, arithmetic."""

import datetime

import pytest

from riskmemo.language.meaning import all_of, any_of, value_of
from riskmemo.language.tree import Compare
from riskmemo.model.facts import Fact, Setting, Value
from tests.language.expressions import typed

AS_OF, HORIZON = datetime.date(2025, 7, 21), datetime.date(2026, 7, 21)
SETTING = Setting(AS_OF, HORIZON, "MNG")
TIE = Fact(
    "T1",
    "tie",
    {
        "partner": "KAZ", "status": "signed", "level": 3.0, "cost": None, "length": 0.0,
        "weight": 0.5, "name": "b", "open": True, "signed_on": datetime.date(2025, 1, 31),
        "date": None, "until": None,
    },
)  # fmt: skip
KIN = Fact("K1", "kin", {"state": "MNG", "weight": None, "group": "a", "date": None, "until": None})


def meaning(text: str) -> Value:
    """The value of a condition on the tie `t` and the minority `k`."""
    return value_of(typed(text), {"t": TIE, "k": KIN}, SETTING)


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("t.level == 3", True),
        ("t.level == 4", False),
        ("t.level != 3", False),
        ("t.level != 4", True),
        ("t.level < 3", False),
        ("t.level < 4", True),
        ("t.level <= 3", True),
        ("t.level <= 2", False),
        ("t.level > 3", False),
        ("t.level > 2", True),
        ("t.level >= 3", True),
        ("t.level >= 4", False),
        ('k.group < "b" and t.name > "a"', True),
        ("t.partner == subject", False),
        ("k.state == subject", True),
        ("as_of < horizon", True),
        ('horizon == date("2026-07-21")', True),
        ("t.weight > least", False),
        ("not t.open", False),
        ("not t.level > 3", True),
        ('t.status in ["signed", "in_force"]', True),
        ('t.status in ["announced"]', False),
    ],
)
def test_a_condition_on_what_is_known(text: str, truth: bool) -> None:
    """Comparisons include their ends as written, and text is ordered by code point."""
    assert meaning(text) is truth


@pytest.mark.parametrize(
    "text",
    [
        "t.cost == 0",
        "0 < t.cost",
        "t.cost != t.cost",
        "not t.cost > 1",
        "t.date in [date(\"2025-01-01\")]",
        "t.cost + t.cost > 1",
        "t.date + days(1) > as_of",
        "as_of - t.date > 1",
        "t.until - as_of > 1",
        "abs(t.cost) > 1",
        "max(k.weight, 1) > 0",
        "t.level / t.length * 1 == 1",
    ],
)  # fmt: skip
def test_what_is_unknown_stays_unknown(text: str) -> None:
    """Whatever is made of an unknown value is unknown, and so is what has no result."""
    assert meaning(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("t.level + t.weight", 3.5),
        ("t.weight - t.level", -2.5),
        ("t.level * t.weight", 1.5),
        ("t.weight / t.level", 0.5 / 3.0),
        ("min(t.level, t.weight)", 0.5),
        ("max(t.weight, t.level)", 3.0),
        ("abs(t.weight - t.level)", 2.5),
        ("goalposts(t.level, 1, 5)", 0.5),
        ("as_of - t.signed_on", 171.0),
        ("t.signed_on - as_of", -171.0),
        ("t.signed_on + months(1)", datetime.date(2025, 2, 28)),
        ("t.signed_on - days(31)", datetime.date(2024, 12, 31)),
        ("as_of - years(1)", datetime.date(2024, 7, 21)),
    ],
)
def test_numbers_and_dates_are_computed(text: str, value: Value) -> None:
    """Operands keep their order; a date moves by calendar months and by days."""
    compared = typed(f"{text} == {text}")
    assert isinstance(compared, Compare)
    assert value_of(compared.left, {"t": TIE, "k": KIN}, SETTING) == value


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_and_or_with_three_truth_values(
    first: bool | None, second: bool | None, both: bool | None, either: bool | None
) -> None:
    """A false decides `and`, a true decides `or`; else an unknown leaves them unknown."""
    written = {True: "t.open", False: "t.level > 3", None: "t.cost > 0"}
    for one, other in ((first, second), (second, first)):
        assert (all_of([one, other]), any_of([one, other])) == (both, either)
        assert meaning(f"{written[one]} and {written[other]}") is both
        assert meaning(f"{written[one]} or {written[other]}") is either
