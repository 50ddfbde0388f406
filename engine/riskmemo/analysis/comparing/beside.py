"""What has changed beside the scores: matches, gaps, hypotheses, judgements, the masthead."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.comparing.facts import MixedFacts
from riskmemo.analysis.comparing.ruleset_causes import meaning
from riskmemo.analysis.rivals.competing import competing
from riskmemo.model.base import Record
from riskmemo.model.case import Case, Judgement
from riskmemo.model.comparison import (
    Beside,
    Detail,
    JudgementChange,
    MatchChange,
    ReadingChange,
)
from riskmemo.model.facts import Gap, Match
from riskmemo.model.likelihood import spoken
from riskmemo.model.points import to_points

Keyed = TypeVar("Keyed", Match, Gap)
Key = tuple[str, tuple[tuple[str, str], ...]]
"""A rule and the facts that it binds."""


def beside(old: Basis, new: Basis, facts: MixedFacts) -> Beside:
    """Everything that is different and is no score."""
    before, after = old.found, new.found
    matches = _keyed(before.answer.matches), _keyed(after.answer.matches)
    gaps = _keyed(before.answer.gaps), _keyed(after.answer.gaps)
    scores = old.ruleset.scores.keys(), new.ruleset.scores.keys()
    return Beside(
        matches_appeared=_matches(_only(matches[1], matches[0])),
        matches_gone=_matches(_only(matches[0], matches[1])),
        gaps_opened=_gaps(_only(gaps[1], gaps[0])),
        gaps_closed=_gaps(_only(gaps[0], gaps[1])),
        hypotheses_raised=tuple(each for each in after.raised if each not in before.raised),
        hypotheses_dropped=tuple(each for each in before.raised if each not in after.raised),
        readings=tuple(_readings(old, new)),
        scores_added=tuple(each for each in scores[1] if each not in scores[0]),
        scores_removed=tuple(each for each in scores[0] if each not in scores[1]),
        bands_changed=tuple(
            name
            for name in sorted(old.bands.keys() | new.bands.keys())
            if _levels(old, name) != _levels(new, name)
        ),
        judgements=tuple(_judgements(old.case, new.case)),
        masthead=tuple(_masthead(old.case, new.case)),
        reworded=tuple(_reworded(old, new, facts)),
    )


def _levels(basis: Basis, name: str) -> object:
    table = basis.bands.get(name)
    return table and (table.boundary, table.levels)


# --- matches and gaps -----------------------------------------------------------------------------


def _keyed(found: Iterable[Keyed]) -> dict[Key, Keyed]:
    return {(each.rule, each.facts): each for each in found}


def _only(here: Mapping[Key, Keyed], there: Mapping[Key, Keyed]) -> list[Keyed]:
    return [each for key, each in here.items() if key not in there]


def _matches(found: Iterable[Match]) -> tuple[MatchChange, ...]:
    return tuple(_change(each.rule, each.facts, each.contribution) for each in found)


def _gaps(found: Iterable[Gap]) -> tuple[MatchChange, ...]:
    return tuple(_change(each.rule, each.facts, each.points) for each in found)


def _change(rule: str, facts: tuple[tuple[str, str], ...], points: int | None) -> MatchChange:
    given = None if points is None else to_points(points)
    return MatchChange(rule=rule, facts=dict(facts), points=given)


def _readings(old: Basis, new: Basis) -> Iterator[ReadingChange]:
    """The questions in which other readings lead than before."""
    before, after = ({each.id: each.leading for each in competing(side)} for side in (old, new))
    for question in dict.fromkeys((*after, *before)):
        was, now = before.get(question, ()), after.get(question, ())
        if was != now:
            yield ReadingChange(question=question, leading_before=was, leading_after=now)


# --- the analyst's text -------------------------------------------------------------------------


Judged = tuple[Judgement, str]
"""A judgement, and its likelihood in words."""


def _judgements(old: Case, new: Case) -> Iterator[JudgementChange]:
    before, after = _judged(old), _judged(new)
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if was != now:
            yield _judgement(was, now)


def _judged(case: Case) -> Mapping[str, Judged]:
    given = case.analysis.judgements
    return {each.id: (each, spoken(case.lexicon, each.likelihood)) for each in given}


def _judgement(was: Judged | None, now: Judged | None) -> JudgementChange:
    stands = now or was
    assert stands is not None  # noqa: S101 - one of the two is there
    details = tuple(_differences(was[0], now[0])) if was and now else ()
    told = ("likelihood", "statement")
    return JudgementChange(
        id=stands[0].id,
        change="added" if was is None else "removed" if now is None else "changed",
        statement=stands[0].statement,
        likelihood_before=was and was[1],
        likelihood_after=now and now[1],
        details=tuple(each for each in details if not each.what.startswith(told)),
    )


def _masthead(old: Case, new: Case) -> Iterator[Detail]:
    for name in ("title", "question"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Detail(what=name, before=before, after=after)
    yield from _differences(old.masthead, new.masthead)
    if old.analysis.bottom_line != new.analysis.bottom_line:
        before, after = (each.analysis.bottom_line for each in (old, new))
        yield from _differences(before, after, "bottom line ")


def _differences(old: Record | None, new: Record | None, prefix: str = "") -> Iterator[Detail]:
    """The fields that read otherwise, those of records inside too."""
    fields = dict.fromkeys(name for each in (new, old) if each for name in type(each).model_fields)
    for name in fields:
        before, after = getattr(old, name, None), getattr(new, name, None)
        if before == after:
            continue
        if isinstance(before, Record | None) and isinstance(after, Record | None):
            yield from _differences(before, after, f"{prefix}{name} ")
        else:
            yield Detail(what=f"{prefix}{name}", before=_text(before), after=_text(after))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _reworded(old: Basis, new: Basis, facts: MixedFacts) -> Iterator[str]:
    """What both have and what differs in texts only."""
    before, after = ({row.id: row for row in each.rows} for each in (old, new))
    for entry in facts.entries:
        was, now = before.get(entry.id), after.get(entry.id)
        if was and now and entry.old is entry.new and was.evidence != now.evidence:
            yield entry.cause
    rules = ({rule.id: rule for rule in each.ruleset.rules} for each in (old, new))
    were, are = rules
    for name, rule in sorted(are.items()):
        if name in were and were[name] != rule and meaning(were[name]) == meaning(rule):
            yield f"rule {name}"
    for name, source in sorted(new.case.sources.items()):
        past = old.case.sources.get(name)
        same = past and (past.reliability, past.date) == (source.reliability, source.date)
        if same and past != source:
            yield f"source {name}"
