"""Combinations of facts come nearest first, and none is left out."""

from itertools import islice, product

from riskmemo.analysis.explaining.combinations import Budget, Combinations, nearest_first, together
from riskmemo.language.meaning import value_of
from riskmemo.model.facts import Fact
from tests.analysis.bases import basis_of, random_bases
from tests.building import program, rule
from tests.fuzzing.drawing import seeded


def counts(found: Combinations, bound: dict[str, Fact]) -> tuple[int, int]:
    """How many conditions a combination leaves false and unknown, counted one by one."""
    truths = [value_of(each, bound, found.setting) for each in found.query.where]
    truths += [fact.certain or None for fact in bound.values()]
    return truths.count(False), truths.count(None)


def test_every_combination_comes_once_and_in_order() -> None:
    """On random rules the search gives the whole product, in the order of what is false."""
    seen = 0
    for basis in random_bases("combinations", 40, 1):
        every = [*basis.found.facts, *basis.found.answer.findings]
        for typed in basis.found.program.rules:
            facts = {
                alias: [fact for fact in every if fact.kind == kind]
                for alias, kind in typed.query.patterns
            }
            for rank in (nearest_first, together):
                search = Combinations(typed.query, facts, basis.found.setting, rank=rank)
                size = len(list(product(*facts.values())))
                if size > 5_000:
                    continue
                found = list(search.nearest())
                ranks = [rank(each.false, each.unknown) for each in found]
                assert ranks == sorted(ranks)
                names = {tuple(fact.id for fact in each.bound.values()) for each in found}
                assert len(names) == len(found) == size
                for each in found:
                    assert counts(search, dict(each.bound)) == (each.false, each.unknown)
                seen += size
    assert seen > 1_000


def test_a_join_is_followed_by_value() -> None:
    """Of a million pairs only those are tried that a join finds, if no others are asked for."""
    random = seeded("joins")
    facts = {
        f"T{number}": {"kind": "tie", "level": number, "cost": random.randrange(1000)}
        for number in range(1000)
    }
    basis = basis_of(program(rules=[rule("r", {"a": "tie"})]), facts)
    query = (
        program(rules=[rule("r", {"a": "tie", "b": "tie"}, ["a.level == b.level"])]).rules[0].query
    )
    budget = Budget(100_000)
    pools = {alias: list(basis.found.facts) for alias in ("a", "b")}
    search = Combinations(query, pools, basis.found.setting, budget=budget)
    found = list(search.satisfied())
    assert [(each.bound["a"].id, each.bound["b"].id) for each in found] == [
        (name, name) for name in sorted(facts)
    ]
    assert budget.left > 90_000


def test_a_search_that_comes_to_its_limit_hurries() -> None:
    """It completes what it has begun instead of giving nothing, and says that it did."""
    facts = {f"T{number}": {"kind": "tie", "level": number} for number in range(300)}
    made = program(rules=[rule("r", {"a": "tie", "b": "tie"}, ["a.level == b.level + 1000"])])
    basis = basis_of(made, facts)
    budget = Budget(5_000)
    pools = {alias: list(basis.found.facts) for alias in ("a", "b")}
    search = Combinations(made.rules[0].query, pools, basis.found.setting, budget=budget)
    assert len(list(islice(search.nearest(), 3))) == 3
    assert budget.hurried
