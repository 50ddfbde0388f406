"""The identity audit: whether scores rest on religion or ethnicity, and may go out as final."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.fairness.identity_placebos import placebos
from riskmemo.analysis.fairness.identity_shares import identity_shares
from riskmemo.analysis.fairness.identity_swaps import Swaps
from riskmemo.analysis.fairness.moves import Moves
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.identity_flow import Reach, bodies_followed, identity_flows
from riskmemo.language.types import as_share
from riskmemo.model.assessment import BASE
from riskmemo.model.identity import (
    IdentityAudit,
    IdentityFlow,
    IdentityShare,
    Placebo,
    Reason,
    SwapRecord,
)
from riskmemo.model.points import MICRO, to_micro, to_points


def identity_audit(basis: Basis, limit: float | Decimal | None = None) -> IdentityAudit:
    """Shares, swaps, placebos and flows of identity, and whether the scores pass.

    They pass where no share, in any scenario, is above `limit` (0-1; by default the ruleset's), no
    band changes under a swap that concerns identity or in a placebo case, and no base score can
    depend on identity without conduct at all. Raises `InvalidInput` for a limit that is no share.
    """
    bound = _limit(basis.ruleset.identity_limit if limit is None else limit)
    reach, moves = Reach(basis.found.program), Moves(basis)
    flows, swaps = identity_flows(reach), tuple(Swaps(moves).records())
    shares = list(identity_shares(moves, reach))
    cases = tuple(placebos(moves, reach))
    reasons = (
        *_open_flows(flows),
        *_shares_above(shares, Fraction(bound, MICRO)),
        *_bands_moved(swaps, cases),
    )
    return IdentityAudit(
        limit=to_points(bound),
        passed=not reasons,
        reasons=reasons,
        override=basis.case.masthead.override,
        rules=bodies_followed(reach.program),
        flows=flows,
        shares=tuple(record for record, _ in shares),
        swaps=swaps,
        placebos=cases,
    )


def _limit(given: float | Decimal) -> int:
    """A share in millionths."""
    number = float(given)
    if not 0 <= number <= 1:
        message = f"a share runs from 0 to 1, not {number:g}"
        raise InvalidInput(Mistake("not-a-share", message, None, as_share(number)))
    return to_micro(number)


def _open_flows(flows: Iterable[IdentityFlow]) -> Iterator[Reason]:
    for flow in flows:
        for way in flow.ways:
            if way.gate == "none":
                yield Reason(what="rules", scenario=BASE, score=flow.score, way=way)
                break


def _shares_above(
    shares: Iterable[tuple[IdentityShare, Fraction]], limit: Fraction
) -> Iterator[Reason]:
    for record, share in shares:
        if share > limit:
            larger = max(record.share, record.of_points or record.share)
            yield Reason(what="share", scenario=record.scenario, score=record.score, share=larger)


def _bands_moved(swaps: Iterable[SwapRecord], cases: Iterable[Placebo]) -> Iterator[Reason]:
    for swap in swaps:
        for each in swap.tries if swap.identity else ():
            for moved in each.moved:
                if moved.changes_band:
                    yield Reason(
                        what="swap",
                        scenario=moved.scenario,
                        score=moved.score,
                        test=swap.id,
                        replaced=each.replaced,
                        by=each.by,
                        moved=moved,
                    )
    for case in cases:
        for moved in case.moved:
            if moved.changes_band:
                yield Reason(
                    what="placebo",
                    scenario=moved.scenario,
                    score=moved.score,
                    test=case.id,
                    moved=moved,
                )
