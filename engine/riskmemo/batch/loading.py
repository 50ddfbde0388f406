"""A panel in the database: cases with a dense number, facts with what was known of them when.

`loaded KIND` holds every fact with `_case`, `_row`, `id`, the fields of the kind, `_known` (since
when it is known), `_visible` (whether a source of it was out by the cut-off), `_supports` (whether
a grade that was out is C3 or better), `_refused` and `_undated` (whether a day or citation of it,
or what its sources say, is refused already).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from riskmemo.batch import relations
from riskmemo.batch.checking import Checked, checked
from riskmemo.batch.database import Answering, Database, identifier
from riskmemo.batch.tables import (
    CASES,
    ROW,
    SEARCHED,
    SOURCES,
    Opened,
    Panel,
    forget,
    opened,
)
from riskmemo.engines.sql.expressions import sql_type
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.program import Program
from riskmemo.language.scope import schema_of
from riskmemo.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class Loaded:
    """A panel in the database, without a mistake."""

    cases: int
    most: Mapping[str, int]
    """The kinds that have a table, and how many facts of each a case has at most."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that have a table."""
        return tuple(self.most)


def load(panel: Panel, vocabulary: Vocabulary, database: Database) -> Loaded:
    """Check and load a panel; raises `InvalidInput` with every mistake of every table."""
    found = opened(panel, vocabulary, database)
    try:
        return load_opened(found, vocabulary, database)
    finally:
        for table in found.tables.values():
            forget(table, database)


def load_opened(found: Opened, vocabulary: Vocabulary, database: Answering) -> Loaded:
    """Check and load tables that are open."""
    mistakes = list(found.mistakes)
    tables = dict(_checked(found, vocabulary, database, mistakes))
    whole = {name: each for name, each in tables.items() if _can_be_joined(each)}
    kinds = tuple(kind for kind in vocabulary.kinds if kind in whole)
    if CASES in whole:
        _load_cases(whole[CASES], database)
        _load_sources(whole.get(SOURCES), database)
        _load_searched(whole.get(SEARCHED), database)
        for kind in kinds:
            _load_facts(whole[kind], kind, vocabulary, database)
        mistakes += relations.mistakes(kinds, database)
    if mistakes:
        raise InvalidInput(mistakes)
    ((count,),) = database.run("SELECT count(*) FROM loaded_cases")
    if not count:
        raise relations.no_cases()
    return Loaded(count, _most(kinds, database))


def _most(kinds: Sequence[str], database: Answering) -> dict[str, int]:
    """How many facts of each kind a case has at most."""
    parts = [
        f"SELECT {place} AS place, coalesce(max(n), 0) AS most FROM"
        f" (SELECT count(*) AS n FROM {facts_table(kind)} GROUP BY _case)"
        for place, kind in enumerate(kinds)
    ]
    rows = sorted(database.run(" UNION ALL ".join(parts))) if parts else []
    return {kind: int(most) for kind, (_, most) in zip(kinds, rows, strict=True)}


def _checked(
    found: Opened, vocabulary: Vocabulary, database: Answering, mistakes: list[Mistake]
) -> Iterator[tuple[str, Checked]]:
    for name, table in found.tables.items():
        try:
            yield name, checked(table, vocabulary, database, mistakes)
        except InvalidInput as error:
            mistakes += error.mistakes


def _can_be_joined(table: Checked) -> bool:
    needed = {CASES: ("case_id",), SOURCES: ("id",), SEARCHED: ("case_id", "kind")}
    return all(name in table.columns for name in needed.get(table.table.name, ("case_id", "id")))


def _load_cases(table: Checked, database: Answering) -> None:
    database.run(
        f"CREATE TABLE loaded_cases AS SELECT {ROW} - 1 AS _case, {ROW},"
        f" CAST({table.value('case_id')} AS VARCHAR) AS key, case_id,"
        f" CAST({table.value('subject')} AS VARCHAR) AS subject,"
        f" CAST({table.value('as_of')} AS DATE) AS as_of,"
        f" CAST({table.value('horizon')} AS DATE) AS horizon,"
        + _texts(table, ("title", "question", "marking", "vocabulary"))
        + f" FROM ({table.table.relation}) ORDER BY {ROW}"
    )


