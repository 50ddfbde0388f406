"""Spark gives what the definition gives: worked examples, and a thousand random pairs."""

from itertools import groupby
from typing import Any

import pytest

from riskmemo.engines import definition
from tests.engines.worked import Example, examples
from tests.fuzzing.drawing import Numbered
from tests.fuzzing.limits import limited
from tests.fuzzing.on_spark import differences, found_in, found_on_spark

BATCHES, PROGRAMS, CASES = 5, 5, 40
FILES = [
    (name, tuple(group))
    for name, group in groupby(examples(), key=lambda each: each.name.partition(":")[0])
]


@pytest.mark.parametrize("written", [pytest.param(group, id=name) for name, group in FILES])
def test_worked_examples_of_a_file(written: tuple[Example, ...], spark: Any) -> None:
    """Every example is a case of one panel, and its scores, matches and gaps are as defined."""
    known = [example.run(definition.NAME) for example in written]
    given = [(each.facts, each.setting, each.searched) for each in known]
    assert found_on_spark(spark, written[0].program, given) == [found_in(each) for each in known]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_pairs(batch: int, spark: Any) -> None:
    """Two hundred pairs: forty cases at once of each of five programs, and none differs."""
    for number in range(batch * PROGRAMS, (batch + 1) * PROGRAMS):
        made = Numbered("spark", number)
        with limited(made.limits):
            cases = [made.case(case) for case in range(CASES)]
            told = differences(spark, made.drawn.program, cases)
        assert told == [None] * CASES, number
