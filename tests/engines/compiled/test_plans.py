"""In which order the facts of a rule are bound, and by which equality they are looked up."""

import pytest

from riskmemo.engines.compiled.plans import Step, plan
from riskmemo.language.tree import Compare, Constant, Field
from tests.building import program, rule


def steps(match: dict[str, str], where: list[str]) -> tuple[Step, ...]:
    """The steps of a rule."""
    made = program(rules=[rule("one", match, where)])
    return plan(made.rule["one"].query).steps


@pytest.mark.parametrize(
    ("where", "order"),
    [
        ([], "abc"),
        (["b.level > 1"], "bac"),
        (["a.level > 1", "b.level > 1", "b.cost > 1"], "bac"),
        (["a.level > 1", "c.level > 1", "c.cost > 1", "c.open"], "cab"),
        (['c.status == "signed"'], "cab"),
        (["a.level > 1", 'c.status == "signed"'], "acb"),
        (['b.status == "signed"', "b.partner == c.partner"], "bca"),
    ],
)
def test_the_order(where: list[str], order: str) -> None:
    """The fewest facts are looked at, and among equals the aliases come as they are named.

    A condition leaves half of a hundred facts, an index gives a tenth of them, so that looking up
    ten for each of fifty is less than looking at a hundred for each of ten.
    """
    assert "".join(step.alias for step in steps(dict.fromkeys("abc", "tie"), where)) == order


def test_a_literal_is_looked_up_rather_than_the_subject() -> None:
    """Most facts of a case are about its subject, so that an index of it tells little apart."""
    (step,) = steps({"t": "tie"}, ["t.partner == subject", 't.status == "signed"'])
    assert step.key is not None
    assert step.key.value == Constant("signed", step.key.field.type)


def test_a_join_is_looked_up_rather_than_a_literal() -> None:
    """An earlier fact tells facts apart better than a literal that many have."""
    where = ['a.status == "signed"', 'b.status == "signed"', "a.partner == b.partner"]
    first, second = steps({"a": "tie", "b": "tie"}, where)
    assert first.key is not None
    assert first.key.field.name == "status"
    assert second.key is not None
    assert second.key.field.name == "partner"
    assert isinstance(second.key.value, Field)
    (condition,) = second.conditions
    assert isinstance(condition, Compare)
    assert isinstance(condition.right, Constant)