def _texts(table: Checked, names: tuple[str, ...]) -> str:
    return ", ".join(
        f"CAST({table.value(name)} AS VARCHAR) AS {identifier(name)}" for name in names
    )


def _load_sources(table: Checked | None, database: Answering) -> None:
    texts = ("id", "publisher", "title", "url", "note", "reliability")
    if table is None:
        columns = ", ".join(f"NULL::VARCHAR AS {name}" for name in texts)
        select = (
            f"SELECT 0 AS {ROW}, NULL::VARCHAR AS key, NULL::DATE AS date, false AS refused,"
            f" {columns}"
        )
        database.run(f"CREATE TABLE loaded_sources AS {select} LIMIT 0")
        return
    database.run(
        f"CREATE TABLE loaded_sources AS SELECT {ROW},"
        f" CAST({table.value('case_id')} AS VARCHAR) AS key,"
        f" CAST({table.value('date')} AS DATE) AS date, {table.refused('date')} AS refused,"
        f" {_texts(table, texts)}"
        f" FROM ({table.table.relation})"
    )


def _load_searched(table: Checked | None, database: Answering) -> None:
    if table is None:
        database.run(
            f"CREATE TABLE loaded_searched AS SELECT 0 AS {ROW}, NULL::VARCHAR AS key,"
            " NULL::BIGINT AS _case, NULL::VARCHAR AS kind, NULL::VARCHAR AS result LIMIT 0"
        )
        return
    database.run(
        f"CREATE TABLE loaded_searched AS SELECT s.{ROW}, s.key, c._case, s.kind, s.result FROM"
        f" (SELECT {ROW}, CAST({table.value('case_id')} AS VARCHAR) AS key,"
        f" {_texts(table, ('kind', 'result'))} FROM ({table.table.relation})) AS s"
        " LEFT JOIN loaded_cases AS c ON c.key = s.key"
    )


def facts_table(kind: str) -> str:
    """The table with every fact of a kind, as SQL takes it."""
    return identifier(f"loaded {kind}")


TEXTS = ("says", "speaker", "wording", "statement", "corroboration")


def _load_facts(table: Checked, kind: str, vocabulary: Vocabulary, database: Answering) -> None:
    schema = schema_of(kind, vocabulary.kinds[kind])
    fields = ", ".join(
        f"CAST({table.value(name)} AS {sql_type(type_)}) AS {identifier(name)}"
        for name, type_ in schema.fields.items()
    )
    own = {n: table.value(n) if n not in schema.fields else "NULL" for n in (*TEXTS, *GRADE)}
    texts = ", ".join(
        f"CAST({own[n]} AS {GRADE.get(n, 'VARCHAR')}) AS {identifier(f'_{n}')}" for n in own
    )
    typed = (
        f"SELECT {ROW}, CAST({table.value('case_id')} AS VARCHAR) AS _key,"
        f" CAST({table.value('id')} AS VARCHAR) AS _id,"
        f" CAST({table.value('known')} AS DATE) AS _since,"
        f" CAST({table.value('sources')} AS VARCHAR) AS _sources,"
        f" {table.refused('date', 'known', 'sources')} AS _refused, {texts}, {fields}"
        f" FROM ({table.table.relation})"
    )
    cited = "sources" in table.columns
    database.run(
        f"CREATE TABLE {facts_table(kind)} AS WITH typed AS ({typed}),"
        " fact AS (SELECT t.*, c._case, c.as_of AS _as_of FROM typed AS t"
        " LEFT JOIN loaded_cases AS c ON c.key = t._key)"
        + (_cited() if cited else "")
        + f" SELECT fact.*, {_known(cited)} FROM fact"
        + (f" LEFT JOIN graded AS g ON g.{ROW} = fact.{ROW}" if cited else "")
    )


