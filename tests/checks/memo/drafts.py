"""A small memo without a finding, and drafts of it with a few texts replaced."""

from collections.abc import Callable, Mapping
from typing import Any

from riskmemo.checks.memo import draft_of_case
from riskmemo.checks.memo.draft import Draft
from riskmemo.model import Case
from tests.building import GEOGRAPHY, model_of, ruleset, with_swaps
from tests.building import rule as a_rule

SOURCES = {
    "S1": {"publisher": "Bank", "title": "Report", "date": "2025-01-01", "reliability": "A"},
    "S2": {"publisher": "Bank", "title": "Another", "date": "2025-02-01", "reliability": "A"},
    "S3": {"publisher": "Agency", "title": "News", "date": "2025-03-01", "reliability": "B"},
    "S4": {"publisher": "Agency, through Post", "title": "Wire", "reliability": "B"},
    "S5": {"publisher": "agency", "title": "Again", "date": "2025-04-01", "reliability": "B"},
}

CLAIM = {
    "speaker": "A minister",
    "wording": "Muslims are violent by nature, and it may spread.",
    "statement": "opinion",
    "corroboration": "None found.",
    "dissent_searched": "Two journals.",
    "known": "2025-07-01",
    "sources": [{"source": "S3", "credibility": 3}],
}

STATEMENT = {
    "id": "J1",
    "statement": "Trade is likely to grow by 30 June 2026.",
    "likelihood": "likely",
    "confidence": {"level": "low", "basis": "The figures are thin."},
    "because": "Trade grew by 5% in 2024 [E1].",
}


def _fact(name: str, source: str, kind: str, **fields: str) -> Mapping[str, Any]:
    uses = [{"source": source, "credibility": 2}]
    known = {"known": "2025-06-01"}
    return {"id": name, "kind": kind, "fields": fields, "says": "Ties.", "sources": uses, **known}


FACTS = (
    _fact("E1", "S1", "tie", partner="KAZ"),
    _fact("E2", "S2", "tie", partner="CHN"),
    _fact("E3", "S3", "tie", partner="RUS"),
    _fact("E4", "S4", "kin", group="Uyghur", state="KAZ"),
    _fact("E5", "S5", "people", faith="Muslim"),
)

Set = Callable[[dict[str, Any], Any], None]


def _judged(key: str) -> Set:
    def put(case: dict[str, Any], value: Any) -> None:
        case["analysis"]["judgements"][0][key] = value

    return put


def _confidence(key: str) -> Set:
    def put(case: dict[str, Any], value: Any) -> None:
        confidence = case["analysis"]["judgements"][0]["confidence"]
        case["analysis"]["judgements"][0]["confidence"] = {**confidence, key: value}

    return put


def _analysis(key: str, *inside: str) -> Set:
    def put(case: dict[str, Any], value: Any) -> None:
        place = case["analysis"]
        for step in (key, *inside)[:-1]:
            place = place[step]
        place[(key, *inside)[-1]] = value

    return put


def _row(key: str) -> Set:
    return lambda case, value: case["indicators"][0].update({key: value})


def _claims(key: str) -> Set:
    return lambda case, value: case["claims"]["C1"].update({key: value})


PUT: Mapping[str, Set] = {
    "statement": _judged("statement"),
    "likelihood": _judged("likelihood"),
    "because": _judged("because"),
    "confidence": _confidence("level"),
    "basis": _confidence("basis"),
    "lead": _analysis("bottom_line", "lead"),
    "text": _analysis("bottom_line", "text"),
    "bottom_basis": _analysis("bottom_line", "confidence", "basis"),
    "picture": lambda case, value: case["analysis"].update(picture=[{"text": value}]),
    "alternative": lambda case, value: case["analysis"].update(alternatives=[{"text": value}]),
    "says": _row("says"),
    "wording": _claims("wording"),
    "corroboration": _claims("corroboration"),
    "marking": lambda case, value: case.update(marking=value),
    "lexicon": lambda case, value: case.update(lexicon=value),
    "judgements": _analysis("judgements"),
}
"""What a case of a check can say, and where that stands in a memo."""


def draft(**texts: Any) -> Draft:
    """The small memo with the texts given; `rule` is the rationale of a rule, with its memo."""
    rules = [texts.pop("rule")] if "rule" in texts else []
    case = _case()
    for name, text in texts.items():
        PUT[name](case, text)
    words = with_swaps(GEOGRAPHY, {"fields": ["people.faith"], "values": ["Hindu"]})
    written = [a_rule("r1", {"t": "tie"}, rationale=text) for text in rules]
    return draft_of_case(model_of(Case, case), words, rules=ruleset(rules=written).rules)


def _case() -> dict[str, Any]:
    return {
        "riskmemo": "case/1",
        "id": "small",
        "title": "Small",
        "question": "What follows?",
        "subject": "MNG",
        "as_of": "2025-07-21",
        "horizon": "2026-07-31",
        "vocabulary": "small",
        "marking": {"label": "TLP:CLEAR"},
        "sources": SOURCES,
        "indicators": [dict(each) for each in FACTS],
        "claims": {"C1": dict(CLAIM)},
        "analysis": {
            "bottom_line": {
                "lead": "Trade grows slowly.",
                "text": "Trade grew in 2024 [E1].",
                "confidence": {"level": "low", "basis": "The figures are thin."},
            },
            "judgements": [dict(STATEMENT)],
        },
    }
