"""What bears on hypotheses if one source, and what rests on it alone, were not there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.rivals.bearing import Bearing, Bearings
from riskmemo.engines.compiled import Compiled, once
from riskmemo.evaluate import Evaluation
from riskmemo.language.facts import TypedRow
from riskmemo.model.case import Source
from riskmemo.model.facts import Fact
from riskmemo.model.vocabulary import Nature


@dataclass(frozen=True, slots=True)
class Remaining:
    """The bearings that are left without a source, those of gaps not among them."""

    source: str
    bearings: tuple[Bearing, ...]


def without_each_source(basis: Basis) -> Iterator[Remaining]:
    """What is left without each source that a fact or a search cites, by id of the source.

    Sources behind nothing that bears on hypotheses may be left out: their loss changes nothing.
    """
    case, program = basis.case, basis.found.program.bearing
    found = replace(basis.found, program=program)
    made, citing = once(program), _citing(basis)
    searching = {use.source for search in case.searched for use in search.sources}
    for source in sorted(citing.keys() | (searching & case.sources.keys())):
        others = {name: each for name, each in case.sources.items() if name != source}
        then = _without(found, citing.get(source, ()), others, made)
        if then is not found or source in searching:
            yield Remaining(source, tuple(Bearings(then, case, others).matched()))


def _without(
    found: Evaluation, rows: Iterable[TypedRow], others: Mapping[str, Source], made: Compiled
) -> Evaluation:
    """The evaluation with the rows as the other sources support them."""
    left = {row.id: row.fact(others, found.setting.as_of) for row in rows}
    facts = tuple(kept for fact in found.facts if (kept := left.get(fact.id, fact)))
    if facts == found.facts:
        return found
    if not _matters(found, left):
        return replace(found, facts=facts)
    return replace(found, facts=facts, answer=made.answer(facts, found.setting))


def _matters(found: Evaluation, left: Mapping[str, Fact | None]) -> bool:
    """Whether matches may change: a fact is gone, or conduct is graded otherwise.

    The identity gate asks for the grades of conduct.
    """
    schemas = found.program.schemas
    changed = (left[fact.id] for fact in found.facts if fact.id in left)
    return any(each is None or schemas[each.kind].nature is Nature.CONDUCT for each in changed)


def _citing(basis: Basis) -> dict[str, list[TypedRow]]:
    """Each source with the rows known at the cut-off that cite it."""
    known = {fact.id for fact in basis.found.facts}
    citing: dict[str, list[TypedRow]] = {}
    for row in basis.rows:
        for source in dict.fromkeys(use.source for use in row.evidence.sources):
            if row.id in known and source in basis.case.sources:
                citing.setdefault(source, []).append(row)
    return citing
