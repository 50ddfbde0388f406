"""The scores of worked examples, computed by SQL up to the roots of the tree."""

from itertools import groupby

import pytest

from tests.engines.worked import Example, examples
from tests.fuzzing.many import in_numbers, scores_of

FILES = [
    (name, tuple(group))
    for name, group in groupby(examples(), key=lambda each: each.name.partition(":")[0])
]


@pytest.mark.parametrize("written", [pytest.param(group, id=name) for name, group in FILES])
def test_scores_of_a_file(written: tuple[Example, ...]) -> None:
    """Every example of a file is a case of one panel, and each node has the defined score."""
    program = written[0].program
    found = [example.run("definition") for example in written]
    given = [(each.facts, each.setting) for each in found]
    by_sql = scores_of(program, given, [each.searched for each in found])
    assert by_sql == [in_numbers(each) for each in found]
