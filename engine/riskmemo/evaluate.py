"""Facts and a program become matches, gaps and scores.

The part of an assessment that is run again whenever somebody asks what would be different.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from riskmemo.engines import compiled, definition
from riskmemo.engines.agreement import refuse_disagreement
from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.language.canonical import in_order
from riskmemo.language.facts import TypedRow, facts_at, facts_of
from riskmemo.language.program import Program
from riskmemo.model.case import Case
from riskmemo.model.facts import Answer, Fact, Setting
from riskmemo.model.vocabulary import CLAIM_KIND
from riskmemo.scoring.tree import Inputs, RuleInput, Score, scores_of

if TYPE_CHECKING:
    from riskmemo.engines.rete.worker import ReteWorker

Engine = Callable[[Program, Iterable[Fact], Setting], Answer]


def _rete(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    from riskmemo.engines import rete  # noqa: PLC0415 - durable-rules is loaded only where it runs

    return rete.answer(program, facts, setting)


def _sql(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    from riskmemo.engines import sql  # noqa: PLC0415 - DuckDB is loaded only where it runs

    return sql.answer(program, facts, setting)


RETE, SQL = "rete", "sql"
ENGINES: Mapping[str, Engine] = {
    definition.NAME: definition.answer,
    RETE: _rete,
    compiled.NAME: compiled.answer,
    SQL: _sql,
}
"""Engine names to what they run."""


@dataclass(frozen=True)
class Evaluation:
    """What one program finds in one case at one cut-off."""

    program: Program
    setting: Setting
    facts: tuple[Fact, ...]
    answer: Answer
    searched: frozenset[str]
    engines: tuple[str, ...]
    """The engines that gave this answer, all of them."""

    def inputs(self, hypothesis: str | None = None) -> Inputs:
        """What the score tree is made of, in the base (`None`) or under one hypothesis."""
        given = ((match.rule, match.contribution) for match in self.answer.matches)
        blocked = {gap.rule for gap in self.answer.gaps}
        found = inputs_of(self.program, given, blocked, self.empty_kinds, hypothesis)
        return Inputs(found, self.answer.leaves)

    def scores(self, hypothesis: str | None = None) -> dict[str, Score]:
        """Every node of the score tree in one scenario."""
        return scores_of(self.program.ruleset, self.inputs(hypothesis))

    @property
    def raised(self) -> tuple[str, ...]:
        """Hypotheses with a scenario: of known claims, or without a claim and named by rules."""
        named = {typed.rule.hypothesis for typed in self.program.rules}
        every = self.program.ruleset.hypotheses.items()
        return tuple(
            name
            for name, hypothesis in every
            if self.entertains(name) and (hypothesis.claim or name in named)
        )

    def entertains(self, hypothesis: str) -> bool:
        """Whether a hypothesis reads no claim, or one that is known at the cut-off."""
        claim = self.program.ruleset.hypotheses[hypothesis].claim
        return claim is None or any(
            fact.id == claim and fact.kind == CLAIM_KIND for fact in self.facts
        )

    @cached_property
    def empty_kinds(self) -> frozenset[str]:
        """Kinds of which nothing is known and that were not searched for; derived ones follow."""
        return empty_kinds(self.program, {fact.kind for fact in self.facts} | self.searched)


def inputs_of(
    program: Program,
    given: Iterable[tuple[str, int | None]],
    blocked: Set[str],
    empty: Set[str],
    hypothesis: str | None,
) -> tuple[RuleInput, ...]:
    """What each contributing rule brings, from the rule and micropoints of every match.

    A rule without a match is missing where it has a gap (`blocked`) or reads an empty kind.
    """
    points: dict[str, list[int]] = {}
    for name, contribution in given:
        if contribution is not None:
            points.setdefault(name, []).append(contribution)
    rules = []
    for typed in program.contributing:
        rule, identity = typed.rule, typed.uses_identity
        if rule.hypothesis is None or rule.hypothesis == hypothesis:
            found = tuple(points.get(rule.id, ()))
            waits = rule.id in blocked or not empty.isdisjoint(rule.match.values())
            rules.append(RuleInput(rule, found, waits and not identity and not found, identity))
    return tuple(rules)


def empty_kinds(program: Program, present: Set[str]) -> frozenset[str]:
    """Kinds that are not present, and derived ones that can only be made of such."""
    empty = {
        kind
        for kind, schema in program.schemas.items()
        if not schema.derived and kind not in present
    }
    for kind in program.kinds_in_order:
        bodies = [typed.rule.match for typed in program.derivers(kind)]
        aggregate = program.ruleset.derive.get(kind)
        bodies += [aggregate.match] if aggregate else []
        if bodies and all(not empty.isdisjoint(match.values()) for match in bodies):
            empty.add(kind)
    return frozenset(empty)


def base_scores(
    made: compiled.Compiled, facts: compiled.Loaded, setting: Setting, searched: frozenset[str]
) -> dict[str, Score]:
    """The scores in the base, by `compiled` and without records: for what is asked many times."""
    program, found = made.program, made.run(facts, setting)
    given = ((match[0], match[2]) for match in found.matches)
    blocked = {gap[0] for gap in found.gaps}
    empty = empty_kinds(program, facts.kinds.keys() | searched)
    rules = inputs_of(program, given, blocked, empty, None)
    return scores_of(program.ruleset, Inputs(rules, in_order(found.leaves)))


def engine_named(name: str) -> str:
    """The name, if an engine has it; raises `InvalidInput`."""
    if name not in ENGINES:
        message = f"there is no engine `{name}`"
        raise InvalidInput(Mistake("unknown-engine", message, None, did_you_mean(name, ENGINES)))
    return name


def installed_engines() -> tuple[str, ...]:
    """The engines that can run here: `rete` and `sql` only where their libraries are installed."""
    from riskmemo.engines import rete, sql  # noqa: PLC0415

    lacking = {RETE: not rete.available(), SQL: sql.missing() is not None}
    return tuple(name for name in ENGINES if not lacking.get(name))


def why_alone() -> str | None:
    """Why one engine computes an ordinary assessment here; none where two do."""
    from riskmemo.engines import rete  # noqa: PLC0415

    return None if rete.available() else rete.WHY_NOT


def ordinary_engines() -> tuple[str, ...]:
    """The engines of an ordinary assessment: two that must agree, or one without durable-rules."""
    here = installed_engines()
    return tuple(name for name in (RETE, compiled.NAME) if name in here)


def evaluate(
    case: Case,
    program: Program,
    as_of: datetime.date,
    engines: Sequence[str] = (compiled.NAME,),
    *,
    rows: Sequence[TypedRow] | None = None,
    rete_worker: "ReteWorker | None" = None,
) -> Evaluation:
    """Run engines over what was known at the cut-off; all must give the same answer.

    `rows` are the case's indicators and claims, where somebody has typed them already;
    `rete_worker` is the process in which `rete` runs, if not in this one.
    Raises `EvaluationRefused` where a rule has too many matches or engines differ, `InvalidInput`
    on untyped facts and on an engine that does not exist.
    """
    setting = Setting(as_of, case.horizon, case.subject)
    if rows is None:
        facts = facts_at(case, program.vocabulary, as_of)
    else:
        facts = facts_of(rows, case.sources, as_of)
    searched = frozenset(search.kind for search in case.searched)
    run = {**ENGINES, RETE: rete_worker.answer} if rete_worker else ENGINES
    first, *others = [engine_named(name) for name in engines]
    answer = run[first](program, facts, setting)
    for other in others:
        refuse_disagreement(first, answer, other, run[other](program, facts, setting))
    return Evaluation(program, setting, facts, answer, searched, tuple(engines))
