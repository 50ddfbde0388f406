"""What every analysis costs on small and large cases.

`python -m bench.analyses` prints the table. Cases are made of the Mongolia case: its first facts,
all of them, or all and copies of those about other states, each copy with other states in their
place, so that a fact meets about as many others as before.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping

import riskmemo
from bench.cold import CASE, RULESET
from bench.markdown import table
from riskmemo.errors import EvaluationRefused
from riskmemo.model.case import Analysis, Case, Indicator
from riskmemo.model.countries import country_codes

SIZES = (20, 105, 200, 2000)
ROUNDS, LONG = 3, 2.0
"""Runs of what takes less than so many seconds; longer ones run once."""
EARLIER_DAYS = 28
"""How far back the cut-off lies that is compared with."""


def main() -> None:
    """Measure and print."""
    print(measured())


def measured() -> str:
    """Milliseconds by analysis and size of the case."""
    ruleset = riskmemo.load_ruleset(RULESET)
    columns = {len(case.indicators): _costs(case, ruleset) for case in map(case_of, SIZES)}
    names = next(iter(columns.values()))
    head = ("ms, least", *(f"{size:,} facts" for size in columns))
    return table(head, [(name, *(each[name] for each in columns.values())) for name in names])


def _costs(case: Case, ruleset: riskmemo.Program) -> Mapping[str, str]:
    basis = riskmemo.examine(case, ruleset)
    before = case.as_of.fromordinal(case.as_of.toordinal() - EARLIER_DAYS)
    first = case.indicators[0].id
    calls: dict[str, Callable[[], object]] = {
        "`examine`": lambda: riskmemo.examine(case, ruleset),
        "`ranges`, 10,000 draws": lambda: riskmemo.ranges(_fresh(case, ruleset)),
        "`sensitivity`": lambda: riskmemo.sensitivity(_fresh(case, ruleset)),
        "`why`, of risk": lambda: riskmemo.why(basis, "risk"),
        "`why_not`, of a rule that waits": lambda: riskmemo.why_not(
            basis, "bloc-agreement-in-force"
        ),
        "`missing`": lambda: riskmemo.missing(_fresh(case, ruleset)),
        "`depends`": lambda: riskmemo.depends(_fresh(case, ruleset)),
        "`counterfactuals`": lambda: riskmemo.counterfactuals(_fresh(case, ruleset)),
        "`whatif`, a fact left out": lambda: riskmemo.whatif(basis, drop=[first]),
        f"`compare`, {EARLIER_DAYS} days before": lambda: riskmemo.compare(
            riskmemo.examine(case, ruleset, as_of=before), basis
        ),
        "`identity_audit`": lambda: riskmemo.identity_audit(_fresh(case, ruleset)),
        "`competing`": lambda: riskmemo.competing(_fresh(case, ruleset)),
        "`assess` without analyses": lambda: riskmemo.assess(case, ruleset, analyses="none"),
        "`assess` with all": lambda: riskmemo.assess(case, ruleset),
    }
    return {name: _cost(call) for name, call in calls.items()}


def _fresh(case: Case, ruleset: riskmemo.Program) -> riskmemo.Basis:
    """A basis that has kept nothing yet."""
    return riskmemo.examine(case, ruleset)


def _cost(call: Callable[[], object]) -> str:
    least = math.inf
    for _ in range(ROUNDS):
        start = time.perf_counter()
        try:
            call()
        except EvaluationRefused:
            return "refused"
        least = min(least, time.perf_counter() - start)
        if least > LONG:
            break
    return f"{least * 1e3:,.0f}"


def case_of(size: int) -> Case:
    """The Mongolia case with about so many facts."""
    case = riskmemo.load_case(CASE).model_copy(update={"analysis": Analysis()})
    if size <= len(case.indicators):
        kept = case.indicators[:size]
        known = {row.id for row in kept}
        conflicts = tuple(each for each in case.conflicts if known.issuperset(each.indicators))
        ranges = {name: each for name, each in case.ranges.items() if name in known}
        update = {"indicators": kept, "conflicts": conflicts, "ranges": ranges}
        return case.model_copy(update={**update, "claims": {}})
    rows = [*case.indicators]
    copies = _copies(case)
    while len(rows) < size:
        rows += next(copies)
    return case.model_copy(update={"indicators": tuple(rows[:size])})


def _copies(case: Case) -> Iterator[list[Indicator]]:
    """Copies of the facts about other states, each with states of its own."""
    fixed = {case.subject, "CHN", "RUS"}
    codes = set(country_codes())
    others = sorted({value for row in case.indicators for value in _states(row, codes)} - fixed)
    free = sorted(codes - fixed - set(others))
    number = 0
    while True:
        number += 1
        start = number * len(others)
        names = {old: free[(start + place) % len(free)] for place, old in enumerate(others)}
        yield [
            row.model_copy(
                update={
                    "id": f"{row.id}x{number}",
                    "fields": {
                        field: names.get(value, value) if isinstance(value, str) else value
                        for field, value in row.fields.items()
                    },
                }
            )
            for row in case.indicators
            if not fixed.issuperset(_states(row, codes))
        ]


def _states(row: Indicator, codes: set[str]) -> set[str]:
    return {value for value in row.fields.values() if isinstance(value, str) and value in codes}


if __name__ == "__main__":
    main()
