"""One pair on every engine: the answers and the scores of every scenario, or how they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from riskmemo.errors import EvaluationRefused, InvalidInput
from riskmemo.evaluate import ENGINES, SQL, Engine, Evaluation, installed_engines
from riskmemo.language.program import Program
from riskmemo.model.facts import Answer, Fact, Setting
from riskmemo.scoring.tree import Score
from tests.fuzzing.written import Pair, facts_of, setting_of

OVERWORKED = "too-much-work"
"""The one refusal in which engines may differ: each counts its own work."""
Scores = Mapping[str | None, Mapping[str, Score | tuple[int | None, int]]]
QUICK = tuple(name for name in installed_engines() if name != SQL)
"""Engines that are asked one case at a time; `many` asks `sql` many at once."""


@dataclass(frozen=True)
class Outcome:
    """What an engine made of a pair: an answer with its scores, or a refusal, or a crash."""

    answer: Answer | None
    scores: Scores | None = None
    refused: tuple[str, str] | None = None
    """Code and message."""
    crashed: str | None = None


def outcome(
    engine: Engine,
    program: Program,
    facts: Sequence[Fact],
    setting: Setting,
    searched: frozenset[str] = frozenset(),
) -> Outcome:
    """What one engine makes of a pair."""
    try:
        answer = engine(program, facts, setting)
        given = Evaluation(program, setting, tuple(facts), answer, searched, ())
        scenarios = [None, *program.ruleset.hypotheses]
        return Outcome(answer, {scenario: given.scores(scenario) for scenario in scenarios})
    except EvaluationRefused as refused:
        (mistake,) = refused.mistakes
        return Outcome(None, refused=(mistake.code, mistake.message))
    except Exception as error:
        return Outcome(None, crashed=f"{type(error).__name__}: {error}")


def outcomes(
    program: Program,
    facts: Sequence[Fact],
    setting: Setting,
    searched: frozenset[str] = frozenset(),
    engines: Mapping[str, Engine] | None = None,
) -> dict[str, Outcome]:
    """What every quick engine makes of a pair."""
    running = engines or {name: ENGINES[name] for name in QUICK}
    return {
        name: outcome(engine, program, facts, setting, searched) for name, engine in running.items()
    }


def overworked(found: Mapping[str, Outcome]) -> bool:
    """Whether some engine refused the work, so that there is nothing to compare."""
    return any(each.refused and each.refused[0] == OVERWORKED for each in found.values())


def difference(found: Mapping[str, Outcome]) -> str | None:
    """How the outcomes differ, or that an engine crashed; none where all is equal."""
    for name, each in found.items():
        if each.crashed:
            return f"{name} crashed: {each.crashed}"
    if overworked(found):
        return None
    (first, one), *others = found.items()
    for name, other in others:
        for what, mine, theirs in _compared(one, other):
            if mine != theirs:
                return f"{first} and {name} differ in {what}: {_first(mine, theirs)}"
    return None


def _compared(one: Outcome, other: Outcome) -> Iterator[tuple[str, Any, Any]]:
    yield "the refusal", one.refused, other.refused
    if one.answer is None or other.answer is None:
        return
    for what in ("findings", "matches", "gaps", "leaves"):
        yield what, getattr(one.answer, what), getattr(other.answer, what)
    yield "the types of values", _exact(one.answer), _exact(other.answer)
    yield "scores", one.scores, other.scores


def _exact(answer: Answer) -> list[Any]:
    """The values that Python calls equal though they are not: `True` and 1, 0.0 and minus zero."""
    found: list[Any] = [
        [(name, repr(value)) for name, value in sorted(finding.values.items())]
        for finding in answer.findings
    ]
    found += [(repr(m.strength), repr(m.contribution), repr(m.gate)) for m in answer.matches]
    found += [repr(gap.points) for gap in answer.gaps]
    return found


def _first(mine: Any, theirs: Any) -> str:
    """The first place at which two values differ."""
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        for key in mine:
            if key not in theirs or mine[key] != theirs[key]:
                return f"{key}: {_first(mine[key], theirs.get(key))}"
    if isinstance(mine, list | tuple) and isinstance(theirs, list | tuple):
        for place, (left, right) in enumerate(zip(mine, theirs, strict=False)):
            if left != right:
                return f"{left!r} against {right!r}"[:500] + f" (number {place})"
        return f"{len(mine)} against {len(theirs)}"
    return f"{mine!r} against {theirs!r}"[:500]


def difference_of(pair: Pair, engines: Mapping[str, Engine] | None = None) -> str | None:
    """How the outcomes of a pair differ; none also where its ruleset or facts are not valid."""
    try:
        program = pair.ruleset.typed()
        facts = facts_of(pair.case, program.vocabulary)
    except (InvalidInput, LookupError, TypeError, ValueError):
        return None
    searched = frozenset(pair.case.searched)
    return difference(outcomes(program, facts, setting_of(pair.case), searched, engines))
