"""Facts and a program become matches, gaps and scores.

The part of an assessment that is run again whenever somebody asks what would be different.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from riskmemo.engines import compiled, definition
from riskmemo.engines.agreement import refuse_disagreement
from riskmemo.errors import InvalidInput, Mistake, did_you_mean
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


RETE = "rete"
ENGINES: Mapping[str, Engine] = {
    definition.NAME: definition.answer,
    RETE: _rete,
    compiled.NAME: compiled.answer,
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
        given: dict[str, list[int]] = {}
        for match in self.answer.matches:
            if match.contribution is not None:
                given.setdefault(match.rule, []).append(match.contribution)
        blocked, empty, rules = {gap.rule for gap in self.answer.gaps}, self.empty_kinds, []
        for typed in self.program.contributing:
            rule, identity = typed.rule, typed.uses_identity
            if rule.hypothesis is None or rule.hypothesis == hypothesis:
                found = tuple(given.get(rule.id, ()))
                waits = rule.id in blocked or not empty.isdisjoint(rule.match.values())
                missing = waits and not identity and not found
                rules.append(RuleInput(rule, found, missing, identity))
        return Inputs(tuple(rules), self.answer.leaves)

    def scores(self, hypothesis: str | None = None) -> dict[str, Score]:
        """Every node of the score tree in one scenario."""
        return scores_of(self.program.ruleset, self.inputs(hypothesis))

    @property
    def raised(self) -> tuple[str, ...]:
        """Hypotheses whose claim is known at the cut-off."""
        known = {fact.id for fact in self.facts if fact.kind == CLAIM_KIND}
        every = self.program.ruleset.hypotheses.items()
        return tuple(name for name, hypothesis in every if hypothesis.claim in known)

    @cached_property
    def empty_kinds(self) -> frozenset[str]:
        """Kinds of which nothing is known and that were not searched for; derived ones follow."""
        present = {fact.kind for fact in self.facts} | self.searched
        empty = {
            kind
            for kind, schema in self.program.schemas.items()
            if not schema.derived and kind not in present
        }
        for kind in self.program.kinds_in_order:
            bodies = [typed.rule.match for typed in self.program.derivers(kind)]
            aggregate = self.program.ruleset.derive.get(kind)
            bodies += [aggregate.match] if aggregate else []
            if bodies and all(not empty.isdisjoint(match.values()) for match in bodies):
                empty.add(kind)
        return frozenset(empty)


def engine_named(name: str) -> str:
    """The name, if an engine has it; raises `InvalidInput`."""
    if name not in ENGINES:
        message = f"there is no engine `{name}`"
        raise InvalidInput(Mistake("unknown-engine", message, None, did_you_mean(name, ENGINES)))
    return name


def installed_engines() -> tuple[str, ...]:
    """The engines that can run here: `rete` only where durable-rules could be built."""
    from riskmemo.engines import rete  # noqa: PLC0415

    return tuple(name for name in ENGINES if name != RETE or rete.available())


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
    return evaluate_facts(program, facts, setting, searched, engines, rete_worker)


def evaluate_facts(
    program: Program,
    facts: tuple[Fact, ...],
    setting: Setting,
    searched: frozenset[str] = frozenset(),
    engines: Sequence[str] = (compiled.NAME,),
    rete_worker: "ReteWorker | None" = None,
) -> Evaluation:
    """`evaluate` for facts that are typed already; `searched` are kinds that were looked for."""
    run = {**ENGINES, RETE: rete_worker.answer} if rete_worker else ENGINES
    first, *others = [engine_named(name) for name in engines]
    answer = run[first](program, facts, setting)
    for other in others:
        refuse_disagreement(first, answer, other, run[other](program, facts, setting))
    return Evaluation(program, setting, facts, answer, searched, tuple(engines))
