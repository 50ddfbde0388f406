"""A panel gives every case what `screen` gives it alone: scores, bands, coverage, matches, gaps."""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from riskmemo import load_case, load_ruleset
from riskmemo.batch.many import Assessed, assess_many
from riskmemo.batch.tables import OWN_COLUMNS
from riskmemo.batch.to_case import case_of
from riskmemo.errors import EvaluationRefused
from riskmemo.language.program import Program
from riskmemo.model.case import Case, Indicator
from riskmemo.model.points import to_points
from riskmemo.model.screening import Screening
from riskmemo.screening import screen
from tests.batch.panels import DAY, LATER, SIGNED, A, of_cases, rows, scores
from tests.building import GEOGRAPHY, rule
from tests.building import case as built
from tests.building import program as program_of
from tests.cli.running import EXAMPLE
from tests.fuzzing.drawing import Numbered

Found = dict[str, Any]
OF_ONE = 4
"""Random cases of each random ruleset."""


def alone(screening: Screening, program: Program) -> Found:
    """What is found in one case, in the form of `together`."""
    nodes = program.ruleset.scores
    return {
        "scores": {
            scenario: {
                name: (each.value, each.band if nodes[name].bands else None, each.coverage)
                for name, each in every.items()
            }
            for scenario, every in screening.scenarios.items()
        },
        "matches": sorted(
            (m.rule, tuple(sorted(m.facts.items())), m.strength, m.contribution, m.gate)
            for m in screening.matches
        ),
        "gaps": sorted((g.rule, tuple(sorted(g.facts.items())), g.points) for g in screening.gaps),
    }


def together(found: Assessed, program: Program) -> dict[str, Found]:
    """What is found in each case of a panel."""
    every: dict[str, Found] = {}
    for row in found.scores.to_pylist():
        each = every.setdefault(row["case_id"], {"scores": {}, "matches": [], "gaps": []})
        each["scores"][row["scenario"]] = {
            name: (row[f"{name}.score"], row.get(f"{name}.band"), row[f"{name}.coverage"])
            for name in program.ruleset.scores
        }
    assert found.matches is not None
    assert found.gaps is not None
    for row in found.matches.to_pylist():
        facts = tuple(sorted(row["facts"]))
        strength = None if row["strength"] is None else to_points(round(row["strength"] * 1e6))
        gate = {None: None, True: "open", False: "held"}[row["gate"]]
        told = (row["rule"], facts, strength, row["points"], gate)
        every[row["case_id"]]["matches"].append(told)
    for row in found.gaps.to_pylist():
        waiting = (row["rule"], tuple(sorted(row["facts"])), row["points"])
        every[row["case_id"]]["gaps"].append(waiting)
    return every


def screened(cases: Iterable[Case], program: Program) -> Iterator[tuple[Case, Screening]]:
    """The cases that are answered at all, with their answers."""
    for case in cases:
        try:
            yield case, screen(case, program)
        except EvaluationRefused:
            continue


def random_cases(made: Numbered) -> Iterator[Case]:
    """Cases for one random ruleset."""
    for number in range(OF_ONE):
        written = made.case(number)
        yield built(
            written.facts,
            id=f"case-{number}",
            as_of=written.as_of,
            horizon=max(written.horizon, written.as_of),
            subject=written.subject,
            searched=written.searched,
        )


def rulesets(seed: str) -> Iterator[Numbered]:
    """Random rulesets whose vocabulary has no name that a panel keeps for itself."""
    for number in count():
        made = Numbered(seed, number)
        fields = {
            name for spec in made.drawn.program.vocabulary.kinds.values() for name in spec.fields
        }
        if fields.isdisjoint(OWN_COLUMNS):
            yield made


def differing(made: Numbered, folder: Path, ending: str) -> list[str]:
    """The cases of a random ruleset whose answers differ."""
    program = made.drawn.program
    given = {
        case.id: (case, alone(found, program))
        for case, found in screened(random_cases(made), program)
    }
    if not given:
        return []
    panel = of_cases(folder, [case for case, _ in given.values()], program.vocabulary, ending)
    found = together(assess_many(panel, program, matches=True, gaps=True, threads=1), program)
    assert found.keys() == given.keys()
    return [name for name, (_, expected) in given.items() if found[name] != expected]


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_random_panels_give_what_their_cases_give(seed: str, tmp_path: Path) -> None:
    """Forty random rulesets with four cases each: not one score, match or gap differs."""
    found = {
        made.number: differing(made, tmp_path / str(made.number), "parquet")
        for made in islice(rulesets(seed), 10)
    }
    assert {number: different for number, different in found.items() if different} == {}


