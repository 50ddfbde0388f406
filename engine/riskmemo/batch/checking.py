"""Every mistake in the columns of a table, each told once with its rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from riskmemo.batch import texts
from riskmemo.batch.columns import Column, Given, Problem, required, text_column
from riskmemo.batch.database import Answering, identifier
from riskmemo.batch.quantities import date_column, field_column, whole_column
from riskmemo.batch.tables import CASES, ROW, SEARCHED, SOURCES, Table, unreadable
from riskmemo.errors import Mistake, did_you_mean
from riskmemo.model.grading import Reliability
from riskmemo.model.vocabulary import KindSpec, Vocabulary

LISTED = 5
"""So many rows are named; more are counted."""
STATEMENTS = ("forecast", "opinion", "allegation", "report")
Make = Callable[[Given], Column]
GRADES = tuple(each.value for each in Reliability)


@dataclass(frozen=True)
class Shape:
    """The columns that a table may have, and which of them it must have."""

    columns: dict[str, Make]
    needed: tuple[str, ...]


def shape_of(table: str, vocabulary: Vocabulary) -> Shape:
    """What a table of a panel looks like."""
    match table:
        case "cases":
            return Shape(_cases(), ("case_id", "subject", "as_of", "horizon"))
        case "sources":
            return Shape(_sources(), ("id", "reliability"))
        case "searched":
            kind: Make = lambda given: texts.kind_column(given, vocabulary.kinds)  # noqa: E731
            columns: dict[str, Make] = {"case_id": texts.case_column, "kind": kind}
            return Shape({**columns, "result": texts.sentence_column}, ("case_id", "kind"))
        case _:
            return _facts(table, vocabulary.kinds[table])


def _cases() -> dict[str, Make]:
    def stated(make: Make) -> Make:
        return lambda given: required(given, make(given), f"a case must state `{given.name}`")

    return {
        "case_id": texts.case_column,
        "subject": stated(texts.country_column),
        "as_of": stated(date_column),
        "horizon": stated(date_column),
        **dict.fromkeys(("title", "question", "marking"), texts.sentence_column),
        "vocabulary": text_column,
    }


def _reliability(given: Given) -> Column:
    return texts.one_of_column(given, GRADES)


def _sources() -> dict[str, Make]:
    def graded(given: Given) -> Column:
        return required(given, _reliability(given), "a source must state its `reliability`")

    def case(given: Given) -> Column:
        found = texts.case_column(given)
        kept = tuple(each for each in found.problems if each.code != "missing-field")
        return Column(found.name, found.value, kept)

    told: dict[str, Make] = dict.fromkeys(("publisher", "title", "note"), texts.sentence_column)
    told["url"] = texts.address_column
    own: dict[str, Make] = {"id": texts.id_column, "case_id": case, "date": date_column}
    return {**own, **told, "reliability": graded}


def _facts(kind: str, spec: KindSpec) -> Shape:
    def of_field(name: str) -> Make:
        return lambda given: field_column(given, spec.fields[name], kind)

    names = ("says", "speaker", "wording", "corroboration")
    columns: dict[str, Make] = {
        "reliability": _reliability,
        "credibility": lambda given: whole_column(given, 1, 6),
        **dict.fromkeys(names, texts.sentence_column),
        "statement": lambda given: texts.one_of_column(given, STATEMENTS),
        **{name: of_field(name) for name in spec.fields},
        "case_id": texts.case_column,
        "id": texts.id_column,
        **dict.fromkeys(("date", "until", "known"), date_column),
        "sources": texts.citations_column,
    }
    required = [name for name, field in spec.fields.items() if field.required]
    return Shape(columns, ("case_id", "id", *required))


@dataclass(frozen=True)
class Checked:
    """A table whose columns are known: value in SQL by name; columns left out are not there."""

    table: Table
    columns: dict[str, Column]

    def value(self, name: str) -> str:
        """The typed value of a column; NULL where the table does not have it."""
        column = self.columns.get(name)
        return column.value if column else "NULL"

    def refused(self, *names: str) -> str:
        """Whether a value of one of these columns is there and is none that it may hold."""
        wrong = [
            f"({identifier(name)} IS NOT NULL AND ({self.columns[name].value}) IS NULL)"
            for name in names
            if name in self.columns
        ]
        return f"({' OR '.join(wrong)})" if wrong else "false"


def checked(
    table: Table, vocabulary: Vocabulary, database: Answering, mistakes: list[Mistake]
) -> Checked:
    """The columns of a table; every mistake in them is added to the others.

    Raises `InvalidInput` where the rows cannot be read.
    """
    shape = shape_of(table.name, vocabulary)
    found: dict[str, Column] = {}
    for name, type_ in table.columns.items():
        make = shape.columns.get(name)
        if make is None:
            message = f"the table `{table.name}` can have no column `{name}`"
            advice = did_you_mean(name, shape.columns)
            mistakes.append(Mistake("unknown-column", message, help=advice))
        else:
            found[name] = make(Given(name, type_, table.is_text))
    for name in shape.needed:
        if name not in table.columns:
            message = f"the table `{table.name}` has no column `{name}`"
            mistakes.append(Mistake("missing-column", message, help=f"add `{name}`"))
    try:
        mistakes += list(_wrong(table, list(found.values()), database))
    except database.errors as error:
        raise unreadable(table.name, error, is_text=table.is_text) from None
    return Checked(table, found)


def _wrong(table: Table, columns: Sequence[Column], database: Answering) -> Iterator[Mistake]:
    """What is wrong in the values: counted in one pass, then the first rows are looked up."""
    problems = [(column, problem) for column in columns for problem in column.problems]
    if not problems:
        return
    counts = ", ".join(f"count(*) FILTER (WHERE {each.where})" for _, each in problems)
    (found,) = database.run(f"SELECT {counts} FROM ({table.relation})")
    for (column, problem), count in zip(problems, found, strict=True):
        if count:
            yield _told(table, column, problem, count, database)


def _told(
    table: Table, column: Column, problem: Problem, count: int, database: Answering
) -> Mistake:
    raw = identifier(column.name)
    is_double = table.columns[column.name] == "DOUBLE"  # which databases spell each in its way
    shown = raw if is_double else f"CAST({raw} AS VARCHAR)"
    rows = database.run(
        f"SELECT {ROW}, {shown} FROM ({table.relation})"
        f" WHERE {problem.where} ORDER BY {ROW} LIMIT {LISTED}"
    )
    value = str(rows[0][1])
    place = f"table `{table.name}`, column `{column.name}`, {in_rows([r[0] for r in rows], count)}"
    return Mistake(problem.code, f"{place}: {problem.told(value)}", help=problem.help(value))


def in_rows(first: Sequence[int], count: int) -> str:
    """The first rows, and how many more there are."""
    if count == 1:
        return f"row {first[0]}"
    listed = [str(each) for each in first]
    if count > len(first):
        return f"rows {', '.join(listed)} and {count - len(first)} more"
    return f"rows {', '.join(listed[:-1])} and {listed[-1]}"


TABLES_OF_A_PANEL = (CASES, SOURCES, SEARCHED)
