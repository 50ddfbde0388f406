"""Signposts that the engine derives from the rules: thresholds at which a total would move."""

from collections.abc import Iterator

from riskmemo.memo.changed import fact_words, field_words, value_words, values_words
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import tone_of_change
from riskmemo.memo.view import Block, Cell, Column, Paragraph, Row, Runs, Subheading, Table, Toned
from riskmemo.memo.wording import joined
from riskmemo.model.counterfactual import Signpost

SIGNPOSTS_ANCHOR = "signposts"
MOST_DERIVED = 3
"""Derived signposts that a memo shows of one total one way; the JSON has them all."""


def derived(materials: Materials, most: int = MOST_DERIVED) -> list[Signpost]:
    """The first `most` signposts for each score and way, one of each fact."""
    analyses = materials.assessment.analyses
    signs = analyses.signposts if analyses else ()
    first: dict[tuple[str, str], dict[str, Signpost]] = {}
    for sign in signs:
        of_facts = first.setdefault((sign.score, sign.direction), {})
        if len(of_facts) < most:
            of_facts.setdefault(sign.fact, sign)
    shown = {id(sign) for of_facts in first.values() for sign in of_facts.values()}
    return [sign for sign in signs if id(sign) in shown]


def derived_signposts(materials: Materials) -> Iterator[Block]:
    """All that a memo shows of them, in a table of the annex."""
    signs, say = derived(materials), materials.say
    if not signs:
        return
    yield Subheading(say("Signposts from the rules"), SIGNPOSTS_ANCHOR)
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
        rows=tuple(Row(derived_cells(materials, sign)) for sign in signs),
    )


def derived_cells(materials: Materials, sign: Signpost) -> tuple[Cell, ...]:
    """Indicator, threshold, what it moves, and where it stands now."""
    return (
        Cell(fact_words(materials, sign.fact)),
        Cell(_threshold(materials, sign)),
        Cell((_moves(materials, sign),)),
        Cell(joined([_now(materials, sign)])),
    )


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
