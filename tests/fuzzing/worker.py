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

from riskmemo.evaluate import SQL
from tests.fuzzing.apart import asked_apart
from tests.fuzzing.comparing import difference, difference_of, outcomes, overworked
from tests.fuzzing.drawing import Numbered
from tests.fuzzing.limits import limited
from tests.fuzzing.many import compared, difference_by_sql, difference_of_both, is_overworked
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
    by_sql: bool = False
    """Whether `sql` is compared with the definition, on all cases of a program at once."""
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
            if self.apart:
                pairs, refused = self._apart(program)
            else:
                pairs, refused = self._many(program) if self.by_sql else self._cases(program)
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

    def _many(self, numbered: Numbered) -> tuple[int, int]:
        cases = [numbered.case(number) for number in range(CASES)]
        found = compared(numbered.drawn.program, cases)
        told = [(number, difference_of_both(both)) for number, both in enumerate(found)]
        first = next(((number, how) for number, how in told if how), None)
        if first:
            self._found(numbered, first[0], difference_by_sql, first[1])
        return CASES, sum(map(is_overworked, found))

    def _apart(self, numbered: Numbered) -> tuple[int, int]:
        question = partial(tried_apart, difference_by_sql if self.by_sql else difference_of)
        for number in range(CASES):
            how = question(Pair(numbered.drawn.ruleset, numbered.case(number)))
            if how:
                self._found(numbered, number, question, how)
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


def tried_apart(question: Question, pair: Pair) -> str | None:
    """How a pair differs when it is tried in a process of its own."""
    return asked_apart(partial(question, pair))


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
    parser.add_argument("--engine", choices=[SQL])
    given = parser.parse_args()
    worker = Worker(given.seed, given.apart, given.folder, given.engine == SQL)
    worker.run(given.first, given.step, given.count)


if __name__ == "__main__":
    main()
