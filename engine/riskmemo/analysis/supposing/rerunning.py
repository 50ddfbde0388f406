"""A program that has run over a case runs again over what differs, and over nothing else.

What was found before stands for every rule, aggregate and leaf that looks at nothing that changed.
A derived kind whose findings turn out as they were stops the change there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from riskmemo.analysis.supposing.differing import Differing
from riskmemo.analysis.supposing.reads import Place, Places, places_read
from riskmemo.engines.compiled import Compiled, Found, Loaded
from riskmemo.engines.compiled.facts import Index, Indexes, Kinds
from riskmemo.engines.compiled.findings import Matched
from riskmemo.engines.compiled.running import Part, Run, Stratum
from riskmemo.language.program import TypedRule
from riskmemo.language.replacing import Body
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


@dataclass(frozen=True)
class Looks:
    """What is run together, and what it looks at."""

    bodies: tuple[Body, ...]

    @cached_property
    def reads(self) -> Places:
        """The places that the bodies read."""
        return frozenset[Place]().union(*map(places_read, self.bodies))


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
        rules = {typed.rule.id: typed for typed in program.rules}
        leaves = {leaf.score: leaf for leaf in program.leaves}
        self.strata = tuple((stratum, _makers(stratum, rules)) for stratum in made.strata)
        """Derived kinds in order, each with what makes it."""
        self.rules = tuple((part, Looks((rules[part.name],))) for part in made.rules)
        """Rules that derive nothing."""
        self.scored = tuple((part, Looks((leaves[part.name],))) for part in made.leaves)
        """Leaves over facts."""

    def again(self, differing: Differing) -> Again:
        """What is found where some facts differ; raises `EvaluationRefused` past the limits."""
        run, changed = self.run(differing.kinds), set(differing.places)
        redone: list[Part] = []
        for stratum, looks in self.strata:
            if not looks.reads.isdisjoint(changed):
                redone += stratum.rules
                findings = run.findings(stratum)
                if not same_findings(findings, self.kinds[stratum.kind]):
                    run.kinds[stratum.kind] = findings
                    run.sizes[stratum.kind] = len(findings)
                    changed.add(stratum.kind)
        parts = [part for part, looks in self.rules if not looks.reads.isdisjoint(changed)]
        run.rules(parts, max(run.sizes.values()) <= self.made.few)
        leaves = {
            part.name: run.values(part)
            for part, looks in self.scored
            if not looks.reads.isdisjoint(changed)
        }
        names = (part.name for part in (*redone, *parts))
        return Again(outcomes_in(run.found, names), leaves)

    def run(self, anew: Mapping[str, list[Fact]]) -> Run:
        """A run in which some kinds have other facts."""
        kinds, sizes = {**self.kinds, **anew}, self.sizes.copy()
        for kind, facts in anew.items():
            sizes[kind] = len(facts)
        return Run(kinds, sizes, _Lookups(kinds, self), self.setting, Found())

    def outcome(self, part: Part, run: Run) -> Outcome:
        """What a rule that derives nothing finds in a run."""
        run.rules([part], max(run.sizes.values()) <= self.made.few)
        return outcomes_in(run.found, [part.name])[part.name]


class _Lookups(Indexes):
    """The indexes of one run: shared for kinds that stand as they were, made for the others."""

    __slots__ = ("standing",)

    def __init__(self, kinds: Kinds, standing: Rerun) -> None:
        super().__init__(kinds, NOTHING_LOADED)
        self.standing = standing

    def __missing__(self, place: tuple[str, str]) -> Index:
        kind, name = place
        facts, standing = self.kinds[kind], self.standing
        shared = facts is standing.kinds[kind]
        index = standing.indexes.get(place) if shared else None
        if index is None:
            index = Index(facts, name)
            if shared:
                standing.indexes[place] = index
        self[place] = index
        return index


def _makers(stratum: Stratum, rules: Mapping[str, TypedRule]) -> Looks:
    aggregate = [stratum.aggregate[0]] if stratum.aggregate else []
    return Looks((*(rules[part.name] for part in stratum.rules), *aggregate))


NOTHING_LOADED = Loaded(())


def outcomes_in(found: Found, rules: Iterable[str]) -> dict[str, Outcome]:
    """What each of some rules found in a run."""
    outcomes = {name: Outcome() for name in rules}
    for match in found.matches:
        outcomes[match[0]].matches.append(match)
    for gap in found.gaps:
        outcomes[gap[0]].blocked = True
    return outcomes


def same_findings(findings: Sequence[Fact], before: Sequence[Fact]) -> bool:
    """Whether findings are as they were, for all that rules can see of them."""
    return len(findings) == len(before) and all(
        new.certain is old.certain and new.values == old.values
        for new, old in zip(findings, before, strict=True)
    )
