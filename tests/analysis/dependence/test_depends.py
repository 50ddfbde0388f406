"""What the scores depend on: facts, sources and rules left out, weights, carriers."""

from decimal import Decimal

import pytest
from hypothesis import given

import riskmemo
from riskmemo.analysis.basis import effect_of
from riskmemo.analysis.dependence import drop_facts as drop_facts_module
from riskmemo.analysis.dependence.depends import depends
from riskmemo.analysis.dependence.drop_facts import drop_facts, facts_to_drop
from riskmemo.evaluate import evaluate
from riskmemo.model.effects import Effect
from tests.analysis.asking import Facts, asked_of, examined
from tests.building import case, rule
from tests.engines.random_facts import facts
from tests.engines.random_programs import RandomProgram, programs

TIES = {"T": {"kind": "tie", "level": 1}, "U": {"kind": "tie", "level": 2, "grade": "B2"}}
PER_TIE = {"to": "risk", "points": 10, "per_rule": "sum", "cap": 90}


def changes(found: tuple[Effect, ...]) -> dict[str, Decimal | None]:
    """What is dropped, to the change of `risk`."""
    return {effect.dropped: effect.changes["risk"] for effect in found}


def test_a_fact_takes_its_points_along() -> None:
    """The effect of a fact is the score without it minus the score with it; bands are told."""
    basis = examined(TIES, [rule("r", {"t": "tie"}, contributes=PER_TIE)])
    found = drop_facts(basis)
    assert changes(found) == {"T": -10, "U": -10}
    assert found[0].bands == {"risk": ("High", "Low")}


def test_a_fact_that_blocks_gives_points_when_it_goes() -> None:
    """It is evidence of nothing, and counts all the same."""
    rules = [
        rule("r", {"t": "tie"}, unless=[{"match": {"p": "people"}, "where": ['p.state == "KAZ"']}])
    ]
    facts = {"T": {"kind": "tie"}, "P": {"kind": "people", "state": "KAZ"}}
    assert changes(drop_facts(examined(facts, rules))) == {"P": 10}


def test_a_fact_that_nothing_reads_is_not_listed() -> None:
    """Nor is one that a rule reads and that matches nothing."""
    rules = [rule("r", {"t": "tie"}, ["t.level == 1"], contributes=PER_TIE)]
    basis = examined({**TIES, "A": {"kind": "act", "place": "West"}}, rules)
    assert changes(drop_facts(basis)) == {"T": -10}


def test_the_only_fact_of_a_kind_can_matter_without_a_match() -> None:
    """Without it the kind is neither recorded nor searched for, which `worst` counts in full."""
    worst = {"title": "Risk", "polarity": "risk", "from": "rules", "combine": "sum"}
    rules = [rule("never", {"a": "act"}, ["a.deaths > 5"])]
    facts = {"A": {"kind": "act", "deaths": 0}}
    scores = {"risk": {**worst, "missing": "worst"}}
    assert changes(drop_facts(examined(facts, rules, scores=scores, bands={}))) == {"A": 10}
    searched = examined(facts, rules, scores=scores, bands={}, searched=["act"])
    assert drop_facts(searched) == ()


