"""Risk and opportunity by dimension: each score with its range and what it was before."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from riskmemo.memo.certainty import drawn, range_line, range_of
from riskmemo.memo.changing import previous_value, previously_line, since
from riskmemo.memo.figures.axes import grid, round_values
from riskmemo.memo.figures.labels import cut
from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import DataRow, Dataset, Figure, Figures
from riskmemo.memo.scores import shown, with_band
from riskmemo.memo.wording import text_of
from riskmemo.model.assessment import ScoreRecord
from riskmemo.model.ruleset import Polarity

SIDES = {Polarity.RISK: -1, Polarity.OPPORTUNITY: 1}
"""Risk to the left of the middle, opportunity to its right."""

LABEL_WIDTH, LABEL_SIZE, HEADING_SIZE = 330.0, 12.0, 13.5
"""Room for a title on its side and sizes of letters, as the specification has them."""

FEWEST = 2
"""Scores that make a figure; one alone is said in words."""


def balance(materials: Materials) -> tuple[Figures, ...]:
    """A figure for each total of risk and the total of opportunity beside it."""
    scores = materials.assessment.base.scores
    of = {
        polarity: [scores[root] for root in materials.roots if scores[root].polarity is polarity]
        for polarity in SIDES
    }
    pairs = zip_longest(of[Polarity.OPPORTUNITY], of[Polarity.RISK])
    made = (_figure(materials, [root for root in pair if root]) for pair in pairs)
    return tuple(Figures((figure,)) for figure in made if figure)


def _figure(materials: Materials, roots: Sequence[ScoreRecord]) -> Figure | None:
    sides = [(root, _dimensions(materials, root)) for root in roots]
    sides = [(root, below) for root, below in sides if below]
    if sum(each.value is not None for _, below in sides for each in below) < FEWEST:
        return None
    names = "-".join(root.id for root, _ in sides)
    return Figure(
        name="balance",
        anchor=f"figure-balance-{names}",
        label="",
        title=" ".join(_finding(materials, root, below) for root, below in sides),
        note=" ".join(_how_to_read(materials, [each for _, below in sides for each in below])),
        description=" ".join(_in_words(materials, sides)),
        datasets=tuple(_datasets(materials, sides)),
    )


def _dimensions(materials: Materials, root: ScoreRecord) -> tuple[ScoreRecord, ...]:
    return tuple(materials.assessment.base.scores[child] for child in root.children)


# --- words --------------------------------------------------------------------------------------


def _finding(materials: Materials, root: ScoreRecord, below: Sequence[ScoreRecord]) -> str:
    """Where a total is greatest; several dimensions where they share the first place."""
    values = [each.value for each in below if each.value is not None]
    if not values:
        return materials.say("No dimension of {score} has a score.", score=root.title)
    first = [each for each in below if each.value == max(values)]
    value = shown(materials, first[0])
    if any(each.is_mostly_unknown for each in first):
        value = materials.say("{value}, mostly unknown", value=value)
    if len(first) == len(below) > 1:
        message = "Every dimension of {score} scores {value}."
        return materials.say(message, score=root.title, value=value)
    where = materials.formats.listing([each.title for each in first])
    message = "{score} is greatest in {dimensions} ({value})."
    return materials.say(message, score=root.title, dimensions=where, value=value)


def _how_to_read(materials: Materials, below: Sequence[ScoreRecord]) -> Iterator[str]:
    say, number, scale = materials.say, materials.formats.number, materials.ruleset.scale
    low, high = number(scale.min), number(scale.max)
    yield say("Scores by dimension, from {low} to {high}.", low=low, high=high)
    found = drawn(materials)
    if found and any(range_of(materials, each.id) for each in below):
        draws = number(found.draws)
        yield say("The whisker holds 90% of {draws} draws of what is uncertain.", draws=draws)
    earlier = since(materials)
    if earlier and any(previous_value(materials, each.id) is not None for each in below):
        date = materials.formats.date(earlier.old.as_of)
        yield say("The dark tick is the score of {date}.", date=date)
    if any(each.is_mostly_unknown for each in below):
        yield say("A dashed bar: less than half of it could be evaluated.")


def _in_words(
    materials: Materials, sides: Sequence[tuple[ScoreRecord, Sequence[ScoreRecord]]]
) -> Iterator[str]:
    for root, below in sides:
        yield _valued(materials, root)
        for each in below:
            yield _valued(materials, each)
            yield from (text_of(runs) for runs in range_line(materials, each))
            yield from (text_of(runs) for runs in previously_line(materials, each.id))


def _valued(materials: Materials, score: ScoreRecord) -> str:
    return materials.say("{title}: {score}.", title=score.title, score=with_band(materials, score))


# --- rows ---------------------------------------------------------------------------------------


def _datasets(
    materials: Materials, sides: Sequence[tuple[ScoreRecord, Sequence[ScoreRecord]]]
) -> Iterator[Dataset]:
    scale = materials.ruleset.scale
    low, high = Decimal(str(scale.min)), Decimal(str(scale.max))
    lines = [each for each in round_values(low, high) if low <= each <= high]
    frame: DataRow = {"low": float(low), "high": float(high), "both": len(sides) > 1}
    yield Dataset("frame", (frame,))
    yield Dataset(
        "grid",
        tuple(
            row
            for root, _ in sides
            for row in grid(materials, lines, side=SIDES[root.polarity]).rows
        ),
    )
    yield Dataset("sides", tuple(_side(materials, root) for root, _ in sides))
    rows = _rows_of(sides)
    yield Dataset(
        "dimensions",
        tuple(
            _dimension(materials, each, root.polarity, rows[root.id, each.id])
            for root, below in sides
            for each in below
        ),
    )


def _side(materials: Materials, root: ScoreRecord) -> DataRow:
    tone, side = root.polarity.value, SIDES[root.polarity]
    words = [root.title, shown(materials, root)]
    if root.band and not root.is_mostly_unknown:
        words.append(root.band)
    label = cut(" ".join(words), LABEL_WIDTH, HEADING_SIZE)
    return {"side": side, "tone": tone, "label": label}


def _dimension(materials: Materials, score: ScoreRecord, side: Polarity, row: int) -> DataRow:
    ranged = range_of(materials, score.id)
    low, high = (ranged.low, ranged.high) if ranged else (None, None)
    if low == high:
        low = high = None
    return {
        "row": row,
        "side": SIDES[side],
        "tone": side.value,
        "title": cut(score.title, LABEL_WIDTH, LABEL_SIZE),
        "value": _float(score.value),
        "label": shown(materials, score),
        "low": _float(low),
        "high": _float(high),
        "before": _float(previous_value(materials, score.id)),
        "known": not score.is_mostly_unknown,
    }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _rows_of(
    sides: Sequence[tuple[ScoreRecord, Sequence[ScoreRecord]]],
) -> dict[tuple[str, str], int]:
    """A row for each dimension: those of two sides with the same title share one."""
    (first, above), *others = sides
    rows = {(first.id, each.id): number for number, each in enumerate(above)}
    for root, below in others:
        titles = {each.title.casefold(): number for number, each in enumerate(above)}
        shared = {
            each.id: titles.pop(each.title.casefold())
            for each in below
            if each.title.casefold() in titles
        }
        taken = set(shared.values())
        free = (number for number in range(len(above) + len(below)) if number not in taken)
        for each in below:
            rows[root.id, each.id] = shared[each.id] if each.id in shared else next(free)
    return rows
