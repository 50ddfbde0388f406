"""What columns of text may hold: ids, codes, lists of values, sentences and addresses."""

from collections.abc import Iterable

from riskmemo.batch.columns import (
    WHOLE,
    Column,
    Given,
    Problem,
    hidden,
    required,
    text_column,
    unfit,
)
from riskmemo.batch.database import literal
from riskmemo.errors import did_you_mean
from riskmemo.model.countries import code_for, country_codes

LONGEST = 20_000
"""Characters of a sentence that a case may hold."""
LONGEST_ADDRESS = 2000
ADDRESS = r"https?://[^\s<>\"]+"
EVIDENCE_ID = "[A-Za-z][A-Za-z0-9_-]{0,63}"
CITATIONS = f"{EVIDENCE_ID}/[1-6]( +{EVIDENCE_ID}/[1-6])*"


def case_column(given: Given) -> Column:
    """`case_id`: text or a whole number."""
    if given.holds_text or given.type in WHOLE:
        value = f"CAST({given.raw} AS VARCHAR)"
        empty = Problem("bad-id", f"{value} = ''", lambda _: "a `case_id` cannot be empty")
        column = Column(given.name, value, (empty, hidden(value)))
    else:
        column = unfit(given, "text or a whole number")
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
    return required(given, column.or_else(bad), "every row needs an `id`")


def citations_column(given: Given) -> Column:
    """`sources`: ids of sources, each with the credibility of what was taken from it."""
    column = text_column(given)
    bad = Problem(
        "bad-citation",
        f"NOT regexp_full_match({column.value}, {literal(CITATIONS)})",
        lambda value: f"`{value}` is no list of citations",
        lambda _: "write source and credibility, as `S1/2 S3/1`",
    )
    return column.or_else(bad)


def sentence_column(given: Given) -> Column:
    """Text that a case shows to its readers: never empty, and not endless."""
    column = text_column(given)
    empty = Problem(
        "empty-value",
        f"{column.value} = ''",
        lambda _: f"`{given.name}` is empty",
        lambda _: "write something, or leave the value out",
    )
    long = Problem(
        "too-many",
        f"length({column.value}) > {LONGEST}",
        lambda text: f"a text has at most {LONGEST:,} characters, not {len(text):,}",
        lambda _: "shorten it",
    )
    return column.or_else(empty, long)


def address_column(given: Given) -> Column:
    """The address of a page."""
    column = text_column(given)
    bad = Problem(
        "bad-url",
        f"NOT regexp_full_match({column.value}, {literal(ADDRESS)})"
        f" OR length({column.value}) > {LONGEST_ADDRESS}",
        lambda _: "this is no web address",
        lambda _: "write it with `https://` in front and without spaces",
    )
    return column.or_else(bad)


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
    return column.or_else(bad)


def kind_column(given: Given, kinds: Iterable[str]) -> Column:
    """The kind that was searched for."""
    column, known = text_column(given), tuple(kinds)
    bad = Problem(
        "unknown-kind",
        f"{column.value} NOT IN ({', '.join(map(literal, known))})",
        lambda value: f"there is no kind `{value}`",
        lambda value: did_you_mean(value, known),
    )
    return required(given, column.or_else(bad), "every row needs a `kind`")


def country_column(given: Given) -> Column:
    """An ISO alpha-3 code."""
    column = text_column(given)
    bad = Problem(
        "unknown-country",
        f"{column.value} NOT IN ({', '.join(map(literal, sorted(country_codes())))})",
        lambda value: f"`{value}` is not an ISO 3166-1 alpha-3 code",
        _meant,
    )
    return column.or_else(bad)


def _meant(value: str) -> str:
    meant = code_for(value)
    return f"write `{meant}`" if meant else did_you_mean(value, country_codes())
