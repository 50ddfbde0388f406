"""Whole kinds that are missing: nothing recorded, nobody searched."""

from decimal import Decimal
from typing import Any

from hypothesis import assume, given

import riskmemo
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.unknown.missing import missing
from riskmemo.model.missing import UnknownKind
from riskmemo.model.points import to_points
from tests.analysis.asking import Facts, asked_of, examined
from tests.building import LEAF, case, rule
from tests.engines.random_facts import BASE, facts
from tests.engines.random_programs import RandomProgram, programs


def kinds(basis: Basis) -> dict[str, UnknownKind]:
    """The kinds that are missing, in their rank."""
    return {each.kind: each for each in missing(basis).kinds}


def ends(unknown: UnknownKind) -> tuple[Any, Any]:
    """How far down and up the total could move."""
    return unknown.swings["risk"].down, unknown.swings["risk"].up


def told(*points: Decimal | None) -> tuple[float | None, ...]:
    """Points as plain numbers."""
    return tuple(None if each is None else float(each) for each in points)


def test_a_kind_could_give_what_its_rules_could() -> None:
    """Rules that wait for it are named; points that are taken away count downwards."""
    rules = [
        rule("base", {"t": "tie"}, contributes={"to": "risk", "points": 20}),
        rule("more", {"a": "act"}, contributes={"to": "risk", "points": 7}),
        rule("less", {"a": "act"}, contributes={"to": "risk", "points": -3}),
        rule("many", {"a": "act"}, contributes={
            "to": "risk", "points": 2, "per_rule": "sum", "cap": 6,
        }),
    ]  # fmt: skip
    found = kinds(examined({"T": {"kind": "tie"}}, rules))
    assert list(found) == ["act"]
    assert found["act"].rules == ("more", "less", "many")
    assert ends(found["act"]) == (-3, 13)
    assert found["act"].question == (
        "Is there any act? A act. Facts of it could move Risk by -3 to +13."
        " A search without a result is an answer too: it is recorded under `searched`."
    )


def test_what_was_searched_for_is_not_missing() -> None:
    """A search without result is knowledge."""
    rules = [rule("base", {"t": "tie"}), rule("more", {"a": "act"})]
    assert kinds(examined({"T": {"kind": "tie"}}, rules, searched=["act"])) == {}


def test_a_kind_that_could_block_a_rule_is_missing_too() -> None:
    """A match may rest on an absence that nobody looked for: it could be taken away."""
    rules = [rule("r", {"t": "tie"}, unless=[{"match": {"a": "act"}}])]
    found = kinds(examined({"T": {"kind": "tie"}}, rules))
    assert (found["act"].rules, found["act"].blocked) == ((), ("r",))
    assert ends(found["act"]) == (-10, 0)


def test_what_is_derived_of_a_kind_counts() -> None:
    """Through a derived kind, and through the absence of one."""
    rules = [
        rule("makes", {"a": "act"}, derives={"kind": "threat", "fields": {"at": "a.place"}}),
        rule("reads", {"t": "threat"}, contributes={"to": "risk", "points": 4}),
        rule("lacks", {"t": "tie"}, unless=[{"match": {"h": "threat"}}]),
    ]
    found = kinds(examined({"T": {"kind": "tie"}}, rules))["act"]
    assert (found.rules, found.blocked) == (("reads",), ("lacks",))
    assert ends(found) == (-10, 4)


def test_identity_attains_nothing() -> None:
    """No question is asked so that religion or ethnicity may score."""
    act = {"kind": "act", "organisation": "G", "place": "W", "date": "2025-01-01", "grade": "A1"}
    rules = [rule("r", {"k": "kin", "a": "act"})]
    assert kinds(examined({"A": act}, rules)) == {}


def test_a_leaf_over_facts_could_be_anything() -> None:
    """Between the ends of the scale; there is no score without the kind."""
    leaf = {
        "title": "Risk", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
        "value": "100 * t.weight", "combine": "mean", "missing": "require",
    }  # fmt: skip
    found = kinds(examined({}, [], scores={"risk": leaf}, bands={}))["tie"]
    swing = found.swings["risk"]
    assert (found.leaves, told(swing.low, swing.high)) == (("risk",), (0, 100))
    assert (swing.down, swing.up, swing.comes_or_goes) == (None, None, True)


