"""Queries as nested loops: patterns, conditions as early as they can be asked, absences."""

from dataclasses import dataclass, field

from riskmemo.engines.compiled.expressions import operand
from riskmemo.engines.compiled.facts import Place
from riskmemo.engines.compiled.loops import INDENT, Loops
from riskmemo.engines.compiled.names import Names, literal
from riskmemo.engines.compiled.plans import Plan, Step, aliases_of, plan
from riskmemo.language.program import Query


@dataclass
class QueryWriter:
    """Writes one query and its absences; `root` holds what is computed once a run."""

    names: Names
    root: Loops
    derived: frozenset[str]
    """Kinds whose facts may be uncertain."""
    guarded: bool
    """Whether every repeated loop says beforehand how many facts it tries."""
    indexes: dict[Place, str] = field(default_factory=dict)
    """Kind and field to the variable of an index that inner loops look into."""
    before: list[str] = field(default_factory=list)
    """The lines that fetch these indexes."""

    def write(self, query: Query, loops: Loops, outside: frozenset[str] = frozenset()) -> int:
        """Write all loops of a query; gives the innermost level."""
        return self._planned(query, plan(query, outside), loops, outside)

    def _planned(self, query: Query, made: Plan, loops: Loops, outside: frozenset[str]) -> int:
        for alias, _ in query.patterns:
            loops.facts[alias] = self.names.new(alias)
        for condition in made.first:
            loops.require(0, condition)
        self._absences(query, loops, outside, 0)
        level, correlated = 0, bool(outside & read_by(query))
        for step in made.steps:
            level = self._step(step, loops, repeated=level > 0 or correlated)
            self._absences(query, loops, outside, level)
        return level

    def _step(self, step: Step, loops: Loops, *, repeated: bool) -> int:
        conditions = step.conditions
        if repeated and step.own and not (step.key and step.key.varies):
            rows, paired = self._possible(step), True
            conditions = tuple(each for each in conditions if each not in step.own)
        else:
            rows, paired = self._rows(step, loops, repeated=repeated), step.key is not None
        if repeated and self.guarded:
            rows = f"tried({rows})"
        level = self._enter(step, loops, rows, paired=paired)
        for condition in conditions:
            loops.require(level, condition)
        return level

    def _enter(self, step: Step, loops: Loops, rows: str, *, paired: bool) -> int:
        """Begin a loop; facts of an index and `possible` ones bring along what is unknown."""
        sure = paired or step.kind not in self.derived
        doubt = "" if sure else f"not {loops.facts[step.alias]}.certain"
        return loops.enter(step.alias, rows, doubt, paired=paired)

    def _possible(self, step: Step) -> str:
        """The facts of a pattern that pass its own conditions, found once before all loops."""
        inner = Loops(self.names, "", self.root)
        fact = inner.facts[step.alias] = self.names.new(step.alias)
        rows = self._rows(step, inner, repeated=False)
        level = self._enter(step, inner, rows, paired=step.key is not None)
        for condition in step.own:
            inner.require(level, condition)
        name = self.names.new(f"possible_{step.kind}")
        inner.add(level, f"{name}.append(({fact}, {inner.unsure(level) or False}))")
        self.root.add(0, f"{name} = []", *inner.text(0))
        return name

    def _rows(self, step: Step, loops: Loops, *, repeated: bool) -> str:
        """The facts that may match a pattern: all of its kind, or those that its key finds."""
        if step.key is None:
            return f"facts[{literal(step.kind)}]"
        place = step.kind, step.key.field.name
        index = f"by[{literal(place[0])}, {literal(place[1])}]"
        if repeated:
            if place not in self.indexes:
                self.indexes[place] = self.names.new("_by_".join(place))
                self.before.append(f"{self.indexes[place]} = {index}")
            index = self.indexes[place]
        return f"{index}[{operand(step.key.value, loops)}]"

    def _absences(self, query: Query, loops: Loops, outside: frozenset[str], level: int) -> None:
        """Write the absences for which everything outside them is bound at this level."""
        every = frozenset(alias for alias, _ in query.patterns)
        for absence in query.unless:
            read = read_by(absence) & every
            needed = max((loops.level_of_alias.get(alias, 99) for alias in read), default=0)
            if needed == level:
                self._absence(absence, loops, outside | every, level)

    def _absence(self, absence: Query, loops: Loops, outside: frozenset[str], level: int) -> None:
        """Write whether an absence is broken, and what follows."""
        made = plan(absence, outside)
        simple = len(made.steps) == 1 and not made.first and not absence.unless
        write = self._search if simple else self._function
        present, unsure = write(absence, made, loops, outside, level)
        loops.add(level, f"if {present}:", INDENT + ("continue" if level else loops.stop))
        if unsure:
            loops.add(level, f"if {present} is None:", INDENT + loops.doubt(level))

    def _search(
        self, absence: Query, made: Plan, loops: Loops, outside: frozenset[str], level: int
    ) -> tuple[str, bool]:
        """Write a loop that ends with the first fact that breaks an absence.

        Gives the variable that then says so, and whether it may be unknown.
        """
        inner = Loops(self.names, "", loops)
        depth = self._planned(absence, made, inner, outside)
        present, unsure = self.names.new("present"), inner.unsure(depth)
        if unsure:
            inner.add(depth, f"if {unsure}:", f"{INDENT}{present} = None", f"{INDENT}continue")
        inner.add(depth, f"{present} = True", "break")
        loops.add(level, f"{present} = False", *inner.text(0))
        return present, bool(unsure)

    def _function(
        self, absence: Query, made: Plan, loops: Loops, outside: frozenset[str], level: int
    ) -> tuple[str, bool]:
        """Write a function that says whether an absence is broken, and a call of it."""
        name = self.names.new("some_" + "_and_".join(kind for _, kind in absence.patterns))
        inner, seen = Loops(self.names, "return False", loops), self.names.new("seen")
        depth = self._planned(absence, made, inner, outside)
        unsure = inner.unsure(depth)
        if unsure:
            inner.add(depth, f"if not {unsure}:", INDENT + "return True", f"{seen} = None")
        else:
            inner.add(depth, "return True")
        given = ", ".join(inner.arguments)
        self.root.add(
            0,
            "",
            f"def {name}({given}):",
            f"{INDENT}{seen} = False",
            *inner.text(1),
            f"{INDENT}return {seen}",
            "",
        )
        present = self.names.new("present")
        loops.add(level, f"{present} = {name}({given})")
        return present, bool(unsure)


def read_by(query: Query) -> frozenset[str]:
    """The aliases of other queries that a query reads."""
    read = frozenset(alias for each in query.where for alias in aliases_of(each))
    read = read.union(*(read_by(inner) for inner in query.unless))
    return read - {alias for alias, _ in query.patterns}
