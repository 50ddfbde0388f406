"""A standalone master with two workers on this machine, one of which is killed in the middle."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow
import pyspark
import pytest
from pyarrow import parquet

from riskmemo.batch.spark.running import OnSpark, batch_on_spark
from riskmemo.batch.storing import Asked, batch
from tests.batch.panels import DAY, LATER, SIGNED, parquet_panel

CASES = 2_000


@pytest.mark.usefixtures("own_spark")
def test_a_worker_that_is_killed_changes_nothing(tmp_path: Path) -> None:
    """The other one finishes the run, with the rows that DuckDB writes."""
    names = [f"C{number}" for number in range(CASES)]
    days = [DAY] * CASES
    tables = {
        "cases": pyarrow.table(
            {
                "case_id": names,
                "subject": ["MNG"] * CASES,
                "as_of": days,
                "horizon": [LATER] * CASES,
            }
        ),
        "tie": pyarrow.table(
            {
                "case_id": names,
                "id": ["T1"] * CASES,
                "known": days,
                "status": [("signed", "announced", None)[n % 3] for n in range(CASES)],
            }
        ),
    }
    panel = parquet_panel(tmp_path / "panel", tables)
    batch(Asked(panel, SIGNED, tmp_path / "duckdb", matches=True))
    output, killed = tmp_path / "spark", threading.Event()
    with cluster(tmp_path) as (master, worker):
        killer = threading.Thread(target=kill_in_the_middle, args=(output, worker, killed))
        killer.start()
        asked = Asked(panel, SIGNED, output, matches=True)
        batch_on_spark(OnSpark(asked, str(panel), str(output), master))
        killer.join()
    assert killed.is_set()
    for name in ("scores", "matches"):
        one, other = (parquet.read_table(each / name) for each in (tmp_path / "duckdb", output))
        assert other.to_pylist() == one.to_pylist()


def kill_in_the_middle(
    output: Path, worker: "subprocess.Popen[bytes]", killed: threading.Event
) -> None:
    """Kill a worker and its executor once the run has written some of its tables, but no score."""
    end = time.monotonic() + 300
    while time.monotonic() < end:
        if len(list(output.glob(".part-*/work/*/_SUCCESS"))) >= 2:
            if not list(output.glob("manifest.json")):
                os.killpg(worker.pid, signal.SIGKILL)
                killed.set()
            return
        time.sleep(0.05)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The URL of a master with two workers, and one of these; all are gone afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    master, began = f"spark://127.0.0.1:{port}", []
    local = ("--host", "127.0.0.1")
    try:
        ports = ("--port", str(port), "--webui-port", "0")
        began.append(started("master.Master", folder / "master.log", *local, *ports))
        until(folder / "master.log", "I have been elected leader")
        for number in (1, 2):
            log, work = folder / f"worker{number}.log", str(folder / f"worker{number}")
            more = ("--webui-port", "0", "--cores", "1", "--memory", "1g", "--work-dir", work)
            began.append(started("worker.Worker", log, *local, *more, master))
        for number in (1, 2):
            until(folder / f"worker{number}.log", "Successfully registered with master")
        yield master, began[1]
    finally:
        for process in began:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def started(name: str, log: Path, *words: str) -> "subprocess.Popen[bytes]":
    """A process of Spark in a group of its own, with what it starts."""
    home = Path(pyspark.__file__).parent
    command = [str(home / "bin/spark-class"), f"org.apache.spark.deploy.{name}", *words]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(home)}
    with log.open("wb") as file:
        return subprocess.Popen(
            command, stdout=file, stderr=file, env=environment, start_new_session=True
        )


def until(log: Path, words: str) -> None:
    """Wait until a log says something."""
    end = time.monotonic() + 120
    while not re.search(words, log.read_text("utf-8", errors="replace")):
        assert time.monotonic() < end, log.read_text("utf-8", errors="replace")[-2000:]
        time.sleep(0.1)
