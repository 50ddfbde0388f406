"""Values as a case writes them: each field type says what it takes and how to write it."""

# ruff: noqa: E501  (messages are compared whole, one a line)

from dataclasses import replace

import pytest

from riskmemo.errors import Span
from riskmemo.language.facts import typed_value
from riskmemo.language.scope import Mistakes
from riskmemo.language.types import as_fraction, from_percent
from riskmemo.model.base import Scalar
from riskmemo.model.facts import Value
from riskmemo.model.vocabulary import FieldSpec
from tests.building import model_of, told

PLACE = Span("case.yaml", 1, 1)
"""Where every value of these tests was written, and where its mistakes are told."""


def read(written: Scalar, kind: str, **more: object) -> tuple[Value, list[str]]:
    """The value of what is written in a field of a type, and what is wrong with it."""
    mistakes = Mistakes({("fields", "f"): PLACE}.__getitem__)  # type: ignore[arg-type]
    spec = model_of(FieldSpec, {"type": kind, "doc": "For tests.", **more})
    value = typed_value(written, spec, mistakes, (), "f")
    return value, [told(replace(mistake, span=None)) for mistake in mistakes.found]


@pytest.mark.parametrize(
    ("written", "kind", "told_of"),
    [
        ("yes", "bool", "text stands where a bool is needed | write `true` or `false`"),
        ("1,000", "number", "text stands where a number is needed | write a plain number, without unit or thousands separators"),
        (True, "number", "true or false stands where a number is needed | write a plain number, without unit or thousands separators"),
        ("3.8 percent", "share", "text stands where a share is needed | write a fraction from 0 to 1, as `0.038` for 3.8 %"),
        ("٣%", "share", "text stands where a share is needed | write a fraction from 0 to 1, as `0.038` for 3.8 %"),
        ("3,5 %", "share", "text stands where a share is needed | write `0.035`"),
        ("12%", "number", "text stands where a number is needed | write a plain number, without unit or thousands separators"),
        (1.5, "text", "a number stands where a text is needed | put it in quotes"),
        (False, "text", "true or false stands where a text is needed | put it in quotes"),
        (2, "country", "a number stands where a country is needed | write an ISO 3166-1 alpha-3 code, as `MNG`"),
        (20250721, "date", "a number stands where a date is needed | write year-month-day, as `2025-07-21`"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type(written: Scalar, kind: str, told_of: str) -> None:
    """What stands there, what is needed, and how to write it; nothing is converted."""
    assert read(written, kind) == (None, [f"wrong-type: {told_of}"])


def test_a_value_that_is_no_text_where_a_category_is_needed() -> None:
    """The values of the category are listed."""
    assert read(1, "category", values=["low", "high"]) == (
        None,
        ["wrong-type: a number stands where a category is needed | write one of low, high"],
    )


@pytest.mark.parametrize(
    ("written", "value"), [(2**53, 2.0**53), (-(2**53), -(2.0**53)), (0, 0.0), (-0.0, 0.0)]
)
def test_whole_numbers_are_numbers(written: float, value: float) -> None:
    """Numbers up to 2**53 either way are read, and minus zero is zero."""
    found, mistakes = read(written, "number")
    assert (str(found), mistakes) == (str(value), [])


@pytest.mark.parametrize("written", [2**53 + 1, -(2**53) - 1, 1e300])
def test_a_number_that_is_not_exact_is_refused(written: float) -> None:
    """Beyond 2**53 whole numbers are not exact any more."""
    assert read(written, "number") == (
        None,
        [
            (
                "number-too-large: a number lies between -2**53 and 2**53 | "
                "use a larger unit, or leave the value out where it is not known"
            )
        ],
    )


@pytest.mark.parametrize(
    ("written", "limits", "told_of"),
    [
        (-1, {"min": 0}, "-1 is not plausible here: it must be at least 0"),
        (0, {"min": 0}, None),
        (11, {"max": 10}, "11 is not plausible here: it must be at most 10"),
        (10, {"max": 10}, None),
        (11, {"min": 1, "max": 10}, "11 is not plausible here: it must be at least 1 and at most 10"),
    ],
)  # fmt: skip
def test_a_number_within_its_limits(
    written: float, limits: dict[str, object], told_of: str | None
) -> None:
    """The limits themselves are plausible, and a number without unit names none."""
    expected = [f"out-of-range: {told_of} | check the figure and its unit"] if told_of else []
    assert read(written, "number", **limits) == (float(written), expected)


@pytest.mark.parametrize(
    ("written", "mistakes"),
    [
        (0, []),
        (1, []),
        (1.01, ["not-a-share: a share runs from 0 to 1, not 1.01 | 3 % is written 0.03: write `0.0101`"]),
        (100, ["not-a-share: a share runs from 0 to 1, not 100 | 3 % is written 0.03: write `1`"]),
        (101, ["not-a-share: a share runs from 0 to 1, not 101 | 3 % is written 0.03"]),
        (-0.5, ["not-a-share: a share runs from 0 to 1, not -0.5 | 3 % is written 0.03"]),
    ],
)  # fmt: skip
def test_a_share_runs_from_0_to_1(written: float, mistakes: list[str]) -> None:
    """A number above 1 and up to 100 may have been meant in percent."""
    assert read(written, "share") == (float(written), mistakes)


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("Kazakhstan", "write `KAZ`"),
        ("KYG", "did you mean `KGZ`?"),
        ("kaz", "write `KAZ`"),
    ],
)
def test_a_country_is_a_code(written: str, advice: str) -> None:
    """A name leads to its code, and a mistyped code to one like it."""
    told_of = f"unknown-country: `{written}` is not an ISO 3166-1 alpha-3 code | {advice}"
    assert read(written, "country") == (written, [told_of])


@pytest.mark.parametrize(
    ("percent", "fraction"),
    [("10", "0.10"), ("10.0", "0.10"), ("10.000", "0.10"), ("2.5", "0.025"), ("100", "1.00"), ("250", "2.50"), ("0", "0.00")],
)  # fmt: skip
def test_a_percentage_as_a_fraction(percent: str, fraction: str) -> None:
    """Two digits after the point at least, and no zeros behind them."""
    assert as_fraction(percent) == fraction


@pytest.mark.parametrize("text", ["3.8", "% 3", "a3%", "1234567890%", "3..8%", ""])
def test_what_is_no_percentage(text: str) -> None:
    """Only a plain number with a percent sign behind it is taken for a percentage."""
    assert from_percent(text) == ""
