"""The process that fuzzes: it says what it is about to do, so that nothing is lost if it crashes.

It writes lines: `begin PROGRAM`, `case NUMBER`, `differs HOW`, `saved FILE`, and for each program
`done PAIRS REFUSED REJECTED`.
"""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.fuzzing.apart import asked_apart
from tests.fuzzing.comparing import difference, difference_of, outcomes, overworked
from tests.fuzzing.drawing import Numbered
from tests.fuzzing.limits import limited
from tests.fuzzing.saving import FOLDER, Counterexample, save
from tests.fuzzing.shrinking import shrunk
from tests.fuzzing.written import Pair, facts_of, setting_of

CASES = 20
"""Cases of one program."""
SECONDS = 0.5
"""How long one program may take; the cases that are left are then let go."""
MOST_MEMORY = 500
"""Megabytes with which a process ends, so that another begins afresh."""
MOST_SAVED = 3
"""Differences that one process makes small and saves."""
TIDY = 25
"""Programs after which garbage is collected."""
Question = Callable[[Pair], str | None]


@dataclass
class Worker:
    """Fuzzes programs of one seed."""

    seed: str
    apart: bool = False
    """Whether every pair is tried in a process of its own."""
    folder: Path = FOLDER
    saved: int = 0

    def run(self, first: int, step: int, count: int) -> None:
        """Try programs until there are enough, or memory runs short."""
        gc.disable()
        for turn in range(count):
            self.program(first + turn * step)
            if turn % TIDY == TIDY - 1:
                gc.collect()
            if resident() > MOST_MEMORY:
                break

    def program(self, number: int) -> None:
        """Try one program on its cases."""
        say("begin", number)
        program = Numbered(self.seed, number)
        with limited(program.limits):
            pairs, refused = self._apart(program) if self.apart else self._cases(program)
        say("done", pairs, refused, program.drawn.rejected)

    def _cases(self, numbered: Numbered) -> tuple[int, int]:
        end, refused = time.perf_counter() + SECONDS, 0
        program = numbered.drawn.program
        for number in range(CASES):
            say("case", number)
            case = numbered.case(number)
            facts = facts_of(case, program.vocabulary)
            found = outcomes(program, facts, setting_of(case), frozenset(case.searched))
            if overworked(found):
                refused += 1
            how = difference(found)
            if how:
                self._found(numbered, number, difference_of, how)
            if time.perf_counter() > end:
                break
        return number + 1, refused

    def _apart(self, numbered: Numbered) -> tuple[int, int]:
        for number in range(CASES):
            pair = Pair(numbered.drawn.ruleset, numbered.case(number))
            how = tried_apart(pair)
            if how:
                self._found(numbered, number, tried_apart, how)
                return number + 1, 0
        return CASES, 0

    def _found(self, numbered: Numbered, number: int, question: Question, how: str) -> None:
        """Make a difference small and save it."""
        say("differs", f"{numbered.seed}/{numbered.number}/{number}", how)
        self.saved += 1
        if self.saved > MOST_SAVED:
            return
        whole = Pair(numbered.drawn.ruleset, numbered.case(number))
        found = shrunk(whole, lambda pair: question(pair) is not None)
        about = question(found) or f"{how}; seen once, when much else had run before"
        say("saved", save(Counterexample(about, found, numbered.limits), "found", self.folder))


def tried_apart(pair: Pair) -> str | None:
    """How a pair differs when it is tried in a process of its own."""
    return asked_apart(partial(difference_of, pair))


def resident() -> float:
    """Memory that this process holds now, in megabytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 2**20


def say(*words: object) -> None:
    """Write a line to whoever started this process."""
    text = " ".join(str(word).replace("\n", " ") for word in words)
    os.write(sys.stdout.fileno(), f"{text}\n".encode())


def main() -> None:
    """Fuzz as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", required=True)
    parser.add_argument("--first", type=int, required=True)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--apart", action="store_true")
    given = parser.parse_args()
    Worker(given.seed, given.apart, given.folder).run(given.first, given.step, given.count)


if __name__ == "__main__":
    main()
