"""The definition with a deliberate mistake is caught by random pairs, as any other engine is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from riskmemo.engines import definition
from riskmemo.engines.definition import Evaluation
from riskmemo.language import meaning, values
from riskmemo.language.meaning import Bindings, Truth, value_of
from riskmemo.language.program import Query
from riskmemo.language.tree import Compare, Comparison, Expression, Field
from riskmemo.model.facts import Setting, Value
from riskmemo.model.points import MICRO
from tests.engines import wrongly
from tests.fuzzing.mistakes import caught

Patch = pytest.MonkeyPatch
Mutation = Callable[[Patch], None]


def complement(patch: Patch) -> None:
    """`>=` is taken for `>`, so `not (a < b)` is no longer its complement."""
    compared = meaning.compared

    def wrong(operator: Comparison, left: Value, right: Value) -> Truth:
        return compared(">" if operator == ">=" else operator, left, right)

    patch.setattr(meaning, "compared", wrong)


def wrong_join(patch: Patch) -> None:
    """A join looks at another field."""

    def wrong(expression: Expression, bound: Bindings, setting: Setting) -> Value:
        match expression:
            case Compare("==", Field(alias, name) as left, Field(other)) if alias != other:
                others = bound[alias].values.keys() - {name}
                moved = replace(left, name=max(others, default=name))
                return value_of(replace(expression, left=moved), bound, setting)
        return value_of(expression, bound, setting)

    patch.setattr(definition, "value_of", wrong)


def join_without_unknown(patch: Patch) -> None:
    """A join passes over facts for which a condition is unknown."""
    combinations = Evaluation.combinations

    def wrong(
        self: Evaluation, query: Query, patterns: Sequence[Any], outer: Bindings, name: str
    ) -> Iterator[Bindings]:
        for bound in combinations(self, query, patterns, outer, name):
            truths = [
                value_of(each, bound, self.setting)
                for each, read in zip(query.where, query.reads, strict=True)
                if len(read) > 1 and read <= bound.keys()
            ]
            if None not in truths:
                yield bound

    patch.setattr(Evaluation, "combinations", wrong)


def no_unless(patch: Patch) -> None:
    """Absences are not asked for."""
    patch.setattr(Evaluation, "absent", lambda *_: True)


def unknown_absence_holds(patch: Patch) -> None:
    """What may be there is taken for absent."""
    absent = Evaluation.absent
    patch.setattr(Evaluation, "absent", lambda *given: absent(*given) is not False)


def unknown_is_true(patch: Patch) -> None:
    """An unknown condition is passed as if it were true."""
    patch.setattr(definition, "all_of", lambda truths: False not in set(truths))


def unknown_is_false(patch: Patch) -> None:
    """An unknown condition excludes, so there are no gaps."""
    patch.setattr(definition, "all_of", lambda truths: set(truths) <= {True})


def kleene_or(patch: Patch) -> None:
    """`true or unknown` is unknown."""
    patch.setattr(meaning, "any_of", wrongly.any_of)


def uncertain_is_certain(patch: Patch) -> None:
    """A finding that is not certain counts like any other."""
    patch.setattr(definition, "merged", wrongly.all_certain(definition.merged))


def evidence_is_lost(patch: Patch) -> None:
    """A finding rests on one fact of all its evidence."""
    patch.setattr(definition, "merged", wrongly.losing_evidence(definition.merged))


def certain_only_if_all_are(patch: Patch) -> None:
    """Equal findings are certain only where each of them is."""
    patch.setattr(definition, "merged", wrongly.certain_together(definition.merged))


def loose_rows(patch: Patch) -> None:
    """A row over a finding with an unknown field is decided."""
    patch.setattr(definition, "_loose", lambda _: False)


def gate_always_open(patch: Patch) -> None:
    """Identity scores without graded conduct."""
    patch.setattr(definition, "gate_of", lambda *_: True)


def unknown_gate_opens(patch: Patch) -> None:
    """Conduct that does not say where it was opens the gate."""
    gate_of = definition.gate_of
    patch.setattr(definition, "gate_of", lambda *given: gate_of(*given) is not False)


def strength_not_held(patch: Patch) -> None:
    """A strength may lie outside 0-1."""
    patch.setattr(definition, "min", max, raising=False)


def points_rounded_down(patch: Patch) -> None:
    """Micropoints are cut off and not rounded half up."""
    patch.setattr(definition, "to_micro", lambda value: int(value * MICRO))


def float_sums(patch: Patch) -> None:
    """Sums are not of whole millionths."""
    patch.setattr(definition, "MICRO", MICRO * (1 + 1e-15))


def unbounded(patch: Patch) -> None:
    """Numbers beyond 2**53 have a value."""

    def wrong(operator: str, left: float, right: float) -> float | None:
        return left * right if operator == "*" else arithmetic(operator, left, right)  # type: ignore[arg-type]

    arithmetic = values.arithmetic
    patch.setattr(values, "arithmetic", wrong)


MUTATIONS = [
    complement,
    wrong_join,
    join_without_unknown,
    no_unless,
    unknown_absence_holds,
    unknown_is_true,
    unknown_is_false,
    kleene_or,
    uncertain_is_certain,
    evidence_is_lost,
    certain_only_if_all_are,
    loose_rows,
    gate_always_open,
    unknown_gate_opens,
    strength_not_held,
    points_rounded_down,
    float_sums,
    unbounded,
]


def test_without_a_mistake() -> None:
    """The definition as it is shows no difference over the same programs."""
    assert not caught(definition.answer, "compiled", programs=60)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_mistake(mutation: Mutation, monkeypatch: Patch) -> None:
    """The mistake shows."""
    mutation(monkeypatch)
    assert caught(definition.answer, "compiled")
