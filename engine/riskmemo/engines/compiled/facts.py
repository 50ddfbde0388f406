"""The facts of a case, ready to be looked up: by kind, and by the value of a field."""

from collections import defaultdict
from collections.abc import Iterable

from riskmemo.model.facts import Fact, Value

Kinds = dict[str, list[Fact]]
Place = tuple[str, str]
"""Kind and field."""
Rows = list[tuple[Fact, bool]]
"""Facts that may be what is looked for, each with whether that is unknown."""


class Index(dict[Value, Rows]):
    """The facts of a kind that may have a value in one field: those that have it or lack any.

    Under `None` (the value is unknown) stand all facts of the kind.
    """

    __slots__ = ("facts", "lacking")

    def __init__(self, facts: list[Fact], field: str) -> None:
        self.facts = facts
        self.lacking: Rows = []
        found: dict[Value, Rows] = {}
        for fact in facts:
            value = fact.values[field]
            if value is None:
                self.lacking.append((fact, True))
            elif value in found:
                found[value].append((fact, not fact.certain))
            else:
                found[value] = [(fact, not fact.certain)]
        if self.lacking:
            for rows in found.values():
                rows.extend(self.lacking)
        super().__init__(found)

    def __missing__(self, value: Value) -> Rows:
        return self.lacking if value is not None else self._unknown()

    def _unknown(self) -> Rows:
        rows = self[None] = [(fact, True) for fact in self.facts]
        return rows


class Loaded:
    """The base facts of a case by kind. What is indexed once is kept for the next run."""

    __slots__ = ("indexes", "kinds")

    def __init__(self, facts: Iterable[Fact]) -> None:
        by_kind: defaultdict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_kind[fact.kind].append(fact)
        self.kinds: Kinds = dict(by_kind)
        self.indexes: dict[Place, Index] = {}


class Indexes(dict[Place, Index]):
    """Indexes by kind and field, built when they are first asked for; a kind is complete by then.

    Those of base kinds are kept with the facts.
    """

    __slots__ = ("kinds", "loaded")

    def __init__(self, kinds: Kinds, loaded: Loaded) -> None:
        super().__init__(loaded.indexes)
        self.kinds, self.loaded = kinds, loaded

    def __missing__(self, place: Place) -> Index:
        kind, field = place
        index = self[place] = Index(self.kinds[kind], field)
        if kind in self.loaded.kinds:
            self.loaded.indexes[place] = index
        return index
