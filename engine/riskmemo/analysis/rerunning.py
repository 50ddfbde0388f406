"""A program that has run over a case runs again over what differs, and over nothing else.

What was found before stands for every rule, aggregate and leaf that looks at nothing that changed.
A derived kind whose findings turn out as they were stops the change there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from riskmemo.analysis.differing import Differing
from riskmemo.analysis.reads import Place, places_read
from riskmemo.engines.compiled import Compiled, Found, Loaded
from riskmemo.engines.compiled.facts import Index, Indexes, Kinds
from riskmemo.engines.compiled.findings import Matched
from riskmemo.engines.compiled.running import Part, Run
from riskmemo.model.facts import Fact, Setting
from riskmemo.model.points import to_micro

Rows = tuple[int | None, ...]


@dataclass(slots=True)
class Outcome:
    """What one rule found: its matches, and whether missing information prevented one."""

    matches: list[Matched] = field(default_factory=list)
    blocked: bool = False

    @property
    def given(self) -> tuple[int, ...]:
        """The contributions of its matches, in micropoints."""
        return tuple([points for _, _, points, *_ in self.matches])

    def worth(self, points: float) -> tuple[int, ...]:
        """The contributions if the rule gave other points; none where the identity gate is shut."""
        return tuple(
            [
                0 if gate is False else to_micro(points * strength)
                for _, strength, _, gate, *_ in self.matches
            ]
        )


Outcomes = Mapping[str, Outcome]
"""By rule."""


@dataclass(frozen=True, slots=True)
class Again:
    """What the rules and leaves that had to run again found."""

    outcomes: dict[str, Outcome]
    leaves: dict[str, Rows]


class Rerun:
    """A compiled program and what it found in a case. Threads may share it."""

    def __init__(self, made: Compiled, facts: Iterable[Fact], setting: Setting) -> None:
        self.made, self.setting = made, setting
        loaded = Loaded(facts)
        found = made.run(loaded, setting)
        self.kinds: Kinds = {**made.no_facts, **loaded.kinds}
        self.kinds |= {stratum.kind: [] for stratum in made.strata}
        for finding in found.findings:
            self.kinds[finding.kind].append(finding)
        self.place = {
            fact.id: (kind, place)
            for kind, facts in loaded.kinds.items()
            for place, fact in enumerate(facts)
        }
        """The kind of each base fact and where among its facts it stands."""
        self.sizes = {kind: len(each) for kind, each in self.kinds.items()}
        self.indexes: dict[tuple[str, str], Index] = {}
        program = made.program
        self.outcomes = outcomes_in(found, (typed.rule.id for typed in program.rules))
        self.leaves = found.leaves
        aggregates = {each.kind: places_read(each) for each in program.aggregates}
        reads = {typed.rule.id: places_read(typed) for typed in program.rules}
        leaves = {leaf.score: places_read(leaf) for leaf in program.leaves}
        self._strata = [
            (
                stratum,
                aggregates.get(stratum.kind, frozenset[Place]()).union(
                    *(reads[part.name] for part in stratum.rules)
                ),
            )
            for stratum in made.strata
        ]
        self._rules = [(part, reads[part.name]) for part in made.rules]
        self._leaves = [(part, leaves[part.name]) for part in made.leaves]

    def again(self, differing: Differing) -> Again:
        """What is found where some facts differ; raises `EvaluationRefused` past the limits."""
        kinds = {**self.kinds, **differing.kinds}
        changed, anew = set(differing.places), set(differing.kinds)
        sizes = self.sizes.copy()
        for kind, facts in differing.kinds.items():
            sizes[kind] = len(facts)
        by = _Lookups(kinds, self.indexes, anew)
        run = Run(kinds, sizes, by, self.setting, Found())
        redone: list[Part] = []
        for stratum, reads in self._strata:
            if not reads.isdisjoint(changed):
                redone += stratum.rules
                findings = run.findings(stratum)
                if not _same(findings, self.kinds[stratum.kind]):
                    kinds[stratum.kind], sizes[stratum.kind] = findings, len(findings)
                    anew.add(stratum.kind)
                    changed.add(stratum.kind)
        parts = [part for part, reads in self._rules if not reads.isdisjoint(changed)]
        run.rules(parts, max(sizes.values()) <= self.made.few)
        leaves = {
            part.name: run.values(part)
            for part, reads in self._leaves
            if not reads.isdisjoint(changed)
        }
        names = (part.name for part in (*redone, *parts))
        return Again(outcomes_in(run.found, names), leaves)


class _Lookups(Indexes):
    """The indexes of one run: shared for kinds that stand as they were, made for the others."""

    __slots__ = ("anew", "standing")

    def __init__(
        self, kinds: Kinds, standing: dict[tuple[str, str], Index], anew: set[str]
    ) -> None:
        super().__init__(kinds, NOTHING_LOADED)
        self.standing, self.anew = standing, anew

    def __missing__(self, place: tuple[str, str]) -> Index:
        kind, name = place
        index = None if kind in self.anew else self.standing.get(place)
        if index is None:
            index = Index(self.kinds[kind], name)
            if kind not in self.anew:
                self.standing[place] = index
        self[place] = index
        return index


NOTHING_LOADED = Loaded(())


def outcomes_in(found: Found, rules: Iterable[str]) -> dict[str, Outcome]:
    """What each of some rules found in a run."""
    outcomes = {name: Outcome() for name in rules}
    for match in found.matches:
        outcomes[match[0]].matches.append(match)
    for gap in found.gaps:
        outcomes[gap[0]].blocked = True
    return outcomes


def _same(findings: Sequence[Fact], before: Sequence[Fact]) -> bool:
    """Whether findings are as they were, for all that rules can see of them."""
    return len(findings) == len(before) and all(
        new.certain is old.certain and new.values == old.values
        for new, old in zip(findings, before, strict=True)
    )
