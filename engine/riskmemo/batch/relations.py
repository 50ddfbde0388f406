"""Mistakes between the rows of a panel: ids used twice, facts of unknown cases, clocks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from riskmemo.batch.checking import LISTED, in_rows
from riskmemo.batch.database import Answering, identifier
from riskmemo.batch.tables import CASES, ROW, SEARCHED, SOURCES
from riskmemo.errors import InvalidInput, Mistake


def no_cases() -> InvalidInput:
    """The refusal of a panel without a case."""
    message = "the table `cases` has no row"
    return InvalidInput(Mistake("no-cases", message, help="add a row for each case"))


@dataclass(frozen=True)
class Check:
    """Rows that must not be there: a SELECT of `_row` and a value, and what to say of them."""

    code: str
    table: str
    column: str
    select: str
    told: Callable[[Any], str]
    """A sentence about the first value."""
    help: str


def mistakes(kinds: Sequence[str], database: Answering) -> Iterator[Mistake]:
    """Every mistake between rows of the loaded tables."""
    checks = [*_of_cases(), *_of_sources(), _of_unknown_cases(SEARCHED, "loaded_searched", "key")]
    for kind in kinds:
        table = identifier(f"loaded {kind}")
        checks.append(_of_unknown_cases(kind, table, "_key"))
        checks += _of_facts(kind, table)
    doubled = list(_doubled(kinds, database)) if kinds else []
    counts = database.counts([*(check.select for check in checks), *doubled])
    twice = any(counts[len(checks) :])
    found = {id(check): count for check, count in zip(checks, counts, strict=False) if count}
    strays = {
        check.table for check in checks if check.code == "unknown-source" and id(check) in found
    }
    for check in checks:
        waits = check.code == "known-missing" and check.table in strays
        if id(check) in found and not waits:
            yield _mistake(check, found[id(check)], database)
    if twice:
        again = _of_same_ids(kinds)
        for check, count in zip(again, database.counts([e.select for e in again]), strict=True):
            if count:
                yield _mistake(check, count, database)


def _mistake(check: Check, count: int, database: Answering) -> Mistake:
    rows = database.run(f"SELECT * FROM ({check.select}) ORDER BY {ROW} LIMIT {LISTED}")
    where = in_rows([row[0] for row in rows], count)
    place = f"table `{check.table}`, column `{check.column}`, {where}"
    return Mistake(check.code, f"{place}: {check.told(rows[0][1])}", help=check.help)


def _twice(keys: str, table: str, value: str) -> str:
    """SELECT of the rows whose keys stand in an earlier row already."""
    number = f"row_number() OVER (PARTITION BY {keys} ORDER BY {ROW})"
    again = f"SELECT * FROM {table} QUALIFY {number} > 1"
    return f"SELECT {ROW}, {value} FROM ({again}) WHERE {value} IS NOT NULL"


def _of_cases() -> Iterator[Check]:
    yield Check(
        "duplicate-id",
        CASES,
        "case_id",
        _twice("key", "loaded_cases", "key"),
        lambda value: f"the case `{value}` is there already",
        "give each case its own `case_id`",
    )
    yield Check(
        "as-of-after-horizon",
        CASES,
        "horizon",
        f"SELECT {ROW}, as_of FROM loaded_cases WHERE horizon < as_of",
        lambda value: f"the cut-off {value} lies after the horizon",
        "choose a later `horizon`",
    )


def _of_sources() -> Iterator[Check]:
    yield Check(
        "duplicate-id",
        SOURCES,
        "id",
        _twice("id, key", "loaded_sources", "id"),
        lambda value: f"the id `{value}` is used twice",
        "give each source its own id",
    )
    yield Check(
        "duplicate-id",
        SOURCES,
        "id",
        f"SELECT {ROW}, id FROM loaded_sources WHERE key IS NOT NULL AND id IN"
        " (SELECT id FROM loaded_sources WHERE key IS NULL)",
        lambda value: f"the source `{value}` is shared by all cases and of one case as well",
        "give the source of the case its own id",
    )
    yield _of_unknown(
        SOURCES,
        f"SELECT {ROW}, key FROM loaded_sources AS s WHERE key IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM loaded_cases AS c WHERE c.key = s.key)",
    )


def _of_unknown_cases(name: str, table: str, key: str) -> Check:
    strange = f"SELECT {ROW}, {key} FROM {table} WHERE {key} IS NOT NULL AND _case IS NULL"
    return _of_unknown(name, strange)


def _of_unknown(name: str, select: str) -> Check:
    return Check(
        "unknown-case",
        name,
        "case_id",
        select,
        lambda value: f"there is no case `{value}`",
        "add the case to `cases`, or leave the row out",
    )


def _of_facts(kind: str, table: str) -> Iterator[Check]:
    yield Check(
        "inconsistent",
        kind,
        "until",
        f"SELECT {ROW}, until FROM {table} WHERE until IS NOT NULL"
        " AND (date IS NULL OR until < date)",
        lambda _: "`until` is the last day and needs a `date` that is not later",
        "put the first day in `date`",
    )
    yield Check(
        "inconsistent",
        kind,
        "reliability",
        f"SELECT {ROW}, 0 FROM {table} WHERE (_reliability IS NULL) <> (_credibility IS NULL)",
        lambda _: "`reliability` and `credibility` make a grade together",
        "state both or neither",
    )
    yield Check(
        "inconsistent",
        kind,
        "reliability",
        f"SELECT {ROW}, 0 FROM {table} WHERE _sources IS NOT NULL AND _reliability IS NOT NULL",
        lambda _: "a fact with `sources` has the grades of these",
        "leave `reliability` and `credibility` out",
    )
    yield Check(
        "unknown-source",
        kind,
        "sources",
        _uncited(table),
        lambda value: f"there is no source `{value}`",
        "add it to the table `sources`",
    )
    yield Check(
        "known-missing",
        kind,
        "known",
        f"SELECT {ROW}, 0 FROM {table} WHERE _known IS NULL AND _case IS NOT NULL"
        " AND NOT _refused AND NOT _undated",
        lambda _: "nothing says when this became known",
        "add `known` with the day on which you could know it, or a dated source",
    )


def _uncited(table: str) -> str:
    """SELECT of the citations of sources that are not there, neither of the case nor shared."""
    from riskmemo.batch.loading import citations  # noqa: PLC0415 - it imports this module

    there = "SELECT 1 FROM loaded_sources AS s WHERE s.id = u.source"
    return (
        f"SELECT u.{ROW}, u.source FROM ({citations(table)}) AS u"
        f" WHERE NOT EXISTS ({there} AND s.key = u._key)"
        f" AND NOT EXISTS ({there} AND s.key IS NULL)"
    )


def _with_ids(kinds: Sequence[str]) -> str:
    """SELECT of the facts of all kinds, up to its WHERE."""
    every = " UNION ALL ".join(
        f"SELECT {number} AS kind, {ROW}, _case, _id FROM {identifier(f'loaded {kind}')}"
        for number, kind in enumerate(kinds)
    )
    return f"SELECT 1 FROM ({every}) WHERE _case IS NOT NULL AND _id IS NOT NULL"


def _doubled(kinds: Sequence[str], database: Answering) -> Iterator[str]:
    """SELECTs of the ids that are used twice in a case, for some cases after the other."""
    ((cases,),) = database.run("SELECT count(*) FROM loaded_cases")
    for first in range(0, cases, database.cases_at_once):
        some = f"_case >= {first} AND _case < {min(cases, first + database.cases_at_once)}"
        yield f"{_with_ids(kinds)} AND {some} GROUP BY _case, _id HAVING count(*) > 1"


def _of_same_ids(kinds: Sequence[str]) -> list[Check]:
    """Facts of all kinds share one space of ids in a case."""
    number = f"row_number() OVER (PARTITION BY _case, _id ORDER BY kind, {ROW})"
    again = _with_ids(kinds).replace("SELECT 1", "SELECT *", 1) + f" QUALIFY {number} > 1"
    return [
        Check(
            "duplicate-id",
            kind,
            "id",
            f"SELECT {ROW}, _id FROM ({again}) WHERE kind = {place}",
            lambda value: f"the id `{value}` is used twice in a case",
            "give each fact of a case its own id",
        )
        for place, kind in enumerate(kinds)
    ]
