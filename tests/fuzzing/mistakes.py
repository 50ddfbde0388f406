"""Whether an engine with a deliberate mistake in it is caught by random pairs."""

from collections.abc import Iterator
from functools import lru_cache

from riskmemo.evaluate import ENGINES, Engine
from riskmemo.language.program import Program
from riskmemo.model.facts import Fact, Setting
from tests.fuzzing.comparing import Outcome, difference, outcome
from tests.fuzzing.drawing import Numbered
from tests.fuzzing.limits import LOW, limited
from tests.fuzzing.written import facts_of, setting_of

MOST_PROGRAMS, CASES = 400, 4


@lru_cache(maxsize=MOST_PROGRAMS)
def _sample(number: int) -> tuple[Program, tuple[tuple[tuple[Fact, ...], Setting], ...]]:
    """One program with some cases; every mistake is looked for in the same ones."""
    made = Numbered("m7", number)
    program = made.drawn.program
    cases = [made.case(each) for each in range(CASES)]
    return program, tuple((facts_of(c, program.vocabulary), setting_of(c)) for c in cases)


@lru_cache(maxsize=MOST_PROGRAMS * CASES)
def _sound(engine: str, number: int, case: int) -> Outcome:
    """What an engine without a mistake makes of a pair."""
    program, cases = _sample(number)
    return outcome(ENGINES[engine], program, *cases[case])


def caught(engine: Engine, sound: str, programs: int = MOST_PROGRAMS) -> str | None:
    """The first difference from a sound engine; none where there is none.

    A crash is no answer: whoever made the mistake made it wrongly.
    """
    with limited(LOW):
        how = next(_differences(engine, sound, programs), None)
    assert not (how and "crashed" in how), how
    return how


def _differences(engine: Engine, sound: str, programs: int) -> Iterator[str]:
    for number in range(programs):
        program, cases = _sample(number)
        for place, (facts, setting) in enumerate(cases):
            found = outcome(engine, program, facts, setting)
            how = difference({sound: _sound(sound, number, place), "mistaken": found})
            if how:
                yield f"program {number}, case {place}: {how}"
