"""What has changed since an earlier assessment: each difference of a total by its causes."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from riskmemo.memo.changing import since, value_before
from riskmemo.memo.formatting import SHOWN_DIGITS
from riskmemo.memo.materials import Materials, shortened
from riskmemo.memo.scores import tone_of_change, with_band
from riskmemo.memo.sections.judgements import likelihood_words
from riskmemo.memo.view import (
    Block,
    Cell,
    Code,
    Column,
    Paragraph,
    Row,
    Runs,
    Section,
    Strong,
    Table,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.apportioning import apportioned
from riskmemo.model.comparison import Beside, Cause, Comparison, Detail, ScoreDifference

MOST_ROWS = 8
"""Causes that the table shows; the rest is summed in one row."""
SHORT = 40
"""Longer texts are named and not shown."""

Key = tuple[str, ...]
"""A cause, or several that only work together."""
Columns = Mapping[str, Mapping[Key, Decimal]]
"""Total to what each cause gives to it."""


def what_has_changed(materials: Materials) -> Section | None:
    """The causes by size with what each gives to the totals; none without an earlier assessment."""
    comparison = since(materials)
    if comparison is None:
        return None
    blocks: list[Block] = [Paragraph(_intro(materials, comparison), role="note")]
    scores = comparison.scenarios[0].scores
    roots = [root for root in materials.roots if root in comparison.roots]
    has_both = [root for root in roots if None not in {scores[root].before, scores[root].after}]
    columns = {root: _parts(scores[root]) for root in has_both}
    if any(columns.values()):
        blocks.append(_table(materials, comparison, columns))
    totals = joined((_total(materials, scores[root]) for root in roots), between=" ")
    beside = joined(_beside(materials, comparison.beside), between=" ")
    blocks += [Paragraph(runs) for runs in (totals, beside) if runs]
    return Section("changes", "", materials.say("What has changed"), tuple(blocks))


def how_changes_are_divided(materials: Materials) -> Iterator[str]:
    """What the points beside a cause are; nothing where nothing is divided."""
    comparison = since(materials)
    scores = comparison.scenarios[0].scores.values() if comparison else ()
    if comparison and any(score.parts for score in scores):
        yield _method(materials, comparison)


def _intro(materials: Materials, comparison: Comparison) -> Runs:
    old, new = comparison.old, comparison.new
    message = "Compared with {reference}, which used information to {date}."
    if old.reference == new.reference:
        message = "Compared with the assessment on information to {date}."
    text = materials.say(
        message,
        reference=old.reference or materials.say("the earlier assessment"),
        date=materials.formats.date(old.as_of),
    )
    if old.ruleset_hash != new.ruleset_hash:
        versions = (f"{old.ruleset} {old.version}", f"{new.ruleset} {new.version}")
        text += " " + materials.say(
            "It was scored with {old}, this memo with {new}.", old=versions[0], new=versions[1]
        )
    if comparison.warning:
        text += " " + materials.say("The two are about different states.")
    return joined([text])


def _method(materials: Materials, comparison: Comparison) -> str:
    text = materials.say(
        "Each change is given what it adds, averaged over all orders in which the changes could"
        " have come about (the Shapley value); the parts sum to the difference."
    )
    roots = comparison.roots
    if any(comparison.scenarios[0].scores[root].method == "sequential" for root in roots):
        text += " " + materials.say(
            "Where there are too many changes for that, it is the mean of one order and its"
            " reverse."
        )
    return text


def _total(materials: Materials, score: ScoreDifference) -> Runs:
    """A total before and after, and whether it was the bands that moved."""
    now = materials.assessment.base.scores[score.id]
    if (score.before, score.band_before) == (score.after, score.band_after):
        return materials.wording.runs(
            "{score} is unchanged: {now}.", score=Strong(score.title), now=with_band(materials, now)
        )
    runs = materials.wording.runs(
        "{score}: {before} → {after}.",
        score=Strong(score.title),
        before=value_before(materials, score),
        after=with_band(materials, now),
    )
    if score.band_moved_by == "bands":
        note = materials.say("It is in another band because the bands were changed.")
        return joined([runs, " ", note])
    return runs


# --- the table ------------------------------------------------------------------------------------


def _parts(score: ScoreDifference) -> dict[Key, Decimal]:
    """What each cause gives, rounded so that what is shown sums to the difference shown."""
    if score.before is None or score.after is None:
        return {}
    unit = Fraction(1, 10**SHOWN_DIGITS)
    shares = [Fraction(part.points) / unit for part in score.parts]
    total = round(Fraction(score.after - score.before) / unit)
    whole = apportioned(shares, total) if shares else ()
    return {
        part.causes: Decimal(units).scaleb(-SHOWN_DIGITS)
        for part, units in zip(score.parts, whole, strict=True)
    }


def _table(materials: Materials, comparison: Comparison, columns: Columns) -> Table:
    causes = {cause.id: cause for cause in comparison.causes}
    keys = dict.fromkeys(key for column in columns.values() for key in column)
    ranked = sorted(
        keys,
        key=lambda key: max(abs(column.get(key, Decimal(0))) for column in columns.values()),
        reverse=True,
    )
    shown, rest = ranked[:MOST_ROWS], ranked[MOST_ROWS:]
    rows = [_row(materials, [causes[name] for name in key], key, columns) for key in shown]
    if rest:
        text = materials.wording.count("{n} smaller change", "{n} smaller changes", len(rest))
        sums = _sums(columns, rest)
        rows.append(Row((Cell(joined([text])), Cell(()), *_cells(materials, sums))))
    total = Cell(joined([materials.say("Net change")]))
    sums = _sums(columns, ranked)
    rows.append(Row((total, Cell(()), *_cells(materials, sums)), weight="total"))
    return Table(
        name="changes",
        caption=(),
        columns=(
            Column(materials.say("Change")),
            Column(materials.say("Because")),
            *(Column(materials.title(root), "number") for root in columns),
        ),
        rows=tuple(rows),
    )


def _sums(columns: Columns, keys: list[Key]) -> dict[str, Decimal]:
    return {
        root: sum((column.get(key, Decimal(0)) for key in keys), Decimal(0))
        for root, column in columns.items()
    }


def _row(materials: Materials, causes: list[Cause], key: Key, columns: Columns) -> Row:
    given = {root: column.get(key, Decimal(0)) for root, column in columns.items()}
    named = [_named(materials, cause) for cause in causes]
    why = [_why(materials, cause) for cause in causes]
    return Row(
        (
            Cell(joined(named, between="; ")),
            Cell(joined(why, between="; ")),
            *_cells(materials, given),
        )
    )


def _cells(materials: Materials, given: Mapping[str, Decimal]) -> Iterator[Cell]:
    for root, change in given.items():
        score = materials.assessment.base.scores[root]
        text = materials.formats.change(change)
        yield Cell((Toned(text, tone_of_change(score, change)),))


# --- causes in words ------------------------------------------------------------------------------


def _named(materials: Materials, cause: Cause) -> Runs:
    """What a fact states, or the title and id of anything else."""
    if cause.id == "as_of":
        return joined([materials.say("The passing of time")])
    cited = materials.cite([cause.name]) if cause.title and cause.group in _EVIDENCE else ()
    if cited:
        return joined([shortened(cause.title or cause.name), cited])
    return joined([f"{cause.title} " if cause.title else "", Code(cause.id)])


_EVIDENCE = frozenset({"facts", "knowledge", "sources"})


def _why(materials: Materials, cause: Cause) -> Runs:
    if cause.change == "became known" and cause.known:
        date = materials.formats.date(cause.known)
        return joined([materials.say("Known since {date}", date=date)])
    if cause.id == "as_of":
        return joined([_clock(materials, cause.details[0])])
    if cause.details:
        told = (_detail(materials, detail) for detail in cause.details)
        return joined(told, between=", ")
    words = {
        "added": "New in the case",
        "removed": "No longer in the case",
        "no longer known": "Not known at this cut-off",
    }
    if cause.group in {"rules", "derived kinds"}:
        words |= {"added": "New in the ruleset", "removed": "No longer in the ruleset"}
    return joined([materials.say(words.get(cause.change, "Changed"))])


def _clock(materials: Materials, detail: Detail) -> str:
    days = (datetime.date.fromisoformat(each or "") for each in (detail.before, detail.after))
    before, after = (materials.formats.date(day) for day in days)
    return materials.say("The cut-off moved from {before} to {after}", before=before, after=after)


def _detail(materials: Materials, detail: Detail) -> str:
    what = detail.what.rpartition(".")[2].replace("_", " ")
    before, after = (each or materials.say("unknown") for each in (detail.before, detail.after))
    if max(len(before), len(after)) > SHORT:
        return materials.say("{what} changed", what=what)
    return materials.say("{what} {before} → {after}", what=what, before=before, after=after)


# --- beside the scores ----------------------------------------------------------------------------


def _beside(materials: Materials, beside: Beside) -> Iterator[Runs]:
    titles = materials.ruleset.hypotheses
    if raised := [titles[name] for name in beside.hypotheses_raised]:
        text = materials.wording.count(
            "Claim newly on file: {titles}.",
            "Claims newly on file: {titles}.",
            len(raised),
            titles="; ".join(raised),
        )
        yield joined([text])
    for judgement in beside.judgements:
        before, after = judgement.likelihood_before, judgement.likelihood_after
        if before and after and before != after:
            yield materials.wording.runs(
                "{judgement}: likelihood {before} → {after}.",
                judgement=Strong(judgement.id),
                before=likelihood_words(materials, before),
                after=likelihood_words(materials, after),
            )
        else:
            words = {"added": "{judgement} is new.", "removed": "{judgement} was withdrawn."}
            message = words.get(judgement.change, "{judgement} was reworded.")
            yield materials.wording.runs(message, judgement=Strong(judgement.id))
    count = materials.wording.count
    gaps = len(beside.gaps_opened), len(beside.gaps_closed)
    if gaps[0]:
        yield joined([count("{n} gap opened.", "{n} gaps opened.", gaps[0])])
    if gaps[1]:
        yield joined([count("{n} gap closed.", "{n} gaps closed.", gaps[1])])
