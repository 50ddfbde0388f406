"""What the templates of a user may take, kept in the process that is made for them.

`confine` is called once in that process (`riskmemo.memo.confined`); anywhere else nothing here does
anything, so that shipped templates pay nothing for it.
"""

import math
import os
import re
import signal
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take."""

    seconds: float = 5.0
    """Of the processor, for all its templates and charts."""
    memory: int = 512 * 2**20
    """Bytes, above what the process has when it is ready."""
    output: int = 10_000_000
    """Bytes of the document."""
    layout: float = 120.0
    """Seconds of the processor for everything else, as the pages of a PDF."""

    @property
    def too_slow(self) -> str:
        """The end of the sentence `the template ...`; so are the others."""
        return f"takes longer than {self.seconds:g} s"

    @property
    def too_slow_to_lay_out(self) -> str:
        """Of a document, whose templates were quick enough."""
        return f"takes longer than {self.layout:g} s to lay out"

    @property
    def too_greedy(self) -> str:
        """Of memory."""
        return f"needs more than {self.memory // 2**20} MB of memory"

    @property
    def too_long(self) -> str:
        """Of what is written."""
        return f"writes more than {self.output / 1_000_000:g} MB"


GRACE = 1
"""Seconds more, for what no exception interrupts; then the system ends the process."""

DOING = "riskmemo is at "
"""Begins a line on standard error that names the template or chart at work."""


class LimitReached(Exception):
    """A template takes more than it may; the message ends the sentence `the template ...`."""


@dataclass(slots=True)
class _Allowance:
    limits: Limits
    left: float
    """Seconds of the processor."""
    at: tuple[str, ...] = ()
    """The templates and charts at work, the innermost last."""


_allowance: _Allowance | None = None


def confine(limits: Limits) -> None:
    """From here on, this process keeps the limits."""
    import resource  # noqa: PLC0415  (does not exist everywhere)

    global _allowance  # noqa: PLW0603  (the process is limited, not an object in it)
    _allowance = _Allowance(limits, limits.seconds)
    _end_process_in(limits.layout)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    now = _data_bytes()
    most = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if now is not None:
        bound = now + limits.memory
        bound = bound if most == resource.RLIM_INFINITY else min(bound, most)
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def _data_bytes() -> int | None:
    """The memory that counts against `RLIMIT_DATA`; none where the system does not tell.

    Not `RLIMIT_AS`: V8 reserves addresses, not memory, for tens of gigabytes.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return None
    found = re.search(r"^VmData:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else None


@contextmanager
def watched(name: str, *, foreign: bool = False) -> Iterator[None]:
    """While a template or chart is at work: its time counts, and whoever waits knows its name.

    `foreign` code cannot be interrupted by an exception; when time is up, the process ends.
    """
    allowance = _allowance
    if allowance is None:
        yield
        return
    _begin(allowance, name)
    before = signal.signal(signal.SIGPROF, signal.SIG_DFL if foreign else _time_is_up)
    try:
        yield
    finally:
        signal.signal(signal.SIGPROF, before)
        _end(allowance)


def _begin(allowance: _Allowance, name: str) -> None:
    if not allowance.at:
        if allowance.left <= 0:
            raise LimitReached(allowance.limits.too_slow)
        _end_process_in(allowance.left + GRACE)
        signal.setitimer(signal.ITIMER_PROF, allowance.left)
    allowance.at = (*allowance.at, name)
    _tell(name)


def _end(allowance: _Allowance) -> None:
    allowance.at = allowance.at[:-1]
    if not allowance.at:
        allowance.left = signal.getitimer(signal.ITIMER_PROF)[0]
        signal.setitimer(signal.ITIMER_PROF, 0)
        _end_process_in(allowance.limits.layout)
    _tell(allowance.at[-1] if allowance.at else "")


def _end_process_in(seconds: float) -> None:
    """Of the processor: a busy machine takes nothing away."""
    import resource  # noqa: PLC0415

    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    bound = math.ceil(time.process_time() + seconds)
    bound = bound if most == resource.RLIM_INFINITY else min(bound, most)
    resource.setrlimit(resource.RLIMIT_CPU, (bound, most))


def _tell(name: str) -> None:
    """Say on standard error what is at work; nothing where that is no template."""
    os.write(sys.stderr.fileno(), f"{DOING}{name}\n".encode())


def _time_is_up(*_: object) -> NoReturn:
    raise LimitReached(_allowance.limits.too_slow if _allowance else "")


def limited() -> bool:
    """Whether this process keeps limits."""
    return _allowance is not None


def joined(parts: Iterable[str]) -> str:
    """The text of a template, which may not be longer than a document.

    What is wrong is raised where the template has got to, so that its line can be told.
    """
    found, size = [], 0
    for part in parts:
        size += len(part)
        if _allowance and size > _allowance.limits.output and isinstance(parts, Generator):
            parts.throw(LimitReached(_allowance.limits.too_long))
        found.append(part)
    return "".join(found)


def reason(error: BaseException) -> str:
    """Which limit an error means, as the end of the sentence `the template ...`; else empty."""
    if isinstance(error, MemoryError):
        return (_allowance.limits if _allowance else Limits()).too_greedy
    if isinstance(error, RecursionError):
        return "is nested too deeply: does it include or call itself?"
    return str(error) if isinstance(error, LimitReached) else ""
