"""Mistakes between the rows of a panel: ids used twice, facts of unknown cases, clocks."""

from collections.abc import Iterator, Sequence
from typing import Any

from riskmemo.batch.checking import LISTED, in_rows
from riskmemo.batch.database import Answering, identifier
from riskmemo.batch.tables import CASES, ROW, SEARCHED, SOURCES
from riskmemo.errors import InvalidInput, Mistake


def no_cases() -> InvalidInput:
    """The refusal of a panel without a case."""
    message = "the table `cases` has no row"
    return InvalidInput(Mistake("no-cases", message, help="add a row for each case"))


def mistakes(kinds: Sequence[str], database: Answering) -> Iterator[Mistake]:
    """Every mistake between rows of the loaded tables."""
    yield from _of_cases(database)
    yield from _of_sources(database)
    yield from _unknown_cases(SEARCHED, "loaded_searched", "key", database)
    for kind in kinds:
        table = identifier(f"loaded {kind}")
        yield from _unknown_cases(kind, table, "_key", database)
        yield from _of_facts(kind, table, database)
    yield from _same_ids(kinds, database)


def _found(database: Answering, table: str, column: str, select: str) -> Iterator[tuple[str, Any]]:
    """Where and what rows of `_row, value` are, if there are any."""
    ((count,),) = database.run(f"SELECT count(*) FROM ({select})")
    if count:
        rows = database.run(f"SELECT * FROM ({select}) ORDER BY {ROW} LIMIT {LISTED}")
        where = in_rows([row[0] for row in rows], count)
        yield f"table `{table}`, column `{column}`, {where}", rows[0][1]


def _twice(keys: str, table: str) -> str:
    """SELECT of the rows whose keys stand in an earlier row already."""
    number = f"row_number() OVER (PARTITION BY {keys} ORDER BY {ROW})"
    return f"SELECT * FROM {table} QUALIFY {number} > 1"


def _of_cases(database: Answering) -> Iterator[Mistake]:
    again = f"SELECT {ROW}, key FROM ({_twice('key', 'loaded_cases')}) WHERE key IS NOT NULL"
    for place, value in _found(database, CASES, "case_id", again):
        message = f"{place}: the case `{value}` is there already"
        yield Mistake("duplicate-id", message, help="give each case its own `case_id`")
    late = f"SELECT {ROW}, as_of FROM loaded_cases WHERE horizon < as_of"
    for place, value in _found(database, CASES, "horizon", late):
        message = f"{place}: the cut-off {value} lies after the horizon"
        yield Mistake("as-of-after-horizon", message, help="choose a later `horizon`")


def _of_sources(database: Answering) -> Iterator[Mistake]:
    again = f"SELECT {ROW}, id FROM ({_twice('id, key', 'loaded_sources')}) WHERE id IS NOT NULL"
    for place, value in _found(database, SOURCES, "id", again):
        message = f"{place}: the id `{value}` is used twice"
        yield Mistake("duplicate-id", message, help="give each source its own id")
    both = (
        f"SELECT {ROW}, id FROM loaded_sources WHERE key IS NOT NULL AND id IN"
        " (SELECT id FROM loaded_sources WHERE key IS NULL)"
    )
    for place, value in _found(database, SOURCES, "id", both):
        message = f"{place}: the source `{value}` is shared by all cases and of one case as well"
        yield Mistake("duplicate-id", message, help="give the source of the case its own id")
    strange = (
        f"SELECT {ROW}, key FROM loaded_sources AS s WHERE key IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM loaded_cases AS c WHERE c.key = s.key)"
    )
    yield from _unknown(SOURCES, strange, database)


def _unknown_cases(name: str, table: str, key: str, database: Answering) -> Iterator[Mistake]:
    strange = f"SELECT {ROW}, {key} FROM {table} WHERE {key} IS NOT NULL AND _case IS NULL"
    yield from _unknown(name, strange, database)


def _unknown(name: str, select: str, database: Answering) -> Iterator[Mistake]:
    for place, value in _found(database, name, "case_id", select):
        message = f"{place}: there is no case `{value}`"
        yield Mistake("unknown-case", message, help="add the case to `cases`, or leave the row out")


def _of_facts(kind: str, table: str, database: Answering) -> Iterator[Mistake]:
    backward = (
        f"SELECT {ROW}, until FROM {table} WHERE until IS NOT NULL"
        " AND (date IS NULL OR until < date)"
    )
    for place, _ in _found(database, kind, "until", backward):
        message = f"{place}: `until` is the last day and needs a `date` that is not later"
        yield Mistake("inconsistent", message, help="put the first day in `date`")
    half = f"SELECT {ROW}, 0 FROM {table} WHERE (_reliability IS NULL) <> (_credibility IS NULL)"
    for place, _ in _found(database, kind, "reliability", half):
        message = f"{place}: `reliability` and `credibility` make a grade together"
        yield Mistake("inconsistent", message, help="state both or neither")
    doubly = f"SELECT {ROW}, 0 FROM {table} WHERE _sources IS NOT NULL AND _reliability IS NOT NULL"
    for place, _ in _found(database, kind, "reliability", doubly):
        message = f"{place}: a fact with `sources` has the grades of these"
        yield Mistake("inconsistent", message, help="leave `reliability` and `credibility` out")
    uncited = _uncited(table)
    strays = 0
    for place, value in _found(database, kind, "sources", uncited):
        strays = 1
        message = f"{place}: there is no source `{value}`"
        yield Mistake("unknown-source", message, help="add it to the table `sources`")
    unknown = f"SELECT {ROW}, 0 FROM {table} WHERE _known IS NULL AND _case IS NOT NULL"
    if not strays:
        for place, _ in _found(database, kind, "known", unknown):
            message = f"{place}: nothing says when this became known"
            advice = "add `known` with the day on which you could know it, or a dated source"
            yield Mistake("known-missing", message, help=advice)


def _uncited(table: str) -> str:
    """SELECT of the citations of sources that are not there."""
    from riskmemo.batch.loading import citations  # noqa: PLC0415 - it imports this module

    return (
        f"SELECT u.{ROW}, u.source FROM ({citations(table)}) AS u WHERE NOT EXISTS (SELECT 1 FROM"
        " loaded_sources AS s WHERE s.id = u.source AND (s.key IS NULL OR s.key = u._key))"
    )


def _same_ids(kinds: Sequence[str], database: Answering) -> Iterator[Mistake]:
    """Facts of all kinds share one space of ids in a case."""
    if not kinds:
        return
    every = " UNION ALL ".join(
        f"SELECT {number} AS kind, {ROW}, _case, _id FROM {identifier(f'loaded {kind}')}"
        for number, kind in enumerate(kinds)
    )
    ((doubled,),) = database.run(
        f"SELECT count(*) FROM (SELECT 1 FROM ({every}) WHERE _case IS NOT NULL"
        " AND _id IS NOT NULL GROUP BY _case, _id HAVING count(*) > 1)"
    )
    if not doubled:
        return
    number = f"row_number() OVER (PARTITION BY _case, _id ORDER BY kind, {ROW})"
    again = (
        f"SELECT * FROM ({every}) WHERE _case IS NOT NULL AND _id IS NOT NULL QUALIFY {number} > 1"
    )
    for place, kind in enumerate(kinds):
        select = f"SELECT {ROW}, _id FROM ({again}) WHERE kind = {place}"
        for where, value in _found(database, kind, "id", select):
            message = f"{where}: the id `{value}` is used twice in a case"
            yield Mistake("duplicate-id", message, help="give each fact of a case its own id")
