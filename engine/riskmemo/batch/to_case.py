"""A row of a panel becomes a case, which can be assessed and made into a memo."""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from riskmemo.batch.database import Answering, Database, literal, require_libraries
from riskmemo.batch.loading import TEXTS, Loaded, facts_table, load
from riskmemo.batch.tables import ROW, Panel
from riskmemo.batch.written import as_yaml
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.case import check_case
from riskmemo.model.base import Scalar
from riskmemo.model.case import Case
from riskmemo.model.vocabulary import CLAIM_KIND, FieldType, Vocabulary

Row = Mapping[str, Any]
UNSAID = "The panel does not say."


def case_of(panel: Panel, name: str, vocabulary: Vocabulary) -> Case:
    """The case of a panel with this `case_id`; it gives the scores that its row gives.

    A fact without a source is given one, of its own grade. Raises `InvalidInput` with every mistake
    of the panel, and where there is no such case.
    """
    require_libraries()
    with (
        tempfile.TemporaryDirectory(prefix="riskmemo-") as folder,
        Database(Path(folder)) as database,
    ):
        loaded = load(panel, vocabulary, database)
        return case_in(loaded, name, vocabulary, database)


def case_in(loaded: Loaded, name: str, vocabulary: Vocabulary, database: Answering) -> Case:
    """The same, of a panel that is loaded already."""
    rows = _rows(database, f"SELECT * FROM loaded_cases WHERE key = {literal(name)}")
    if not rows:
        message = f"the panel has no case `{name}`"
        advice = "name a `case_id` of the table `cases`"
        raise InvalidInput(Mistake("unknown-case", message, help=advice))
    case = Case.model_validate(_document(rows[0], loaded, vocabulary, database))
    check_case(case, vocabulary)
    return case


def _document(
    row: Row, loaded: Loaded, vocabulary: Vocabulary, database: Answering
) -> dict[str, Any]:
    sources = _sources(row, database)
    indicators, claims = [], {}
    for kind in loaded.kinds:
        select = f"SELECT * FROM {facts_table(kind)} WHERE _case = {int(row['_case'])}"
        for fact in _rows(database, f"{select} ORDER BY {ROW}"):
            evidence = _evidence(fact, kind, vocabulary, sources)
            if kind == CLAIM_KIND:
                claims[fact["_id"]] = {**evidence, **_claimed(fact)}
            else:
                says = fact["_says"] or _sentence(fact, kind, vocabulary)
                indicators.append({**evidence, "id": fact["_id"], "kind": kind, "says": says})
    select = f"SELECT * FROM loaded_searched WHERE _case = {int(row['_case'])} ORDER BY {ROW}"
    searched = _rows(database, select)
    title = row["title"] or f"Case {row['key']} of a panel"
    return {
        "riskmemo": "case/1",
        "id": case_id(str(row["key"])),
        "title": title,
        "question": row["question"] or "What do the facts on file say?",
        "subject": row["subject"],
        "as_of": row["as_of"],
        "horizon": row["horizon"],
        "vocabulary": vocabulary.id,
        "marking": {"label": row["marking"]} if row["marking"] else None,
        "sources": sources or {"P1": _made("F")},
        "indicators": tuple(indicators),
        "claims": claims,
        "searched": tuple(
            {"kind": each["kind"], "result": each["result"] or UNSAID} for each in searched
        ),
    }


def case_id(key: str) -> str:
    """An id for a case from its `case_id`: small ASCII letters, digits, `_` and `-`."""
    name = re.sub(r"[^a-z0-9_-]+", "-", key.lower()).strip("-") or "case"
    return (name if name[0].isalpha() else f"case-{name}")[:64]


def _rows(database: Answering, select: str) -> list[Row]:
    names = [row[0] for row in database.run(f"DESCRIBE {select}")]
    return [dict(zip(names, row, strict=True)) for row in database.run(select)]


def _sources(row: Row, database: Answering) -> dict[str, dict[str, Any]]:
    """The sources that the facts of a case cite, those of the case and the shared ones."""
    select = (
        f"SELECT * FROM loaded_sources WHERE key IS NULL OR key = {literal(row['key'])}"
        f" ORDER BY {ROW}"
    )
    found = {}
    for each in _rows(database, select):
        given = {name: each[name] for name in ("date", "url", "note") if each[name] is not None}
        found[each["id"]] = {
            **given,
            "publisher": each["publisher"] or "Not stated",
            "title": each["title"] or f"Source {each['id']} of a panel",
            "reliability": _reliability(each["reliability"]),
        }
    return found


def _reliability(letter: str) -> Any:
    from riskmemo.model.grading import Reliability  # noqa: PLC0415

    return Reliability(letter)


def _made(letter: str) -> dict[str, Any]:
    """A source for facts that the panel gives none."""
    return {
        "publisher": "The panel",
        "title": f"A table of the panel, graded {letter}",
        "reliability": _reliability(letter),
        "note": "The panel names no source.",
    }


def _evidence(
    fact: Row, kind: str, vocabulary: Vocabulary, sources: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    from riskmemo.model.grading import Credibility  # noqa: PLC0415

    cited = [each.split("/") for each in str(fact["_sources"] or "").split()]
    uses = [{"source": s, "credibility": Credibility(int(c))} for s, c in cited]
    clocks = {name: fact[name] for name in ("date", "until") if fact[name] is not None}
    known = fact["_since"] if uses else fact["_known"]
    if not uses:
        letter, grade = fact["_reliability"] or "F", fact["_credibility"] or 6
        name = _unused(f"panel-{letter}", sources, _made(letter))
        uses = [{"source": name, "credibility": Credibility(grade)}]
    fields = vocabulary.kinds[kind].fields
    values: dict[str, Scalar] = {
        name: _scalar(fact[name], spec.type)
        for name, spec in fields.items()
        if fact[name] is not None
    }
    since = {} if known is None else {"known": known}
    return {**clocks, **since, "fields": values, "sources": tuple(uses)}


def _unused(name: str, sources: dict[str, dict[str, Any]], made: dict[str, Any]) -> str:
    """The name of a made source, entered among the others under a name that none of them has."""
    while sources.get(name, made) != made:
        name += "x"
    sources[name] = made
    return name


def _scalar(value: Any, type_: FieldType) -> Scalar:
    if type_ is FieldType.DATE:
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value  # type: ignore[no-any-return]


def _sentence(fact: Row, kind: str, vocabulary: Vocabulary) -> str:
    fields = vocabulary.kinds[kind].fields
    told = ", ".join(f"{name} {fact[name]}" for name in fields if fact[name] is not None)
    return f"{vocabulary.kinds[kind].title}: {told}." if told else vocabulary.kinds[kind].title


def _claimed(fact: Row) -> dict[str, Any]:
    said = {name: fact[f"_{name}"] or UNSAID for name in TEXTS if name not in {"says", "statement"}}
    return {**said, "statement": fact["_statement"] or "report", "dissent_searched": UNSAID}


def as_document(case: Case, vocabulary: str) -> str:
    """A case as YAML that `assess` reads; `vocabulary` is the id or path that it names."""
    data = case.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    return as_yaml({"riskmemo": "case/1", **data, "vocabulary": vocabulary})
