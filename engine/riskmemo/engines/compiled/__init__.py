"""The fast engine: every rule becomes one Python function over hash indexes of the facts.

`expressions` and `loops` write conditions and nested loops, `plans` decides their order, `source`
writes whole functions, `cache` compiles them once, `running` runs them, and `facts` and `findings`
are what the written code works with.
"""

from collections.abc import Iterable

from riskmemo.engines.compiled.cache import compiled, once
from riskmemo.engines.compiled.facts import Loaded
from riskmemo.engines.compiled.findings import Found
from riskmemo.engines.compiled.running import Compiled
from riskmemo.engines.compiled.source import source_of_rule
from riskmemo.language.program import Program
from riskmemo.model.facts import Answer, Fact, Setting

NAME = "compiled"

__all__ = ["NAME", "Compiled", "Found", "Loaded", "answer", "compiled", "explain_rule", "once"]


def answer(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    """Everything a program finds in the facts; raises `EvaluationRefused` past the limits."""
    return compiled(program).answer(facts, setting)


def explain_rule(program: Program, rule_id: str) -> str:
    """The Python function that a rule becomes; raises `KeyError` where there is no such rule."""
    return source_of_rule(program.rule[rule_id], frozenset(program.kinds_in_order))
