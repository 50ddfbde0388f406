"""The facts of a state between old and new: each indicator and claim as it was, or as it is.

A state is a mask: the bits of the causes that have come about. A source that only one case has is
no cause where the facts that cite it are: it comes and goes with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from riskmemo.analysis.basis import Basis
from riskmemo.language.facts import Sources, TypedRow
from riskmemo.model.case import Citation, Evidence, Source
from riskmemo.model.facts import Fact
from riskmemo.model.vocabulary import CLAIM_KIND, Vocabulary

Bits = Mapping[str, int]
"""The id of a cause to its bit in a mask; what is no cause has none."""


@dataclass(frozen=True)
class Entry:
    """An indicator or claim of either side, or of both."""

    id: str
    old: TypedRow | None
    new: TypedRow | None
    """The same object as `old` where scores see no difference but in sources."""

    @property
    def rows(self) -> tuple[TypedRow, ...]:
        """The different rows it can be."""
        rows = tuple(row for row in (self.old, self.new) if row is not None)
        return rows[:1] if self.old is self.new else rows

    @property
    def cause(self) -> str:
        """The id of the cause that it may be."""
        return f"{'claim' if self.rows[0].kind == CLAIM_KIND else 'indicator'} {self.id}"

    @property
    def cited(self) -> tuple[str, ...]:
        """The sources that it cites on either side."""
        uses = (use.source for row in self.rows for use in row.evidence.sources)
        return tuple(dict.fromkeys(uses))


class MixedFacts:
    """Indicators, claims and sources of both sides."""

    def __init__(self, old: Basis, new: Basis, vocabulary: Vocabulary) -> None:
        self.old, self.new, self.vocabulary = old, new, vocabulary
        self.bits: Bits = {}
        self._kept: dict[tuple[str, int], tuple[Fact, ...]] = {}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every indicator and claim of either side, by id."""
        before, after = ({row.id: row for row in each.rows} for each in (self.old, self.new))
        names = sorted(before.keys() | after.keys())
        return tuple(self._entry(name, before.get(name), after.get(name)) for name in names)

    def _entry(self, name: str, old: TypedRow | None, new: TypedRow | None) -> Entry:
        old, new = old and self._padded(old), new and self._padded(new)
        if old and new and self._is_same(old, new):
            old = new = replace(new, evidence=_citing_both(old, new))
        return Entry(name, old, new)

    def _padded(self, row: TypedRow) -> TypedRow:
        """The row with every field that its kind has on either side."""
        fields = self.vocabulary.kinds[row.kind].fields
        if fields.keys() <= row.values.keys():
            return row
        return replace(row, values={**dict.fromkeys(fields), **row.values})

    def _is_same(self, old: TypedRow, new: TypedRow) -> bool:
        """Whether two rows differ at most in texts, and in sources that only one case has."""
        shared = self.old.case.sources.keys() & self.new.case.sources.keys()
        before, after = ({use for use in _uses(row) if use[0] in shared} for row in (old, new))
        has_common_ground = bool(before) or _uses(old) == _uses(new)
        same_clocks = old.evidence.known == new.evidence.known
        same_values = (old.kind, old.values) == (new.kind, new.values)
        return same_values and same_clocks and before == after and has_common_ground

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries that are of a kind on either side."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for kind in dict.fromkeys(row.kind for row in entry.rows):
                found.setdefault(kind, []).append(entry)
        return {kind: tuple(each) for kind, each in found.items()}

    # --- states -------------------------------------------------------------------------------

    def facts(self, kind: str, mask: int) -> tuple[Fact, ...]:
        """The facts of a kind that are known in a state, by id."""
        key = kind, mask & self.seen(kind)
        if key not in self._kept:
            found = (self.fact(entry, mask) for entry in self.by_kind.get(kind, ()))
            self._kept[key] = tuple(fact for fact in found if fact and fact.kind == kind)
        return self._kept[key]

    def seen(self, kind: str) -> int:
        """The causes that can change the facts of a kind."""
        return self._seen.get(kind, 0)

    @cached_property
    def _seen(self) -> Mapping[str, int]:
        seen = dict.fromkeys(self.by_kind, 0)
        for kind, entries in self.by_kind.items():
            for entry in entries:
                seen[kind] |= self.seen_by(entry)
        return seen

    def seen_by(self, entry: Entry) -> int:
        """The causes that can change one entry: its own, and those of its sources."""
        seen = self.bits.get(entry.cause, 0)
        for name in entry.cited:
            seen |= self.bits.get(f"source {name}", 0)
        return seen

    def fact(self, entry: Entry, mask: int, bits: Bits | None = None) -> Fact | None:
        """What an entry is in a state; none where it is not there or not known."""
        bits = self.bits if bits is None else bits
        is_new = bool(mask & bits.get(entry.cause, 0))
        row, side = (entry.new, self.new) if is_new else (entry.old, self.old)
        if row is None:
            return None
        return row.fact(self._sources(entry, row, mask, bits), side.found.setting.as_of)

    def _sources(self, entry: Entry, row: TypedRow, mask: int, bits: Bits) -> Sources:
        """The sources that a row cites, as they are in a state."""
        found: dict[str, Source] = {}
        for use in row.evidence.sources:
            before, after = (each.case.sources.get(use.source) for each in (self.old, self.new))
            bit = bits.get(f"source {use.source}", 0)
            has_come = bool(mask & bit)
            if before and after:
                found[use.source] = after if has_come else before
            elif only := before or after:
                follows = bit and entry.old is entry.new
                if not follows or has_come == bool(after):
                    found[use.source] = only
        return found


def _uses(row: TypedRow) -> set[tuple[str, int]]:
    return {(use.source, use.credibility) for use in row.evidence.sources}


def _citing_both(old: TypedRow, new: TypedRow) -> Evidence:
    """The evidence of a row with the citations of both sides."""
    uses: dict[tuple[str, int], Citation] = {}
    for use in (*new.evidence.sources, *old.evidence.sources):
        uses.setdefault((use.source, use.credibility), use)
    return new.evidence.model_copy(update={"sources": tuple(uses.values())})
