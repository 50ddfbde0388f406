"""Every value belongs to exactly one band, and every date to one table."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmemo.errors import InvalidInput
from riskmemo.model.points import MICRO
from riskmemo.model.ruleset import BandTable
from riskmemo.scoring.bands import band_in, band_of, tables_at
from tests.building import model_of


def table(*begins: float, **more: object) -> BandTable:
    """Bands named by where they begin."""
    levels = [{"label": f"{begin:g}", "begins": begin} for begin in begins]
    return model_of(BandTable, {"levels": levels, **more})


@pytest.mark.parametrize(
    ("value", "upper", "lower"),
    [
        (0, "0", "0"),
        (19.999999, "0", "0"),
        (20, "20", "0"),
        (20.000001, "20", "20"),
        (60, "60", "20"),
        (100, "60", "60"),
        (-5, "0", "0"),
    ],
)
def test_a_boundary_belongs_to_one_band(value: float, upper: str, lower: str) -> None:
    """With `upper_band` a band begins at its boundary, with `lower_band` just above it."""
    micro = round(value * MICRO)
    assert band_of(micro, table(0, 20, 60)) == upper
    assert band_of(micro, table(0, 20, 60, boundary="lower_band")) == lower


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [("risk", 25, "20"), ("risk", 0, "0"), ("risk", None, None), (None, 25, None)],
)
def test_a_score_has_a_band_where_it_has_a_value_and_a_table(
    name: str | None, value: float | None, label: str | None
) -> None:
    """The band is that of the table with the name; a missing score has none."""
    micro = None if value is None else round(value * MICRO)
    assert band_in({"other": table(10), "risk": table(0, 20, 60)}, name, micro) == label


BEGINS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=6, unique=True).map(sorted)


@given(
    BEGINS,
    st.integers(-1_100 * MICRO, 1_100 * MICRO),
    st.sampled_from(["upper_band", "lower_band"]),
)
def test_exactly_one_band_for_every_value(begins: list[int], micro: int, boundary: str) -> None:
    """The bands divide the numbers: a value lies in one interval, and that one is its band."""
    found = band_of(micro, table(*begins, boundary=boundary))
    ends = [-(10**12), *(begin * MICRO for begin in begins[1:]), 10**12]
    inside = [
        label
        for label, (low, high) in zip(begins, pairwise(ends), strict=True)
        if (low <= micro < high if boundary == "upper_band" else low < micro <= high)
    ]
    assert [found] == [f"{label:g}" for label in inside]


def dated(*dates: str | None) -> dict[str, list[BandTable]]:
    """Tables that take effect on the given dates; each is named by its number."""
    more = [{"effective_from": date} if date else {} for date in dates]
    return {"levels": [table(float(number), **each) for number, each in enumerate(more)]}


@pytest.mark.parametrize(
    ("as_of", "number"),
    [
        ("0001-01-01", 1),
        ("2023-12-31", 1),
        ("2024-01-01", 2),
        ("2024-12-31", 2),
        ("2025-01-01", 0),
        ("9999-12-31", 0),
    ],
)
def test_the_latest_table_that_began_holds(as_of: str, number: int) -> None:
    """A table holds from its day on until the next, in whatever order they are written."""
    tables = tables_at(dated("2025-01-01", None, "2024-01-01"), datetime.date.fromisoformat(as_of))
    assert tables["levels"].levels[0].begins == number


def test_no_table_is_in_effect() -> None:
    """A cut-off before the first table is an error that says what to do."""
    with pytest.raises(InvalidInput) as refused:
        tables_at(dated("2025-01-01"), datetime.date(2024, 12, 31))
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.message, mistake.help) == (
        "no-bands-in-effect",
        "no table of the bands `levels` is in effect on 2024-12-31",
        "add a table without `effective_from`, or choose a later `--as-of`",
    )
