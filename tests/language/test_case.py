"""What a case must hold beyond its shape: ids, known dates, judgements."""

import pytest

from riskmemo.errors import InvalidInput, Mistake, Span
from riskmemo.language.case import check_case
from riskmemo.language.scope import Path
from tests.building import GEOGRAPHY, case

PLACES = {
    ("claims", "A1"): Span("f.yaml", 1, 1, 2, "A1"),
    ("indicators", 0, "id"): Span("f.yaml", 2, 1, 2, "A1"),
    ("indicators", 1, "id"): Span("f.yaml", 3, 1, 2, "A1"),
    ("indicators", 2, "id"): Span("f.yaml", 4, 1, 2, "A1"),
}


def place(path: Path) -> Span | None:
    """Where the test's case was written."""
    return PLACES.get(tuple(path))


def mistakes_in(**parts: object) -> list[Mistake]:
    """Every mistake in a case of the given parts."""
    try:
        check_case(case({"T1": {"kind": "tie"}}, **parts), GEOGRAPHY, place)
    except InvalidInput as refused:
        return list(refused.mistakes)
    return []


def tie(name: str) -> dict[str, object]:
    """An indicator with an id."""
    uses = [{"source": "A", "credibility": 1}]
    return {"id": name, "kind": "tie", "says": "A tie.", "fields": {}, "sources": uses}


CLAIM = {
    "speaker": "A minister",
    "wording": "It spills over.",
    "statement": "forecast",
    "corroboration": "None found.",
    "dissent_searched": "Two journals.",
    "sources": [{"source": "A", "credibility": 1}],
}


def test_an_id_that_is_used_again_names_the_first() -> None:
    """Every further use of an id is told, with a note of the first, be that a claim or a tie."""
    twice = mistakes_in(indicators=[tie("A1"), tie("B1"), tie("A1")])
    first, again = PLACES["indicators", 0, "id"], PLACES["indicators", 2, "id"]
    assert [about(each) for each in twice] == [("duplicate-id", again, (("the first", first),))]
    claimed = mistakes_in(indicators=[tie("B1"), tie("A1")], claims={"A1": CLAIM})
    first, again = PLACES["claims", "A1"], PLACES["indicators", 1, "id"]
    assert [about(each) for each in claimed] == [("duplicate-id", again, (("the first", first),))]


def about(mistake: Mistake) -> tuple[object, ...]:
    """The code of a mistake, its place and its notes."""
    return mistake.code, mistake.span, mistake.related


def test_a_case_made_in_code_has_no_places() -> None:
    """Without places a repeated id has no note."""
    with pytest.raises(InvalidInput) as refused:
        check_case(case({}, indicators=[tie("A1"), tie("A1")]), GEOGRAPHY)
    (mistake,) = refused.value.mistakes
    assert about(mistake) == ("duplicate-id", None, ())


def judgement(statement: str, likelihood: str) -> dict[str, object]:
    """An analysis with one judgement."""
    confidence = {"level": "low", "basis": "One source."}
    made = {"id": "J1", "statement": statement, "likelihood": likelihood, "because": "It is so."}
    return {"judgements": [{**made, "confidence": confidence}]}


@pytest.mark.parametrize(
    ("statement", "likelihood", "codes"),
    [
        ("It is likely to rain.", "likely", []),
        ("It is likely to rain, and unlikely to snow.", "likely", []),
        ("It is unlikely to rain.", "likely", ["likelihood-not-said"]),
        ("It will rain.", "likely", ["likelihood-not-said"]),
        ("It is likely to rain.", "sure", ["unknown-likelihood"]),
        ("Вероятно, пойдёт дождь.", "likely", []),
        ("Дождь весьма вероятен.", "весьма вероятно", []),
        ("Дождь маловероятен.", "весьма маловероятно", ["likelihood-not-said"]),
    ],
)
def test_a_judgement_says_its_likelihood(statement: str, likelihood: str, codes: list[str]) -> None:
    """The likelihood stands in the sentence, in English or Russian, whatever stands beside it."""
    found = mistakes_in(analysis=judgement(statement, likelihood))
    assert [each.code for each in found] == codes
