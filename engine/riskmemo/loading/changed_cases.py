"""A case with fields set, indicators dropped and others added: checked as a file would be.

What is set is told as if it stood in a file `set` with one change a line, as `E3.status=in_force`;
what is added has the places of its own file.
"""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from riskmemo.errors import InvalidInput, Mistake, Span
from riskmemo.language.case import check_case
from riskmemo.language.facts import TypedRow, known_since
from riskmemo.loading.repair import STAND_IN, node_at, put, stands_in, without_rows
from riskmemo.loading.validation import validated_in_part
from riskmemo.model.addition import Addition
from riskmemo.model.base import Scalar
from riskmemo.model.case import Case
from riskmemo.model.vocabulary import BUILT_IN_FIELDS, Vocabulary
from riskmemo.source.document import read_document, read_text
from riskmemo.source.tree import ListNode, MapNode, Node, ScalarNode, span_at

Row = tuple[str, str | int]
"""Where an indicator or claim stands in a case."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A field of a fact with the value that it is set to."""

    fact: str
    field: str
    value: Scalar
    line: int

    @property
    def text(self) -> str:
        """As it is typed."""
        value = self.value if isinstance(self.value, str) else json.dumps(self.value)
        return f"{self.fact}.{self.field}={value}"

    @property
    def span(self) -> Span:
        """The place of the value."""
        start = len(self.fact) + len(self.field) + 2
        return Span("set", self.line, start + 1, max(1, len(self.text) - start), self.text)


def changed_case(
    case: Case,
    vocabulary: Vocabulary,
    *,
    settings: Sequence[Setting],
    drop: Iterable[str],
    additions: Iterable[Node],
    as_of: datetime.date,
) -> tuple[Case, tuple[TypedRow, ...]]:
    """The case after the changes, and its typed rows; ids and fields are known to exist.

    The analyst's own judgements are left out: they speak about the case as it is. Raises
    `InvalidInput` with every mistake that a case with these changes would have, and for what is
    added and not known at the cut-off.
    """
    rows = rows_of(case)
    node: Node = stands_in(_data(case))
    for setting in settings:
        node = _with(node, rows[setting.fact], setting)
    node = without_rows(node, [rows[name] for name in drop])
    for addition in additions:
        node = _added(node, addition)
    part = validated_in_part(Case, node)
    if part.mistakes or part.model is None:
        raise InvalidInput(part.mistakes)
    changed = part.model
    typed = check_case(changed, vocabulary, lambda path: _place(node, path))
    known = {row.id for row in typed if row.fact(changed.sources, as_of)}
    late = [
        not_yet_known(
            row.id, as_of, known_since(row, changed.sources), _place(node, ("indicators", at, "id"))
        )
        for at, row in enumerate(changed.indicators)
        if row.id not in rows and row.id not in known
    ]
    if late:
        raise InvalidInput(late)
    return changed, typed


def not_yet_known(
    name: str, as_of: datetime.date, known: datetime.date | None, place: Span | None
) -> Mistake:
    """The refusal of a fact of which nothing was known at the cut-off."""
    since = f"; it became known on {known}" if known and known > as_of else ""
    message = f"`{name}` is not known at the cut-off {as_of}{since}"
    help_line = "choose a later cut-off with `--as-of`, or leave it alone"
    return Mistake("not-yet-known", message, place, help_line)


def read_addition(given: str | Path | Mapping[str, Any]) -> Node:
    """A file of indicators and sources, or the same as plain data, told as if in a file `added`.

    Raises `InvalidInput` with every mistake in its shape.
    """
    if isinstance(given, Mapping):
        text = json.dumps(dict(given), ensure_ascii=False, indent=1, default=_as_text)
        node = read_text(text, "added", json=True)
    else:
        node = read_document(given)
    part = validated_in_part(Addition, node)
    if part.mistakes:
        raise InvalidInput(part.mistakes)
    return node


def rows_of(case: Case) -> dict[str, Row]:
    """Every indicator and claim by its id."""
    rows: dict[str, Row] = {row.id: ("indicators", at) for at, row in enumerate(case.indicators)}
    return rows | {name: ("claims", name) for name in case.claims}


def _data(case: Case) -> dict[str, Any]:
    """The case as plain data; rows of tables are among the indicators."""
    data: dict[str, Any] = json.loads(case.model_dump_json())
    return {key: value for key, value in data.items() if key not in {"analysis", "tables"}}


def _with(node: Node, row: Row, setting: Setting) -> Node:
    """The document with one field set; what it lacks then is told at the same place."""
    built_in = setting.field in BUILT_IN_FIELDS
    path = (*row, *(() if built_in else ("fields",)), setting.field)
    node = put(node, path, ScalarNode(setting.value, setting.span))
    for place in (row, (*row, "fields")):
        found = node_at(node, place)
        if isinstance(found, MapNode) and (setting.value is None or found.span == STAND_IN):
            node = put(node, place, replace(found, span=setting.span))
    return node


def _added(node: Node, addition: Node) -> Node:
    """The document with the indicators and sources of another."""
    if not isinstance(node, MapNode) or not isinstance(addition, MapNode):
        raise AssertionError("both were validated")
    entries = dict(node.entries)
    sources, more = entries["sources"], addition.entries.get("sources")
    if isinstance(sources, MapNode) and isinstance(more, MapNode):
        _refuse_twice(sources, more)
        entries["sources"] = MapNode(
            {**sources.entries, **more.entries}, {**sources.keys, **more.keys}, sources.span
        )
    rows, others = entries["indicators"], addition.entries["indicators"]
    if isinstance(rows, ListNode) and isinstance(others, ListNode):
        entries["indicators"] = ListNode((*rows.items, *others.items), rows.span)
    return MapNode(entries, node.keys, node.span)


def _refuse_twice(sources: MapNode, more: MapNode) -> None:
    twice = [name for name in more.entries if name in sources.entries]
    if twice:
        raise InvalidInput(
            Mistake(
                "duplicate-id",
                f"the id `{name}` is used twice",
                _known(more.keys[name]),
                "give an added source an id that the case does not have",
            )
            for name in twice
        )


def _place(node: Node, path: Sequence[str | int]) -> Span | None:
    return _known(span_at(node, path))


def _known(span: Span) -> Span | None:
    return None if span == STAND_IN else span


def _as_text(value: object) -> str:
    """A date as it is written; whatever else JSON does not know is refused by it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a case")
