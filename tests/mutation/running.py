"""`make mutate`: try every part, or the one asked for, and print what was found."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.mutation.parts import PARTS, Part
from tests.mutation.report import mutants_of, report

MUTMUT = Path(sys.executable).with_name("mutmut")


def main() -> int:
    """Run mutmut over each part; 1 where one misses the goal or leaves a survivor unexplained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="", help=" or ".join(p.name for p in PARTS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--again", action="store_true", help="try only what survived before")
    parser.add_argument("--report", action="store_true", help="print what the last run found")
    asked = parser.parse_args()
    parts = [part for part in PARTS if not asked.only or part.name == asked.only]
    if not parts:
        parser.error(f"there is no part {asked.only}")
    if not asked.report:
        for part in parts:
            _run(part, asked.jobs, again=asked.again)
    return max(report(part) for part in parts)


def _run(part: Part, jobs: int, *, again: bool) -> None:
    survivors = [each.name for each in mutants_of(part) if each.survived] if again else []
    if not again:
        shutil.rmtree(part.folder, ignore_errors=True)
    part.prepare()
    command = [str(MUTMUT), "run", f"--max-children={jobs}", *survivors]
    with (part.folder / "log").open("w") as log:
        subprocess.run(command, cwd=part.folder, check=False, stdout=log, stderr=log)


if __name__ == "__main__":
    sys.exit(main())
