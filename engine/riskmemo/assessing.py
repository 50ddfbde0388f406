"""A case and a ruleset become an assessment: the whole story."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from riskmemo import recording
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.drop_one import drop_rules, drop_sources
from riskmemo.analysis.gaps import explain_gaps
from riskmemo.analysis.ranges import ranges
from riskmemo.analysis.sampling import WHY_NOT, statistics_available
from riskmemo.analysis.sensitivity import sensitivity
from riskmemo.analysis.uncertain import uncertain_in
from riskmemo.engines import compiled
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.evaluate import evaluate, ordinary_engines, why_alone
from riskmemo.hashes import content_hash, kept_hash
from riskmemo.language.case import check_case
from riskmemo.language.program import Program
from riskmemo.loading.vocabularies import is_path
from riskmemo.model.analyses import Analyses
from riskmemo.model.assessment import Assessment, EngineRecord, Hashes
from riskmemo.model.case import Case
from riskmemo.scoring.bands import tables_at
from riskmemo.version import VERSION

if TYPE_CHECKING:
    from riskmemo.engines.rete.worker import ReteWorker


def assess(
    case: Case,
    ruleset: Program,
    *,
    as_of: datetime.date | None = None,
    engine: str | None = None,
    rete_worker: "ReteWorker | None" = None,
    quick: bool = False,
) -> Assessment:
    """Assess a case with a ruleset at a cut-off (by default the case's own).

    The answer is computed twice, by two engines that must agree, unless `engine` names one. A
    service gives a `rete_worker`: a process for durable-rules that may hang or crash and is
    replaced. With `quick` the analyses are left out. Raises `InvalidInput` where case and ruleset
    do not fit, `EvaluationRefused` past the limits and where engines differ.
    """
    engines = (engine,) if engine else ordinary_engines()
    basis = examined(case, ruleset, as_of, engines, rete_worker)
    found, bands = basis.found, basis.bands
    raised = found.raised
    return Assessment(
        computed=EngineRecord(
            riskmemo=VERSION, engines=found.engines, alone=None if engine else why_alone()
        ),
        hashes=hashes_of(case, ruleset),
        case=case,
        as_of=found.setting.as_of,
        ruleset=recording.ruleset_record(ruleset, bands),
        kinds=recording.kind_records(found),
        facts=recording.fact_records(case, found),
        not_yet_known=recording.not_yet_known(case, found),
        rules=tuple(recording.rule_record(typed, found) for typed in ruleset.rules),
        scenarios=tuple(recording.scenario_record(found, name, bands) for name in (None, *raised)),
        not_raised=tuple(name for name in ruleset.ruleset.hypotheses if name not in raised),
        matches=tuple(recording.match_record(match) for match in found.answer.matches),
        findings=tuple(recording.finding_record(each) for each in found.answer.findings),
        gaps=explain_gaps(found),
        without_rule=drop_rules(found, bands),
        without_source=drop_sources(basis.rows, case.sources, found, bands),
        analyses=None if quick else analysed(basis),
    )


def examine(case: Case, ruleset: Program, *, as_of: datetime.date | None = None) -> Basis:
    """What the analyses ask their questions of: a case, computed by `compiled` at a cut-off.

    Raises `InvalidInput` where case and ruleset do not fit, `EvaluationRefused` past the limits.
    """
    return examined(case, ruleset, as_of, (compiled.NAME,))


def examined(
    case: Case,
    ruleset: Program,
    as_of: datetime.date | None,
    engines: Sequence[str],
    rete_worker: "ReteWorker | None" = None,
) -> Basis:
    """A case computed by some engines that must agree."""
    cut_off = as_of or case.as_of
    check_fit(case, ruleset, cut_off)
    rows = check_case(case, ruleset.vocabulary)
    found = evaluate(case, ruleset, cut_off, engines, rows=rows, rete_worker=rete_worker)
    return Basis(case, rows, found, tables_at(ruleset.ruleset.bands, cut_off))


def analysed(basis: Basis) -> Analyses:
    """Every analysis of an ordinary assessment."""
    drawn = statistics_available()
    return Analyses(
        ranges=ranges(basis) if drawn else None,
        sensitivity=sensitivity(basis) if drawn else None,
        without_ranges=None if drawn or not uncertain_in(basis) else WHY_NOT,
    )


def check_fit(case: Case, ruleset: Program, as_of: datetime.date) -> None:
    """Raise `InvalidInput` where case, ruleset and cut-off do not go together."""
    mistakes = []
    spoken = ruleset.vocabulary.id
    if case.vocabulary != spoken and not is_path(case.vocabulary):
        message = (
            f"the case speaks `{case.vocabulary}` and the ruleset `{ruleset.ruleset.id}` "
            f"speaks `{spoken}`"
        )
        help_line = "choose a ruleset of the case's vocabulary with `--ruleset`"
        mistakes.append(Mistake("vocabularies-differ", message, None, help_line))
    if as_of > case.horizon:
        message = f"the cut-off {as_of} lies after the horizon {case.horizon}"
        help_line = "choose an earlier `--as-of`, or a later `horizon` in the case"
        mistakes.append(Mistake("as-of-after-horizon", message, None, help_line))
    if mistakes:
        raise InvalidInput(mistakes)


def hashes_of(case: Case, ruleset: Program) -> Hashes:
    """What was assessed with what, to be found again."""
    return Hashes(
        case=content_hash(case),
        ruleset=kept_hash(ruleset.ruleset),
        vocabulary=kept_hash(ruleset.vocabulary),
    )
