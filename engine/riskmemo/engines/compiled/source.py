"""The Python source of rules, aggregates and leaves: a query, and what each solution is for.

A source comes in two forms. The plain one is run where the kinds it reads are small; the guarded
one counts what it tries and finds, and is written the first time that they are not.
"""

from collections.abc import Callable, Sequence

from riskmemo.engines.compiled.endings import end_rule, tuple_of
from riskmemo.engines.compiled.expressions import operand
from riskmemo.engines.compiled.language import NAMESPACE
from riskmemo.engines.compiled.loops import INDENT, Loops
from riskmemo.engines.compiled.names import Names, literal, remark
from riskmemo.engines.compiled.queries import QueryWriter
from riskmemo.language.program import Query, TypedAggregate, TypedLeaf, TypedRule

GIVEN = ("facts", "by", "case")
"""What every function is given: facts by kind, indexes by kind and field, the setting."""
Ending = Callable[[Loops, int], None]
"""Writes into the innermost loop what is done with a solution."""
Derived = frozenset[str]
"""Kinds whose facts may be uncertain."""


def source_of_rule(typed: TypedRule, derived: Derived, *, guarded: bool = False) -> str:
    """The function that finds the matches, gaps and findings of a rule."""
    rule = typed.rule
    reports = ("match", "gap", "derive") if rule.derives else ("match", "gap")
    writer = _Function(rule.id, rule.title, reports, derived, guarded)
    return writer.source(typed.query, lambda *place: end_rule(typed, *place))


def source_of_aggregate(
    aggregate: TypedAggregate, derived: Derived, *, guarded: bool = False
) -> str:
    """The function that collects the rows of every group of an aggregate."""

    def ending(loops: Loops, level: int) -> None:
        key = tuple_of(operand(each, loops) for _, each in aggregate.group_by)
        given = tuple_of(
            "None" if call.argument is None else operand(call.argument, loops)
            for call in aggregate.fields
        )
        bound = tuple_of(loops.facts[alias] for alias, _ in aggregate.query.patterns)
        unsure = loops.unsure(level)
        loops.add(level, f"row({key}, {given}, {f'not {unsure}' if unsure else True}, {bound})")

    title = "The rows of every group."
    return _Function(aggregate.kind, title, ("row",), derived, guarded).source(
        aggregate.query, ending
    )


def source_of_leaf(leaf: TypedLeaf, derived: Derived, *, guarded: bool = False) -> str:
    """The function that finds the values of a leaf of the score tree."""

    def ending(loops: Loops, level: int) -> None:
        number, unsure = operand(leaf.value, loops), loops.unsure(level)
        loops.add(level, f"value(None if {unsure} else {number})" if unsure else f"value({number})")

    title = "The values of a leaf."
    return _Function(leaf.score, title, ("value",), derived, guarded).source(leaf.query, ending)


class _Function:
    """A function under construction."""

    def __init__(
        self, name: str, title: str, reports: Sequence[str], derived: Derived, guarded: bool
    ) -> None:
        arguments = [*GIVEN, *reports, *(("tried",) if guarded else ())]
        names = Names([*NAMESPACE, *NAMESPACE["__builtins__"], *arguments])
        self.head = f"def {names.new(name)}({', '.join(arguments)}):"
        self.title, self.root = title, Loops(names, "return")
        self.writer = QueryWriter(names, self.root, derived, guarded)

    def source(self, query: Query, ending: Ending) -> str:
        """The source of a query that ends so."""
        ending(self.root, self.writer.write(query, self.root))
        lines = [self.head, INDENT + remark(self.title), *self._way_out(query)]
        lines += [INDENT + line for line in self.writer.before] + self.root.text(1)
        return "\n".join(lines) + "\n"

    def _way_out(self, query: Query) -> Sequence[str]:
        """Where something is done before all loops, it is not done for nothing."""
        if not query.patterns or not self.root.levels[0].lines:
            return ()
        kinds = dict.fromkeys(kind for _, kind in query.patterns)
        there = " and ".join(f"facts[{literal(kind)}]" for kind in kinds)
        return (
            f"{INDENT}if not ({there}):" if len(kinds) > 1 else f"{INDENT}if not {there}:",
            f"{INDENT}{INDENT}return",
        )
