"""A column of a panel: its typed value in SQL, and every way to be wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from riskmemo.batch.database import identifier, literal
from riskmemo.source.text import FORBIDDEN

WHOLE = {
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
}  # fmt: skip
HIDDEN = (
    r"[\x{0000}-\x{0008}\x{000b}-\x{001f}\x{007f}-\x{009f}"
    r"\x{2028}\x{2029}\x{feff}\x{fffe}\x{ffff}]"
)
"""The characters that no file may hold, see `riskmemo.source.text`, but what UTF-8 cannot spell."""
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

    def or_else(self, *problems: Problem) -> "Column":
        """The same column, which may have these problems too."""
        return replace(self, problems=(*self.problems, *problems))


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


def required(given: Given, column: Column, message: str) -> Column:
    """The column, every row of which must have a value."""
    missing = Problem("missing-field", f"{given.raw} IS NULL", lambda _: message)
    return Column(column.name, column.value, (missing, *column.problems))


def unfit(given: Given, needed: str) -> Column:
    """A column of a type that never fits: wrong wherever it holds anything."""
    problem = Problem(
        "wrong-type",
        f"{given.raw} IS NOT NULL",
        lambda value: f"`{value}` ({given.type}) stands where {needed} is needed",
        lambda _: "give the column that type; nothing is converted silently",
    )
    return Column(given.name, "NULL", (problem,))


def text_column(given: Given) -> Column:
    """Text as it stands."""
    if not given.holds_text:
        return unfit(given, "text")
    value = f"CAST({given.raw} AS VARCHAR)"
    return Column(given.name, value, (hidden(value),))


def hidden(value: str) -> Problem:
    """What is wrong where a text holds a character that nobody sees."""
    return Problem(
        "control-character",
        f"regexp_matches({value}, {literal(HIDDEN)})",
        lambda text: f"the character U+{_firsthidden(text):04X} cannot stand in text",
        lambda _: "delete this invisible character",
    )


def _firsthidden(text: str) -> int:
    found = FORBIDDEN.search(text)
    return ord(found[0]) if found else 0
