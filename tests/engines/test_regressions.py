"""Pairs on which an engine once went wrong, or was made to, are answered alike by all."""

from pathlib import Path

import pytest

from tests.fuzzing.comparing import difference_of
from tests.fuzzing.limits import limited
from tests.fuzzing.many import difference_by_sql
from tests.fuzzing.saving import files, saved


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_a_saved_pair(file: Path) -> None:
    """Every engine gives the same matches, gaps, findings and scores."""
    found = saved(file)
    found.pair.ruleset.typed()
    with limited(found.limits):
        assert difference_of(found.pair) is None, found.about
        assert difference_by_sql(found.pair) is None, found.about
