"""Why a score is what it is: the points of each rule, one after the other, up to the score.

What an attributed claim would add stands below the score, dashed, and is no part of it. Where the
rules of a leaf are not added up (the largest counts, say), every bar begins at zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from riskmemo.memo.figures.axes import grid, round_values
from riskmemo.memo.figures.labels import cut, wrapped
from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import DataRow, Dataset, Figure, Figures
from riskmemo.memo.scores import leaves, shown, tone_of_change
from riskmemo.model.assessment import Outcome, RulePart, Scenario, ScoreRecord
from riskmemo.model.points import Points
from riskmemo.model.ruleset import Polarity

MOST_RULES = 9
"""Rules with a bar of their own; the smallest of the others are drawn as one."""

FEWEST = 2
"""Rules that make a figure; one alone is said in words."""

MOST_OF_CLAIMS = 2
"""Figures of what claims would add: a leaf for each of so many claims."""

ROUNDING = Decimal("0.001")
"""Points by which a sum of contributions may miss the score before rounding."""

LABEL_WIDTH, LABEL_SIZE, DETAIL_SIZE = 140.0, 11.5, 9.5
"""Room for the name of a rule and sizes of letters, as the specification has them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A bar from where the last ended; `style` is `rule`, `total`, `claim` or `claim_total`."""

    label: str
    detail: str
    points: Points
    style: str
    words: str
    """The same in a sentence."""


def largest(materials: Materials) -> tuple[Figures, ...]:
    """Why the largest dimension of opportunity and that of risk score what they do."""
    claimed = {leaf.id for leaf, _ in _claimed(materials)}
    chosen: list[ScoreRecord] = []
    for polarity in (Polarity.OPPORTUNITY, Polarity.RISK):
        of = [each for each in leaves(materials) if each.polarity is polarity and each.value]
        if of:
            chosen.append(max(of, key=lambda each: each.value or Decimal(0)))
    return _side_by_side(
        [_figure(materials, leaf, ()) for leaf in chosen if leaf.id not in claimed]
    )


def of_claims(materials: Materials) -> tuple[Figures, ...]:
    """For each attributed claim the dimension that it would move most."""
    return _side_by_side(
        [_figure(materials, leaf, (scenario,)) for leaf, scenario in _claimed(materials)]
    )


def _side_by_side(figures: Sequence[Figure | None]) -> tuple[Figures, ...]:
    made = tuple(figure for figure in figures if figure)
    return (Figures(made),) if made else ()


def _claimed(materials: Materials) -> list[tuple[ScoreRecord, Scenario]]:
    """The leaf that each claim moves most, with its scenario; a leaf once."""
    found: dict[str, tuple[ScoreRecord, Scenario]] = {}
    for scenario in materials.scenarios:
        moved = [
            (abs(then - leaf.value), leaf)
            for leaf in leaves(materials)
            if leaf.value is not None
            and leaf.id not in found
            and (then := scenario.scores[leaf.id].value) is not None
            and then != leaf.value
        ]
        if scenario.claim and moved:
            leaf = max(moved, key=lambda each: each[0])[1]
            found[leaf.id] = leaf, scenario
    return list(found.values())[:MOST_OF_CLAIMS]


def _figure(
    materials: Materials, leaf: ScoreRecord, scenarios: Sequence[Scenario]
) -> Figure | None:
    steps = [
        *_rules(materials, leaf),
        *(step for each in scenarios for step in _claim(materials, leaf, each)),
    ]
    if sum(step.style in {"rule", "claim"} for step in steps) < FEWEST:
        return None
    added = _adds_up(leaf)
    return Figure(
        name="waterfall",
        anchor=f"figure-contributions-{leaf.id}",
        label="",
        title=_title(materials, leaf, scenarios),
        note=" ".join(_how_to_read(materials, leaf, scenarios)),
        description=" ".join(step.words for step in steps),
        datasets=_datasets(materials, leaf, steps, added=added),
    )


def _adds_up(leaf: ScoreRecord) -> bool:
    """Whether the points of the rules are the score before limits and rounding."""
    total = sum((part.contribution for part in leaf.parts), Decimal(0))
    return leaf.raw is not None and abs(total - leaf.raw) <= ROUNDING


# --- words --------------------------------------------------------------------------------------


def _title(materials: Materials, leaf: ScoreRecord, scenarios: Sequence[Scenario]) -> str:
    say, title, score = materials.say, leaf.title, shown(materials, leaf)
    for scenario in scenarios:
        return say(
            "Why {title} scores {score}, and what claim {claim} would make of it: {then}.",
            title=title,
            score=score,
            claim=scenario.claim or "",
            then=shown(materials, scenario.scores[leaf.id]),
        )
    return say("Why {title} scores {score}.", title=title, score=score)


def _how_to_read(
    materials: Materials, leaf: ScoreRecord, scenarios: Sequence[Scenario]
) -> Iterator[str]:
    if _adds_up(leaf):
        yield materials.say("Points added by each rule.")
    else:
        yield materials.say("Points of each rule; they are not added up.")
    if scenarios:
        yield materials.say("Dashed: the attributed claim, which is no part of the score.")


# --- steps --------------------------------------------------------------------------------------


def _rules(materials: Materials, leaf: ScoreRecord) -> Iterator[Step]:
    """What adds, what takes away and what is held at zero, then what limits the score, and it."""
    held: Outcome = "held at zero"
    parts = [
        part
        for part in leaf.parts
        if part.contribution or materials.rules[part.rule].outcome == held
    ]
    parts.sort(key=_order)
    own, rest = parts[:MOST_RULES], parts[MOST_RULES:]
    yield from (_rule(materials, part) for part in own)
    if rest:
        points = sum((part.contribution for part in rest), Decimal(0))
        label = materials.wording.count("{n} rule more", "{n} rules more", len(rest))
        yield _step(materials, label, "", points, "rule")
    if leaf.raw is not None and leaf.value is not None and leaf.limited and _adds_up(leaf):
        label = materials.say("Cap") if leaf.limited == "cap" else materials.say("Floor")
        yield _step(materials, label, "", leaf.value - leaf.raw, "rule")
    if leaf.value is not None:
        yield _total(materials, materials.say("Score"), leaf, "total")


def _order(part: RulePart) -> tuple[bool, bool, Points]:
    """What adds before what takes away, each by size, and what gives nothing last."""
    return not part.contribution, part.contribution < 0, -abs(part.contribution)


def _rule(materials: Materials, part: RulePart) -> Step:
    rule = materials.rules[part.rule]
    held = materials.say("held at zero") if rule.outcome == "held at zero" else ""
    evidence = " ".join(_evidence(materials, part.rule))
    detail = " · ".join(each for each in (part.rule, held, evidence) if each)
    return _step(materials, rule.title, detail, part.contribution, "rule")


def _evidence(materials: Materials, rule: str) -> tuple[str, ...]:
    """What the matches of a rule rest on, in the order of the evidence table."""
    wanted = {
        name for match in materials.matches.get(rule, ()) for name in match.evidence
    } & materials.facts.keys()
    return tuple(name for name in materials.facts if name in wanted)


def _claim(materials: Materials, leaf: ScoreRecord, scenario: Scenario) -> Iterator[Step]:
    """The points that differ in the scenario of a claim, and the score there."""
    base = {part.rule: part.contribution for part in leaf.parts}
    then = scenario.scores[leaf.id]
    detail = materials.say("claim {claim} · attributed", claim=scenario.claim or "")
    for part in sorted(then.parts, key=lambda part: -abs(part.contribution)):
        change = part.contribution - base.get(part.rule, Decimal(0))
        if change:
            title = materials.rules[part.rule].title
            yield _step(materials, title, detail, change, "claim")
    label = materials.say("With claim {claim}", claim=scenario.claim or "")
    yield _total(materials, label, then, "claim_total")


def _step(materials: Materials, label: str, detail: str, points: Points, style: str) -> Step:
    change = materials.formats.change(points)
    words = materials.say("{rule}: {points}.", rule=_named(label, detail), points=change)
    return Step(label, detail, points, style, words)


def _named(label: str, detail: str) -> str:
    return f"{label} ({detail})" if detail else label


def _total(materials: Materials, label: str, score: ScoreRecord, style: str) -> Step:
    value = score.value if score.value is not None else Decimal(0)
    words = materials.say("{title}: {score}.", title=label, score=shown(materials, score))
    return Step(label, "", value, style, words)


# --- rows ---------------------------------------------------------------------------------------


def _datasets(
    materials: Materials, leaf: ScoreRecord, steps: Sequence[Step], *, added: bool
) -> tuple[Dataset, ...]:
    spans = list(_spans(steps, added=added))
    ends = [end for span in spans for end in span]
    lines = round_values(min([*ends, Decimal(0)]), max([*ends, Decimal(0)]))
    rows = tuple(
        _row(materials, leaf, number, step, span, joined=added and number + 1 < len(steps))
        for number, (step, span) in enumerate(zip(steps, spans, strict=True))
    )
    frame: DataRow = {"low": float(lines[0]), "high": float(lines[-1])}
    return Dataset("frame", (frame,)), grid(materials, lines), Dataset("steps", rows)


def _spans(steps: Sequence[Step], *, added: bool) -> Iterator[tuple[Decimal, Decimal]]:
    """Where each bar begins and ends; totals begin at zero, what is not added does too."""
    at = Decimal(0)
    for step in steps:
        begins = Decimal(0) if not added or "total" in step.style else at
        at = begins + step.points
        yield begins, at


def _row(
    materials: Materials,
    leaf: ScoreRecord,
    number: int,
    step: Step,
    span: tuple[Decimal, Decimal],
    *,
    joined: bool,
) -> DataRow:
    lines = (*wrapped(step.label, LABEL_WIDTH, LABEL_SIZE), "")
    total = "total" in step.style
    points = materials.formats.points if total else materials.formats.change
    digits = leaf.digits if total else None
    return {
        "row": number,
        "label": lines[0],
        "more": lines[1],
        "detail": cut(step.detail, LABEL_WIDTH, DETAIL_SIZE),
        "start": float(span[0]),
        "end": float(span[1]),
        "points": points(step.points, digits),
        "style": step.style,
        "tone": "ink" if total else tone_of_change(leaf, step.points),
        "joined": joined,
    }
