"""What columns of fields may hold: numbers, shares, truth, days; others are texts."""

from riskmemo.batch.columns import WHOLE, Column, Given, Problem, Told, required, text_column, unfit
from riskmemo.batch.database import literal
from riskmemo.batch.texts import country_column, one_of_column
from riskmemo.language.types import as_share, from_percent
from riskmemo.model.vocabulary import FieldSpec, FieldType

FLOATING = {"FLOAT", "DOUBLE"}
TIMES = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}
LARGEST = 2**53
NUMBER = r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
NOT_FINITE = r"(?i)[-+]?\.?(?:inf|infinity|nan)"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def field_column(given: Given, spec: FieldSpec, kind: str) -> Column:
    """The column of a field."""
    column = _typed(given, spec)
    if not spec.required:
        return column
    return required(given, column, f"a `{kind}` must state `{given.name}`")


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
        return unfit(given, "a date (with no time of day and no zone)")
    return Column(given.name, value, (Problem("not-a-date", wrong, bad, write),))


def whole_column(given: Given, low: int, high: int) -> Column:
    """A whole number between two others."""
    raw = given.raw
    if given.is_text:
        spelled = f"regexp_full_match({raw}, '[1-9][0-9]{{0,8}}')"
        value = f"TRY_CAST(CASE WHEN {spelled} THEN {raw} END AS BIGINT)"
    elif given.type in WHOLE:
        value = raw
    else:
        return unfit(given, "a whole number")
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


def _bool(given: Given) -> Column:
    if given.type == "BOOLEAN":
        return Column(given.name, given.raw, ())
    if not given.is_text:
        return unfit(given, "true or false")
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
        return unfit(given, f"a {spec.type}")
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
