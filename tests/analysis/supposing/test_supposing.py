"""What the scores would be: the same, to the last digit, as where it really were otherwise."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.analysis.supposing.supposing import Supposing
from riskmemo.engines import definition
from riskmemo.errors import EvaluationRefused, InvalidInput
from riskmemo.evaluate import Evaluation
from riskmemo.language.program import Program
from riskmemo.language.ruleset import typed_ruleset
from riskmemo.model.facts import Fact, Value
from riskmemo.model.ruleset import Branch, Combine, Ruleset
from tests.fuzzing.drawing import Numbered, seeded
from tests.fuzzing.written import facts_of, setting_of

SEEDS = range(60)
CASES = 2
SUPPOSITIONS = 5
NEUTRAL = frozenset({Combine.MAX, Combine.MIN, Combine.NOISY_OR})
"""Formulas without weights."""


def evaluation(made: Program, facts: tuple[Fact, ...], like: Evaluation) -> Evaluation:
    """What the definition finds."""
    answer = definition.answer(made, facts, like.setting)
    return replace(like, program=made, facts=facts, answer=answer)


def otherwise_drawn(random: Random, now: Evaluation, others: tuple[Fact, ...]) -> Otherwise:
    """Up to three values, a fact without, one added, and other numbers of the ruleset."""
    ruleset, given = now.program.ruleset, Otherwise()
    for fact in random.sample(now.facts, min(len(now.facts), random.choice([0, 1, 1, 2, 3]))):
        like = [each for each in others if each.kind == fact.kind]
        name = random.choice(sorted(fact.values))
        if like:
            value: Value = random.choice(like).values[name]
            given = replace(given, values={**given.values, (fact.id, name): value})
    if now.facts and random.random() < 0.4:
        some = random.sample(now.facts, min(len(now.facts), random.choice([1, 1, 2, 5])))
        given = replace(given, without=frozenset(fact.id for fact in some))
    if others and random.random() < 0.3:
        fact = random.choice(others)
        new = replace(fact, id=f"X{fact.id}", evidence=frozenset({f"X{fact.id}"}))
        given = replace(given, added=(new,))
    return numbers_drawn(random, ruleset, given)


def numbers_drawn(random: Random, ruleset: Ruleset, given: Otherwise) -> Otherwise:
    """Now and then other parameters, points and weights."""
    names = sorted(ruleset.parameters)
    if random.random() < 0.5:
        chosen = random.sample(names, random.randint(0, len(names)))
        given = replace(given, parameters={each: float(random.randint(0, 40)) for each in chosen})
    rules = [each for each in ruleset.rules if each.contributes and each.contributes.points]
    if rules and random.random() < 0.4:
        given = replace(given, points={random.choice(rules).id: random.choice([3.5, 0.1, 40.0])})
    branches = {
        name: node
        for name, node in ruleset.scores.items()
        if isinstance(node, Branch) and node.combine not in NEUTRAL
    }
    if branches and random.random() < 0.4:
        name = random.choice(sorted(branches))
        child = random.choice(sorted(branches[name].of))
        given = replace(given, weights={(name, child): random.choice([0.3, 2.5, 7.0])})
    return given


def changed_ruleset(ruleset: Ruleset, given: Otherwise) -> Ruleset:
    """The ruleset as it would be written."""
    written: dict[str, Any] = ruleset.model_dump(by_alias=True)
    written["parameters"] |= given.parameters
    for each in written["rules"]:
        if each["id"] in given.points:
            each["contributes"]["points"] = given.points[each["id"]]
    for (name, child), weight in given.weights.items():
        written["scores"][name]["of"][child] = weight
    return Ruleset.model_validate(written)


def changed_facts(facts: tuple[Fact, ...], given: Otherwise) -> tuple[Fact, ...]:
    """The facts as they would be, by id."""
    kept = []
    for fact in facts:
        new = {name: value for (of, name), value in given.values.items() if of == fact.id}
        if fact.id not in given.without:
            kept.append(replace(fact, values={**fact.values, **new}))
    return tuple(sorted((*kept, *given.added), key=lambda fact: fact.id))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_supposition_is_what_would_really_be(seed: int) -> None:
    """Over random programs and cases, scores equal those of the changed case and ruleset."""
    drawn = Numbered("supposing", seed)
    made = drawn.drawn.program
    for number in range(CASES):
        written, other = drawn.case(number), drawn.case(number + 100)
        facts = facts_of(written, made.vocabulary)
        others = facts_of(other, made.vocabulary)
        try:
            answer = definition.answer(made, facts, setting_of(written))
        except EvaluationRefused:
            continue
        searched = frozenset(written.searched)
        now = Evaluation(made, setting_of(written), facts, answer, searched, ("definition",))
        supposing = Supposing(now)
        random = seeded("suppositions", seed, number)
        for _ in range(SUPPOSITIONS):
            supposed_and_real_agree(random, now, others, supposing)


def supposed_and_real_agree(
    random: Random, now: Evaluation, others: tuple[Fact, ...], supposing: Supposing
) -> None:
    """Compare every scenario; a ruleset that the loader refuses is left out."""
    given = otherwise_drawn(random, now, others)
    try:
        changed = typed_ruleset(changed_ruleset(now.program.ruleset, given), now.program.vocabulary)
        really = evaluation(changed, changed_facts(now.facts, given), now)
    except (InvalidInput, EvaluationRefused):
        return
    for hypothesis in (None, *now.program.ruleset.hypotheses):
        assert supposing.scores(given, hypothesis) == really.scores(hypothesis), given
