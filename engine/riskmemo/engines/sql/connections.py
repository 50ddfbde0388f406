"""DuckDB in memory and locked: no files, no network, no extensions, bounded time and memory."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb
from sqlglot import exp

from riskmemo.engines.limits import HELP
from riskmemo.errors import EvaluationRefused, Mistake

MAX_SECONDS = 30.0
"""How long the database may work for one call."""
MEMORY = "1GB"
AGAIN = 0.05
"""Seconds between interrupts: one that comes between two statements is lost."""
ROWS_AT_ONCE = 4096
CONFIGURED: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": MEMORY,
    "temp_directory": "",
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}
LOCKS = ("SET enable_external_access = false", "SET lock_configuration = true")
"""After these nothing that is run can reach a file or change how the database is configured."""


@dataclass
class Connection:
    """A database that lives as long as one question; `name` is what is asked now."""

    duck: duckdb.DuckDBPyConnection
    name: str = "the facts"
    over: bool = False
    """Whether the time is over."""
    _done: threading.Event = field(default_factory=threading.Event)

    def run(self, statement: str, values: list[Any] | None = None) -> None:
        """Run a statement that gives no rows."""
        with self._refusing():
            self.duck.execute(statement, values)

    def create(self, name: str, select: exp.Expr) -> None:
        """Keep the rows of a SELECT as a table."""
        table = exp.to_identifier(name, quoted=True)
        made = exp.Create(this=exp.Table(this=table), kind="TABLE", expression=select)
        self.run(made.sql("duckdb"))

    def rows(self, select: exp.Expr) -> Iterator[Mapping[str, Any]]:
        """The rows of a SELECT, by the names of its columns."""
        with self._refusing():
            result = self.duck.execute(select.sql("duckdb"))
            names = [each[0] for each in result.description or ()]
            while some := result.fetchmany(ROWS_AT_ONCE):
                for row in some:
                    yield dict(zip(names, row, strict=True))

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        if self.over:
            raise EvaluationRefused(self._too_slow())
        try:
            yield
        except duckdb.InterruptException:
            raise EvaluationRefused(self._too_slow()) from None
        except duckdb.OutOfMemoryException:
            message = f"`{self.name}` needs more than {MEMORY} of memory"
            raise EvaluationRefused(Mistake("too-much-work", message, None, HELP)) from None

    def _too_slow(self) -> Mistake:
        message = f"`{self.name}` was not done when {MAX_SECONDS:g} seconds were over"
        return Mistake("too-much-work", message, None, HELP)

    def watch(self) -> None:
        """Interrupt what runs when the time is over, until the connection is no longer used."""
        if self._done.wait(MAX_SECONDS):
            return
        self.over = True
        while not self._done.wait(AGAIN):
            self.duck.interrupt()

    def end(self) -> None:
        """Nothing more will be asked."""
        self._done.set()


@contextmanager
def opened() -> Iterator[Connection]:
    """A new database, gone afterwards; raises `EvaluationRefused` where it works for too long."""
    with duckdb.connect(":memory:", config=CONFIGURED) as duck:
        connection = Connection(duck)
        for lock in LOCKS:
            connection.run(lock)
        watching = threading.Thread(target=connection.watch, daemon=True)
        watching.start()
        try:
            yield connection
        finally:
            connection.end()
            watching.join()
