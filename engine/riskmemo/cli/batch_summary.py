"""What a batch run tells on the terminal."""

import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal

from riskmemo.batch.shards import roots_of
from riskmemo.batch.storing import Batch
from riskmemo.errors import visible
from riskmemo.language.program import Program
from riskmemo.model.assessment import BASE
from riskmemo.model.points import divide_half_up, to_points

SLOWEST = 3
LISTED = 20
LINES = 3
"""So many lines may name the rules that were looked for together."""
MICRO_OF_A_TENTH = 1000


def summary(found: Batch, program: Program, width: int) -> Iterator[str]:
    """Cases, bands by root and scenario, coverage, rules that never matched, slow rules."""
    manifest = found.manifest
    every = len(manifest.shards)
    yield f"{_counted(manifest.cases, 'case')} in {_counted(every, 'shard')}"
    before = every - found.computed
    if before:
        yield f"{_counted(before, 'shard')} written before"
    for scenario, root, told in _bands(found, program):
        yield ""
        yield visible(f"{root}, scenario {scenario}")[:width]
        most = max(len(f"{count:,}") for _, count in told)
        for band, count in told:
            yield visible(f"  {count:>{most},}  {band}")[:width]
        if scenario == BASE:
            yield f"  coverage {_coverage(found, root)} on average"
    yield from _ranges(found, width)
    yield from _idle(found, width)
    yield from _slowest(found, width)
    yield ""
    yield visible(f"wrote {found.place or manifest.folder}")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _bands(found: Batch, program: Program) -> Iterator[tuple[str, str, list[tuple[str, int]]]]:
    rows = [row for shard in found.manifest.shards for row in shard.bands]
    for scenario in dict.fromkeys([BASE, *(row[0] for row in rows)]):
        for root in roots_of(program):
            counts: dict[str, int] = {}
            for each in rows:
                if each[0] == scenario and each[1] == root:
                    counts[each[2]] = counts.get(each[2], 0) + each[3]
            if counts:
                yield scenario, root, _in_order(counts, program, root)


def _in_order(counts: dict[str, int], program: Program, root: str) -> list[tuple[str, int]]:
    """Bands from the highest, whatever has none last."""
    tables = program.ruleset.bands.get(program.ruleset.scores[root].bands or "", ())
    labels = [level.label for table in tables for level in table.levels]
    order = {label: -place for place, label in enumerate(labels)}
    return sorted(counts.items(), key=lambda each: order.get(each[0], 1))


def _coverage(found: Batch, root: str) -> Decimal:
    rows = [r for s in found.manifest.shards for r in s.bands if r[0] == BASE and r[1] == root]
    total = sum(row[4] for row in rows)
    tenths = divide_half_up(total, max(1, sum(row[3] for row in rows)) * MICRO_OF_A_TENTH)
    return to_points(tenths * MICRO_OF_A_TENTH)


def _ranges(found: Batch, width: int) -> Iterator[str]:
    """What was drawn, and in how many cases the bands of the base are robust."""
    plan = found.plan
    if plan is None:
        return
    yield ""
    things = _counted(len(plan.draws.things), "uncertain thing")
    yield f"ranges: {_counted(plan.draws.count, 'draw')} of {things} of the ruleset"[:width]
    yield from _wrapped("  ", [each.id for each in plan.draws.things], width)
    yield "  facts are taken as they are"
    rows = [row for shard in found.manifest.shards for row in shard.robust]
    for root in roots_of(plan.program):
        counts = [row[2] for row in rows if row[:2] == [BASE, root]]
        if counts:
            told = (
                f"  {root}: robust in {sum(counts):,} of {_counted(found.manifest.cases, 'case')}"
            )
            yield visible(told)[:width]


def _idle(found: Batch, width: int) -> Iterator[str]:
    totals: dict[str, int] = {}
    for shard in found.manifest.shards:
        for rule, count in shard.matched.items():
            totals[rule] = totals.get(rule, 0) + count
    idle = sorted(rule for rule, count in totals.items() if not count)
    if idle:
        yield ""
        yield "rules that matched in no case"
        for rule in idle[:LISTED]:
            yield f"  {rule}"[:width]
        if len(idle) > LISTED:
            yield f"  and {len(idle) - LISTED} more"


def _slowest(found: Batch, width: int) -> Iterator[str]:
    """Rules by the time they took; those that look at the same facts took it together."""
    took = [each for each in found.seconds.items() if each[1] > 0]
    slow = sorted(took, key=lambda each: -each[1])[:SLOWEST]
    if slow and found.computed:
        yield ""
        yield "slowest rules"
        for rules, seconds in slow:
            yield from _wrapped(f"  {seconds:7.2f} s  ", rules, width)


def _wrapped(begin: str, rules: Sequence[str], width: int) -> list[str]:
    return textwrap.wrap(
        visible(", ".join(rules)),
        max(len(begin) + 20, width),
        initial_indent=begin,
        subsequent_indent=" " * len(begin),
        break_on_hyphens=False,
        max_lines=LINES,
        placeholder=" ...",
    )