def test_of_very_many_facts_those_are_tried_that_give_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rest is counted, and never taken for a fact that changes nothing."""
    monkeypatch.setattr(drop_facts_module, "MOST_FACTS_SUPPOSED", 3)
    points = {"to": "risk", "points": 10, "strength": "t.level / 3", "per_rule": "sum", "cap": 90}
    ties = {f"T{level}": {"kind": "tie", "level": level} for level in (1, 2, 3)}
    basis = examined(ties, [rule("r", {"t": "tie"}, contributes=points)])
    assert facts_to_drop(basis) == (("T3",), ("T2", "T1"))
    found = depends(basis)
    assert changes(found.without_fact) == {"T3": -10}
    assert found.facts_not_tried == 2


@given(program=programs(), rows=facts(most=3))
def test_dropping_a_fact_is_assessing_the_case_without_it(
    program: RandomProgram, rows: Facts
) -> None:
    """For every fact: the effect is that of a case that really lacks it, and none is forgotten."""
    made = program.typed()
    basis = asked_of(made, rows)
    expected = []
    for name in sorted(rows):
        rest = {other: row for other, row in rows.items() if other != name}
        after = asked_of(made, rest).now
        effect = effect_of(name, basis.now, after, basis.ruleset, basis.bands)
        expected += [effect] if effect.changes or effect.bands else []
    assert list(drop_facts(basis)) == expected


def test_the_real_case_without_each_fact() -> None:
    """Every fact of the Mongolia case, really deleted, gives what is told of it."""
    case_, made = _mongolia()
    basis = riskmemo.examine(case_, made)
    told = {effect.dropped: effect for effect in drop_facts(basis)}
    assert len(told) > 30
    for row in case_.indicators[::3]:
        others = tuple(each for each in case_.indicators if each.id != row.id)
        rest = evaluate(case_.model_copy(update={"indicators": others}), made, case_.as_of)
        effect = effect_of(row.id, basis.now, rest.scores(), basis.ruleset, basis.bands)
        assert told.get(row.id, effect) == effect
        assert bool(effect.changes or effect.bands) == (row.id in told)


def test_carriers_are_sources_then_facts_then_rules() -> None:
    """Whatever alone carries the band of a total is told, the source first."""
    basis = examined(TIES, [rule("r", {"t": "tie"}, contributes=PER_TIE)])
    found = depends(basis)
    assert [(each.what, each.name, each.now, each.then) for each in found.carriers] == [
        ("source", "A", "High", "Low"),
        ("source", "B", "High", "Low"),
        ("fact", "T", "High", "Low"),
        ("fact", "U", "High", "Low"),
        ("rule", "r", "High", "Low"),
    ]


def test_a_score_that_goes_is_carried() -> None:
    """What brings a score at all carries it, with bands or without."""
    leaf = {
        "title": "Risk", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
        "value": "t.level", "combine": "mean", "missing": "require",
    }  # fmt: skip
    basis = examined({"T": {"kind": "tie", "level": 3}}, [], scores={"risk": leaf}, bands={})
    assert [(each.what, each.name, each.comes_or_goes) for each in depends(basis).carriers] == [
        ("source", "A", True),
        ("fact", "T", True),
    ]


def test_weights_stand_side_by_side() -> None:
    """Below its cap a linear part weighs what is stated; at its cap a point more adds nothing."""
    leaf = {"title": "L", "polarity": "risk", "from": "rules", "combine": "sum", "missing": "zero"}
    scores = {
        "one": leaf,
        "two": {**leaf, "cap": 5},
        "risk": {
            "title": "Risk", "polarity": "risk", "of": {"one": 3, "two": 1},
            "combine": "weighted_mean", "missing": "require",
        },
    }  # fmt: skip
    rules = [
        rule("a", {"t": "tie"}, contributes={"to": "one", "points": 10}),
        rule("b", {"t": "tie"}, contributes={"to": "two", "points": 9}),
    ]
    found = depends(examined(TIES, rules, scores=scores, bands={})).weights
    assert [(w.score, w.total, w.nominal, w.effective, w.limited) for w in found] == [
        ("one", "risk", Decimal("0.75"), Decimal("0.75"), None),
        ("two", "risk", Decimal("0.25"), 0, "cap"),
        ("risk", "risk", 1, 1, None),
    ]


def test_rules_that_match_nothing_can_be_dropped() -> None:
    """A rule without match and gap and with its kinds on file is left out of the list."""
    rules = [
        rule("r", {"t": "tie"}, contributes=PER_TIE),
        rule("never", {"t": "tie"}, ["t.level > 9"]),
    ]
    assert [each.dropped for each in depends(examined(TIES, rules)).without_rule] == ["r"]


def test_an_assessment_carries_the_facts() -> None:
    """The effects of facts are part of every ordinary assessment, and no part of a quick one."""
    case_, made = _mongolia()
    full = riskmemo.assess(case_, made, engine="compiled")
    assert full.analyses is not None
    assert full.analyses.without_fact == drop_facts(riskmemo.examine(case_, made))
    assert riskmemo.assess(case_, made, engine="compiled", analyses="none").analyses is None


def _mongolia() -> tuple["riskmemo.Case", "riskmemo.Program"]:
    path = "examples/mongolia-central-asia/case.yaml"
    return riskmemo.load_case(path), riskmemo.load_ruleset("central-asia-pivot")


def test_an_empty_case_depends_on_nothing() -> None:
    """There is nothing to leave out."""
    found = depends(examined({}, [rule("r", {"t": "tie"})]))
    assert (found.carriers, found.without_fact, found.without_source) == ((), (), ())
    assert case({}).indicators == ()
