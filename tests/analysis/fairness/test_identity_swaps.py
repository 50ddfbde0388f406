"""Swaps: what changes places, what stays, and that a swap is the case rewritten."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmemo.analysis.fairness import identity_swaps
from riskmemo.language.program import Program
from riskmemo.model.identity import IdentityAudit, SwapTry
from riskmemo.model.points import to_points
from tests.analysis.fairness.identity import (
    BANDS,
    FACTS,
    GATED,
    GROUPS,
    KIN,
    PLAIN,
    RISK,
    Facts,
    audited,
    basis_of,
    made,
    told,
)
from tests.building import program, rule, vocabulary, with_swaps

STATES = vocabulary(
    {
        "border": {"subject": "country", "neighbour": "country"},
        "trade": {"partner": "country", "share": "share", "via": "country"},
        "kin": {"nature": "identity", "state": "country"},
        "act": {"nature": "conduct", "organisation": "text", "place": "text", "by": "country"},
        "claim": {"nature": "claim", "about": "country"},
    }
)
NEIGHBOUR = {"fields": ["border.neighbour"], "throughout": True, "identity": False}
BORDERS: Facts = {
    "B1": {"kind": "border", "subject": "MNG", "neighbour": "CHN"},
    "B2": {"kind": "border", "subject": "MNG", "neighbour": "RUS"},
}


def tries(found: IdentityAudit, place: int = 0) -> dict[str, SwapTry]:
    """The tries of one swap, by what changes places."""
    return {f"{each.replaced}/{each.by}": each for each in found.swaps[place].tries}


def named(*rules: Any, swap: Any = NEIGHBOUR) -> Program:
    """A program over `STATES` with one swap."""
    return program(with_swaps(STATES, swap), rules=rules, scores=RISK, bands=BANDS)


# --- what changes places ------------------------------------------------------------------------


def test_a_value_changes_places_in_all_facts_at_once() -> None:
    """What was West is East and what was East is West, wherever the swap's field stands."""
    facts = {**FACTS, "K2": {**KIN, "group": "East"}, "K3": KIN}
    each = tries(audited(made(GATED, swaps=[GROUPS]), facts))["East/West"]
    assert each.facts == ("K", "K2", "K3")
    assert each.moved == ()


def test_values_come_from_the_rules_the_vocabulary_and_the_case() -> None:
    """A value that a rule names is tried first, for there a name can matter; each pair once."""
    rules = [rule("names", {"k": "kin", "a": "act"}, ['k.group in ["North", "West"]'])]
    facts = {**FACTS, "K2": {**KIN, "group": "South"}}
    found = audited(made(*rules, swaps=[GROUPS]), facts)
    assert list(tries(found)) == [
        "West/North", "West/East", "West/South", "South/North", "South/East",
    ]  # fmt: skip
    assert tries(found)["West/South"].named_by == ("names",)
    assert tries(found)["South/East"].named_by == ()


def test_a_name_is_seen_through_what_is_derived() -> None:
    """A finding and a group that only hand a value on are compared as the value itself."""
    grouped = {
        "groups": {"match": {"k": "kin"}, "group_by": {"g": "k.group"}, "fields": {"n": "count()"}}
    }
    rules = [
        rule("marks", {"g": "groups"}, derives={"kind": "mark", "fields": {"g": "g.g"}}),
        rule("names", {"m": "mark", "a": "act"}, ['"North" == m.g']),
    ]
    found = audited(made(*rules, derive=grouped, swaps=[GROUPS]), FACTS)
    assert tries(found)["West/North"].named_by == ("names",)
    assert told(tries(found)["West/North"].moved[0]) == "base risk 0 -> 10"


def test_countries_of_the_case_can_take_a_place_but_its_subject_cannot() -> None:
    """A kin state is exchanged for every other state on file, never for the state in question."""
    swap = {"fields": ["kin.state"], "among": "countries"}
    facts = {
        **BORDERS,
        "K": {"kind": "kin", "state": "KAZ"},
        "T": {"kind": "trade", "partner": "JPN"},
        "A": {"kind": "act", "by": "USA"},
    }
    found = audited(named(rule("r", {"k": "kin", "a": "act"}), swap=swap), facts)
    assert list(tries(found)) == ["KAZ/CHN", "KAZ/JPN", "KAZ/RUS"]


def test_a_swap_without_two_values_is_told_as_untried() -> None:
    """Nothing on file, or nothing else to put there, leaves nothing to try."""
    found = audited(made(PLAIN, swaps=[GROUPS, {"fields": ["people.faith"]}]), {"K": KIN})
    assert [len(swap.tries) for swap in found.swaps] == [1, 0]


