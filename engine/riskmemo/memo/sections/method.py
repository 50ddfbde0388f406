"""Annex B: how the scores were computed, with what, and how to compute them again."""

from collections.abc import Iterator

from riskmemo.memo.formatting import SHOWN_DIGITS
from riskmemo.memo.materials import Materials
from riskmemo.memo.sections.changes import how_changes_are_divided
from riskmemo.memo.sections.record import record_of
from riskmemo.memo.view import Block, Definition, Definitions, Paragraph, Section
from riskmemo.memo.wording import joined


def method_annex(materials: Materials) -> Section:
    """Method, record, weights, and what is not covered."""
    say = materials.say
    blocks: list[Block] = [
        Paragraph(joined([_method(materials)])),
        Paragraph(joined([_rounding(materials), *how_changes_are_divided(materials)], between=" ")),
        Definitions((*record_of(materials), *_not_covered(materials))),
    ]
    return Section("method", "", say("Annex B · Method and record"), tuple(blocks), role="annex")


def _method(materials: Materials) -> str:
    computed = materials.assessment.computed
    engines = computed.engines
    text = materials.say(
        "The scores are computed; the sentences of the judgements are written by analysts. Facts"
        " known at the cut-off are passed to declarative rules. A rule that matches gives points to"
        " a dimension; dimensions combine into totals with the weights below. Opportunity and risk"
        " are never netted. A claim counts in its own scenario only."
    )
    if len(engines) > 1:
        agreed = materials.say(
            "It was computed once by each of {engines}, which agreed to the last digit.",
            engines=materials.formats.listing(engines),
        )
        return f"{text} {agreed}"
    one = materials.say("One engine computed it: {engine}.", engine=engines[0])
    if computed.alone:
        reason = materials.say(computed.alone).replace("`", "")
        one += " " + materials.say("A second one could not: {reason}.", reason=reason)
    return f"{text} {one}"


def _rounding(materials: Materials) -> str:
    return materials.say(
        "Contributions are held in millionths of a point, rounded half up once; sums, caps and"
        " means are exact from there on. This memo shows at most {digits} decimals of a number that"
        " the ruleset does not round; the JSON memo has them all.",
        digits=str(SHOWN_DIGITS),
    )


def _not_covered(materials: Materials) -> Iterator[Definition]:
    given = materials.case.analysis.not_covered
    if given:
        told = joined((materials.prose(text) for text in given), between=" ")
        yield Definition(materials.say("Not covered"), (told,))
