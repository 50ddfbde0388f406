"""Indicators to watch: thresholds that would move a judgement or a score."""

from collections.abc import Iterator

from riskmemo.memo.changed import fact_words, field_words, value_words, values_words
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import tone_of_change
from riskmemo.memo.view import (
    Block,
    Cell,
    Column,
    Paragraph,
    Row,
    Runs,
    Section,
    Subheading,
    Table,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.counterfactual import Signpost

MOST_DERIVED = 3
"""Derived signposts that a memo shows of one total one way; the JSON has them all."""


def indicators_to_watch(materials: Materials) -> Section | None:
    """The analyst's signposts as a table, then those that the engine derives from the rules."""
    blocks = [*_given(materials), *_derived(materials)]
    if not blocks:
        return None
    return Section("watch", "", materials.say("Indicators to watch"), tuple(blocks))


def _given(materials: Materials) -> Iterator[Block]:
    given, say, prose = materials.case.analysis.watch, materials.say, materials.prose
    if not given:
        return
    yield Table(
        name="watch",
        caption=(),
        columns=(
            Column(say("Indicator")),
            Column(say("Threshold")),
            Column(say("Moves")),
            Column(say("Now")),
            Column(say("Next look")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(prose(sign.indicator)),
                    Cell(prose(sign.threshold)),
                    Cell((Toned(sign.moves, sign.polarity),)),
                    Cell(prose(sign.now)),
                    Cell(joined([sign.next_look])),
                )
            )
            for sign in given
        ),
    )


# --- derived --------------------------------------------------------------------------------------


def _derived(materials: Materials) -> Iterator[Block]:
    analyses, say = materials.assessment.analyses, materials.say
    signs = _nearest(analyses.signposts if analyses else ())
    if not signs:
        return
    yield Subheading(say("Derived by the engine"))
    note = say("Thresholds at which the rules would move a total; the analyst has not chosen them.")
    yield Paragraph(joined([note]), role="note")
    yield Table(
        name="watch-derived",
        caption=(),
        columns=(
            Column(say("Indicator")),
            Column(say("Threshold")),
            Column(say("Moves")),
            Column(say("Now")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(fact_words(materials, sign.fact)),
                    Cell(_threshold(materials, sign)),
                    Cell((_moves(materials, sign),)),
                    Cell(joined([_now(materials, sign)])),
                )
            )
            for sign in signs
        ),
    )


def _nearest(signs: tuple[Signpost, ...]) -> list[Signpost]:
    """The first signposts for each score and way, one of each fact."""
    first: dict[tuple[str, str], dict[str, Signpost]] = {}
    for sign in signs:
        of_facts = first.setdefault((sign.score, sign.direction), {})
        if len(of_facts) < MOST_DERIVED:
            of_facts.setdefault(sign.fact, sign)
    shown = {id(sign) for of_facts in first.values() for sign in of_facts.values()}
    return [sign for sign in signs if id(sign) in shown]


def _threshold(materials: Materials, sign: Signpost) -> Runs:
    if sign.field is None:
        return joined([materials.say("known to be absent")])
    message = {
        "at least": "{field} at least {value}",
        "at most": "{field} at most {value}",
    }.get(sign.sign, "{field}: {value}")
    if sign.field in {"date", "until"}:
        message = {"at least": "{field} {value} or later", "at most": "{field} {value} or earlier"}[
            sign.sign
        ]
    runs = materials.wording.runs(
        message,
        field=field_words(sign.field),
        value=values_words(materials, sign.kind, sign.field, sign.threshold),
    )
    if sign.together_with is None:
        return runs
    beside = materials.cite_evidence([sign.together_with])
    return joined([runs, materials.say(", together with another change"), beside])


def _moves(materials: Materials, sign: Signpost) -> Toned:
    score = materials.assessment.base.scores[sign.score]
    up = sign.direction == "up"
    message = "{score} rises to {band}" if up else "{score} falls to {band}"
    text = materials.say(message, score=score.title, band=sign.band)
    return Toned(text, tone_of_change(score, sign.value - (score.value or 0)))


def _now(materials: Materials, sign: Signpost) -> str:
    if sign.field is None:
        return materials.say("on file")
    return value_words(materials, sign.kind, sign.field, sign.now)
