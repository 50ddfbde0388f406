"""What in an output is a run's own: nothing else that lies there is ever removed."""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from riskmemo.batch.results import GAPPED, MATCHED
from riskmemo.errors import Mistake, OutputRefused

NAME = "manifest.json"
RANGES = "ranges"
FOLDERS = ("scores", MATCHED, GAPPED, RANGES)
MEMOS = "memos"
DATABASE = "panel.duckdb"
WORK = ".work-"
"""How the name of the folder begins in which a run keeps its database; its process follows."""

_FILE = r"(?:[0-9]{5,}\.parquet|part-[0-9]{5}-[0-9A-Za-z.-]+\.parquet|_SUCCESS)"
FILE = re.compile(rf"{_FILE}|\.{_FILE}\.crc")
"""Shards, and what Spark writes: part files, its mark of success and their checksums."""
HALF_FILE = re.compile(r"\.[0-9]{5,}\.parquet\.[0-9]+\.part")
HALF_MANIFEST = re.compile(r"\.manifest\.json\.[0-9]+\.part")
WORKPLACE = re.compile(rf"{re.escape(WORK)}[0-9]+")
MEMO = re.compile(r"[0-9]{4,}-[0-9A-Za-z._-]+\.html")


def remove_leftovers(output: Path) -> None:
    """Remove what a run that was killed has left; nobody else may be at work there."""
    for path in list(output.iterdir()):
        if HALF_MANIFEST.fullmatch(path.name) and path.is_file():
            path.unlink()
        elif WORKPLACE.fullmatch(path.name) and (path / DATABASE).is_file():
            shutil.rmtree(path, ignore_errors=True)
        elif WORKPLACE.fullmatch(path.name):
            with suppress(OSError):  # it holds something, which then is not ours
                path.rmdir()
    for path in _in_folders(output):
        if HALF_FILE.fullmatch(path.name):
            path.unlink()


def remove_written(output: Path, memos: Iterable[str]) -> None:
    """Remove what a run has written: the manifest first, so that nothing looks whole."""
    (output / NAME).unlink(missing_ok=True)
    (output / f".{NAME}.crc").unlink(missing_ok=True)  # Spark would hold the next one to it
    for path in _in_folders(output):
        if FILE.fullmatch(path.name):
            path.unlink()
    for memo in memos:
        (output / MEMOS / memo).unlink(missing_ok=True)
    for name in (*FOLDERS, MEMOS):
        with suppress(OSError):
            (output / name).rmdir()


def is_occupied(output: Path) -> bool:
    """Whether a run has written into a folder."""
    written = (path for path in _in_folders(output) if FILE.fullmatch(path.name))
    return (output / NAME).exists() or any(written)


def refuse_strangers_in(output: Path) -> None:
    """Raise `OutputRefused` where what no run has written lies where files would be written."""
    for path in _in_folders(output):
        refuse_stranger(path.name, path.parent)


def refuse_stranger(name: str, folder: object) -> None:
    """Raise `OutputRefused` unless a run gives such names to files in this folder."""
    if FILE.fullmatch(name) or HALF_FILE.fullmatch(name):
        return
    message = f"`{folder}` holds `{name}`, which no run has written"
    advice = "move it away, or choose another place with `-o`"
    raise OutputRefused(Mistake("output-not-ours", message, help=advice))


def _in_folders(output: Path) -> list[Path]:
    folders = [output / name for name in FOLDERS if (output / name).is_dir()]
    return [path for folder in folders for path in sorted(folder.iterdir())]


@contextmanager
def writing(output: Path) -> Iterator[None]:
    """A disk that is full or closed to us is told as any other mistake."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"`{error.filename or output}` cannot be written: {reason}"
        advice = "choose a place with room where you may write with `-o`"
        raise OutputRefused(Mistake("output-unwritable", message, help=advice)) from None
