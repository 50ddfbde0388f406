"""How long it takes to make SQL of many rules."""

import time
from itertools import chain, count, islice

from bench import ours
from riskmemo.engines.sql.dialects import DuckDb
from riskmemo.engines.sql.panel import Panel
from riskmemo.language.program import Program

TRIES = 3


def seconds_of(rules: int) -> float:
    """Processor seconds for so many rules of the workload, the least of some tries."""
    copies = chain.from_iterable(map(ours.written_rules, count()))
    program = ours.program(islice(copies, rules))
    return min(_once(program) for _ in range(TRIES))


def _once(program: Program) -> float:
    begun = time.process_time()
    panel = Panel(program, DuckDb())
    for each in (*panel.strata(), *panel.folds()):
        panel.dialect.text(each.select)
    panel.dialect.text(panel.scores(None))
    return time.process_time() - begun
