"""Compare the rows of two outputs of `riskmemo batch`, of DuckDB and of Spark, say.

    python examples/screening/same_rows.py out/duckdb out/spark

Order and number of the files do not matter; columns, types and every digit do. Ends with 1 where
anything differs, and names a few of the rows that do.
"""

import argparse
import sys
from pathlib import Path

import duckdb

TABLES = ("scores", "matches", "gaps")
SHOWN, WIDEST = 3, 160


def compared(first: Path, second: Path) -> tuple[int, list[str]]:
    """How many rows were compared, and what differs."""
    rows, told = 0, []
    with duckdb.connect() as database:
        for table in TABLES:
            there = [(folder / table).is_dir() for folder in (first, second)]
            if any(there) and not all(there):
                told.append(f"{table}: only one of the two has them")
            elif all(there):
                count, different = compared_table(database, first / table, second / table)
                rows += count
                told += different
    return rows, told


def compared_table(
    database: duckdb.DuckDBPyConnection, first: Path, second: Path
) -> tuple[int, list[str]]:
    """How many rows a table has, and what differs in it."""
    database.execute("CREATE OR REPLACE TEMP TABLE one AS FROM read_parquet(?)", [files(first)])
    database.execute("CREATE OR REPLACE TEMP TABLE two AS FROM read_parquet(?)", [files(second)])
    columns = [database.execute(f"DESCRIBE {name}").fetchall() for name in ("one", "two")]
    ((rows,),) = database.execute("SELECT count(*) FROM one").fetchall()
    if [each[:2] for each in columns[0]] != [each[:2] for each in columns[1]]:
        return rows, [f"{first.name}: the columns differ"]
    told = []
    for here, there, folder in (("one", "two", first), ("two", "one", second)):
        database.execute(
            f"CREATE OR REPLACE TEMP TABLE others AS FROM {here} EXCEPT ALL FROM {there}"
        )
        ((count,),) = database.execute("SELECT count(*) FROM others").fetchall()
        if count:
            told.append(f"{folder}: {count} rows that the other has not, as")
            shown = database.execute(f"FROM others ORDER BY ALL LIMIT {SHOWN}").fetchall()
            told += [f"  {row}"[:WIDEST] for row in shown]
    return rows, told


def files(folder: Path) -> list[str]:
    """The Parquet files in a folder and below."""
    return [str(path) for path in sorted(folder.rglob("*.parquet"))]


def main() -> int:
    """Compare the two folders that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    asked = parser.parse_args()
    rows, told = compared(asked.first, asked.second)
    if not rows:
        told.append("nothing to compare: no scores, matches or gaps in either")
    print("\n".join(told) if told else f"equal: {rows} rows")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
