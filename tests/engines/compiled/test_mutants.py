"""A compiled engine with a deliberate mistake is caught by the random programs."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from riskmemo.engines.compiled import (
    cache,
    expressions,
    facts,
    findings,
    groups,
    language,
    running,
)
from riskmemo.engines.compiled.loops import Loops
from riskmemo.engines.compiled.queries import QueryWriter
from riskmemo.language.program import Program, Query
from riskmemo.model.facts import Answer, Fact, Setting
from tests.fuzzing.mistakes import caught

Patch = pytest.MonkeyPatch
Mutation = Callable[[Patch], None]


def fresh(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    """The answer of code that was written just now, with the mistake in it."""
    return cache.compile_fresh(program).answer(facts, setting)


def complement(patch: Patch) -> None:
    """`<` is taken for the complement of `>`."""
    patch.setitem(expressions.COMPLEMENT, ">", "<")


def index_without_unknown(patch: Patch) -> None:
    """A join passes over facts that lack the field."""
    build = facts.Index.__init__

    def wrong(self: facts.Index, rows: list[Fact], field: str) -> None:
        build(self, [fact for fact in rows if fact.values[field] is not None], field)
        self.facts = rows

    patch.setattr(facts.Index, "__init__", wrong)


def index_of_unknown_key(patch: Patch) -> None:
    """A join with an unknown key finds only the facts that lack the field."""
    patch.setattr(facts.Index, "_unknown", lambda self: self.lacking)


def wrong_index(patch: Patch) -> None:
    """A join looks in the index of another field."""
    build = facts.Index.__init__

    def wrong(self: facts.Index, rows: list[Fact], field: str) -> None:
        others = rows[0].values.keys() - {field} if rows else set()
        build(self, rows, max(others, default=field))

    patch.setattr(facts.Index, "__init__", wrong)


def no_unless(patch: Patch) -> None:
    """Absences are not asked for."""
    write = QueryWriter.write

    def without(self: QueryWriter, query: Query, *more: Any) -> int:
        return write(self, replace(query, unless=()), *more)

    patch.setattr(QueryWriter, "write", without)


def unknown_absence_holds(patch: Patch) -> None:
    """What may be there is taken for absent."""
    for name in ("_search", "_function"):
        write = getattr(QueryWriter, name)
        patch.setattr(QueryWriter, name, lambda *given, write=write: (write(*given)[0], False))


def unknown_is_true(patch: Patch) -> None:
    """An unknown condition is passed as if it were true."""
    patch.setattr(Loops, "doubt", lambda *_: "pass")


def uncertain_is_certain(patch: Patch) -> None:
    """A finding that is not certain counts like any other."""

    def made(*given: Any) -> list[Fact]:
        return [replace(fact, certain=True) for fact in findings.numbered(*given)]

    patch.setattr(running, "numbered", made)


def kleene_or(patch: Patch) -> None:
    """`true or unknown` is unknown."""
    patch.setitem(
        language.NAMESPACE,
        "either",
        lambda *truths: None if None in truths else True in truths,
    )


def kleene_and(patch: Patch) -> None:
    """`false and unknown` is unknown."""
    patch.setitem(
        language.NAMESPACE,
        "both",
        lambda *truths: None if None in truths else False not in truths,
    )


def unbounded(patch: Patch) -> None:
    """Numbers beyond 2**53 have a value."""
    patch.setitem(language.NAMESPACE, "bounded", lambda number: number)


def gate_always_open(patch: Patch) -> None:
    """Identity scores without graded conduct."""
    patch.setitem(language.NAMESPACE, "gate_open", lambda _: True)


def strength_not_held(patch: Patch) -> None:
    """A strength may lie outside 0-1."""
    patch.setitem(language.NAMESPACE, "strength_of", lambda value: value)


def loose_rows(patch: Patch) -> None:
    """A row over a finding with an unknown field is decided."""
    patch.setattr(findings, "_is_loose", lambda _: False)


def float_sums(patch: Patch) -> None:
    """Sums are of doubles."""
    patch.setitem(groups.TOTALS, "sum", sum)


def mean_of_counts(patch: Patch) -> None:
    """The least is taken for the mean."""
    patch.setitem(groups.TOTALS, "mean", min)


MUTATIONS = [
    complement,
    index_without_unknown,
    index_of_unknown_key,
    wrong_index,
    no_unless,
    unknown_absence_holds,
    unknown_is_true,
    uncertain_is_certain,
    kleene_or,
    kleene_and,
    unbounded,
    gate_always_open,
    strength_not_held,
    loose_rows,
    float_sums,
    mean_of_counts,
]


def test_without_a_mistake() -> None:
    """The engine as it is shows no difference over the same programs."""
    assert not caught(fresh, "definition", programs=60)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_mistake(mutation: Mutation, monkeypatch: Patch) -> None:
    """The mistake shows."""
    mutation(monkeypatch)
    assert caught(fresh, "definition")
