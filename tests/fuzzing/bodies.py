"""Random bodies: patterns, conditions that join them, absences; and which kinds may stand where."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.fuzzing.expressions import Expressions
from tests.fuzzing.vocabularies import Fields, Kind, Kinds

ALIASES = ("t", "u", "x", "y_1", "found", "facts", "by", "case", "maybe_t", "names", "moved", "d1")
"""Also names that generated code might use itself."""


@dataclass(frozen=True)
class Body:
    """A body as a ruleset writes it, and what expressions beside it may use."""

    written: dict[str, Any]
    text: Expressions
    sensitive: bool
    """Whether it may use identity."""
    hypothesis: str | None
    """The one hypothesis whose findings it reads."""


class Bodies:
    """Writes bodies over kinds."""

    def __init__(self, random: Random, kinds: Kinds) -> None:
        self.random, self.kinds = random, kinds

    def body(self, most: int, allowed: Sequence[str], *, absences: bool = True) -> Body:
        """Up to `most` patterns of the kinds, with conditions and absences."""
        random = self.random
        count = random.choice([1, 1, 1, 2, 2, 2, 3, 4][: {1: 3, 2: 6, 3: 7, 4: 8}[most]])
        aliases = random.sample(ALIASES, count)
        match = {alias: self._kind(allowed) for alias in aliases}
        if count > 1 and random.random() < 0.3:
            self._gated(match, aliases, allowed)
        scope = {alias: self.kinds[kind].fields for alias, kind in match.items()}
        text = Expressions(random, scope)
        where = self._where(text, aliases)
        many = random.choice([0, 0, 0, 0, 1, 1, 2]) if absences else 0
        unless = [self._absence(scope, allowed) for _ in range(many)]
        used = [*match.values(), *(kind for each in unless for kind in each["match"].values())]
        return Body(
            {"match": match, "where": where, **({"unless": unless} if unless else {})},
            text,
            any(self.kinds[kind].sensitive for kind in used),
            next((h for h in (self.kinds[kind].hypothesis for kind in used) if h), None),
        )

    def _kind(self, allowed: Sequence[str]) -> str:
        """Any kind, the derived ones more often."""
        derived = [kind for kind in allowed if self.kinds[kind].derived]
        return self.random.choice(derived if derived and self.random.random() < 0.5 else allowed)

    def _gated(self, match: dict[str, str], aliases: Sequence[str], allowed: Sequence[str]) -> None:
        """Put identity beside conduct."""
        identity = [kind for kind in allowed if self.kinds[kind].sensitive]
        if identity and "act" in allowed:
            match[aliases[0]], match[aliases[1]] = self.random.choice(identity), "act"

    def _where(self, text: Expressions, aliases: Sequence[str]) -> list[Any]:
        where: list[Any] = []
        for place in range(1, len(aliases)):
            if self.random.random() < 0.85:
                joined = text.join([aliases[place]]) if place == 1 else text.join()
                where += [joined.text] if joined else []
        for _ in range(self.random.choice([0, 0, 0, 0, 1, 1, 1, 2])):
            where.append(text.condition().text)
        if self.random.random() < 0.02:
            where.append(self.random.choice([True, "true", False, "1 < 2"]))
        return where

    def _absence(self, outer: dict[str, Fields], allowed: Sequence[str]) -> dict[str, Any]:
        """One to three patterns that see the aliases outside."""
        free = [alias for alias in ALIASES if alias not in outer]
        aliases = self.random.sample(free, self.random.choice([1, 1, 1, 2, 2, 3]))
        match = {alias: self._kind(allowed) for alias in aliases}
        inner = {alias: self.kinds[kind].fields for alias, kind in match.items()}
        text = Expressions(self.random, {**outer, **inner})
        where = []
        for alias in aliases:
            joined = text.join([alias] if len(aliases) == 1 else aliases)
            if joined and self.random.random() < 0.9:
                where.append(joined.text)
            if self.random.random() < 0.35:
                where.append(Expressions(self.random, {alias: inner[alias]}).simple().text)
        if self.random.random() < 0.25:
            where.append(text.condition().text)
        return {"match": match, **({"where": where} if where else {})}


def without_identity(kind: Kind) -> bool:
    """Whether a leaf over facts may match a kind."""
    return not kind.sensitive and kind.nature != "claim" and kind.hypothesis is None
