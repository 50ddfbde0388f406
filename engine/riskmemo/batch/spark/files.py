"""Files wherever Spark can reach them: this machine, HDFS, an object store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riskmemo.errors import Mistake, OutputRefused


@dataclass(frozen=True)
class Listed:
    """A file or folder."""

    name: str
    bytes: int
    modified: int
    """Milliseconds since 1970."""
    is_folder: bool


class Files:
    """The file system of a path, as Hadoop's libraries know it."""

    def __init__(self, session: Any, place: str) -> None:
        self._jvm = session.sparkContext._jvm
        conf = session.sparkContext._jsc.hadoopConfiguration()
        self.place = place.rstrip("/") or "/"
        self._system = self._path(self.place).getFileSystem(conf)

    def _path(self, path: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(path)

    @property
    def folder(self) -> Path | None:
        """The place as Python finds it, if it is in the file system of the machine."""
        found = self._system.makeQualified(self._path(self.place)).toUri()
        return Path(str(found.getPath())) if found.getScheme() == "file" else None

    def at(self, name: str) -> str:
        """The path of something in this place."""
        return f"{self.place}/{name}" if name else self.place

    def there(self, name: str = "") -> bool:
        """Whether something is there."""
        return bool(self._system.exists(self._path(self.at(name))))

    def is_folder(self, name: str = "") -> bool:
        """Whether it is a folder."""
        return self.there(name) and bool(
            self._system.getFileStatus(self._path(self.at(name))).isDirectory()
        )

    def listed(self, name: str = "") -> list[Listed]:
        """What is in a folder, by name."""
        found = [
            Listed(
                str(each.getPath().getName()),
                int(each.getLen()),
                int(each.getModificationTime()),
                bool(each.isDirectory()),
            )
            for each in self._system.listStatus(self._path(self.at(name)))
        ]
        return sorted(found, key=lambda each: each.name)

    def rename(self, name: str, to: str) -> None:
        """Move something to a name that is free."""
        if not self._system.rename(self._path(self.at(name)), self._path(self.at(to))):
            raise _unwritable(self.at(to), "it could not be renamed")

    def remove(self, name: str) -> None:
        """Remove a file or a folder with everything in it, if it is there."""
        self._system.delete(self._path(self.at(name)), True)

    def text(self, name: str) -> str:
        """A file as text."""
        opened = self._system.open(self._path(self.at(name)))
        try:
            return str(self._jvm.org.apache.commons.io.IOUtils.toString(opened, "UTF-8"))
        finally:
            opened.close()

    def write(self, name: str, text: str) -> None:
        """Write a file beside its place and rename it."""
        part = f".{name}.part"
        written = self._system.create(self._path(self.at(part)), True)
        try:
            written.write(bytearray(text.encode()))
        finally:
            written.close()
        self.remove(name)
        self.rename(part, name)


def _unwritable(path: str, reason: str) -> OutputRefused:
    message = f"`{path}` cannot be written: {reason}"
    advice = "choose a place with room where you may write with `-o`"
    return OutputRefused(Mistake("output-unwritable", message, help=advice))


@contextmanager
def writing(place: str) -> Iterator[None]:
    """A place that is full or closed to us is told as any other mistake."""
    from py4j.protocol import Py4JJavaError  # noqa: PLC0415 - comes with PySpark

    try:
        yield
    except Py4JJavaError as error:
        first = str(error.java_exception.getMessage() or error.java_exception).splitlines()[0]
        raise _unwritable(place, first[:200]) from None
