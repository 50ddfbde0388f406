"""A case and a ruleset become a screening: the scores at speed, for services that ask often."""

import datetime

from riskmemo.assessing import check_fit
from riskmemo.engines import compiled
from riskmemo.evaluate import Evaluation, evaluate
from riskmemo.hashes import kept_hash
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


def screen(
    case: Case,
    ruleset: Program,
    *,
    as_of: datetime.date | None = None,
    engine: str = compiled.NAME,
) -> Screening:
    """The scores, bands, matches and gaps of `assess`, computed once and without its analyses.

    Raises as `assess` does.
    """
    cut_off = as_of or case.as_of
    check_fit(case, ruleset, cut_off)
    rows = check_case(case, ruleset.vocabulary)
    found = evaluate(case, ruleset, cut_off, (engine,), rows=rows)
    bands = tables_at(ruleset.ruleset.bands, cut_off)
    return Screening(
        computed=EngineRecord(riskmemo=VERSION, engines=found.engines),
        case=case.id,
        subject=case.subject,
        as_of=cut_off,
        ruleset=ruleset.ruleset.id,
        version=ruleset.ruleset.version,
        ruleset_hash=kept_hash(ruleset.ruleset),
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
