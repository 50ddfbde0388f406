"""Ranges of a panel: what a ruleset says is uncertain is drawn for every case as for one alone."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count, islice
from typing import Any

import pyarrow
import pytest

from riskmemo import assess_many, examine, load_case, load_ruleset
from riskmemo.analysis.uncertainty import sampling
from riskmemo.analysis.uncertainty.ranges import ranges
from riskmemo.analysis.uncertainty.uncertain import uncertain_in_ruleset
from riskmemo.batch.ranges import running
from riskmemo.batch.to_case import case_of
from riskmemo.errors import EvaluationRefused, InvalidInput
from riskmemo.language.program import Program
from riskmemo.model.case import Case
from tests.batch.uncertain import panel_in_memory, random_cases, uncertain_program
from tests.building import GEOGRAPHY, LEAF, program, rule, told
from tests.building import case as built
from tests.cli.running import EXAMPLE
from tests.fuzzing.drawing import Numbered

Data = dict[str, Any]
Told = tuple[Decimal | None, ...]
DRAWS = 40
BANDS = {"levels": [{"levels": [{"label": "low", "begins": 0}, {"label": "high", "begins": 12}]}]}


def alone(case: Case, given: Program, draws: int) -> dict[tuple[str, str], Told]:
    """By scenario and score: low, median, high and share of the band, of one case by itself."""
    found = ranges(examine(case, given), draws)
    assert found is not None
    return {
        (scenario.id, name): (each.low, each.median, each.high, each.share)
        for scenario in found.scenarios
        for name, each in scenario.scores.items()
    }


def together(
    cases: Sequence[Case], given: Program, draws: int, **how: Any
) -> dict[str, dict[tuple[str, str], Told]]:
    """The same of each case of a panel."""
    panel = panel_in_memory(cases, given.vocabulary)
    table = assess_many(panel, given, ranges=draws, **how).ranges
    assert table is not None
    found: dict[str, dict[tuple[str, str], Told]] = {}
    for row in table.to_pylist():
        for name in given.ruleset.scores:
            place = found.setdefault(row["case_id"], {})
            told_ = (row[f"{name}.{each}"] for each in ("low", "median", "high"))
            place[row["scenario"], name] = (*told_, row.get(f"{name}.share"))
    return found


def test_the_example_has_the_ranges_that_it_has_alone() -> None:
    """Parameters, points and weights of the shipped ruleset, in the base and both hypotheses."""
    given = load_ruleset("central-asia-pivot")
    case = load_case(EXAMPLE)
    alike = case_of(panel_in_memory([case], given.vocabulary), case.id, given.vocabulary)
    found = together([case], given, DRAWS)
    assert found == {case.id: alone(alike, given, DRAWS)}
    assert {scenario for scenario, _ in found[case.id]} == {"base", "hub", "spillover"}
    low, median, high, _ = found[case.id]["base", "risk"]
    assert low < median < high  # type: ignore[operator]


def number(value: float, **range_: Any) -> Data:
    """A parameter with a range."""
    return {"value": value, "doc": "A number.", "range": range_}


def points(value: float, range_: Data, **more: Any) -> Data:
    """What a rule contributes, with a range of its points."""
    return {"contributes": {"to": "risk", "points": value, "range": range_, **more}}


LIMIT = {"limit": number(2, interval=[0, 4])}
STRONG = rule("strong", {"t": "tie"}, ["t.level >= limit"])
NEW = {"months_new": number(12, reported=[12, 60, 240])}
CHEAP = {"cheap": number(3, reported=[2, 3, 8])}
FAR = {"interval": [2, 20]}
SPREAD = {"strength": "t.weight"}
NODE = {"title": "Node", "polarity": "risk"}
PAIR = {
    "one": {**LEAF, "combine": "max"},
    "two": {**NODE, "from": "facts", "match": {"t": "tie"}, "where": [], "value": "10 * t.level",
            "combine": "max", "missing": "require"},
}  # fmt: skip


def branch(combine: str, **more: Any) -> Data:
    """A score tree with a drawn weight."""
    weights = {"of": {"one": 1.5, "two": 1}, "ranges": {"one": {"interval": [0.25, 6]}}}
    top = {**NODE, "combine": combine, "missing": "worst", "bands": "levels", **weights, **more}
    return {
        "rules": [rule("any", {"t": "tie"}, contributes={"to": "one", "points": 35})],
        "scores": {**PAIR, "top": top},
    }


RULESETS: dict[str, Data] = {
    "a parameter": {"parameters": LIMIT, "rules": [STRONG]},
    "a parameter in an absence": {
        "parameters": LIMIT,
        "rules": [rule("none", {"k": "kin"},
                       unless=[{"match": {"t": "tie"}, "where": ["t.level >= limit"]}],
                       contributes={"to": "risk", "points": 0}),
                  rule("weak", {"a": "tie"},
                       unless=[{"match": {"t": "tie"}, "where": ["t.level >= limit"]}])],
    },
    "parameters that a derived kind is made with": {
        "parameters": {**LIMIT, **CHEAP},
        "derive": {"many": {"match": {"t": "tie"}, "where": ["t.level >= limit"],
                            "group_by": {"partner": "t.partner"}, "fields": {"n": "count()"}}},
        "rules": [rule("some", {"m": "many"}, ["m.n >= 1"]),
                  rule("priced", {"m": "many", "t": "tie"},
                       ["m.partner == t.partner", "t.cost <= cheap"])],
    },
    "a rule that derives and contributes": {
        "parameters": LIMIT,
        "rules": [rule("made", {"t": "tie"}, ["t.open"],
                       derives={"kind": "opened", "fields": {"level": "t.level"}},
                       contributes={"to": "risk", "points": 3}),
                  rule("read", {"o": "opened"}, ["o.level >= limit"])],
    },
    "a parameter that counts a period": {
        "parameters": {**NEW, **LIMIT},
        "rules": [rule("new", {"t": "tie"},
                       ["t.signed_on >= as_of - months(months_new)", "t.level >= limit"]),
                  rule("young", {"t": "tie"}, ["t.signed_on >= as_of - months(months_new)"])],
    },
    "a parameter in the strength": {
        "parameters": LIMIT,
        "rules": [rule("part", {"t": "tie"}, contributes={"to": "risk", "points": 10,
                                                          "strength": "t.level / (1 + limit)"})],
    },
    "a parameter in a leaf over facts": {
        "parameters": LIMIT,
        "rules": [],
        "scores": {"risk": {**NODE, "from": "facts", "match": {"t": "tie"}, "where": ["t.open"],
                            "value": "t.level * limit", "combine": "mean", "missing": "worst",
                            "bands": "levels"}},
    },
    "the points of the strongest match": {
        "rules": [rule("p", {"t": "tie"}, **points(10, FAR, **SPREAD))],
    },
    "points that take away": {
        "rules": [rule("p", {"t": "tie"}, **points(-5, {"interval": [-9, 4]}, **SPREAD)),
                  rule("base", {"t": "tie"})],
    },
    "the points of all matches": {
        "rules": [rule("p", {"t": "tie"}, **points(10, FAR, per_rule="sum", cap=25, **SPREAD))],
    },
    "points joined by noisy_or": {
        "rules": [rule("p", {"t": "tie"}, **points(10, FAR, per_rule="noisy_or", **SPREAD))],
    },
    "points behind the identity gate": {
        "rules": [rule("p", {"k": "kin", "c": "act"}, ["c.place == k.group"], **points(10, FAR))],
    },
    "points and a parameter of one rule": {
        "parameters": LIMIT,
        "rules": [rule("p", {"t": "tie"}, ["t.level >= limit"], **points(10, FAR))],
    },
    "points of what may be missing": {
        "rules": [rule("p", {"t": "tie"}, ["t.cost > 5"], **points(10, FAR)),
                  rule("q", {"t": "tie"}, ["t.length > 5"])],
        "scores": {"risk": {**LEAF, "missing": {"minimum_coverage": 0.5}, "bands": "levels"}},
    },
    "the worst of drawn points": {
        "rules": [rule("p", {"t": "tie"}, ["t.cost > 5"], **points(10, FAR))],
        "scores": {"risk": {**LEAF, "missing": "worst", "combine": "max", "bands": "levels"}},
    },
    "a hypothesis": {
        "parameters": LIMIT,
        "hypotheses": {"spill": {"title": "Spill", "claim": "C1"}, "own": {"title": "Own"}},
        "rules": [rule("base", {"t": "tie"}), rule("in", {"t": "tie"}, ["t.level >= limit"],
                                                   hypothesis="spill"),
                  rule("own", {"t": "tie"}, hypothesis="own", **points(4, FAR))],
    },
    **{combine: branch(combine) for combine in
       ("sum", "weighted_mean", "geometric_mean", "inverted_geometric_mean", "harmonic_mean")},
    "generalised_mean": branch("generalised_mean", power=2),
    "renormalised": branch("weighted_mean", missing="renormalise"),
    "covered": branch("harmonic_mean", missing={"minimum_coverage": 0.4},
                      round={"digits": 0, "mode": "half_even"}),
}  # fmt: skip

TIE = {"kind": "tie", "partner": "KAZ", "level": 3, "weight": 0.4, "cost": 2, "length": 9}
CASES: dict[str, Data] = {
    "empty": {},
    "one": {"T1": {**TIE, "open": True, "signed_on": "2025-01-01"}},
    "several": {
        "T1": {**TIE, "open": True, "signed_on": "2010-01-01"},
        "T2": {**TIE, "level": 1.5, "weight": 0.9, "cost": 7, "open": True},
        "T3": {**TIE, "partner": "UZB", "level": 0.5, "weight": 0, "signed_on": "2022-05-01"},
        "K1": {"kind": "kin", "group": "x"},
        "A1": {"kind": "act", "organisation": "O", "place": "x", "date": "2025-01-01"},
        "C1": {"kind": "claim", "topic": "other"},
    },
    "unknown": {
        "T1": {"kind": "tie", "level": 2},
        "T2": {"kind": "tie", "weight": 0.5, "open": True},
        "K1": {"kind": "kin", "group": "x"},
        "A1": {"kind": "act", "organisation": "O", "place": "x", "date": "2025-01-01",
               "grade": "F1"},
        "C1": {"kind": "claim", "topic": "other"},
    },
}  # fmt: skip


def uncertain(parts: Data) -> Program:
    """The program of some parts, with bands."""
    return program(**{"bands": BANDS, "scores": {"risk": {**LEAF, "bands": "levels"}}, **parts})


def small_cases() -> list[Case]:
    """One case without facts, one with little, one with much, one with much unknown."""
    return [built(facts, id=name) for name, facts in CASES.items()]


@pytest.mark.parametrize("name", RULESETS)
def test_every_sort_of_uncertainty_is_drawn_as_for_one_case(name: str) -> None:
    """Each case of a panel has the ranges that it has alone, and some case has a wide one."""
    given, cases = uncertain(RULESETS[name]), small_cases()
    found = together(cases, given, DRAWS, threads=1)
    assert found == {case.id: alone(case, given, DRAWS) for case in cases}
    assert any(low != high for each in found.values() for low, _, high, _ in each.values())


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_random_panels_have_the_ranges_of_their_cases(seed: str) -> None:
    """Twelve random rulesets with three cases each: not one range or share differs."""
    differing = {
        made.number: different
        for made in islice(rulesets(seed), 4)
        if (different := differing_cases(made))
    }
    assert differing == {}


def rulesets(seed: str) -> Iterator[Numbered]:
    """Random rulesets with something to draw, and no name that a panel keeps for itself."""
    for each in count():
        made = Numbered(f"ranges-{seed}", each)
        kinds = made.drawn.program.vocabulary.kinds.values()
        taken = {"case_id", "id", "known", "sources"} & {n for spec in kinds for n in spec.fields}
        if not taken and uncertain_in_ruleset(uncertain_program(made)):
            yield made


def differing_cases(made: Numbered) -> list[str]:
    """The cases of a random ruleset whose ranges differ."""
    given = uncertain_program(made)
    expected, cases = {}, []
    for case in random_cases(made, 3):
        try:
            expected[case.id] = alone(case, given, 25)
        except EvaluationRefused:
            continue
        cases.append(case)
    found = together(cases, given, 25, threads=1) if cases else {}
    assert found.keys() == expected.keys()
    return [name for name in expected if found[name] != expected[name]]


def test_some_cases_after_the_other_give_what_all_at_once_give(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However few cases in draws are kept at a time, and with however many threads."""
    given, cases = uncertain(RULESETS["a hypothesis"]), small_cases()
    whole = together(cases, given, DRAWS, threads=1)
    monkeypatch.setattr(running, "ROWS", DRAWS)
    assert together(cases, given, DRAWS, threads=1) == whole
    assert together(cases, given, DRAWS, threads=2) == whole


