"""`make mutate`: try every part, or the one asked for, and print what was found."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.parts import APART, PARTS, Part
from tests.mutation.report import ALIVE, Result, report, results_of
from tests.mutation.trying import Trial

OPTIONS = (
    "--hypothesis-profile=mutate",
    "--assert=plain",
    "--capture=no",
    "-pno:terminal",
    "-pno:cacheprovider",
)


def main() -> int:
    """Try the mutants of each part; 1 where one misses the goal or a survivor is unexplained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="", help=" or ".join(p.name for p in PARTS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--again", action="store_true", help="only what survived, and what is new")
    parser.add_argument("--report", action="store_true", help="print what the last run found")
    asked = parser.parse_args()
    parts = [part for part in PARTS if not asked.only or part.name == asked.only]
    if not parts:
        parser.error(f"there is no part {asked.only}")
    if not asked.report:
        for part in parts:
            run(part, asked.jobs, again=asked.again)
    return max(report(part) for part in parts)


def run(part: Part, jobs: int, *, again: bool) -> None:
    """Try the mutants of a part, and keep what became of each."""
    mutants = [mutant for path in part.files for mutant in mutants_of(path)]
    kept = {_key(old): old for old in results_of(part) if old["outcome"] not in ALIVE and again}
    results = [kept[key] for mutant in mutants if (key := _key(_result(mutant, ""))) in kept]
    waiting = [mutant for mutant in mutants if _key(_result(mutant, "")) not in kept]
    counts: Counter[str] = Counter()

    order = {_key(_result(mutant, "")): place for place, mutant in enumerate(mutants)}

    def tell(mutant: Mutant, outcome: str) -> None:
        results.append(_result(mutant, outcome))
        counts[outcome] += 1
        if counts.total() % 50 == 0 or counts.total() == len(waiting):
            told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
            print(f"{part.name}: {counts.total()} of {len(waiting)}: {told}", flush=True)
            _save(part, sorted(results, key=lambda result: order[_key(result)]))

    ended = pytest.main([*OPTIONS, *APART, *part.tests], plugins=[Trial(part, waiting, jobs, tell)])
    if ended:
        sys.exit(int(ended))


def _save(part: Part, results: Sequence[Result]) -> None:
    part.results.parent.mkdir(exist_ok=True)
    part.results.write_text(json.dumps(results, indent=1, ensure_ascii=False), "utf-8")


def _result(mutant: Mutant, outcome: str) -> Result:
    about = {"file": mutant.file, "function": mutant.function, "change": mutant.change}
    return {**about, "outcome": outcome}


def _key(result: Result) -> tuple[str, str, str]:
    return result["file"], result["function"], result["change"]


if __name__ == "__main__":
    sys.exit(main())
