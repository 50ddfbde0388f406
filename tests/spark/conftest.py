"""One Spark session at a time, kept from test to test, as starting one takes long."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from riskmemo.batch.spark.session import session
from tests.fuzzing.on_spark import SETTINGS


class Kept:
    """A session on one core of this machine, quick to plan tiny data, for whoever asks next."""

    def __init__(self) -> None:
        self.found: Any = None
        self._open = ExitStack()

    def started(self) -> Any:
        """The session, begun if there is none."""
        if self.found is None:
            self.found = self._open.enter_context(session("local[1]", SETTINGS))
        return self.found

    def end(self) -> None:
        """Make room for another session: Python has one at a time."""
        self.found = None
        self._open.close()


KEPT = Kept()


@pytest.fixture
def spark() -> Any:
    """The session that is kept."""
    return KEPT.started()


@pytest.fixture
def own_spark() -> None:
    """For tests that start a session of their own."""
    KEPT.end()


@pytest.fixture(scope="session", autouse=True)
def at_the_end() -> Iterator[None]:
    """No Java process is left behind."""
    yield
    KEPT.end()
