"""Scores with their bands, matches and gaps of a shard, as SELECTs over what was computed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from riskmemo.batch.bounds import Bound, bounds_of
from riskmemo.batch.database import identifier, literal
from riskmemo.engines.sql.dialects import DuckDb
from riskmemo.engines.sql.panel import FOLDED, Panel
from riskmemo.engines.sql.queries import fact_table
from riskmemo.engines.sql.shapes import shapes_of
from riskmemo.language.program import Program
from riskmemo.model.assessment import BASE
from riskmemo.model.points import to_micro
from riskmemo.model.ruleset import BandTable

MATCHED, GAPPED = "matches", "gaps"
MATCHES_OF = "matches of "
POINTS, SHARE = "DECIMAL(18, 6)", "DECIMAL(7, 6)"


@dataclass(frozen=True)
class Plan:
    """The statements of a program: tables in order, then what is asked for."""

    tables: tuple[tuple[str, str], ...]
    scores: Mapping[str, str]
    """Scenario to the SELECT of its scores."""
    matches: Mapping[str, str] = field(default_factory=dict)
    """Rule to the SELECT of its matches and gaps."""
    later: tuple[tuple[str, str], ...] = ()
    """The tables that matches read beside those of the scores."""
    bounds: tuple[Bound, ...] = ()
    """What must be counted beside the tables."""
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Statement to the rules that it looks for; what is joined at the end is not among them."""


def plan_of(program: Program, most: Mapping[str, int], *, with_matches: bool) -> Plan:
    """Everything that runs for a shard, as text of DuckDB.

    `most` says for each kind of the panel how many facts of it a case has at most.
    """
    panel = Panel(program, DuckDb(), whole=with_matches)
    strata, folds = list(panel.strata()), list(panel.folds())
    tables = tuple((each.name, each.select.sql("duckdb")) for each in (*strata, *folds))
    bounds = tuple(
        replace(each, before=each.before or folds[0].name)
        for each in bounds_of(panel.program, most)
    )
    scores = {name or BASE: panel.scores(name).sql("duckdb") for name in scenarios_of(program)}
    rules = rules_of_statements(panel.program, [name for name, _ in tables])
    if not with_matches:
        return Plan(tables, scores, bounds=bounds, rules=rules)
    matches = {rule: select.sql("duckdb") for rule, select in panel.matches()}
    later = tuple((name, select.sql("duckdb")) for name, select in panel.tables.others.items())
    rules |= {f"{MATCHES_OF}{rule}": (rule,) for rule in matches}
    return Plan(tables, scores, matches, later, bounds, rules)


