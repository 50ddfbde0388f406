"""The engine in a process of its own, for services: it may hang or crash there, and is replaced.

durable-rules holds the interpreter's lock while it works and cannot be interrupted, so a process is
all that can be killed. Messages are pickles between a process and its own child, over a socket.
"""

import contextlib
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

from riskmemo.engines.rete.networks import MAX_PROGRAMS, Content, content_of
from riskmemo.engines.rete.refusals import failed, stopped
from riskmemo.errors import EvaluationRefused, RiskmemoError
from riskmemo.language.program import Program
from riskmemo.model.facts import Answer, Fact, Setting

TIMEOUT = 10.0
"""Seconds that a case may take, the start of a process included."""
CHILD = (
    "import sys; sys.path[:] = {path!r}; "
    "from riskmemo.engines.rete.worker import serve; serve({number})"
)


class Lost(Exception):
    """The child is gone."""


class ReteWorker:
    """Answers as `riskmemo.engines.rete.answer` does; threads take turns.

    A child that crashes is replaced and asked again, once; one that hangs is killed. Either way the
    caller gets an answer or `EvaluationRefused`, and the next case finds a worker.
    """

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._turn = threading.Lock()
        """Held by the thread that asks."""
        self._hold = threading.Lock()
        """Held while the child is changed."""
        self._child: Child | None = None
        self._closed = False

    def answer(self, program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
        """Everything a program finds in the facts."""
        facts = tuple(facts)
        with self._turn:
            try:
                return self._asked(program, facts, setting)
            except Lost:
                pass
            try:
                return self._asked(program, facts, setting)
            except Lost:
                raise EvaluationRefused(stopped("crashed twice")) from None

    def _asked(self, program: Program, facts: tuple[Fact, ...], setting: Setting) -> Answer:
        deadline = time.monotonic() + self._timeout
        child = self._living_child()
        try:
            outcome, result = child.ask(program, facts, setting, deadline)
        except TimeoutError:
            self._end()
            raise EvaluationRefused(stopped(f"took longer than {self._timeout:g} s")) from None
        except (Lost, OSError):
            self._end()
            raise Lost from None
        except BaseException:  # interrupted: what it answers now must not be taken for the next
            self._end()
            raise
        if outcome == "answer":
            return result  # type: ignore[no-any-return]
        raise EvaluationRefused(result)

    def _living_child(self) -> "Child":
        """The child, or a new one where there is none that can be asked."""
        with self._hold:
            if self._closed:
                raise EvaluationRefused(stopped("was closed"))
            if self._child is None or not self._child.has_room():
                self._kill()
                self._child = Child()
            return self._child

    def _end(self) -> None:
        """End the child; the next case starts another."""
        with self._hold:
            self._kill()

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None

    def close(self) -> None:
        """End the child, whatever it is doing; whoever waits for it or asks later is refused."""
        with self._hold:
            self._closed = True
            self._kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Child:
    """One process and the socket to it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            code = CHILD.format(path=sys.path, number=number)
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-c", code], pass_fds=[number], stdin=subprocess.DEVNULL
            )
        self._programs: set[Content] = set()

    def has_room(self) -> bool:
        """Whether it lives and may be sent another program."""
        return self.process.poll() is None and len(self._programs) < MAX_PROGRAMS

    def ask(
        self, program: Program, facts: tuple[Fact, ...], setting: Setting, deadline: float
    ) -> tuple[str, Any]:
        """The answer, or why there is none; each program is sent once."""
        content = content_of(program)
        new = program if content not in self._programs else None
        _send(self._socket, (content, new, facts, setting), deadline)
        self._programs.add(content)
        reply: tuple[str, Any] = _receive(self._socket, deadline)
        return reply

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        self._socket.close()


def serve(number: int) -> None:
    """What the child does: answer until the parent is gone."""
    from riskmemo.engines import rete  # noqa: PLC0415 - the parent does not need durable-rules

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    programs: dict[Content, Program] = {}
    with socket.socket(fileno=number) as parent, contextlib.suppress(Lost):
        while True:
            content, new, facts, setting = _receive(parent)
            program = programs.setdefault(content, new)
            try:
                reply: tuple[str, Any] = ("answer", rete.answer(program, facts, setting))
            except RiskmemoError as error:
                reply = ("refused", error.mistakes)
            except Exception as error:
                reply = ("refused", failed(repr(error)))
            _send(parent, reply)


def _send(to: socket.socket, message: object, deadline: float | None = None) -> None:
    data = pickle.dumps(message)
    to.settimeout(_left(deadline))
    to.sendall(len(data).to_bytes(8, "big") + data)


def _receive(source: socket.socket, deadline: float | None = None) -> Any:
    size = int.from_bytes(_bytes(source, 8, deadline), "big")
    return pickle.loads(_bytes(source, size, deadline))  # noqa: S301 - from our own process


def _bytes(source: socket.socket, size: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < size:
        source.settimeout(_left(deadline))
        part = source.recv(min(size - len(data), 2**20))
        if not part:
            raise Lost
        data += part
    return bytes(data)


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
