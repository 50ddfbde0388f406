"""The ties of the subject by partner: the subject in the middle, the partners around it.

A strand for each kind of tie, the wider the more ties there are. Places are computed on an ellipse,
the partner with most ties first, so that the same ties always give the same picture.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from riskmemo.memo.figures.labels import cut, width_of
from riskmemo.memo.figures.ties import Tie, by_partner, ties_of
from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import DataRow, Dataset, Figure, Figures

MOST_PARTNERS = 10
FEWEST = 2
"""Partners that make a figure; one alone is said in words."""

WIDTH, MIDDLE_Y = 752.0, 104.0
"""The width of the picture and the height of its middle in pixels, as specified."""

RADIUS_X, RADIUS_Y = 215.0, 100.0
WIDEST = pi / 3
"""How far up and down, as an angle from the middle, partners stand."""

FROM_SUBJECT, TO_PARTNER = 46.0, 12.0
"""Pixels that a strand keeps from the middle and from a partner."""

BETWEEN = 13.0
"""Pixels between two strands of a partner."""

KEY_SAMPLE, KEY_GAP = 34.0, 26.0
"""Pixels for a piece of strand before the name of its kind, and between two names."""

LABEL_WIDTH, LABEL_SIZE, KEY_SIZE = 150.0, 12.5, 11.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a partner stands, seen from the middle of the picture."""

    x: float
    y: float
    beside: int
    """Where its name stands: 1 to its right, -1 to its left."""


def network(materials: Materials) -> tuple[Figures, ...]:
    """The figure, where there are several partners."""
    partners = by_partner(ties_of(materials))
    drawn = {partner: partners[partner] for partner in list(partners)[:MOST_PARTNERS]}
    if len(drawn) < FEWEST:
        return ()
    kinds = tuple(dict.fromkeys(tie.kind for ties in drawn.values() for tie in ties))
    figure = Figure(
        name="network",
        anchor="figure-network",
        label="",
        title=_finding(materials, partners),
        note=" ".join(_how_to_read(materials, len(partners) - len(drawn))),
        description=" ".join(_in_words(materials, drawn, kinds)),
        datasets=tuple(_datasets(materials, drawn, kinds)),
    )
    return (Figures((figure,)),)


# --- words --------------------------------------------------------------------------------------


def _finding(materials: Materials, partners: Mapping[str, Sequence[Tie]]) -> str:
    most = max(len(ties) for ties in partners.values())
    first = [partner for partner, ties in partners.items() if len(ties) == most]
    message = "{subject} has most ties with {partners}: {n}."
    if len(first) > 1:
        message = "{subject} has most ties with {partners}: {n} each."
    return materials.say(
        message,
        subject=materials.formats.country(materials.case.subject),
        partners=materials.formats.listing(first),
        n=materials.formats.number(most),
    )


def _how_to_read(materials: Materials, others: int) -> Iterator[str]:
    yield materials.say(
        "A strand for each kind of tie, with the number of ties on it; ties that are not in effect,"
        " and older ones, are counted too."
    )
    if others:
        yield materials.wording.count(
            "{n} more partner is not drawn.", "{n} more partners are not drawn.", others
        )


def _in_words(
    materials: Materials, drawn: Mapping[str, Sequence[Tie]], kinds: Sequence[str]
) -> Iterator[str]:
    titles = materials.assessment.kinds
    for partner, ties in drawn.items():
        counted = [(kind, sum(tie.kind == kind for tie in ties)) for kind in kinds]
        yield materials.say(
            "{partner}: {ties}.",
            partner=partner,
            ties="; ".join(f"{titles[kind].title} {number}" for kind, number in counted if number),
        )


# --- rows ---------------------------------------------------------------------------------------


