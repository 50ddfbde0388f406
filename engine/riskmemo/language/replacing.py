"""A program with some of its constants replaced: parameters with other values, or made fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import assert_never, cast

from riskmemo.language.functions import counted
from riskmemo.language.program import Program, Query, TypedAggregate, TypedLeaf, TypedRule
from riskmemo.language.tree import (
    All,
    Any,
    Arithmetic,
    Call,
    Compare,
    Constant,
    DaysBetween,
    Expression,
    Field,
    Given,
    Member,
    Not,
    Period,
    Shift,
    parts,
)

Change = Callable[[Expression], Expression]
"""What stands in place of a constant, a period, a field or a given; the same where nothing does."""
Body = TypedRule | TypedAggregate | TypedLeaf


def with_parameters(program: Program, values: Mapping[str, float]) -> Program:
    """The program as it were if parameters had other values; those of periods are whole."""

    def change(found: Expression) -> Expression:
        match found:
            case Constant(name=str(name)) if name in values:
                return replace(found, value=values[name])
            case Period(parameter=str(name)) if name in values:
                return counted(found, values[name])
        return found

    return with_bodies(program, lambda body: changed(body, change))


def with_bodies(program: Program, change: Callable[[Body], Body]) -> Program:
    """The program with others in place of its rules, aggregates and leaves, each of its sort."""
    return replace(
        program,
        rules=tuple(cast("TypedRule", change(each)) for each in program.rules),
        aggregates=tuple(cast("TypedAggregate", change(each)) for each in program.aggregates),
        leaves=tuple(cast("TypedLeaf", change(each)) for each in program.leaves),
    )


def changed(body: Body, change: Change) -> Body:
    """A body with every constant and period of its expressions replaced."""

    def new(expression: Expression) -> Expression:
        return rewritten(expression, change)

    query = _query(body.query, new)
    match body:
        case TypedRule():
            derives = tuple((name, new(each)) for name, each in body.derives)
            made: Body = replace(body, query=query, derives=derives, strength=new(body.strength))
        case TypedAggregate():
            made = replace(
                body,
                query=query,
                group_by=tuple((name, new(each)) for name, each in body.group_by),
                fields=tuple(
                    replace(call, argument=new(call.argument) if call.argument else None)
                    for call in body.fields
                ),
            )
        case TypedLeaf():
            made = replace(body, query=query, value=new(body.value))
        case _:
            assert_never(body)
    return made


def _query(query: Query, new: Change) -> Query:
    return Query(
        query.patterns,
        tuple(map(new, query.where)),
        tuple(_query(inner, new) for inner in query.unless),
    )


def rewritten(expression: Expression, change: Change) -> Expression:
    """An expression with other constants, periods, fields and givens where `change` has others."""

    def new(part: Expression) -> Expression:
        return rewritten(part, change)

    match expression:
        case Constant() | Period() | Field() | Given():
            return change(expression)
        case Not(item) | Member(item):
            return replace(expression, item=new(item))
        case All(items) | Any(items):
            return replace(expression, items=tuple(map(new, items)))
        case Call(arguments=arguments):
            return replace(expression, arguments=tuple(map(new, arguments)))
        case Shift(date, period):
            moved = new(period)
            assert isinstance(moved, Period)  # noqa: S101 - only a period counts the units
            return replace(expression, date=new(date), period=moved)
        case Compare(_, left, right) | Arithmetic(_, left, right) | DaysBetween(left, right):
            return replace(expression, left=new(left), right=new(right))
    assert_never(expression)


def expressions_of(body: Body) -> Iterator[Expression]:
    """Every expression of a body, those of its absences included."""
    yield from _conditions(body.query)
    match body:
        case TypedRule():
            yield body.strength
            yield from (value for _, value in body.derives)
        case TypedAggregate():
            yield from (value for _, value in body.group_by)
            yield from (call.argument for call in body.fields if call.argument)
        case TypedLeaf():
            yield body.value
        case _:
            assert_never(body)


def _conditions(query: Query) -> Iterator[Expression]:
    yield from query.where
    for inner in query.unless:
        yield from _conditions(inner)


def bodies_of(program: Program) -> Iterator[Body]:
    """Every rule, aggregate and leaf over facts."""
    yield from program.rules
    yield from program.aggregates
    yield from program.leaves


def parameters_read(body: Body) -> frozenset[str]:
    """The parameters that the expressions of a body name, those that count periods aside."""
    every = (each for whole in expressions_of(body) for each in every_part(whole))
    return frozenset(each.name for each in every if isinstance(each, Constant) and each.name)


def period_parameters(program: Program) -> frozenset[str]:
    """The parameters that count the units of a period somewhere."""
    wholes = (whole for body in bodies_of(program) for whole in expressions_of(body))
    every = (each for whole in wholes for each in every_part(whole))
    return frozenset(
        each.parameter for each in every if isinstance(each, Period) and each.parameter
    )


def every_part(expression: Expression) -> Iterator[Expression]:
    """An expression and all that it is made of."""
    yield expression
    for part in parts(expression):
        yield from every_part(part)
