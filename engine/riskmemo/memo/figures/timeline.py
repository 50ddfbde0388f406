"""The dated ties of the subject with each partner, up to the cut-off."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riskmemo.memo.figures.labels import cut, width_of
from riskmemo.memo.figures.ties import Tie, by_partner, ties_of
from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import DataRow, Dataset, Figure, Figures

YEARS = 3
"""Years before the cut-off that are drawn; all of them where too little has happened in these."""

MOST_PARTNERS = 7
FEWEST = 3
"""Ties that make a figure; fewer are said in words."""

PLOT, LABEL_SIZE = 626.0, 11.0
"""Room for the lines of the partners and the size of the words on them, as the specification has
them: where two texts would meet, the weightier stands."""

PARTNER_WIDTH, PARTNER_SIZE = 104.0, 12.5
"""Room for the name of a partner, which is bold."""

TOGETHER = 14.0
"""Marks nearer than so many pixels share their words."""

BESIDE = 8.0
"""Pixels between two texts."""

LANES = (-1, 1)
"""Above the line and below it."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are drawn."""

    first: datetime.date
    last: datetime.date

    def at(self, day: datetime.date) -> float:
        """Where a day stands, in pixels."""
        return (day - self.first).days / max((self.last - self.first).days, 1) * PLOT


def timeline(materials: Materials) -> tuple[Figures, ...]:
    """The figure, where enough ties have a date."""
    dated = [tie for tie in ties_of(materials) if tie.date]
    window = _window(dated, materials.assessment.as_of)
    inside = [tie for tie in dated if tie.date and tie.date >= window.first]
    rows = by_partner(inside)
    drawn = {partner: rows[partner] for partner in list(rows)[:MOST_PARTNERS]}
    ties = [tie for each in drawn.values() for tie in each]
    if len(ties) < FEWEST:
        return ()
    figure = Figure(
        name="timeline",
        anchor="figure-timeline",
        label="",
        title=_finding(materials, inside, rows),
        note=" ".join(_how_to_read(materials, dated, inside, ties)),
        description=" ".join(_in_words(materials, drawn)),
        datasets=tuple(_datasets(materials, window, drawn)),
    )
    return (Figures((figure,)),)


