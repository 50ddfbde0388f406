"""Which sources a memo lists: those published by the cut-off that something visible cites."""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from riskmemo.model.assessment import FactRecord
from riskmemo.model.base import Record
from riskmemo.model.case import Case, Claim, Dissent, Search, Source
from riskmemo.model.citations import cited_ids
from riskmemo.model.prose import prose_of


def published(case: Case, as_of: datetime.date) -> Mapping[str, Source]:
    """The sources published by the cut-off, and those without a date."""
    return {
        name: source
        for name, source in case.sources.items()
        if source.date is None or source.date <= as_of
    }


def cited(case: Case, facts: Iterable[FactRecord], claims: Mapping[str, Claim]) -> frozenset[str]:
    """The sources of visible facts, of dissent, of searches, and those that prose names itself.

    Some may be published after the cut-off still.
    """
    graded = (grade.source for fact in facts for grade in fact.grades)
    voices = (voice for claim in claims.values() for voice in claim.dissent)
    used: Iterable[Dissent | Search] = (*voices, *case.searched)
    uses = (use.source for each in used for use in each.sources)
    written: Iterable[Record] = (case.analysis, *claims.values(), *case.searched)
    return frozenset((*graded, *uses, *_named(written)))


def voices_known(claim: Claim, sources: Mapping[str, Source]) -> tuple[Dissent, ...]:
    """The dissent that rests on at least one of the sources."""
    return tuple(
        voice for voice in claim.dissent if any(use.source in sources for use in voice.sources)
    )


def _named(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        for _, text in prose_of(record, ()):
            yield from cited_ids(text)
