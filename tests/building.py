"""Vocabularies, rulesets and cases in a few lines, for tests that are about meaning."""

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import pytest

from riskmemo.errors import InvalidInput, Mistake
from riskmemo.evaluate import Evaluation, evaluate
from riskmemo.language.program import Program
from riskmemo.language.ruleset import typed_ruleset
from riskmemo.loading.validation import validated_in_part
from riskmemo.model import Case, Ruleset, Vocabulary
from riskmemo.model.base import Record
from riskmemo.source.document import read_text
from riskmemo.source.tree import span_at

Model = TypeVar("Model", bound=Record)
Data = Mapping[str, Any]

AS_OF = "2025-07-21"
HORIZON = "2026-07-21"
LEAF = {"title": "Risk", "polarity": "risk", "from": "rules", "combine": "sum", "missing": "zero"}
"""A leaf of rules with the least to say."""


def model_of(model: type[Model], data: Data) -> Model:
    """The model of plain data, read as a JSON file would be."""
    return model.model_validate_json(json.dumps(data))


def vocabulary(kinds: Data) -> Vocabulary:
    """A vocabulary from kinds in short: `{tie: {partner: country, cost: number USD}}`.

    A field is a type, a type and a unit, or the list of a category's values; `nature` beside the
    fields is the nature of the kind (`structure` where it is left out).
    """
    return model_of(
        Vocabulary,
        {
            "riskmemo": "vocabulary/1",
            "id": "small",
            "version": "1",
            "title": "Small",
            "doc": "For tests.",
            "kinds": {name: _kind(name, fields) for name, fields in kinds.items()},
        },
    )


def _kind(name: str, fields: Data) -> Data:
    return {
        "title": name,
        "doc": f"A {name}.",
        "nature": fields.get("nature", "structure"),
        "fields": {key: _field(spec) for key, spec in fields.items() if key != "nature"},
    }


def _field(spec: Any) -> Data:
    match spec:
        case list():
            return {"doc": "A category.", "type": "category", "values": spec}
        case str():
            base, _, unit = spec.partition(" ")
            return {"doc": f"A {base}.", "type": base, **({"unit": unit} if unit else {})}
        case _:
            return {"doc": "A field.", **spec}


def with_swaps(words: Vocabulary, *swaps: Data) -> Vocabulary:
    """The vocabulary with swaps, each of `identity` unless it says otherwise."""
    written = [
        {"id": f"swap-{n}", "title": f"Swap {n}", "doc": "For tests.", "identity": True, **swap}
        for n, swap in enumerate(swaps, start=1)
    ]
    return model_of(Vocabulary, {**words.model_dump(mode="json"), "swaps": written})


GEOGRAPHY = vocabulary(
    {
        "tie": {
            "partner": "country",
            "status": ["announced", "signed", "in_force"],
            "level": "number",
            "cost": "number USD",
            "length": "number km",
            "weight": "share",
            "name": "text",
            "open": "bool",
            "signed_on": "date",
        },
        "kin": {"nature": "identity", "state": "country", "weight": "share", "group": "text"},
        "people": {"state": "country", "faith": {"type": "text", "nature": "identity"}},
        "act": {"nature": "conduct", "organisation": "text", "place": "text", "deaths": "number"},
        "claim": {"nature": "claim", "topic": ["spillover", "other"]},
    }
)
"""One kind of each nature, and one field of each type."""


def rule(name: str, match: Data, where: Iterable[Any] = (), **more: Any) -> Data:
    """A rule; where nothing says what it is for, it gives ten points to `risk`."""
    if "derives" not in more:
        more.setdefault("contributes", {"to": "risk", "points": 10})
    return {
        "id": name,
        "title": f"Rule {name}",
        "match": dict(match),
        "where": list(where),
        "rationale": "For tests.",
        "source": "analyst's judgement",
        **more,
    }


def ruleset(**parts: Any) -> Ruleset:
    """A ruleset of the given parts; without `scores` it has the one leaf `risk`."""
    return model_of(
        Ruleset,
        {
            "riskmemo": "ruleset/1",
            "id": "small",
            "version": "1",
            "title": "Small",
            "vocabulary": "small",
            "scores": {"risk": LEAF},
            **parts,
        },
    )


def program(words: Vocabulary = GEOGRAPHY, **parts: Any) -> Program:
    """The typed program of the given parts of a ruleset."""
    return typed_ruleset(ruleset(**parts), words)


