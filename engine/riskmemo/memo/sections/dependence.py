"""What the scores depend on: each rule, source and fact left out in turn, largest change first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from riskmemo.memo.materials import Materials, shortened
from riskmemo.memo.scores import tone_of_change
from riskmemo.memo.sections.notices import carriers
from riskmemo.memo.view import (
    Block,
    Break,
    Bullets,
    Cell,
    Column,
    Paragraph,
    Row,
    Run,
    Runs,
    Strong,
    Subheading,
    Table,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.effects import Effect

DEPENDENCE_ANCHOR = "dependence"
MOST_ROWS = 8
"""Rows that a table shows; the rest is counted."""


def what_scores_depend_on(materials: Materials) -> Iterator[Block]:
    """What carries totals, and up to three tables; nothing where leaving out changes nothing."""
    record = materials.assessment
    say = materials.say
    blocks = [
        *_table(
            materials,
            "sources",
            say("Without this source"),
            record.without_source,
            _source(materials),
        ),
        *_table(
            materials, "facts", say("Without this fact"), materials.without_fact, _fact(materials)
        ),
        *_facts_not_tried(materials),
        *_table(
            materials, "rules", say("Without this rule"), record.without_rule, materials.rule_name
        ),
    ]
    if not blocks:
        return
    yield Subheading(say("What the scores depend on"), DEPENDENCE_ANCHOR)
    yield Paragraph(joined([_intro(materials)]), role="note")
    carried = tuple(carriers(materials))
    if carried:
        yield Bullets(carried)
    yield from blocks


def _facts_not_tried(materials: Materials) -> Iterator[Block]:
    analyses = materials.assessment.analyses
    if analyses and analyses.facts_not_tried:
        text = materials.wording.count(
            "{n} fact was not left out: there are too many.",
            "{n} facts were not left out: there are too many.",
            analyses.facts_not_tried,
        )
        yield Paragraph(joined([text]), role="note")


def _intro(materials: Materials) -> str:
    if materials.without_fact:
        return materials.say(
            "Each score computed again with one source, one fact or one rule left out."
        )
    return materials.say("Each score computed again with one source, or one rule, left out.")


def _table(
    materials: Materials,
    name: str,
    heading: str,
    effects: Sequence[Effect],
    named: Callable[[str], Runs],
) -> Iterator[Block]:
    moving = sorted(
        (effect for effect in effects if effect.changes or effect.bands),
        key=lambda effect: _largest(materials, effect),
        reverse=True,
    )
    if not moving:
        return
    roots = materials.roots
    yield Table(
        name=f"without-{name}",
        caption=(),
        columns=(
            Column(heading),
            *(Column(materials.title(root), "number") for root in roots),
            Column(materials.say("Bands that change")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(named(effect.dropped)),
                    *(Cell((_change(materials, effect, root),)) for root in roots),
                    Cell(_bands(materials, effect)),
                )
            )
            for effect in moving[:MOST_ROWS]
        ),
    )
    if len(moving) > MOST_ROWS:
        more = len(moving) - MOST_ROWS
        text = materials.wording.count("{n} more changes less.", "{n} more change less.", more)
        yield Paragraph(joined([text]), role="note")


def _largest(materials: Materials, effect: Effect) -> tuple[Decimal, Decimal]:
    """The size of the largest change of a total, then of any score."""
    totals = [effect.changes[root] for root in materials.roots if root in effect.changes]
    return _size(totals), _size(effect.changes.values())


def _size(changes: Iterable[Decimal | None]) -> Decimal:
    """The largest change; a score that comes or goes is larger than any number."""
    sizes = (Decimal("Infinity") if change is None else abs(change) for change in changes)
    return max(sizes, default=Decimal(0))


def _change(materials: Materials, effect: Effect, root: str) -> Run:
    change = effect.changes.get(root, Decimal(0))
    score = materials.assessment.base.scores[root]
    if change is not None:
        return Toned(materials.formats.change(change), tone_of_change(score, change))
    if score.value is None:
        return Toned(materials.say("a score only without it"), "plain")
    return Toned(materials.say("no score without it"), "plain")


def _bands(materials: Materials, effect: Effect) -> Runs:
    no_band, no_score = materials.say("no band"), materials.say("no score")
    none = {name: no_score for name, change in effect.changes.items() if change is None}
    moves = [
        materials.wording.runs(
            "{score}: {before} → {after}",
            score=Strong(materials.title(score))
            if score in materials.roots
            else materials.title(score),
            before=before or none.get(score, no_band),
            after=after or none.get(score, no_band),
        )
        for score, (before, after) in sorted(
            effect.bands.items(), key=lambda move: move[0] not in materials.roots
        )
    ]
    return joined(moves, between=Break())


def _fact(materials: Materials) -> Callable[[str], Runs]:
    def named(name: str) -> Runs:
        record = materials.facts.get(name)
        says = record.says if record else name
        return joined([shortened(says), materials.cite_evidence([name])])

    return named


def _source(materials: Materials) -> Callable[[str], Runs]:
    def named(name: str) -> Runs:
        source = materials.case.sources.get(name)
        return joined([source.publisher if source else name, materials.cite_sources([name])])

    return named
