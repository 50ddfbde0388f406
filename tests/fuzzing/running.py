"""A run: as many workers as there are processors, what they report, and what becomes of it."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzzing.saving import FOLDER

PROGRAMS = 2_000
"""Programs after which a worker is replaced by a new one."""
SILENCE = 60.0
"""Seconds without a word after which a worker is taken to hang."""
LAST_WORDS = 90.0
"""Seconds that a worker gets at the end to save a difference."""
EVERY = 5.0
"""Seconds between lines of progress."""
Print = Callable[[str], None]


@dataclass
class Tally:
    """What has been done so far."""

    pairs: int = 0
    programs: int = 0
    refused: int = 0
    rejected: int = 0
    differences: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def line(self) -> str:
        """The tally in one line."""
        seconds = time.monotonic() - self.began
        return (
            f"{seconds:6.0f} s  {self.pairs:,} pairs  {self.programs:,} programs  "
            f"{self.pairs / max(seconds, 0.001):,.0f} pairs/s  {self.refused:,} refused  "
            f"{self.rejected:,} rejected  {len(self.differences):,} differences"
        )


@dataclass
class Run:
    """A run of some workers."""

    seed: str
    jobs: int
    folder: Path = FOLDER
    say: Print = print
    command: Sequence[str] = (sys.executable, "-m", "tests.fuzzing.worker")
    engine: str | None = None
    """The one engine that is compared with the definition, where it is not all quick ones."""
    tally: Tally = field(default_factory=Tally)
    ended: threading.Event = field(default_factory=threading.Event)

    def until(self, seconds: float | None, pairs: int | None) -> Tally:
        """Fuzz until the time is over or there are enough pairs, or somebody interrupts."""
        lines = [Line(self, number) for number in range(self.jobs)]
        end = None if seconds is None else time.monotonic() + seconds
        for line in lines:
            line.start()
        shown = time.monotonic()
        try:
            while not self._enough(end, pairs) and any(line.is_alive() for line in lines):
                time.sleep(0.2)
                if time.monotonic() - shown >= EVERY:
                    shown = time.monotonic()
                    self.say(self.tally.line())
        except KeyboardInterrupt:
            self.say("interrupted")
        finally:
            self.ended.set()
            for line in lines:
                line.finish()
        return self.tally

    def _enough(self, end: float | None, pairs: int | None) -> bool:
        over = end is not None and time.monotonic() >= end
        return over or (pairs is not None and self.tally.pairs >= pairs)


class Line(threading.Thread):
    """One worker after another, each listened to."""

    def __init__(self, run: Run, number: int) -> None:
        super().__init__(daemon=True)
        self.run_of, self.next = run, number
        self.process: subprocess.Popen[str] | None = None
        self.heard = time.monotonic()
        self.saving = False
        self.case = 0

    def run(self) -> None:
        """Start workers until the run has ended."""
        while not self.run_of.ended.is_set():
            began = self.next
            status = self._listen(["--first", str(began), *self._rest()])
            if status == 0 or self.run_of.ended.is_set():
                continue
            self._crashed(status)

    def _rest(self) -> Sequence[str]:
        return ("--step", str(self.run_of.jobs), "--count", str(PROGRAMS))

    def _engine(self) -> Sequence[str]:
        return ("--engine", self.run_of.engine) if self.run_of.engine else ()

    def _listen(self, arguments: Sequence[str]) -> int:
        """Run a worker to its end; gives its exit status."""
        run = self.run_of
        command = [*run.command, "--seed", run.seed, "--folder", str(run.folder), *arguments]
        command += self._engine()
        self.heard = time.monotonic()
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
        ) as self.process:
            threading.Thread(target=self._watch, args=(self.process,), daemon=True).start()
            for line in self.process.stdout or ():
                self.heard = time.monotonic()
                self._heard(*line.rstrip("\n").split(" "))
        self.saving = False
        return self.process.returncode

    def _watch(self, process: "subprocess.Popen[str]") -> None:
        """Kill a worker that hangs; what it was at is known."""
        while process.poll() is None:
            patience = LAST_WORDS if self.saving else SILENCE
            if time.monotonic() - self.heard > patience:
                process.kill()
            time.sleep(0.5)

    def _heard(self, what: str, *words: str) -> None:
        tally = self.run_of.tally
        match what:
            case "begin":
                self.next = int(words[0])
            case "case":
                self.case = int(words[0])
            case "done":
                self.next += self.run_of.jobs
                tally.programs += 1
                tally.pairs += int(words[0])
                tally.refused += int(words[1])
                tally.rejected += int(words[2])
            case "differs":
                self.saving = True
                self._difference(" ".join(words))
            case "saved":
                self.saving = False
                tally.files.append(words[0])
                self.run_of.say(f"saved {words[0]}")
            case _:
                raise AssertionError(what)

    def _difference(self, text: str) -> None:
        self.run_of.tally.differences.append(text)
        self.run_of.say(f"DIFFERENCE {text[:600]}")

    def _crashed(self, status: int) -> None:
        """Try the program of a crash again, each pair in a process of its own."""
        number, before = self.next, len(self.run_of.tally.files)
        self._difference(
            f"{self.run_of.seed}/{number}/{self.case} the worker ended with status {status}"
        )
        self.saving = True
        self._listen(["--first", str(number), "--apart"])
        if len(self.run_of.tally.files) == before:
            self.run_of.say(f"program {number} of seed {self.run_of.seed} did not crash again")
        self.next = number + self.run_of.jobs

    def finish(self) -> None:
        """End the worker, unless it is saving a difference: then wait for that."""
        end = time.monotonic() + LAST_WORDS
        while self.saving and self.is_alive() and time.monotonic() < end:
            time.sleep(0.2)
        if self.process and self.process.poll() is None:
            self.process.kill()
        self.join(5)
