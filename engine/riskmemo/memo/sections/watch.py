"""Indicators to watch: thresholds that would move a judgement or a score."""

from collections.abc import Iterator, Sequence

from riskmemo.memo.materials import Materials
from riskmemo.memo.sections.signposts import SIGNPOSTS_ANCHOR, derived, derived_cells
from riskmemo.memo.view import (
    Badge,
    Block,
    Cell,
    Column,
    Jump,
    Paragraph,
    Row,
    Section,
    Table,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.case import Signpost as Given
from riskmemo.model.counterfactual import Signpost

MOST_BESIDE = 1
"""Derived signposts of one total one way that stand beside the analyst's own."""


def indicators_to_watch(materials: Materials) -> Section | None:
    """One table: the analyst's signposts, then the nearest that the rules give."""
    given = materials.case.analysis.watch
    signs = derived(materials, MOST_BESIDE) if given else derived(materials)
    if not given and not signs:
        return None
    blocks: list[Block] = [_table(materials, given, signs)]
    if signs:
        blocks.append(_note(materials))
    return Section("watch", "", materials.say("Indicators to watch"), tuple(blocks))


def _table(materials: Materials, given: Sequence[Given], signs: Sequence[Signpost]) -> Table:
    say = materials.say
    return Table(
        name="watch",
        caption=(),
        columns=(
            Column(say("Indicator")),
            Column(say("Threshold")),
            Column(say("Moves")),
            Column(say("Now")),
            Column(say("Next look")),
        ),
        rows=(*_given(materials, given), *_derived(materials, signs)),
    )


def _given(materials: Materials, given: Sequence[Given]) -> Iterator[Row]:
    prose = materials.prose
    for sign in given:
        yield Row(
            (
                Cell(prose(sign.indicator)),
                Cell(prose(sign.threshold)),
                Cell((Toned(sign.moves, sign.polarity),)),
                Cell(prose(sign.now)),
                Cell(joined([sign.next_look])),
            )
        )


def _derived(materials: Materials, signs: Sequence[Signpost]) -> Iterator[Row]:
    label, then = Badge(materials.say("derived"), "plain"), materials.say("When it changes")
    for sign in signs:
        first, *others = derived_cells(materials, sign)
        named = Cell(joined([first.runs, " ", label]))
        yield Row((named, *others, Cell(joined([then]))))


def _note(materials: Materials) -> Paragraph:
    note = materials.say(
        "Derived: a threshold at which the rules would move a total; the analyst has not chosen it."
    )
    return Paragraph(
        joined(
            [note, " ", Jump(materials.say("See Annex C."), materials.in_details(SIGNPOSTS_ANCHOR))]
        ),
        role="note",
    )
