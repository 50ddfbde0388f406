"""Draws at once: in each the same scores as where its values are supposed one by one."""

from random import Random

import numpy as np
import pytest

from riskmemo.analysis.supposing.given_parameters import GIVEN
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.analysis.supposing.reads import Place
from riskmemo.analysis.supposing.supposing import Supposing
from riskmemo.analysis.uncertainty.sampling import NO_SCORE, scores_drawn
from riskmemo.analysis.uncertainty.uncertain import Uncertain, What, joined
from riskmemo.engines import definition
from riskmemo.errors import EvaluationRefused
from riskmemo.evaluate import Evaluation
from riskmemo.model.facts import Fact, Value
from riskmemo.model.ruleset import Branch
from tests.analysis.supposing.test_supposing import NEUTRAL
from tests.fuzzing.drawing import Numbered, seeded
from tests.fuzzing.written import facts_of, setting_of

DRAWS = 24
SEEDS = range(60)


def thing(of: tuple[str, ...], what: What, values: list[Value], place: Place | None) -> Uncertain:
    """An uncertain thing with these values."""

    def supposed(value: Value) -> Otherwise:
        if what == "value":
            return Otherwise(values={(of[0], of[1]): value})
        if what == "conflict":
            return Otherwise(without=frozenset(set(of) - {value}))
        assert isinstance(value, float)
        if what == "parameter":
            return Otherwise(parameters={of[0]: value})
        if what == "points":
            return Otherwise(points={of[0]: value})
        return Otherwise(weights={(of[0], of[1]): value})

    return Uncertain(
        " ".join(of), what, of, "reported", tuple(values), (), None, place, supposed, None
    )


def things(random: Random, now: Evaluation, others: tuple[Fact, ...]) -> list[Uncertain]:
    """Some uncertain things of every sort, whatever a ruleset has of it."""
    found = list(conflicts(random, now))
    for fact in random.sample(now.facts, min(len(now.facts), 4)):
        name = random.choice(sorted(fact.values))
        like = [each.values[name] for each in (*others, fact) if each.kind == fact.kind]
        values = list(dict.fromkeys([fact.values[name], *like]))[:3]
        found.append(thing((fact.id, name), "value", values, (fact.kind, name)))
    ruleset = now.program.ruleset
    for name in random.sample(sorted(ruleset.parameters), random.choice([0, 1, 3])):
        values = [float(number) for number in random.sample(range(40), 3)]
        found.append(thing((name,), "parameter", values, (GIVEN, name)))
    found += [
        thing((rule.id,), "points", [0.5, 3.25, 40.0], None)
        for rule in ruleset.rules
        if rule.contributes and rule.contributes.points > 0 and random.random() < 0.4
    ]
    for name, node in ruleset.scores.items():
        if isinstance(node, Branch) and node.combine not in NEUTRAL and random.random() < 0.6:
            child = random.choice(sorted(node.of))
            found.append(thing((name, child), "weight", [0.3, 2.5, 1.000001], None))
    return found


def conflicts(random: Random, now: Evaluation) -> list[Uncertain]:
    """At most one conflict, between facts of one kind."""
    kinds: dict[str, list[str]] = {}
    for fact in now.facts:
        kinds.setdefault(fact.kind, []).append(fact.id)
    many = [(kind, names) for kind, names in sorted(kinds.items()) if len(names) > 1]
    if not many:
        return []
    kind, names = random.choice(many)
    return [thing(tuple(names), "conflict", list(names), kind)]


@pytest.mark.parametrize("seed", SEEDS)
def test_draws_at_once_are_draws_one_by_one(seed: int) -> None:
    """Over random programs and cases every score of every draw is that of its supposition."""
    drawn = Numbered("drawing", seed)
    made, written = drawn.drawn.program, drawn.case(0)
    facts = facts_of(written, made.vocabulary)
    others = facts_of(drawn.case(1), made.vocabulary)
    try:
        answer = definition.answer(made, facts, setting_of(written))
        now = Evaluation(
            made, setting_of(written), facts, answer, frozenset(written.searched), ("definition",)
        )
        agree(Supposing(now), things(seeded("things", seed), now, others), seed)
    except EvaluationRefused:
        return


def agree(supposing: Supposing, uncertain: list[Uncertain], seed: int) -> None:
    """Compare every score of every draw in every scenario."""
    random = np.random.default_rng(seed)
    sizes = [len(each.values) for each in uncertain]
    places = random.integers(0, sizes, (DRAWS, len(sizes)))
    hypotheses = (None, *supposing.ruleset.hypotheses)
    drawn = scores_drawn(supposing, uncertain, places, hypotheses)
    for draw in range(len(places)):
        pairs = zip(uncertain, places[draw].tolist(), strict=True)
        otherwise = joined([each.supposed(each.values[place]) for each, place in pairs])
        for hypothesis in hypotheses:
            expected = supposing.scores(otherwise, hypothesis)
            found = {name: int(values[draw]) for name, values in drawn[hypothesis].items()}
            assert found == {
                name: NO_SCORE if score.value is None else score.value
                for name, score in expected.items()
            }
