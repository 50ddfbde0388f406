"""Checks: what a valid ruleset can still get wrong, one file each.

A check's module docstring is its documentation. It reports through `Mistakes.add`, and its code is
listed here with its severity: an `error` must be mended before a memo can be trusted, a `warning`
may be meant.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from riskmemo.checks.conduct_not_joined import check_conduct_not_joined
from riskmemo.checks.identity_reaches_score import check_identity_reaches_score
from riskmemo.checks.never_contradicted import check_never_contradicted
from riskmemo.checks.pattern_not_joined import check_pattern_not_joined
from riskmemo.checks.points_above_cap import check_points_above_cap
from riskmemo.checks.strength_unbounded import check_strength_unbounded
from riskmemo.checks.ungated_identity import check_ungated_identity
from riskmemo.checks.unused import check_unused
from riskmemo.errors import Mistake
from riskmemo.language.program import Program
from riskmemo.language.scope import Locate, Mistakes

Severity = Literal["error", "warning"]

CHECKS: tuple[Callable[[Program, Mistakes], None], ...] = (
    check_ungated_identity,
    check_identity_reaches_score,
    check_conduct_not_joined,
    check_pattern_not_joined,
    check_strength_unbounded,
    check_points_above_cap,
    check_never_contradicted,
    check_unused,
)

SEVERITY: Mapping[str, Severity] = {
    "ungated-identity": "error",
    "identity-reaches-score": "error",
    "conduct-not-joined": "warning",
    "pattern-not-joined": "warning",
    "strength-unbounded": "warning",
    "points-above-cap": "warning",
    "never-contradicted": "warning",
    "unused-parameter": "warning",
    "unused-hypothesis": "warning",
    "unused-kind": "warning",
    "unused-score": "warning",
    "unused-bands": "warning",
}
"""The codes that checks report."""


def findings(program: Program, locate: Locate = lambda _: None) -> list[Mistake]:
    """Everything the checks find in a ruleset, check by check."""
    mistakes = Mistakes(locate)
    for check in CHECKS:
        check(program, mistakes)
    return mistakes.found
