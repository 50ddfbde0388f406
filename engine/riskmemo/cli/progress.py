"""A sign of life for work that takes longer than a second, on a terminal only."""

import os
import sys
import threading
from types import TracebackType

ERASE_LINE = "\r\x1b[K"
WIDTH_UNKNOWN = 80


class Progress:
    """While the block runs, says on standard error what is being done, and wipes it at the end."""

    def __init__(self, doing: str, after_seconds: float = 1.0) -> None:
        self._doing = doing
        self._share: int | None = None
        self._note = ""
        self._shown = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(after_seconds, self._show)
        self._timer.daemon = True

    def __enter__(self) -> "Progress":
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._shown:
                self._write(ERASE_LINE)
            self._shown = True

    def now(self, doing: str) -> None:
        """Say that something else is being done, of which no share is known yet."""
        with self._lock:
            if doing != self._doing:
                self._doing, self._share, self._note = doing, None, ""
                if self._shown:
                    self._write(ERASE_LINE + self._line())

    def done(self, share: float, note: str = "") -> None:
        """Say which share of the work (0-1) is done, and perhaps how long the rest takes."""
        percent = int(share * 100)
        with self._lock:
            if (percent, note) != (self._share, self._note):
                self._share, self._note = percent, note
                if self._shown:
                    self._write(ERASE_LINE + self._line())

    def _show(self) -> None:
        with self._lock:
            if not self._shown:
                self._shown = True
                self._write(self._line())

    def _line(self) -> str:
        share = "" if self._share is None else f" {self._share} %"
        line = f"{self._doing} ...{share}{', ' if self._note else ''}{self._note}"
        return line[: _columns() - 1]

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def _columns() -> int:
    """How wide the terminal is: what does not fit would be wrapped, and never wiped."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or WIDTH_UNKNOWN
    except (OSError, ValueError):
        return WIDTH_UNKNOWN
