"""What DuckDB is to a batch, answered by Spark: tables are views of plans, kept where it pays."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from riskmemo.engines.sql.spark import Spark
from riskmemo.engines.sql.spark_text import for_spark
from riskmemo.errors import EvaluationRefused, Mistake

SHOWN = 300


class SparkDatabase:
    """A Spark session that reads the SQL of checks, loading and results."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.seconds: dict[str, float] = {}
        """What statements with a name took."""

    def run(self, sql: str, parameters: Sequence[object] = (), name: str = "") -> list[Any]:
        """The rows of a statement in DuckDB's words; a table that it makes is kept.

        One that is not temporary is asked for again and again, so its rows stay with the workers.
        """
        statement = for_spark(sql)
        with self._timed(name):
            if statement.makes is not None:
                self.keep(statement.makes, statement.select, stays=not statement.is_temporary)
                return []
            with refusing():
                frame = self.session.sql(statement.select, args=list(parameters) or None)
                return [tuple(row) for row in frame.collect()]

    def keep(self, name: str, select: str, *, stays: bool = False, told: str = "") -> None:
        """A SELECT of Spark under a name; where it is told what took time, it is run now."""
        with self._timed(told), refusing():
            frame = self.session.sql(select)
            if stays:
                frame = frame.persist()
            if told:
                frame.count()
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
        advice = "see whether the cluster is up and its workers have memory and disk left"
        raise EvaluationRefused(Mistake("spark-failed", message, help=advice)) from None


def reason_of(error: BaseException) -> str:
    """The first line of what Spark says, without its class."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    first = lines[0] if lines else type(error).__name__
    return first[:SHOWN].rstrip(".")
