"""durable-rules as its manual has it used: `durable.lang`, a callback a rule, a call a fact.

Run as a process that can be killed (`python -m bench.others.durable_rules_plain`): its timer
threads never stop, and `assert_facts`, the call that takes all facts at once, ends this program
with a segmentation fault. It prints one line of JSON a case.

The focal state is told last, and whatever asks for an absence waits for it: otherwise an absence
holds until the fact that ends it is told, and no case at all comes out right.
"""

import json
import operator
import time
from collections.abc import Callable, Iterable
from typing import Any

from durable.engine import MessageNotHandledException
from durable.lang import assert_fact, c, delete_state, m, none, ruleset, when_all

from bench import handwritten, workload
from bench.rounds import CASES

NAME = "bench"
SIGNS = {">": operator.gt, "<": operator.lt}
HELD: dict[str, set[int]] = {}
"""Case to the rules that fired."""


def kind(name: str) -> Any:
    """A pattern of one kind: made anew each time, because `<<` writes its alias into it."""
    return m.kind == name


def thresholds() -> Iterable[tuple[Any, ...]]:
    """The patterns of the rules over one indicator."""
    for text in workload.THRESHOLDS:
        name, sign, limit = text.split()
        yield (kind("indicator") & (m.name == name) & SIGNS[sign](m.value, float(limit)),)


def over_ties() -> Iterable[tuple[Any, ...]]:
    """Any tie, and no tie."""
    for test in (
        m.status == "in_force",
        m.level >= 4.0,
        (m.status == "signed") & (m.level > 2.0),
        ((m.partner == "KAZ") | (m.partner == "UZB")) & (m.level >= 2.0),
        (m.status != "announced") | (m.level >= 5.0),
    ):
        yield (kind("tie") & test,)
    for test in (
        m.status == "announced",
        m.level < 1.0,
        m.partner == "TKM",
        (m.status == "signed") & (m.level < 2.0),
        m.level > 4.0,
    ):
        yield c.f << kind("state"), none(kind("tie") & test)


def joins() -> Iterable[tuple[Any, ...]]:
    """Two and three facts."""
    yield c.k << kind("kin") & (m.share >= 0.03), _tie(m.partner == c.k.state)
    yield _tie(m.status == "in_force"), _kin(m.state == c.t.partner)
    yield _tie(m.level >= 3.0), _kin((m.share >= 0.01) & (m.state == c.t.partner))
    yield _sensitivity(m.issue == "border"), _tie(m.partner == c.x.state)
    yield c.t << kind("tie"), _sensitivity((m.state == c.t.partner) & (m.level > c.t.level))
    yield _tie(m.status == "signed"), _sensitivity((m.state == c.t.partner) & (m.level >= 2.0))
    yield _kin(m.share > 0.05), _sensitivity(m.state == c.k.state)
    for test in (m.level >= 3.0, m.issue == "minority"):
        yield _sensitivity(test), _kin(m.state == c.x.state), _tie(m.partner == c.x.state)
    above = m.level > c.t.level * -1.0 + 6.0
    yield (
        c.k << kind("kin"),
        _tie(m.partner == c.k.state),
        _sensitivity((m.state == c.k.state) & above),
    )


def absences() -> Iterable[tuple[Any, ...]]:
    """A fact without another, once the last fact was told."""
    tie, kin, issue = c.t << kind("tie"), c.k << kind("kin"), c.x << kind("sensitivity")
    for fact, absent in (
        (tie, kind("sensitivity") & (m.state == c.t.partner)),
        (tie, kind("kin") & (m.state == c.t.partner) & (m.share > 0.02)),
        (kin, kind("tie") & (m.partner == c.k.state) & (m.status == "in_force")),
        (issue, kind("tie") & (m.partner == c.x.state) & (m.level > 2.0)),
        (kin, kind("sensitivity") & (m.state == c.k.state) & (m.issue == "minority")),
    ):
        yield fact, none(absent), c.f << kind("state")


def _tie(test: Any) -> Any:
    return c.t << kind("tie") & test


def _kin(test: Any) -> Any:
    return c.k << kind("kin") & test


def _sensitivity(test: Any) -> Any:
    return c.x << kind("sensitivity") & test


def define() -> None:
    """The 40 rules; each notes that it fired."""
    with ruleset(NAME):
        rules = [*thresholds(), *over_ties(), *joins(), *absences()]
        for number, patterns in enumerate(rules):
            when_all(*patterns)(_noting(number))


def _noting(number: int) -> Callable[[Any], None]:
    def fired(context: Any) -> None:
        HELD.setdefault(context.s.sid, set()).add(number)

    fired.__name__ = f"rule{number}"
    return fired


def points(case: str, facts: Iterable[dict[str, Any]]) -> float:
    """Tell the facts one by one, then forget them."""
    for fact in facts:
        try:
            assert_fact(NAME, fact)
        except MessageNotHandledException:
            continue
    delete_state(NAME, case)
    return 2.0 * len(HELD.pop(case, ()))


def facts_of(case: str, given: workload.Rows) -> list[dict[str, Any]]:
    """Flat facts without what is missing; the focal state last."""
    return [
        {**{name: value for name, value in row.items() if value is not None},
         "kind": kind, "id": f"{kind}-{number}", "sid": case}
        for kind, rows in reversed([*given.items()])
        for number, row in enumerate(rows)
    ]  # fmt: skip


def main() -> None:
    """Print for each case the processor time and whether the points are right."""
    define()
    for number, given in enumerate(workload.many(CASES)):
        facts = facts_of(str(number), given)
        start = time.process_time()
        found = points(str(number), facts)
        taken = time.process_time() - start
        right = found == handwritten.first(workload.by_name(given))
        print(json.dumps({"seconds": taken, "right": right}), flush=True)


if __name__ == "__main__":
    main()
