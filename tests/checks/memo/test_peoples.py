"""The names of peoples, found from a case and from nothing else."""

import re

import pytest

from riskmemo.checks.memo.draft import draft_of_case
from riskmemo.checks.memo.peoples import peoples_of
from tests.building import GEOGRAPHY, case

NAMES = {
    "KAZ": ["Kazakh", "Kazakhs", "Kazakhstani"],
    "PAK": ["Pakistanis"],
    "MNG": ["Mongols", "Mongolians", "Mongolian"],
    "CHN": ["Chinese"],
    "RUS": ["Russians", "Russian"],
    "ZMB": ["Zambians"],
    "ZAF": ["South Africans"],
    "COD": ["Congolese"],
    "POL": ["Polish"],
    "UKR": ["Ukrainians"],
    "DEU": ["Germans"],
    "FRA": ["French"],
    "IRQ": ["Iraqis"],
    "XKX": ["Albanian", "Kosovans"],
}


@pytest.mark.parametrize(("code", "names"), NAMES.items())
def test_the_people_of_a_state_bear_its_name_or_speak_its_language(
    code: str, names: list[str]
) -> None:
    """Found by the stem of the state's name or by the name of its language, whatever the state."""
    pattern = re.compile(peoples_of(draft_of_case(case({}, subject=code), GEOGRAPHY)))
    assert [name for name in names if not pattern.fullmatch(name)] == []


@pytest.mark.parametrize("word", ["Mongolia", "Mongolia's", "Kazakhstan", "Trade", "Ming"])
def test_a_state_is_no_people(word: str) -> None:
    """The names of states themselves, and other words, are none."""
    facts = {"T1": {"kind": "tie", "partner": "KAZ"}}
    pattern = re.compile(rf"(?:{peoples_of(draft_of_case(case(facts), GEOGRAPHY))})\b")
    assert not pattern.match(word)


def test_communities_are_those_of_the_case() -> None:
    """Values of identity fields that are names; descriptions and other fields are none."""
    facts = {
        "K1": {"kind": "kin", "group": "Tuvan", "state": "RUS"},
        "K2": {"kind": "kin", "group": "some people of the north", "state": "RUS"},
        "T1": {"kind": "tie", "partner": "KAZ", "name": "Treaty"},
        "P1": {"kind": "people", "faith": "Lutheran Brethren"},
    }
    pattern = re.compile(peoples_of(draft_of_case(case(facts), GEOGRAPHY)))
    assert all(pattern.fullmatch(name) for name in ("Tuvans", "Lutheran Brethren"))
    assert not any(pattern.match(name) for name in ("some", "Treaty"))