def test_draws_that_are_alike_are_computed_once_and_counted_often() -> None:
    """A parameter with three values has three rows, whatever the number of draws."""
    given = uncertain(
        {"parameters": CHEAP, "rules": [rule("c", {"t": "tie"}, ["t.cost <= cheap"])]}
    )
    cases = small_cases()
    assert together(cases, given, 3000) == {case.id: alone(case, given, 3000) for case in cases}


def test_a_ruleset_without_uncertainty_has_no_ranges() -> None:
    """Nothing to draw is no mistake: there is no table."""
    given = uncertain({"rules": [rule("any", {"t": "tie"})]})
    found = assess_many(panel_in_memory(small_cases(), GEOGRAPHY), given, ranges=10)
    assert found.ranges is None
    assert found.scores.num_rows == len(CASES)


def test_ranges_are_made_only_when_they_are_asked_for() -> None:
    """Without a number of draws there is no table."""
    given = uncertain(RULESETS["a parameter"])
    assert assess_many(panel_in_memory(small_cases(), GEOGRAPHY), given).ranges is None


@pytest.mark.parametrize("draws", [0, -1, 1_000_001, True])
def test_a_number_of_draws_that_cannot_be_is_refused(draws: int) -> None:
    """Before the panel is read."""
    with pytest.raises(InvalidInput) as refused:
        assess_many({}, uncertain(RULESETS["a parameter"]), ranges=draws)
    assert told(refused.value.mistakes[0]) == (
        f"out-of-range: `{draws}` is no number of draws: it must be from 1 to 1,000,000"
        " | ask for 1000, say: `--ranges 1000`, or `ranges=1000`"
    )