GRADE = {"reliability": "VARCHAR", "credibility": "BIGINT"}
GOOD = "{reliability} <= 'C' AND {credibility} <= 3"


def citations(table: str) -> str:
    """SELECT of every citation of the facts of a table: row, case and source."""
    return (
        f"SELECT {ROW}, _key, _as_of, split_part(_one, '/', 1) AS source,"
        " CAST(split_part(_one, '/', 2) AS BIGINT) AS credibility FROM (SELECT"
        f" {ROW}, _key, _as_of, unnest(string_split_regex(_sources, ' +')) AS _one FROM {table})"
        f" WHERE regexp_full_match(_one, '[^/]+/[1-6]')"
    )


def _cited() -> str:
    out = "(date IS NULL OR date <= _as_of)"
    good = GOOD.format(reliability="reliability", credibility="credibility")
    named = " UNION ALL ".join(
        f"SELECT u.{ROW}, u._as_of, u.credibility, s.date, s.reliability, s.refused FROM used AS u"
        f" JOIN loaded_sources AS s ON s.id = u.source AND {whose}"
        for whose in ("s.key = u._key", "s.key IS NULL")
    )
    return (
        f", used AS ({citations('fact')}), graded AS (SELECT {ROW}, min(date) AS earliest,"
        " bool_or(refused) AS undated,"
        f" bool_or({out}) AS visible, bool_or({out} AND {good}) AS supports"
        f" FROM ({named}) GROUP BY {ROW})"
    )


def _known(cited: bool) -> str:
    """Since when a fact is known; one without a source is known from its `date`."""
    own = GOOD.format(reliability="fact._reliability", credibility="fact._credibility")
    own = f"coalesce({own}, false)"
    if not cited:
        return (
            "coalesce(fact._since, fact.date) AS _known, true AS _visible,"
            f" {own} AS _supports, false AS _undated"
        )
    return (
        "CASE WHEN fact._sources IS NULL THEN coalesce(fact._since, fact.date)"
        " ELSE coalesce(fact._since, g.earliest) END AS _known,"
        " fact._sources IS NULL OR coalesce(g.visible, false) AS _visible,"
        f" CASE WHEN fact._sources IS NULL THEN {own}"
        " ELSE coalesce(g.supports, false) END AS _supports,"
        " coalesce(g.undated, fact._sources IS NOT NULL) AS _undated"
    )


def load_part(program: Program, panel: Loaded, database: Answering, first: int, end: int) -> None:
    """The tables that compiled statements read, with the cases from `first` to before `end`."""
    of_part = f"_case >= {int(first)} AND _case < {int(end)}"
    tables = {
        "cases": "SELECT _case, as_of, horizon, subject FROM loaded_cases",
        "searched": "SELECT _case, kind FROM loaded_searched",
    }
    for name, select in tables.items():
        database.run(
            f"CREATE OR REPLACE TEMP TABLE {name} AS {select} WHERE {of_part}", name="load"
        )
    for kind, schema in program.schemas.items():
        if schema.derived:
            continue
        target = identifier(f"facts_{kind}")
        if kind in panel.kinds:
            columns = ", ".join(identifier(name) for name in schema.fields)
            select = (
                f"SELECT _case, _id, _supports, {columns} FROM {facts_table(kind)}"
                f" WHERE {of_part} AND _visible AND _known <= _as_of"
            )
        else:
            columns = ", ".join(
                f"NULL::{sql_type(type_)} AS {identifier(name)}"
                for name, type_ in schema.fields.items()
            )
            select = (
                "SELECT NULL::BIGINT AS _case, NULL::VARCHAR AS _id, NULL::BOOLEAN AS _supports,"
                f" {columns} LIMIT 0"
            )
        database.run(f"CREATE OR REPLACE TEMP TABLE {target} AS {select}", name="load")
