"""Checks of a memo: what a valid case can still get wrong in its sentences, one file each.

They read English. Each module's docstring is its documentation, and its code is listed here with
its severity: an `error` breaks a rule of the trade, a `warning` may be meant.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from riskmemo.checks.memo.draft import Draft, draft_of_assessment, draft_of_case
from riskmemo.checks.memo.essence_claim import check_essence_claim
from riskmemo.checks.memo.findings import Finding, Findings
from riskmemo.checks.memo.judgement_undated import check_judgement_undated
from riskmemo.checks.memo.likelihood_not_said import check_likelihood_not_said
from riskmemo.checks.memo.likelihood_with_confidence import check_likelihood_with_confidence
from riskmemo.checks.memo.opinion_as_fact import check_opinion_as_fact
from riskmemo.checks.memo.single_source import check_single_source
from riskmemo.checks.memo.two_lexicons import check_two_lexicons
from riskmemo.checks.memo.uncited_fact import check_uncited_fact
from riskmemo.checks.memo.unmarked import check_unmarked
from riskmemo.checks.memo.vague_judgement import check_vague_judgement
from riskmemo.errors import Mistake
from riskmemo.model.assessment import Assessment

Severity = Literal["error", "warning"]

MEMO_CHECKS: tuple[Callable[[Draft, Findings], None], ...] = (
    check_unmarked,
    check_judgement_undated,
    check_likelihood_not_said,
    check_likelihood_with_confidence,
    check_two_lexicons,
    check_vague_judgement,
    check_single_source,
    check_opinion_as_fact,
    check_essence_claim,
    check_uncited_fact,
)

MEMO_SEVERITY: Mapping[str, Severity] = {
    "missing-marking": "error",
    "judgement-undated": "error",
    "likelihood-not-said": "error",
    "likelihood-with-confidence": "error",
    "confidence-in-statement": "error",
    "likelihood-in-basis": "error",
    "two-lexicons": "error",
    "vague-judgement": "error",
    "single-source-confidence": "error",
    "opinion-as-fact": "error",
    "essence-claim": "error",
    "uncited-fact": "warning",
}
"""The codes that checks of a memo report."""


def lint_memo(assessment: Assessment) -> tuple[Mistake, ...]:
    """What a memo can still get wrong in its sentences; the places are those of no file."""
    return tuple(each.mistake for each in memo_findings(draft_of_assessment(assessment)))


def memo_findings(draft: Draft) -> list[Finding]:
    """Everything the checks find in a draft: in the order of its file, or check by check."""
    findings = Findings()
    for check in MEMO_CHECKS:
        check(draft, findings)
    return sorted(findings.found, key=_place)


def _place(finding: Finding) -> tuple[str, int, int]:
    span = finding.mistake.span
    return (span.file, span.line, span.column) if span else ("", 0, 0)


__all__ = [
    "MEMO_CHECKS",
    "MEMO_SEVERITY",
    "draft_of_assessment",
    "draft_of_case",
    "lint_memo",
    "memo_findings",
]
