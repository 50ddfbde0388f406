"""Where a mistake in an expression is shown: the words that are wrong, in their line."""

import pytest

from riskmemo.errors import InvalidInput, Mistake, Span
from riskmemo.language.scope import Mistakes, Scope, schema_of
from riskmemo.language.typing import condition
from tests.building import GEOGRAPHY, read_ruleset

LINES = """\
rules:
  - id: r
    title: {title}
    match: {{t: tie}}
    where: [{condition}]
    contributes: {{to: risk, points: 1}}
    rationale: For tests.
    source: For tests."""


def shown(condition: str, title: str = "T") -> str:
    """What is marked in the line of a condition with one mistake."""
    with pytest.raises(InvalidInput) as refused:
        read_ruleset(LINES.format(title=title, condition=condition))
    (mistake,) = refused.value.mistakes
    assert mistake.span is not None
    begin = mistake.span.column - 1
    assert mistake.span.text == f"    where: [{condition}]"
    return mistake.span.text[begin : begin + mistake.span.length]


@pytest.mark.parametrize(
    ("condition", "marked"),
    [
        ("t.nam", "t.nam"),
        ("'t.nam'", "t.nam"),
        ('" t.nam"', "t.nam"),
        ("t.open and t.nam", "t.nam"),
        ("'t.name == \"é\" and t.nam'", "t.nam"),
        ("t.open and min(t.level) > 1", "min(t.level)"),
        ("t.level > 5%", "5%"),
        ("t.level > x", "x"),
        ("t.level = 1", "="),
        ("'t.open # yes'", "#"),
        ("t.level & 1 == 1", "t.level & 1"),
        ("t.open, t.open and t.nam", "t.nam"),
        ("t.open and t.open, t.open and t.nam", "t.nam"),
    ],
)
def test_the_wrong_words_are_marked(condition: str, marked: str) -> None:
    """The mark begins and ends with what is wrong, whatever stands before it in the line."""
    assert shown(condition) == marked


def test_the_same_words_earlier_in_the_line_are_not_meant() -> None:
    """The mark stands in the value itself, not in an equal text before it."""
    text = (
        "rules:\n  - {id: r, title: t.nam == 1, match: {t: tie}, where: [t.nam == 1], "
        "contributes: {to: risk, points: 1}, rationale: R, source: S}"
    )
    with pytest.raises(InvalidInput) as refused:
        read_ruleset(text)
    (mistake,) = refused.value.mistakes
    assert mistake.span is not None
    assert mistake.span.column == text.splitlines()[1].rindex("t.nam") + 1


def test_each_of_two_equal_conditions_is_marked_where_it_stands() -> None:
    """The mistake of the first is shown at the first, however close the second stands."""
    with pytest.raises(InvalidInput) as refused:
        read_ruleset(LINES.format(title="T", condition="x,x"))
    spans = [mistake.span for mistake in refused.value.mistakes]
    assert [span.column for span in spans if span] == [13, 15]


@pytest.mark.parametrize(("text", "column"), [("' t.nam'", 15), ("'  t.nam'", 13)])
def test_a_text_that_begins_further_in_is_marked_from_where_it_is_written(
    text: str, column: int
) -> None:
    """Behind a quote and one blank words are still marked; behind more, the value begins it."""
    with pytest.raises(InvalidInput) as refused:
        read_ruleset(LINES.format(title="T", condition=text))
    (mistake,) = refused.value.mistakes
    assert mistake.span is not None
    assert mistake.span.column == column


def wrong(text: str) -> Mistake:
    """The mistake in a condition that stands alone in a line."""
    mistakes = Mistakes(lambda _: Span("f.yaml", 1, 1, len(text), text))
    scope = Scope({"t": schema_of("tie", GEOGRAPHY.kinds["tie"])}, {}, mistakes)
    condition(text, scope, ("where", 0))
    (mistake,) = mistakes.found
    return mistake


@pytest.mark.parametrize(
    ("text", "column", "detail"),
    [
        ("t.open and", 10, "invalid syntax"),
        ("t.level == 1 1", 14, "invalid syntax"),
        ("t.open open and t.open", 8, "invalid syntax"),
        ("== 1", 1, "invalid syntax"),
        ("-", 1, "invalid syntax"),
    ],
)
def test_a_text_that_cannot_be_read(text: str, column: int, detail: str) -> None:
    """Python's reason is told, at the place it names, or at the end where it names none."""
    found = wrong(text)
    assert found.span is not None
    assert (found.span.column, found.span.length) == (column, 1)
    assert found.message == f"`{text}` is not an expression: {detail}"


def test_a_text_on_several_lines_is_marked_as_a_whole() -> None:
    """Where the text of an expression is not the text of one line, all of it is meant."""
    found = wrong("t.open and\nt.nam")
    assert found.span is not None
    assert (found.span.column, found.span.length) == (1, len("t.open and\nt.nam"))


def test_a_character_that_python_refuses_is_told() -> None:
    """A text that no parser takes is a mistake with Python's reason (at no place of its own)."""
    assert wrong("t.open\0").message == (
        "`t.open\0` is not an expression: source code string cannot contain null bytes"
    )
