"""Assumptions and alternatives: what is taken as given, and how else it can be read."""

from riskmemo.memo.materials import Materials
from riskmemo.memo.sections.competing import competing_in_short
from riskmemo.memo.sections.picture import written
from riskmemo.memo.view import Block, Cell, Column, Row, Section, Table
from riskmemo.memo.wording import joined


def assumptions_and_alternatives(materials: Materials) -> Section | None:
    """The analyst's assumptions as a table, the alternatives as prose, rival readings in short."""
    analysis, say = materials.case.analysis, materials.say
    blocks: list[Block] = [_table(materials)] if analysis.assumptions else []
    blocks += [block for given in analysis.alternatives for block in written(materials, given)]
    rivals = [*competing_in_short(materials)]
    blocks += rivals
    if not blocks:
        return None
    if not (analysis.alternatives or rivals):
        heading = say("Assumptions")
    else:
        heading = (
            say("Assumptions and alternatives") if analysis.assumptions else say("Alternatives")
        )
    return Section("assumptions", "", heading, tuple(blocks))


def _table(materials: Materials) -> Table:
    say, prose = materials.say, materials.prose
    return Table(
        name="assumptions",
        caption=(),
        columns=(
            Column("#", "name"),
            Column(say("We assume that")),
            Column(say("Basis")),
            Column(say("If wrong")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(joined([given.id])),
                    Cell(prose(given.text)),
                    Cell(prose(given.basis)),
                    Cell(prose(given.if_wrong)),
                ),
                anchor=f"assumption-{given.id}",
            )
            for given in materials.case.analysis.assumptions
        ),
    )
