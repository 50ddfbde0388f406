"""`make fuzz`: random programs over random cases on every engine, for as long as asked."""

import argparse
import math
import os
import secrets
import sys
import time
from pathlib import Path

from riskmemo.batch.spark.session import session
from riskmemo.engines import definition
from riskmemo.evaluate import SQL
from tests.fuzzing.comparing import QUICK
from tests.fuzzing.drawing import Numbered
from tests.fuzzing.limits import limited
from tests.fuzzing.on_spark import SETTINGS, differences
from tests.fuzzing.running import Run
from tests.fuzzing.saving import FOLDER


def main() -> int:
    """Fuzz as the arguments say; 1 where engines differed."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, help="how long (5, unless --pairs is given)")
    parser.add_argument("--pairs", type=int, help="how many pairs of ruleset and case")
    parser.add_argument("--seed", help="the seed of an earlier run, to see the same again")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="worker processes")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where differences are saved")
    parser.add_argument(
        "--engine", choices=[SQL, SPARK], help="this engine against the definition only"
    )
    given = parser.parse_args()
    if given.engine == SPARK:
        return fuzz_spark(given.seed or secrets.token_hex(4), given.pairs, given.minutes)
    minutes = given.minutes or (None if given.pairs else 5.0)
    seed = given.seed or secrets.token_hex(4)
    run = Run(seed, given.jobs, given.folder, _say, engine=given.engine)
    engines = (definition.NAME, given.engine) if given.engine else QUICK
    _say(f"seed {run.seed}, {run.jobs} workers, engines: {', '.join(engines)}")
    tally = run.until(minutes and minutes * 60, given.pairs)
    _say(tally.line())
    if not tally.differences:
        _say("every engine gave the same matches, gaps, findings and scores")
        return 0
    _say(f"{len(tally.differences)} differences; the smallest pairs are in:")
    for file in tally.files:
        _say(f"  {file}")
    return 1


SPARK = "spark"
CASES = 40


def fuzz_spark(seed: str, pairs: int | None, minutes: float | None) -> int:
    """Programs in one session of Spark, forty cases at once; 1 where it differs."""
    end = None if pairs and not minutes else time.monotonic() + 60 * (minutes or 5.0)
    found = number = 0
    _say(f"seed {seed}, engines: {definition.NAME}, {SPARK}")
    with session("local[1]", SETTINGS) as spark:
        while (end is None or time.monotonic() < end) and number * CASES < (pairs or math.inf):
            made = Numbered(seed, number)
            with limited(made.limits):
                cases = [made.case(case) for case in range(CASES)]
                told = differences(spark, made.drawn.program, cases)
            for case, how in enumerate(told):
                if how:
                    found += 1
                    _say(f"differs {seed}/{number}/{case}: {how}")
            number += 1
    _say(f"{number * CASES:,} pairs, {found} differences")
    return 1 if found else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
