"""A process beside this one that draws the figures of one command.

Half a second of the first chart is V8 starting, and the library that starts it lets no other Python
run meanwhile. So a command that will need charts starts a process for them at once, before it has
read what the charts show, and gives it orders when they are known. Where that process cannot start
or ends early, everything is done here instead, and ends the same.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Result = TypeVar("Result", bound=Hashable)

LIBRARY = "vl_convert"

CHILD = """
import sys
sys.path[:] = {path!r}
from riskmemo.memo import beside, charts, design
charts.start_drawing(design.Design())
beside.serve()
"""


class Worker:
    """A process that answers one order after the other; each answer is kept."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and code)
            [sys.executable, "-c", CHILD.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  (once that is starting)

        self._line = ThreadPoolExecutor(1)
        self._answers: dict[Hashable, Future[Any]] = {}

    def answer(self, do: Callable[..., Any], given: tuple[Hashable, ...]) -> "Future[Any]":
        """What the call will give; ordered now, unless it was before."""
        order = (do, *given)
        if order not in self._answers:
            self._answers[order] = self._line.submit(self._ask, order)
        return self._answers[order]

    def gives_up(self, do: Callable[..., Any], given: tuple[Hashable, ...]) -> bool:
        """Whether an order is taken back, because the process has not begun with it."""
        found = self._answers.get((do, *given))
        is_mine = found is None or found.cancel()
        if is_mine:
            self._answers.pop((do, *given), None)
        return is_mine

    def _ask(self, order: tuple[Hashable, ...]) -> Any:
        """Runs in a thread of its own, so that nobody waits for a full pipe."""
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        pickle.dump(order, self._process.stdin)
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)  # noqa: S301  (from our own process)

    def end(self) -> None:
        """Leaves nothing behind, whatever the process is doing."""
        self._process.kill()
        self._line.shutdown(cancel_futures=True)
        self._process.communicate()


_worker: Worker | None = None


@contextmanager
def worker_beside() -> Iterator[None]:
    """From now until the end of the block, a process stands ready.

    None is started where this one has drawn before: then the library is here, and quick.
    """
    global _worker  # noqa: PLW0603  (it serves the whole process)
    _worker = None if LIBRARY in sys.modules else _started()
    try:
        yield
    finally:
        if _worker:
            _worker.end()
        _worker = None


def _started() -> Worker | None:
    try:
        return Worker()
    except OSError:
        return None


def order(do: Callable[..., object], *given: Hashable) -> None:
    """Have a call made by the process beside, whose result will be asked for."""
    if _worker:
        _worker.answer(do, given)


def result(do: Callable[..., Result], *given: Hashable) -> Result:
    """What the call gives: by the process beside, else here."""
    if _worker is None:
        return do(*given)
    try:
        found: Result = _worker.answer(do, given).result()
    except (OSError, EOFError, pickle.UnpicklingError):
        return do(*given)
    return found


def shared(do: Callable[..., Result], *given: Hashable) -> Result:
    """The same, but what the process beside has not begun is done here."""
    if _worker and _worker.gives_up(do, given):
        return do(*given)
    return result(do, *given)


def serve() -> None:
    """The process beside: answers until nobody is left who could ask; ends where a call fails."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        while True:
            try:
                do, *given = pickle.load(sys.stdin.buffer)  # noqa: S301  (from our own process)
            except EOFError:
                return
            pickle.dump(do(*given), answers)
            answers.flush()
