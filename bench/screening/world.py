"""A panel of so many cases, 14 facts each on average, as Parquet; the same in every run.

The rows are those of `bench.workload` for its 40 rules, but their number varies: 1 to 5 ties, 1 to
3 minorities, 1 to 5 sensitivities, and each of ten indicators with one half.
"""

from pathlib import Path

import duckdb

from bench.workload import INDICATORS, ISSUES, PARTNERS, STATUS

AS_OF, HORIZON, KNOWN = "2025-07-21", "2026-07-21", "2025-01-01"
KINDS = ("state", "tie", "kin", "sensitivity", "indicator")


def _pick(count: int, seed: int, of: str = "i, j") -> str:
    """A number from 0 to before `count` that depends on the case and on the row."""
    return f"CAST(hash({of}, {seed}) % {count} AS BIGINT)"


def _one_of(names: tuple[str, ...], number: str) -> str:
    listed = ", ".join(f"'{name}'" for name in names)
    return f"[{listed}][1 + {number}]"


def _tables() -> dict[str, tuple[int, str, str]]:
    """Kind to the most facts of a case, which of them there are, and their fields."""
    turned = f"({_pick(5, 2, 'i')} + j) % 5"
    return {
        "state": (1, "true", "'MNG' AS code"),
        "tie": (
            5, f"j <= 1 + {_pick(5, 1, 'i')}",
            (f"{_one_of(PARTNERS, turned)} AS partner,"
            f" {_one_of(STATUS, _pick(3, 3))} AS status, {_pick(6, 4)}::DOUBLE AS level"),
        ),
        "kin": (
            3, f"j <= 1 + {_pick(3, 5, 'i')}",
            (f"{_one_of(PARTNERS, _pick(5, 6))} AS state,"
            f" ({_pick(13, 7)} / 100)::DOUBLE AS share, 'R' || j AS region"),
        ),
        "sensitivity": (
            5, f"j <= 1 + {_pick(5, 8, 'i')}",
            (f"{_one_of(PARTNERS, _pick(5, 9))} AS state,"
            f" {_one_of(ISSUES, _pick(5, 10))} AS issue, {_pick(6, 11)}::DOUBLE AS level"),
        ),
        "indicator": (
            10, f"{_pick(2, 12)} = 0",
            (f"{_one_of(INDICATORS, 'j - 1')} AS name, CASE WHEN {_pick(16, 13)} > 0"
            f" THEN ({_pick(15, 14)} * 7)::DOUBLE END AS value"),
        ),
    }  # fmt: skip


def write(cases: int, folder: Path) -> int:
    """Write the panel, a table after the other; gives the number of facts."""
    folder.mkdir(parents=True)
    with duckdb.connect(config={"memory_limit": "2GB"}) as database:
        _copy(
            database, folder / "cases.parquet",
            f"SELECT i AS case_id, 'MNG' AS subject, DATE '{AS_OF}' AS as_of,"
            f" DATE '{HORIZON}' AS horizon FROM range({cases}) AS t(i)",
        )  # fmt: skip
        return sum(
            _copy(
                database, folder / f"{kind}.parquet",
                f"SELECT i AS case_id, '{kind[:2]}' || j AS id, DATE '{KNOWN}' AS known, {fields}"
                f" FROM (SELECT i, unnest(range(1, {most + 1})) AS j FROM range({cases}) AS t(i))"
                f" WHERE {chosen}",
            )
            for kind, (most, chosen, fields) in _tables().items()
        )  # fmt: skip


def _copy(database: duckdb.DuckDBPyConnection, path: Path, select: str) -> int:
    row = database.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)").fetchone()
    return int(row[0]) if row else 0
