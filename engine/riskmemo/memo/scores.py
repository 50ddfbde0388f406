"""Scores as a memo shows them: values, bands, their place in the tree."""

from collections.abc import Iterator

from riskmemo.memo.formatting import EN_DASH
from riskmemo.memo.materials import Materials
from riskmemo.model.assessment import ScoreRecord
from riskmemo.model.points import Points
from riskmemo.model.ruleset import BandTable


def shown(materials: Materials, score: ScoreRecord) -> str:
    """The value of a score with its digits, or that there is none."""
    if score.value is None:
        return materials.say("no score")
    return materials.formats.points(score.value, score.digits)


def with_band(materials: Materials, score: ScoreRecord) -> str:
    """The value and its band, as `22.4 (Guarded)`; no band where most of it is unknown."""
    value = shown(materials, score)
    if score.is_mostly_unknown and score.value is not None:
        return materials.say("{value} (mostly unknown)", value=value)
    return materials.say("{value} ({band})", value=value, band=score.band) if score.band else value


def band_table(materials: Materials, score: str) -> BandTable | None:
    """The bands of a score, where it has any."""
    name = materials.ruleset.node_bands.get(score)
    return materials.ruleset.bands.get(name) if name else None


def band_words(materials: Materials, table: BandTable) -> str:
    """The bands of a table in a sentence, as `low 0–20, guarded 20–40`."""
    begins = [level.begins for level in table.levels]
    ends = [*begins[1:], materials.ruleset.scale.max]
    number = materials.formats.number
    lowest = materials.ruleset.scale.min
    bands = [
        f"{level.label} {number(max(level.begins, lowest))}{EN_DASH}{number(end)}"
        for level, end in zip(table.levels, ends, strict=True)
    ]
    return ", ".join(bands)


def descendants(
    materials: Materials, root: str, depth: int = 1
) -> Iterator[tuple[int, ScoreRecord]]:
    """The nodes below a score with their depth, each before its parts."""
    scores = materials.assessment.base.scores
    for child in scores[root].children:
        yield depth, scores[child]
        yield from descendants(materials, child, depth + 1)


def leaves(materials: Materials) -> tuple[ScoreRecord, ...]:
    """Every score that is made of no other, once, in the order of the memo."""
    found: dict[str, ScoreRecord] = {}
    for root in materials.roots:
        below = [score for _, score in descendants(materials, root)]
        for score in below or [materials.assessment.base.scores[root]]:
            if not score.children:
                found.setdefault(score.id, score)
    return tuple(found.values())


def tone_of_change(score: ScoreRecord, change: Points) -> str:
    """The tone of a change: worse is `risk`, better is `opportunity`."""
    if change == 0:
        return "quiet"
    worse = (change > 0) == (score.polarity.value == "risk")
    return "risk" if worse else "opportunity"
