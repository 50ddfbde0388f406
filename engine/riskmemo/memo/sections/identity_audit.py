"""The identity audit: its verdict, shares of scores, and what moves with other identities."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from riskmemo.memo.audit_words import (
    PLACEBOS,
    band,
    band_after,
    in_scenario,
    named,
    override_runs,
    reason_runs,
    way_runs,
)
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import tone_of_change
from riskmemo.memo.view import (
    Block,
    Break,
    Bullets,
    Cell,
    Code,
    Column,
    Jump,
    Notice,
    Paragraph,
    Row,
    Run,
    Runs,
    Strong,
    Table,
    Text,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import BASE
from riskmemo.model.identity import IdentityAudit, IdentityShare, Moved, SwapRecord, SwapTry
from riskmemo.model.spelling import small

DETAIL_ANCHOR = "identity-detail"
"""Where the annex has every exchange and every rule."""


def audit_in_short(materials: Materials, audit: IdentityAudit) -> Iterator[Block]:
    """The verdict, and why; the shares; and in a sentence or two what moves a total."""
    yield Paragraph(joined(_verdict(materials, audit), between=" "))
    if audit.reasons:
        yield Bullets(tuple(reason_runs(materials, audit, each) for each in audit.reasons))
    yield from (Notice(runs) for runs in override_runs(materials, audit))
    yield from _shares(materials, audit)
    told = list(_moves_in_short(materials, audit))
    if told:
        see = Jump(materials.say("See Annex C."), materials.in_details(DETAIL_ANCHOR))
        yield Paragraph(joined([*told, (see,)], between=" "))


def audit_tests(materials: Materials, audit: IdentityAudit) -> Iterator[Block]:
    """Every exchange and placebo with what it moves."""
    tests = [*_swap_rows(materials, audit), *_placebo_rows(materials, audit)]
    if tests:
        yield _tests(materials, tests)
        yield from _notes(materials, audit)


# --- in short -----------------------------------------------------------------------------------


def _moves_in_short(materials: Materials, audit: IdentityAudit) -> Iterator[Runs]:
    """What was tried and moves nothing, then each test that moves something."""
    swaps = [(each.title, not each.identity, _strongest(each.tries)) for each in audit.swaps]
    placebos = [
        (materials.say(PLACEBOS[each.id]), False, each.moved)
        for each in audit.placebos
        if each.facts
    ]
    tried = [each for each in (*swaps, *placebos) if each[2] is not None]
    still = [title for title, _, moved in tried if not moved]
    if still:
        yield materials.wording.runs(
            "{lead} {tests}.",
            lead=Strong(materials.say("No score moves in these tests:")),
            tests="; ".join(map(small, still)),
        )
    for title, other, moved in tried:
        if moved:
            yield _moving(materials, title, moved, other=other)


def _strongest(tries: Sequence[SwapTry]) -> Sequence[Moved] | None:
    """What the exchange that moves most scores moves; none where nothing was exchanged."""
    return max((each.moved for each in tries), key=len, default=None)


def _moving(materials: Materials, title: str, moved: Sequence[Moved], *, other: bool) -> Runs:
    base = [each for each in moved if each.scenario == BASE] or list(moved)
    shown = [each for each in base if each.score in materials.roots] or base[:1]
    message = "{lead} {changes}."
    if other:
        message = "{lead} {changes}. That is no question of identity."
    return materials.wording.runs(
        message,
        lead=Strong(f"{title}:"),
        changes=joined([_with_bands(materials, each) for each in shown], between="; "),
    )


def _with_bands(materials: Materials, moved: Moved) -> Runs:
    if not moved.changes_band:
        return _change(materials, moved)
    return materials.wording.runs(
        "{change} ({before} → {after})",
        change=_change(materials, moved),
        before=band(materials, moved),
        after=band_after(materials, moved),
    )


# --- the verdict --------------------------------------------------------------------------------


def _verdict(materials: Materials, audit: IdentityAudit) -> Iterator[Run | Runs]:
    say, percent = materials.say, materials.formats.percent
    if not audit.passed:
        yield Strong(say("The identity audit fails: this memo may not be final by itself."))
    else:
        yield Strong(say("The identity audit passes."))
        largest = max(_largest(each) for each in audit.shares)
        message = "No part of any score" if not largest else "At most {share} of any score"
        yield Text(
            say(
                "{part} rests on rules that identity reaches (limit {limit}), and no band changes"
                " when identities are exchanged or taken away.",
                part=say(message, share=percent(largest)),
                limit=percent(audit.limit),
            )
        )
    yield from _proved(materials, audit)


def _largest(each: IdentityShare) -> Decimal:
    return max(each.share, each.of_points or Decimal(0))


def _proved(materials: Materials, audit: IdentityAudit) -> Iterator[Run | Runs]:
    """What the rules allow at all, whatever the case says."""
    if any(flow.verdict == "alone" for flow in audit.flows):
        return
    over = materials.wording.count("(proved over {n} rule)", "(proved over {n} rules)", audit.rules)
    message = "No base score can depend on religion or ethnicity at all {over}."
    if any(flow.ways for flow in audit.flows):
        message = (
            "No base score can depend on religion or ethnicity without documented conduct {over}."
        )
    yield Text(materials.say(message, over=over))


# --- shares -------------------------------------------------------------------------------------


def _shares(materials: Materials, audit: IdentityAudit) -> Iterator[Block]:
    """Every score that rests on identity to some part; no table where none does."""
    resting = [each for each in audit.shares if each.share or each.of_points]
    if not resting:
        return
    percent, say = materials.formats.percent, materials.say
    yield Table(
        name="identity-shares",
        caption=(),
        columns=(
            Column(say("Score")),
            Column(say("Rests on identity"), "number"),
            Column(say("Of its points"), "number"),
            Column(say("Without identity"), "number"),
            Column(say("Ways of identity to it")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(in_scenario(materials, each.scenario, each.score)),
                    Cell(joined([percent(each.share)])),
                    Cell(joined(["–" if each.of_points is None else percent(each.of_points)])),
                    Cell(joined([materials.formats.points(each.without)])),
                    Cell(_ways(audit, each)),
                )
            )
            for each in resting
        ),
    )


def _ways(audit: IdentityAudit, share: IdentityShare) -> Runs:
    """The ways to a base score; in a scenario, the rules that give points there."""
    ways = next(flow.ways for flow in audit.flows if flow.score == share.score)
    shown = [way_runs(way) for way in ways if share.scenario == BASE]
    rules = joined([Code(rule) for rule in share.rules], between=", ")
    return joined(shown, between=Break()) or rules or joined(["–"])


# --- swaps and placebos -------------------------------------------------------------------------


def _tests(materials: Materials, rows: Sequence[Row]) -> Table:
    say = materials.say
    return Table(
        name="identity-tests",
        caption=(),
        columns=(
            Column(say("If it were otherwise")),
            Column(say("Facts"), "number"),
            Column(say("Scores that change")),
            Column(say("Bands that change")),
        ),
        rows=tuple(rows),
    )


def _swap_rows(materials: Materials, audit: IdentityAudit) -> Iterator[Row]:
    """A row for each exchange that moves a score, and one for all of a swap that move none."""
    for swap in audit.swaps:
        still = [each for each in swap.tries if not each.moved]
        for each in swap.tries:
            if each.moved:
                yield _row(
                    materials, _exchange(materials, swap, [each]), _facts([each]), each.moved
                )
        if still:
            yield _row(materials, _exchange(materials, swap, still), _facts(still), ())


def _placebo_rows(materials: Materials, audit: IdentityAudit) -> Iterator[Row]:
    for case in audit.placebos:
        if case.facts:
            name = joined([materials.say(PLACEBOS[case.id])])
            yield _row(materials, name, len(case.facts), case.moved)


def _exchange(materials: Materials, swap: SwapRecord, tries: Sequence[SwapTry]) -> Runs:
    """What changes places, as `Another kin state: A ↔ B, C`; values of one side together."""
    sides: dict[str, list[str]] = {}
    for each in tries:
        one, other = (named(materials, swap, value) for value in (each.replaced, each.by))
        sides.setdefault(one, []).append(other)
    pairs = "; ".join(f"{one} ↔ {', '.join(others)}" for one, others in sides.items())
    return joined([Strong(swap.title), f": {pairs}"])


def _facts(tries: Sequence[SwapTry]) -> int:
    return len({fact for each in tries for fact in each.facts})


def _row(materials: Materials, name: Runs, facts: int, moved: Sequence[Moved]) -> Row:
    shown = list(_not_told_twice(moved))
    none = joined([materials.say("none")])
    changes = joined([_change(materials, each) for each in shown], between="; ")
    bands = joined([_bands(materials, each) for each in shown if each.changes_band], between="; ")
    return Row((Cell(name), Cell(joined([str(facts)])), Cell(changes or none), Cell(bands or none)))


def _not_told_twice(moved: Sequence[Moved]) -> Iterator[Moved]:
    """The base, and of the scenarios what moves otherwise than there."""
    base = {each.score: each for each in moved if each.scenario == BASE}
    for each in moved:
        same = base.get(each.score)
        if same is each or same is None or _differs(each, same):
            yield each


def _differs(one: Moved, other: Moved) -> bool:
    return one.model_copy(update={"scenario": BASE}) != other


def _change(materials: Materials, moved: Moved) -> Runs:
    score = in_scenario(materials, moved.scenario, moved.score)
    if moved.before is None or moved.after is None:
        return joined([score, " ", materials.say("a score comes or goes")])
    change = moved.after - moved.before
    tone = tone_of_change(materials.assessment.base.scores[moved.score], change)
    return joined([score, " ", Toned(materials.formats.change(change), tone)])


def _bands(materials: Materials, moved: Moved) -> Runs:
    return materials.wording.runs(
        "{score}: {before} → {after}",
        score=in_scenario(materials, moved.scenario, moved.score),
        before=band(materials, moved),
        after=band_after(materials, moved),
    )


def _notes(materials: Materials, audit: IdentityAudit) -> Iterator[Block]:
    """What was not tried, and what a swap that is no question of identity shows."""
    for swap in audit.swaps:
        naming = dict.fromkeys(rule for each in swap.tries if each.moved for rule in each.named_by)
        if naming and not swap.identity:
            yield Paragraph(
                materials.wording.runs(
                    "{title}: {doc} Rules that name one of the two: {rules}.",
                    title=Strong(swap.title),
                    doc=swap.doc,
                    rules=joined([Code(rule) for rule in naming], between=", "),
                ),
                role="note",
            )
        if swap.left_out:
            text = materials.wording.count(
                "{title}: {n} more exchange was possible and not tried.",
                "{title}: {n} more exchanges were possible and not tried.",
                swap.left_out,
                title=swap.title,
            )
            yield Paragraph(joined([text]), role="note")
