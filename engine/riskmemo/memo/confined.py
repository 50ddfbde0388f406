"""A document of a user's own design, made in a process of its own that keeps `Limits`.

Templates of a user are programs: in a sandbox they can do nothing but compute, and what they
compute can take for ever. So the whole document is made where it can be stopped. Our own process
sends the view, and reads back the document, or what is wrong.
"""

import json
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from riskmemo.errors import InvalidInput, Mistake, RenderingFailed, RiskmemoError, Span
from riskmemo.memo.limits import DOING, LimitReached, Limits, confine, reason
from riskmemo.memo.view import figures_in

if TYPE_CHECKING:
    from riskmemo.memo import Memo

LIMITS = Limits()

PATIENCE = 600.0
"""Seconds by the clock on the wall, for a process that does not even work."""

CHILD = "import sys; sys.path[:] = {path!r}; from riskmemo.memo.confined import serve; serve()"

REFUSED = 2
"""The exit code of a child that says what is wrong."""

OUT_OF_TIME = ("SIGPROF", "SIGKILL", "SIGXCPU")
OUT_OF_MEMORY = ("SIGTRAP", "SIGABRT", "SIGILL", "SIGSEGV", "SIGBUS")
"""How V8 and the libraries in C end a process that gets no more memory."""

_AT = re.compile(rf"^{re.escape(DOING)}(.*)$", re.MULTILINE)


def confined(memo: "Memo", format: str) -> bytes:  # noqa: A002  (the user's word)
    """The document in a format; `RenderingFailed` where templates fail or take too much."""
    _refuse_without_limits()
    order = pickle.dumps((memo, format, LIMITS))
    with tempfile.TemporaryDirectory(prefix="riskmemo-") as scratch:
        code, out, told = _answer(order, scratch)
    if code == 0:
        return out
    if code == REFUSED:
        raise _refusal(json.loads(out))
    raise RenderingFailed(_stopped(code, told))


def _answer(order: bytes, scratch: str) -> tuple[int, bytes, str]:
    """What a child makes of the order: exit code, output, standard error."""
    with subprocess.Popen(  # noqa: S603  (our own interpreter and code)
        [sys.executable, "-c", CHILD.format(path=sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": scratch},
    ) as child:
        try:
            out, told = child.communicate(order, PATIENCE)
            return child.returncode, out, told.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL, b"", ""
        finally:
            child.kill()


def _refusal(answer: Mapping[str, Any]) -> RiskmemoError:
    kind = InvalidInput if answer["invalid"] else RenderingFailed
    return kind(
        Mistake(**{**each, "span": each["span"] and Span(**each["span"])})
        for each in answer["mistakes"]
    )


def _stopped(code: int, told: str) -> Mistake:
    """What is known of a child that ended without an answer."""
    at = next(iter(reversed(_AT.findall(told))), "")
    place = Span(at, 1, 1) if at else None
    what = _named(at)
    ended = signal.Signals(-code).name if code < 0 else ""
    if ended in OUT_OF_TIME:
        slow = LIMITS.too_slow if at else LIMITS.too_slow_to_lay_out
        return Mistake("template-limit", f"{what} {slow}", place)
    if ended in OUT_OF_MEMORY:
        return Mistake("template-limit", f"{what} {LIMITS.too_greedy}", place)
    last = [line for line in told.splitlines() if line.strip()][-1:]
    message = f"{what} gives no document: {''.join(last) or 'no reason is known'}"
    return Mistake("template-failed", message, place)


def _named(at: str) -> str:
    if not at:
        return "the document"
    return "the chart" if at.endswith(".vl.json") else "the template"


def _refuse_without_limits() -> None:
    if hasattr(signal, "setitimer"):
        return
    message = "templates of your own need limits that this system does not have"
    help_line = "make the memo on Linux or macOS, or with the shipped templates"
    raise InvalidInput(Mistake("templates-unlimited", message, help=help_line))


# --- in the child -------------------------------------------------------------------------------


def serve() -> None:
    """What the child does: make one document under limits, and say what is wrong with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer = os.dup(1)
    os.dup2(2, 1)
    memo, format_, bounds = pickle.load(sys.stdin.buffer)  # noqa: S301  (from our own process)
    code, out = _made(memo, format_, bounds)
    with os.fdopen(answer, "wb") as file:
        file.write(out)
    sys.stderr.flush()
    os._exit(code)


def _made(memo: "Memo", format_: str, bounds: Limits) -> tuple[int, bytes]:
    from riskmemo.memo import FORMATS  # noqa: PLC0415  (the parent has no use for it here)
    from riskmemo.memo.charts import start_drawing  # noqa: PLC0415

    try:
        if format_ != "md" and any(figures_in(memo.view)):
            start_drawing(memo.templates)
        confine(bounds)
        document = FORMATS[format_](memo)
        if len(document) > bounds.output:
            raise LimitReached(bounds.too_long)
    except RiskmemoError as error:
        return REFUSED, _told(error.mistakes, invalid=isinstance(error, InvalidInput))
    except (LimitReached, MemoryError) as error:
        message = f"a document in `{format_}` {reason(error)}"
        return REFUSED, _told((Mistake("template-limit", message),), invalid=False)
    return 0, document


def _told(mistakes: tuple[Mistake, ...], *, invalid: bool) -> bytes:
    told = [{**asdict(each), "related": ()} for each in mistakes]
    return json.dumps({"invalid": invalid, "mistakes": told}).encode()
