"""The workload in riskmemo's terms, on each of its engines, from a loaded case."""

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from bench.contestant import Contestant, Run
from bench.workload import (
    ABSENCES,
    ALL,
    ANY,
    INDICATORS,
    ISSUES,
    JOINS,
    STATUS,
    THRESHOLDS,
    Rows,
)  # fmt: skip
from riskmemo.engines.compiled import Found, Loaded
from riskmemo.engines.compiled.cache import compile_fresh
from riskmemo.evaluate import ENGINES, ordinary_engines
from riskmemo.language.program import Program
from riskmemo.language.ruleset import typed_ruleset
from riskmemo.model import Ruleset, Vocabulary
from riskmemo.model.facts import Answer, Fact, Setting

SETTING = Setting(datetime.date(2025, 7, 21), datetime.date(2026, 7, 21), "MNG")
FIELDS: Mapping[str, Mapping[str, Any]] = {
    "state": {"code": "country"},
    "tie": {"partner": "country", "status": STATUS, "level": "number"},
    "kin": {"state": "country", "share": "share", "region": "text"},
    "sensitivity": {"state": "country", "issue": ISSUES, "level": "number"},
    "indicator": {"name": INDICATORS, "value": "number"},
}
KINDS = {"t": "tie", "k": "kin", "s": "sensitivity", "f": "state", "i": "indicator"}


def program(rules: Iterable[Mapping[str, Any]] | None = None) -> Program:
    """A program of some rules, by default the 40 of the workload; all of them score."""
    words = {
        "riskmemo": "vocabulary/1", "id": "bench", "version": "1", "title": "Bench",
        "doc": "Bench.", "kinds": {kind: _kind(fields) for kind, fields in FIELDS.items()},
    }  # fmt: skip
    leaf = {
        "title": "Risk",
        "polarity": "risk",
        "from": "rules",
        "combine": "sum",
        "missing": "zero",
    }
    written = {
        "riskmemo": "ruleset/1", "id": "bench", "version": "1", "title": "Bench",
        "vocabulary": "bench", "scores": {"risk": leaf},
        "rules": [*(rules or written_rules())],
    }  # fmt: skip
    vocabulary = Vocabulary.model_validate_json(json.dumps(words))
    return typed_ruleset(Ruleset.model_validate_json(json.dumps(written)), vocabulary)


def _kind(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    def spec(field: Any) -> Mapping[str, Any]:
        return {"type": field} if isinstance(field, str) else {"type": "category", "values": field}

    written = {name: {"doc": "A field.", **spec(field)} for name, field in fields.items()}
    return {"title": "A kind", "doc": "A kind.", "nature": "structure", "fields": written}


def written_rules(copy: int = 0) -> Iterable[Mapping[str, Any]]:
    """The 40 rules as a ruleset writes them; another copy has other names and thresholds."""
    for number, text in enumerate(THRESHOLDS):
        name, sign, limit = text.split()
        where = [f'i.name == "{name}"', f"i.value {sign} {float(limit) + copy / 7}"]
        yield _rule(f"threshold-{number}-{copy}", "i", where)
    for number, text in enumerate(ANY):
        yield _rule(f"any-{number}-{copy}", "t", [text])
    for number, text in enumerate(ALL):
        yield _rule(f"all-{number}-{copy}", "f", [], [("t", text)])
    for number, (aliases, where) in enumerate(JOINS):
        yield _rule(f"join-{number}-{copy}", aliases, where)
    for number, (outer, inner, text) in enumerate(ABSENCES):
        yield _rule(f"absence-{number}-{copy}", outer, [], [(inner, text)])


def _rule(
    name: str, aliases: str, where: list[str], unless: Iterable[tuple[str, str]] = ()
) -> Mapping[str, Any]:
    return {
        "id": name, "title": name, "rationale": "Bench.", "source": "Bench.",
        "match": {alias: KINDS[alias] for alias in aliases}, "where": where,
        "unless": [{"match": {alias: KINDS[alias]}, "where": [text]} for alias, text in unless],
        "contributes": {"to": "risk", "points": 2},
    }  # fmt: skip


def facts(given: Rows) -> list[Fact]:
    """The same rows as facts."""
    made = []
    for kind, each in given.items():
        for number, row in enumerate(each):
            name = f"{kind}-{number}"
            values = {**row, "date": None, "until": None}
            made.append(Fact(name, kind, values, (), True, frozenset({name})))
    return made


def points_of(answers: Iterable[Answer]) -> Iterable[float]:
    """Two points for every rule that holds."""
    return (2.0 * len({match.rule for match in answer.matches}) for answer in answers)


def held(found: Iterable[Found]) -> Iterable[float]:
    """The same, of matches as `compiled` reports them."""
    return (2.0 * len({match[0] for match in each.matches}) for each in found)


def _running(name: str, given: Callable[[list[Fact]], Any]) -> Contestant:
    """`compiled` as the analyses call it: facts bound, strength, points, gaps."""

    def build() -> Run:
        made = compile_fresh(program())
        return partial(map, lambda facts: made.run(facts, SETTING))

    return Contestant(
        f"riskmemo `compiled`, {name}", lambda rows: [given(facts(each)) for each in rows], build,
        points=held, evidence="facts bound, points, gaps",
    )  # fmt: skip


def _engine(name: str, every: int = 1) -> Contestant:
    def build() -> Run:
        made, run = program(), ENGINES[name]
        run(made, [], SETTING)
        return partial(map, lambda given: run(made, given, SETTING))

    return Contestant(
        f"riskmemo `{name}`, answer in records", lambda given: [*map(facts, given)], build,
        points=points_of, evidence="all of it, in order", every=every,
    )  # fmt: skip


SINGLE = (
    _running("from a loaded case", Loaded),
    _running("from facts never seen", list),
    _engine("compiled"),
    *(_engine(name, every=5) for name in ordinary_engines() if name != "compiled"),
    _engine("definition", every=5),
)
