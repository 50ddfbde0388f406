"""Compiled code, kept in memory by the content of ruleset and vocabulary."""

import copyreg
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Generic, TypeVar

from riskmemo.engines.compiled.groups import fields_of_aggregate
from riskmemo.engines.compiled.language import NAMESPACE
from riskmemo.engines.compiled.running import Compiled, Function, Part, Stratum, few_for
from riskmemo.engines.compiled.source import (
    source_of_aggregate,
    source_of_leaf,
    source_of_rule,
)
from riskmemo.hashes import kept_hash
from riskmemo.language.program import Program, TypedAggregate, TypedLeaf, TypedRule

Key = TypeVar("Key")
Kept = TypeVar("Kept")
Typed = TypeVar("Typed", TypedRule, TypedAggregate, TypedLeaf)
Source = Callable[..., str]
"""Writes the source of a part of a program, given the derived kinds and whether it is guarded."""


class Recent(Generic[Key, Kept]):
    """The things most recently made, by key."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Kept]) -> Kept:
        """The thing of a key, made if it is not there; the caller holds the lock."""
        if key not in self.kept:
            self.kept[key] = make()
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
        self.kept.move_to_end(key)
        return self.kept[key]


class Functions:
    """The functions of one ruleset over one vocabulary."""

    def __init__(self, derived: Iterable[str]) -> None:
        self.derived = frozenset(derived)
        self.made: dict[tuple[type, str], tuple[object, Part]] = {}

    def of(self, typed: Typed, name: str, source: Source) -> Part:
        """The functions of a part of a program; a part that was replaced is compiled anew."""
        place = type(typed), name
        if place in self.made:
            known, part = self.made[place]
            if known is typed or known == typed:
                return part
        part = self._compiled(typed, name, source)
        self.made[place] = typed, part
        return part

    def _compiled(self, typed: Typed, name: str, source: Source) -> Part:
        @cache
        def guarded() -> Function:
            return function_of(source(typed, self.derived, guarded=True), name)

        plain = function_of(source(typed, self.derived), name)
        return Part(name, typed.query, plain, guarded)


def function_of(source: str, name: str) -> Function:
    """The function in a source; it sees the words of `NAMESPACE` and nothing else."""
    space = dict(NAMESPACE)
    exec(compile(source, f"<compiled {name!r}>", "exec"), space)  # noqa: S102 - names and constants are made by `names`
    function: Function = space.popitem()[1]
    return function


LOCK = threading.RLock()
PROGRAMS: dict[int, Compiled] = {}
"""By identity: a program that is run again costs one look."""
MOST_PROGRAMS = 64
FUNCTIONS: Recent[str, Functions] = Recent(32)
"""By the hash of ruleset and vocabulary."""


def compiled(program: Program) -> Compiled:
    """The compiled program: from memory where the same object or the same content was compiled."""
    known = PROGRAMS.get(id(program))
    if known is not None and known.program is program:
        return known
    with LOCK:
        made = _compiled(program, _functions(program))
        while len(PROGRAMS) >= MOST_PROGRAMS:
            del PROGRAMS[next(iter(PROGRAMS))]
        PROGRAMS[id(program)] = made
    return made


def once(program: Program) -> Compiled:
    """The compiled program, which is not kept; its functions are those of the same content."""
    with LOCK:
        return _compiled(program, _functions(program))


def compile_fresh(program: Program) -> Compiled:
    """The compiled program, made anew and not kept."""
    return _compiled(program, Functions(program.kinds_in_order))


def _functions(program: Program) -> Functions:
    content = kept_hash(program.ruleset) + kept_hash(program.vocabulary)
    return FUNCTIONS.get(content, lambda: Functions(program.kinds_in_order))


def _compiled(program: Program, functions: Functions) -> Compiled:
    def rule(typed: TypedRule) -> Part:
        return functions.of(typed, typed.rule.id, source_of_rule)

    def stratum(kind: str) -> Stratum:
        rules = program.derivers(kind)
        aggregate = program.aggregate(kind)
        fields = tuple(name for typed in rules[:1] for name, _ in typed.derives)
        return Stratum(
            kind,
            fields_of_aggregate(aggregate) if aggregate else fields,
            tuple(map(rule, rules)),
            (aggregate, functions.of(aggregate, kind, source_of_aggregate)) if aggregate else None,
        )

    rules = tuple(rule(typed) for typed in program.rules if typed.rule.derives is None)
    return Compiled(
        program,
        tuple(map(stratum, program.kinds_in_order)),
        rules,
        tuple(functions.of(leaf, leaf.score, source_of_leaf) for leaf in program.leaves),
        few_for(rules, program.schemas),
    )


copyreg.pickle(Compiled, lambda made: (compiled, (made.program,)))