def _datasets(
    materials: Materials, drawn: Mapping[str, Sequence[Tie]], kinds: Sequence[str]
) -> Iterator[Dataset]:
    places = dict(zip(drawn, _places(len(drawn)), strict=True))
    subject = cut(materials.formats.country(materials.case.subject), LABEL_WIDTH, LABEL_SIZE)
    middle: DataRow = {"x": WIDTH / 2, "y": MIDDLE_Y, "label": subject}
    yield Dataset("subject", (middle,))
    yield Dataset(
        "partners",
        tuple(_partner(materials, name, drawn[name], place) for name, place in places.items()),
    )
    yield Dataset(
        "strands",
        tuple(row for name, place in places.items() for row in _strands(drawn[name], place, kinds)),
    )
    yield Dataset("kinds", tuple(_key(materials, kinds)))


def _places(number: int) -> list[Place]:
    """Places on the two sides of an ellipse, in turn to the left and to the right, downwards."""
    found = []
    for index in range(number):
        beside = -1 if index % 2 == 0 else 1
        on_side = (number + 1) // 2 if beside < 0 else number // 2
        share = (index // 2 + 0.5) / on_side
        angle = (share - 0.5) * 2 * WIDEST * on_side / (on_side + 0.5)
        found.append(Place(beside * RADIUS_X * cos(angle), RADIUS_Y * sin(angle), beside))
    return found


def _partner(materials: Materials, name: str, ties: Sequence[Tie], place: Place) -> DataRow:
    return {
        "x": round(WIDTH / 2 + place.x, 1),
        "y": round(MIDDLE_Y + place.y, 1),
        "label": cut(name, LABEL_WIDTH, LABEL_SIZE),
        "detail": materials.wording.count("{n} tie", "{n} ties", len(ties)),
        "beside": place.beside,
    }


def _strands(ties: Sequence[Tie], place: Place, kinds: Sequence[str]) -> Iterator[DataRow]:
    """A strand for each kind between the subject and a partner, next to each other."""
    counted = [
        (order, number)
        for order, kind in enumerate(kinds)
        if (number := sum(tie.kind == kind for tie in ties))
    ]
    length = hypot(place.x, place.y)
    along = place.x / length, place.y / length
    ends = FROM_SUBJECT, length - TO_PARTNER
    for index, (order, number) in enumerate(counted):
        aside = (index - (len(counted) - 1) / 2) * BETWEEN
        (x, y), (x2, y2) = _point(along, ends[0], aside / 3), _point(along, ends[1], aside)
        share = 0.4 + 0.5 * (index + 1) / (len(counted) + 1)
        label_x, label_y = x + (x2 - x) * share, y + (y2 - y) * share
        yield {
            "kind": order,
            "number": number,
            "label": str(number),
            "x": x,
            "y": y,
            "x2": x2,
            "y2": y2,
            "label_x": round(label_x, 1),
            "label_y": round(label_y, 1),
        }


def _point(along: tuple[float, float], far: float, aside: float) -> tuple[float, float]:
    """A point so far out from the middle and so far to the side of the straight line."""
    x = WIDTH / 2 + along[0] * far - along[1] * aside
    y = MIDDLE_Y + along[1] * far + along[0] * aside
    return round(x, 1), round(y, 1)


def _key(materials: Materials, kinds: Sequence[str]) -> Iterator[DataRow]:
    """A piece of each strand with the name of its kind, in a line below the picture."""
    names = [materials.assessment.kinds[kind].title for kind in kinds]
    if sum(KEY_SAMPLE + KEY_GAP + width_of(name, KEY_SIZE) for name in names) > WIDTH:
        room = WIDTH / len(kinds) - KEY_SAMPLE - KEY_GAP
        names = [cut(name, room, KEY_SIZE) for name in names]
    widths = [KEY_SAMPLE + width_of(name, KEY_SIZE) for name in names]
    at = (WIDTH - sum(widths) - KEY_GAP * (len(kinds) - 1)) / 2
    for order, (name, width) in enumerate(zip(names, widths, strict=True)):
        yield {"kind": order, "x": round(at, 1), "x2": round(at + KEY_SAMPLE - 8, 1), "label": name}
        at += width + KEY_GAP
