"""Cases become a panel: one table a kind, with the sources and grades that scores read."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from riskmemo.batch.checking import TABLES_OF_A_PANEL
from riskmemo.batch.loading import TEXTS
from riskmemo.batch.tables import CASES, SEARCHED, SOURCES, expected_tables
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.case import check_case
from riskmemo.language.ranges import ranges_of
from riskmemo.model.base import Scalar
from riskmemo.model.case import Case, Claim, Evidence
from riskmemo.model.vocabulary import CLAIM_KIND, FieldType, Vocabulary

Row = dict[str, Any]
CASE_COLUMNS = (
    "case_id", "subject", "as_of", "horizon", "title", "question", "marking", "vocabulary",
)  # fmt: skip
SOURCE_COLUMNS = (
    "case_id", "id", "publisher", "title", "date", "url", "reliability", "note",
)  # fmt: skip
SEARCH_COLUMNS = ("case_id", "kind", "result")


def panel_of(cases: Sequence[Case], vocabulary: Vocabulary) -> dict[str, list[Row]]:
    """The rows of every table of a panel with these cases; values are typed as in the cases.

    What no score reads stays behind: judgements, ranges, conflicts, dissent. Raises `InvalidInput`
    where two cases have one id, and where a panel cannot hold what the vocabulary names.
    """
    expected_tables(vocabulary)
    _refuse_twice(cases)
    tables: dict[str, list[Row]] = {CASES: [], SOURCES: [], SEARCHED: []}
    for case in cases:
        check_case(case, vocabulary)
        _add(case, vocabulary, tables)
    return {name: rows for name, rows in tables.items() if rows}


def left_behind(cases: Sequence[Case]) -> str | None:
    """What cases say is uncertain of their facts, in words: a panel does not hold it."""
    ranges = conflicts = 0
    for case in cases:
        ranges += sum(1 for _ in ranges_of(case))
        conflicts += len(case.conflicts)
    if not ranges and not conflicts:
        return None
    told = [
        f"{count} {what}{'' if count == 1 else 's'}"
        for count, what in ((ranges, "range"), (conflicts, "conflict"))
        if count
    ]
    return f"left behind: {' and '.join(told)} of facts, which a panel does not hold"


def columns_of(table: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The columns of a table that `panel_of` gives, in order."""
    if table in TABLES_OF_A_PANEL:
        return {CASES: CASE_COLUMNS, SOURCES: SOURCE_COLUMNS, SEARCHED: SEARCH_COLUMNS}[table]
    texts = TEXTS if table == CLAIM_KIND else TEXTS[:1]
    fields = vocabulary.kinds[table].fields
    own = tuple(name for name in texts if name not in fields)
    return ("case_id", "id", "date", "until", "known", "sources", *fields, *own)


def as_csv(table: str, rows: Sequence[Row], vocabulary: Vocabulary) -> bytes:
    """A table as CSV; raises `InvalidInput` where a text is empty, which CSV cannot tell."""
    columns = columns_of(table, vocabulary)
    for row in rows:
        for name in columns:
            if row.get(name) == "" and name != "sources":
                message = (
                    f"table `{table}`, column `{name}`: CSV cannot tell an empty text from none"
                )
                advice = "write Parquet, with `--format parquet`"
                raise InvalidInput(Mistake("empty-value", message, help=advice))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode()


def as_parquet(table: str, rows: Sequence[Row], vocabulary: Vocabulary) -> bytes:
    """A table as Parquet, each column with the type of its field."""
    import pyarrow  # noqa: PLC0415 - an extra
    import pyarrow.parquet  # noqa: PLC0415

    columns = columns_of(table, vocabulary)
    types = {name: _arrow_type(table, name, vocabulary) for name in columns}
    schema = pyarrow.schema([(name, getattr(pyarrow, types[name])()) for name in columns])
    typed = [{name: _as(row.get(name), types[name]) for name in columns} for row in rows]
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(typed, schema=schema), out)
    return out.getvalue()


def _as(value: Any, type_: str) -> Any:
    return float(value) if type_ == "float64" and value is not None else value


def _arrow_type(table: str, column: str, vocabulary: Vocabulary) -> str:
    if column in {"as_of", "horizon", "date", "until", "known"}:
        return "date32"
    kind = vocabulary.kinds.get(table)
    spec = kind.fields.get(column) if kind else None
    match spec.type if spec else FieldType.TEXT:
        case FieldType.NUMBER | FieldType.SHARE:
            return "float64"
        case FieldType.BOOL:
            return "bool_"
        case _:
            return "string"  # a date among the fields stays the text that a case has


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return repr(value)
        case _:
            return str(value)


def _refuse_twice(cases: Sequence[Case]) -> None:
    names = [case.id for case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f"the case id `{twice[0]}` is used by two cases"
        raise InvalidInput(Mistake("duplicate-id", message, help="give each case its own id"))


def _add(case: Case, vocabulary: Vocabulary, tables: dict[str, list[Row]]) -> None:
    given = {name: getattr(case, name) for name in CASE_COLUMNS[1:]}
    given["marking"] = case.marking.label if case.marking else None
    tables[CASES].append({**given, "case_id": case.id, "vocabulary": vocabulary.id})
    for name, source in case.sources.items():
        record = source.model_dump()
        record["reliability"] = source.reliability.value
        tables[SOURCES].append({"case_id": case.id, "id": name, **record})
    for search in case.searched:
        row = {"case_id": case.id, "kind": search.kind, "result": search.result}
        tables[SEARCHED].append(row)
    for indicator in case.indicators:
        row = _row(case, indicator.id, indicator, indicator.fields, {"says": indicator.says})
        tables.setdefault(indicator.kind, []).append(row)
    for name, claim in case.claims.items():
        tables.setdefault(CLAIM_KIND, []).append(
            _row(case, name, claim, claim.fields, _said(claim))
        )


def _said(claim: Claim) -> Row:
    return {name: getattr(claim, name) for name in TEXTS if name != "says"}


def _row(case: Case, name: str, evidence: Evidence, fields: dict[str, Scalar], texts: Row) -> Row:
    cited = " ".join(f"{use.source}/{use.credibility.value}" for use in evidence.sources)
    clocks = {each: getattr(evidence, each) for each in ("date", "until", "known")}
    return {**texts, **fields, **clocks, "case_id": case.id, "id": name, "sources": cited}
