"""What moves the scores: each uncertain thing alone, and its share of the variance."""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from riskmemo.memo.certainty import MOVERS_ANCHOR, drawn
from riskmemo.memo.formatting import EN_DASH
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import tone_of_change
from riskmemo.memo.view import (
    Block,
    Break,
    Cell,
    Code,
    Column,
    Paragraph,
    Row,
    Run,
    Runs,
    Strong,
    Subheading,
    Table,
    Text,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.base import Scalar
from riskmemo.model.points import Points
from riskmemo.model.ranges import Varied
from riskmemo.model.sensitivity import Mover, Sensitivity, Trial
from riskmemo.model.vocabulary import FieldType

MOST_ROWS = 8
"""Movers that a table shows; the rest is counted."""


def what_moves_the_scores(materials: Materials) -> Iterator[Block]:
    """A table for each total and one of what is uncertain; nothing where nothing is."""
    analyses = materials.assessment.analyses
    heading = Subheading(materials.say("What moves the scores"), MOVERS_ANCHOR)
    if analyses and analyses.without_ranges:
        message = materials.say(
            "Something is uncertain, but {reason}.", reason=materials.say(analyses.without_ranges)
        )
        yield heading
        yield Paragraph((Text(message),), role="note")
    if analyses is None or analyses.sensitivity is None:
        return
    found = analyses.sensitivity
    things = {each.id: each for each in found.things}
    yield heading
    yield _intro(materials, found)
    for root in materials.roots:
        yield from _movers(materials, root, found.roots.get(root, ()), things)
    yield _uncertain(materials, found.things)


def _intro(materials: Materials, found: Sensitivity) -> Paragraph:
    ranges = drawn(materials)
    number = materials.formats.number
    return Paragraph(
        materials.wording.runs(
            "{n} uncertain things were drawn together {draws} times (seed {seed}), each from its"
            " own range. Below, each is moved alone: to the ends of its range (5% and 95%), or to"
            " every value that is reported. The shares are first-order and total Sobol indices from"
            " {evaluations} evaluations.",
            n=number(len(found.things)),
            draws=number(ranges.draws if ranges else 0),
            seed=str(found.seed),
            evaluations=number(found.evaluations),
        ),
        role="note",
    )


def _movers(
    materials: Materials, root: str, movers: Sequence[Mover], things: Mapping[str, Varied]
) -> Iterator[Block]:
    say = materials.say
    if not movers:
        yield Paragraph(
            (Text(say("Nothing uncertain moves {score}.", score=materials.title(root))),)
        )
        return
    yield Table(
        name="movers",
        caption=materials.wording.runs(
            "{score} The widest swing first.", score=Strong(f"{materials.title(root)}.")
        ),
        columns=(
            Column(say("What is uncertain")),
            Column(say("Moved alone")),
            Column(say("Share of variance alone"), "number"),
            Column(say("With others"), "number"),
        ),
        rows=tuple(
            Row(
                (
                    Cell(_named(materials, things[mover.id])),
                    Cell(_trials(materials, root, mover, things[mover.id])),
                    Cell((Text(_share(materials, mover.first)),)),
                    Cell((Text(_share(materials, mover.total)),)),
                )
            )
            for mover in movers[:MOST_ROWS]
        ),
    )
    if len(movers) > MOST_ROWS:
        more = len(movers) - MOST_ROWS
        text = materials.wording.count("{n} more moves it less.", "{n} more move it less.", more)
        yield Paragraph((Text(text),), role="note")


def _trials(materials: Materials, root: str, mover: Mover, thing: Varied) -> Runs:
    *others, last = (_trial(materials, root, each, thing) for each in mover.trials)
    return joined([*(part for each in others for part in (each, ";", Break())), last])


def _trial(materials: Materials, root: str, trial: Trial, thing: Varied) -> Runs:
    score = materials.assessment.base.scores[root]
    change: Run = Toned(materials.say("a score comes or goes"), "plain")
    if trial.change is not None:
        change = Toned(materials.formats.change(trial.change), tone_of_change(score, trial.change))
    message = "{change} with {value}" if thing.what == "conflict" else "{change} at {value}"
    return materials.wording.runs(
        message, change=change, value=_value(materials, trial.value, thing)
    )


def _value(materials: Materials, value: Scalar, thing: Varied) -> str:
    """A value as the memo writes it; one that was computed with three digits that count."""
    if value is None:
        return EN_DASH
    if isinstance(value, bool | str):
        return str(value)
    if thing.form != "reported" and value != thing.now:
        value = float(f"{value:.3g}")
    if thing.what == "value" and _is_share(materials, thing):
        return materials.formats.percent(value)
    return materials.formats.number(value)


def _is_share(materials: Materials, thing: Varied) -> bool:
    fact, field = thing.of
    kind = materials.assessment.kinds[materials.facts[fact].kind]
    return kind.fields[field].type is FieldType.SHARE


def _share(materials: Materials, share: Points | None) -> str:
    if share is None:
        return EN_DASH
    return materials.formats.percent(min(max(share, Points(0)), Points(1)), 0)


def _named(materials: Materials, thing: Varied) -> Runs:
    """What is uncertain, in words."""
    first, last = thing.of[0], thing.of[-1]
    runs = materials.wording.runs
    match thing.what:
        case "value":
            kind = materials.assessment.kinds[materials.facts[first].kind]
            return runs(
                "{kind}: {field}{evidence}",
                kind=kind.title,
                field=Code(last),
                evidence=materials.cite_evidence([first]),
            )
        case "conflict":
            return runs("which one is right: {which}", which=materials.cite_evidence(thing.of))
        case "parameter":
            return runs("parameter {name}", name=Code(first))
        case "points":
            return runs("points of {rule}", rule=materials.rule_name(first))
        case "weight":
            return runs(
                "weight of {child} in {branch}",
                child=materials.title(last),
                branch=materials.title(first),
            )
    assert_never(thing.what)


def _uncertain(materials: Materials, things: Sequence[Varied]) -> Table:
    """Everything uncertain with its range and the reason for it."""
    say = materials.say
    return Table(
        name="uncertain",
        caption=materials.wording.runs(
            "{lead} A range holds for the draws; the scores themselves use each thing as it is.",
            lead=Strong(say("What is uncertain.")),
        ),
        columns=(
            Column(say("What is uncertain")),
            Column(say("As it is"), "number"),
            Column(say("Range")),
            Column(say("Why")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(_named(materials, each)),
                    Cell(
                        (Text(EN_DASH if each.now is None else _value(materials, each.now, each)),)
                    ),
                    Cell((Text(_range(materials, each)),)),
                    Cell(materials.prose(each.why) if each.why else (Text(EN_DASH),)),
                )
            )
            for each in things
        ),
    )


def _range(materials: Materials, thing: Varied) -> str:
    values = [_value(materials, each, thing) for each in thing.ends]
    if thing.form in {"reported", "conflict"}:
        return materials.say("{values}, equally likely", values=materials.formats.listing(values))
    return materials.say(
        "{form}, 90% between {low} and {high}",
        form=materials.say(thing.form),
        low=values[0],
        high=values[-1],
    )