def test_the_example_gives_what_it_gives_alone(tmp_path: Path) -> None:
    """So does the case about Mongolia, with its claims, in every scenario."""
    case, program = load_case(EXAMPLE), load_ruleset("central-asia-pivot")
    panel = of_cases(tmp_path, [case], program.vocabulary)
    found = together(assess_many(panel, program, matches=True, gaps=True), program)
    expected = alone(screen(case, program), program)
    assert found == {case.id: expected}
    assert expected["scores"].keys() == {"base", "hub", "spillover"}
    assert expected["scores"]["base"]["risk"][1] == "Guarded"
    assert expected["matches"]
    assert expected["gaps"]


def test_the_example_comes_back_as_a_case_that_gives_the_same(tmp_path: Path) -> None:
    """A row of a panel is opened as a case; only what no score reads is lost on the way."""
    case, program = load_case(EXAMPLE), load_ruleset("central-asia-pivot")
    panel = of_cases(tmp_path, [case], program.vocabulary)
    again = case_of(panel, case.id, program.vocabulary)
    assert alone(screen(again, program), program) == alone(screen(case, program), program)
    assert [(row.id, row.fields, row.says) for row in sorted(again.indicators, key=by_id)] == [
        (row.id, row.fields, row.says) for row in sorted(case.indicators, key=by_id)
    ]
    assert again.sources == case.sources


def by_id(row: Indicator) -> str:
    """The id of an indicator."""
    return row.id


@pytest.mark.parametrize("seed", ["e", "f", "g", "h"])
def test_random_cases_come_back_and_give_the_same(seed: str, tmp_path: Path) -> None:
    """Whatever a case holds, the case that its row becomes is assessed alike."""
    made = next(rulesets(seed))
    program = made.drawn.program
    given = list(screened(random_cases(made), program))
    panel = of_cases(tmp_path, [case for case, _ in given], program.vocabulary)
    for case, found in given:
        again = case_of(panel, case.id, program.vocabulary)
        assert alone(screen(again, program), program) == alone(found, program)


GRADED: list[tuple[dict[str, Any], int]] = [
    ({}, 0),
    ({"reliability": "C", "credibility": 3}, 10),
    ({"reliability": "F", "credibility": 1}, 0),
    ({"sources": "S1/3"}, 10),
    ({"sources": "S1/4"}, 0),
    ({"sources": "S2/1"}, 0),
    ({"sources": "S2/1 S1/2"}, 10),
]


@pytest.mark.parametrize(("grade", "points"), GRADED)
def test_grades_of_a_table_hold_and_open_the_identity_gate(
    grade: dict[str, Any], points: int
) -> None:
    """A fact is graded by its own two columns or by its sources, as in the case that it becomes."""
    gated = program_of(
        rules=[rule("kin-act", {"k": "kin", "c": "act"}, ["c.place == k.group"])],
    )
    panel = {
        "cases": rows(A),
        "kin": rows({"case_id": "A", "id": "K1", "known": DAY, "group": "x"}),
        "act": rows(
            {"case_id": "A", "id": "C1", "date": DAY, "organisation": "O", "place": "x", **grade}
        ),
        "sources": rows(
            {"id": "S1", "reliability": "C", "date": DAY},
            {"id": "S2", "reliability": "A", "date": LATER},
        ),
    }
    (row,) = scores(assess_many(panel, gated))
    assert row["risk.score"] == points
    again = case_of(panel, "A", GEOGRAPHY)
    assert screen(again, gated).scenarios["base"]["risk"].value == points


KNOWN: list[tuple[dict[str, Any], int]] = [
    ({"date": DAY}, 10),
    ({"date": LATER}, 0),
    ({"date": LATER, "known": DAY}, 10),
    ({"date": DAY, "known": LATER}, 0),
    ({"date": DAY, "sources": "S1/1"}, 0),
    ({"date": LATER, "sources": "S2/1"}, 10),
    ({"known": DAY, "sources": "S3/1"}, 10),
    ({"known": DAY, "sources": "S1/1"}, 0),
]


@pytest.mark.parametrize(("clocks", "points"), KNOWN)
def test_what_is_known_later_does_not_count(clocks: dict[str, Any], points: int) -> None:
    """Known since `known`, else its earliest source, else, without a source, its own date."""
    tie = {"case_id": "A", "id": "T1", "status": "signed", **clocks}
    panel = {
        "cases": rows(A),
        "tie": rows(tie),
        "sources": rows(
            {"id": "S1", "reliability": "A", "date": LATER},
            {"id": "S2", "reliability": "A", "date": DAY},
            {"id": "S3", "reliability": "A", "date": None},
        ),
    }
    (row,) = scores(assess_many(panel, SIGNED))
    assert row["risk.score"] == points
    again = case_of(panel, "A", GEOGRAPHY)
    assert screen(again, SIGNED).scenarios["base"]["risk"].value == points
