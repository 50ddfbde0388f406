"""Drop one: what every score would be without one rule or one source."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.dependence.drop_one import drop_rules, drop_sources
from riskmemo.evaluate import Evaluation, evaluate
from riskmemo.language.facts import rows_of
from riskmemo.model.case import Case
from riskmemo.model.effects import Effect
from riskmemo.scoring.bands import tables_at
from tests.building import AS_OF, LEAF, case, program, rule

BANDS = {
    "levels": [{"levels": [{"label": "Low", "begins": 0}, {"label": "High", "begins": 15}]}],
}
SCORES = {"risk": {**LEAF, "bands": "levels"}}
Facts = Mapping[str, Mapping[str, Any]]


def effects(facts: Facts, rules: list[Any], *, sources: bool = False, **parts: Any) -> list[Effect]:
    """The effects of dropping each rule, or each source, in a case with the given facts."""
    made = program(rules=rules, **{"scores": SCORES, "bands": BANDS, **parts})
    assumed = case(facts)
    now = evaluate(assumed, made, datetime.date.fromisoformat(AS_OF))
    bands = tables_at(made.ruleset.bands, now.setting.as_of)
    return list(sources_dropped(assumed, now) if sources else drop_rules(now, bands))


def sources_dropped(assumed: Case, now: Evaluation) -> tuple[Effect, ...]:
    """The effects of dropping each source."""
    rows = rows_of(assumed, now.program.vocabulary)
    bands = tables_at(now.program.ruleset.bands, now.setting.as_of)
    return drop_sources(Basis(assumed, rows, now, bands))


def changes(found: list[Effect]) -> dict[str, dict[str, Decimal | None]]:
    """What is dropped, to what it changes."""
    return {effect.dropped: dict(effect.changes) for effect in found}


def test_each_rule_takes_its_own_points_away() -> None:
    """In a sum below its cap a rule's effect is what it gave, and a change of band is told."""
    rules = [
        rule("ten", {"t": "tie"}),
        rule("six", {"t": "tie"}, contributes={"to": "risk", "points": 6}),
        rule("never", {"t": "tie"}, ["false"]),
    ]
    first, second = effects({"T": {"kind": "tie"}}, rules)
    assert (first.dropped, dict(first.changes)) == ("ten", {"risk": Decimal(-10)})
    assert (second.dropped, dict(second.changes)) == ("six", {"risk": Decimal(-6)})
    assert dict(first.bands) == dict(second.bands) == {"risk": ("High", "Low")}


@given(st.lists(st.integers(0, 10_000_000), min_size=1, max_size=5))
def test_effects_of_rules_add_up_to_a_linear_score(points: list[int]) -> None:
    """Below the cap the effects of all rules sum to the score itself, to the last digit."""
    rules = [
        rule(f"r{number}", {"t": "tie"}, contributes={"to": "risk", "points": each / 1_000_000})
        for number, each in enumerate(points)
    ]
    found = effects({"T": {"kind": "tie"}}, rules)
    total = sum(
        (change for effect in found for change in effect.changes.values() if change), Decimal(0)
    )
    assert total == -Decimal(sum(points)).scaleb(-6)


def test_at_the_cap_one_rule_alone_changes_little() -> None:
    """Where the scale flattens, only what reaches below it shows."""
    rules = [
        rule(f"r{number}", {"t": "tie"}, contributes={"to": "risk", "points": 60})
        for number in range(2)
    ]
    assert changes(effects({"T": {"kind": "tie"}}, rules)) == {
        "r0": {"risk": Decimal(-40)},
        "r1": {"risk": Decimal(-40)},
    }


def test_a_rule_that_derives_takes_its_findings_along() -> None:
    """Dropping what others build on changes them too."""
    rules = [
        rule("makes", {"t": "tie"}, derives={"kind": "channel", "fields": {"p": "t.partner"}}),
        rule("reads", {"c": "channel"}),
        rule(
            "lacks",
            {"t": "tie"},
            unless=[{"match": {"c": "channel"}}],
            contributes={"to": "risk", "points": 3},
        ),
    ]
    found = changes(effects({"T": {"kind": "tie", "partner": "KAZ"}}, rules))
    assert found == {"makes": {"risk": Decimal(-7)}, "reads": {"risk": Decimal(-10)}}


