"""What rules with `bears_on` found, each with the grade that it deserves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from riskmemo.analysis.rivals.grade_weights import Grade, best_of, weight_of, worst_of
from riskmemo.evaluate import Evaluation
from riskmemo.language.bodies import all_patterns
from riskmemo.language.facts import Sources
from riskmemo.language.program import TypedRule
from riskmemo.language.strata import reads
from riskmemo.model.case import Case
from riskmemo.model.competing import Why
from riskmemo.model.facts import Fact
from riskmemo.model.grading import supports_identity_rule
from riskmemo.model.ruleset import Aggregate, Rule

Standing = Literal["counts", "context"] | Why
"""`context`: it uses identity and no documented conduct graded C3 or better opens the gate."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """One match or gap of a rule that bears on hypotheses."""

    rule: Rule
    facts: tuple[tuple[str, str], ...]
    """(alias, fact id), by alias."""
    evidence: frozenset[str]
    searched: tuple[str, ...]
    """Kinds of which nothing is on file and whose absence it rests on."""
    grade: Grade | None
    standing: Standing


class Bearings:
    """Reads the bearings off one evaluation, with the sources that there are."""

    def __init__(self, found: Evaluation, case: Case, sources: Sources) -> None:
        self._found, self._program = found, found.program
        self._rules = {t.rule.id: t for t in self._program.rules if t.rule.bears_on}
        every = (*found.facts, *found.answer.findings)
        self._fact = {fact.id: fact for fact in every}
        self._present = {fact.kind for fact in every}
        self._searches = _searches(found, case, sources)

    def matched(self) -> Iterator[Bearing]:
        """One for every match."""
        for match in self._found.answer.matches:
            typed = self._rules.get(match.rule)
            if typed:
                held = match.gate is False
                yield self._bearing(typed, match.facts, match.evidence, "counts", held=held)

    def missed(self) -> Iterator[Bearing]:
        """One for every gap."""
        for gap in self._found.answer.gaps:
            typed = self._rules.get(gap.rule)
            if typed:
                bound = {alias: self._fact[name] for alias, name in gap.facts}
                evidence = frozenset[str]().union(*(fact.evidence for fact in bound.values()))
                held = typed.uses_identity and not _may_open(typed, bound)
                yield self._bearing(typed, gap.facts, evidence, "unknown", held=held)

    def _bearing(
        self,
        typed: TypedRule,
        facts: tuple[tuple[str, str], ...],
        evidence: frozenset[str],
        standing: Standing,
        *,
        held: bool,
    ) -> Bearing:
        absent = sorted(self._absent(typed))
        grades = [best_of(self._fact[name].grades) for name in evidence]
        grades += [self._searches.get(kind) for kind in absent]
        grade = worst_of(grades)
        if held:
            standing = "context"
        elif any(kind not in self._searches for kind in absent):
            standing = "not searched"
        elif standing == "counts" and weight_of(grade) is None:
            standing = "not graded"
        return Bearing(typed.rule, facts, evidence, tuple(absent), grade, standing)

    def _absent(self, typed: TypedRule) -> set[str]:
        """Kinds of the vocabulary of which nothing is on file and that an absence looks at."""
        looked_at = {kind for inner in typed.query.unless for _, kind in all_patterns(inner)}
        return {kind for each in looked_at for kind in self._bases(each)} - self._present

    def _bases(self, kind: str) -> set[str]:
        """The kinds of the vocabulary that a kind is made of; itself where it is one."""
        if kind in self._program.vocabulary.kinds:
            return {kind}
        bodies: list[Rule | Aggregate] = [t.rule for t in self._program.derivers(kind)]
        made = self._program.ruleset.derive.get(kind)
        bodies += [made] if made else []
        read = {each for body in bodies for each in reads(body)}
        return {base for each in read for base in self._bases(each)}


def _searches(found: Evaluation, case: Case, sources: Sources) -> Mapping[str, Grade | None]:
    """Kind to the grade of the search for it; none where no source of it was out."""
    as_of, graded = found.setting.as_of, {}
    for search in case.searched:
        uses = (use for use in search.sources if use.source in sources)
        graded[search.kind] = best_of(
            (sources[use.source].reliability, use.credibility)
            for use in uses
            if (date := sources[use.source].date) is None or date <= as_of
        )
    return graded


def _may_open(typed: TypedRule, bound: Mapping[str, Fact]) -> bool:
    """Whether conduct of the rule is graded C3 or better, so that only something unknown is open.

    Names that are missing could still be found; a grade could not.
    """
    conduct: Iterable[Fact] = (bound[alias] for alias in typed.conduct)
    return any(supports_identity_rule(*grade) for fact in conduct for grade in fact.grades)
