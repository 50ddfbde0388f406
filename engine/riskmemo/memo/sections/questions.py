"""What is not known, in short: the few questions that could move a total most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from riskmemo.memo.materials import Materials, shortened
from riskmemo.memo.sections.unknowns import kind_swing, swing
from riskmemo.memo.view import Block, Break, Cell, Column, Jump, Paragraph, Row, Runs, Strong, Table
from riskmemo.memo.wording import joined
from riskmemo.model.missing import Attainable, Missing, Swing, UnknownField, UnknownKind
from riskmemo.model.spelling import small

MOST_QUESTIONS = 6
DETAIL_ANCHOR = "gaps-detail"
"""Where the annex has every question and every search."""


@dataclass(frozen=True)
class _Question:
    """Something to find out: what is not known, what it could move, what to ask for it."""

    unknown: Runs
    ask: Runs
    moves: tuple[Runs, ...]
    """One for each total."""
    size: Decimal
    """The largest change of a total; a score that comes or goes is larger than any number."""


def _size(materials: Materials, found: Mapping[str, Swing | Attainable]) -> Decimal:
    return max(
        (_most(found[root]) for root in materials.roots if root in found), default=Decimal(0)
    )


def _most(each: Swing | Attainable) -> Decimal:
    if each.down is None or each.up is None or getattr(each, "comes_or_goes", False):
        return Decimal("Infinity")
    return max(abs(each.down), abs(each.up))


def unknowns_in_short(materials: Materials, missing: Missing) -> Iterator[Block]:
    """The questions by what they could move; the rest is counted and stands in the annex."""
    questions = [_field(materials, each) for each in missing.fields]
    questions += [_kind(materials, each) for each in missing.kinds]
    if not questions:
        return
    ranked = sorted(questions, key=lambda each: each.size, reverse=True)
    yield _table(materials, ranked[:MOST_QUESTIONS])
    yield Paragraph(joined(_note(materials, len(ranked)), between=" "), role="note")


def _table(materials: Materials, questions: Sequence[_Question]) -> Table:
    say = materials.say
    return Table(
        name="questions",
        caption=(),
        columns=(
            Column(say("What is not known")),
            *(Column(materials.title(root), "number") for root in materials.roots),
            Column(say("What to ask")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(each.unknown),
                    *map(Cell, each.moves),
                    Cell(each.ask),
                )
            )
            for each in questions
        ),
    )


def _note(materials: Materials, number: int) -> Iterator[Runs]:
    yield joined(
        [materials.say("Unknown never counts as zero: the scores say nothing about these points.")]
    )
    if number > MOST_QUESTIONS:
        more = number - MOST_QUESTIONS
        yield joined([materials.wording.count("{n} more question.", "{n} more questions.", more)])
    yield (Jump(materials.say("See Annex C."), materials.in_details(DETAIL_ANCHOR)),)


def _field(materials: Materials, unknown: UnknownField) -> _Question:
    """The facts that lack something, what to ask of each, and the answer that matters most."""
    facts: dict[str, None] = {each.fact: None for each in unknown.fields}
    stated = [
        joined([shortened(materials.facts[fact].says), materials.cite_evidence([fact])])
        if fact in materials.facts
        else joined([materials.kind_of(fact)])
        for fact in facts
    ]
    ask = [
        joined([Strong(materials.say("What is the {field}?", field=each.field.replace("_", " ")))])
        for each in unknown.fields
    ]
    ask += _most_if(materials, unknown.swings)
    return _Question(
        joined(stated, between=Break()),
        joined(ask, between=" "),
        tuple(swing(materials, root, unknown.swings) for root in materials.roots),
        _size(materials, unknown.swings),
    )


def _kind(materials: Materials, unknown: UnknownKind) -> _Question:
    nothing = materials.say("{kind}: nothing recorded, nobody searched", kind=unknown.title)
    ask = materials.say("Is there any {kind}?", kind=small(unknown.title))
    return _Question(
        joined([nothing]),
        (Strong(ask),),
        tuple(kind_swing(materials, root, unknown) for root in materials.roots),
        _size(materials, {**unknown.attainable, **unknown.swings}),
    )


def _most_if(materials: Materials, swings: Mapping[str, Swing]) -> Iterator[Runs]:
    for root in materials.roots:
        found = swings.get(root)
        if found and found.high_if:
            yield materials.wording.runs(
                "{score} highest if {answer}.", score=materials.title(root), answer=found.high_if
            )