def test_rules_of_hypotheses_are_not_in_the_base() -> None:
    """Only base rules are dropped from the base score."""
    rules = [rule("base", {"t": "tie"}), rule("other", {"t": "tie"}, hypothesis="h")]
    hypotheses = {"h": {"title": "H", "claim": "C"}}
    found = effects({"T": {"kind": "tie"}}, rules, hypotheses=hypotheses)
    assert changes(found) == {"base": {"risk": Decimal(-10)}}


def test_a_missing_rule_is_dropped_too() -> None:
    """A rule over a kind that nobody searched for weighs under `worst`, so dropping it shows."""
    rules = [rule("there", {"t": "tie"}), rule("gone", {"a": "act"})]
    worst = {"risk": {**LEAF, "missing": "worst"}}
    found = effects({"T": {"kind": "tie"}}, rules, scores=worst)
    assert changes(found) == {"there": {"risk": Decimal(-10)}, "gone": {"risk": Decimal(-10)}}


def test_a_score_that_comes_or_goes_has_no_change_in_points() -> None:
    """From no score to a score there is no number of points; the band tells it."""
    required = {"risk": {**SCORES["risk"], "missing": "require"}}
    rules = [rule("there", {"t": "tie"}), rule("gone", {"a": "act"})]
    there, gone = effects({"T": {"kind": "tie"}}, rules, scores=required)
    assert (dict(there.changes), dict(there.bands)) == ({}, {})
    assert (dict(gone.changes), dict(gone.bands)) == ({"risk": None}, {"risk": (None, "Low")})


def test_a_source_takes_the_facts_along_that_have_no_other() -> None:
    """A fact with a second source stays when the first is dropped."""
    facts = {
        "T": {"kind": "tie", "level": 1, "grade": ["A1", "B2"]},
        "U": {"kind": "tie", "level": 2, "grade": "B2"},
    }
    per_tie = {"to": "risk", "points": 10, "per_rule": "sum", "cap": 90}
    found = effects(facts, [rule("r", {"t": "tie"}, contributes=per_tie)], sources=True)
    assert changes(found) == {"A": {}, "B": {"risk": Decimal(-10)}}
    assert dict(found[1].bands) == {"risk": ("High", "Low")}


def test_dropping_a_source_can_close_the_identity_gate() -> None:
    """Without its C3 source documented conduct no longer lets identity count."""
    facts: Facts = {
        "K": {"kind": "kin", "state": "KAZ", "grade": "E5"},
        "A": {
            "kind": "act", "organisation": "Group", "place": "West", "date": "2025-01-01",
            "grade": ["C3", "D2"],
        },
    }  # fmt: skip
    found = effects(facts, [rule("r", {"k": "kin", "a": "act"})], sources=True)
    assert changes(found) == {"C": {"risk": Decimal(-10)}, "D": {}, "E": {"risk": Decimal(-10)}}


def test_dropping_the_earliest_source_may_hide_a_fact_at_the_cut_off() -> None:
    """A fact becomes known with its earliest source; without that one it may be known too late."""
    made = program(rules=[rule("r", {"t": "tie"})], scores=SCORES, bands=BANDS)
    assumed = case({"T": {"kind": "tie", "grade": ["A1", "B1"]}})
    late = assumed.sources["B"].model_copy(update={"date": datetime.date(2025, 7, 22)})
    assumed = assumed.model_copy(update={"sources": {**assumed.sources, "B": late}})
    now = evaluate(assumed, made, datetime.date(2025, 7, 21))
    found = sources_dropped(assumed, now)
    assert changes(list(found)) == {"A": {"risk": Decimal(-10)}, "B": {}}


@given(st.lists(st.sampled_from(["A", "B", "C"]), min_size=1, max_size=4))
def test_dropping_a_source_is_assessing_without_it(letters: list[str]) -> None:
    """The effect of a source is the score of the case without it minus the score with it."""
    facts = {
        f"T{number}": {"kind": "tie", "grade": f"{letter}1"}
        for number, letter in enumerate(letters)
    }
    per_tie = {"to": "risk", "points": 7, "per_rule": "sum", "cap": 90}
    found = effects(facts, [rule("r", {"t": "tie"}, contributes=per_tie)], sources=True)
    assert changes(found) == {
        letter: {"risk": Decimal(-7 * letters.count(letter))} for letter in sorted(set(letters))
    }