def test_without_scipy_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said what is missing, unless there is nothing to draw anyway."""
    monkeypatch.setattr(sampling, "statistics_available", lambda: False)
    with pytest.raises(InvalidInput) as refused:
        assess_many({}, uncertain(RULESETS["a parameter"]), ranges=10)
    assert refused.value.mistakes[0].code == "statistics-missing"
    certain = uncertain({"rules": [rule("any", {"t": "tie"})]})
    assert assess_many(panel_in_memory(small_cases(), GEOGRAPHY), certain, ranges=10).ranges is None


def test_what_a_case_says_is_uncertain_is_not_drawn() -> None:
    """A panel holds neither ranges of values nor conflicts: its facts are taken as they are."""
    given = uncertain(RULESETS["a parameter"])
    case = built(
        {"T1": {"kind": "tie", "level": 3}, "T2": {"kind": "tie", "level": 1}},
        ranges={"T1": {"level": {"reported": [0, 3]}}},
        conflicts=[{"indicators": ["T1", "T2"], "says": "One is wrong."}],
    )
    certain = built({"T1": {"kind": "tie", "level": 3}, "T2": {"kind": "tie", "level": 1}})
    found = together([case], given, DRAWS)
    assert found == {case.id: alone(certain, given, DRAWS)}
    assert found[case.id] != alone(case, given, DRAWS)


def test_the_table_has_exact_decimals() -> None:
    """Points with six digits, shares of draws likewise."""
    given = uncertain(RULESETS["a parameter"])
    table = assess_many(panel_in_memory(small_cases(), GEOGRAPHY), given, ranges=10).ranges
    assert table is not None
    assert table.schema == pyarrow.schema(
        [
            ("case_id", pyarrow.string()),
            ("scenario", pyarrow.string()),
            ("risk.low", pyarrow.decimal128(18, 6)),
            ("risk.median", pyarrow.decimal128(18, 6)),
            ("risk.high", pyarrow.decimal128(18, 6)),
            ("risk.share", pyarrow.decimal128(7, 6)),
        ]
    )
