"""Columns are as wide as what stands in them needs, and fill the page."""

from hypothesis import given
from hypothesis import strategies as st

from riskmemo.memo.docx.widths import column_widths
from riskmemo.memo.view import Cell, Column, Row, Table, Text

PAGE = 9638


def table(columns: list[tuple[str, str]], rows: list[list[str]]) -> Table:
    """A table of plain text."""
    return Table(
        "any",
        (),
        tuple(Column(label, fit) for label, fit in columns),
        tuple(Row(tuple(Cell((Text(words),)) for words in row)) for row in rows),
    )


def test_long_texts_have_most_of_the_page() -> None:
    """An id keeps to its own width, and the longer of two texts has more room."""
    columns = [("#", "name"), ("What it says", "text"), ("Source", "text")]
    found = column_widths(table(columns, [["E100", "says so " * 40, "a source " * 8]] * 9), PAGE)
    assert 400 < found[0] < 800
    assert found[1] > found[2] > found[0]


def test_numbers_stay_on_one_line() -> None:
    """A number is never broken, however long the text beside it."""
    columns = [("Text", "text"), ("Points", "number")]
    found = column_widths(table(columns, [["word " * 300, "+1,234.5678"]]), PAGE)
    assert found[1] > 11 * 82


@given(
    st.lists(
        st.sampled_from(["text", "short", "number", "scale", "name"]), min_size=1, max_size=12
    ),
    st.lists(st.text(max_size=300), min_size=1, max_size=12),
    st.integers(0, 4),
)
def test_columns_fill_the_page(fits: list[str], texts: list[str], rows: int) -> None:
    """Whatever stands in them, none is lost and none sticks out."""
    columns = [(texts[index % len(texts)], fit) for index, fit in enumerate(fits)]
    held = [
        [texts[(row + index) % len(texts)] for index in range(len(fits))] for row in range(rows)
    ]
    found = column_widths(table(columns, held), PAGE)
    assert sum(found) == PAGE
    assert all(width > 0 for width in found)


def test_a_table_without_rows_has_columns() -> None:
    """Headings alone share the page."""
    assert sum(column_widths(table([("One", "text"), ("Two", "text")], []), PAGE)) == PAGE
