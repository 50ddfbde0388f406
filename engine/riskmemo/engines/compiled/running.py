"""A compiled program: its functions in the order of the strata, run over one set of facts."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from riskmemo.engines.compiled.facts import Indexes, Kinds, Loaded
from riskmemo.engines.compiled.findings import Found, Guard, numbered
from riskmemo.engines.compiled.groups import grouped
from riskmemo.engines.limits import MAX_MATCHES
from riskmemo.language.program import Program, Query, TypedAggregate
from riskmemo.model.facts import Answer, Fact, Setting

Function = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Part:
    """A rule, aggregate or leaf as functions."""

    name: str
    query: Query
    plain: Function
    guarded: Callable[[], Function]
    """Gives the function that counts what it does, made when it is first needed."""


def few_for(parts: Sequence[Part], kinds: Iterable[str]) -> int:
    """The largest size of all kinds at which no part has more than `MAX_MATCHES` combinations."""
    every = tuple(kinds)

    def most(size: int) -> int:
        sizes = dict.fromkeys(every, size)
        return max((combinations(part.query, sizes) for part in parts), default=0)

    return bisect_right(range(MAX_MATCHES + 1), MAX_MATCHES, key=most) - 1


def combinations(query: Query, sizes: Mapping[str, int]) -> int:
    """How many combinations of facts a query has, those of its absences included."""
    each = 1
    for _, kind in query.patterns:
        each *= sizes[kind]
    if query.unless and each:
        each *= 1 + sum([combinations(absence, sizes) for absence in query.unless])
    return each


@dataclass(frozen=True, slots=True)
class Stratum:
    """A derived kind with what makes it."""

    kind: str
    fields: tuple[str, ...]
    rules: tuple[Part, ...]
    aggregate: tuple[TypedAggregate, Part] | None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program."""

    kinds: Kinds
    sizes: dict[str, int]
    by: Indexes
    setting: Setting
    found: Found

    def rules(self, parts: Iterable[Part], few: bool) -> None:
        """Run rules that derive nothing; with `few` facts of each kind none can be too much."""
        kinds, by, setting = self.kinds, self.by, self.setting
        match, gap = self.found.matches.append, self.found.gaps.append
        for part in parts:
            if few:
                part.plain(kinds, by, setting, match, gap)
            else:
                self._part(part, match, gap)

    def findings(self, stratum: Stratum) -> list[Fact]:
        """The findings of a derived kind."""
        found = self.found
        made = found.made = {}
        for part in stratum.rules:
            self._part(part, found.matches.append, found.gaps.append, found.derive)
        if stratum.aggregate:
            aggregate, part = stratum.aggregate
            found.rows = {}
            self._part(part, found.row)
            made |= grouped(aggregate, found.rows)
        return numbered(stratum.kind, stratum.fields, made)

    def values(self, part: Part) -> tuple[int | None, ...]:
        """The values of a leaf."""
        self.found.values = []
        self._part(part, self.found.value)
        return tuple(self.found.values)

    def _part(self, part: Part, *reports: Callable[..., None]) -> None:
        given: tuple[Any, ...] = self.kinds, self.by, self.setting
        if combinations(part.query, self.sizes) <= MAX_MATCHES:
            part.plain(*given, *reports)
            return
        guard = Guard(part.name, self.found)
        if len(reports) > 1:
            reports = (guard.match, guard.gap, *reports[2:])
        else:
            reports = (guard.counting(*reports),)
        part.guarded()(*given, *reports, guard.tried)


@dataclass(frozen=True)
class Compiled:
    """A program ready to run; it keeps nothing between runs, so threads may share it."""

    program: Program
    strata: tuple[Stratum, ...]
    rules: tuple[Part, ...]
    """Rules that derive nothing."""
    leaves: tuple[Part, ...]
    few: int
    """With so many facts of each kind none of the rules tries or finds too much."""

    def answer(self, facts: Loaded | Iterable[Fact], setting: Setting) -> Answer:
        """Everything the program finds in the facts; raises `EvaluationRefused` past the limits."""
        return self.run(facts, setting).answer(self.aliases)

    def run(self, facts: Loaded | Iterable[Fact], setting: Setting) -> Found:
        """The same as it is found: every match and gap with the facts bound, and its points."""
        loaded = facts if isinstance(facts, Loaded) else Loaded(facts)
        kinds = {**self.no_facts, **loaded.kinds}
        found, by = Found(), Indexes(kinds, loaded)
        sizes = {kind: len(each) for kind, each in kinds.items()}
        run = Run(kinds, sizes, by, setting, found)
        for stratum in self.strata:
            made = kinds[stratum.kind] = run.findings(stratum)
            sizes[stratum.kind] = len(made)
            found.findings += made
        run.rules(self.rules, max(sizes.values()) <= self.few)
        for leaf in self.leaves:
            found.leaves[leaf.name] = run.values(leaf)
        return found

    @cached_property
    def no_facts(self) -> Kinds:
        """Every kind, empty."""
        return {kind: [] for kind in self.program.schemas}

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """The aliases of every rule, in order."""
        return {
            typed.rule.id: tuple(alias for alias, _ in typed.query.patterns)
            for typed in self.program.rules
        }
