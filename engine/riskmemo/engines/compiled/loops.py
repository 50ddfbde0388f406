"""Nested loops under construction: every value is computed in the outermost loop it allows."""

from dataclasses import dataclass, field

from riskmemo.engines.compiled.expressions import (
    any_unknown,
    computed,
    kleene,
    normal,
    plain,
    unknowns,
)
from riskmemo.engines.compiled.names import Names
from riskmemo.engines.compiled.plans import aliases_of
from riskmemo.language.tree import All, Any, Expression

INDENT = "    "


@dataclass
class Level:
    """One loop: its header, what makes its fact doubtful, and the lines in it.

    `flag` is the variable that is true where something is unknown, if the level has its own; the
    loop may bring it along (`paired`).
    """

    header: str
    hint: str
    doubt: str = ""
    lines: list[str] = field(default_factory=list)
    flag: str = ""
    paired: bool = False


@dataclass
class Loops:
    """The loops of one query; level 0 stands before them, level 1 is the outermost."""

    names: Names
    stop: str
    """What level 0 does where the query is false."""
    outer: "Loops | None" = None
    """The loops around an absence; their values come in as arguments."""
    arguments: dict[str, None] = field(default_factory=dict)
    levels: list[Level] = field(default_factory=lambda: [Level("", "maybe")])
    facts: dict[str, str] = field(default_factory=dict)
    """Alias to the variable of its fact."""
    level_of_alias: dict[str, int] = field(default_factory=dict)
    values: dict[Expression, str] = field(default_factory=dict)

    def level_of(self, expression: Expression) -> int:
        """The outermost level at which an expression can be computed."""
        aliases = aliases_of(expression)
        return max((self.level_of_alias.get(alias, 0) for alias in aliases), default=0)

    def held(self, expression: Expression) -> str:
        """The variable that holds an expression, computed where that happens least often."""
        if self.outer and not aliases_of(expression) & self.level_of_alias.keys():
            name = self.outer.held(expression)
            if aliases_of(expression):
                self.arguments[name] = None
            return name
        if expression not in self.values:
            hint, text = computed(expression, self)
            name = self.values[expression] = self.names.new(hint)
            self.add(self.level_of(expression), f"{name} = {text}")
        return self.values[expression]

    def fact(self, alias: str) -> str:
        """The variable that holds the fact of an alias."""
        return self.facts[alias]

    def add(self, level: int, *lines: str) -> None:
        """Write lines at the end of a level, before the loops inside it."""
        self.levels[level].lines.extend(lines)

    def enter(self, alias: str, rows: str, doubt: str, *, paired: bool) -> int:
        """Begin the loop of a pattern; `paired` rows come with what is unknown about them."""
        level, hint = len(self.levels), f"maybe_{alias}"
        self.levels.append(Level("", hint, doubt, paired=paired))
        self.level_of_alias[alias] = level
        flag = f", {self._own_flag(level)}" if paired else ""
        self.levels[level].header = f"for {self.facts[alias]}{flag} in {rows}:"
        if doubt:
            self._own_flag(level)
        return level

    def unsure(self, level: int) -> str:
        """The variable that is true where something is unknown at a level; none if never."""
        return next((each.flag for each in self.levels[level::-1] if each.flag), "")

    def doubt(self, level: int) -> str:
        """The statement that notes something unknown at a level."""
        return f"{self._own_flag(level)} = True"

    def _own_flag(self, level: int) -> str:
        made = self.levels[level]
        if not made.flag:
            made.flag = self.names.new(made.hint)
        return made.flag

    def require(self, level: int, condition: Expression) -> None:
        """Go on only where a condition is not false, and note where it is unknown."""
        stop = "continue" if level else self.stop
        missing = unknowns(condition, self)
        false = plain(normal(condition, positive=False), self)
        if not missing:
            self.add(level, f"if {false}:", INDENT + stop)
        elif isinstance(condition, All | Any):
            self._require_composite(level, condition, missing, false)
        else:
            self.add(level, f"if {any_unknown(missing)}:", INDENT + self.doubt(level))
            self.add(level, f"elif {false}:", INDENT + stop)

    def _require_composite(
        self, level: int, condition: Expression, missing: list[str], false: str
    ) -> None:
        stop = "continue" if level else self.stop
        truth = self.names.new("truth")
        self.add(
            level,
            f"if {any_unknown(missing)}:",
            f"{INDENT}{truth} = {kleene(condition, self)}",
            f"{INDENT}if {truth} is False:",
            INDENT * 2 + stop,
            f"{INDENT}if {truth} is None:",
            INDENT * 2 + self.doubt(level),
            f"elif {false}:",
            INDENT + stop,
        )

    def text(self, indent: int) -> list[str]:
        """All levels, each inside the one before it."""
        written = []
        for number, level in enumerate(self.levels):
            lines = [*self._beginning(number), *level.lines]
            if level.header:
                written.append(INDENT * (indent + number - 1) + level.header)
            written += [INDENT * (indent + number) + line if line else "" for line in lines]
        return written

    def _beginning(self, number: int) -> list[str]:
        """How the flag of a level begins: as that of the loop around it, or with its own doubts."""
        level = self.levels[number]
        before = self.unsure(number - 1) if number else ""
        doubts = [each for each in (before, level.doubt) if each]
        if not level.flag or (level.paired and not doubts):
            return []
        known = [level.flag] if level.paired else []
        return [f"{level.flag} = {' or '.join([*known, *doubts]) or 'False'}"]
