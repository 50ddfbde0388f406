"""An assessment becomes a view: sections in order, numbered, with links both ways."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from riskmemo.memo.figures.numbering import figures_numbered
from riskmemo.memo.formatting import Formats
from riskmemo.memo.legible import legible
from riskmemo.memo.materials import Materials
from riskmemo.memo.sections.assumptions import assumptions_and_alternatives
from riskmemo.memo.sections.bottom_line import bottom_line
from riskmemo.memo.sections.changes import what_has_changed
from riskmemo.memo.sections.claims import contested_claims
from riskmemo.memo.sections.details import details_annex
from riskmemo.memo.sections.evidence import evidence_annex, footnotes
from riskmemo.memo.sections.gaps import what_is_not_known
from riskmemo.memo.sections.identity import identity
from riskmemo.memo.sections.judgements import key_judgements
from riskmemo.memo.sections.masthead import marking, masthead
from riskmemo.memo.sections.method import method_annex
from riskmemo.memo.sections.picture import the_picture
from riskmemo.memo.sections.readers import what_it_means
from riskmemo.memo.sections.watch import indicators_to_watch
from riskmemo.memo.translated import wording_in
from riskmemo.memo.view import (
    SCALARS,
    Cite,
    ContestedClaim,
    Judgements,
    Jump,
    MemoView,
    Section,
)
from riskmemo.model.assessment import Assessment
from riskmemo.resources import DEFAULT_LANGUAGE

SECTIONS: Sequence[Callable[[Materials], Section | None]] = (
    bottom_line,
    key_judgements,
    what_has_changed,
    what_it_means,
    the_picture,
    contested_claims,
    assumptions_and_alternatives,
    indicators_to_watch,
    identity,
    what_is_not_known,
)
"""The sections before the annexes, in the order of the memo; each may have nothing to say."""

FOR_REFERENCE = ("identity",)
"""Sections that cite evidence by the way: no place to be sent back to."""


def build_view(
    assessment: Assessment, language: str = DEFAULT_LANGUAGE, *, details: bool = True
) -> MemoView:
    """Everything a writer needs, with no text left to parse and no number left to compute.

    Without `details` Annex C says where the scores are in detail.
    """
    formats, wording = Formats(language), wording_in(language)
    materials = Materials(assessment, formats, wording, details=details)
    sections = _numbered([built for build in SECTIONS if (built := build(materials))])
    detail = details_annex(materials)
    places = _places(materials, sections, detail)
    annexes = (evidence_annex(materials, places), method_annex(materials))
    detailed = (detail,) if detail else ()
    whole = figures_numbered(materials, (*sections, *annexes, *detailed))
    return legible(_memo(materials, whole, language))


def _memo(materials: Materials, sections: tuple[Section, ...], language: str) -> MemoView:
    case, say = materials.case, materials.say
    as_of = materials.formats.date(materials.assessment.as_of)
    reference = case.masthead.reference
    head = masthead(materials)
    return MemoView(
        language=language.replace("_", "-"),
        page_title=" – ".join([case.title, say("Risk memo"), *([reference] if reference else [])]),
        description=say("Risk and opportunity assessment, information to {date}", date=as_of),
        author=case.masthead.prepared_by or "",
        as_of=materials.assessment.as_of.isoformat(),
        generator=f"riskmemo {materials.assessment.computed.riskmemo}",
        skip_label=say("Skip to the bottom line"),
        page_label=say("page {page} of {pages}", page="{page}", pages="{pages}"),
        running_head=" · ".join([*([reference] if reference else []), as_of]),
        running_foot=case.title,
        marking=marking(materials),
        masthead=head,
        sections=sections,
        references=footnotes(materials),
    )


def _numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with numbers; the opening has none."""
    numbered, number = [], 0
    for section in sections:
        if section.role == "body":
            number += 1
            numbered.append(replace(section, number=str(number)))
        else:
            numbered.append(section)
    return tuple(numbered)


# --- links back from the evidence ---------------------------------------------------------------


def _places(
    materials: Materials, sections: Sequence[Section], details: Section | None
) -> dict[str, tuple[Jump, ...]]:
    """Where each reference is cited: judgements and claims by name, else the section.

    Annex C cites nearly everything; it is named for what nothing before it cites.
    """
    found: dict[str, dict[Jump, None]] = {}
    for section in sections:
        if section.anchor in FOR_REFERENCE:
            continue
        for place, anchor in _cited(materials, section):
            found.setdefault(anchor, {}).setdefault(place)
    if details:
        annex = Jump("§C", details.anchor)
        for _, anchor in _cited(materials, details):
            found.setdefault(anchor, {annex: None})
    return {anchor: tuple(places) for anchor, places in found.items()}


def _cited(materials: Materials, section: Section) -> Iterator[tuple[Jump, str]]:
    for place, part in _parts(materials, section):
        for cite in _cites(part):
            yield from ((place, reference.anchor) for reference in cite.references)


def _parts(materials: Materials, section: Section) -> Iterator[tuple[Jump, object]]:
    top = materials.say("Top")
    whole = Jump(f"§{section.number}" if section.number else top, section.anchor)
    for block in section.blocks:
        if isinstance(block, Judgements):
            yield from ((Jump(each.label, each.anchor), each) for each in block.entries)
        elif isinstance(block, ContestedClaim):
            yield Jump(block.label, block.anchor), block
        else:
            yield whole, block


def _cites(part: object) -> Iterator[Cite]:
    """Every citation in a part of a view, in no order."""
    left = [part]
    while left:
        each = left.pop()
        kind: Any = type(each)
        if isinstance(each, Cite):
            yield each
        elif isinstance(each, tuple):
            left += each
        else:
            left += [getattr(each, name) for name in _deep(kind)]


@cache
def _deep(kind: Any) -> tuple[str, ...]:
    """The fields of a class of the view that may hold citations."""
    found = fields(kind) if is_dataclass(kind) else ()
    return tuple(field.name for field in found if field.type not in SCALARS)
