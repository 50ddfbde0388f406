"""A Spark session with every setting that decides a result, or a sentence that says what lacks."""

import logging
import re
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from os import environ
from pathlib import Path
from typing import Any

from riskmemo.batch.database import require_libraries
from riskmemo.errors import EvaluationRefused, InvalidInput, Mistake

LIBRARIES = ("pyspark.sql", "pyspark.testing.utils", "sqlglot")
DEFAULT_MASTER = "local[*]"
OLDEST_JAVA = 17
SECONDS_TO_CONNECT = 5.0
SECONDS_TO_BEGIN = 120.0
"""How long a cluster may take to give this run a worker."""
DECIDED: Mapping[str, str] = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    # Plans of many CASE expressions take minutes with it: what follows of what grows without bound.
    "spark.sql.constraintPropagation.enabled": "false",
}
"""What a result depends on, whatever `spark-defaults.conf` says."""
QUIET: Mapping[str, str] = {
    "spark.app.name": "riskmemo",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "WARN",
}
ON_ONE_MACHINE: Mapping[str, str] = {
    # Two hundred, as on a cluster, make thousands of empty tasks.
    "spark.sql.shuffle.partitions": "8",
    # Spark's own 1g does not hold a million cases.
    "spark.driver.memory": "4g",
}
"""What suits a run on one machine; `PYSPARK_SUBMIT_ARGS` goes before the memory."""
MASTERS = re.compile(
    r"local(\[(\*|[0-9]+)(,[0-9]+)?\])?|local-cluster\[.*\]|yarn|spark://.+|k8s://.+"
)


@contextmanager
def session(master: str, settings: Mapping[str, str] | None = None) -> Iterator[Any]:
    """A Spark session on a master, stopped afterwards with its Java process.

    Raises `InvalidInput` where PySpark or Java is missing or the master cannot be reached,
    `EvaluationRefused` where no worker begins.
    """
    with warnings.catch_warnings(action="ignore"):  # it warns of a pandas that is not used here
        require_libraries(LIBRARIES, "spark")
    logging.getLogger("SQLQueryContextLogger").disabled = True  # errors are told as our own
    _require_java()
    _require_master(master)
    with tempfile.TemporaryDirectory(prefix="riskmemo-spark-") as folder:
        log = Path(folder) / "spark.log"
        with log.open("wb") as noise:
            sized = ON_ONE_MACHINE if master.startswith("local") else {}
            gateway = _gateway(noise, log, {**QUIET, **sized, **(settings or {}), **DECIDED})
            try:
                yield _connected(gateway, master, log)
            finally:
                _end(gateway)


def _gateway(noise: Any, log: Path, settings: Mapping[str, str]) -> Any:
    """A Java process of our own, whose log is kept off the terminal."""
    from pyspark import SparkConf  # noqa: PLC0415 - an extra
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415

    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    try:
        return launch_gateway(conf, {"stdout": noise, "stderr": subprocess.STDOUT})
    except PySparkException:
        raise _not_started(_last_words(log)) from None


def _connected(gateway: Any, master: str, log: Path) -> Any:
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with PySpark
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    try:
        conf = SparkConf(_jvm=gateway.jvm).setMaster(master)
        context = SparkContext(conf=conf, gateway=gateway)
    except (Py4JError, PySparkException, OSError, ValueError) as error:
        raise _no_master(master, _last_words(log) or _first_line(error)) from None
    if not master.startswith("local"):
        wait_for_workers(context, master)
    return SparkSession(context)


def wait_for_workers(context: Any, master: str) -> None:
    """A cluster without a free worker would keep a run waiting for ever."""
    end = time.monotonic() + SECONDS_TO_BEGIN
    while context._jsc.sc().getExecutorMemoryStatus().size() < 2:
        if time.monotonic() > end:
            message = f"no worker of `{master}` began within {SECONDS_TO_BEGIN:.0f} seconds"
            advice = "see whether the cluster has workers with free cores and memory"
            raise EvaluationRefused(Mistake("no-worker", message, help=advice))
        time.sleep(0.2)


def _end(gateway: Any) -> None:
    """Stop Spark and its Java process, whatever state they are in."""
    from pyspark import SparkContext  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415

    running, context = SparkSession.getActiveSession(), SparkContext._active_spark_context
    with suppress(Exception):
        if running is not None:
            running.stop()
        elif context is not None:
            context.stop()
    with suppress(Exception):
        gateway.shutdown()
    SparkContext._gateway = SparkContext._jvm = None
    if gateway.proc is not None:
        gateway.proc.stdin.close()
        try:
            gateway.proc.wait(10)
        except subprocess.TimeoutExpired:
            gateway.proc.kill()
            gateway.proc.wait()


# --- what may lack --------------------------------------------------------------------------------


def _require_java() -> None:
    """Raise `InvalidInput` where there is no Java, or one that is too old."""
    found = _java_version()
    if found is None or found < OLDEST_JAVA:
        have = "there is none here" if found is None else f"this is Java {found}"
        message = f"Spark needs Java {OLDEST_JAVA} or later, and {have}"
        advice = "type `apt-get install openjdk-17-jre-headless`, or set JAVA_HOME"
        raise InvalidInput(Mistake("java-missing", message, help=advice))


def _java_version() -> int | None:
    home = environ.get("JAVA_HOME")
    java = f"{home}/bin/java" if home else shutil.which("java")
    if not java:
        return None
    try:
        told = subprocess.run(  # noqa: S603 - the Java that Spark will run
            [java, "-version"], check=False, capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(\d+)', told.stderr)
    return int(found[1]) if found else None


def _require_master(master: str) -> None:
    """Raise `InvalidInput` where a URL is none, or nobody answers there."""
    if not MASTERS.fullmatch(master):
        message = f"`{master}` is no URL of a Spark master"
        advice = "write `local[*]`, `spark://HOST:7077`, `yarn` or `k8s://HOST:PORT`"
        raise InvalidInput(Mistake("spark-master", message, help=advice))
    if master.startswith("spark://"):
        places = master.removeprefix("spark://").split(",")
        if not any(map(_answers, places)):
            raise _no_master(master, "nobody answers there")


def _answers(place: str) -> bool:
    host, _, port = place.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), SECONDS_TO_CONNECT):
            return True
    except (OSError, ValueError, OverflowError):
        return False


def _no_master(master: str, reason: str) -> InvalidInput:
    message = f"the Spark master `{master}` cannot be used: {reason}"
    advice = "start one, or leave `--master` out to run on this machine"
    return InvalidInput(Mistake("spark-master", message, help=advice))


def _not_started(reason: str) -> InvalidInput:
    message = f"Spark cannot be started: {reason or 'its Java process ended at once'}"
    advice = "see whether JAVA_HOME and SPARK_HOME name Java 17 and Spark 4"
    return InvalidInput(Mistake("spark-master", message, help=advice))


def _last_words(log: Path) -> str:
    """What Java last said about an error, in one line."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [line for line in lines if "Exception" in line or "ERROR" in line]
    return told[-1].split("Exception: ")[-1].strip()[:300] if told else ""


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:300]
