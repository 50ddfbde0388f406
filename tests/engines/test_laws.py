"""Laws that hold for every ruleset and every engine, over random programs and facts."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from riskmemo.model.facts import Answer, Fact, Value
from tests.building import evaluated
from tests.engines.random_facts import facts, filled
from tests.engines.random_programs import RandomProgram, programs
from tests.fuzzing.comparing import QUICK

Facts = Mapping[str, Mapping[str, Any]]
every_engine = pytest.mark.parametrize("engine", QUICK)


def answer(program: RandomProgram, rows: Facts, engine: str, **more: Any) -> Answer:
    """What an engine finds."""
    return evaluated(program.typed(), dict(rows), engine, **more).answer


@every_engine
@given(program=programs(), rows=facts())
def test_order_never_shows(engine: str, program: RandomProgram, rows: Facts) -> None:
    """The order of facts, rules, aliases, conditions and keys in a file changes nothing."""
    turned = dict(reversed(list(rows.items())))
    backwards = evaluated(program.typed(-1), turned, engine).answer
    assert backwards == answer(program, rows, engine)


@every_engine
@given(program=programs(), rows=facts(), more=facts())
def test_irrelevant_facts_change_nothing(
    engine: str, program: RandomProgram, rows: Facts, more: Facts
) -> None:
    """Facts of a kind that no rule names leave the answer as it is."""
    bodies = [each.body for each in (*program.makers, *program.rules)]
    named = {k for body in bodies for each in (body, *body.unless) for k in each.match.values()}
    extra = {f"X{name}": row for name, row in more.items() if row["kind"] not in named}
    assume(extra)
    assert answer(program, {**rows, **extra}, engine) == answer(program, rows, engine)


@every_engine
@given(program=programs(), rows=facts(), later=facts())
def test_the_cut_off_hides_what_was_not_known(
    engine: str, program: RandomProgram, rows: Facts, later: Facts
) -> None:
    """Facts that became known after `as_of` are as good as absent, whatever they say."""
    hidden = {f"A{name}": {**row, "known": "2025-07-22"} for name, row in later.items()}
    assert answer(program, {**rows, **hidden}, engine) == answer(program, rows, engine)
    seen = {name: {**row, "known": "2025-07-21"} for name, row in hidden.items()}
    shown = answer(program, {**rows, **seen}, engine)
    day_after = answer(program, {**rows, **hidden}, engine, as_of="2025-07-22")
    assert shown == day_after


@every_engine
@given(program=programs(), rows=facts())
def test_a_rule_without_match_and_gap_can_be_dropped(
    engine: str, program: RandomProgram, rows: Facts
) -> None:
    """Dropping a contributing rule takes its own matches and gaps away and nothing else."""
    whole = answer(program, rows, engine)
    for name in [each.name for each in program.rules]:
        rest = answer(program.without(name), rows, engine)
        kept = replace(
            whole,
            matches=tuple(match for match in whole.matches if match.rule != name),
            gaps=tuple(gap for gap in whole.gaps if gap.rule != name),
        )
        assert rest == kept


@every_engine
@settings(max_examples=2 * settings().max_examples)
@given(program=programs(), rows=facts(), data=st.data())
def test_learning_keeps_what_was_true_and_what_was_false(
    engine: str, program: RandomProgram, rows: Facts, data: st.DataObject
) -> None:
    """Kleene monotony: learning what is unknown keeps what was true and what was false.

    For findings: every certain finding is still there and certain, with what was unknown in it kept
    or filled in; and every finding there is, certain or not, was there before in this sense. For
    rules: every match is still a match of the facts that its own became, and every match or gap was
    a match or a gap before.
    """
    places = [(n, f) for n, row in rows.items() for f, value in row.items() if value is None]
    assume(places)
    name, field = data.draw(st.sampled_from(places))
    before = answer(program, rows, engine)
    for learnt in filled(rows[name], field):
        _assert_refines(answer(program, {**rows, name: learnt}, engine), before)


def _assert_refines(after: Answer, before: Answer) -> None:
    for old in before.findings:
        if old.certain:
            assert any(new.certain and _refines(new, old) for new in after.findings), (
                f"was true and is not any more: {old}"
            )
    for new in after.findings:
        assert any(_refines(new, old) for old in before.findings), f"was false and is not: {new}"
    old_names, new_names = _by_id(before), _by_id(after)
    now = list(_uses(after.matches, new_names))
    for use in _uses(before.matches, old_names):
        assert any(_became(use, each) for each in now), f"was a match and is none: {use}"
    possible = list(_uses([*before.matches, *before.gaps], old_names))
    for use in _uses([*after.matches, *after.gaps], new_names):
        assert any(_became(each, use) for each in possible), f"was no match and is one: {use}"


def _by_id(found: Answer) -> dict[str, Fact]:
    return {finding.id: finding for finding in found.findings}


def _refines(new: Fact, old: Fact) -> bool:
    """Whether a finding is what another became when something unknown was learnt."""
    return new.kind == old.kind and all(
        value in (None, new.values[name]) for name, value in old.values.items()
    )


Use = tuple[str, tuple[tuple[str, str | Fact], ...]]


def _uses(found: Sequence[Any], names: Mapping[str, Fact]) -> Iterator[Use]:
    for each in found:
        yield each.rule, tuple((alias, names.get(name, name)) for alias, name in each.facts)


def _became(old: Use, new: Use) -> bool:
    """Whether the facts of a match are what the facts of another became."""
    if old[0] != new[0]:
        return False
    pairs = zip(old[1], new[1], strict=True)
    return all(
        _refines(y, x) if isinstance(x, Fact) and isinstance(y, Fact) else x == y
        for (_, x), (_, y) in pairs
    )


def test_refinement_is_not_empty() -> None:
    """The law above can fail: a vanished finding, a new one and a changed value are all noticed."""

    def finding(value: Value, *, certain: bool = True) -> Answer:
        return Answer((), (), (Fact("k/1", "k", {"f": value}, certain=certain),))

    nothing = Answer((), (), ())
    day = datetime.date(2025, 7, 21)
    for before, after in [
        (finding(1.0), nothing),
        (nothing, finding(1.0)),
        (nothing, finding(None, certain=False)),
        (finding(day), finding(None)),
        (finding(True), finding(True, certain=False)),
    ]:
        with pytest.raises(AssertionError, match="was"):
            _assert_refines(after, before)
    _assert_refines(finding(1.0), finding(None))
    _assert_refines(nothing, finding(None, certain=False))
