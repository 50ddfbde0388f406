"""The ties of the subject: facts of the kinds that a vocabulary declares as a `relation`."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from riskmemo.memo.materials import Materials
from riskmemo.model.assessment import FactRecord, KindRecord
from riskmemo.model.vocabulary import FieldType, Relation


@dataclass(frozen=True, slots=True)
class Tie:
    """A fact that ties the subject to a partner; `way` is `both`, `out` or `in`."""

    fact: str
    kind: str
    partner: str
    what: str
    way: str
    in_effect: bool
    state: str
    """The value for which it is not in effect, in words; empty where it is."""
    date: datetime.date | None
    until: datetime.date | None
    weight: Decimal
    """The most points that a match gives which rests on it."""


def ties_of(materials: Materials) -> tuple[Tie, ...]:
    """Every tie known at the cut-off, in the order of the evidence table."""
    weights = _weights(materials)
    return tuple(
        tie
        for fact in materials.facts.values()
        if (kind := materials.assessment.kinds[fact.kind]).relation
        for tie in _ties(materials, fact, kind, kind.relation, weights)
    )


def _ties(
    materials: Materials,
    fact: FactRecord,
    kind: KindRecord,
    relation: Relation,
    weights: Mapping[str, Decimal],
) -> Iterator[Tie]:
    """The tie of a fact of which one side is the subject; none where a side is unknown."""
    first, second = (fact.values.get(name) for name in relation.between)
    subject = materials.case.subject
    if subject not in {first, second} or first == second:
        return
    is_first = first == subject
    partner, field = (second, relation.between[1]) if is_first else (first, relation.between[0])
    if not isinstance(partner, str):
        return
    if kind.fields[field].type is FieldType.COUNTRY:
        partner = materials.formats.country(partner)
    open_values = [
        str(value)
        for name, values in relation.not_in_effect.items()
        if (value := fact.values.get(name)) in values
    ]
    way = ("out" if is_first else "in") if relation.directed else "both"
    yield Tie(
        fact=fact.id,
        kind=fact.kind,
        partner=partner,
        what=_what(fact, kind, relation),
        way=way,
        in_effect=not open_values,
        state=", ".join(map(_in_words, open_values)),
        date=_date(fact.values.get("date")),
        until=_date(fact.values.get("until")),
        weight=weights.get(fact.id, Decimal(0)),
    )


def _what(fact: FactRecord, kind: KindRecord, relation: Relation) -> str:
    """What sort of tie it is, as `Trade agreement`; where that is unknown the title of its kind."""
    value = fact.values.get(relation.what) if relation.what else None
    words = _in_words(value) if isinstance(value, str) else kind.title
    return words[:1].upper() + words[1:]


def _in_words(value: str) -> str:
    return value.replace("_", " ")


def _date(value: object) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else None


def _weights(materials: Materials) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = {}
    for match in materials.assessment.matches:
        points = abs(match.contribution or Decimal(0))
        for name in match.evidence:
            found[name] = max(points, found.get(name, Decimal(0)))
    return found


def by_partner(ties: Iterable[Tie]) -> dict[str, list[Tie]]:
    """The ties of each partner, the partner with most first; of equals by the name."""
    grouped: dict[str, list[Tie]] = {}
    for tie in ties:
        grouped.setdefault(tie.partner, []).append(tie)
    order = sorted(grouped, key=lambda partner: (-len(grouped[partner]), partner))
    return {partner: grouped[partner] for partner in order}
