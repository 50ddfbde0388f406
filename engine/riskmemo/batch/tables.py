"""What a user has of a panel: a folder of Parquet and CSV files, or a mapping of Arrow tables."""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riskmemo.batch.database import Database, identifier, literal
from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.model.vocabulary import Vocabulary

CASES, SOURCES, SEARCHED = "cases", "sources", "searched"
OWN_COLUMNS = ("case_id", "id", "known", "sources")
"""What a fact of a panel has beside its fields; our other columns give way to these."""
ENDINGS = (".parquet", ".csv")
ROW = "_row"
PLACE = "file_row_number"
"""DuckDB's number of a row in a Parquet file, from 0."""
Panel = str | Path | Mapping[str, Any]
"""A folder, or names of tables to anything with the Arrow PyCapsule interface."""


@dataclass(frozen=True)
class Table:
    """One table as it was given: its columns with DuckDB's types, and how SQL reads it."""

    name: str
    columns: Mapping[str, str]
    relation: str
    """SELECT of all columns and `_row`, the number of the row from 1."""
    is_text: bool = False
    """CSV: every column is text, and an empty cell is unknown."""


@dataclass
class Opened:
    """The tables of a panel by name, and what could not be read."""

    tables: dict[str, Table] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def opened(panel: Panel, vocabulary: Vocabulary, database: Database) -> Opened:
    """Every table of a panel; tables that the vocabulary does not know are mistakes."""
    expected = expected_tables(vocabulary)
    _refuse_what_is_none(panel)
    found = Opened()
    if not isinstance(panel, Mapping):
        found.mistakes += _unread(panel, expected)
    for name, each in _named(panel):
        if name in found.tables:
            message = f"the table `{name}` is there twice, as Parquet and as CSV"
            found.mistakes.append(Mistake("table-twice", message, help="keep one of the two"))
        elif name not in expected:
            found.mistakes.append(unknown_table(name, vocabulary, expected))
        else:
            _open(name, each, database, found)
    if CASES not in found.tables and not found.mistakes:
        message = "a panel needs a table `cases`"
        advice = "add `cases.parquet` or `cases.csv` with case_id, subject, as_of and horizon"
        found.mistakes.append(Mistake("missing-table", message, help=advice))
    return found


def _refuse_what_is_none(panel: object) -> None:
    """Raise `InvalidInput` for what is neither a folder nor a mapping of names."""
    if not isinstance(panel, (str, Path, Mapping)):
        message = (
            f"a panel is a folder or a mapping of names to tables, and no `{type(panel).__name__}`"
        )
    elif isinstance(panel, Mapping) and (wrong := [k for k in panel if not isinstance(k, str)]):
        message = f"a table is named by text, and `{wrong[0]!r}` is none"
    else:
        return
    advice = "give a path, or tables by name, as `{'cases': cases, 'tie': ties}`"
    raise InvalidInput(Mistake("not-a-panel", message, help=advice))


def table_of_cases(panel: Panel, database: Database) -> Table | None:
    """The table `cases` alone, if it is there and can be read."""
    found = Opened()
    for name, each in _named(panel):
        if name == CASES:
            _open(name, each, database, found)
    return found.tables.get(CASES)


