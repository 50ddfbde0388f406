"""A score drawn on its scale."""

from collections.abc import Iterator

from riskmemo.memo.certainty import range_line, range_of
from riskmemo.memo.changing import moved, previously
from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import Strip, Tick, Whisker
from riskmemo.memo.scenarios import moving, scenario_line
from riskmemo.memo.scores import band_table, with_band
from riskmemo.memo.wording import text_of
from riskmemo.model.assessment import ScoreRecord


def strip(materials: Materials, score: ScoreRecord, *, ticks: bool = False) -> Strip | None:
    """The score on its scale; none where there is no score."""
    if score.value is None:
        return None
    table = band_table(materials, score.id)
    inner = [level.begins for level in table.levels[1:]] if table else []
    marks = tuple(_ticks(materials, score)) if ticks else ()
    whisker = _whisker(materials, score)
    labels = (*(mark.label for mark in marks), *((whisker.label,) if whisker else ()))
    return Strip(
        tone=score.polarity.value,
        filled=_place(materials, float(score.value)),
        boundaries=tuple(_place(materials, begins) for begins in inner),
        ticks=marks,
        title=". ".join([_title(materials, score), *labels]),
        whisker=whisker,
    )


def _whisker(materials: Materials, score: ScoreRecord) -> Whisker | None:
    found = range_of(materials, score.id)
    if found is None or found.low is None or found.high is None or found.low == found.high:
        return None
    low, high = (_place(materials, float(end)) for end in (found.low, found.high))
    line = text_of(next(range_line(materials, score))).rstrip(".")
    return Whisker(low, high, round(high - low, 2), line)


def _title(materials: Materials, score: ScoreRecord) -> str:
    return materials.say(
        "{title}: {score} on a scale from {low} to {high}",
        title=score.title,
        score=with_band(materials, score),
        low=materials.formats.number(materials.ruleset.scale.min),
        high=materials.formats.number(materials.ruleset.scale.max),
    )


def _ticks(materials: Materials, score: ScoreRecord) -> Iterator[Tick]:
    for scenario in moving(materials, score):
        value = scenario.scores[score.id].value
        if value is not None:
            label = text_of(scenario_line(materials, scenario, score)).rstrip(".")
            yield Tick(_place(materials, float(value)), label)
    earlier = moved(materials, score.id)
    if earlier and earlier.before is not None:
        label = text_of(previously(materials, earlier)).rstrip(".")
        yield Tick(_place(materials, float(earlier.before)), label, "before")


def _place(materials: Materials, value: float) -> float:
    """A value as percent of the scale's length."""
    scale = materials.ruleset.scale
    return round(min(100.0, max(0.0, (value - scale.min) / (scale.max - scale.min) * 100)), 2)