def case(facts: Data, **parts: Any) -> Case:
    """A case about Mongolia whose facts are written in short: `{T1: {kind: tie, partner: KAZ}}`.

    Beside its fields a fact may have `date`, `until`, `known` and `grade`: the grade of its source
    and the day when that came out, as `C3@2024-05-01`, or several in a list; an A1 source of the
    year 1 where nothing else is said. `searched` lists kinds.
    """
    searched = [{"kind": kind, "result": "Nothing."} for kind in parts.pop("searched", ())]
    indicators = [_indicator(name, fact) for name, fact in facts.items() if fact["kind"] != "claim"]
    claims = {name: _claim(name, fact) for name, fact in facts.items() if fact["kind"] == "claim"}
    return model_of(
        Case,
        {
            "riskmemo": "case/1",
            "id": "small",
            "title": "Small",
            "question": "What follows?",
            "subject": "MNG",
            "as_of": AS_OF,
            "horizon": HORIZON,
            "vocabulary": "small",
            "sources": {name: _source(name) for fact in facts.values() for name, _ in _uses(fact)}
            or {"A": _source("A")},
            "indicators": indicators,
            "claims": claims,
            "searched": searched,
            **parts,
        },
    )


def _uses(fact: Data) -> list[tuple[str, int]]:
    """The source of each grade of a fact, by reliability and day, with the credibility."""
    given = fact.get("grade", "A1")
    parts = [grade.partition("@") for grade in ([given] if isinstance(given, str) else given)]
    return [(f"{grade[0]}{'-' * bool(day)}{day}", int(grade[1])) for grade, _, day in parts]


def _source(name: str) -> Data:
    """A source named by its reliability and the day when it came out."""
    reliability, _, day = name.partition("-")
    title = f"Report {name}"
    date = day or "0001-01-01"
    return {"publisher": "Office", "title": title, "date": date, "reliability": reliability}


def _evidence(fact: Data) -> Data:
    clocks = {name: fact[name] for name in ("date", "until", "known") if name in fact}
    return {
        **clocks,
        "fields": {
            name: value
            for name, value in fact.items()
            if name not in {"kind", "grade", "date", "until", "known"}
        },
        "sources": [{"source": source, "credibility": grade} for source, grade in _uses(fact)],
    }


def _indicator(name: str, fact: Data) -> Data:
    return {"id": name, "kind": fact["kind"], "says": f"Fact {name}.", **_evidence(fact)}


def _claim(name: str, fact: Data) -> Data:
    return {
        "speaker": "A minister",
        "wording": f"Claim {name}.",
        "statement": "forecast",
        "corroboration": "None found.",
        "dissent_searched": "Two journals.",
        **_evidence(fact),
    }


def evaluated(
    given: Program, facts: Data, engine: str = "definition", *, as_of: str = AS_OF, **parts: Any
) -> Evaluation:
    """What a program finds in facts written in short."""
    return evaluate(case(facts, **parts), given, datetime.date.fromisoformat(as_of), (engine,))


def read_ruleset(text: str, words: Vocabulary = GEOGRAPHY) -> Program:
    """The typed program in the text of a ruleset; what it does not say of itself is added below."""
    given = {line.partition(":")[0] for line in text.splitlines()}
    node = read_text("\n".join([text, *(line for key, line in HEAD if key not in given)]), "r.yaml")
    part = validated_in_part(Ruleset, node)
    assert part.model is not None, part.mistakes
    assert not part.mistakes, part.mistakes
    return typed_ruleset(part.model, words, lambda path: span_at(node, path))


HEAD = (
    ("riskmemo", "riskmemo: ruleset/1"),
    ("id", "id: small"),
    ("version", "version: '1'"),
    ("title", "title: Small"),
    ("vocabulary", "vocabulary: small"),
    ("scores", f"scores: {{risk: {json.dumps(LEAF)}}}"),
)


def mistakes_in(text: str) -> list[str]:
    """Every mistake in the text of a ruleset, as `told`."""
    with pytest.raises(InvalidInput) as refused:
        read_ruleset(text)
    return [told(mistake) for mistake in refused.value.mistakes]


def mark_of(text: str) -> tuple[str, str]:
    """The text without the one `§` in it, and `line:column` of what stood behind the `§`."""
    before, _, after = text.partition("§")
    assert "§" not in after
    return before + after, f"{before.count(chr(10)) + 1}:{len(before.rpartition(chr(10))[2]) + 1}"


def told(mistake: Mistake) -> str:
    """A mistake in one line: `line:column code: message | help`."""
    place = f"{mistake.span.line}:{mistake.span.column} " if mistake.span else ""
    return f"{place}{mistake.code}: {mistake.message}" + (
        f" | {mistake.help}" if mistake.help else ""
    )