def expected_tables(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names that tables of a panel may have.

    Raises `InvalidInput` where a kind or field has a name that a panel keeps for itself.
    """
    own = (CASES, SOURCES, SEARCHED)
    for kind, spec in vocabulary.kinds.items():
        if kind in own:
            message = f"a panel cannot hold the kind `{kind}`: a table of its own has that name"
            raise InvalidInput(Mistake("name-taken", message, help="give the kind another name"))
        for name in OWN_COLUMNS:
            if name in spec.fields:
                message = (
                    f"a panel cannot hold the field `{name}` of the kind `{kind}`: a column of"
                    " its own has that name"
                )
                advice = "give the field another name"
                raise InvalidInput(Mistake("name-taken", message, help=advice))
    return (*own, *vocabulary.kinds)


def _named(panel: Panel) -> Iterator[tuple[str, Any]]:
    if isinstance(panel, Mapping):
        yield from panel.items()
    else:
        yield from ((path.stem, path) for path in files_of(panel))


def files_of(folder: str | Path) -> list[Path]:
    """The tables in a folder, by name."""
    path = Path(folder)
    if not path.is_dir():
        message = f"`{folder}` is not a folder"
        advice = "name the folder that holds `cases.parquet` or `cases.csv`"
        raise InvalidInput(Mistake("file-not-found", message, help=advice))
    return sorted(
        each
        for each in path.iterdir()
        if each.suffix in ENDINGS and each.is_file() and not each.name.startswith(".")
    )


def _unread(folder: str | Path, expected: tuple[str, ...]) -> Iterator[Mistake]:
    """What is named as a table is, and is none that can be read: it must not be passed over."""
    read = files_of(folder)
    for path in sorted(Path(folder).iterdir()):
        if path not in read and path.name.partition(".")[0] in expected:
            message = f"`{path.name}` is named as a table is, and is no Parquet or CSV file"
            advice = "save the table as `.parquet` or `.csv`, or give the file another name"
            yield Mistake("table-unreadable", message, help=advice)


def hashes_of_files(folder: str | Path) -> dict[str, str]:
    """SHA-256 (hexadecimal) of every table in a folder."""
    found = {}
    for path in files_of(folder):
        with path.open("rb") as file:
            found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def unknown_table(name: str, vocabulary: Vocabulary, expected: tuple[str, ...]) -> Mistake:
    """A table that a panel cannot have."""
    message = f"the vocabulary `{vocabulary.id}` has no kind `{name}`, so a panel has no such table"
    return Mistake("unknown-table", message, help=did_you_mean(name, expected))


def _open(name: str, given: object, database: Database, found: Opened) -> None:
    try:
        if not isinstance(given, Path):
            found.tables[name] = _of_arrow(name, given, database)
        elif given.suffix == ".csv":
            found.tables[name] = _of_csv(name, given, database)
        else:
            found.tables[name] = _of_parquet(name, given, database)
    except InvalidInput as error:
        found.mistakes += error.mistakes


def _of_parquet(name: str, path: Path, database: Database) -> Table:
    names = _names_in(path)
    refuse_names(name, names)
    read = f"read_parquet({_literal(path)})"
    if any(each.lower() == PLACE for each in names):
        relation = f"SELECT *, row_number() OVER () AS {ROW} FROM {read}"
    else:
        numbered = f"read_parquet({_literal(path)}, {PLACE} = true)"
        relation = f"SELECT * EXCLUDE ({PLACE}), {PLACE} + 1 AS {ROW} FROM {numbered}"
    return Table(name, _columns(name, f"SELECT * FROM {read}", database), relation)


def _names_in(path: Path) -> list[str]:
    """The columns of a Parquet file, as they are named in it; DuckDB renames some.

    None where the file cannot be read, which DuckDB tells better.
    """
    import pyarrow  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415

    try:
        return list(parquet.read_schema(path).names)
    except (pyarrow.ArrowException, OSError, ValueError):
        return []


def refuse_names(table: str, names: Sequence[str], advice: str = "name each column once") -> None:
    """Raise `InvalidInput` for names of columns with which no SELECT can be made.

    SQL does not tell `Id` from `id`, and names that begin with `_` are ours.
    """
    mistakes = []
    for place, name in enumerate(names):
        first = next((each for each in names[:place] if each.lower() == name.lower()), None)
        if name.startswith("_"):
            message = f"the table `{table}` can have no column `{name}`"
            mistakes.append(Mistake("unknown-column", message, help="leave the column out"))
        elif first is not None and name not in names[:place]:
            message = (
                f"the table `{table}` has the columns `{first}` and `{name}`, which is one name"
            )
            mistakes.append(Mistake("duplicate-column", message, help=advice))
        elif first is not None:
            message = f"the table `{table}` has the column `{name}` twice"
            mistakes.append(Mistake("duplicate-column", message, help=advice))
    if mistakes:
        raise InvalidInput(mistakes)


def _literal(path: Path) -> str:
    """A path as SQL takes it: no pattern, whatever is in it."""
    return literal(re.sub(r"[*?[]", r"[\g<0>]", str(path)))


def _of_csv(name: str, path: Path, database: Database) -> Table:
    header = _header(name, path)
    columns = ", ".join(f"{literal(each)}: 'VARCHAR'" for each in header)
    read = (
        f"read_csv({_literal(path)}, auto_detect = false, header = true, delim = ',',"
        f" quote = '\"', escape = '\"', strict_mode = true, columns = {{{columns}}})"
    )
    kept = identifier(f"given {name}")
    select = f"SELECT *, row_number() OVER () AS {ROW} FROM {read}"
    try:
        database.run(f"CREATE TEMP TABLE {kept} AS {select}")
    except database.errors as error:
        raise unreadable(name, error, is_text=True) from None
    return Table(name, dict.fromkeys(header, "VARCHAR"), f"SELECT * FROM {kept}", is_text=True)


def forget(table: Table, database: Database) -> None:
    """Nothing more will be asked of a table."""
    given = f"given {table.name}"
    if table.is_text:
        database.run(f"DROP TABLE {identifier(given)}")
    else:
        database.unregister(given)


def _header(name: str, path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
    except UnicodeDecodeError:
        message = f"the header of the table `{name}` is not UTF-8 text"
        raise InvalidInput(Mistake("not-utf-8", message, help="save it as UTF-8")) from None
    advice = "name each column once in the first line"
    if not header or "" in header:
        what = "has a column without a name" if header else "is empty"
        message = f"the table `{name}` {what}"
        raise InvalidInput(Mistake("table-unreadable", message, help=advice))
    refuse_names(name, header, advice)
    return header


def _of_arrow(name: str, given: object, database: Database) -> Table:
    import pyarrow  # noqa: PLC0415 - an extra

    if not hasattr(given, "__arrow_c_stream__") and not hasattr(given, "__arrow_c_array__"):
        message = f"the table `{name}` has no Arrow PyCapsule interface"
        advice = "give a PyArrow, Polars or pandas table, or a DuckDB relation"
        raise InvalidInput(Mistake("table-unreadable", message, help=advice))
    table = pyarrow.table(given)
    refuse_names(name, table.column_names)
    numbers = pyarrow.array(range(1, table.num_rows + 1), pyarrow.int64())
    registered = f"given {name}"
    database.register(registered, table.append_column(ROW, numbers))
    relation = f"SELECT * FROM {identifier(registered)}"
    columns = _columns(name, relation, database)
    return Table(name, {key: columns[key] for key in columns if key != ROW}, relation)


def _columns(name: str, select: str, database: Database) -> dict[str, str]:
    try:
        return {row[0]: row[1] for row in database.run(f"DESCRIBE {select}")}
    except database.errors as error:
        raise unreadable(name, error) from None


def unreadable(name: str, error: Exception, *, is_text: bool = False) -> InvalidInput:
    """The refusal of a table that DuckDB cannot read."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip(" ^")]
    told = [
        line for line in lines[:4] if not line.startswith(("Possible", "*", "LINE", "Original"))
    ]
    reason = "; ".join(told).removeprefix("Invalid Input Error: ").rstrip(".")
    message = f"the table `{name}` cannot be read: {reason}"
    advice = 'a CSV table has commas between, quotes (`"`) around text, and is UTF-8'
    advice = advice if is_text else "write the table anew: it may be damaged, or cut short"
    return InvalidInput(Mistake("table-unreadable", message, help=advice))