def test_a_share_is_told_where_a_total_lacks_more() -> None:
    """A total that needs two leaves has no score by one kind alone; its stated share remains."""
    leaf = {"title": "L", "polarity": "risk", "from": "rules", "combine": "sum"}
    scores = {
        "one": {**leaf, "missing": "require"},
        "two": {**leaf, "missing": "require"},
        "risk": {
            "title": "Risk", "polarity": "risk", "of": {"one": 3, "two": 1},
            "combine": "weighted_mean", "missing": "require",
        },
    }  # fmt: skip
    rules = [
        rule("a", {"a": "act"}, contributes={"to": "one", "points": 40}),
        rule("t", {"t": "tie"}, contributes={"to": "two", "points": -40}),
    ]
    found = kinds(examined({}, rules, scores=scores, bands={}))
    assert list(found) == ["act", "tie"]
    assert all(each.swings == {} for each in found.values())
    up, down = found["act"].attainable["risk"].up, found["tie"].attainable["risk"].down
    assert told(down, up) == (-10, 30)
    assert "With what else is missing it stands for 0 to +30 of Risk." in found["act"].question


def test_an_empty_case_asks_for_kinds() -> None:
    """The real ruleset over nothing: what stands for most of a total comes first."""
    program = riskmemo.load_ruleset("central-asia-pivot")
    basis = riskmemo.examine(case({}, vocabulary="geopolitics"), program)
    found = list(kinds(basis))
    assert found[:2] == ["tie", "sensitivity"]
    assert "minority_link" not in found


@given(program=programs(), rows=facts(), more=facts())
def test_facts_of_a_kind_stay_inside_the_told_range(
    program: RandomProgram, rows: Facts, more: Facts
) -> None:
    """Whatever facts are added of a missing kind, the total lies between the told ends."""
    for kind in BASE:
        known = {name: row for name, row in rows.items() if row["kind"] != kind}
        added = {f"X{name}": row for name, row in more.items() if row["kind"] == kind}
        assume(added)
        basis = asked_of(program.typed(), known)
        found, now = kinds(basis).get(kind), basis.now["risk"].value
        then = asked_of(program.typed(), {**known, **added}).now["risk"].value
        assert then is not None
        assert now is not None
        swing = found.swings.get("risk") if found else None
        low, high = (swing.low, swing.high) if swing else (to_points(now), to_points(now))
        assert low is not None
        assert high is not None
        assert low <= to_points(then) <= high


# --- coverage -----------------------------------------------------------------------------------


def test_an_empty_case_has_no_coverage_by_any_shipped_ruleset() -> None:
    """Nothing recorded and nothing searched for: no part of any score could be evaluated."""
    words = {
        "central-asia-pivot": "geopolitics",
        "copper-and-corridors": "geopolitics",
        "human-development": "human-development",
    }
    for name, vocabulary in words.items():
        basis = riskmemo.examine(case({}, vocabulary=vocabulary), riskmemo.load_ruleset(name))
        assert {score.coverage for score in basis.now.values()} == {0}, name


@given(program=programs())
def test_an_empty_case_has_no_coverage(program: RandomProgram) -> None:
    """Every rule reads a kind, directly or through what is derived, so none can be evaluated."""
    assert asked_of(program.typed(), {}).now["risk"].coverage == 0


@given(program=programs(), rows=facts())
def test_dropping_a_kind_never_raises_coverage(program: RandomProgram, rows: Facts) -> None:
    """All facts of a kind gone without a search: no more can be evaluated than before.

    It holds for kinds that no absence reads: an absence over an empty kind holds, by the closed
    world, where one over unknown fields is undecided. Every derived kind here is made in one way.
    """
    bodies = [each.body for each in (*program.makers, *program.rules)]
    negated = {
        kind for body in bodies for absence in body.unless for kind in absence.match.values()
    }
    made = program.typed()
    before = asked_of(made, rows).now["risk"].coverage
    for kind in BASE.keys() - negated:
        if negated.isdisjoint(program.kinds.keys() - BASE.keys()):
            rest = {name: row for name, row in rows.items() if row["kind"] != kind}
            assert asked_of(made, rest).now["risk"].coverage <= before


def test_dropping_a_kind_that_an_absence_reads_can_raise_coverage() -> None:
    """The law above has this limit: what blocked with an unknown field is gone with the fact."""
    rules = [rule("r", {"t": "tie"}, unless=[{"match": {"a": "act"}, "where": ["a.deaths > 1"]}])]
    scores = {"risk": LEAF}
    both = examined({"T": {"kind": "tie"}, "A": {"kind": "act"}}, rules, scores=scores, bands={})
    one = examined({"T": {"kind": "tie"}}, rules, scores=scores, bands={})
    assert (both.now["risk"].coverage, one.now["risk"].coverage) == (0, 1_000_000)
    assert kinds(one)["act"].blocked == ("r",)
