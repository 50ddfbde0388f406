"""Indicators in CSV tables: one indicator a row, all of one kind."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from riskmemo.errors import Mistake, Span, did_you_mean
from riskmemo.language.types import from_percent
from riskmemo.loading.repair import STAND_IN, stands_in
from riskmemo.loading.vocabularies import inside
from riskmemo.model.case import Table
from riskmemo.model.vocabulary import FieldType, KindSpec
from riskmemo.source.scalars import BadNumber, resolve
from riskmemo.source.table import Row, sound_rows
from riskmemo.source.table import Table as Rows
from riskmemo.source.tree import ListNode, MapNode, Node, ScalarNode

META = ("id", "date", "until", "known", "says", "sources")
"""Columns that are not fields of the kind."""
NEEDED = ("id", "says", "sources")
CITED = {"source": "stand_in", "credibility": 1}
"""In place of a citation that cannot be read."""
LOST: dict[str, Any] = {"kind": "stand_in", "fields": {}, "says": "stand-in", "sources": [CITED]}
"""In place of the cells of a row that does not fit its header."""
CITATION = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,63})/([1-6])", re.ASCII)


def indicators_in(
    table: Table, spec: KindSpec, folder: Path, place: Span
) -> tuple[list[Node], tuple[Mistake, ...]]:
    """The rows of a table as the document nodes of indicators, each cell in its place.

    Beside them every mistake in the file; something stands in for what is wrong or missing. Raises
    `InvalidInput` where nothing can be read.
    """
    found, told = sound_rows(inside(folder, table.file, place))
    mistakes = [*told, *_wrong_columns(found, table.kind, spec)]
    rows = [_indicator(row, table.kind, spec, mistakes) for row in found.rows]
    return rows, tuple(mistakes)


def _wrong_columns(found: Rows, kind: str, spec: KindSpec) -> Iterator[Mistake]:
    known = [*META, *spec.fields]
    unknown = {name: span for name, span in found.columns.items() if name and name not in known}
    for name, span in unknown.items():
        message = f"the kind `{kind}` has no field `{name}`"
        yield Mistake("unknown-column", message, span, did_you_mean(name, known))
    required = [name for name, field in spec.fields.items() if field.required and not unknown]
    header = next(iter(found.columns.values()))
    for name in (*NEEDED, *required):
        if name not in found.columns:
            message = f"the table needs a column `{name}`"
            yield Mistake("missing-column", message, header, f"add `{name}` to the first line")


def _indicator(row: Row, kind: str, spec: KindSpec, mistakes: list[Mistake]) -> Node:
    """A row as an indicator; one that does not fit its header keeps nothing but its id."""
    entries: dict[str, Node] = {"kind": ScalarNode(kind, row.span)}
    for name in META:
        cell = row.cells.get(name)
        if cell is None and name in NEEDED:
            entries[name] = stands_in([CITED] if name == "sources" else "stand-in")
        elif cell is not None and cell.value is not None:
            entries[name] = _citations(cell, mistakes) if name == "sources" else cell
    if row.is_ragged:
        named = entries.get("id", stands_in("stand_in"))
        return _mapping({"id": named, **{key: stands_in(each) for key, each in LOST.items()}}, row)
    fields: dict[str, Node] = {
        name: typed_cell(cell, spec.fields[name].type, mistakes)
        for name, cell in row.cells.items()
        if name in spec.fields and cell.value is not None
    }
    for name, field in spec.fields.items():
        if field.required and name not in row.cells:
            fields[name] = stands_in("stand-in")
    return _mapping({**entries, "fields": _mapping(fields, row)}, row)


def _mapping(entries: dict[str, Node], row: Row) -> Node:
    return MapNode(entries, {name: node.span for name, node in entries.items()}, row.span)


def typed_cell(cell: ScalarNode, wanted: FieldType, mistakes: list[Mistake]) -> ScalarNode:
    """A cell of a number or bool column read as YAML would; everything else stays text."""
    if wanted not in {FieldType.NUMBER, FieldType.SHARE, FieldType.BOOL}:
        return cell
    try:
        value = resolve(str(cell.value))
    except BadNumber as bad:
        mistakes.append(Mistake(bad.code, bad.message, cell.span, bad.help))
        return ScalarNode(cell.value, STAND_IN)
    if isinstance(value, str) or value is None:
        how = (
            "write `true` or `false`"
            if wanted is FieldType.BOOL
            else from_percent(str(cell.value)) or "write a plain number, as `0.038` or `4200000`"
        )
        mistakes.append(
            Mistake(
                "wrong-type", f"`{cell.value}` stands where a {wanted} is needed", cell.span, how
            )
        )
        return ScalarNode(cell.value, STAND_IN)
    return ScalarNode(value, cell.span)


def _citations(cell: ScalarNode, mistakes: list[Mistake]) -> Node:
    """`S1/2 S3/1` as a list of citations: source and credibility."""
    items: list[Node] = []
    for word in re.finditer(r"\S+", str(cell.value)):
        span: Span = cell.span.inside(word.start(), len(word[0]))
        found = CITATION.fullmatch(word[0])
        if found is None:
            mistakes.append(
                Mistake(
                    "bad-citation",
                    f"`{word[0]}` is not a citation",
                    span,
                    "write source and credibility, as `S1/2 S3/1`",
                )
            )
            items.append(stands_in(CITED))
            continue
        entries: dict[str, Node] = {
            "source": ScalarNode(found[1], span),
            "credibility": ScalarNode(int(found[2]), span),
        }
        items.append(MapNode(entries, dict.fromkeys(entries, span), span))
    return ListNode(tuple(items), cell.span)
