"""One Spark session for all tests of a process: starting one takes longer than most of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from riskmemo.batch.spark.session import session
from tests.fuzzing.on_spark import SETTINGS


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session on one core of this machine, quick to plan tiny data."""
    with session("local[1]", SETTINGS) as started:
        yield started
