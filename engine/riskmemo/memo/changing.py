"""What a memo says of an earlier assessment in more than one place."""

from collections.abc import Iterator

from riskmemo.memo.materials import Materials
from riskmemo.memo.view import Runs
from riskmemo.model.comparison import Comparison, ScoreDifference
from riskmemo.model.points import Points


def since(materials: Materials) -> Comparison | None:
    """What has changed since an earlier assessment; none where none was given."""
    analyses = materials.assessment.analyses
    return analyses.since if analyses else None


def moved(materials: Materials, score: str) -> ScoreDifference | None:
    """How a score of the base has moved; none where it has not, or where it was not there."""
    comparison = since(materials)
    found = comparison.scenarios[0].scores.get(score) if comparison else None
    return found if found and found.before != found.after else None


def value_before(materials: Materials, score: ScoreDifference) -> str:
    """What a score was, with its band, as `22.4 (Guarded)`."""
    if score.before is None:
        return materials.say("no score")
    value = materials.formats.points(score.before, score.digits)
    if score.band_before is None:
        return value
    return materials.say("{value} ({band})", value=value, band=score.band_before)


def previously(materials: Materials, score: ScoreDifference) -> Runs:
    """What a score was in the earlier assessment, in a sentence."""
    return materials.wording.runs("Before: {score}.", score=value_before(materials, score))


def previous_value(materials: Materials, score: str) -> Points | None:
    """What a score of the base was, moved or not; none where it was not there."""
    comparison = since(materials)
    found = comparison.scenarios[0].scores.get(score) if comparison else None
    return found.before if found else None


def previously_line(materials: Materials, score: str) -> Iterator[Runs]:
    """What a score was, in a sentence, where there is an earlier assessment with it."""
    comparison = since(materials)
    found = comparison.scenarios[0].scores.get(score) if comparison else None
    if found:
        yield previously(materials, found)