def test_what_is_too_much_to_try_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exchanges past the limit are left out, and the record says how many."""
    monkeypatch.setattr(identity_swaps, "MOST_TRIES", 2)
    facts = {f"K{n}": {**KIN, "group": f"Group {n}"} for n in range(4)}
    swap = audited(made(GATED, swaps=[GROUPS]), facts).swaps[0]
    assert (len(swap.tries), swap.left_out) == (2, 8)


# --- throughout ---------------------------------------------------------------------------------


def test_throughout_spares_conduct_and_claims() -> None:
    """A neighbour is another in every fact about states, but nobody did or said another thing."""
    facts = {
        **BORDERS,
        "T": {"kind": "trade", "partner": "CHN", "via": "RUS", "share": 0.9},
        "A": {"kind": "act", "by": "CHN"},
        "C": {"kind": "claim", "about": "CHN"},
    }
    found = audited(named(rule("r", {"t": "trade"}, ['t.partner == "CHN"'])), facts)
    each = tries(found)["CHN/RUS"]
    assert each.facts == ("B1", "B2", "T")
    assert each.named_by == ("r",)
    assert [told(moved) for moved in each.moved] == ["base risk 10 -> 0"]


def test_a_swap_that_is_no_question_of_identity_blocks_nothing() -> None:
    """How much hangs on the name of a neighbour is told, and the audit passes."""
    strong = rule(
        "r", {"t": "trade"}, ['t.partner == "CHN"'], contributes={"to": "risk", "points": 40}
    )
    found = audited(named(strong), {**BORDERS, "T": {"kind": "trade", "partner": "CHN"}})
    assert [told(moved) for moved in tries(found)["CHN/RUS"].moved] == [
        "base risk 40 -> 0 High -> Low"
    ]
    assert found.passed


CODES = st.sampled_from(["CHN", "RUS", "KAZ", None])
ROWS = st.lists(
    st.one_of(
        st.fixed_dictionaries({"kind": st.just("border"), "neighbour": CODES, "subject": CODES}),
        st.fixed_dictionaries({"kind": st.just("trade"), "partner": CODES, "via": CODES}),
    ),
    min_size=1,
    max_size=6,
)
RULES = (
    {"match": {"t": "trade", "b": "border"}, "where": ["t.partner == b.neighbour"]},
    {"match": {"t": "trade"}, "where": ['t.partner == "CHN"', 't.via in ["RUS", "KAZ"]']},
    {"match": {"b": "border"}, "where": ['b.subject != "RUS"'], "unless": [
        {"match": {"t": "trade"}, "where": ["t.via == b.subject"]},
    ]},
)  # fmt: skip


def renamed(data: Any, turn: Mapping[str, str]) -> Any:
    """Data with the words of a mapping exchanged, in keys of text and in expressions."""
    if isinstance(data, dict):
        return {key: renamed(value, turn) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [renamed(each, turn) for each in data]
    if isinstance(data, str):
        return re.sub("|".join(turn), lambda found: turn[found[0]], data)
    return data


def rules_with(turn: Mapping[str, str] | None = None) -> list[Any]:
    """The rules, with the names in them exchanged."""
    per = {"to": "risk", "points": 7, "per_rule": "sum", "cap": 90}
    written = renamed(list(RULES), turn) if turn else RULES
    return [
        rule(f"r{n}", each["match"], each["where"], contributes=per, unless=each.get("unless", []))
        for n, each in enumerate(written)
    ]


@given(ROWS)
def test_a_swap_is_the_case_rewritten(rows: list[dict[str, Any]]) -> None:
    """Every score after a swap is that of a case file in which the names were exchanged by hand."""
    facts = {f"F{n}": row for n, row in enumerate(rows)}
    found = audited(named(*rules_with()), facts)
    before = basis_of(named(*rules_with()), facts).now["risk"].value
    for each in found.swaps[0].tries:
        turn = {each.replaced: each.by, each.by: each.replaced}
        edited = basis_of(named(*rules_with()), renamed(facts, turn)).now["risk"].value
        after = each.moved[0].after if each.moved else to_points(before or 0)
        assert after == to_points(edited or 0)


@given(ROWS, st.permutations(["CHN", "RUS", "KAZ"]))
def test_renaming_states_in_facts_and_rules_alike_changes_nothing(
    rows: list[dict[str, Any]], names: list[str]
) -> None:
    """So whatever a swap throughout moves hangs on the names that the rules hold."""
    turn = {names[0]: names[1], names[1]: names[0]}
    facts = {f"F{n}": row for n, row in enumerate(rows)}
    before = basis_of(named(*rules_with()), facts).now["risk"]
    assert basis_of(named(*rules_with(turn)), renamed(facts, turn)).now["risk"] == before


@given(ROWS)
def test_a_swap_moves_nothing_where_no_rule_names_a_state(rows: list[dict[str, Any]]) -> None:
    """Rules that only join states are blind to which they are."""
    facts = {f"F{n}": row for n, row in enumerate(rows)}
    found = audited(named(rules_with()[0]), facts)
    assert [each.moved for each in found.swaps[0].tries if each.moved] == []


@given(
    st.lists(st.sampled_from(["West", "East", "North", None]), min_size=1, max_size=4),
    st.sampled_from(["West", "East"]),
)
def test_a_swap_of_groups_is_the_case_rewritten(groups: list[str | None], place: str) -> None:
    """The same holds for a community: conduct keeps its place, the community has another name."""
    facts: dict[str, Any] = {f"K{n}": {**KIN, "group": g} for n, g in enumerate(groups)}
    facts["A"] = {**FACTS["A"], "place": place}
    program = made(
        GATED, rule("x", {"k": "kin", "a": "act"}, ['k.group != "North"']), swaps=[GROUPS]
    )
    before = basis_of(program, facts).now["risk"].value
    for each in audited(program, facts).swaps[0].tries:
        turn = {each.replaced: each.by, each.by: each.replaced}
        edited = {
            name: {**row, "group": turn.get(row["group"], row["group"])} if "group" in row else row
            for name, row in facts.items()
        }
        after = each.moved[0].after if each.moved else to_points(before or 0)
        assert after == to_points(basis_of(program, edited).now["risk"].value or 0)


def test_facts_not_known_yet_are_not_swapped() -> None:
    """A swap is about what was known at the cut-off."""
    facts = {**FACTS, "K2": {**KIN, "known": str(datetime.date(2026, 1, 1))}}
    assert tries(audited(made(GATED, swaps=[GROUPS]), facts))["West/East"].facts == ("K",)
