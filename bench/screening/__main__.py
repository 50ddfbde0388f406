"""Everything in one run, as the Markdown of docs/measured.md.

`CASES=10000000` adds a run of so many cases by `riskmemo batch` alone, within `MEMORY` (2GB).
"""

import os
import platform
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import duckdb

from bench.markdown import show, table
from bench.screening import sampled, world
from bench.screening.compiling import seconds_of
from bench.screening.runs import Asked, Costs, measured
from bench.targets import HEAD, Target

HERE = Path("out/screening")
SIZES = tuple(map(int, os.environ.get("SIZES", "10000 100000 1000000").split()))
SAMPLE = 10_000
ROUNDS = 3
ONCE = 1_000_000
"""From so many cases on everybody runs once, and only those of the race as often."""
RACE = ("sql", "joins", "cells")
MEMORY = os.environ.get("MEMORY", "2GB")
NAMES = {
    "read": "reading all bytes (PyArrow)",
    "sql": "riskmemo's SQL on DuckDB",
    "joins": "SQL by hand, facts joined",
    "cells": "SQL by hand, facts in cells",
    "polars": "Polars by hand",
    "batch": "`riskmemo batch`",
    "sql, matches": "riskmemo's SQL, a row a match",
    "joins, matches": "SQL by hand, facts joined, a row a match",
    "cells, matches": "SQL by hand, facts in cells, a row a match",
    "batch, matches": "`riskmemo batch --matches`",
}
Found = Mapping[str, Costs]


def main() -> None:
    """Measure, check, then print."""
    found = {cases: _of_size(cases) for cases in SIZES}
    largest = max(SIZES)
    extra = int(os.environ.get("CASES") or 0)
    if extra > largest:
        found[extra] = _alone(extra)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {_versions()}.\n")
    show("To reach, many cases", _reached(found))
    show(f"{largest:,} cases", _costs(found[largest]), _samples(largest))
    show("Cases and seconds", _growth(found))


def _of_size(cases: int) -> dict[str, Costs]:
    panel = _panel(cases)
    wanted, _ = sampled.by_compiled(sampled.sample(panel, cases, SAMPLE), os.cpu_count() or 1)
    found: dict[str, list[Costs]] = {name: [] for name in NAMES}
    for number in range(ROUNDS):
        for name, costs in found.items():
            if not number or cases < ONCE or name in RACE:
                costs.append(_checked(name, panel, 1, wanted))
    hashes = {name: _hash(name, HERE / "results" / name) for name in NAMES if name != "read"}
    if len({each for name, each in hashes.items()}) > 1:
        raise AssertionError(f"not all found the same: {hashes}")
    for name in ("sql", "batch", *(() if cases >= ONCE else ("batch, matches",))):
        before = _bytes(HERE / "results" / name)
        _checked(name, panel, 2, wanted)
        if _bytes(HERE / "results" / name) != before:
            raise AssertionError(f"{name}: 2 threads wrote other bytes than 1 thread")
    return {name: min(costs, key=lambda each: each.processor) for name, costs in found.items()}


def _alone(cases: int) -> dict[str, Costs]:
    panel = _panel(cases)
    wanted, _ = sampled.by_compiled(sampled.sample(panel, cases, SAMPLE), os.cpu_count() or 1)
    return {"batch": _checked("batch", panel, os.cpu_count() or 1, wanted)}


def _panel(cases: int) -> Path:
    panel = HERE / f"panel-{cases}"
    if not panel.exists():
        _tell(f"generating {cases:,} cases")
        part = panel.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        world.write(cases, part)
        part.rename(panel)
    return panel


def _checked(name: str, panel: Path, threads: int, wanted: sampled.Risks) -> Costs:
    out = HERE / "results" / name
    costs = measured(name, Asked(panel, out, threads, MEMORY))
    _tell(
        f"{panel.name}: {name}, {threads} threads: {costs.processor:.2f} s, {costs.memory:.0f} MB"
    )
    if name != "read":
        sampled.check(name, _scores(name, out), wanted)
    return costs


def _scores(name: str, out: Path) -> str:
    """A SELECT of case and micropoints from what a run wrote."""
    if name.startswith("batch"):
        risk = 'CAST("risk.score" * 1000000 AS BIGINT) AS risk'
        return f"SELECT case_id AS _case, {risk} FROM '{out}/scores/*.parquet'"
    return f"SELECT _case, risk FROM '{out}/scores.parquet'"


def _hash(name: str, out: Path) -> object:
    with duckdb.connect() as database:
        return database.execute(
            "SELECT count(*), sum(risk), bit_xor(hash(_case, risk::BIGINT))"
            f" FROM ({_scores(name, out)})"
        ).fetchone()


def _bytes(out: Path) -> dict[str, bytes]:
    return {str(each.relative_to(out)): each.read_bytes() for each in out.glob("**/*.parquet")}


# --- tables ---------------------------------------------------------------------------------------


def _reached(found: Mapping[int, Found]) -> str:
    at = found[max(SIZES)]
    targets = []
    for matches, limit in (("", 1.2), (", matches", 1.5)):
        what = "with a row a match" if matches else "scores"
        for other in ("joins", "cells"):
            ratio = at["sql" + matches].processor / at[other + matches].processor
            name = NAMES[other]
            targets.append(Target(f"{what}, beside {name}", limit, ratio, at_least=False))
    for rules, limit in ((40, 0.15), (300, 1.5)):
        what = f"compiling {rules} rules"
        targets.append(Target(what, limit, seconds_of(rules), "s", at_least=False))
    for name in ("sql", "batch"):
        many = max(cases for cases in found if name in found[cases])
        grown = found[many][name].processor / found[SIZES[1]][name].processor
        ratio = grown / (many / SIZES[1])
        what = f"seconds a case, {many:,} cases beside {SIZES[1]:,}, {NAMES[name]}"
        targets.append(Target(what, 1.1, ratio, at_least=False))
    return table(HEAD, [each.row for each in targets])


def _costs(at: Found) -> str:
    head = ("one thread", "s of processor", "s on the clock", "× SQL by hand, joined", "memory, MB")
    return table(
        head,
        [
            (
                NAMES[name], f"{each.processor:.2f}", f"{each.clock:.2f}",
                f"{each.processor / at['joins'].processor:.2f}", f"{each.memory:,.0f}",
            )
            for name, each in at.items()
        ],
    )  # fmt: skip


def _samples(cases: int) -> str:
    given = sampled.sample(_panel(cases), cases, SAMPLE)
    processes = os.cpu_count() or 1
    wanted, compiled = sampled.by_compiled(given, processes)
    by_zen, zen = sampled.by_zen(given)
    if by_zen != wanted:
        raise AssertionError("zen-engine differs from `compiled`")
    scale = cases / len(given)
    rows = [
        (f"`compiled`, facts in memory, {processes} processes", compiled),
        ("zen-engine, `evaluate_batch` of JSON texts", zen),
    ]
    head = (f"{len(given):,} cases, scaled", "s on the clock", f"s for {cases:,} cases")
    return table(head, [(name, f"{s:.2f}", f"{s * scale:,.0f}") for name, s in rows])


def _growth(found: Mapping[int, Found]) -> str:
    head = ("s of processor (MB)", *(f"{cases:,}" for cases in found))
    return table(head, [(NAMES[name], *_line(name, found.values())) for name in NAMES])


def _line(name: str, found: Iterable[Found]) -> Sequence[str]:
    return [
        f"{at[name].processor:.2f} ({at[name].memory:,.0f})" if name in at else "" for at in found
    ]


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("duckdb", "polars", "zen-engine"))


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
