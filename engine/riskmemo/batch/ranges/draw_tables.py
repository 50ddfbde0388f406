"""What each draw says, as columns of the table of draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Any

from riskmemo.analysis.supposing.supposing import with_points
from riskmemo.batch.database import Database, identifier
from riskmemo.batch.ranges.draws import Draws
from riskmemo.engines.sql.drawn_tree import (
    ATTAINABLE,
    CHOICE,
    DRAW,
    DRAWS,
    PART,
    POINTS,
    PROPORTION,
    WEIGHT,
    WORST,
    Weighed,
)
from riskmemo.language.program import Program
from riskmemo.model.points import MICRO, to_micro
from riskmemo.model.ruleset import Branch
from riskmemo.scoring.combine import as_fraction, whole_weights
from riskmemo.scoring.tree import RuleInput, worst_of

SMALL = 2**62
"""What is less needs no more than 64 bits, even four times."""
TIMES = "times"
"""The row of each draw, where some draws are alike."""


@dataclass(frozen=True)
class Column:
    """A column with its type of DuckDB."""

    type: str
    values: Sequence[Any]


def points_columns(program: Program, draws: Draws) -> dict[str, Column]:
    """For each rule whose points are drawn: these, the most it can give, the worst it can give."""
    found: dict[str, Column] = {}
    for thing in draws.of("points"):
        typed = program.rule[draws.things[thing].of[0]]
        rule, identity = typed.rule, typed.uses_identity
        leaf = program.ruleset.scores[rule.contributes.to] if rule.contributes else None
        given: dict[float, tuple[int, int]] = {}
        points = [_number(value) for value in draws.column(thing)]
        for each in dict.fromkeys(points):
            one = RuleInput(with_points(rule, each), (), missing=False, uses_identity=identity)
            worst = worst_of(one, leaf.polarity) if leaf else 0
            given[each] = (one.attainable, worst)
        found[POINTS + rule.id] = Column("DOUBLE", points)
        found[ATTAINABLE + rule.id] = Column("BIGINT", [given[each][0] for each in points])
        found[WORST + rule.id] = Column("BIGINT", [given[each][1] for each in points])
    return found


def _number(value: object) -> float:
    if not isinstance(value, float):
        raise AssertionError("points and weights are numbers")
    return value


def weight_columns(program: Program, draws: Draws) -> tuple[dict[str, Column], dict[str, Weighed]]:
    """For each branch with drawn weights these in every form, and what they are at most."""
    things: dict[str, dict[str, int]] = {}
    for thing in draws.of("weight"):
        branch, child = draws.things[thing].of
        things.setdefault(branch, {})[child] = thing
    columns, most = dict[str, Column](), dict[str, Weighed]()
    scale = program.ruleset.scale
    top = max(abs(to_micro(scale.min)), abs(to_micro(scale.max)), MICRO)
    for name, drawn in things.items():
        node = program.ruleset.scores[name]
        if isinstance(node, Branch):
            of_rows = _weights(node, drawn, draws)
            most[name] = _weighed(of_rows)
            most_of_all = max(most[name].proportions, most[name].parts) * top * 4
            whole = "HUGEINT" if most_of_all > SMALL else "BIGINT"
            proportions = [whole_weights(each) for each in of_rows]
            for place, child in enumerate(node.of):
                of, unit = f"{name} {child}", most[name].unit
                stated = [each[place] for each in of_rows]
                parts = [int(as_fraction(each) * unit) for each in stated]
                columns[WEIGHT + of] = Column("DOUBLE", stated)
                columns[PART + of] = Column(whole, parts)
                columns[PROPORTION + of] = Column(whole, [each[place] for each in proportions])
    return columns, most


def _weights(node: Branch, drawn: Mapping[str, int], draws: Draws) -> list[tuple[float, ...]]:
    """The weights of all children in every row."""
    count = len(draws.rows)
    by_child = [
        [_number(value) for value in draws.column(drawn[child])]
        if child in drawn
        else [float(weight)] * count
        for child, weight in node.of.items()
    ]
    return list(zip(*by_child, strict=True))


def _weighed(of_rows: Sequence[tuple[float, ...]]) -> Weighed:
    every = {weight for each in of_rows for weight in each}
    unit = lcm(*(as_fraction(each).denominator for each in every))
    return Weighed(
        proportions=max(sum(whole_weights(each)) for each in of_rows),
        parts=max(int(sum(map(as_fraction, each)) * unit) for each in of_rows),
        unit=unit,
    )


def make_table(database: Database, name: str, columns: Mapping[str, Column]) -> None:
    """A table of columns; whole numbers of more than 64 bits are given as text."""
    import pyarrow  # noqa: PLC0415 - an extra

    arrow = {"DOUBLE": pyarrow.float64(), "BIGINT": pyarrow.int64(), "HUGEINT": pyarrow.string()}
    given = {
        key: pyarrow.array(
            map(str, each.values) if each.type == "HUGEINT" else each.values, arrow[each.type]
        )
        for key, each in columns.items()
    }
    database.register("given draws", pyarrow.table(given))
    typed = ", ".join(
        f"CAST({identifier(key)} AS {each.type}) AS {identifier(key)}"
        for key, each in columns.items()
    )
    database.run(
        f'CREATE OR REPLACE TEMP TABLE {identifier(name)} AS SELECT {typed} FROM "given draws"'
    )
    database.unregister("given draws")


def make_draws(
    database: Database,
    draws: Draws,
    columns: Mapping[str, Column],
    choices: Sequence[Sequence[int]],
) -> None:
    """The tables of the draws that differ, with the choice of each group, and of their rows."""
    numbered = {DRAW: Column("BIGINT", range(len(draws.rows)))}
    of_groups = {f"{CHOICE}{n}": Column("BIGINT", each) for n, each in enumerate(choices)}
    make_table(database, DRAWS, {**numbered, **of_groups, **columns})
    if not draws.all_differ:
        make_table(database, TIMES, {DRAW: Column("BIGINT", draws.row_of)})
