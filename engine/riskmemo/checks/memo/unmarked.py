"""A memo without a handling marking.

Who may read a memo stands on every page of it. Without `marking:` nobody can tell a public memo
from one whose label was forgotten.
"""

from riskmemo.checks.memo.draft import Draft
from riskmemo.checks.memo.findings import Findings


def check_unmarked(draft: Draft, findings: Findings) -> None:
    """Report that the case has no marking."""
    if draft.case.marking is None:
        findings.report(
            "missing-marking",
            "the memo has no handling marking",
            draft.at("marking"),
            "add `marking: {label: 'TLP:AMBER'}`, or the label of your own house",
        )
