"""The picture: the analyst's paragraphs, the scores by dimension, and why each is what it is."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from riskmemo.memo.figures.balance import balance
from riskmemo.memo.figures.contributions import largest
from riskmemo.memo.figures.network import network
from riskmemo.memo.figures.timeline import timeline
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import descendants, leaves, shown, tone_of_change, with_band
from riskmemo.memo.strips import strip
from riskmemo.memo.view import (
    Badge,
    Block,
    Break,
    Cell,
    Column,
    Paragraph,
    Row,
    Run,
    Runs,
    Section,
    Strong,
    Subheading,
    Table,
    Text,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import MatchRecord, RulePart, ScoreRecord
from riskmemo.model.case import Paragraph as Written
from riskmemo.model.ruleset import RuleCombine

MOST_SENTENCES = 6
"""Sentences that a table shows of one rule; the rest is counted and stands in the JSON memo."""


def the_picture(materials: Materials) -> Section:
    """Prose, the table of dimensions, and the rules behind each."""
    blocks: list[Block] = [
        block for given in materials.case.analysis.picture for block in written(materials, given)
    ]
    blocks = [*balance(materials), *blocks, *timeline(materials), *network(materials)]
    blocks += [table for root in materials.roots for table in _dimensions(materials, root)]
    blocks += largest(materials)
    blocks += _reasons(materials)
    return Section("picture", "", materials.say("The picture"), tuple(blocks))


def written(materials: Materials, given: Written) -> Iterator[Paragraph]:
    """An analyst's paragraph, its leading words strong."""
    for index, runs in enumerate(materials.paragraphs(given.text)):
        lead: tuple[Run, ...] = (Strong(given.lead), Text(" ")) if given.lead and not index else ()
        yield Paragraph(joined((lead, runs)))


# --- scores by dimension ------------------------------------------------------------------------


def _dimensions(materials: Materials, root: str) -> Iterator[Table]:
    total = materials.assessment.base.scores[root]
    below = tuple(descendants(materials, root))
    if not below:
        return
    say = materials.say
    yield Table(
        name="dimensions",
        caption=materials.wording.runs(
            "{lead} The dimensions of {title} and what each weighs. One more point in a dimension"
            " adds the points of the last column to the total.",
            lead=Strong(
                say("{title}: {score}.", title=total.title, score=with_band(materials, total))
            ),
            title=total.title,
        ),
        columns=(
            Column(say("Dimension"), "name"),
            Column(say("Score"), "scale"),
            Column(say("Band"), "short"),
            Column(say("Raw"), "number"),
            Column(say("Coverage"), "number"),
            Column(say("Weight"), "number"),
            Column(say("One point adds"), "number"),
        ),
        rows=tuple(_dimension(materials, root, depth, score) for depth, score in below),
    )


def _dimension(materials: Materials, root: str, depth: int, score: ScoreRecord) -> Row:
    formats = materials.formats
    nominal, effective = score.nominal_weight.get(root), score.effective_weight.get(root)
    cells: tuple[Runs, ...] = (
        joined([score.title]),
        (Toned(shown(materials, score), score.polarity.value),),
        _band(materials, score),
        joined([formats.points(score.raw)]),
        joined([formats.percent(score.coverage, 0)]),
        joined([formats.percent(nominal) if nominal is not None else "–"]),
        joined([formats.points(effective)]),
    )
    strips = {1: strip(materials, score)}
    rows = tuple(Cell(runs, strips.get(index)) for index, runs in enumerate(cells))
    return Row(rows, weight="part" if depth > 1 else "plain")


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


# --- why this score -----------------------------------------------------------------------------


def _reasons(materials: Materials) -> Iterator[Block]:
    silent = []
    for leaf in leaves(materials):
        parts = [part for part in leaf.parts if part.contribution or part.matches]
        if parts:
            yield Subheading(
                materials.say(
                    "Why {title} scores {score}", title=leaf.title, score=shown(materials, leaf)
                )
            )
            yield reasons_table(materials, leaf, parts)
        else:
            silent.append(leaf)
    for text in _without_rules(materials, silent):
        yield Paragraph(joined([text]), role="note")


def _without_rules(materials: Materials, silent: Sequence[ScoreRecord]) -> Iterator[str]:
    valued = [leaf.title for leaf in silent if leaf.value]
    empty = [leaf.title for leaf in silent if not leaf.value]
    listing = materials.formats.listing
    if valued:
        yield materials.say("Computed from facts, without rules: {scores}.", scores=listing(valued))
    if empty:
        yield materials.say("No rule adds anything to: {scores}.", scores=listing(empty))


def reasons_table(materials: Materials, leaf: ScoreRecord, parts: Sequence[RulePart]) -> Table:
    """What each rule found and gave; the sum stands below."""
    say = materials.say
    rows = [
        Row(
            (
                Cell(materials.rule_name(part.rule)),
                Cell(_found(materials, part)),
                Cell((_points(materials, leaf, part),)),
            )
        )
        for part in sorted(parts, key=lambda part: -abs(part.contribution))
    ]
    total = Row(
        (
            Cell(joined([leaf.title])),
            Cell(_sum(materials, leaf)),
            Cell((Text(shown(materials, leaf)),)),
        ),
        weight="total",
    )
    return Table(
        name="reasons",
        caption=(),
        columns=(
            Column(say("Rule"), "name"),
            Column(say("What it found")),
            Column(say("Points"), "number"),
        ),
        rows=(*rows, total),
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
    sentences = list(dict.fromkeys(sentence_of(materials, match) for match in matches))
    shown_ones = sentences[:MOST_SENTENCES]
    if len(sentences) > MOST_SENTENCES:
        more = len(sentences) - MOST_SENTENCES
        shown_ones.append(joined([materials.wording.count("{n} more.", "{n} more.", more)]))
    if part.matches > 1:
        shown_ones.append((Toned(_combined(materials, part), "quiet"),))
    return joined(shown_ones, between=Break())


def _size(match: MatchRecord) -> Decimal:
    return abs(match.contribution or Decimal(0))


def sentence_of(materials: Materials, match: MatchRecord) -> Runs:
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
