"""A case and a ruleset become an assessment: the whole story."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from riskmemo import recording
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.comparing.compare import compare
from riskmemo.analysis.counterfactual.counterfactuals import counterfactuals
from riskmemo.analysis.counterfactual.signposts import signposts
from riskmemo.analysis.dependence.drop_facts import drop_facts, facts_to_drop
from riskmemo.analysis.dependence.drop_one import drop_rules, drop_sources
from riskmemo.analysis.fairness.identity_audit import identity_audit
from riskmemo.analysis.fairness.identity_words import refuse_final
from riskmemo.analysis.rivals.competing import competing
from riskmemo.analysis.uncertainty.ranges import ranges
from riskmemo.analysis.uncertainty.sampling import WHY_NOT, statistics_available
from riskmemo.analysis.uncertainty.sensitivity import sensitivity
from riskmemo.analysis.uncertainty.uncertain import uncertain_in
from riskmemo.analysis.unknown.missing import missing
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


def assess(  # noqa: PLR0913 - all but the first two are asked for by name
    case: Case,
    ruleset: Program,
    *,
    as_of: datetime.date | None = None,
    engine: str | None = None,
    rete_worker: "ReteWorker | None" = None,
    quick: bool = False,
    previous: Basis | None = None,
) -> Assessment:
    """Assess a case with a ruleset at a cut-off (by default the case's own).

    The answer is computed twice, by two engines that must agree, unless `engine` names one. A
    service gives a `rete_worker`: a process for durable-rules that may hang or crash and is
    replaced. With `quick` the analyses are left out, but for the identity audit of a final memo.
    With `previous`, an earlier case that was examined, they tell what has changed since. Raises
    `InvalidInput` where case and ruleset do not fit and where a final memo fails its audit,
    `EvaluationRefused` past the limits and where engines differ.
    """
    engines = (engine,) if engine else ordinary_engines()
    basis = examined(case, ruleset, as_of, engines, rete_worker)
    analyses = _analyses(basis, previous, quick=quick)
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
        not_raised=tuple(n for n in ruleset.ruleset.hypotheses if not found.entertains(n)),
        matches=tuple(recording.match_record(match) for match in found.answer.matches),
        findings=tuple(recording.finding_record(each) for each in found.answer.findings),
        gaps=basis.gaps,
        without_rule=drop_rules(found, bands),
        without_source=drop_sources(basis.rows, case.sources, found, bands),
        analyses=analyses,
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


def analysed(basis: Basis, previous: Basis | None = None) -> Analyses:
    """Every analysis of an ordinary assessment."""
    would_change = counterfactuals(basis)
    drawn = statistics_available()
    return Analyses(
        ranges=ranges(basis) if drawn else None,
        sensitivity=sensitivity(basis) if drawn else None,
        without_ranges=None if drawn or not uncertain_in(basis) else WHY_NOT,
        competing=competing(basis),
        counterfactuals=would_change if would_change.scores else None,
        signposts=signposts(basis, would_change),
        identity=identity_audit(basis),
        missing=missing(basis),
        without_fact=drop_facts(basis),
        facts_not_tried=len(facts_to_drop(basis)[1]),
        since=compare(previous, basis) if previous else None,
    )


def _analyses(basis: Basis, previous: Basis | None, *, quick: bool) -> Analyses | None:
    """The analyses; a final memo goes out audited, or not at all."""
    is_final = basis.case.masthead.status == "final"
    if quick and not is_final:
        return None
    analyses = Analyses(identity=identity_audit(basis)) if quick else analysed(basis, previous)
    if analyses.identity:
        refuse_final(analyses.identity, basis)
    return analyses


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
