"""The engine `rete` with a deliberate mistake is caught by random pairs."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing

import pytest

from riskmemo.engines.rete import closures, evaluation, findings, network, plan, spelling
from riskmemo.engines.rete.evaluation import Evaluation
from riskmemo.engines.rete.plan import Key, Plan, Step
from riskmemo.engines.rete.search import Search
from riskmemo.language.meaning import Bindings, Truth
from riskmemo.language.program import Program
from riskmemo.model.facts import Answer, Fact, Setting, Value
from tests.engines import wrongly
from tests.fuzzing.mistakes import caught

Patch = pytest.MonkeyPatch
Mutation = Callable[[Patch], None]


def fresh(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    """The answer of a network that was made just now, with the mistake in it."""
    with closing(network.network_for(program, send=True)) as made:
        return Evaluation(program, facts, setting, made).answer()


def complement(patch: Patch) -> None:
    """`1 < x` is taken for `x < 1`."""
    patch.setitem(plan.FLIPPED, "<", "<")


def wrong_operator(patch: Patch) -> None:
    """`>=` is told to durable-rules as `>`."""
    patch.setitem(network.OPERATORS, ">=", "$gt")


def wrong_check(patch: Patch) -> None:
    """`>=` is checked as `>`."""
    patch.setitem(closures.COMPARED, ">=", operator.gt)


def wrong_network_join(patch: Patch) -> None:
    """durable-rules joins by another field than the condition says."""
    join = network._join

    def wrong(name: str, place: str, other: str) -> str:
        return join(name, place, other if other == name else name)

    patch.setattr(network, "_join", wrong)


def wrong_index(patch: Patch) -> None:
    """Our own joins look in the index of another field."""

    def wrong(self: Search, step: Step) -> Mapping[Value, list[Fact]]:
        index: dict[Value, list[Fact]] = {}
        for fact in self.possible(step):
            name = step.keys[0].field.name
            other = max(fact.values.keys() - {name}, default=name)
            index.setdefault(fact.values[other], []).append(fact)
        return index

    patch.setattr(Search, "_index", wrong)


def index_without_unknown(patch: Patch) -> None:
    """Our own joins pass over facts that lack the field."""
    looked_up = Search._looked_up

    def wrong(self: Search, step: Step, bound: Bindings) -> Iterable[Fact]:
        key: Key | None = next(iter(step.keys), None)
        found = looked_up(self, step, bound)
        return [fact for fact in found if key is None or fact.values[key.field.name] is not None]

    patch.setattr(Search, "_looked_up", wrong)


def no_unless(patch: Patch) -> None:
    """Absences are not asked for."""
    patch.setattr(Search, "absent", lambda *_: True)


def unknown_absence_holds(patch: Patch) -> None:
    """What may be there is taken for absent."""
    absent = Search.absent
    patch.setattr(Search, "absent", lambda *given: absent(*given) is not False)


def no_loose_facts(patch: Patch) -> None:
    """Facts that lack what durable-rules reads are forgotten."""
    patch.setattr(Search, "with_loose_facts", lambda *_: iter(()))


def loose_facts_twice(patch: Patch) -> None:
    """Our own joins also find what durable-rules finds."""

    def wrong(self: Search, made: Plan) -> Iterator[Bindings]:
        return self.join(made, {})

    patch.setattr(Search, "with_loose_facts", wrong)


def truth_as(patch: Patch, taken: Truth) -> None:
    """Unknown is taken for something else."""
    truth = Search.truth

    def wrong(self: Search, made: Plan, bound: Bindings) -> Truth:
        found = truth(self, made, bound)
        return taken if found is None else found

    patch.setattr(Search, "truth", wrong)


def unknown_is_true(patch: Patch) -> None:
    """An unknown condition is passed as if it were true."""
    truth_as(patch, True)


def unknown_is_false(patch: Patch) -> None:
    """An unknown condition excludes, so there are no gaps."""
    truth_as(patch, False)


def unknown_excludes_alone(patch: Patch) -> None:
    """A fact is passed over where a condition over it alone is unknown."""

    def wrong(self: Search, step: Step, conditions: Iterable[closures.Meaning]) -> Sequence[Fact]:
        return [
            fact
            for fact in self.facts[step.kind]
            if all(condition({step.alias: fact}, self.known) is True for condition in conditions)
        ]

    patch.setattr(Search, "not_excluded", wrong)


def kleene_and(patch: Patch) -> None:
    """`false and unknown` is unknown."""
    patch.setattr(closures, "all_of", wrongly.all_of)


def kleene_or(patch: Patch) -> None:
    """`true or unknown` is unknown."""
    patch.setattr(closures, "any_of", wrongly.any_of)


def uncertain_is_certain(patch: Patch) -> None:
    """A finding that is not certain counts like any other."""
    patch.setattr(evaluation, "merged", wrongly.all_certain(findings.merged))


def evidence_is_lost(patch: Patch) -> None:
    """A finding rests on one fact of all its evidence."""
    patch.setattr(evaluation, "merged", wrongly.losing_evidence(findings.merged))


def certain_only_if_all_are(patch: Patch) -> None:
    """Equal findings are certain only where each of them is."""
    patch.setattr(evaluation, "merged", wrongly.certain_together(findings.merged))


def loose_rows(patch: Patch) -> None:
    """A row over a finding with an unknown field is decided."""
    patch.setattr(findings, "may_merge", lambda _: False)


def gate_always_open(patch: Patch) -> None:
    """Identity scores without graded conduct."""
    patch.setattr(evaluation, "gate_is_open", lambda *_: True)


def ungraded_gap_at_stake(patch: Patch) -> None:
    """A gap of a rule whose gate could never open has points at stake."""
    patch.setattr(evaluation, "may_open", lambda *_: True)


def strength_not_held(patch: Patch) -> None:
    """A strength may lie outside 0-1."""
    patch.setattr(evaluation, "min", max, raising=False)


def numbers_as_python_spells_them(patch: Patch) -> None:
    """Numbers are sent as `1e-07` and `1.0`, which durable-rules reads wrong or not at all."""
    patch.setattr(spelling, "_number", repr)


def same_hash(patch: Patch) -> None:
    """Fields whose names have the same hash are sent under these names."""
    patch.setattr(network, "told_apart", lambda names: {name: name for name in names})


def order_of_text(patch: Patch) -> None:
    """durable-rules is trusted with the order of text."""
    patch.setattr(plan, "UNORDERED", frozenset())


MUTATIONS = [
    complement,
    wrong_operator,
    wrong_check,
    wrong_network_join,
    wrong_index,
    index_without_unknown,
    no_unless,
    unknown_absence_holds,
    no_loose_facts,
    loose_facts_twice,
    unknown_is_true,
    unknown_is_false,
    unknown_excludes_alone,
    kleene_and,
    kleene_or,
    uncertain_is_certain,
    evidence_is_lost,
    certain_only_if_all_are,
    loose_rows,
    gate_always_open,
    ungraded_gap_at_stake,
    strength_not_held,
    numbers_as_python_spells_them,
    same_hash,
    order_of_text,
]


def test_without_a_mistake() -> None:
    """The engine as it is shows no difference over the same programs."""
    assert not caught(fresh, "definition", programs=60)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_mistake(mutation: Mutation, monkeypatch: Patch) -> None:
    """The mistake shows."""
    mutation(monkeypatch)
    assert caught(fresh, "definition")
