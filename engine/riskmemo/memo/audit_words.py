"""The identity audit in the words of a memo: reasons, exchanges, moves, and the override."""

from collections.abc import Iterator

from riskmemo.memo.materials import Materials
from riskmemo.memo.scenarios import claim_anchor
from riskmemo.memo.view import Code, Jump, Runs, Strong, Title
from riskmemo.memo.wording import Value, joined
from riskmemo.model.assessment import BASE
from riskmemo.model.identity import IdentityAudit, IdentityWay, Moved, Reason, SwapRecord
from riskmemo.model.vocabulary import FieldType

PLACEBOS = {
    "absent": "Without every fact that is identity",
    "unknown": "With all that is identity unknown",
    "neutral": "With values that say nothing of identity",
}
"""The placebo cases by their id."""


def audit_of(materials: Materials) -> IdentityAudit | None:
    """The identity audit of the assessment, where it has one."""
    analyses = materials.assessment.analyses
    return analyses.identity if analyses else None


def reason_runs(materials: Materials, audit: IdentityAudit, reason: Reason) -> Runs:
    """Why an audit fails, in a sentence."""
    runs, moved = materials.wording.runs, reason.moved
    score = in_scenario(materials, reason.scenario, reason.score)
    if reason.what == "share" and reason.share is not None:
        return runs(
            "{share} of {score} rests on identity; the limit is {limit}.",
            share=Strong(materials.formats.percent(reason.share)),
            score=score,
            limit=materials.formats.percent(audit.limit),
        )
    if reason.what == "rules" and reason.way:
        return runs(
            "{score} can depend on identity without documented conduct: {way}.",
            score=score,
            way=way_runs(reason.way),
        )
    if moved is None or reason.test is None:
        raise AssertionError(reason)
    values: dict[str, Value] = {
        "score": score,
        "before": band(materials, moved),
        "after": band_after(materials, moved),
    }
    if reason.what == "placebo":
        message = "The band of {score} goes from {before} to {after} in this case: {case}."
        return runs(message, **values, case=materials.say(PLACEBOS[reason.test]).lower())
    swap = next(each for each in audit.swaps if each.id == reason.test)
    message = "The band of {score} goes from {before} to {after} when {pair} change places."
    one, other = (named(materials, swap, each) for each in (reason.replaced, reason.by) if each)
    return runs(message, **values, pair=materials.formats.listing([one, other]))


def in_scenario(materials: Materials, scenario: str, score: str) -> Runs:
    """The title of a score, with the claim that would have to hold."""
    title = Strong(materials.title(score))
    if scenario == BASE:
        return (title,)
    found = next(each for each in materials.scenarios if each.id == scenario)
    if found.claim is None:
        return materials.wording.runs(
            "{score} (if {reading} held)", score=title, reading=Title(found.title)
        )
    link = Jump(found.claim, claim_anchor(found.claim))
    return materials.wording.runs("{score} (if claim {claim} held)", score=title, claim=link)


def way_runs(way: IdentityWay) -> Runs:
    """A way from identity to a score."""
    return joined([Code(step) for step in (way.source, *way.through)], between=" → ")


def named(materials: Materials, swap: SwapRecord, value: str) -> str:
    """A value that changes places: a country by its name."""
    return materials.formats.country(value) if swap.type is FieldType.COUNTRY else value


def band(materials: Materials, moved: Moved) -> str:
    """The band of a score as it is."""
    return moved.band_before or _without_band(materials, there=moved.before is not None)


def band_after(materials: Materials, moved: Moved) -> str:
    """The band of a score after the change."""
    return moved.band_after or _without_band(materials, there=moved.after is not None)


def _without_band(materials: Materials, *, there: bool) -> str:
    return materials.say("no band") if there else materials.say("no score")


def override_runs(materials: Materials, audit: IdentityAudit) -> Iterator[Runs]:
    """The decision to issue a final memo all the same, with its reason."""
    if audit.override is None:
        return
    if audit.passed:
        lead = materials.say("An override of this audit stands in the case and was not needed.")
    elif materials.case.masthead.status == "final":
        lead = materials.say("This memo is issued as final although its identity audit fails.")
    else:
        lead = materials.say("The identity audit fails, and the case carries an override of it.")
    yield materials.wording.runs(
        "{lead} Approved by {desk}: {reason}",
        lead=Strong(lead),
        desk=audit.override.approved_by,
        reason=audit.override.reason,
    )
