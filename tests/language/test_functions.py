"""The functions of the language at the ends of what they take."""

# ruff: noqa: E501  (messages are compared whole, one a line)

from typing import cast

import pytest

from riskmemo.language import types, values
from riskmemo.language.tree import Call, Compare, Field, Function, Period, Shift
from tests.language.expressions import typed, wrong_with

DATE = '| write `date("2025-07-21")`'


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("days(0)", Period(0, 0)),
        ("days(120000)", Period(0, 120_000)),
        ("months(7)", Period(7, 0)),
        ("years(3)", Period(36, 0)),
        ("years(120000)", Period(1_440_000, 0)),
        ("months(span)", Period(24, 0)),
    ],
)
def test_a_period_in_months_and_days(text: str, period: Period) -> None:
    """Days are days, months and years are months; 0 and 120,000 are the ends."""
    compared = typed(f"t.date > as_of - {text}")
    assert isinstance(compared, Compare)
    assert isinstance(compared.right, Shift)
    assert compared.right.period == period


@pytest.mark.parametrize("name", ["days", "months", "years"])
@pytest.mark.parametrize("argument", ["", "1, 2", '"1"', "1.5", "120001"])
def test_a_period_takes_one_whole_number(name: str, argument: str) -> None:
    """Anything else is told with the name of the function."""
    assert wrong_with(f"as_of - {name}({argument}) > t.date") == [
        f"9 wrong-arguments: `{name}` takes one whole number, a literal or a parameter"
    ]


@pytest.mark.parametrize("name", ["ln", "exp", "abs"])
@pytest.mark.parametrize("argument", ["", "t.level, 1", "t.name", "as_of"])
def test_a_function_of_one_number(name: str, argument: str) -> None:
    """No number, two, or something else are told with the name of the function."""
    assert wrong_with(f"{name}({argument}) > 1") == [f"1 wrong-arguments: `{name}` takes 1 number"]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("max(1) > 1", "1 wrong-arguments: `max` takes two values or more"),
        ("goalposts(1) > 1", "1 wrong-arguments: `goalposts` takes 3 numbers of one unit"),
        ("goalposts() > 1", "1 wrong-arguments: `goalposts` takes 3 numbers of one unit"),
        ("goalposts(1, 2, 3, 4) > 1", "1 wrong-arguments: `goalposts` takes 3 numbers of one unit"),
        ("goalposts(t.name, 2, 3) > 1", "1 wrong-arguments: `goalposts` takes 3 numbers of one unit"),
        ("dat(t.level) > as_of", "1 unknown-function: there is no function `dat` here | did you mean `date`?"),
        ("as_of > date()", f"9 not-a-date: `date` takes one date in quotes {DATE}"),
        ("as_of > date(20250721)", f"9 not-a-date: `date` takes one date in quotes {DATE}"),
        ('as_of > date("2025-07-21", "x")', f"9 not-a-date: `date` takes one date in quotes {DATE}"),
    ],
)  # fmt: skip
def test_arguments_that_do_not_fit(text: str, mistake: str) -> None:
    """Too few, too many or of the wrong kind: the function says what it takes."""
    assert wrong_with(text) == [mistake]


@pytest.mark.parametrize("name", ["ln", "exp", "abs", "min", "max"])
def test_a_call_keeps_its_name(name: str) -> None:
    """The tree says which function is called, and of what."""
    level = Field("t", "level", types.NUMBER)
    arguments = (level, level) if name in {"min", "max"} else (level,)
    written = ", ".join("t.level" for _ in arguments)
    compared = typed(f"{name}({written}) > t.level")
    assert compared == Compare(">", Call(cast("Function", name), arguments, types.NUMBER), level)


@pytest.mark.parametrize(
    ("value", "low", "high", "result"),
    [
        (1.0, 0.0, 1.0, 1.0),
        (0.25, 0.0, 1.0, 0.25),
        (0.0, -(2.0**53), 2.0**53, None),
        (2.0**53, -4.0, 4.0, None),
        (0.0, -1e-300, 1e-300, 0.5),
    ],
)
def test_goalposts_are_unknown_where_a_difference_is(
    value: float, low: float, high: float, result: float | None
) -> None:
    """A span or a distance beyond 2**53 has no value, and so neither has their quotient."""
    assert values.goalposts(value, low, high) == result
