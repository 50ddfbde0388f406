"""What DuckDB is to a batch, answered by Spark: tables are views of plans, or files."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from riskmemo.engines.sql.spark import Spark
from riskmemo.engines.sql.spark_text import for_spark
from riskmemo.errors import EvaluationRefused, Mistake

SHOWN = 300


class NeverRaised(Exception):
    """What Spark raises is told in a sentence already, see `refusing`."""


class SparkDatabase:
    """A Spark session that reads the SQL of checks, loading and results."""

    def __init__(self, session: Any, work: str) -> None:
        """`work` is a folder of this run alone that every worker can reach."""
        self.session, self.work = session, work
        self._kept = 0
        self.seconds: dict[str, float] = {}
        """What statements with a name took."""

    @property
    def errors(self) -> type[Exception]:
        """Nothing is left to be told."""
        return NeverRaised

    def run(self, sql: str, parameters: Sequence[object] = (), name: str = "") -> list[Any]:
        """The rows of a statement in DuckDB's words; a table that it makes is kept.

        One that is not temporary is asked for again and again, so its rows are written down.
        """
        statement = for_spark(sql)
        with self._timed(name):
            if statement.makes is not None:
                self.keep(statement.makes, statement.select, stays=not statement.is_temporary)
                return []
            with refusing():
                frame = self.session.sql(statement.select, args=list(parameters) or None)
                return [tuple(row) for row in frame.collect()]

    def counts(self, selects: Sequence[str]) -> list[int]:
        """How many rows each SELECT has, asked in one statement: each is much to plan."""
        parts = (f"SELECT {n} AS n, count(*) AS c FROM ({each})" for n, each in enumerate(selects))
        return [row[1] for row in sorted(self.run(" UNION ALL ".join(parts)))]

    @property
    def cases_at_once(self) -> int:
        """All: Spark spills, and each statement is much to plan."""
        return sys.maxsize

    def keep(self, name: str, select: str, *, stays: bool = False, told: str = "") -> None:
        """A SELECT of Spark under a name; where its rows stay they are found now and written.

        A worker that dies takes nothing with it, and later plans begin at a file. Spark's own
        cache would do neither: its plans grow into each other, so that planning takes minutes.
        """
        with self._timed(told), refusing():
            frame = self.session.sql(select)
            if stays:
                self._kept += 1
                path = f"{self.work}/{self._kept:04}"
                frame.write.parquet(path)
                frame = self.session.read.schema(frame.schema).parquet(path)
            self.view(name, frame)

    def keep_tree(self, name: str, select: Any, *, stays: bool = False) -> None:
        """A SELECT of the SQL engine under a name, view by view."""
        *below, (_, last) = Spark().layers(name, select)
        for view, text in below:
            self.keep(view, text)
        self.keep(name, last, stays=stays, told=name if stays else "")

    def view(self, name: str, frame: Any) -> None:
        """Let SQL read a frame under a name."""
        frame.createOrReplaceTempView("`" + name.replace("`", "``") + "`")

    def write(self, sql: str, folder: str) -> dict[str, int]:
        """Write the rows of a SELECT in DuckDB's words; gives file to its rows."""
        with refusing():
            frame = self.session.sql(for_spark(sql).select)
            frame.write.option("compression", "zstd").parquet(folder)
            written = self.session.read.parquet(folder).select("_metadata.file_name")
            counts = written.groupBy("file_name").count().collect()
        return {str(row[0]): int(row[1]) for row in counts}

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        if name:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


@contextmanager
def refusing() -> Iterator[None]:
    """What Spark cannot do, or whose workers are all gone, is told in a sentence."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with PySpark
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    try:
        yield
    except (PySparkException, Py4JError, ConnectionError) as error:
        message = f"Spark could not finish: {reason_of(error)}"
        advice = (
            "see whether the cluster is up and its workers have memory and disk left; on one "
            "machine `PYSPARK_SUBMIT_ARGS='--driver-memory 8g pyspark-shell'` allows more"
        )
        raise EvaluationRefused(Mistake("spark-failed", message, help=advice)) from None


def reason_of(error: BaseException) -> str:
    """The first line of what Spark says; of an error of Java that of its first cause."""
    cause, said = getattr(error, "java_exception", None), str(error)
    while cause is not None:
        said, cause = str(cause.toString()), cause.getCause()
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    first = lines[0] if lines else type(error).__name__
    return first[:SHOWN].rstrip(".")
