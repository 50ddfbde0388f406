"""Every value of a panel is held to the type of its column; nothing is converted silently."""

import datetime
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from riskmemo.batch.many import assess_many
from tests.batch.panels import CASES, DAY, SIGNED, A, csv_panel, refusals, rows, scores, ties
from tests.building import program, rule, vocabulary

NOON = datetime.datetime(2025, 7, 21, 12)  # noqa: DTZ001 - a panel may hold such values
MIDNIGHT = datetime.datetime(2025, 7, 21)  # noqa: DTZ001
ZONED = datetime.datetime(2025, 7, 21, tzinfo=datetime.UTC)
TYPED = "give the column that type; nothing is converted silently"
WRITE_DAY = "write year-month-day, as `2025-07-21`"
LEAVE_OUT = "leave the value out where it is not known"

GRADE: dict[str, dict[str, Any]] = {
    "reliability": {"credibility": 1},
    "credibility": {"reliability": "A"},
}
"""The other half of a grade."""
NO_UNIT = " | write a plain number, without unit or thousands separators"
LARGE = (
    "is too large: numbers go up to 2^53, which is 9007199254740992"
    f" | use a larger unit, or {LEAVE_OUT}"
)

WRONG: list[tuple[str, Any, str]] = [
    ("partner", "Kazakhstan", ("unknown-country: `Kazakhstan` is not an ISO 3166-1 alpha-3 code"
     " | write `KAZ`")),
    ("partner", "KAZZ", ("unknown-country: `KAZZ` is not an ISO 3166-1 alpha-3 code"
     " | did you mean `KAZ`?")),
    ("partner", 1, f"wrong-type: `1` (BIGINT) stands where text is needed | {TYPED}"),
    ("status", "Signed", ("unknown-category: `Signed` is none of the field's values"
     " | did you mean `signed`?")),
    ("status", True, f"wrong-type: `true` (BOOLEAN) stands where text is needed | {TYPED}"),
    ("level", "3", f"wrong-type: `3` (VARCHAR) stands where a number is needed | {TYPED}"),
    ("level", True, f"wrong-type: `true` (BOOLEAN) stands where a number is needed | {TYPED}"),
    ("level", DAY, f"wrong-type: `2025-07-21` (DATE) stands where a number is needed | {TYPED}"),
    ("level", math.nan, f"number-not-finite: `nan` is not a finite number | {LEAVE_OUT}"),
    ("level", math.inf, f"number-not-finite: `inf` is not a finite number | {LEAVE_OUT}"),
    ("level", -math.inf, f"number-not-finite: `-inf` is not a finite number | {LEAVE_OUT}"),
    ("level", 2**53 + 1, f"number-too-large: `9007199254740993` {LARGE}"),
    ("level", 1e300, f"number-too-large: `1e+300` {LARGE}"),
    ("weight", 3.8, ("not-a-share: a share runs from 0 to 1, not 3.8"
     " | 3 % is written 0.03: write `0.038`")),
    ("weight", -0.1, ("not-a-share: a share runs from 0 to 1, not -0.1"
     " | 3 % is written 0.03")),
    ("open", "true", ("wrong-type: `true` (VARCHAR) stands where true or false is needed"
     f" | {TYPED}")),
    ("open", 1, f"wrong-type: `1` (BIGINT) stands where true or false is needed | {TYPED}"),
    ("name", 7, f"wrong-type: `7` (BIGINT) stands where text is needed | {TYPED}"),
    ("name", "a\0b", ("control-character: the character U+0000 cannot stand in text"
     " | delete this invisible character")),
    ("name", "a\u2028b", ("control-character: the character U+2028 cannot stand in text"
     " | delete this invisible character")),
    ("signed_on", "21.07.2025", f"not-a-date: `21.07.2025` is not a date | {WRITE_DAY}"),
    ("signed_on", "2025-02-29", f"not-a-date: `2025-02-29` is not a date | {WRITE_DAY}"),
    ("signed_on", "2025-7-1", f"not-a-date: `2025-7-1` is not a date | {WRITE_DAY}"),
    ("signed_on", "0000-01-01", f"not-a-date: `0000-01-01` is not a date | {WRITE_DAY}"),
    ("signed_on", NOON, f"not-a-date: `2025-07-21 12:00:00` is not a date | {WRITE_DAY}"),
    ("signed_on", 20250721, ("wrong-type: `20250721` (BIGINT) stands where a date (with no time of"
     f" day and no zone) is needed | {TYPED}")),
    ("id", "T 1", ("bad-id: `T 1` cannot be a name"
     " | use ASCII letters, digits, `_` and `-`, a letter first, at most 64 characters")),
    ("id", None, "missing-field: every row needs an `id`"),
    ("case_id", None, "missing-field: every row needs a `case_id`"),
    ("credibility", 7, "out-of-range: `7` is no whole number from 1 to 6"),
    ("credibility", 2.0, (f"wrong-type: `2.0` (DOUBLE) stands where a whole number is needed"
     f" | {TYPED}")),
    ("reliability", "G", ("unknown-category: `G` is none of the field's values"
     " | write one of A, B, C, D, E, F")),
    ("sources", "S1", ("bad-citation: `S1` is no list of citations"
     " | write source and credibility, as `S1/2 S3/1`")),
    ("says", "", "empty-value: `says` is empty | write something, or leave the value out"),
    ("says", "x" * 20_001, ("too-many: a text has at most 20,000 characters, not 20,001"
     " | shorten it")),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value", "expected"), WRONG)
def test_a_value_of_another_kind_is_refused(column: str, value: Any, expected: str) -> None:
    """The table, the column and the row are named, with what to write."""
    code, _, rest = expected.partition(": ")
    place = f"table `tie`, column `{column}`, row 2"
    found = refusals(ties({"id": "T0"}, {**GRADE.get(column, {}), column: value}))
    assert f"{code}: {place}: {rest}" in found


def test_a_time_zone_is_refused() -> None:
    """A moment with a zone is another day elsewhere, so it is no date."""
    (found,) = refusals(ties({"signed_on": ZONED}))
    assert found.startswith("wrong-type: table `tie`, column `signed_on`, row 1: `2025-07-21")
    assert "stands where a date (with no time of day and no zone) is needed" in found


def test_first_rows_are_named_and_the_rest_counted() -> None:
    """A million wrong rows make one line."""
    many = [{"id": f"T{n}", "level": math.nan if n % 2 else 1.0} for n in range(20)]
    assert refusals(ties(*many)) == [
        (
            "number-not-finite: table `tie`, column `level`, rows 2, 4, 6, 8, 10 and 5 more:"
            f" `nan` is not a finite number | {LEAVE_OUT}"
        )
    ]


def test_every_mistake_is_told_at_once() -> None:
    """All tables and columns are looked at before anything is refused."""
    given = ties({"partner": "KAX", "weight": 2.0}, {"id": "T2", "status": "sealed"})
    given["act"] = rows({"case_id": "B", "id": "A1", "known": DAY, "place": "P"})
    found = [each.partition(": table ")[0] for each in refusals(given)]
    assert sorted(found) == [
        "not-a-share", "unknown-case", "unknown-category", "unknown-country",
    ]  # fmt: skip


BOUNDED = vocabulary({"tie": {"age": {"type": "number", "unit": "years", "min": 0, "max": 200}}})


@pytest.mark.parametrize("value", [-1.0, 201.0])
def test_a_number_outside_of_its_bounds_is_refused(value: float) -> None:
    """The bounds and the unit of the vocabulary are told."""
    assert refusals(ties({"age": value}), program(BOUNDED, rules=[rule("any", {"t": "tie"})])) == [
        (
            f"out-of-range: table `tie`, column `age`, row 1: {value} is not plausible here: it"
            " must be at least 0 and at most 200 | check the figure and its unit (years)"
        )
    ]


def test_a_required_field_must_be_stated() -> None:
    """A missing column is told as such; a missing value with its row."""
    words = vocabulary({"tie": {"partner": {"type": "country", "required": True}}})
    given = program(words, rules=[rule("any", {"t": "tie"})])
    assert refusals(ties({}), given) == [
        "missing-column: the table `tie` has no column `partner` | add `partner`"
    ]
    assert refusals(ties({"partner": "KAZ"}, {"id": "T2", "partner": None}), given) == [
        "missing-field: table `tie`, column `partner`, row 2: a `tie` must state `partner`"
    ]


SOUND: list[tuple[str, Any]] = [
    ('t.partner == "KAZ"', {"partner": "KAZ"}),
    ('t.partner == "KAZ"', {"partner": pyarrow.array(["KAZ"]).dictionary_encode()[0].as_py()}),
    ("t.level == 3", {"level": 3}),
    ("t.level == 3", {"level": 3.0}),
    ("t.level == 0.1", {"level": Decimal("0.1")}),
    ("t.level == 9007199254740992", {"level": 2**53}),
    ("1 / t.level > 0 or t.level == 0", {"level": -0.0}),
    ("t.weight == 1", {"weight": 1}),
    ("t.open", {"open": True}),
    ('t.signed_on == date("2025-07-21")', {"signed_on": DAY}),
    ('t.signed_on == date("2025-07-21")', {"signed_on": MIDNIGHT}),
    ('t.signed_on == date("0001-01-01")', {"signed_on": "0001-01-01"}),
    ('t.signed_on == date("9999-12-31")', {"signed_on": datetime.date(9999, 12, 31)}),
    ('t.name == "007"', {"name": "007"}),
    ('t.name == ""', {"name": ""}),
]


@pytest.mark.parametrize(("condition", "fields"), SOUND)
def test_a_sound_value_is_what_it_says(condition: str, fields: dict[str, Any]) -> None:
    """Whole numbers, decimals, categories of Arrow and midnights are taken for what they are."""
    found = assess_many(ties(fields), program(rules=[rule("so", {"t": "tie"}, [condition])]))
    assert [row["risk.score"] for row in scores(found)] == [10]


CSV_WRONG: list[tuple[str, str, str]] = [
    ("level", "1,5", "wrong-type: `1,5` stands where a number is needed" + NO_UNIT),
    ("level", "1 000", "wrong-type: `1 000` stands where a number is needed" + NO_UNIT),
    ("level", "007", "wrong-type: `007` stands where a number is needed" + NO_UNIT),
    ("level", " 7", "wrong-type: ` 7` stands where a number is needed" + NO_UNIT),
    ("level", "0x1F", "wrong-type: `0x1F` stands where a number is needed" + NO_UNIT),
    ("level", "NA", "wrong-type: `NA` stands where a number is needed" + NO_UNIT),
    ("level", "NaN", f"number-not-finite: `NaN` is not a finite number | {LEAVE_OUT}"),
    ("level", "-inf", f"number-not-finite: `-inf` is not a finite number | {LEAVE_OUT}"),
    ("level", "1e400", f"number-too-large: `1e400` {LARGE}"),
    ("level", "1e-400", ("number-too-small: `1e-400` is too close to zero to be kept as a number"
     " | write 0 if zero is meant")),
    ("weight", "3.8 %", ("wrong-type: `3.8 %` stands where a share is needed"
     " | write `0.038`")),
    ("open", "yes", ("wrong-type: `yes` stands where true or false is needed"
     " | write `true` or `false`")),
    ("open", "1", ("wrong-type: `1` stands where true or false is needed"
     " | write `true` or `false`")),
    ("partner", "kaz", "unknown-country: `kaz` is not an ISO 3166-1 alpha-3 code | write `KAZ`"),
    ("partner", "NA", "unknown-country: `NA` is not an ISO 3166-1 alpha-3 code | write `NAM`"),
    ("signed_on", "2025-07-21T00:00:00Z", ("not-a-date: `2025-07-21T00:00:00Z` is not a date"
     f" | {WRITE_DAY}")),
    ("signed_on", "7/21/2025", f"not-a-date: `7/21/2025` is not a date | {WRITE_DAY}"),
    ("credibility", "02", "out-of-range: `02` is no whole number from 1 to 6"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "text", "expected"), CSV_WRONG)
def test_text_of_csv_is_read_strictly(
    column: str, text: str, expected: str, tmp_path: Path
) -> None:
    """What spreadsheets and other programs would guess at is refused."""
    table = f'case_id,id,known,{column}\nA,T1,2025-07-21,"{text}"\n'
    code, _, rest = expected.partition(": ")
    found = refusals(csv_panel(tmp_path, tie=table))
    assert found[0] == f"{code}: table `tie`, column `{column}`, row 1: {rest}"


CSV_SOUND: list[tuple[str, str, str]] = [
    ("level", "1.5", "t.level == 1.5"),
    ("level", "-.5e1", "t.level == -5"),
    ("open", "TRUE", "t.open"),
    ("name", "007", 't.name == "007"'),
    ("name", "NA", 't.name == "NA"'),
    ("name", "null", 't.name == "null"'),
    ("name", '"a ""b"", c"', 't.name == "a \\"b\\", c"'),
    ("name", '"two\nlines"', 't.name == "two\\nlines"'),
    ("name", " x ", 't.name == " x "'),
    ("name", "#1", 't.name == "#1"'),
    ("name", "=1+1", 't.name == "=1+1"'),
    ("name", "Өлгий", 't.name == "Өлгий"'),
]


@pytest.mark.parametrize(("column", "text", "condition"), CSV_SOUND)
def test_text_of_csv_stays_what_it_is(
    column: str, text: str, condition: str, tmp_path: Path
) -> None:
    """Leading zeros, quotes, words for nothing in other programs, spaces and line breaks."""
    panel = csv_panel(tmp_path, tie=f"case_id,id,known,{column}\nA,T1,2025-07-21,{text}\n")
    found = assess_many(panel, program(rules=[rule("so", {"t": "tie"}, [condition])]))
    assert [row["risk.score"] for row in scores(found)] == [10]


@pytest.mark.parametrize("cell", ["", '""'])
def test_an_empty_cell_is_unknown(cell: str, tmp_path: Path) -> None:
    """Quoted or not, as in the tables of a case: a gap, not a text without characters."""
    panel = csv_panel(tmp_path, tie=f"case_id,id,known,name\nA,T1,2025-07-21,{cell}\n")
    given = program(rules=[rule("so", {"t": "tie"}, ['t.name == ""'])])
    found = assess_many(panel, given, gaps=True)
    assert found.gaps is not None
    assert found.gaps.num_rows == 1


def test_marks_and_line_endings_of_other_systems_change_nothing(tmp_path: Path) -> None:
    """A byte order mark, CRLF and no line end at the end."""
    text = CASES + "B,KAZ,2025-07-21,2026-07-21"
    for number, end in enumerate((b"\n", b"\r\n")):
        data = b"\xef\xbb\xbf" + text.encode().replace(b"\n", end)
        found = assess_many(csv_panel(tmp_path / str(number), cases=data), SIGNED)
        assert [row["case_id"] for row in scores(found)] == ["A", "B"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"case_id,id\nA\n", "CSV Error on Line: 2; Expected Number of Columns: 2 Found: 1"),
        (b"case_id,id\nA,T1,x\n", "CSV Error on Line: 2; Expected Number of Columns: 2 Found: 3"),
        (b'case_id,id\nA,"T1\n', "CSV Error on Line: 2; Value with unterminated quote found"),
        (
            b"case_id,id\n" + b"A,T1\n" * 9999 + b"A,T\xff\n",
            (
                "CSV Error on Line: 10001; Invalid unicode (byte sequence mismatch) detected."
                " This file is not utf-8 encoded"
            ),
        ),
    ],
)
def test_a_broken_csv_is_refused_with_its_line(data: bytes, told: str, tmp_path: Path) -> None:
    """Nothing is skipped, padded or guessed."""
    assert refusals(csv_panel(tmp_path, tie=data)) == [
        (
            f"table-unreadable: the table `tie` cannot be read: {told}"
            ' | a CSV table has commas between, quotes (`"`) around text, and is UTF-8'
        )
    ]


def test_whole_numbers_name_cases() -> None:
    """A `case_id` may be a number; it comes back as it was."""
    given = {
        "cases": rows({**A, "case_id": 7}, {**A, "case_id": 10}),
        "tie": rows({"case_id": 7, "id": "T1", "known": DAY, "status": "signed"}),
    }
    found = assess_many(given, SIGNED)
    assert [(row["case_id"], row["risk.score"]) for row in scores(found)] == [(7, 10), (10, 0)]
