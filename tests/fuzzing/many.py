"""Many cases of one program at once: answers and scores by SQL, beside those of the definition."""

from collections.abc import Sequence
from dataclasses import replace

from riskmemo.engines import definition
from riskmemo.engines.sql import duck
from riskmemo.engines.sql.connections import Connection, opened
from riskmemo.engines.sql.dialects import DuckDb
from riskmemo.engines.sql.panel import Panel
from riskmemo.engines.sql.queries import CASE_ID
from riskmemo.engines.sql.scores import COVERAGE, SCORE
from riskmemo.errors import EvaluationRefused, InvalidInput, Mistake
from riskmemo.evaluate import SQL, Evaluation
from riskmemo.language.program import Program
from riskmemo.model.facts import Answer, Fact, Setting
from tests.fuzzing.cases import WrittenCase
from tests.fuzzing.comparing import Outcome, difference, outcome, overworked
from tests.fuzzing.written import Pair, facts_of, setting_of

Numbers = dict[str, tuple[int | None, int]]
"""Value and coverage of every node."""
Scenarios = dict[str | None, Numbers]
Both = tuple[Outcome, Outcome]


def compared(program: Program, cases: Sequence[WrittenCase]) -> list[Both]:
    """What the definition and SQL make of each case; SQL is asked once for all of them."""
    given = [(facts_of(case, program.vocabulary), setting_of(case)) for case in cases]
    searched = [frozenset(case.searched) for case in cases]
    defined = [
        _defined(program, facts, setting, kinds)
        for (facts, setting), kinds in zip(given, searched, strict=True)
    ]
    return list(zip(defined, _by_sql(program, given, searched), strict=True))


def _defined(
    program: Program, facts: Sequence[Fact], setting: Setting, searched: frozenset[str]
) -> Outcome:
    found = outcome(definition.answer, program, facts, setting, searched)
    if found.answer is None:
        return found
    known = Evaluation(program, setting, tuple(facts), found.answer, searched, ())
    return replace(found, scores=in_numbers(known))


def in_numbers(found: Evaluation) -> Scenarios:
    """The numbers of the scores, in the scenarios that are entertained."""
    return {
        scenario: {n: (each.value, each.coverage) for n, each in found.scores(scenario).items()}
        for scenario in (None, *found.program.ruleset.hypotheses)
        if scenario is None or found.entertains(scenario)
    }


def _by_sql(
    program: Program, given: Sequence[duck.Given], searched: Sequence[frozenset[str]]
) -> list[Outcome]:
    try:
        answers = duck.answers(program, given)
        scores = scores_of(program, given, searched)
        return [_outcome(*each) for each in zip(answers, scores, strict=True)]
    except EvaluationRefused as refused:
        (mistake,) = refused.mistakes
        return [_outcome(mistake, {})] * len(given)
    except Exception as error:
        return [Outcome(None, crashed=f"{type(error).__name__}: {error}")] * len(given)


def _outcome(found: Answer | Mistake, scores: Scenarios) -> Outcome:
    if isinstance(found, Mistake):
        return Outcome(None, refused=(found.code, found.message))
    return Outcome(found, scores)


def scores_of(
    program: Program, given: Sequence[duck.Given], searched: Sequence[frozenset[str]]
) -> list[Scenarios]:
    """The scores of each case in every scenario that it has, as a panel computes them."""
    panel = Panel(program, DuckDb())
    found: list[Scenarios] = [{} for _ in given]
    with opened() as connection:
        duck.load(connection, program, given)
        _load_searched(connection, searched)
        for statement in (*panel.strata(), *panel.folds()):
            connection.create(statement.name, statement.select)
        for scenario in (None, *program.ruleset.hypotheses):
            for row in connection.rows(panel.scores(scenario)):
                found[row[CASE_ID]][scenario] = {
                    name: (row[SCORE + name], row[COVERAGE + name])
                    for name in program.ruleset.scores
                }
    return found


def _load_searched(connection: Connection, searched: Sequence[frozenset[str]]) -> None:
    connection.run("CREATE TABLE searched (_case BIGINT, kind VARCHAR)")
    for number, kinds in enumerate(searched):
        for kind in sorted(kinds):
            connection.run("INSERT INTO searched VALUES (?, ?)", [number, kind])


def difference_of_both(both: Both) -> str | None:
    """How SQL differs from the definition in one case."""
    return difference({definition.NAME: both[0], SQL: both[1]})


def is_overworked(both: Both) -> bool:
    """Whether one of them refused the work, so that there is nothing to compare."""
    return overworked({definition.NAME: both[0], SQL: both[1]})


def difference_by_sql(pair: Pair) -> str | None:
    """How SQL differs from the definition on a pair; none also where the pair is not valid."""
    try:
        program = pair.ruleset.typed()
        ((defined, by_sql),) = compared(program, [pair.case])
    except (InvalidInput, LookupError, TypeError, ValueError):
        return None
    return difference_of_both((defined, by_sql))
