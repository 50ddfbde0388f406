"""What a reader must know at once: old text, scores that rest on identity, single carriers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riskmemo.memo.audit_words import audit_of, override_runs, reason_runs
from riskmemo.memo.materials import Materials
from riskmemo.memo.view import Jump, Runs, Strong
from riskmemo.memo.wording import joined
from riskmemo.model.case import Analysis
from riskmemo.model.effects import Effect

IDENTITY_ANCHOR = "identity"


def two_cut_offs(materials: Materials) -> Iterator[Runs]:
    """That the analyst's text was written for another cut-off than the scores'."""
    case, as_of = materials.case, materials.assessment.as_of
    if as_of == case.as_of or not _has_text(materials):
        return
    yield materials.wording.runs(
        "{written} {computed}",
        written=materials.say(
            "The analyst's text was written with information to {date}.",
            date=materials.formats.date(case.as_of),
        ),
        computed=Strong(
            materials.say(
                "The scores are computed with information to {date}.",
                date=materials.formats.date(as_of),
            )
        ),
    )


def _has_text(materials: Materials) -> bool:
    case = materials.case
    return case.analysis != Analysis() or bool(case.searched) or bool(materials.claims)


# --- fairness -----------------------------------------------------------------------------------


def unfair(materials: Materials) -> Iterator[Runs]:
    """That the identity audit fails, or that a final memo carries none."""
    audit, say = audit_of(materials), materials.say
    if audit is None:
        if materials.case.masthead.status == "final":
            yield (Strong(say("This memo is marked final and carries no identity audit.")),)
        return
    if audit.passed:
        return
    see = Jump(say("See how identity is used."), IDENTITY_ANCHOR)
    decided = list(override_runs(materials, audit))
    lead = decided or [(Strong(say("The identity audit fails: this memo may not be final.")),)]
    first = reason_runs(materials, audit, audit.reasons[0])
    yield joined([*lead, first, (see,)], between=" ")


# --- single carriers ----------------------------------------------------------------------------


def carried_by_a_source(materials: Materials) -> Iterator[Runs]:
    """The sources that alone carry the band of a total, or the total itself: said first."""
    wording = materials.wording
    for moved, names in _moved(materials, materials.assessment.without_source).items():
        what = wording.count("A single source", "Each of {n} sources alone", len(names))
        who = (_source(materials, name) for name in names)
        yield _carrier(materials, moved, Strong(what), joined(who, between="; "))


def hanging_on_little(materials: Materials) -> Iterator[Runs]:
    """In a sentence for each total how many facts and rules alone carry it; then dimensions."""
    for root in materials.roots:
        yield from _hanging(materials, root)
    yield from _carried_below(materials, materials.assessment.without_source)


def carriers(materials: Materials) -> Iterator[Runs]:
    """Every source, fact and rule that alone carries a total, with what would be without it."""
    record, wording = materials.assessment, materials.wording
    yield from carried_by_a_source(materials)
    for moved, names in _moved(materials, materials.without_fact).items():
        what = wording.count("A single fact", "Each of {n} facts alone", len(names))
        yield _carrier(materials, moved, Strong(what), joined(_fact(materials, names)))
    for moved, names in _moved(materials, record.without_rule).items():
        what = wording.count("A single rule", "Each of {n} rules alone", len(names))
        who = (materials.rule_name(name) for name in names)
        yield _carrier(materials, moved, Strong(what), joined(who, between="; "))


@dataclass(frozen=True, slots=True)
class _Move:
    """What happens to a total: its band with something and without it."""

    root: str
    now: str | None
    then: str | None
    comes_or_goes: bool
    """Whether there is a score only with it or only without it."""


def _moved(materials: Materials, effects: Sequence[Effect]) -> dict[_Move, list[str]]:
    """The moves of totals, each with everything that alone makes it."""
    found: dict[_Move, list[str]] = {}
    for root in materials.roots:
        for effect in effects:
            comes_or_goes = effect.changes.get(root, 0) is None
            if root in effect.bands or comes_or_goes:
                now, then = effect.bands.get(root, (None, None))
                found.setdefault(_Move(root, now, then, comes_or_goes), []).append(effect.dropped)
    return found


def _hanging(materials: Materials, root: str) -> Iterator[Runs]:
    """That a total would be otherwise without any one of some facts or rules."""
    count = materials.wording.count
    facts = _carrying(materials, root, materials.without_fact)
    rules = _carrying(materials, root, materials.assessment.without_rule)
    parts: list[Runs] = []
    if facts:
        text = count("one fact", "any one of {n} facts", len(facts))
        parts.append(joined([text, materials.cite_evidence(facts)]))
    if rules:
        parts.append(joined([count("one rule", "any one of {n} rules", len(rules))]))
    if parts:
        goes = any(move.comes_or_goes for move in (*facts.values(), *rules.values()))
        lead = "The score of {score}" if goes else "The band of {score}"
        message = "{lead} would change without {what}."
        if goes:
            message = "{lead} would come or go without {what}."
        yield materials.wording.runs(
            message,
            lead=Strong(materials.say(lead, score=materials.title(root))),
            what=joined(parts, between=materials.say(" or ")),
        )


def _carrying(materials: Materials, root: str, effects: Sequence[Effect]) -> dict[str, _Move]:
    return {
        name: move
        for move, names in _moved(materials, effects).items()
        if move.root == root
        for name in names
    }


def _carrier(materials: Materials, move: _Move, what: Strong, who: Runs) -> Runs:
    if not move.comes_or_goes:
        message = (
            "{what} carries the band of {score}: {who}. Without it, {score} would be {then}"
            " instead of {now}."
        )
    elif materials.assessment.base.scores[move.root].value is None:
        message = "{what} leaves {score} without a score: {who}. There is a score only without it."
    else:
        message = "{what} carries the score of {score}: {who}. There is no score without it."
    none = materials.say("without a band")
    return materials.wording.runs(
        message,
        what=what,
        who=who,
        score=materials.title(move.root),
        now=move.now or none,
        then=move.then or none,
    )


def _carried_below(materials: Materials, effects: Sequence[Effect]) -> Iterator[Runs]:
    """Bands of dimensions that rest on one source; the totals were named already."""
    below: dict[str, list[str]] = {}
    for effect in effects:
        for score in effect.bands:
            if score not in materials.ruleset.roots:
                below.setdefault(materials.title(score), []).append(effect.dropped)
    if below:
        named = [joined([title, materials.cite_sources(names)]) for title, names in below.items()]
        yield materials.wording.runs(
            "{lead} rests on a single source in: {dimensions}.",
            lead=Strong(materials.say("The band of a dimension")),
            dimensions=joined(named, between=", "),
        )


def _fact(materials: Materials, names: Sequence[str]) -> Iterator[Runs]:
    """Facts by the titles of their kinds, each kind once, with citations."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        kinds.setdefault(materials.kind_of(name), []).append(name)
    for index, (kind, same) in enumerate(kinds.items()):
        yield joined(["; " if index else "", kind, materials.cite_evidence(same)])


def _source(materials: Materials, name: str) -> Runs:
    source = materials.sources.get(name)
    return joined([source.publisher if source else name, materials.cite_sources([name])])
