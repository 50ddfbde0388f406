"""Lines of text in a drawing: broken between words, cut with an ellipsis, by their real widths."""

import importlib
from typing import Any

import pytest

from riskmemo.memo.figures.labels import cut, width_of, wrapped
from riskmemo.resources import templates_dir


def test_a_short_text_stays() -> None:
    """Nothing is done where there is room."""
    assert wrapped("Trade", 140, 11.5) == ("Trade",)


def test_a_text_is_broken_between_words() -> None:
    """A second line takes what does not fit on the first."""
    assert wrapped("One partner takes most exports", 140, 11.5) == (
        "One partner takes most",
        "exports",
    )


def test_a_long_text_ends_with_an_ellipsis() -> None:
    """Whole words stand before it where a cut word would have few letters left."""
    first, second = wrapped("The subject and its partner sit in the same organisation", 140, 11.5)
    assert (first, second) == ("The subject and its", "partner sit in the same…")


def test_a_word_without_end_is_cut() -> None:
    """A megabyte is one line, and takes no time."""
    (line,) = wrapped("W" * 1_000_000, 140, 11.5)
    assert line.endswith("…")
    assert width_of(line, 11.5) <= 140


@pytest.mark.parametrize(
    "text",
    [
        "A security agreement beside a new partnership was looked for",
        "Ухнаагийн Хүрэлсүх, Қасым-Жомарт Тоқаев",
        "Trade dependence: share",
        "MILLIMETRE WAVES",
    ],
)
def test_widths_are_close_to_those_of_the_font(text: str) -> None:
    """An estimate is never far below the truth, so that nothing runs out of its room."""
    library: Any = importlib.import_module("fontTools.ttLib")
    font = library.TTFont(templates_dir() / "fonts" / "RiskmemoSans-Regular.ttf")
    chars, widths = font.getBestCmap(), font["hmtx"]
    true = sum(widths[chars[ord(char)]][0] for char in text) / font["head"].unitsPerEm
    assert true * 0.97 <= width_of(text, 1) <= true * 1.15


def test_an_empty_text_is_no_line() -> None:
    """Nothing is drawn for it."""
    assert wrapped("", 140, 11.5) == ()
    assert cut("", 140, 11.5) == ""
