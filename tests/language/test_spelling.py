"""Spellings near the edge between a slip and what is meant."""

import pytest

from riskmemo.language import types, values
from riskmemo.language.tree import Compare, Constant
from tests.language.expressions import typed, wrong_with

FORMS = "use and, or, not, comparisons, `in [..]`, + - * /, listed functions and `alias.field`"
VALUES = "values are numbers, text in quotes, true and false"
LONG = "an expression has at most 2,000 characters; this one has 3,306"
SPLIT = "split it into several conditions"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("t.level > (3,5)", 12),
        ("(3,5) == least", 2),
        ("{1: 2}[1] > 3,5", 13),
        ("min(1, 2) > 3,5", 13),
        ("t.level in [1] and t.level > 3,5", 30),
        ("(t.level) > 3,5", 13),
    ],
)
def test_a_comma_in_a_number(text: str, column: int) -> None:
    """Outside of lists and calls, and once these are closed, a comma between digits is a slip."""
    assert wrong_with(text) == [f"{column} expression-syntax: `3,5` is not a number | write `3.5`"]


@pytest.mark.parametrize("form", ["t.level > 3, 5", "[3,5] == t.level", "{3,5} == 1"])
def test_a_comma_between_values(form: str) -> None:
    """Between the values of a list, or with a space behind it, a comma is none."""
    part = form.partition(" == ")[0]
    assert wrong_with(form) == [
        f"1 expression-form: `{part}` is not part of the language | {FORMS}"
    ]


def test_a_comma_between_arguments() -> None:
    """In a call every comma parts two arguments, behind a closed bracket too."""
    assert typed("min(t.level, 3,5) > 1") == typed("min(t.level, 3, 5) > 1")
    assert typed("min((t.level),3,5) > 1") == typed("min(t.level, 3, 5) > 1")


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("... == 1", f"1 expression-form: `Ellipsis` is not a value of the language | {VALUES}"),
        (
            't.name == u"a"',
            "11 expression-syntax: `u` cannot stand before text | take it away",
        ),
        ("tru == t.open", "1 unknown-name: there is no parameter `tru` | did you mean `true`?"),
        ("fals == t.open", "1 unknown-name: there is no parameter `fals` | did you mean `false`?"),
        ('-"a" == t.name', "1 wrong-type: `-` does not join a number and a text"),
        ("t.cost - t.length > 1", "1 wrong-unit: USD and km are never added"),
        (
            "t.open" + " and t.open" * 300,
            f"0 expression-too-long: {LONG} | {SPLIT}",
        ),
        (
            "not " * 40 + "t.open",
            f"0 expression-too-deep: an expression nests at most 40 levels | {SPLIT}",
        ),
    ],
)
def test_what_is_told(text: str, mistake: str) -> None:
    """Values, words and sizes that are not the language's are told with what to type."""
    assert wrong_with(text) == [mistake]


@pytest.mark.parametrize("word", ["true", "True", "false", "False"])
def test_truths_are_words(word: str) -> None:
    """Both spellings are read."""
    assert typed(f"t.open == {word}") == typed(f"t.open == {word.lower()}")
    compared = typed(f"t.open == {word}")
    assert isinstance(compared, Compare)
    assert compared.right == Constant(word.lower() == "true", types.BOOL)


def test_the_largest_number_is_a_number() -> None:
    """2**53 itself, either way, is exact and has a value."""
    compared = typed("t.level == 9007199254740992")
    assert isinstance(compared, Compare)
    assert compared.right == Constant(2.0**53, types.NUMBER)
    assert values.bounded(-(2.0**53)) == -(2.0**53)
    assert values.bounded(2.0**53) == 2.0**53
