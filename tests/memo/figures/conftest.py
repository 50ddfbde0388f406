"""The example with all its analyses, assessed once."""

import pytest

import riskmemo
from riskmemo.model import Assessment
from tests.cli.running import EXAMPLE


@pytest.fixture(scope="session")
def mongolia() -> Assessment:
    """The example case, assessed with the ruleset that was written for it."""
    return riskmemo.assess(riskmemo.load_case(EXAMPLE), riskmemo.load_ruleset("central-asia-pivot"))
