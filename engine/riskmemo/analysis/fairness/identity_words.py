"""The verdict of an identity audit in words: for the terminal, and for a memo that is refused."""

from riskmemo.analysis.basis import Basis
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.model.assessment import BASE
from riskmemo.model.identity import IdentityAudit, IdentityWay, Moved, Reason
from riskmemo.model.points import Points

PLACEBOS = {
    "absent": "without the facts that are identity",
    "unknown": "with all that is identity unknown",
    "neutral": "with values that say nothing of identity",
}
"""The placebo cases by their id."""


def refuse_final(audit: IdentityAudit, basis: Basis) -> None:
    """Raise `InvalidInput` where a final memo fails its audit and nobody answers for it."""
    if basis.case.masthead.status != "final" or audit.passed or audit.override:
        return
    first = reason_in_words(audit.reasons[0])
    more = len(audit.reasons) - 1
    raise InvalidInput(
        Mistake(
            "identity-audit",
            f"this memo may not be final: {first}" + (f", and {more} more" if more else ""),
            None,
            "write `status: for review`, or under `masthead:` an `override:` with"
            " `audit: identity`, `reason:` and `approved_by:`; `riskmemo audit` tells all",
        )
    )


def reason_in_words(reason: Reason) -> str:
    """Why an audit fails, in a sentence without a full stop."""
    where = "" if reason.scenario == BASE else f" under `{reason.scenario}`"
    score = f"`{reason.score}`{where}"
    match reason:
        case Reason(what="share", share=share) if share is not None:
            return f"{percent(share)} of {score} rests on identity"
        case Reason(what="swap", moved=moved) if moved:
            exchange = f"`{reason.replaced}` changes places with `{reason.by}`"
            return f"the band of {score} goes {bands_in_words(moved)} when {exchange}"
        case Reason(what="placebo", moved=moved, test=test) if moved and test:
            return f"the band of {score} goes {bands_in_words(moved)} {PLACEBOS[test]}"
        case Reason(what="rules", way=way) if way:
            return f"{score} can depend on identity without conduct: {way_in_words(way)}"
        case _:
            raise AssertionError(reason)


def bands_in_words(moved: Moved) -> str:
    """A change of band, or of there being a score, as `from Low to High`."""
    before = moved.band_before or ("no score" if moved.before is None else "no band")
    after = moved.band_after or ("no score" if moved.after is None else "no band")
    return f"from {before} to {after}"


def way_in_words(way: IdentityWay) -> str:
    """A way from identity to a score, as `people.faith -> rule`."""
    return " -> ".join((way.source, *way.through))


def percent(share: Points) -> str:
    """A share as `12.5 %`, at most one digit after the point, never rounded to what it is not."""
    shown = f"{share * 100:.1f}".removesuffix(".0")
    return f"{shown} %"
