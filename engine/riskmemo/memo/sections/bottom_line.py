"""The first page: the answer, the scores on their scales, confidence, and what carries them."""

from collections.abc import Iterator

from riskmemo.memo.certainty import (
    dimensions_not_robust,
    drawn,
    range_line,
    totals_not_robust,
)
from riskmemo.memo.changing import moved, previously, since
from riskmemo.memo.materials import DETAILS_ANCHOR, Materials
from riskmemo.memo.scenarios import scenario_lines
from riskmemo.memo.scores import band_table, band_words, shown
from riskmemo.memo.sections.coverage import coverage, hardly_assessed
from riskmemo.memo.sections.notices import (
    carried_by_a_source,
    hanging_on_little,
    two_cut_offs,
    unfair,
)
from riskmemo.memo.strips import strip
from riskmemo.memo.view import (
    Block,
    Code,
    Headline,
    Headlines,
    Jump,
    Notice,
    Paragraph,
    Runs,
    Section,
    Strong,
)
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import ScoreRecord


def bottom_line(materials: Materials) -> Section:
    """The bottom line; where the analyst has written none, the scores stand alone."""
    given = materials.case.analysis.bottom_line
    heading = materials.say("Bottom line") if given else materials.say("Scores")
    blocks: list[Block] = []
    first = (hardly_assessed, two_cut_offs, unfair, carried_by_a_source)
    blocks += [
        Notice(joined(runs, between=" ")) for found in first if (runs := [*found(materials)])
    ]
    if given:
        lead = joined([Strong(given.lead), " ", materials.prose(given.text)])
        blocks.append(Paragraph(lead, role="lead"))
    blocks.append(Headlines(tuple(_headlines(materials))))
    blocks += _cautions(materials)
    blocks.append(Paragraph(_how_to_read(materials), role="note"))
    return Section("bottom-line", "", heading, tuple(blocks), role="opening")


def _cautions(materials: Materials) -> Iterator[Block]:
    """One notice on what the bands hang on and how robust they are; the annex has the whole."""
    parts = (totals_not_robust, hanging_on_little, dimensions_not_robust)
    told = [runs for part in parts for runs in part(materials)]
    if told:
        see = Jump(materials.say("See Annex C."), DETAILS_ANCHOR)
        yield Notice(joined([*told, (see,)], between=" "))


def _headlines(materials: Materials) -> Iterator[Headline]:
    for root in materials.roots:
        yield _headline(materials, materials.assessment.base.scores[root])
    given = materials.case.analysis.bottom_line
    if given:
        yield Headline(
            label=materials.say("Confidence in this memo"),
            tone="plain",
            figure=materials.say(given.confidence.level.capitalize()),
            band="",
            strip=None,
            lines=materials.paragraphs(given.confidence.basis),
        )


def _headline(materials: Materials, score: ScoreRecord) -> Headline:
    """A total; what is mostly unknown has neither band nor colour nor strip, and says so first."""
    scenarios, known = scenario_lines(materials, score), tuple(coverage(materials, score))
    if score.is_mostly_unknown:
        figure = shown(materials, score)
        return Headline(score.title, "plain", figure, "", None, (*known, *scenarios))
    return Headline(
        label=score.title,
        tone=score.polarity.value if score.value is not None else "plain",
        figure=shown(materials, score),
        band=score.band or "",
        strip=strip(materials, score, ticks=True),
        lines=(
            *range_line(materials, score),
            *_before(materials, score),
            *scenarios,
            *known,
        ),
    )


def _before(materials: Materials, score: ScoreRecord) -> Iterator[Runs]:
    earlier = moved(materials, score.id)
    if earlier:
        yield previously(materials, earlier)


def _how_to_read(materials: Materials) -> Runs:
    scale, number = materials.ruleset.scale, materials.formats.number
    sentences: list[str | Runs] = [
        materials.wording.runs(
            "Scores run from {low} to {high} and come from ruleset {ruleset}.",
            low=number(scale.min),
            high=number(scale.max),
            ruleset=Code(f"{materials.ruleset.id} {materials.ruleset.version}"),
        ),
        *_bands(materials),
    ]
    found = drawn(materials)
    if found:
        sentences.append(
            materials.say(
                "The line below a strip holds 90% of {draws} draws of everything uncertain.",
                draws=materials.formats.number(found.draws),
            )
        )
    if not all(scenario.claim for scenario in materials.scenarios):
        ticks = "Ticks mark the score with a claim or reading that is not adopted."
        sentences.append(materials.say(ticks))
    elif materials.scenarios:
        sentences.append(
            materials.wording.count(
                "The tick marks the score with the attributed claim, which is not adopted.",
                "Ticks mark the score with an attributed claim, which is not adopted.",
                len(materials.scenarios),
            )
        )
    if since(materials):
        sentences.append(materials.say("The dark tick marks the score before."))
    return joined(sentences, between=" ")


def _bands(materials: Materials) -> Iterator[str]:
    tables = {root: band_table(materials, root) for root in materials.roots}
    worded = {root: band_words(materials, table) for root, table in tables.items() if table}
    if len(set(worded.values())) == 1:
        yield materials.say("Bands: {bands}.", bands=next(iter(worded.values())))
        return
    for root, bands in worded.items():
        yield materials.say("Bands of {score}: {bands}.", score=materials.title(root), bands=bands)
