"""One DuckDB connection: bounded, locked down after loading, and stopped by Ctrl-C."""

import os
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeVar

from riskmemo.errors import EvaluationRefused, InvalidInput, Mistake, OutputRefused

Result = TypeVar("Result")
DEFAULT_MEMORY = "2GB"
MOST_THREADS = 1024
MEMORY = re.compile(r"[1-9][0-9]{0,6}(MB|GB)")
UNWRITABLE = re.compile("could not write|no space left", re.IGNORECASE)
"""What DuckDB says when the disk is full or closed, whatever sort of error it makes of that."""
LIBRARIES = ("duckdb", "pyarrow", "sqlglot")


def require_libraries(modules: Sequence[str] = LIBRARIES, extra: str = "batch") -> None:
    """Raise `InvalidInput` where an extra is not installed."""
    for module in modules:
        try:
            import_module(module)
        except ImportError:
            library = module.partition(".")[0]
            message = f"many cases at once need `{library}`, which is not installed"
            advice = f"type `pip install 'riskmemo[{extra}]'`"
            raise InvalidInput(Mistake("extra-missing", message, help=advice)) from None


def identifier(name: str) -> str:
    """A name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL takes it, whatever is in it."""
    return "'" + text.replace("'", "''") + "'"


def memory_allowed(typed: object) -> str:
    """An amount of memory as DuckDB takes it; raises `InvalidInput` where it is none."""
    allowed = DEFAULT_MEMORY if typed is None else typed
    if not isinstance(allowed, str) or not MEMORY.fullmatch(allowed):
        message = f"`{allowed}` is no amount of memory"
        raise InvalidInput(Mistake("bad-memory", message, help="write `2GB` or `500MB`, say"))
    return allowed


def threads_allowed(given: object) -> int:
    """How many threads DuckDB uses; raises `InvalidInput` for a number that cannot be."""
    if given is None:
        return os.cpu_count() or 1
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= MOST_THREADS:
        message = f"`{given!r}` is no number of threads"
        advice = f"give a whole number from 1 to {MOST_THREADS:,}, or none for all cores"
        raise InvalidInput(Mistake("bad-threads", message, help=advice))
    return given


class Answering(Protocol):
    """What checks and the loading of a panel ask: DuckDB, or Spark, which reads the same SQL."""

    def run(self, sql: str, parameters: Sequence[object] = (), name: str = "") -> list[Any]:
        """The rows of a statement in DuckDB's words."""

    def counts(self, selects: Sequence[str]) -> list[int]:
        """How many rows each SELECT has."""

    @property
    def cases_at_once(self) -> int:
        """Of so many cases all facts can be told apart at a time."""

    @property
    def errors(self) -> type[Exception]:
        """What is raised where a table cannot be read to its end, unless it is told already."""


class Database:
    """A DuckDB database in a folder of its own, into which it also spills.

    Statements run on a thread of their own, so that Ctrl-C reaches the one that waits for them; it
    is handed on to DuckDB, and the statement ends before `KeyboardInterrupt` goes on.
    """

    def __init__(self, work: Path, memory: str | None = None, threads: int | None = None) -> None:
        import duckdb  # noqa: PLC0415 - an extra

        config: dict[str, Any] = {
            "memory_limit": memory_allowed(memory),
            "threads": threads_allowed(threads),
            "temp_directory": str(work / "spilled"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        }
        self._errors = duckdb.Error
        self._out_of_memory = duckdb.OutOfMemoryException
        self._connection = duckdb.connect(str(work / "panel.duckdb"), config=config)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="riskmemo-batch")
        self.seconds: dict[str, float] = {}
        """What statements with a name took, all shards together."""

    def __enter__(self) -> "Database":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._worker.shutdown()
        self._connection.close()

    def lock(self) -> None:
        """From here on nothing outside is read or written, and no setting changes."""
        self.run("SET enable_external_access = false")
        self.run("SET lock_configuration = true")

    def register(self, name: str, table: object) -> None:
        """Let SQL read an Arrow table under a name."""
        self._connection.register(name, table)

    def unregister(self, name: str) -> None:
        """Forget an Arrow table."""
        self._connection.unregister(name)

    def run(self, sql: str, parameters: Sequence[object] = (), name: str = "") -> list[Any]:
        """The rows of a statement; with a name, its time is kept."""
        begun = time.perf_counter()
        rows = self.wait(lambda: self._connection.execute(sql, list(parameters)).fetchall())
        if name:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun
        return list(rows)

    def counts(self, selects: Sequence[str]) -> list[int]:
        """How many rows each SELECT has; one after the other, as together they take more memory."""
        return [self.run(f"SELECT count(*) FROM ({each})")[0][0] for each in selects]

    @property
    def cases_at_once(self) -> int:
        """What some 100 MB hold."""
        return 500_000

    def batches(self, sql: str, use: Callable[[Any], Result], rows: int = 100_000) -> Result:
        """What `use` makes of an Arrow reader over a SELECT."""
        return self.wait(lambda: use(self._connection.sql(sql).to_arrow_reader(rows)))

    def wait(self, work: Callable[[], Result]) -> Result:
        """Run on the worker, and stop it there on Ctrl-C."""
        future = self._worker.submit(work)
        try:
            return future.result()
        except KeyboardInterrupt:
            self._stop(future)
            raise
        except self._out_of_memory as error:
            raise _too_little_memory(str(error)) from None
        except self._errors as error:
            if UNWRITABLE.search(str(error)):
                raise _unwritable(str(error)) from None
            raise

    def _stop(self, future: "Future[Any]") -> None:
        while not future.done():
            self._connection.interrupt()
            time.sleep(0.02)
        future.exception()

    @property
    def errors(self) -> type[Exception]:
        """What DuckDB raises."""
        return self._errors


def _too_little_memory(reason: str) -> EvaluationRefused:
    if "max_temp_directory_size" in reason:
        message = "the disk is full: what does not fit into memory is kept beside the output"
        advice = "make room, choose another place with `-o`, or allow more with `--memory`"
    else:
        message = f"the memory allowed is too little: {_first_line(reason)}"
        advice = "allow more, as `--memory 4GB`"
    return EvaluationRefused(Mistake("too-little-memory", message, help=advice))


def _unwritable(reason: str) -> OutputRefused:
    message = f"the tables cannot be kept on the disk: {_first_line(reason)}"
    advice = "make room on the disk, or choose another place with `-o`"
    return OutputRefused(Mistake("output-unwritable", message, help=advice))


def _first_line(reason: str) -> str:
    """What DuckDB says, without the name of the exception."""
    line = re.sub(r"^[A-Za-z /]+ Error: ", "", reason.splitlines()[0])
    return line[:1].lower() + line[1:]
