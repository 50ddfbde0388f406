"""Timing in interleaved rounds: whatever disturbs the machine falls on all alike.

Time is processor time of all threads, so a call that uses two cores is charged for both.
"""

import gc
import statistics
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.contestant import Contestant
from bench.workload import Rows

CASES = 100
ROUNDS = 25


@dataclass
class Times:
    """Seconds a case, by number of the round."""

    contestant: Contestant
    processor: dict[int, float] = field(default_factory=dict)
    wall: dict[int, float] = field(default_factory=dict)

    @property
    def least(self) -> float:
        """The processor time of the least disturbed round."""
        return min(self.processor.values())

    def speed(self, other: "Times") -> float:
        """How many times as fast as another: the median over the rounds both took part in."""
        both = self.processor.keys() & other.processor.keys()
        return statistics.median(other.processor[n] / self.processor[n] for n in both)


def race(contestants: Sequence[Contestant], given: Sequence[Rows]) -> list[Times]:
    """All contestants over the same cases, after each was checked on all of them."""
    runs = []
    for each in contestants:
        each.check(given)
        runs.append((Times(each), each.build(), each.given(given)))
    gc.collect()
    gc.freeze()
    """So that nobody's collector walks what the others hold."""
    for number in range(ROUNDS):
        for times, run, cases in runs:
            if number % times.contestant.every == 0:
                gc.collect()
                wall, processor = time.perf_counter(), time.process_time()
                deque(run(cases), maxlen=0)
                times.processor[number] = (time.process_time() - processor) / len(given)
                times.wall[number] = (time.perf_counter() - wall) / len(given)
    gc.unfreeze()
    return [times for times, _, _ in runs]
