"""What moves a total: its value with each uncertain thing alone at the ends of its range."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import assert_never

from riskmemo.memo.figures.axes import grid, round_values
from riskmemo.memo.figures.labels import cut, wrapped
from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import DataRow, Dataset, Figure, Figures
from riskmemo.memo.scores import band_table, shown, tone_of_change
from riskmemo.model.assessment import ScoreRecord
from riskmemo.model.points import Points
from riskmemo.model.ranges import Varied
from riskmemo.model.ruleset import Level
from riskmemo.model.sensitivity import Mover
from riskmemo.model.vocabulary import FieldType
from riskmemo.scoring.bands import band_of

MOST_BARS = 8
"""Uncertain things with a bar; the others move the score less, and a table counts them."""

FEWEST = 2
"""Bars that make a figure; one alone is said in words."""

LABEL_WIDTH, LABEL_SIZE, DETAIL_SIZE = 140.0, 11.5, 9.5
"""Room for the name of a thing and sizes of letters, as the specification has them."""

NEAR = Decimal("0.35")
"""A band that begins so near, in lengths of what is drawn, belongs into the picture."""

RIGHT_EDGE = Decimal("0.7")
"""From here on, in parts of the scale, words stand before a line and not around it."""

Extent = tuple[Points, Points]


def movers(materials: Materials) -> tuple[Figures, ...]:
    """A figure for each total that something uncertain moves, side by side."""
    analyses = materials.assessment.analyses
    found = analyses.sensitivity if analyses else None
    if found is None:
        return ()
    things = {each.id: each for each in found.things}
    made = [_figure(materials, root, found.roots.get(root, ()), things) for root in materials.roots]
    figures = tuple(figure for figure in made if figure)
    return (Figures(figures),) if figures else ()


def _figure(
    materials: Materials, root: str, found: Sequence[Mover], things: Mapping[str, Varied]
) -> Figure | None:
    score = materials.assessment.base.scores[root]
    bars = [
        (things[mover.id], extent)
        for mover in found
        if (extent := _extent(score, mover)) is not None
    ][:MOST_BARS]
    if len(bars) < FEWEST:
        return None
    return Figure(
        name="tornado",
        anchor=f"figure-movers-{root}",
        label="",
        title=_finding(materials, score, bars),
        note=materials.say(
            "The score with each thing alone at the ends of its range or at a value that is"
            " reported; everything else as it is."
        ),
        description=" ".join(_in_words(materials, score, bars)),
        datasets=tuple(_datasets(materials, score, bars)),
    )


def _extent(score: ScoreRecord, mover: Mover) -> Extent | None:
    """The lowest and the highest score over the trials; none where nothing can be drawn."""
    changes = [trial.change for trial in mover.trials if trial.change is not None]
    if score.value is None or not any(changes):
        return None
    return score.value + min([*changes, Decimal(0)]), score.value + max([*changes, Decimal(0)])


# --- words --------------------------------------------------------------------------------------


def _finding(
    materials: Materials, score: ScoreRecord, bars: Sequence[tuple[Varied, Extent]]
) -> str:
    """Whether anything alone moves the score into another band; else what moves it most."""
    table, say = band_table(materials, score.id), materials.say
    if table is None or score.band is None or score.is_mostly_unknown:
        thing, (low, high) = bars[0]
        label, _ = _named(materials, thing)
        points = materials.formats.points
        return say(
            "{thing} moves {score} most, from {low} to {high}.",
            thing=label,
            score=score.title,
            low=points(low, score.digits),
            high=points(high, score.digits),
        )
    out = [
        thing
        for thing, extent in bars
        if any(band_of(int(end.scaleb(6)), table) != score.band for end in extent)
    ]
    if not out:
        message = "Nothing uncertain moves {score} out of {band} alone."
        return say(message, score=score.title, band=score.band)
    if len(out) == 1:
        message = "One uncertain thing alone can move {score} out of {band}: {thing}."
        label, _ = _named(materials, out[0])
        return say(message, score=score.title, band=score.band, thing=label)
    return materials.wording.count(
        "{n} uncertain thing alone can move {score} out of {band}.",
        "{n} uncertain things, each alone, can move {score} out of {band}.",
        len(out),
        score=score.title,
        band=score.band,
    )


def _in_words(
    materials: Materials, score: ScoreRecord, bars: Sequence[tuple[Varied, Extent]]
) -> Iterator[str]:
    points, say = materials.formats.points, materials.say
    yield say("{title} now: {score}.", title=score.title, score=shown(materials, score))
    for thing, (low, high) in bars:
        label, detail = _named(materials, thing)
        yield say(
            "{thing}: {low} to {high}.",
            thing=f"{label} ({detail})" if detail else label,
            low=points(low, score.digits),
            high=points(high, score.digits),
        )
    table = band_table(materials, score.id)
    for before, level in pairwise(table.levels if table else ()):
        yield say(
            "{lower} ends and {upper} begins at {value}.",
            lower=before.label,
            upper=level.label,
            value=materials.formats.number(level.begins),
        )


def _named(materials: Materials, thing: Varied) -> tuple[str, str]:
    """What is uncertain, and where it stands: an indicator, a parameter or a rule."""
    first, last, say = thing.of[0], thing.of[-1], materials.say
    match thing.what:
        case "value":
            kind = materials.kind_of(first)
            label = say("{kind}: {field}", kind=kind, field=last.replace("_", " "))
            return label, " · ".join((first, *_countries(materials, first)))
        case "conflict":
            label = say("{kind}: which one is right", kind=materials.kind_of(first))
            return label, ", ".join(thing.of)
        case "parameter":
            name = first.replace("_", " ")
            return say("Parameter: {name}", name=name), ""
        case "points":
            rule = materials.rules.get(first)
            return say("Points: {rule}", rule=rule.title if rule else first), first
        case "weight":
            child, branch = materials.title(last), materials.title(first)
            return say("Weight of {child} in {branch}", child=child, branch=branch), ""
    assert_never(thing.what)


def _countries(materials: Materials, name: str) -> Iterator[str]:
    """The countries that a fact is about, beside the subject of the case."""
    fact = materials.facts[name]
    for field, declared in materials.assessment.kinds[fact.kind].fields.items():
        code = fact.values.get(field)
        if declared.type is FieldType.COUNTRY and code and code != materials.case.subject:
            yield materials.formats.country(str(code))


# --- rows ---------------------------------------------------------------------------------------


def _datasets(
    materials: Materials, score: ScoreRecord, bars: Sequence[tuple[Varied, Extent]]
) -> Iterator[Dataset]:
    now = score.value if score.value is not None else Decimal(0)
    low, high = min(low for _, (low, _) in bars), max(high for _, (_, high) in bars)
    near = _boundaries(materials, score, (low, high))
    places = [Decimal(str(upper.begins)) for _, upper in near]
    # The numbers at the ends of the bars need room of their own.
    room = (high - low) * Decimal("0.14")
    lines = round_values(min([low - room, *places]), max([high + room, *places]))
    label = materials.say("now {score}", score=shown(materials, score))
    frame: DataRow = {"low": float(lines[0]), "high": float(lines[-1])}
    yield Dataset("frame", ({**frame, "now": float(now), "label": label},))
    yield grid(materials, lines)
    yield Dataset("boundaries", tuple(_boundary(each, near, lines) for each in near))
    yield Dataset(
        "movers",
        tuple(
            _bar(materials, score, number, thing, extent)
            for number, (thing, extent) in enumerate(bars)
        ),
    )


def _boundaries(
    materials: Materials, score: ScoreRecord, drawn: Extent
) -> list[tuple[Level, Level]]:
    """The bands that meet inside what is drawn or close to it, at most one above and below."""
    table, now = band_table(materials, score.id), score.value
    if table is None or now is None:
        return []
    room = (drawn[1] - drawn[0]) * NEAR
    near = [
        pair
        for pair in pairwise(table.levels)
        if drawn[0] - room <= Decimal(str(pair[1].begins)) <= drawn[1] + room
    ]
    below = [pair for pair in near if pair[1].begins <= now][-1:]
    return below + [pair for pair in near if pair[1].begins > now][:1]


def _boundary(
    pair: tuple[Level, Level],
    shown_ones: Sequence[tuple[Level, Level]],
    lines: Sequence[Decimal],
) -> DataRow:
    """Where two bands meet; of two such lines, the words of each keep to their side."""
    lower, upper = pair
    place = (Decimal(str(upper.begins)) - lines[0]) / (lines[-1] - lines[0])
    align = "center"
    if place > RIGHT_EDGE or (len(shown_ones) > 1 and pair == shown_ones[0]):
        align = "right"
    elif len(shown_ones) > 1:
        align = "left"
    return {"value": float(upper.begins), "label": f"{lower.label} | {upper.label}", "align": align}


def _bar(
    materials: Materials, score: ScoreRecord, number: int, thing: Varied, extent: Extent
) -> DataRow:
    now = score.value if score.value is not None else Decimal(0)
    label, detail = _named(materials, thing)
    lines = (*wrapped(label, LABEL_WIDTH, LABEL_SIZE), "")
    low, high = extent
    return {
        "row": number,
        "label": lines[0],
        "more": lines[1],
        "detail": cut(detail, LABEL_WIDTH, DETAIL_SIZE),
        "now": float(now),
        "low": float(low),
        "high": float(high),
        "low_label": materials.formats.points(low, score.digits),
        "high_label": materials.formats.points(high, score.digits),
        "low_tone": tone_of_change(score, low - now),
        "high_tone": tone_of_change(score, high - now),
    }
