"""A case and a ruleset become an assessment: the whole story."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from riskmemo import recording
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.dependence.drop_facts import drop_facts, facts_to_drop
from riskmemo.analysis.dependence.drop_one import drop_rules, drop_sources
from riskmemo.analysis.fairness.identity_audit import identity_audit
from riskmemo.analysis.fairness.identity_words import refuse_final
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
from riskmemo.model.comparison import Comparison
from riskmemo.scoring.bands import tables_at
from riskmemo.version import VERSION

if TYPE_CHECKING:
    from riskmemo.engines.rete.worker import ReteWorker

Depth = Literal["all", "short", "none"]
"""How many of the analyses an assessment carries."""


def assess(  # noqa: PLR0913 - all but the first two are asked for by name
    case: Case,
    ruleset: Program,
    *,
    as_of: datetime.date | None = None,
    engine: str | None = None,
    rete_worker: "ReteWorker | None" = None,
    analyses: Depth = "all",
    previous: Basis | None = None,
) -> Assessment:
    """Assess a case with a ruleset at a cut-off (by default the case's own).

    The answer is computed twice, by two engines that must agree, unless `engine` names one. A
    service gives a `rete_worker`: a process for durable-rules that may hang or crash and is
    replaced. `analyses` may be `short`, which leaves out what takes thousands of changed cases, or
    `none`, which keeps the identity audit of a final memo only. With `previous`, an earlier case
    that was examined, they tell what has changed since. Raises `InvalidInput` where case and
    ruleset do not fit and where a final memo fails its audit, `EvaluationRefused` past the limits
    and where engines differ.
    """
    engines = (engine,) if engine else ordinary_engines()
    basis = examined(case, ruleset, as_of, engines, rete_worker)
    answered = _analyses(basis, previous, analyses)
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
        without_source=drop_sources(basis),
        analyses=answered,
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


def analysed(basis: Basis, previous: Basis | None, depth: Depth) -> Analyses:
    """The analyses of an assessment."""
    answered = Analyses(
        identity=identity_audit(basis),
        missing=missing(basis),
        without_fact=drop_facts(basis),
        facts_not_tried=len(facts_to_drop(basis)[1]),
        since=_since(previous, basis) if previous else None,
    )
    if depth == "short":
        return answered
    from riskmemo.analysis.at_length import at_length  # noqa: PLC0415  (kept out of the cold start)

    return answered.model_copy(update=at_length(basis))


def _since(previous: Basis, basis: Basis) -> Comparison:
    from riskmemo.analysis.comparing.compare import compare  # noqa: PLC0415  (as above)

    return compare(previous, basis)


def _analyses(basis: Basis, previous: Basis | None, depth: Depth) -> Analyses | None:
    """The analyses; a final memo goes out audited, or not at all."""
    if depth == "none":
        if basis.case.masthead.status != "final":
            return None
        answered = Analyses(identity=identity_audit(basis))
    else:
        answered = analysed(basis, previous, depth)
    if answered.identity:
        refuse_final(answered.identity, basis)
    return answered


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
