"""What every analysis costs on cases of 20 to 2,000 facts, in time and memory.

`python -m bench.analyses [FACTS ...]` prints the tables, of the given sizes alone if there are any.
Each figure comes from a process of its own, forked where case and ruleset are loaded and every
analysis has been run once: no analysis finds what another has remembered, one that takes too long
can be stopped, and the growth of resident memory is its own. Cases are made by `bench.larger`.
"""

import datetime
import gc
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import riskmemo
from bench import draws, larger
from bench.cold import RULESET
from bench.markdown import table
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.dependence.drop_facts import drop_facts, facts_to_drop
from riskmemo.analysis.uncertainty.uncertain import uncertain_in
from riskmemo.model.case import Case

SIZES = (20, None, 200, 2000)
"""About so many facts; `None` is the example as it is."""
RULE = "corridor-open"
"""For `why_not`: nothing on file lets it fire."""
SETTING = {("E41", "status"): "in_force"}
ROOT = "opportunity"
DIFFERING = 10
EARLIER = datetime.timedelta(days=60)
ROUNDS = 3
ENOUGH = 2.0
"""Processor seconds after which nothing is run once more."""
LIMIT = 120
"""Seconds after which a process is ended."""
LOOPED_FACTS = 50_000
"""The plain loop makes so many draws times facts: its speed does not depend on their number."""
PAGES = resource.getpagesize()
SPEED_HEAD = ("draws a second, figures and conflicts alone", "uncertain", "plain loop", "`ranges`",
              "times")  # fmt: skip


@dataclass(frozen=True)
class Given:
    """A case of one size with all that questions are asked with."""

    case: Case
    program: riskmemo.Program
    basis: Basis
    earlier: Basis
    """The case at an earlier cut-off."""
    fewer: Basis
    """The case without some of its indicators."""

    def fresh(self) -> Basis:
        """The basis with nothing remembered."""
        return replace(self.basis)


@dataclass(frozen=True)
class Cost:
    """What one call took."""

    seconds: float
    megabytes: float
    note: str
    """What the analysis left out, if anything."""

    def told(self) -> str:
        """A cell of the table."""
        note = f" ({self.note})" if self.note else ""
        digits = 2 if self.seconds < 0.01 else 1 if self.seconds < 0.1 else 0
        return f"{self.seconds * 1e3:,.{digits}f}{note}"


@dataclass(frozen=True)
class Question:
    """A row of the table."""

    name: str
    ask: Callable[[Given], Any]
    bounded: Callable[[Given, Any], str] = lambda _, __: ""
    """What the answer says that it left out."""


def main(sizes: Sequence[int | None] = SIZES) -> None:
    """Measure and print."""
    for each in measured(sizes):
        print(each, end="\n\n")


def measured(sizes: Sequence[int | None] = SIZES) -> Sequence[str]:
    """What the cases are, and the tables of time, memory and draws."""
    questions = QUESTIONS
    _warm(questions)
    cases = {size: given(size) for size in sizes}
    costs = {
        (size, each.name): _apart(partial(_cost, each, known), f"{each.name}, {size or 'example'}")
        for size, known in cases.items()
        for each in questions
    }
    heads = [f"{len(known.basis.found.facts):,} facts" for known in cases.values()]

    def rows(cell: Callable[[Cost | str], str]) -> Iterable[Sequence[str]]:
        return [
            (each.name, *(cell(costs[size, each.name]) for size in cases)) for each in questions
        ]

    return (
        table(("the cases", *heads), _about(cases.values())),
        table(("ms of the processor, least", *heads), rows(lambda each: _cell(each, Cost.told))),
        table(("memory, MB", *heads), rows(lambda each: _cell(each, _memory))),
        table(SPEED_HEAD, [_speeds(known) for known in cases.values()]),
    )


def given(size: int | None) -> Given:
    """A case of a size, with the others that it is compared with."""
    case, program = larger.case(size), riskmemo.load_ruleset(RULESET)
    return Given(
        case,
        program,
        riskmemo.examine(case, program),
        riskmemo.examine(case, program, as_of=case.as_of - EARLIER),
        riskmemo.examine(larger.without(case, DIFFERING), program),
    )


def _assess(analyses: str, known: Given) -> Any:
    return riskmemo.assess(known.case, known.program, analyses=analyses)


def _missing_bounded(_: Given, found: Any) -> str:
    left = len(found.untried) + found.untried_together
    return f"capped, {left:,} untried" if left else ""


def _facts_bounded(known: Given, _: Any) -> str:
    tried, left = facts_to_drop(known.basis)
    return f"capped, {len(left):,} of {len(tried) + len(left):,} facts untried" if left else ""


def _changes_bounded(_: Given, found: Any) -> str:
    left = sum(each.up.untried + each.down.untried for each in found.scores)
    return f"capped, {left:,} untried" if left else ""


def _why_not_bounded(_: Given, found: Any) -> str:
    return "" if found.smallest or not found.changes else "not proved smallest"


def _compare_bounded(_: Given, found: Any) -> str:
    methods = [each.method for scenario in found.scenarios for each in scenario.scores.values()]
    in_order = methods.count("sequential")
    return f"{in_order} of {len(methods)} scores sequential" if in_order else ""


