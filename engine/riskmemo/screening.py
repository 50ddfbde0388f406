"""A case and a ruleset become a screening: the scores at speed, for services that ask often."""

import datetime
from typing import TYPE_CHECKING

from riskmemo.assessing import check_fit, hashes_of
from riskmemo.engines import compiled
from riskmemo.evaluate import Evaluation, evaluate
from riskmemo.language.case import check_case
from riskmemo.language.program import Program
from riskmemo.model.assessment import BASE, EngineRecord
from riskmemo.model.case import Case
from riskmemo.model.facts import Gap
from riskmemo.model.points import to_points
from riskmemo.model.screening import ScreenedGap, ScreenedScore, Screening
from riskmemo.recording import match_record, not_yet_known
from riskmemo.scoring.bands import Tables, band_in, tables_at
from riskmemo.version import VERSION

if TYPE_CHECKING:
    from riskmemo.engines.rete.worker import ReteWorker


def screen(
    case: Case,
    ruleset: Program,
    *,
    as_of: datetime.date | None = None,
    engine: str = compiled.NAME,
    rete_worker: "ReteWorker | None" = None,
) -> Screening:
    """The scores, bands, matches and gaps of `assess`, computed once and without its analyses.

    With `engine="rete"` a service gives a `rete_worker`. Raises as `assess` does.
    """
    cut_off = as_of or case.as_of
    check_fit(case, ruleset, cut_off)
    rows = check_case(case, ruleset.vocabulary)
    found = evaluate(case, ruleset, cut_off, (engine,), rows=rows, rete_worker=rete_worker)
    bands = tables_at(ruleset.ruleset.bands, cut_off)
    return Screening(
        computed=EngineRecord(riskmemo=VERSION, engines=found.engines),
        case=case.id,
        subject=case.subject,
        as_of=cut_off,
        hashes=hashes_of(case, ruleset),
        ruleset=ruleset.ruleset.id,
        version=ruleset.ruleset.version,
        scenarios={name or BASE: _scores(found, name, bands) for name in (None, *found.raised)},
        matches=tuple(map(match_record, found.answer.matches)),
        gaps=tuple(map(_gap, found.answer.gaps)),
        not_yet_known=not_yet_known(case, found),
    )


def _scores(found: Evaluation, hypothesis: str | None, bands: Tables) -> dict[str, ScreenedScore]:
    nodes = found.program.ruleset.scores
    return {
        name: ScreenedScore(
            value=None if score.value is None else to_points(score.value),
            band=band_in(bands, nodes[name].bands, score.value),
            coverage=to_points(score.coverage),
        )
        for name, score in found.scores(hypothesis).items()
    }


def _gap(gap: Gap) -> ScreenedGap:
    points = None if gap.points is None else to_points(gap.points)
    return ScreenedGap(rule=gap.rule, facts=dict(gap.facts), points=points)
