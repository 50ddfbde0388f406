"""Engines that take one case after the other, on a sample, and what they say everybody must say."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from bench import ours
from bench.others import zen_engine
from bench.screening.world import KINDS
from bench.workload import Rows
from riskmemo.engines.compiled.cache import compile_fresh
from riskmemo.model.points import to_micro

FIELDS = {kind: (*ours.FIELDS[kind],) for kind in KINDS}
AT_ONCE = 250
Risks = Mapping[int, int]
"""Case to micropoints."""


def sample(panel: Path, cases: int, wanted: int) -> dict[int, Rows]:
    """So many cases of a panel, taken evenly from all of them."""
    step = max(1, cases // wanted)
    found: dict[int, dict[str, list[dict[str, Any]]]] = {
        case: {kind: [] for kind in KINDS} for case in range(0, step * min(wanted, cases), step)
    }
    with duckdb.connect() as database:
        for kind in KINDS:
            names = FIELDS[kind]
            rows = database.execute(
                f"SELECT case_id, {', '.join(names)} FROM '{panel}/{kind}.parquet'"
                f" WHERE case_id % {step} = 0 ORDER BY case_id, id"
            ).fetchall()
            for case, *values in rows:
                if case in found:
                    found[case][kind].append(dict(zip(names, values, strict=True)))
    return dict(found)


def by_compiled(given: Mapping[int, Rows], processes: int) -> tuple[Risks, float]:
    """The engine `compiled` in a pool of processes: micropoints, and seconds on the clock."""
    rows = list(given.values())
    parts = [rows[n : n + AT_ONCE] for n in range(0, len(rows), AT_ONCE)]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_compiled, [part[:1] for part in parts[: processes * 2]]))
        begun = time.perf_counter()
        points = list(chain.from_iterable(pool.map(_compiled, parts)))
        taken = time.perf_counter() - begun
    return _risks(given, points), taken


@cache
def _made() -> Any:
    return compile_fresh(ours.program())


def _compiled(rows: Sequence[Rows]) -> list[float]:
    found = (_made().run(ours.facts(each), ours.SETTING) for each in rows)
    return list(ours.held(found))


def by_zen(given: Mapping[int, Rows]) -> tuple[Risks, float]:
    """zen-engine's `evaluate_batch` from JSON texts: micropoints, and seconds on the clock."""
    contestant = next(each for each in zen_engine.JSON if "evaluate_batch" in each.name)
    texts, run = contestant.given(list(given.values())), contestant.build()
    begun = time.perf_counter()
    found = [*run(texts)]
    taken = time.perf_counter() - begun
    return _risks(given, list(contestant.points(found))), taken


def _risks(given: Mapping[int, Rows], points: Sequence[float]) -> Risks:
    return {c: to_micro(min(100.0, each)) for c, each in zip(given, points, strict=True)}


def check(name: str, scores: str, wanted: Risks) -> None:
    """Stop unless a run has the risks of the sample; `scores` is a SELECT of case and risk."""
    cases = ", ".join(map(str, wanted))
    with duckdb.connect() as database:
        rows = database.execute(
            f"SELECT _case, risk FROM ({scores}) WHERE _case IN ({cases})"
        ).fetchall()
    if dict(rows) != dict(wanted):
        differing = [case for case, risk in rows if wanted[case] != risk] or ["all missing"]
        raise AssertionError(f"{name} differs from `compiled` in {len(differing)}: {differing[:5]}")
