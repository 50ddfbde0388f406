"""What lacks is said in a sentence, before anything runs and in bounded time."""

import socket
import time
from pathlib import Path

import pytest

from riskmemo.batch.spark import session as sessions
from riskmemo.batch.spark.session import session
from riskmemo.errors import InvalidInput
from tests.building import told
from tests.cli.running import run

pytestmark = pytest.mark.usefixtures("own_spark")


def refused(master: str) -> list[str]:
    """What is said of a master that cannot be used."""
    with pytest.raises(InvalidInput) as found, session(master):
        raise AssertionError("Spark was started")
    return [told(mistake) for mistake in found.value.mistakes]


@pytest.mark.parametrize("master", ["", "lokal", "http://host:7077", "spark://", "local[2"])
def test_a_url_of_no_master_is_refused(master: str) -> None:
    """The help names what a master may be."""
    (line,) = refused(master)
    assert line.startswith(f"spark-master: `{master}` is no URL of a Spark master | ")
    assert "write `local[*]`, `spark://HOST:7077`, `yarn` or `k8s://HOST:PORT`" in line


def test_a_master_that_nobody_answers_for_is_refused_soon() -> None:
    """A port that was just free: Spark itself would try for a minute."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.monotonic()
    (line,) = refused(f"spark://127.0.0.1:{port}")
    url = f"spark://127.0.0.1:{port}"
    assert line.startswith(f"spark-master: the Spark master `{url}` cannot be used: nobody answers")
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("place", ["127.0.0.1", "127.0.0.1:seven", "127.0.0.1:99999999"])
def test_a_port_that_is_none_is_refused(place: str) -> None:
    """As one that nobody listens at."""
    (line,) = refused(f"spark://{place}")
    assert "nobody answers there" in line


def test_without_java_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, whether nothing is there or JAVA_HOME leads nowhere."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (line,) = refused("local[1]")
    assert "Spark needs Java 17 or later, and there is none here" in line
    assert "type `apt-get install openjdk-17-jre-headless`, or set JAVA_HOME" in line


def test_an_old_java_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark 4 would end with a message about class files."""
    java = tmp_path / "bin/java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (line,) = refused("local[1]")
    assert "Spark needs Java 17 or later, and this is Java 11" in line


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setattr(sessions, "LIBRARIES", ("no_such_library",))
    (line,) = refused("local[1]")
    assert "many cases at once need `no_such_library`, which is not installed" in line
    assert "type `pip install 'riskmemo[spark]'`" in line


def test_a_master_without_spark_is_a_mistake_of_usage(tmp_path: Path) -> None:
    """DuckDB has no master."""
    typed = ["batch", str(tmp_path), "-o", str(tmp_path / "out"), "--master", "local[1]"]
    found = run(*typed, "--ruleset", "central-asia-pivot")
    assert found.exit_code == 2
    assert "`--master` is for `--engine spark`" in found.stderr