QUESTIONS = (
    Question("`examine`", lambda known: riskmemo.examine(known.case, known.program)),
    Question("`ranges`, 10,000 draws", lambda known: riskmemo.ranges(known.fresh())),
    Question("`sensitivity`", lambda known: riskmemo.sensitivity(known.fresh())),
    Question("`why`, a root", lambda known: riskmemo.why(known.fresh(), ROOT)),
    Question(
        f"`why_not`, `{RULE}`",
        lambda known: riskmemo.why_not(known.fresh(), RULE),
        _why_not_bounded,
    ),
    Question("`missing`", lambda known: riskmemo.missing(known.fresh()), _missing_bounded),
    Question("drop facts", lambda known: drop_facts(known.fresh()), _facts_bounded),
    Question(
        "`depends`: sources, facts, rules",
        lambda known: riskmemo.depends(known.fresh()),
        _facts_bounded,
    ),
    Question(
        "`counterfactuals`",
        lambda known: riskmemo.counterfactuals(known.fresh()),
        _changes_bounded,
    ),
    Question("`whatif`, one field", lambda known: riskmemo.whatif(known.fresh(), set=SETTING)),
    Question(
        f"`compare`, cut-offs {EARLIER.days} days apart",
        lambda known: riskmemo.compare(replace(known.earlier), known.fresh()),
        _compare_bounded,
    ),
    Question(
        f"`compare`, {DIFFERING} indicators more",
        lambda known: riskmemo.compare(replace(known.fewer), known.fresh()),
        _compare_bounded,
    ),
    Question("`identity_audit`", lambda known: riskmemo.identity_audit(known.fresh())),
    Question("`competing`", lambda known: riskmemo.competing(known.fresh())),
    Question("`assess`, no analyses", partial(_assess, "none")),
    Question("`assess`, short", partial(_assess, "short")),
    Question("`assess`, every analysis", partial(_assess, "all")),
)


def _warm(questions: Iterable[Question]) -> None:
    """Run everything once on the smallest case, so that imports and programs are not measured."""
    known = given(min(size for size in SIZES if size))
    for each in questions:
        each.ask(known)


def _cost(question: Question, known: Given) -> Cost:
    """The least time of some rounds, in this process; memory is that of the first."""
    seconds, total, megabytes, answer = [], 0.0, 0.0, None
    for _ in range(ROUNDS):
        gc.collect()
        before, start = _resident(), time.process_time()
        answer = question.ask(known)
        seconds.append(time.process_time() - start)
        megabytes = megabytes or max(0.0, _most_resident() - before)
        total += seconds[-1]
        if total > ENOUGH:
            break
    return Cost(min(seconds), megabytes, question.bounded(known, answer))


def _apart(measure: Callable[[], Cost], what: str) -> Cost | str:
    """What a measurement gives in a process of its own, or why it gives nothing."""
    forking = multiprocessing.get_context("fork")
    ours, theirs = forking.Pipe()
    process = forking.Process(target=_send, args=(measure, theirs))
    process.start()
    theirs.close()
    try:
        found = ours.recv() if ours.poll(LIMIT) else f"over {LIMIT} s"
    except EOFError:
        found = "the process ended"
    finally:
        process.kill()
        process.join()
    print(f"measured: {what}: {found}", file=sys.stderr, flush=True)
    return found


def _send(measure: Callable[[], Any], to: Connection) -> None:
    try:
        found = measure()
    except riskmemo.EvaluationRefused:
        found = "refused"
    to.send(found)


def _resident() -> float:
    """Megabytes of this process that are in memory."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * PAGES / 1e6


def _most_resident() -> float:
    """The most that they have been; a forked process begins with what its parent has."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _cell(cost: Cost | str, told: Callable[[Cost], str]) -> str:
    return cost if isinstance(cost, str) else told(cost)


def _memory(cost: Cost) -> str:
    return f"{cost.megabytes:,.0f}"


def _about(cases: Iterable[Given]) -> Iterable[Sequence[str]]:
    """How large the cases are."""
    counts: Mapping[str, Callable[[Given], int]] = {
        "sources": lambda known: len(known.case.sources),
        "matches": lambda known: len(known.basis.found.answer.matches),
        "gaps": lambda known: len(known.basis.found.answer.gaps),
        "uncertain things": lambda known: len(uncertain_in(known.basis)),
    }
    cases = [*cases]
    return [(name, *(f"{count(known):,}" for known in cases)) for name, count in counts.items()]


def _speeds(known: Given) -> Sequence[str]:
    """Draws a second of the same compiled rules, in a plain loop and by `ranges`."""
    program = replace(known.program, ruleset=draws.certain(known.program.ruleset))
    basis = riskmemo.examine(known.case, program)
    facts, uncertain = len(basis.found.facts), len(uncertain_in(basis))
    looped = max(10, LOOPED_FACTS // facts)
    asked = [
        (looped, Question("loop", lambda _: draws.looped(basis, looped))),
        (draws.DRAWS, Question("ranges", lambda _: draws.drawn(basis))),
    ]
    speeds = []
    for count, question in asked:
        cost = _apart(partial(_cost, question, known), f"draws by {question.name}, {facts} facts")
        speeds.append(0.0 if isinstance(cost, str) else count / cost.seconds)
    loop, ours = speeds
    return (
        f"{facts:,} facts", f"{uncertain}", f"{loop:,.0f}", f"{ours:,.0f}",
        f"{ours / loop:.1f}" if loop else "-",
    )  # fmt: skip


if __name__ == "__main__":
    main([*map(int, sys.argv[1:])] or SIZES)
