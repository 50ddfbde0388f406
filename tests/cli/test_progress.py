"""What a terminal shows of work that takes long."""

import fcntl
import io
import os
import pty
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from riskmemo.batch import storing
from riskmemo.batch.manifest import Manifest
from riskmemo.cli.batch import command
from riskmemo.cli.batch_summary import summary
from riskmemo.cli.progress import ERASE_LINE, Progress
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.loading import load_ruleset
from tests.batch import large


class Screen(io.StringIO):
    """A stream in memory that says it is a terminal."""

    def isatty(self) -> bool:
        """It pretends."""
        return True


def waited(condition: Callable[[], bool]) -> None:
    """Until it holds, or ten seconds have passed."""
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_line_is_cut_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrapped would not be wiped, and pile up."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with Progress("assessing", after_seconds=0) as progress:
            shown = os.read(ours, 4096)
            progress.done(0.125, "about 12 min left")
        while shown.count(ERASE_LINE.encode()) < 2:
            shown += os.read(ours, 4096)
    assert shown.decode() == f"assessing ...{ERASE_LINE}assessing ... 12 %,{ERASE_LINE}"
    os.close(ours)


def test_a_run_of_one_shard_says_what_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is known of how long it takes, but much of what it is doing."""
    monkeypatch.chdir(large.lay_out(tmp_path, 1))
    monkeypatch.setattr(sys, "stderr", screen := Screen())

    def slow(_: storing.Asked, told: storing.Told) -> storing.Batch:
        waited(lambda: bool(screen.getvalue()))
        told(0, 1)
        told(0.5, 1)
        raise InvalidInput(Mistake("no-cases", "for this test that is enough"))

    monkeypatch.setattr(storing, "batch", slow)
    words = ["panel", "--ruleset", "./ruleset.yaml", "-o", "out"]
    with pytest.raises(InvalidInput):
        command.main(words, standalone_mode=False)
    shown = screen.getvalue().split(ERASE_LINE)
    assert shown[:2] == [
        "loading and checking the panel ...",
        "assessing all cases in one shard ...",
    ]
    assert shown[2].startswith("assessing all cases in one shard ... 50 %, about ")
    assert shown[3:] == [""]


@pytest.mark.parametrize(
    ("computed", "seconds", "told"),
    [(1, 0.5, ["slowest rules", "     0.50 s  signed"]), (1, 0.0, []), (0, 0.5, [])],
)
def test_only_rules_that_took_time_are_slow(
    computed: int, seconds: float, told: list[str], tmp_path: Path
) -> None:
    """A run that was there already looked for nothing."""
    program = load_ruleset(large.lay_out(tmp_path, 1) / "ruleset.yaml")
    asked = storing.Asked(tmp_path / "panel", program, tmp_path / "out")
    found = storing.Batch(Manifest(tmp_path / "out", asked.origin(0)), computed)
    found.seconds = {("signed",): seconds}
    lines = [line for line in summary(found, program, 80) if line]
    assert [each for each in lines if each.startswith(("slow", "   "))] == told
