"""The picture: the analyst's paragraphs, and the scores by dimension."""

from collections.abc import Iterator

from riskmemo.memo.certainty import range_of
from riskmemo.memo.figures.balance import balance
from riskmemo.memo.figures.movers import movers
from riskmemo.memo.figures.network import network
from riskmemo.memo.figures.timeline import timeline
from riskmemo.memo.formatting import EN_DASH
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import descendants, shown
from riskmemo.memo.strips import strip
from riskmemo.memo.view import (
    Badge,
    Block,
    Cell,
    Column,
    Paragraph,
    Row,
    Run,
    Runs,
    Section,
    Strong,
    Table,
    Text,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import ScoreRecord
from riskmemo.model.case import Paragraph as Written


def the_picture(materials: Materials) -> Section | None:
    """Prose and one table of the totals with their dimensions; none without either."""
    blocks: list[Block] = [
        block for given in materials.case.analysis.picture for block in written(materials, given)
    ]
    blocks = [*balance(materials), *blocks, *timeline(materials), *network(materials)]
    blocks += _dimensions(materials)
    blocks += movers(materials)
    if not blocks:
        return None
    return Section("picture", "", materials.say("The picture"), tuple(blocks))


def written(materials: Materials, given: Written) -> Iterator[Paragraph]:
    """An analyst's paragraph, its leading words strong."""
    for index, runs in enumerate(materials.paragraphs(given.text)):
        lead: tuple[Run, ...] = (Strong(given.lead), Text(" ")) if given.lead and not index else ()
        yield Paragraph(joined((lead, runs)))


# --- scores by dimension ------------------------------------------------------------------------


def _dimensions(materials: Materials) -> Iterator[Table]:
    """Each total and below it its dimensions; a total without any is on the first page."""
    rows = [row for root in materials.roots for row in _total(materials, root)]
    if not rows:
        return
    say = materials.say
    drawn = any(range_of(materials, score) for score in materials.assessment.base.scores)
    yield Table(
        name="dimensions",
        caption=joined([_caption(materials, drawn=drawn)]),
        columns=(
            Column(say("Dimension"), "name"),
            Column(say("Score"), "scale"),
            Column(say("Band"), "short"),
            *((Column(say("Range"), "number"),) if drawn else ()),
            Column(say("Weight"), "number"),
            Column(say("Known"), "number"),
        ),
        rows=tuple(rows),
    )


def _caption(materials: Materials, *, drawn: bool) -> str:
    text = materials.say(
        "Scores by dimension. Weight is the share of the total; known is how much of it could be"
        " evaluated."
    )
    if drawn:
        text += " " + materials.say("The range holds 90% of the draws.")
    return text


def _total(materials: Materials, root: str) -> Iterator[Row]:
    below = tuple(descendants(materials, root))
    if below:
        yield _dimension(materials, root, materials.assessment.base.scores[root], "plain")
    for _, score in below:
        yield _dimension(materials, root, score, "part")


def _dimension(materials: Materials, root: str, score: ScoreRecord, weight: str) -> Row:
    formats = materials.formats
    share = score.nominal_weight.get(root) if score.id != root else None
    title: Run = Strong(score.title) if score.id == root else Text(score.title)
    cells = [
        Cell((title,)),
        Cell((Toned(shown(materials, score), score.polarity.value),), strip(materials, score)),
        Cell(_band(materials, score)),
        *_range(materials, score),
        Cell(joined([formats.percent(share) if share is not None else ""])),
        Cell(joined([formats.percent(score.coverage, 0)])),
    ]
    return Row(tuple(cells), weight=weight)


def _range(materials: Materials, score: ScoreRecord) -> Iterator[Cell]:
    """Where nine of ten draws lie; a dash for what does not vary or was not drawn."""
    if not any(range_of(materials, each) for each in materials.assessment.base.scores):
        return
    found = range_of(materials, score.id)
    if found is None or found.low == found.high:
        yield Cell(joined([EN_DASH]))
        return
    low, high = (materials.formats.points(end, score.digits) for end in (found.low, found.high))
    yield Cell(joined([f"{low}{EN_DASH}{high}"]))


def _band(materials: Materials, score: ScoreRecord) -> Runs:
    if score.is_mostly_unknown:
        meaning = materials.say("Less than half of it could be evaluated, so no band is shown.")
        return (Badge(materials.say("mostly unknown"), "warn", meaning),)
    label = joined([score.band or "–"])
    if score.limited is None:
        return label
    flag = materials.say("at its cap") if score.limited == "cap" else materials.say("at its floor")
    meaning = materials.say("A limit flattens this score: more points would not show.")
    return joined([label, " ", Badge(flag, "warn", meaning)])
