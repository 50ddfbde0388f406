"""Quantiles and shares of cases in all draws, and the rows that are told, as SELECTs."""

from collections.abc import Iterator, Sequence

from riskmemo.batch.database import identifier, literal
from riskmemo.batch.ranges.draw_tables import TIMES
from riskmemo.batch.ranges.plan import RangesPlan, Scenario
from riskmemo.batch.results import SHARE, points_select
from riskmemo.batch.shards import roots_of
from riskmemo.engines.sql.drawn_tree import DRAW, NOW
from riskmemo.model.assessment import BASE
from riskmemo.model.points import to_micro
from riskmemo.model.ranges import ROBUST
from riskmemo.model.ruleset import BandTable

QUANTILES = ("low", "median", "high")
SHARES = "[0.05, 0.5, 0.95]"
"""Exact decimals: the smallest score that so many of the draws with a score do not exceed."""


def quantiles_select(plan: RangesPlan, scenario: Scenario) -> str:
    """By case, for every score that differs: `low NODE`, `median NODE`, `high NODE`, `in NODE`.

    All in micropoints, and in how many draws the score is in its band.
    """
    ruleset = plan.program.ruleset
    items, told = ["s._case"], ["_case"]
    for node in scenario.varying:
        score = f"s.{identifier(f'score {node}')}"
        found = identifier(f"quantiles {node}")
        items.append(f"quantile_disc({score}, {SHARES}) AS {found}")
        told += [
            f"{found}[{place}] AS {identifier(f'{name} {node}')}"
            for place, name in enumerate(QUANTILES, start=1)
        ]
        bands = ruleset.scores[node].bands
        if bands is not None:
            counted = identifier(f"in {node}")
            now = f"n.{identifier(f'band {node}')}"
            code = code_of(score, ruleset.bands[bands], "n._as_of")
            items.append(f"count(*) FILTER ({code} IS NOT DISTINCT FROM {now}) AS {counted}")
            told.append(counted)
    alike = "" if plan.draws.all_differ else f" JOIN {TIMES} AS t ON t.{DRAW} = s.{DRAW}"
    grouped = (
        f"SELECT {', '.join(items)} FROM ({scenario.select}) AS s{alike}"
        f" JOIN {identifier(NOW)} AS n ON n._case = s._case GROUP BY s._case"
    )
    return f"SELECT {', '.join(told)} FROM ({grouped})"


def code_of(value: str, tables: Sequence[BandTable], as_of: str) -> str:
    """A number for the band of micropoints, NULL without a value: quicker to compare than text."""
    dated = sorted(
        (each for each in tables if each.effective_from), key=lambda each: str(each.effective_from)
    )
    whens = [
        f"WHEN {as_of} >= DATE {literal(str(each.effective_from))} THEN {_level(value, each)}"
        for each in reversed(dated)
    ]
    always = next((_level(value, each) for each in tables if not each.effective_from), "NULL")
    known = f"CASE {' '.join(whens)} ELSE {always} END" if whens else always
    return f"CASE WHEN {value} IS NOT NULL THEN {known} END"


def _level(value: str, table: BandTable) -> str:
    labels = [level.label for level in table.levels]
    sign = ">=" if table.boundary == "upper_band" else ">"
    whens = " ".join(
        f"WHEN {value} {sign} {to_micro(level.begins)} THEN {labels.index(level.label)}"
        for level in reversed(table.levels[1:])
    )
    return f"CASE {whens} ELSE 0 END" if whens else "0"


def ranges_select(plan: RangesPlan) -> str:
    """One row a case and scenario, from the tables `scores SCENARIO` and `drawn SCENARIO`."""
    parts = " UNION ALL ".join(
        _of_scenario(plan, number, name, scenario)
        for number, (name, scenario) in enumerate(plan.scenarios.items())
    )
    columns = ", ".join(identifier(each) for each in columns_of(plan))
    return (
        f"SELECT c.case_id, r.scenario, {columns} FROM ({parts}) AS r"
        " JOIN loaded_cases AS c ON c._case = r._case ORDER BY r._case, r._scenario"
    )


def columns_of(plan: RangesPlan) -> Iterator[str]:
    """The columns of the scores: `NODE.low`, `NODE.median`, `NODE.high`, `NODE.share`."""
    for name, node in plan.program.ruleset.scores.items():
        yield from (f"{name}.{each}" for each in QUANTILES)
        if node.bands is not None:
            yield f"{name}.share"


def _of_scenario(plan: RangesPlan, number: int, name: str, scenario: Scenario) -> str:
    items = [f"{number} AS _scenario", f"{literal(name)} AS scenario", "s._case"]
    base = plan.scenarios[BASE]
    for score, node in plan.program.ruleset.scores.items():
        table = "d" if score in scenario.varying else "b" if score in base.varying else ""
        for each in QUANTILES:
            value = f"{table}.{identifier(f'{each} {score}')}" if table else _standing(score)
            items.append(f"{points_select(value)} AS {identifier(f'{score}.{each}')}")
        if node.bands is not None:
            counted = f"{table}.{identifier(f'in {score}')}"
            share = _share(counted, plan) if table else f"1::{SHARE}"
            items.append(f"{share} AS {identifier(f'{score}.share')}")
    joined = _drawn(name, "d") if scenario.varying else ""
    joined += _drawn(BASE, "b") if base.varying else ""
    return f"SELECT {', '.join(items)} FROM {identifier(f'scores {name}')} AS s{joined}"


def _drawn(scenario: str, alias: str) -> str:
    return f" JOIN {identifier(f'drawn {scenario}')} AS {alias} ON {alias}._case = s._case"


def _standing(score: str) -> str:
    return f"s.{identifier(f'score {score}')}"


def _share(counted: str, plan: RangesPlan) -> str:
    """A count of draws as a share of all, half up to a millionth."""
    count = plan.draws.count
    millionths = f"(2000000 * {counted} + {count}) // {2 * count}"
    return f"CAST(CAST({millionths} AS DECIMAL(9, 0)) * 0.000001::{SHARE} AS {SHARE})"


def robust_select(plan: RangesPlan) -> str:
    """Scenario, root, and the cases in which enough draws have the band that the score has."""
    parts = [
        f"SELECT scenario, {literal(root)} AS root, count(*) FILTER ("
        f"{identifier(f'{root}.share')} >= {ROBUST}) AS cases FROM told GROUP BY scenario"
        for root in roots_of(plan.program)
        if plan.program.ruleset.scores[root].bands is not None
    ]
    if not parts:
        return "SELECT 1 LIMIT 0"
    return f"WITH told AS ({ranges_select(plan)}) {' UNION ALL '.join(parts)} ORDER BY ALL"
