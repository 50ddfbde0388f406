"""Annex A: every fact and claim with its grade, and the sources they rest on."""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from riskmemo.memo.materials import Materials, shortened
from riskmemo.memo.scenarios import claim_anchor
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
"""Publishers that a row of evidence names; of more it names the first."""

Places = Mapping[str, Sequence[Jump]]
"""Anchor of a reference to the places of the memo that cite it."""


def evidence_annex(materials: Materials, places: Places) -> Section:
    """The evidence table, the list of sources, and what is hidden by the cut-off."""
    say = materials.say
    blocks: list[Block] = []
    if materials.facts:
        blocks.append(_facts(materials, places))
        blocks += [Paragraph(runs, role="note") for runs in _below_the_table(materials)]
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
            Cell(joined([_when(materials, fact, brief=True)])),
            Cell(_says(materials, fact)),
            Cell(_sources(materials, fact)),
            Cell(_kind(materials, fact)),
            Cell(materials.grades(fact.grades)),
            Cell(joined(list(places.get(anchor, ())), between=" ")),
        ),
        anchor=anchor,
    )


def _when(materials: Materials, fact: FactRecord, *, brief: bool = False) -> str:
    days = [fact.values.get(name) for name in BUILT_IN_FIELDS]
    first, last = (
        datetime.date.fromisoformat(day) if isinstance(day, str) else None for day in days
    )
    return materials.when(first, last, brief=brief)


def _says(materials: Materials, fact: FactRecord) -> Runs:
    claim = materials.claims.get(fact.id)
    if claim is None:
        return joined([fact.says])
    wording = f"{claim.speaker}: {shortened(fact.says)} "
    return joined([wording, Jump(materials.say("See the claim."), claim_anchor(fact.id))])


def _kind(materials: Materials, fact: FactRecord) -> Runs:
    """What a fact is about in a word; the note below the table has its kind."""
    if fact.is_claim:
        claim = materials.claims.get(fact.id)
        statement = materials.say(claim.statement if claim else "claim")
        return (Badge(statement, "warn", materials.say("attributed, not adopted")),)
    return joined([materials.say(materials.assessment.kinds[fact.kind].nature.value)])


def _sources(materials: Materials, fact: FactRecord) -> Runs:
    """Publishers by name, all sources by id; what cannot be named is counted."""
    given = (materials.case.sources[grade.source].publisher for grade in fact.grades)
    publishers = list(dict.fromkeys(given))
    shown = "; ".join(publishers)
    if len(publishers) > MOST_PUBLISHERS:
        more, first = len(publishers) - 1, publishers[0]
        shown = materials.wording.count(
            "{first} and {n} more", "{first} and {n} more", more, first=first
        )
    places = "; ".join(f"{grade.source}: {grade.locator}" for grade in fact.grades if grade.locator)
    cited = materials.cite_sources(grade.source for grade in fact.grades)
    return joined([shown, cited, f" ({places})" if places else ""])


def _grades(materials: Materials, fact: FactRecord) -> Iterator[Value]:
    yield joined(["(", materials.grades(fact.grades), ")"])


# --- below the table ----------------------------------------------------------------------------


def _below_the_table(materials: Materials) -> Iterator[Runs]:
    """Each kind with its facts, and the facts that no rule rests on."""
    facts = [fact for fact in materials.facts.values() if not fact.is_claim]
    kinds: dict[str, list[Jump]] = {}
    for fact in facts:
        kinds.setdefault(materials.kind_of(fact.id), []).append(_place(materials, fact))
    if kinds:
        listed = (joined([f"{kind} ", joined(ids, between=" ")]) for kind, ids in kinds.items())
        lead = Strong(materials.say("By kind:"))
        yield joined([lead, " ", joined(listed, between="; "), "."])
    context = [_place(materials, fact) for fact in facts if not fact.used]
    if context and materials.rules:
        yield materials.wording.runs(
            "{lead} no rule of this ruleset rests on {facts}.",
            lead=Strong(materials.say("Context:")),
            facts=joined(context, between=" "),
        )


def _place(materials: Materials, fact: FactRecord) -> Jump:
    return Jump(fact.id, materials.references[fact.id].anchor)
