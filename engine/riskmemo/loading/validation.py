"""A model of the sound parts of a document, and every mistake in the others."""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from pydantic import ValidationError

from riskmemo.errors import Mistake
from riskmemo.loading.refusals import Refusal, mistake_in, refusals_in
from riskmemo.loading.repair import (
    STAND_IN,
    aliases_of,
    carries_its_row,
    names_defined,
    node_at,
    put,
    stands_in,
    without_rows,
)
from riskmemo.loading.shape import Path, least_value
from riskmemo.model.base import Record
from riskmemo.source.tree import MapNode, Node, plain

Model = TypeVar("Model", bound=Record)

MAX_ROUNDS = 12

NAMES_UNKNOWN = frozenset(
    {
        "not-competing", "unknown-alias", "unknown-bands", "unknown-citation", "unknown-hypothesis",
        "unknown-indicator", "unknown-kind", "unknown-leaf", "unknown-name", "unknown-score",
        "unknown-source",
    }
)  # fmt: skip
"""Codes that say that nothing has a name; what is left out for a mistake may have had it."""

NAMED_IN = {
    "sources": ("unknown-source", "unknown-citation"),
    "indicators": ("unknown-citation", "unknown-indicator"),
    "tables": ("unknown-citation", "unknown-indicator"),
    "claims": ("unknown-citation",),
    "scores": ("unknown-leaf", "unknown-score"),
    "parameters": ("unknown-name",),
    "hypotheses": ("unknown-hypothesis",),
    "competing": ("not-competing",),
    "bands": ("unknown-bands",),
    "rules": ("unknown-kind", "unknown-alias"),
    "derive": ("unknown-kind", "unknown-alias"),
}
"""What cannot be said of names once a whole section is missing."""

JUDGED_BY = frozenset({"type", "combine"})
"""Keys that a record is judged by without being named in the refusal."""


@dataclass(frozen=True, slots=True)
class Partial(Generic[Model]):
    """What could be read of a document: the model of its sound parts, and every mistake so far.

    Something stands in for values that are missing or wrong, so `model` is for checks only where
    there are mistakes.
    """

    model: Model | None
    node: Node
    mistakes: tuple[Mistake, ...]
    dropped: frozenset[str] = frozenset()
    """Names that the parts left out for their mistakes define."""
    silent: frozenset[str] = frozenset()
    """Codes that say nothing any more, because the section with the names is left out."""

    def without_kinds(self) -> "Partial[Model]":
        """The same where the vocabulary cannot be read, so that nothing is known of kinds."""
        return replace(self, silent=self.silent | {"unknown-kind", "unknown-alias"})

    def concerns_dropped(self, mistake: Mistake) -> bool:
        """Whether a later mistake only follows from a part that was left out or stood in for."""
        if mistake.span == STAND_IN or mistake.code in self.silent:
            return True
        if mistake.code not in NAMES_UNKNOWN:
            return False
        words = re.findall(r"`\[?([^`\]]*)\]?`", mistake.message)
        name = words[0 if mistake.code == "unknown-leaf" else -1]
        if mistake.code == "unknown-alias":
            return name in self.dropped or name in set(aliases_of(self.node, self.dropped))
        return name in self.dropped


def validated_in_part(model: type[Model], node: Node) -> Partial[Model]:
    """The model of a document, with something in place of what is missing or wrong.

    So that one run can report what is wrong in the rest, too.
    """
    mistakes: list[Mistake] = []
    repair = _Repair(model, node)
    for round_number in range(MAX_ROUNDS):
        try:
            found = model.model_validate_json(json.dumps(plain(repair.node)), strict=True)
        except ValidationError as error:
            refusals = refusals_in(repair.node, error.errors(include_url=False))
            mistakes += (
                mistake_in(model, repair.node, each)
                for each in refusals
                if round_number == 0 or _is_news(repair.node, each)
            )
            if not repair.made(refusals):
                break
        else:
            return repair.partial(found, mistakes)
    return repair.partial(None, mistakes)


def _is_news(node: Node, refusal: Refusal) -> bool:
    """Whether a record is refused as a whole, for reasons in which nothing stands in."""
    found = node_at(node, refusal.path)
    if not refusal.of_record or not isinstance(found, MapNode) or found.span == STAND_IN:
        return False
    judged = {*refusal.named, *JUDGED_BY}
    removed = found.keys.keys() - found.entries.keys()
    stood_in = {key for key, value in found.entries.items() if value.span == STAND_IN}
    return not judged & (removed | stood_in)


@dataclass(slots=True)
class _Repair:
    """A document on its way to one that the model accepts."""

    model: type[Record]
    node: Node
    dropped: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)

    def partial(self, found: Model | None, mistakes: list[Mistake]) -> Partial[Model]:
        return Partial(
            found, self.node, tuple(mistakes), frozenset(self.dropped), frozenset(self.silent)
        )

    def made(self, refusals: list[Refusal]) -> bool:
        """Repair what is refused; false where nothing can be done."""
        before, rows = self.node, set()
        for refusal in refusals:
            if self._takes_its_row(refusal):
                rows.add(refusal.path[:2])
            elif refusal.of_record:
                self._without_named(refusal)
            elif refusal.is_unknown_key:
                self._leave_out(refusal.path)
            elif refusal.place:
                self._stand_in(refusal.place)
        for row in rows:
            self.dropped |= set(names_defined(self.node, row))
        self.node = without_rows(self.node, rows)
        return self.node is not before and self.node != before

    def _takes_its_row(self, refusal: Refusal) -> bool:
        if len(refusal.path) < 2 or refusal.is_unknown_key:
            return len(refusal.place) > 2 and carries_its_row(refusal.place)
        if refusal.of_record:
            found = node_at(self.node, refusal.path)
            written = found.entries.keys() if isinstance(found, MapNode) else set()
            return len(refusal.path) == 2 and not refusal.named & written
        return carries_its_row(refusal.place) or (
            not refusal.missing and node_at(self.node, refusal.path).span == STAND_IN
        )

    def _without_named(self, refusal: Refusal) -> None:
        found = node_at(self.node, refusal.path)
        for name in refusal.named & (found.entries.keys() if isinstance(found, MapNode) else set()):
            self.node = put(self.node, (*refusal.path, name), None)

    def _leave_out(self, path: Path) -> None:
        self.dropped |= set(names_defined(self.node, path)) if len(path) == 1 else {str(path[-1])}
        self.node = put(self.node, path, None)

    def _stand_in(self, place: Path) -> None:
        if len(place) == 1:
            self.dropped |= set(names_defined(self.node, place))
            self.silent |= set(NAMED_IN.get(str(place[0]), ()))
        self.node = put(self.node, place, stands_in(least_value(self.model, place)))
