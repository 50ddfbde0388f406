"""How values are spelled for durable-rules, and which are kept from it."""

import datetime
import math

import pytest

from riskmemo.engines.rete.spelling import LONGEST, can_be_sent, name_of, spelled
from riskmemo.errors import EvaluationRefused
from riskmemo.language import types
from riskmemo.language.tree import Field
from riskmemo.model.facts import Value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (True, "true"),
        (False, "false"),
        (datetime.date(1, 1, 1), "1"),
        (datetime.date(2025, 7, 21), "739453"),
        ("a", '"a"'),
        ("é\n", '"\\u00e9\\n"'),
        ("x" * (LONGEST - 2), f'"{"x" * (LONGEST - 2)}"'),
        ("x" * (LONGEST - 1), None),
        (1.0, "1"),
        (-3.0, "-3"),
        (2.0**53, "9007199254740992"),
        (-(2.0**53), "-9007199254740992"),
        (0.5, "0.5"),
        (1e-07, "1.0e-07"),
        (1.5e-07, "1.5e-07"),
    ],
)
def test_a_value_has_one_spelling(value: Value, text: str | None) -> None:
    """Dates are numbers, whole numbers have no point, small ones have one; long text is ours."""
    assert spelled(value) == text
    assert can_be_sent(value) is (text is not None)


@pytest.mark.parametrize("number", [math.inf, math.nan, 2.0**53 + 2, -(2.0**53) - 2])
def test_a_number_that_no_fact_has_is_refused(number: float) -> None:
    """What is not finite or not exact never reaches durable-rules."""
    with pytest.raises(EvaluationRefused) as refused:
        spelled(number)
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.message, mistake.span, mistake.help) == (
        "number-too-large",
        f"`{number:g}` is no number that a fact can have",
        None,
        "a number lies between -2**53 and 2**53",
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (types.BOOL, "f:b"),
        (types.NUMBER, "f:n"),
        (types.SHARE, "f:n"),
        (types.TEXT, "f:k"),
        (types.COUNTRY, "f:k"),
        (types.DATE, "f:d"),
    ],
)
def test_a_field_is_sent_with_its_type(kind: types.Type, name: str) -> None:
    """Fields of one name and different types never meet; numbers and shares do."""
    assert name_of(Field("t", "f", kind)) == name
