"""The likelihood of a judgement: a term of the case's lexicon, or a number that has one."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmemo.errors import InvalidInput
from riskmemo.language.case import check_case
from riskmemo.model.case import Lexicon
from riskmemo.model.lexicon import LEXICONS, nearest, other, terms_in
from riskmemo.model.likelihood import (
    percent,
    proposals,
    range_of,
    spoken,
    term_at,
    term_over,
)
from tests.building import GEOGRAPHY, case

LEXICON = st.sampled_from(Lexicon)
SHARE = st.floats(0, 1) | st.integers(0, 100).map(lambda percent: percent / 100)
RANGE = st.tuples(SHARE, SHARE).map(sorted).filter(lambda both: both[0] < both[1])


def told(likelihood: Any, statement: str = "It is so.", lexicon: str = "icd203") -> list[str]:
    """What is wrong with a judgement."""
    confidence = {"level": "low", "basis": "One source."}
    made = {"id": "J1", "statement": statement, "likelihood": likelihood, "because": "It is so."}
    judged = {"judgements": [{**made, "confidence": confidence}]}
    try:
        check_case(case({}, lexicon=lexicon, analysis=judged), GEOGRAPHY)
    except InvalidInput as refused:
        return [f"{each.code}: {each.message} | {each.help}" for each in refused.mistakes]
    return []


@pytest.mark.parametrize(
    ("lexicon", "likelihood", "statement"),
    [
        ("icd203", "very likely", "It is very likely."),
        ("icd203", 0.62, "It is likely."),
        ("icd203", {"low": 0.55, "high": 0.8}, "It will probably be so."),
        ("icd203", 0.2, "It is unlikely."),
        ("icd203", 0.99, "It is almost certain."),
        ("phia", 0, "There is a remote chance."),
        ("phia", 1, "It is almost certain."),
        ("phia", {"low": 0.55, "high": 0.75}, "It is likely."),
        ("phia", {"low": 0.4, "high": 0.499}, "There is a realistic possibility."),
    ],
)
def test_words_and_numbers_with_a_term(lexicon: str, likelihood: Any, statement: str) -> None:
    """A term, a probability or a range inside one step is right where the statement says it."""
    assert told(likelihood, statement, lexicon) == []


NEAREST = {
    0.07: ("remote chance, 0–5%", "highly unlikely, 10–20%"),
    0.22: ("highly unlikely, 10–20%", "unlikely, 25–35%"),
    0.37: ("unlikely, 25–35%", "realistic possibility, 40–<50%"),
    0.5: ("realistic possibility, 40–<50%", "likely, 55–75%"),
    0.52: ("realistic possibility, 40–<50%", "likely, 55–75%"),
    0.54: ("likely, 55–75%", "realistic possibility, 40–<50%"),
    0.77: ("likely, 55–75%", "highly likely, 80–90%"),
    0.92: ("highly likely, 80–90%", "almost certain, 95–100%"),
}


@pytest.mark.parametrize(("share", "steps"), NEAREST.items())
def test_a_point_in_a_gap_of_the_yardstick(share: float, steps: tuple[str, str]) -> None:
    """It is an error that proposes the steps on both sides, the nearer first."""
    (mistake,) = told(share, lexicon="phia")
    lies = f"{share * 100:.0f}% lies in no step of PHIA probability yardstick"
    assert mistake.startswith(f"likelihood-between-steps: {lies} | write `{{low: ")
    assert mistake.index(f"({steps[0]})") < mistake.index(f"({steps[1]})")


def test_what_to_write_instead_is_written_out() -> None:
    """The help line holds what can be typed; below 50% ends with 49."""
    assert told(0.52, lexicon="phia") == [
        (
            "likelihood-between-steps: 52% lies in no step of PHIA probability yardstick | write"
            " `{low: 0.4, high: 0.49}` (realistic possibility, 40–<50%) or"
            " `{low: 0.55, high: 0.75}` (likely, 55–75%)"
        )
    ]


@pytest.mark.parametrize(
    ("share", "step"), [(0.005, "almost no chance, 1–5%"), (1, "almost certain, 95–99%")]
)
def test_beyond_the_ends_of_icd_203(share: float, step: str) -> None:
    """Below 1% and above 99% ICD 203 has no term; the last step is proposed."""
    (mistake,) = told(share)
    assert mistake.startswith("likelihood-between-steps: ")
    assert mistake.endswith(f"({step})")


def test_a_range_over_several_steps() -> None:
    """Its parts inside a step are proposed, and no step's whole."""
    assert told({"low": 0.5, "high": 0.7}) == [
        (
            "likelihood-between-steps: 50–70% does not lie inside one step of ICD 203 | write"
            " `{low: 0.5, high: 0.55}` (roughly even chance, 45–55%) or"
            " `{low: 0.55, high: 0.7}` (likely, 55–80%)"
        )
    ]
    (mistake,) = told({"low": 0.5, "high": 0.7}, lexicon="phia")
    assert mistake.endswith("write `{low: 0.55, high: 0.7}` (likely, 55–75%)")


