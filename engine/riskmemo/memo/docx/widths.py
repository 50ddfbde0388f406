"""How wide the columns of a table are, from the length of what stands in them.

A page of Word has no browser that would find out. A column is at least as wide as its longest word
and shares the rest by the square root of its text, which makes the sum of the heights smallest.
"""

from collections.abc import Sequence
from math import sqrt

from riskmemo.memo.view import Badge, Cite, Column, Row, Run, Table

LETTER = 82
"""An average letter of a table, in twentieths of a point."""

MARGIN = 150
"""What a column needs beside its text."""

LONGEST_WORD = 22
"""Longer words may be broken."""

STRIP = 1320
"""A strip with the space after it."""

WHOLE = {"short": LONGEST_WORD, "number": 12}
"""Texts of these columns stay on one line up to so many letters."""


def column_widths(table: Table, total: int) -> list[int]:
    """The width of each column in twentieths of a point; together they are `total`."""
    columns = [_Column(table, index) for index in range(len(table.columns))]
    least = [column.least for column in columns]
    if sum(least) >= total:
        return _exactly(total, [width * total / sum(least) for width in least])
    return _exactly(total, _shared(columns, total))


class _Column:
    """What one column holds, in twentieths of a point."""

    def __init__(self, table: Table, index: int) -> None:
        column = table.columns[index]
        texts = [_letters(row, index) for row in table.rows]
        strip = STRIP if column.fit == "scale" else 0
        self.least: float = strip + MARGIN + _longest(column, texts)
        self.most = max(self.least, strip + MARGIN + LETTER * max(map(len, [column.label, *texts])))
        self.amount = sqrt(1 + len(column.label) + sum(map(len, texts)))


def _shared(columns: Sequence[_Column], total: int) -> list[float]:
    """Widths by amount, between the least and the most that each column can use."""
    free, left = list(columns), float(total)
    widths: dict[int, float] = {}
    while free:
        share = left / sum(column.amount for column in free)
        short = [column for column in free if column.amount * share < column.least]
        bound = short or [column for column in free if column.amount * share > column.most]
        if not bound:
            break
        for column in bound:
            widths[id(column)] = column.least if short else column.most
            left -= widths[id(column)]
            free.remove(column)
    share = left / sum(column.amount for column in free) if free else 0.0
    found = [widths.get(id(column), column.amount * share) for column in columns]
    return [width * total / sum(found) for width in found]


def _exactly(total: int, widths: Sequence[float]) -> list[int]:
    whole = [int(width) for width in widths]
    whole[-1] += total - sum(whole)
    return whole


def _longest(column: Column, texts: Sequence[str]) -> float:
    """The longest word, or the longest text where that stays on one line."""
    parts = column.label.split(" ")
    for text in texts:
        stays = len(text) <= WHOLE.get(column.fit, 0)
        parts += [text] if stays else text.split(" ")
    return max(_length(part[:LONGEST_WORD]) for part in parts)


def _length(text: str) -> float:
    """Of a text on one line; capitals and digits are wider than other letters."""
    return LETTER * (len(text) + sum(char.isupper() or char.isdigit() for char in text) / 5)


def _letters(row: Row, index: int) -> str:
    return "".join(_of(run) for run in row.cells[index].runs)


def _of(run: Run) -> str:
    """What a run takes up; citations are small."""
    if isinstance(run, Cite):
        return " ".join(reference.label for reference in run.references)
    text: str = getattr(run, "text", " ")
    return f" {text} " if isinstance(run, Badge) else text
