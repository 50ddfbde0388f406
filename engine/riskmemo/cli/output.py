"""Results into files: all targets are looked at first, then each is written beside and renamed."""

import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from riskmemo.errors import Mistake, OutputRefused, visible


def write_files(
    files: Mapping[Path, bytes], *, force: bool = False, by: str = "with `-o`"
) -> list[str]:
    """Write every file, or none: an existing file with other content is replaced with `force` only.

    A file that holds the same bytes already is left alone. Returns what to tell of each file. `by`
    says how the user can choose another place. Raises `OutputRefused` with every target that cannot
    be written.
    """
    mistakes = [found for path, data in files.items() if (found := _refused(path, data, force))]
    if mistakes:
        raise OutputRefused(replace(each, help=each.help.format(by=by)) for each in mistakes)
    new = {path: data for path, data in files.items() if not _holds(path, data)}
    try:
        _write_all(new)
    except OSError as error:
        refused = _unwritable(Path(error.filename or "."), error)
        raise OutputRefused(replace(refused, help=refused.help.format(by=by))) from None
    return [f"{'wrote' if path in new else 'unchanged'} {visible(str(path))}" for path in files]


def _write_all(content: Mapping[Path, bytes]) -> None:
    """Everything lies beside its target before the first target is replaced."""
    beside: dict[Path, Path] = {}
    try:
        for path, data in content.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path] = _written_beside(path, data)
        for path, temporary in beside.items():
            os.replace(temporary, path)  # noqa: PTH105  (says which file of the two it is about)
    finally:
        for temporary in beside.values():
            temporary.unlink(missing_ok=True)


def _written_beside(path: Path, data: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    with temporary.open("xb") as file:
        file.write(data)
    return temporary


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _refused(path: Path, data: bytes, force: bool) -> Mistake | None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return _no_place(path)
    except OSError as error:
        return _unwritable(path, error)
    if not stat.S_ISREG(status.st_mode):
        message = f"`{path}` exists and is not a file"
        return Mistake("output-not-a-file", message, help="choose another place {by}")
    if force or _holds(path, data):
        return None
    message = f"`{path}` exists and holds something else"
    help_line = "choose another place {by}, or replace it with `--force`"
    return Mistake("output-exists", message, help=help_line)


def _no_place(path: Path) -> Mistake | None:
    """The folder of a new file may be missing, but nothing else may stand in its place."""
    nearest = next(place for place in path.absolute().parents if place.exists())
    if nearest.is_dir():
        return None
    message = f"`{path}` cannot be written: `{nearest}` is not a folder"
    return Mistake("output-not-a-folder", message, help="choose another place {by}")


def _unwritable(path: Path, error: OSError) -> Mistake:
    reason = (error.strerror or str(error)).lower()
    help_line = "choose a place where you may write {by}"
    return Mistake("output-unwritable", f"`{path}` cannot be written: {reason}", help=help_line)
