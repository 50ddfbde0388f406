"""Why each dimension scores what it does: the rules with what they found, and the weights."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from riskmemo.memo.figures.contributions import largest
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import descendants, leaves, shown, tone_of_change, with_band
from riskmemo.memo.view import (
    Block,
    Cell,
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
from riskmemo.model.assessment import MatchRecord, RulePart, ScoreRecord
from riskmemo.model.ruleset import RuleCombine

MOST_SENTENCES = 6
"""Sentences that a table shows of one rule; the rest is counted and stands in the JSON memo."""


# --- weights ------------------------------------------------------------------------------------


def weights(materials: Materials) -> Iterator[Block]:
    """What each dimension weighs in its total, and what one more point in it adds."""
    tables = [table for root in materials.roots for table in _weights(materials, root)]
    if tables:
        yield Subheading(materials.say("What the totals are made of"))
        yield from tables


def _weights(materials: Materials, root: str) -> Iterator[Table]:
    total = materials.assessment.base.scores[root]
    below = tuple(descendants(materials, root))
    if not below:
        return
    say = materials.say
    yield Table(
        name="weights",
        caption=materials.wording.runs(
            "{lead} One more point in a dimension adds the points of the last column to the total.",
            lead=Strong(
                say("{title}: {score}.", title=total.title, score=with_band(materials, total))
            ),
        ),
        columns=(
            Column(say("Dimension"), "name"),
            Column(say("Raw"), "number"),
            Column(say("Score"), "number"),
            Column(say("Coverage"), "number"),
            Column(say("Weight"), "number"),
            Column(say("One point adds"), "number"),
        ),
        rows=tuple(_weight(materials, root, depth, score) for depth, score in below),
    )


def _weight(materials: Materials, root: str, depth: int, score: ScoreRecord) -> Row:
    formats = materials.formats
    nominal, effective = score.nominal_weight.get(root), score.effective_weight.get(root)
    cells = (
        score.title,
        formats.points(score.raw),
        shown(materials, score),
        formats.percent(score.coverage, 0),
        formats.percent(nominal) if nominal is not None else "–",
        formats.points(effective),
    )
    weight = "part" if depth > 1 else "plain"
    return Row(tuple(Cell(joined([text])) for text in cells), weight=weight)


# --- why this score -----------------------------------------------------------------------------


def reasons(materials: Materials) -> Iterator[Block]:
    """One table: each dimension with its score, and below it what every rule found and gave."""
    rows: list[Row] = []
    silent = []
    for leaf in leaves(materials):
        parts = [part for part in leaf.parts if part.contribution or part.matches]
        if parts:
            rows += _leaf(materials, leaf, parts)
        else:
            silent.append(leaf)
    notes = list(_without_rules(materials, silent))
    if rows or notes:
        yield Subheading(materials.say("Why each dimension scores what it does"))
    yield from largest(materials)
    if rows:
        yield _table(materials, rows)
    for text in notes:
        yield Paragraph(joined([text]), role="note")


def _table(materials: Materials, rows: Sequence[Row]) -> Table:
    say = materials.say
    return Table(
        name="reasons",
        caption=(),
        columns=(
            Column(say("Rule"), "name"),
            Column(say("What it found")),
            Column(say("Points"), "number"),
        ),
        rows=tuple(rows),
    )


def _without_rules(materials: Materials, silent: Sequence[ScoreRecord]) -> Iterator[str]:
    valued = [leaf.title for leaf in silent if leaf.value]
    empty = [leaf.title for leaf in silent if not leaf.value]
    listing = materials.formats.listing
    if valued:
        yield materials.say("Computed from facts, without rules: {scores}.", scores=listing(valued))
    if empty:
        yield materials.say("No rule adds anything to: {scores}.", scores=listing(empty))


def _leaf(materials: Materials, leaf: ScoreRecord, parts: Sequence[RulePart]) -> Iterator[Row]:
    """A dimension with its score, then what each rule found and gave, the largest first."""
    score = Text(shown(materials, leaf))
    sums = (Cell((Strong(leaf.title),)), Cell(_sum(materials, leaf)), Cell((score,)))
    yield Row(sums, weight="total")
    for part in sorted(parts, key=lambda part: -abs(part.contribution)):
        yield Row(
            (
                Cell(materials.rule_name(part.rule)),
                Cell(_found(materials, part)),
                Cell((_points(materials, leaf, part),)),
            )
        )


def _points(materials: Materials, leaf: ScoreRecord, part: RulePart) -> Run:
    tone = tone_of_change(leaf, part.contribution)
    return Toned(materials.formats.change(part.contribution), tone)


def _sum(materials: Materials, leaf: ScoreRecord) -> Runs:
    if leaf.limited is None:
        return ()
    raw = materials.formats.points(leaf.raw)
    if leaf.limited == "cap":
        return joined([materials.say("{raw} before the cap", raw=raw)])
    return joined([materials.say("{raw} before the floor", raw=raw)])


def _found(materials: Materials, part: RulePart) -> Runs:
    """The sentences of a rule's matches, strongest first, and how they were combined."""
    matches = sorted(materials.matches.get(part.rule, ()), key=_size, reverse=True)
    sentences = list(dict.fromkeys(_sentence(materials, match) for match in matches))
    shown_ones = sentences[:MOST_SENTENCES]
    if len(sentences) > MOST_SENTENCES:
        more = len(sentences) - MOST_SENTENCES
        shown_ones.append(joined([materials.wording.count("{n} more.", "{n} more.", more)]))
    if part.matches > 1:
        shown_ones.append((Toned(_combined(materials, part), "quiet"),))
    return joined(shown_ones, between=" ")


def _size(match: MatchRecord) -> Decimal:
    return abs(match.contribution or Decimal(0))


def _sentence(materials: Materials, match: MatchRecord) -> Runs:
    """What a rule says about a match, with the evidence it rests on."""
    sentence = materials.sentence(match)
    cited = materials.cite_evidence(match.evidence)
    return joined([sentence or materials.say("Rests on"), cited] if sentence else [cited])


def _combined(materials: Materials, part: RulePart) -> str:
    number = str(part.matches)
    match materials.rules[part.rule].per_rule:
        case RuleCombine.SUM:
            return materials.say("({n} matches, added.)", n=number)
        case RuleCombine.NOISY_OR:
            return materials.say("({n} matches, combined by noisy-or.)", n=number)
        case _:
            return materials.say("({n} matches; the largest counts.)", n=number)