def rules_of_statements(program: Program, statements: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Which rules each statement looks for; an absence is looked for on behalf of the next one."""
    own: dict[str, tuple[str, ...]] = {}
    for number, shape in enumerate(shapes_of(program.contributing), start=1):
        own[f"fold {number}"] = tuple(member.typed.rule.id for member in shape.members)
    for kind in program.kinds_in_order:
        rules = tuple(typed.rule.id for typed in program.derivers(kind))
        own[fact_table(kind)] = rules or (kind,)
    for leaf in program.leaves:
        own[f"leaf {leaf.score}"] = (leaf.score,)
    found: dict[str, tuple[str, ...]] = {}
    waiting: list[str] = []
    for name in statements:
        waiting.append(name)
        if name in own:
            found |= dict.fromkeys(waiting, own[name])
            waiting.clear()
    return found


def scenarios_of(program: Program) -> tuple[str | None, ...]:
    """The base (`None`) and every hypothesis of a claim, or without one and named by rules."""
    named = {typed.rule.hypothesis for typed in program.rules}
    every = program.ruleset.hypotheses.items()
    return (None, *(name for name, each in every if each.claim or name in named))


def scored_select(program: Program, select: str) -> str:
    """Of everything that a SELECT of scores computes, what is told."""
    return f"SELECT _case, {', '.join(_scored(program))} FROM ({select})"


def _scored(program: Program) -> list[str]:
    every = program.ruleset.scores
    return [identifier(f"{what} {name}") for name in every for what in ("score", "coverage")]


def scores_select(program: Program, scenarios: Sequence[str]) -> str:
    """One row a case and scenario, from the tables `scores SCENARIO`."""
    scores = program.ruleset.scores
    columns = []
    for name, node in scores.items():
        value = identifier(f"score {name}")
        columns.append(f"{_points(value)} AS {identifier(f'{name}.score')}")
        if node.bands is not None:
            band = _band(value, program.ruleset.bands[node.bands])
            columns.append(f"{band} AS {identifier(f'{name}.band')}")
        share = f"CAST({identifier(f'coverage {name}')} AS DECIMAL(9, 0)) * 0.000001::{SHARE}"
        columns.append(f"CAST({share} AS {SHARE}) AS {identifier(f'{name}.coverage')}")
    read = ", ".join(_scored(program))
    parts = " UNION ALL ".join(
        f"SELECT {number} AS _scenario, {literal(name)} AS scenario, _case, {read}"
        f" FROM {identifier(f'scores {name}')}"
        for number, name in enumerate(scenarios)
    )
    return (
        f"SELECT c.case_id, s.scenario, {', '.join(columns)} FROM ({parts}) AS s"
        " JOIN loaded_cases AS c ON c._case = s._case ORDER BY s._case, s._scenario"
    )


def _points(micro: str) -> str:
    """Micropoints as an exact decimal."""
    return f"CAST(CAST({micro} AS DECIMAL(18, 0)) * 0.000001::{SHARE} AS {POINTS})"


def _band(value: str, tables: Sequence[BandTable]) -> str:
    """The band of micropoints: first which table is in effect, then which level."""
    dated = sorted(
        (each for each in tables if each.effective_from), key=lambda each: str(each.effective_from)
    )
    whens = [
        f"WHEN c.as_of >= DATE {literal(str(each.effective_from))} THEN {_level(value, each)}"
        for each in reversed(dated)
    ]
    always = next((_level(value, each) for each in tables if not each.effective_from), "NULL")
    return f"CASE WHEN {value} IS NULL THEN NULL {' '.join(whens)} ELSE {always} END"


def _level(value: str, table: BandTable) -> str:
    sign = ">=" if table.boundary == "upper_band" else ">"
    whens = " ".join(
        f"WHEN {value} {sign} {to_micro(level.begins)} THEN {literal(level.label)}"
        for level in reversed(table.levels[1:])
    )
    first = literal(table.levels[0].label)
    return f"CASE {whens} ELSE {first} END" if whens else first


def match_parts(program: Program, plan: Plan) -> Iterator[tuple[str, str]]:
    """For each rule the SELECT of its rows: case, rule, facts, and what a match gives."""
    for typed in sorted(program.rules, key=lambda each: each.rule.id):
        rule = typed.rule.id
        if rule not in plan.matches:
            continue
        aliases = sorted(alias for alias, _ in typed.query.patterns)
        names = ", ".join(map(literal, aliases))
        ids = ", ".join(identifier(f"{alias}._id") for alias in aliases)
        gate = "coalesce(gate, false) AS gate" if typed.uses_identity else "gate"
        select = (
            f"SELECT _case, {literal(rule)} AS rule, map([{names}], [{ids}]) AS facts,"
            f" [{ids}] AS ids, strength, {_points('points')} AS points, {gate}, is_match"
            f" FROM ({plan.matches[rule]})"
        )
        yield rule, select


def found_select(what: str) -> str:
    """The rows of `found` that are matches, or gaps, in the order of cases, rules and facts."""
    own = "strength, points, gate" if what == MATCHED else "points"
    is_match = "is_match" if what == MATCHED else "NOT is_match"
    return (
        f"SELECT c.case_id, f.rule, f.facts, {own} FROM found AS f"
        f" JOIN loaded_cases AS c ON c._case = f._case WHERE {is_match}"
        " ORDER BY f._case, f.rule, f.ids"
    )


def matched_select(program: Program) -> str:
    """For each contributing rule in how many cases it has a match."""
    counts = ", ".join(
        f"count({identifier(f'given {typed.rule.id}')})" for typed in program.contributing
    )
    return f"SELECT {counts or '0'} FROM {identifier(FOLDED)}"
