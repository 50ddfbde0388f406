"""Parameters as fields of one fact, so that a program compiled once serves all their values."""

from collections.abc import Mapping, Set
from dataclasses import replace

from riskmemo.language.program import Program, Query
from riskmemo.language.replacing import (
    Body,
    changed,
    parameters_read,
    period_parameters,
    with_bodies,
)
from riskmemo.language.scope import Schema
from riskmemo.language.tree import Constant, Expression, Field
from riskmemo.language.types import NUMBER
from riskmemo.model.facts import Fact
from riskmemo.model.ruleset import Parameter
from riskmemo.model.vocabulary import Nature

GIVEN = "given parameters"
"""The kind, its one fact and the alias that binds it; no name in a file has a space."""


def parameter_values(program: Program) -> dict[str, float]:
    """Every parameter of a ruleset with its value."""
    return {
        name: float(each.value if isinstance(each, Parameter) else each) + 0.0
        for name, each in program.ruleset.parameters.items()
    }


def with_given_parameters(program: Program, only: Set[str] | None = None) -> Program:
    """The program with each parameter (or `only` some) read from the fact.

    Those that count periods never are.
    """
    every = parameter_values(program).keys() if only is None else only
    names = every - period_parameters(program)

    def change(found: Expression) -> Expression:
        if isinstance(found, Constant) and found.name is not None and found.name in names:
            return Field(GIVEN, found.name, found.type)
        return found

    def given(body: Body) -> Body:
        if parameters_read(body).isdisjoint(names):
            return body
        made = changed(body, change)
        patterns = tuple(sorted([*made.query.patterns, (GIVEN, GIVEN)]))
        return replace(made, query=Query(patterns, made.query.where, made.query.unless))

    schema = Schema(GIVEN, GIVEN, dict.fromkeys(sorted(names), NUMBER), Nature.STRUCTURE)
    return replace(with_bodies(program, given), schemas={**program.schemas, GIVEN: schema})


def parameter_fact(program: Program, values: Mapping[str, float]) -> Fact:
    """The fact that gives every parameter: its own value, or another."""
    return Fact(GIVEN, GIVEN, {**parameter_values(program), **values})
