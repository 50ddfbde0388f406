"""What differs between two cases and their cut-offs, as far as scores can see it."""

import datetime
from collections.abc import Iterator
from itertools import product

from riskmemo.analysis.comparing.facts import Bits, Entry, MixedFacts
from riskmemo.language.facts import TypedRow, known_since
from riskmemo.model.case import Case, Claim, Indicator, Source
from riskmemo.model.comparison import Cause, CauseChange, CauseGroup, Detail
from riskmemo.model.facts import Fact, Value

MOST_SOURCES = 6
"""Changed sources of one fact whose combinations are looked through for an effect."""


def case_causes(facts: MixedFacts) -> Iterator[Cause]:
    """The facts, sources, searches and dates that differ."""
    sources = {cause.id: cause for cause in _sources(facts)}
    bits = {name: 1 << index for index, name in enumerate(sources)}
    for entry in facts.entries:
        if _differs(facts, entry, bits):
            yield _fact_cause(facts, entry)
    yield from sources.values()
    yield from _searches(facts.old.case, facts.new.case)
    yield from _setting(facts)


# --- facts --------------------------------------------------------------------------------------


def _differs(facts: MixedFacts, entry: Entry, sources: Bits) -> bool:
    """Whether the entry is another fact with its cause than without, whatever its sources are."""
    is_there = entry.old is not None and entry.new is not None
    dates = {each.found.setting.as_of for each in (facts.old, facts.new)}
    if is_there and entry.old is entry.new and len(dates) == 1:
        return False
    cited = [sources[each] for name in entry.cited if (each := f"source {name}") in sources]
    if len(cited) > MOST_SOURCES:
        return True
    own = 1 << len(sources)
    bits = {**sources, entry.cause: own}
    states = (sum(chosen) for chosen in product(*((0, bit) for bit in cited)))
    return any(
        _seen(facts.fact(entry, state, bits)) != _seen(facts.fact(entry, state | own, bits))
        for state in states
    )


def _seen(fact: Fact | None) -> object:
    """What a score can see of a fact; the order of its sources plays no part."""
    return fact and (fact.kind, fact.values, set(fact.grades))


def _fact_cause(facts: MixedFacts, entry: Entry) -> Cause:
    before, after = (_as_seen(facts, entry, applied=applied) for applied in (False, True))
    row = entry.new or entry.rows[0]
    side = facts.new if entry.new is row else facts.old
    group, change = _kind_of_change(entry, before, after)
    evidence = row.evidence
    title = evidence.says if isinstance(evidence, Indicator) else None
    return Cause(
        id=entry.cause,
        group=group,
        name=entry.id,
        title=evidence.wording if isinstance(evidence, Claim) else title,
        change=change,
        known=known_since(evidence, side.case.sources),
        details=tuple(_details(entry.old, entry.new)) if change == "changed" else (),
    )


def _as_seen(facts: MixedFacts, entry: Entry, *, applied: bool) -> Fact | None:
    """The entry as it was seen on the old side, or is on the new one."""
    row, side = (entry.new, facts.new) if applied else (entry.old, facts.old)
    return None if row is None else row.fact(side.case.sources, side.found.setting.as_of)


def _kind_of_change(
    entry: Entry, before: Fact | None, after: Fact | None
) -> tuple[CauseGroup, CauseChange]:
    old, new = entry.old, entry.new
    if old is None or new is None:
        return "facts", "added" if old is None else "removed"
    is_rewritten = old.kind != new.kind or old.values != new.values or _cited(old) != _cited(new)
    group: CauseGroup = "facts" if old is not new and is_rewritten else "knowledge"
    if (before is None) == (after is None):
        return group, "changed"
    return group, "became known" if before is None else "no longer known"


def _cited(row: TypedRow) -> set[tuple[str, int]]:
    return {(use.source, use.credibility) for use in row.evidence.sources}


def _details(old: TypedRow | None, new: TypedRow | None) -> Iterator[Detail]:
    if old is None or new is None or old is new:
        return
    if old.kind != new.kind:
        yield Detail(what="kind", before=old.kind, after=new.kind)
    for name in dict.fromkeys((*old.values, *new.values)):
        before, after = old.values.get(name), new.values.get(name)
        if before != after:
            yield Detail(what=name, before=_told(before), after=_told(after))
    if old.evidence.known != new.evidence.known:
        known = (_told(each.evidence.known) for each in (old, new))
        yield Detail(what="known", before=next(known), after=next(known))
    if _cited(old) != _cited(new):
        uses = (" ".join(f"{s}/{c:d}" for s, c in sorted(_cited(each))) for each in (old, new))
        yield Detail(what="sources", before=next(uses), after=next(uses))


def _told(value: Value) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.15g}"
        case datetime.date():
            return value.isoformat()
        case _:
            return value or '""'


# --- sources, searches, dates ---------------------------------------------------------------------


def _sources(facts: MixedFacts) -> Iterator[Cause]:
    """Sources graded or dated otherwise, and those that came or went while what cites them stayed.

    A source that came or went with the facts that cite it is no cause of its own.
    """
    before, after = facts.old.case.sources, facts.new.case.sources
    stayed = {name for each in facts.entries if each.old is each.new for name in each.cited}
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        details = tuple(_source_details(old, new))
        if details if old and new else name in stayed:
            change: CauseChange = "added" if not old else "removed" if not new else "changed"
            source = new or old
            yield Cause(
                id=f"source {name}",
                group="sources",
                name=name,
                title=f"{source.publisher}: {source.title}" if source else None,
                change=change,
                details=details,
            )


def _source_details(old: Source | None, new: Source | None) -> Iterator[Detail]:
    if old is None or new is None:
        return
    if old.reliability is not new.reliability:
        yield Detail(what="reliability", before=old.reliability.value, after=new.reliability.value)
    if old.date != new.date:
        yield Detail(what="date", before=_told(old.date), after=_told(new.date))


def _searches(old: Case, new: Case) -> Iterator[Cause]:
    before, after = ({search.kind: search for search in each.searched} for each in (old, new))
    for kind in sorted(before.keys() ^ after.keys()):
        change: CauseChange = "added" if kind in after else "removed"
        result = (after.get(kind) or before[kind]).result
        yield Cause(id=f"search {kind}", group="searches", name=kind, title=result, change=change)


def _setting(facts: MixedFacts) -> Iterator[Cause]:
    """The cut-off as a date that rules ask for, the horizon and the subject."""
    before, after = facts.old.found.setting, facts.new.found.setting
    for name in ("as_of", "horizon", "subject"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Cause(
                id=name,
                group="knowledge" if name == "as_of" else "question",
                name=name,
                title=None,
                change="changed" if name == "subject" else "moved",
                details=(Detail(what=name, before=_told(old), after=_told(new)),),
            )
