"""CEL in C++: the binding of Google's own implementation, for comparison with the one in Rust.

A sum of 40 terms exceeds its depth of parsing, so the expression is a list of truth values.
"""

from functools import partial

from cel_expr_python import cel

from bench.contestant import Contestant, Run, dicts
from bench.others.cel import LIST
from bench.workload import Case

NAMES = ("state", "tie", "kin", "sensitivity", "value")


def _build() -> Run:
    environment = cel.NewEnv(variables=dict.fromkeys(NAMES, cel.Type.DYN))
    expression = environment.compile(LIST)

    def total(case: Case) -> float:
        held: float = sum(2.0 for each in expression.eval(data=case).value() if each.value())
        return held

    return partial(map, total)


SINGLE = (Contestant("CEL in C++ (cel-expr-python)", dicts, _build),)
