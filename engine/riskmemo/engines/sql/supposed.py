"""Some rules and leaves of a program for many values of parameters, in one pass over the facts.

A case with one choice of values is a case of its own here: it is numbered, and the same statements
fold it as ever. Every table is read under a prefix, so that the ordinary ones stay as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from sqlglot import exp

from riskmemo.engines.sql.folding import folded_leaf, folded_shape
from riskmemo.engines.sql.panel import Statement
from riskmemo.engines.sql.queries import CASE_ID, Tables, fact_table
from riskmemo.engines.sql.shapes import shapes_of
from riskmemo.engines.sql.strata import findings


@dataclass
class Supposed:
    """The statements of a program of which only some derived kinds are made anew."""

    statements: list[Statement] = field(default_factory=list)
    """In order, each under its prefix."""
    folds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Those that fold by case, with their columns."""
    read: tuple[str, ...] = ()
    """The tables that must be there under the prefix, by their ordinary names."""


def supposed(tables: Tables, prefix: str, rules: frozenset[str], anew: frozenset[str]) -> Supposed:
    """What some rules and all leaves of a program give; `anew` are the kinds to be made anew.

    Whatever constants the program has, the folds have the same names and columns.
    """
    made, read = Supposed(), dict[str, None]()
    for fold, statement in _ordinary(tables, rules, anew):
        for table in list(statement.select.find_all(exp.Table)):
            read[table.name] = None
            _read_under(prefix, table)
        name = prefix + statement.name
        made.statements.append(Statement(name, statement.select))
        if fold:
            columns = (each for each in statement.select.named_selects if each != CASE_ID)
            made.folds[name] = tuple(columns)
    own = {each.name for each in made.statements}
    made.read = tuple(name for name in read if prefix + name not in own)
    return made


def _ordinary(
    tables: Tables, rules: frozenset[str], anew: frozenset[str]
) -> Iterator[tuple[bool, Statement]]:
    """The statements as ever, and whether each folds by case."""
    program = tables.program
    for kind in program.kinds_in_order:
        if kind in anew and (program.derivers(kind) or program.aggregate(kind)):
            select = findings(tables, kind)
            yield from _others(tables)
            yield False, Statement(fact_table(kind), select)
    own = (typed for typed in program.contributing if typed.rule.id in rules)
    shapes = chain.from_iterable(shapes_of([typed]) for typed in own)
    folds: Mapping[str, exp.Select] = {
        **{f"fold {n}": folded_shape(tables, shape) for n, shape in enumerate(shapes)},
        **{f"leaf {leaf.score}": folded_leaf(tables, leaf) for leaf in program.leaves},
    }
    yield from _others(tables)
    for name, select in folds.items():
        yield True, Statement(name, select)


def _others(tables: Tables) -> Iterator[tuple[bool, Statement]]:
    for name, select in tables.others.items():
        yield False, Statement(name, select)
    tables.others.clear()


def _read_under(prefix: str, table: exp.Table) -> None:
    """Read another table under the name by which columns are told apart."""
    if not table.alias:
        alias = exp.TableAlias(this=exp.to_identifier(table.name, quoted=True))
        table.set("alias", alias)
    table.set("this", exp.to_identifier(prefix + table.name, quoted=True))
