"""What each column of a panel may hold: the typed value in SQL, and every way to be wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from riskmemo.batch.database import identifier, literal
from riskmemo.errors import did_you_mean
from riskmemo.language.types import as_share, from_percent
from riskmemo.model.countries import code_for, country_codes
from riskmemo.model.vocabulary import FieldSpec, FieldType

WHOLE = {
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
}  # fmt: skip
FLOATING = {"FLOAT", "DOUBLE"}
TIMES = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}
LARGEST = 2**53
NUMBER = r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
NOT_FINITE = r"(?i)[-+]?\.?(?:inf|infinity|nan)"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
EVIDENCE_ID = "[A-Za-z][A-Za-z0-9_-]{0,63}"
CITATIONS = f"{EVIDENCE_ID}/[1-6]( +{EVIDENCE_ID}/[1-6])*"

Told = Callable[[str], str]
"""A sentence, or what to type, about the first value that is wrong."""


@dataclass(frozen=True)
class Problem:
    """One way in which values of a column are wrong; `where` is true of such rows."""

    code: str
    where: str
    told: Told
    help: Told = lambda _: ""


@dataclass(frozen=True)
class Column:
    """A column as it was given, its value in SQL (NULL where it is wrong), and its problems."""

    name: str
    value: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Given:
    """How a column was given: DuckDB's type of it, and whether it is a CSV's text."""

    name: str
    type: str
    is_text: bool

    @property
    def raw(self) -> str:
        """The column in SQL."""
        return identifier(self.name)

    @property
    def holds_text(self) -> bool:
        """Whether its values are text."""
        return self.type == "VARCHAR" or self.type.startswith("ENUM")


def field_column(given: Given, spec: FieldSpec, kind: str) -> Column:
    """The column of a field."""
    column = _typed(given, spec)
    if not spec.required:
        return column
    return required(given, column, f"a `{kind}` must state `{given.name}`")


def required(given: Given, column: Column, message: str) -> Column:
    """The column, every row of which must have a value."""
    missing = Problem("missing-field", f"{given.raw} IS NULL", lambda _: message)
    return Column(column.name, column.value, (missing, *column.problems))


def case_column(given: Given) -> Column:
    """`case_id`: text or a whole number."""
    if given.holds_text or given.type in WHOLE:
        column = Column(given.name, f"CAST({given.raw} AS VARCHAR)", ())
    else:
        column = _unfit(given, "text or a whole number")
    return required(given, column, "every row needs a `case_id`")


def id_column(given: Given) -> Column:
    """The id of a fact or source."""
    column = text_column(given)
    bad = Problem(
        "bad-id",
        f"NOT regexp_full_match({column.value}, {literal(EVIDENCE_ID)})",
        lambda value: f"`{value}` cannot be a name",
        lambda _: "use ASCII letters, digits, `_` and `-`, a letter first, at most 64 characters",
    )
    return required(
        given, Column(given.name, column.value, (*column.problems, bad)), "every row needs an `id`"
    )


def citations_column(given: Given) -> Column:
    """`sources`: ids of sources, each with the credibility of what was taken from it."""
    column = text_column(given)
    bad = Problem(
        "bad-citation",
        f"NOT regexp_full_match({column.value}, {literal(CITATIONS)})",
        lambda value: f"`{value}` is no list of citations",
        lambda _: "write source and credibility, as `S1/2 S3/1`",
    )
    return Column(given.name, column.value, (*column.problems, bad))


def text_column(given: Given) -> Column:
    """Text as it stands."""
    if not given.holds_text:
        return _unfit(given, "text")
    return Column(given.name, f"CAST({given.raw} AS VARCHAR)", ())


def one_of_column(given: Given, values: Iterable[str], code: str = "unknown-category") -> Column:
    """Text that must be one of a list."""
    column, known = text_column(given), tuple(values)
    listed = ", ".join(map(literal, known))
    bad = Problem(
        code,
        f"{column.value} NOT IN ({listed})",
        lambda value: f"`{value}` is none of the field's values",
        lambda value: did_you_mean(value, known, f"write one of {', '.join(known)}"),
    )
    return Column(given.name, column.value, (*column.problems, bad))


def kind_column(given: Given, kinds: Iterable[str]) -> Column:
    """The kind that was searched for."""
    column, known = text_column(given), tuple(kinds)
    bad = Problem(
        "unknown-kind",
        f"{column.value} NOT IN ({', '.join(map(literal, known))})",
        lambda value: f"there is no kind `{value}`",
        lambda value: did_you_mean(value, known),
    )
    return required(
        given, Column(given.name, column.value, (*column.problems, bad)), "every row needs a `kind`"
    )


def country_column(given: Given) -> Column:
    """An ISO alpha-3 code."""
    column = text_column(given)
    bad = Problem(
        "unknown-country",
        f"{column.value} NOT IN ({', '.join(map(literal, sorted(country_codes())))})",
        lambda value: f"`{value}` is not an ISO 3166-1 alpha-3 code",
        _meant,
    )
    return Column(given.name, column.value, (*column.problems, bad))


def _meant(value: str) -> str:
    meant = code_for(value)
    return f"write `{meant}`" if meant else did_you_mean(value, country_codes())


def date_column(given: Given) -> Column:
    """A day: a date, a timestamp at midnight without a zone, or its text year-month-day."""
    raw = given.raw
    bad: Told = lambda value: f"`{value}` is not a date"  # noqa: E731
    write: Told = lambda _: "write year-month-day, as `2025-07-21`"  # noqa: E731
    if given.holds_text:
        day = f"TRY_CAST(CASE WHEN regexp_full_match({raw}, '{DAY}') THEN {raw} END AS DATE)"
        value = f"CASE WHEN year({day}) BETWEEN 1 AND 9999 THEN {day} END"
        wrong = f"{raw} IS NOT NULL AND ({value}) IS NULL"
    elif given.type == "DATE" or given.type in TIMES:
        day = f"TRY_CAST({raw} AS DATE)"
        at_midnight = "true" if given.type == "DATE" else f"CAST({day} AS {given.type}) = {raw}"
        fits = f"isfinite({day}) AND year({day}) BETWEEN 1 AND 9999 AND {at_midnight}"
        value = f"CASE WHEN {fits} THEN {day} END"
        wrong = f"{raw} IS NOT NULL AND ({value}) IS NULL"
    else:
        return _unfit(given, "a date (with no time of day and no zone)")
    return Column(given.name, value, (Problem("not-a-date", wrong, bad, write),))


def whole_column(given: Given, low: int, high: int) -> Column:
    """A whole number between two others."""
    raw = given.raw
    if given.is_text:
        value = (
            f"TRY_CAST(CASE WHEN regexp_full_match({raw}, '[0-9]{{1,9}}') THEN {raw} END AS BIGINT)"
        )
    elif given.type in WHOLE:
        value = raw
    else:
        return _unfit(given, "a whole number")
    fits = f"CASE WHEN {value} BETWEEN {low} AND {high} THEN {value} END"
    wrong = Problem(
        "out-of-range",
        f"{raw} IS NOT NULL AND ({fits}) IS NULL",
        lambda value: f"`{value}` is no whole number from {low} to {high}",
    )
    return Column(given.name, fits, (wrong,))


def _typed(given: Given, spec: FieldSpec) -> Column:
    match spec.type:
        case FieldType.NUMBER | FieldType.SHARE:
            return _number(given, spec)
        case FieldType.BOOL:
            return _bool(given)
        case FieldType.TEXT:
            return text_column(given)
        case FieldType.CATEGORY:
            return one_of_column(given, spec.values)
        case FieldType.COUNTRY:
            return country_column(given)
        case FieldType.DATE:
            return date_column(given)


def _unfit(given: Given, needed: str) -> Column:
    """A column of a type that never fits: wrong wherever it holds anything."""
    problem = Problem(
        "wrong-type",
        f"{given.raw} IS NOT NULL",
        lambda value: f"`{value}` ({given.type}) stands where {needed} is needed",
        lambda _: "give the column that type; nothing is converted silently",
    )
    return Column(given.name, "NULL", (problem,))


def _bool(given: Given) -> Column:
    if given.type == "BOOLEAN":
        return Column(given.name, given.raw, ())
    if not given.is_text:
        return _unfit(given, "true or false")
    raw = given.raw
    value = (
        f"CASE WHEN {raw} IN ('true', 'True', 'TRUE') THEN true"
        f" WHEN {raw} IN ('false', 'False', 'FALSE') THEN false END"
    )
    wrong = Problem(
        "wrong-type",
        f"{raw} IS NOT NULL AND ({value}) IS NULL",
        lambda text: f"`{text}` stands where true or false is needed",
        lambda _: "write `true` or `false`",
    )
    return Column(given.name, value, (wrong,))


def _number(given: Given, spec: FieldSpec) -> Column:
    raw = given.raw
    if given.is_text:
        value, problems = _number_in_text(given, spec)
    elif given.type in FLOATING:
        value = f"CASE WHEN isfinite({raw}) THEN CAST({raw} AS DOUBLE) + 0.0 END"
        problems = [_not_finite(f"NOT isfinite({raw})"), _too_large(f"isfinite({raw}) AND ", raw)]
    elif given.type in WHOLE or given.type.startswith("DECIMAL"):
        value = f"CAST({raw} AS DOUBLE) + 0.0"
        problems = [_too_large("", raw)]
    else:
        return _unfit(given, f"a {spec.type}")
    sound = f"CASE WHEN ({value}) BETWEEN -{LARGEST} AND {LARGEST} THEN {value} END"
    return Column(given.name, sound, (*problems, *_bounds(sound, spec)))


def _number_in_text(given: Given, spec: FieldSpec) -> tuple[str, list[Problem]]:
    raw = given.raw
    spelled = f"regexp_full_match({raw}, {literal(NUMBER)})"
    number = f"TRY_CAST(CASE WHEN {spelled} THEN {raw} END AS DOUBLE)"
    value = f"CASE WHEN isfinite({number}) THEN {number} + 0.0 END"
    infinite = f"regexp_full_match({raw}, {literal(NOT_FINITE)})"
    vanished = f"({number}) = 0 AND regexp_matches(regexp_extract({raw}, '^[^eE]*'), '[1-9]')"
    beyond = f"{spelled} AND (({number}) IS NULL OR abs({number}) > {LARGEST})"
    return value, [
        Problem(
            "wrong-type",
            f"NOT {spelled} AND NOT {infinite}",
            lambda text: f"`{text}` stands where a {spec.type} is needed",
            lambda text: (
                (spec.type is FieldType.SHARE and from_percent(text))
                or "write a plain number, without unit or thousands separators"
            ),
        ),
        _not_finite(infinite),
        Problem("number-too-large", beyond, _TOO_LARGE.told, _TOO_LARGE.help),
        Problem(
            "number-too-small",
            vanished,
            lambda text: f"`{text}` is too close to zero to be kept as a number",
            lambda _: "write 0 if zero is meant",
        ),
    ]


_TOO_LARGE = Problem(
    "number-too-large",
    "",
    lambda value: f"`{value}` is too large: numbers go up to 2^53, which is {LARGEST}",
    lambda _: "use a larger unit, or leave the value out where it is not known",
)


def _too_large(when: str, raw: str) -> Problem:
    where = f"{when}NOT ({raw} BETWEEN -{LARGEST} AND {LARGEST})"
    return Problem("number-too-large", where, _TOO_LARGE.told, _TOO_LARGE.help)


def _not_finite(where: str) -> Problem:
    return Problem(
        "number-not-finite",
        where,
        lambda value: f"`{value}` is not a finite number",
        lambda _: "leave the value out where it is not known",
    )


def _bounds(value: str, spec: FieldSpec) -> list[Problem]:
    if spec.type is FieldType.SHARE:
        return [
            Problem(
                "not-a-share",
                f"({value}) NOT BETWEEN 0 AND 1",
                lambda text: f"a share runs from 0 to 1, not {text}",
                lambda text: as_share(float(text)),
            )
        ]
    bounds = ((spec.min, "<", "at least"), (spec.max, ">", "at most"))
    stated = [(limit, sign, word) for limit, sign, word in bounds if limit is not None]
    if not stated:
        return []
    told = " and ".join(f"{word} {limit:g}" for limit, _, word in stated)
    where = " OR ".join(f"({value}) {sign} CAST({limit!r} AS DOUBLE)" for limit, sign, _ in stated)
    return [
        Problem(
            "out-of-range",
            where,
            lambda text: f"{text} is not plausible here: it must be {told}",
            lambda _: "check the figure and its unit" + (f" ({spec.unit})" if spec.unit else ""),
        )
    ]