def _window(ties: Sequence[Tie], as_of: datetime.date) -> Window:
    """From a few years before the cut-off to a little after it, or after what is announced."""
    days = sorted(tie.date for tie in ties if tie.date)
    first = datetime.date(max(as_of.year - YEARS, 1), as_of.month, 1)
    late = [day for day in days if day >= first]
    if len(late) < FEWEST and days:
        first = min(days[0], first)
    elif late:
        first = late[0]
    last = max([as_of, *days])
    margin = max((last - first).days // 25, 10)
    return Window(_moved(first, -margin), _moved(last, margin))


def _moved(day: datetime.date, days: int) -> datetime.date:
    """The day so many days on, within what a calendar holds."""
    number = min(max(day.toordinal() + days, 1), datetime.date.max.toordinal())
    return datetime.date.fromordinal(number)


# --- words --------------------------------------------------------------------------------------


def _finding(materials: Materials, inside: Sequence[Tie], rows: Mapping[str, Sequence[Tie]]) -> str:
    """How many ties there are with whom, and how many of them are of the last year."""
    as_of = materials.assessment.as_of
    year_ago = _moved(as_of, -365)
    first = min(tie.date for tie in inside if tie.date)
    late = sum(tie.date is not None and year_ago < tie.date <= as_of for tie in inside)
    count = materials.wording.count
    return count(
        "{n} dated tie with {partners} since {month}, {late} of them in the last twelve months.",
        "{n} dated ties with {partners} since {month}, {late} of them in the last twelve months.",
        len(inside),
        partners=count("{n} partner", "{n} partners", len(rows)),
        month=materials.formats.month(first),
        late=materials.formats.number(late),
    )


def _how_to_read(
    materials: Materials, dated: Sequence[Tie], inside: Sequence[Tie], drawn: Sequence[Tie]
) -> Iterator[str]:
    say = materials.say
    directed = _kinds(materials, (tie for tie in drawn if tie.way != "both"))
    mutual = _kinds(materials, (tie for tie in drawn if tie.way == "both"))
    if directed:
        yield say(
            "Circle: {kinds}, filled where {subject} goes to the partner, a ring where the partner"
            " comes.",
            kinds=directed,
            subject=materials.formats.country(materials.case.subject),
        )
    if mutual:
        yield say("Diamond: {kinds}.", kinds=mutual)
    if not all(tie.in_effect for tie in drawn):
        yield say("Dashed: not in effect.")
    count = materials.wording.count
    if older := len(dated) - len(inside):
        yield count("{n} older tie is not drawn.", "{n} older ties are not drawn.", older)
    if others := len(inside) - len(drawn):
        yield count(
            "{n} tie with another partner is not drawn.",
            "{n} ties with other partners are not drawn.",
            others,
        )


def _kinds(materials: Materials, ties: Iterable[Tie]) -> str:
    kinds = materials.assessment.kinds
    return materials.formats.listing(
        [kinds[kind].title for kind in dict.fromkeys(tie.kind for tie in ties)]
    )


def _in_words(materials: Materials, drawn: Mapping[str, Sequence[Tie]]) -> Iterator[str]:
    for partner, ties in drawn.items():
        yield materials.say(
            "{partner}: {ties}.",
            partner=partner,
            ties="; ".join(_told(materials, tie) for tie in _in_time(ties)),
        )
    date = materials.formats.date(materials.assessment.as_of)
    yield materials.say("The cut-off is {date}.", date=date)


def _told(materials: Materials, tie: Tie) -> str:
    """A tie with its day, as `Trade agreement, 27 June 2025 (E41)`."""
    what = f"{tie.what} ({tie.state})" if tie.state else tie.what
    if tie.way != "both":
        message = "{what} to the partner" if tie.way == "out" else "{what} from the partner"
        what = materials.say(message, what=what)
    return f"{what}, {materials.when(tie.date, tie.until)} ({tie.fact})"


def _in_time(ties: Iterable[Tie]) -> list[Tie]:
    return sorted(ties, key=lambda tie: tie.date or datetime.date.min)


# --- rows ---------------------------------------------------------------------------------------


def _datasets(
    materials: Materials, window: Window, drawn: Mapping[str, Sequence[Tie]]
) -> Iterator[Dataset]:
    as_of = materials.assessment.as_of
    frame: DataRow = {
        "low": window.first.toordinal(),
        "high": window.last.toordinal(),
        "cut_off": as_of.toordinal(),
        "label": materials.say("cut-off"),
    }
    yield Dataset("frame", (frame,))
    yield Dataset("grid", tuple(_lines(materials, window)))
    yield Dataset(
        "partners",
        tuple(
            {"row": row, "label": cut(partner, PARTNER_WIDTH, PARTNER_SIZE), "shaded": row % 2 == 0}
            for row, partner in enumerate(drawn)
        ),
    )
    groups = [
        (row, group)
        for row, ties in enumerate(drawn.values())
        for group in _groups(window, _in_time(ties))
    ]
    yield Dataset("ties", tuple(mark for row, group in groups for mark in _marks(row, group)))
    yield Dataset("words", tuple(_words(materials, window, groups)))


def _groups(window: Window, ties: Sequence[Tie]) -> Iterator[list[Tie]]:
    """Ties, in time, whose marks stand together."""
    group = list(ties[:1])
    for before, tie in pairwise(ties):
        if before.date and tie.date and window.at(tie.date) - window.at(before.date) > TOGETHER:
            yield group
            group = []
        group.append(tie)
    yield group


def _marks(row: int, group: Sequence[Tie]) -> Iterator[DataRow]:
    """A mark for each tie; visits and agreements of the same days stand above each other."""
    mixed = len({tie.way == "both" for tie in group}) > 1
    for tie in sorted(group, key=lambda tie: tie.in_effect):
        lift = (-6 if tie.way == "both" else 6) if mixed else 0
        day = tie.date.toordinal() if tie.date else 0
        yield {"row": row, "day": day, "way": tie.way, "open": not tie.in_effect, "lift": lift}


def _words(
    materials: Materials, window: Window, groups: Sequence[tuple[int, Sequence[Tie]]]
) -> Iterator[DataRow]:
    """What stands beside the marks: the weightiest first, as long as there is room."""
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    cut_off = window.at(materials.assessment.as_of)
    for row, group in sorted(groups, key=lambda each: -max(tie.weight for tie in each[1])):
        text = _named(materials, group)
        place = sum(window.at(tie.date) for tie in group if tie.date) / len(group)
        half = width_of(text, LABEL_SIZE) / 2
        end = cut_off - BESIDE if place <= cut_off else PLOT
        middle = max(min(place, end - half), half)
        span = middle - half - BESIDE / 2, middle + half + BESIDE / 2
        for lane in LANES:
            others = taken.setdefault((row, lane), [])
            if all(span[1] <= low or high <= span[0] for low, high in others):
                others.append(span)
                yield {"row": row, "lane": lane, "place": round(middle, 1), "label": text}
                break


def _named(materials: Materials, group: Sequence[Tie]) -> str:
    """The weightiest of ties that stand together, how many more there are, and the month."""
    first = max(group, key=lambda tie: (tie.in_effect, tie.weight, tie.way == "both"))
    what = f"{first.what} ({first.state})" if first.state else first.what
    what = cut(what, PLOT / 2, LABEL_SIZE)
    month = materials.formats.short_month(first.date) if first.date else ""
    if len(group) == 1:
        return f"{what}, {month}"
    more = len(group) - 1
    return materials.wording.count(
        "{what} and {n} more, {month}", "{what} and {n} more, {month}", more, what=what, month=month
    )


def _lines(materials: Materials, window: Window) -> Iterator[DataRow]:
    """A line for each beginning of a year, and of a half year where there is room."""
    years = range(window.first.year, window.last.year + 1)
    every, halves = -(-len(years) // 8), len(years) <= 5
    for year in years:
        for month in (1, 7) if halves else (1,):
            day = datetime.date(year, month, 1)
            if (year - years[0]) % every == 0 and window.first <= day <= window.last:
                name = str(year) if month == 1 else materials.formats.month_name(day)
                yield {"day": day.toordinal(), "label": name, "strong": month == 1}
