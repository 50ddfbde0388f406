"""A panel as Spark reads it: a folder of Parquet tables, each a file or a folder of part files."""

import hashlib
from typing import Any

from riskmemo.batch.database import identifier
from riskmemo.batch.spark.database import SparkDatabase, reason_of
from riskmemo.batch.spark.files import Files, Listed
from riskmemo.batch.tables import (
    CASES,
    ROW,
    Opened,
    Table,
    expected_tables,
    refuse_names,
    unknown_table,
)
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.model.vocabulary import Vocabulary

PARQUET = ".parquet"
TYPES = {
    "tinyint": "TINYINT", "smallint": "SMALLINT", "int": "INTEGER", "bigint": "BIGINT",
    "float": "FLOAT", "double": "DOUBLE", "string": "VARCHAR", "boolean": "BOOLEAN",
    "date": "DATE", "timestamp_ntz": "TIMESTAMP", "timestamp": "TIMESTAMP WITH TIME ZONE",
    "binary": "BLOB",
}  # fmt: skip
"""Spark's names of types to DuckDB's, which messages and checks use."""


def opened(panel: str, vocabulary: Vocabulary, database: SparkDatabase) -> Opened:
    """Every table of a panel; what Spark cannot read or the vocabulary does not know is a mistake.

    Raises `InvalidInput` where there is no such folder.
    """
    expected, found = expected_tables(vocabulary), Opened()
    for each in _listed(panel, database):
        name, _, ending = each.name.rpartition(".")
        if each.name.partition(".")[0] in expected and f".{ending}" != PARQUET:
            found.mistakes.append(not_parquet(each.name))
        elif f".{ending}" == PARQUET and name not in expected:
            found.mistakes.append(unknown_table(name, vocabulary, expected))
        elif f".{ending}" == PARQUET:
            path = f"{panel.rstrip('/')}/{each.name}"
            _open(name, path, database, found, is_folder=each.is_folder)
    if CASES not in found.tables and not found.mistakes:
        message = "a panel needs a table `cases`"
        advice = "add `cases.parquet` with case_id, subject, as_of and horizon"
        found.mistakes.append(Mistake("missing-table", message, help=advice))
    return found


def _listed(panel: str, database: SparkDatabase) -> list[Listed]:
    files = Files(database.session, panel)
    if not files.is_folder():
        message = f"`{panel}` is not a folder"
        advice = "name the folder that holds `cases.parquet`"
        raise InvalidInput(Mistake("file-not-found", message, help=advice))
    return [each for each in files.listed() if not each.name.startswith((".", "_"))]


def fingerprints(panel: str, database: SparkDatabase) -> dict[str, str]:
    """SHA-256 (hexadecimal) of names, sizes and times of the files of every table.

    Reading a panel of a hundred million cases only to hash it would take as long as the run.
    """
    files, found = Files(database.session, panel), {}
    for each in _listed(panel, database):
        parts = files.listed(each.name) if each.is_folder else [each]
        told = "\n".join(f"{part.name} {part.bytes} {part.modified}" for part in parts)
        found[each.name] = hashlib.sha256(told.encode()).hexdigest()
    return found


def not_parquet(name: str) -> Mistake:
    """The refusal of a table in another format."""
    message = f"Spark reads Parquet, and `{name}` is something else"
    advice = "save the table as Parquet, or leave `--engine spark` out"
    return Mistake("not-parquet", message, help=advice)


def _open(name: str, path: str, database: SparkDatabase, found: Opened, *, is_folder: bool) -> None:
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    try:
        frame = database.session.read.parquet(path)
        columns = {each: _type(kind) for each, kind in frame.dtypes}
        refuse_names(name, frame.columns)
        starts = _starts(frame) if is_folder else []
        database.view(f"given {name}", _numbered(frame, frame.columns, starts, database))
    except InvalidInput as error:
        found.mistakes += error.mistakes
        return
    except PySparkException as error:
        message = f"the table `{name}` cannot be read: {reason_of(error)}"
        found.mistakes.append(Mistake("table-unreadable", message, help="write it as Parquet"))
        return
    found.tables[name] = Table(name, columns, f"SELECT * FROM {identifier(f'given {name}')}")


def _type(kind: str) -> str:
    return TYPES.get(kind, kind.upper())


def _starts(frame: Any) -> list[tuple[str, int]]:
    """For each file of a table in order of their names how many rows come before it."""
    counts = frame.select("_metadata.file_path").groupBy("file_path").count().collect()
    before, starts = 0, []
    for path, count in sorted((str(row[0]), int(row[1])) for row in counts):
        starts.append((path, before))
        before += count
    return starts


def _numbered(
    frame: Any, columns: list[str], starts: list[tuple[str, int]], database: SparkDatabase
) -> Any:
    """A frame with `_row`, the number of the row from 1 through all files.

    Parquet knows the place of a row in its file; the rows of the files before it are added.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415 - an extra

    quoted = [f.col("`" + each.replace("`", "``") + "`") for each in columns]
    place, file = f.col("_metadata.row_index"), f.col("_metadata.file_path")
    if len(starts) <= 1:
        return frame.select(*quoted, (place + 1).alias(ROW))
    known = database.session.createDataFrame(starts, "_file string, _before bigint")
    numbered = frame.select(*quoted, place.alias("_place"), file.alias("_file"))
    return numbered.join(f.broadcast(known), "_file").select(
        *quoted, (f.col("_place") + f.col("_before") + 1).alias(ROW)
    )
