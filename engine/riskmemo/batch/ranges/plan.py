"""The statements that give the ranges of some cases, as text of DuckDB."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from riskmemo.analysis.supposing.given_parameters import GIVEN, with_given_parameters
from riskmemo.batch.ranges.draw_tables import Column, points_columns, weight_columns
from riskmemo.batch.ranges.draws import Draws, Places, draws_of
from riskmemo.batch.ranges.groups import Group, groups_of
from riskmemo.batch.results import scenarios_of
from riskmemo.engines.sql.cells import Existence
from riskmemo.engines.sql.dialects import DuckDb
from riskmemo.engines.sql.drawn_tree import Drawn, DrawnTree, Fold
from riskmemo.engines.sql.queries import Tables
from riskmemo.engines.sql.supposed import supposed
from riskmemo.language.program import Program
from riskmemo.language.replacing import period_parameters, with_parameters
from riskmemo.model.assessment import BASE


@dataclass(frozen=True)
class Part:
    """The statements of a group for the choices in which parameters count the same periods."""

    number: int
    statements: tuple[tuple[str, str], ...]
    folds: frozenset[str]
    read: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """The values of its parameters that a group is asked for."""

    group: Group
    late: bool
    """Whether facts are joined before each is there once for each choice."""
    rows: tuple[tuple[float, ...], ...]
    """For each choice the value of each parameter."""
    part_of: tuple[int, ...]
    """The part of each choice."""
    parts: tuple[Part, ...]

    @property
    def prefix(self) -> str:
        """What the names of all its tables begin with."""
        return prefix_of(self.group)

    @property
    def columns(self) -> dict[str, Column]:
        """The table of choices."""
        values = zip(*self.rows, strict=True)
        named = zip(self.group.parameters, values, strict=True) if self.group.parameters else ()
        return {
            "_choice": Column("BIGINT", range(len(self.rows))),
            "_part": Column("BIGINT", self.part_of),
            **{name: Column("DOUBLE", each) for name, each in named},
        }


@dataclass(frozen=True)
class Scenario:
    """The scores of one scenario that differ between draws, and from those of the base."""

    varying: tuple[str, ...]
    standing: tuple[str, ...]
    """What of the cases as they stand they are made of."""
    select: str
    """`_case`, `draw`, `score NODE`; empty where no score differs."""


@dataclass(frozen=True)
class RangesPlan:
    """All that is run for the ranges of a program."""

    program: Program
    draws: Draws
    columns: Mapping[str, Column]
    """Of the table of draws."""
    choice_of: tuple[tuple[int, ...], ...]
    """For each group the choice of each row of draws."""
    groups: tuple[Choices, ...]
    scenarios: Mapping[str, Scenario]

    @property
    def widest(self) -> int:
        """The most scores that differ in a scenario."""
        return max(len(each.varying) for each in self.scenarios.values())


def plan_for(program: Program, draws: int | None) -> RangesPlan | None:
    """The plan of so many draws, if they are asked for and anything is uncertain.

    Raises `InvalidInput` where scipy is missing, and for a number that cannot be.
    """
    drawn = None if draws is None else draws_of(program, draws)
    return ranges_plan(program, drawn) if drawn else None


def ranges_plan(program: Program, draws: Draws) -> RangesPlan:
    """Everything that runs for a shard beside what its scores take."""
    program = program.scoring
    points = frozenset(draws.things[thing].of[0] for thing in draws.of("points"))
    places = {draws.things[thing].of[0]: thing for thing in draws.of("parameter")}
    columns = points_columns(program, draws)
    of_weights, most = weight_columns(program, draws)
    groups, choice_of, folds = [], [], list[Fold]()
    for group in groups_of(program, places.keys(), points):
        chosen, of_rows = draws.chosen([places[name] for name in group.parameters])
        values = [_values(draws, places, group, each) for each in chosen]
        choices, columns_of = _choices(group, values, points)
        groups.append(choices)
        choice_of.append(tuple(of_rows))
        folds += [Fold(n, c, group.number, len(chosen)) for n, c in columns_of.items()]
    drawn = Drawn(points, most, tuple(folds))
    tables = Tables(program, DuckDb())
    nothing = Existence(tables, (), ())  # every rule has columns of its own here
    scenarios = {
        name or BASE: _scenario(DrawnTree(tables, name, nothing, drawn))
        for name in scenarios_of(program)
    }
    return RangesPlan(
        program, draws, {**columns, **of_weights}, tuple(choice_of), tuple(groups), scenarios
    )


def prefix_of(group: Group) -> str:
    """What the names of the tables of a group begin with."""
    return f"drawn {group.number} "


def _values(
    draws: Draws, places: Mapping[str, int], group: Group, chosen: Places
) -> tuple[float, ...]:
    things = (draws.things[places[name]] for name in group.parameters)
    values = (each.values[place] for each, place in zip(things, chosen, strict=True))
    return tuple(value for value in values if isinstance(value, float))


def _choices(
    group: Group, rows: list[tuple[float, ...]], points: frozenset[str]
) -> tuple[Choices, dict[str, tuple[str, ...]]]:
    """The parts of a group, one for each combination of periods, and the columns of its folds."""
    periods = period_parameters(group.program) & set(group.parameters)
    given = with_given_parameters(group.program, set(group.parameters))
    late = _can_be_late(group, periods)
    counts: dict[tuple[tuple[str, float], ...], int] = {}
    part_of, parts, columns = [], list[Part](), dict[str, tuple[str, ...]]()
    for row in rows:
        named = zip(group.parameters, row, strict=True)
        counted = tuple((name, value) for name, value in named if name in periods)
        if counted not in counts:
            counts[counted] = len(counts)
            program = with_parameters(given, dict(counted)) if counted else given
            tables = Tables(program, DuckDb(), drawn=points, chosen=GIVEN if late else None)
            made = supposed(tables, prefix_of(group), group.rules, group.anew)
            columns = made.folds
            statements = tuple((s.name, s.select.sql("duckdb")) for s in made.statements)
            parts.append(Part(counts[counted], statements, frozenset(made.folds), made.read))
        part_of.append(counts[counted])
    return Choices(group, late, tuple(rows), tuple(part_of), tuple(parts)), columns


def _can_be_late(group: Group, periods: Set[str]) -> bool:
    """Whether every rule and leaf of a group reads parameters itself, and no kind made anew."""
    program = group.program
    made = (kind for kind in group.anew if program.derivers(kind) or program.aggregate(kind))
    return set(group.parameters) > periods and not any(made)


def _scenario(tree: DrawnTree) -> Scenario:
    if not tree.own:
        return Scenario((), (), "")
    return Scenario(tree.own, tuple(tree.standing()), tree.scores().sql("duckdb"))


FACTS_GIVEN = f"facts_{GIVEN}"
"""The table of the parameters of each case and choice."""
