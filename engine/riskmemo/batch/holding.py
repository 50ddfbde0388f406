"""One run at a time writes into an output."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riskmemo.batch.outputs import writing
from riskmemo.errors import Mistake, OutputRefused

LOCK = ".riskmemo-batch.lock"
"""Held by the run that writes; one that was killed leaves the file, but holds it no more."""
MARK = ".riskmemo-batch.running"
"""There while a run writes, on disks that know no locks."""
HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)


@contextmanager
def held(output: Path) -> Iterator[None]:
    """Keep other runs out of a folder, which is made if it is missing.

    Raises `OutputRefused` where another run is at work there, or nothing can be written.
    """
    with writing(output):
        output.mkdir(parents=True, exist_ok=True)
        path, descriptor = _locked(output)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)  # before it is given up: the next one may have its own
        os.close(descriptor)


def _locked(output: Path) -> tuple[Path, int]:
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return _marked(output)
    path = output / LOCK
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if error.errno in HELD:
                raise _in_use(output, "") from None
            path.unlink(missing_ok=True)
            return _marked(output)
        if _is_there(path, descriptor):
            return path, descriptor
        os.close(descriptor)  # the run that held it has ended, and removed it


def _is_there(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _marked(output: Path) -> tuple[Path, int]:
    path = output / MARK
    try:
        return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        raise _in_use(output, f", or remove `{path}` if none is at work") from None


def _in_use(output: Path, more: str) -> OutputRefused:
    message = f"another run is writing into `{output}`"
    advice = f"wait until it ends, or choose another place with `-o`{more}"
    return OutputRefused(Mistake("output-in-use", message, help=advice))
