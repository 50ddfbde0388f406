"""Annex A: every fact and claim with its grade, and the sources they rest on."""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from riskmemo.memo.materials import Materials
from riskmemo.memo.sections.sources import date_of, hidden, legend, source_table, title_of
from riskmemo.memo.view import (
    Badge,
    Block,
    Cell,
    Column,
    Footnote,
    Jump,
    Paragraph,
    Row,
    Runs,
    Section,
    Strong,
    Subheading,
    Table,
)
from riskmemo.memo.wording import Value, joined
from riskmemo.model.assessment import FactRecord
from riskmemo.model.vocabulary import BUILT_IN_FIELDS

MOST_PUBLISHERS = 2
"""Publishers that a row of evidence names; the others stand by their ids."""

Places = Mapping[str, Sequence[Jump]]
"""Anchor of a reference to the places of the memo that cite it."""


def evidence_annex(materials: Materials, places: Places) -> Section:
    """The evidence table, the list of sources, and what is hidden by the cut-off."""
    say = materials.say
    blocks: list[Block] = []
    if materials.facts:
        blocks.append(_facts(materials, places))
        blocks += _by_kind(materials)
    unseen = " ".join(hidden(materials))
    if unseen:
        blocks.append(Paragraph(joined([unseen]), role="note"))
    blocks.append(Paragraph(legend(materials), role="note"))
    blocks += [Subheading(say("Sources")), source_table(materials)]
    return Section("evidence", "", say("Annex A · Evidence"), tuple(blocks), role="annex")


def footnotes(materials: Materials) -> tuple[Footnote, ...]:
    """What each reference stands for, in one or two lines."""
    facts = (
        Footnote(
            materials.references[fact.id],
            joined(
                [
                    Strong(fact.id),
                    f", {_when(materials, fact)}: {fact.says} ",
                    *_grades(materials, fact),
                ]
            ),
        )
        for fact in materials.facts.values()
    )
    sources = (
        Footnote(
            materials.source_references[name],
            joined(
                [
                    Strong(name),
                    ", ",
                    source.publisher,
                    ": ",
                    title_of(source),
                    *date_of(materials, source),
                ]
            ),
        )
        for name, source in materials.sources.items()
    )
    return (*facts, *sources)


# --- facts --------------------------------------------------------------------------------------


def _facts(materials: Materials, places: Places) -> Table:
    say = materials.say
    return Table(
        name="evidence",
        caption=(),
        columns=(
            Column("#", "name"),
            Column(say("Date")),
            Column(say("What it says")),
            Column(say("Source")),
            Column(say("Kind")),
            Column(say("Grade")),
            Column(say("Cited in")),
        ),
        rows=tuple(_fact(materials, fact, places) for fact in materials.facts.values()),
    )


def _fact(materials: Materials, fact: FactRecord, places: Places) -> Row:
    anchor = materials.references[fact.id].anchor
    return Row(
        (
            Cell(joined([fact.id])),
            Cell(joined([_when(materials, fact)])),
            Cell(_says(materials, fact)),
            Cell(_sources(materials, fact)),
            Cell(_kind(materials, fact)),
            Cell(materials.grades(fact.grades)),
            Cell(joined(list(places.get(anchor, ())), between=" ")),
        ),
        anchor=anchor,
    )


def _when(materials: Materials, fact: FactRecord) -> str:
    days = [fact.values.get(name) for name in BUILT_IN_FIELDS]
    first, last = (
        datetime.date.fromisoformat(day) if isinstance(day, str) else None for day in days
    )
    return materials.when(first, last)


def _says(materials: Materials, fact: FactRecord) -> Runs:
    claim = materials.claims.get(fact.id)
    return joined([f"{claim.speaker}: {fact.says}" if claim else fact.says])


def _kind(materials: Materials, fact: FactRecord) -> Runs:
    """What a fact is about in a word; the note below the table has its kind."""
    if fact.is_claim:
        statement = materials.say(materials.claims[fact.id].statement)
        return (Badge(statement, "warn", materials.say("attributed, not adopted")),)
    nature = materials.say(materials.assessment.kinds[fact.kind].nature.value)
    return joined(
        [nature] if fact.used else [nature, " ", Badge(materials.say("context"), "plain")]
    )


def _by_kind(materials: Materials) -> Iterator[Paragraph]:
    """Each kind with its facts, for whoever looks for all of one."""
    kinds: dict[str, list[Jump]] = {}
    for fact in materials.facts.values():
        if not fact.is_claim:
            place = Jump(fact.id, materials.references[fact.id].anchor)
            kinds.setdefault(materials.kind_of(fact.id), []).append(place)
    listed = (joined([f"{kind} ", joined(ids, between=" ")]) for kind, ids in kinds.items())
    if kinds:
        lead = Strong(materials.say("By kind:"))
        yield Paragraph(joined([lead, " ", joined(listed, between="; "), "."]), role="note")


def _sources(materials: Materials, fact: FactRecord) -> Runs:
    """The first publishers by name, all sources by id; a place in one stands with its id."""
    publishers = dict.fromkeys(
        materials.case.sources[grade.source].publisher for grade in fact.grades
    )
    named = [*publishers][:MOST_PUBLISHERS]
    more = len(publishers) - len(named)
    shown = "; ".join(named)
    if more:
        shown = materials.wording.count("{named} and {n} more", "{named} and {n} more", more,
                                        named=shown)  # fmt: skip
    places = "; ".join(f"{grade.source}: {grade.locator}" for grade in fact.grades if grade.locator)
    cited = materials.cite_sources(grade.source for grade in fact.grades)
    return joined([shown, cited, f" ({places})" if places else ""])


def _grades(materials: Materials, fact: FactRecord) -> Iterator[Value]:
    yield joined(["(", materials.grades(fact.grades), ")"])