def test_a_term_of_the_other_lexicon() -> None:
    """It is told as such, with the nearest term here, or the other lexicon."""
    assert told("highly likely") == [
        (
            "other-lexicon: `highly likely` is a term of PHIA probability yardstick (80–90%), and"
            " this case speaks ICD 203 | did you mean `very likely` (80–95%)?"
            " or write `lexicon: phia`"
        )
    ]
    (mistake,) = told("nearly certain", lexicon="phia")
    assert mistake.endswith("did you mean `almost certain` (95–100%)? or write `lexicon: icd203`")


@pytest.mark.parametrize(
    ("likelihood", "mistake"),
    [
        ("sure", "unknown-likelihood: `sure` is no term of ICD 203 | known here: "),
        ("62%", "unknown-likelihood: `62%` is no term of ICD 203 | write `0.62`"),
        (62, "not-a-share: a probability runs from 0 to 1, not 62 | 3 % is written 0.03: write"),
        ({"low": 0.5, "high": 3}, "not-a-share: a probability runs from 0 to 1, not 3 |"),
        (0.62, "likelihood-not-said: the statement does not say `likely`, and 62% is that in ICD"),
    ],
)
def test_what_is_no_likelihood(likelihood: Any, mistake: str) -> None:
    """Other words, percent for a share, and a statement without the words are told."""
    (found,) = told(likelihood)
    assert found.startswith(mistake)


def test_a_longer_term_of_the_other_lexicon_hides_the_shorter() -> None:
    """`highly likely` does not say `likely`, nor `very likely` where the yardstick is spoken."""
    for lexicon, words in ((Lexicon.ICD203, "highly likely"), (Lexicon.PHIA, "very likely")):
        assert list(terms_in(lexicon, f"It is {words}.")) == []


def test_the_nearest_term_shares_most() -> None:
    """Every step of one lexicon has a neighbour in the other that overlaps it."""
    pairs = {term.words: nearest(term, Lexicon.ICD203).words for term in LEXICONS[Lexicon.PHIA]}
    assert pairs == {
        "remote chance": "almost no chance",
        "highly unlikely": "very unlikely",
        "unlikely": "unlikely",
        "realistic possibility": "roughly even chance",
        "likely": "likely",
        "highly likely": "very likely",
        "almost certain": "almost certain",
    }
    assert other(Lexicon.PHIA) is Lexicon.ICD203


def test_numbers_are_spoken_with_their_term() -> None:
    """In a sentence about changes a number is told with its words."""
    assert spoken(Lexicon.ICD203, "probable") == "probable"
    assert spoken(Lexicon.ICD203, 0.625) == "likely (62.5%)"
    assert spoken(Lexicon.PHIA, 0.07) == "7%"
    assert range_of(LEXICONS[Lexicon.PHIA][3]) == "40–<50%"


@given(LEXICON)
def test_steps_of_a_lexicon_ascend_and_never_overlap(lexicon: Lexicon) -> None:
    """Two steps share a boundary at most, which belongs to the upper one."""
    steps = LEXICONS[lexicon]
    for lower, upper in itertools.pairwise(steps):
        assert lower.low < lower.high <= upper.low < upper.high
        if lower.high == upper.low:
            assert term_at(lexicon, upper.low / 100) is upper


@given(LEXICON, SHARE)
def test_a_point_has_one_term_or_proposals(lexicon: Lexicon, share: float) -> None:
    """At most one term holds a point, that is the one found, and it prints a range around it."""
    term, at = term_at(lexicon, share), percent(share)
    around = [each for each in LEXICONS[lexicon] if each.low <= at <= each.high]
    if term is not None:
        assert term in around
    else:
        assert all(each.below_high and at == each.high for each in around)
        assert 1 <= len(proposals(lexicon, share, share)) <= 2


@given(LEXICON, RANGE)
def test_a_range_has_the_term_of_every_point_inside(lexicon: Lexicon, ends: list[float]) -> None:
    """A range has a term only where its middle has the same, and its ends do not contradict."""
    term = term_over(lexicon, *ends)
    middle = term_at(lexicon, sum(ends) / 2)
    if term is not None and ends[0] < sum(ends) / 2 < ends[1]:
        assert middle is term


@given(LEXICON, SHARE, SHARE)
def test_proposals_hold_no_point_of_a_gap(lexicon: Lexicon, one: float, two: float) -> None:
    """Each range that is proposed lies inside its own step and would be accepted."""
    low, high = sorted((one, two))
    for term, (start, end) in proposals(lexicon, low, high):
        assert term_over(lexicon, float(start / 100), float(end / 100)) is term
