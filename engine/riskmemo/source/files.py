"""A path becomes bytes: regular files and standard input, up to 5 MB, without ever hanging."""

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from riskmemo.errors import InvalidInput, Mistake, did_you_mean

MAX_BYTES = 5_000_000
STANDARD_INPUT = "-"


def read_bytes(path: Path | str, most: int = MAX_BYTES) -> bytes:
    """The content of a regular file, or of standard input for `-`, of at most so many bytes."""
    name = str(path)
    try:
        if name == STANDARD_INPUT:
            return _within_limit(sys.stdin.buffer, name, most)
        with _open_without_waiting(name) as file:
            return _checked(file, name, most)
    except (FileNotFoundError, NotADirectoryError):
        raise InvalidInput(_not_found(name)) from None
    except IsADirectoryError:
        raise InvalidInput(_folder(name)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"`{name}` cannot be read: {reason.lower()}"
        raise InvalidInput(Mistake("file-unreadable", message)) from None


def _open_without_waiting(name: str) -> BinaryIO:
    """Opens the file so that a named pipe without a writer does not make us wait for one."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(name, flags), "rb")


def _checked(file: BinaryIO, name: str, most: int) -> bytes:
    status = os.fstat(file.fileno())
    if stat.S_ISDIR(status.st_mode):
        raise InvalidInput(_folder(name))
    if not stat.S_ISREG(status.st_mode):
        what = "a device, pipe or socket, not a file"
        help_line = "to read what another program writes, give `-` and pipe it in"
        raise InvalidInput(Mistake("not-a-file", f"`{name}` is {what}", help=help_line))
    if status.st_size > most:
        raise InvalidInput(_too_large(name, most))
    return _within_limit(file, name, most)


def _within_limit(file: BinaryIO, name: str, most: int) -> bytes:
    data = file.read(most + 1)
    if len(data) > most:
        raise InvalidInput(_too_large(name, most))
    return data


def _folder(name: str) -> Mistake:
    return Mistake("not-a-file", f"`{name}` is a folder", help="name a file inside it")


def _too_large(name: str, most: int) -> Mistake:
    help_line = "split it; many indicators fit better into CSV tables"
    message = f"`{name}` is larger than {most // 1_000_000} MB"
    return Mistake("file-too-large", message, help=help_line)


def _not_found(name: str) -> Mistake:
    path = Path(name)
    if path.is_symlink():
        message, leads = f"`{name}` is a link to a file that does not exist", path.readlink()
        return Mistake("file-not-found", message, help=f"it leads to `{leads}`: mend or delete it")
    try:
        neighbours = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return Mistake("file-not-found", f"`{name}` does not exist")
    help_line = did_you_mean(path.name, neighbours, otherwise="check the spelling and the folder")
    return Mistake("file-not-found", f"`{name}` does not exist", help=help_line)
