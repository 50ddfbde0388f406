"""What databases take for numbers and dates and riskmemo does not, wherever it is written.

Panels are held to the same in `tests/batch/test_values.py`.
"""

from pathlib import Path

import pytest

from riskmemo.loading import load_case
from tests.loading.files import HEAD, case_file, mistakes_of
from tests.loading.test_tables import HEADER, table

NO_NUMBER = "leave the value out where it is not known"
PLAIN = "write a plain number, as `0.038` or `4200000`"
TOO_LARGE = (
    "is too large: numbers go up to 2^53, which is 9007199254740992"
    " | use a larger unit, or quotes if it is text"
)
NO_DATE = "write year-month-day, as `2025-07-21`"
HOURS = ["2025-07-21T00:00:00Z", "2025-07-21T00:00:00+08:00", "2025-07-21 12:00", "2025-07-21Z"]


def in_yaml(folder: Path, field: str, value: str) -> list[str]:
    """The codes and sentences with which a case in YAML is refused."""
    fact = f"{{id: T1, kind: tie, fields: {{partner: KAZ, {field}: {value}}}, says: A, "
    rest = f"indicators:\n  - {fact}sources: [{{source: S1, credibility: 2}}]}}\n"
    return without_place(mistakes_of(load_case, case_file(folder, HEAD + rest)))


def in_json(folder: Path, field: str, value: str) -> list[str]:
    """The same of a case in JSON."""
    text = f"""{{
    "riskmemo": "case/1", "id": "small", "title": "Small", "question": "What follows?",
    "subject": "MNG", "as_of": "2025-07-21", "horizon": "2026-07-21", "vocabulary": "./small.yaml",
    "sources": {{"S1": {{"publisher": "Office", "title": "Report", "reliability": "B",
      "date": "2025-01-01"}}}},
    "indicators": [{{"id": "T1", "kind": "tie", "says": "A",
      "sources": [{{"source": "S1", "credibility": 2}}],
      "fields": {{"partner": "KAZ", "{field}": {value}}}}}]
    }}"""
    return without_place(mistakes_of(load_case, case_file(folder, text, "case.json")))


def in_table(folder: Path, field: str, value: str) -> list[str]:
    """The same of a table of a case, in CSV."""
    names = HEADER.strip().split(",")
    row = {"id": "T1", "partner": "KAZ", "says": "A", "sources": "S1/2", field: value}
    text = HEADER + ",".join(row.get(name, "") for name in names) + "\n"
    return without_place(mistakes_of(load_case, table(folder, text)))


def without_place(mistakes: list[str]) -> list[str]:
    """Mistakes without line and column."""
    return [mistake.partition(" ")[2] for mistake in mistakes]


@pytest.mark.parametrize("value", [".nan", ".NaN", ".inf", "-.inf"])
def test_a_number_in_yaml_is_finite(value: str, tmp_path: Path) -> None:
    """Neither NaN nor an infinity is a number."""
    expected = f"number-not-finite: `{value}` is not a finite number | {NO_NUMBER}"
    assert in_yaml(tmp_path, "cost", value) == [expected]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_a_number_in_json_is_finite(value: str, tmp_path: Path) -> None:
    """The spellings that Python and JavaScript read are refused in JSON too."""
    (found,) = in_json(tmp_path, "cost", value)
    assert found == f"number-not-finite: `{value}` is not a finite number | {NO_NUMBER}"


@pytest.mark.parametrize("value", ["nan", "NaN", "inf", "-inf", "Infinity"])
def test_a_number_in_a_table_is_finite(value: str, tmp_path: Path) -> None:
    """What spreadsheets and databases write into CSV for such numbers is refused."""
    assert in_table(tmp_path, "cost", value) == [
        f"wrong-type: `{value}` stands where a number is needed | {PLAIN}"
    ]


@pytest.mark.parametrize("value", ["1e999", "-1e999", "9007199254740993"])
def test_a_number_is_not_larger_than_a_double_holds_exactly(value: str, tmp_path: Path) -> None:
    """What would become an infinity, or another whole number, is refused wherever it stands."""
    expected = [f"number-too-large: `{value}` {TOO_LARGE}"]
    assert in_yaml(tmp_path, "cost", value) == expected
    assert in_json(tmp_path, "cost", value) == expected
    assert in_table(tmp_path, "cost", value) == expected


@pytest.mark.parametrize("value", HOURS)
def test_a_date_has_no_hour_and_no_zone(value: str, tmp_path: Path) -> None:
    """A moment is another day elsewhere, so no hour and no zone is cut off silently."""
    expected = [f"not-a-date: `{value}` is not a date | {NO_DATE}"]
    assert in_yaml(tmp_path, "signed_on", f"'{value}'") == expected
    assert in_json(tmp_path, "signed_on", f'"{value}"') == expected
    assert in_table(tmp_path, "signed_on", value) == expected


@pytest.mark.parametrize("value", HOURS)
def test_the_cut_off_has_no_hour_and_no_zone(value: str, tmp_path: Path) -> None:
    """Neither has the day up to which a case knows."""
    text = HEAD.replace("as_of: 2025-07-21", f"as_of: '{value}'")
    assert without_place(mistakes_of(load_case, case_file(tmp_path, text))) == [
        f"not-a-date: `{value}` is not a date | {NO_DATE}"
    ]


@pytest.mark.parametrize("value", ["0000-01-01", "10000-01-01", "2025-02-29", "2025-13-01"])
def test_a_date_is_a_day_of_the_calendar(value: str, tmp_path: Path) -> None:
    """The years run from 1 to 9999, and each month has its days."""
    expected = [f"not-a-date: `{value}` is not a date | {NO_DATE}"]
    assert in_yaml(tmp_path, "signed_on", f"'{value}'") == expected
    assert in_json(tmp_path, "signed_on", f'"{value}"') == expected
    assert in_table(tmp_path, "signed_on", value) == expected
