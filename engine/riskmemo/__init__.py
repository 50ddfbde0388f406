"""riskmemo: a rules engine that turns sourced indicators into a scored risk memo.

>>> import riskmemo
>>> ruleset = riskmemo.load_ruleset("central-asia-pivot")
>>> case = riskmemo.load_case("examples/mongolia-central-asia/case.yaml")
>>> assessment = riskmemo.assess(case, ruleset)
>>> assessment.base.scores["risk"].band
'Guarded'
>>> page = riskmemo.render(assessment, "html")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riskmemo.analysis.basis import Basis
    from riskmemo.analysis.comparing.compare import compare
    from riskmemo.analysis.counterfactual.counterfactuals import counterfactuals
    from riskmemo.analysis.counterfactual.signposts import signposts
    from riskmemo.analysis.counterfactual.whatif import whatif
    from riskmemo.analysis.dependence.depends import depends
    from riskmemo.analysis.explaining.why import why
    from riskmemo.analysis.explaining.why_not import why_not
    from riskmemo.analysis.fairness.identity_audit import identity_audit
    from riskmemo.analysis.rivals.competing import competing
    from riskmemo.analysis.uncertainty.ranges import ranges
    from riskmemo.analysis.uncertainty.sensitivity import sensitivity
    from riskmemo.analysis.unknown.missing import missing
    from riskmemo.assessing import assess, examine
    from riskmemo.batch.many import Assessed, assess_many
    from riskmemo.checks.memo import lint_memo
    from riskmemo.engines.rete.worker import ReteWorker
    from riskmemo.errors import EvaluationRefused, InvalidInput, Mistake, RiskmemoError, Span
    from riskmemo.language.program import Program
    from riskmemo.loading import load_assessment, load_case, load_ruleset, load_vocabulary
    from riskmemo.memo import Memo, render
    from riskmemo.model import Assessment, Case, Comparison, Ruleset, Screening, Vocabulary
    from riskmemo.model.identity import IdentityAudit
    from riskmemo.screening import screen

    __version__: str

_HOMES = {
    "assess": "assessing",
    "assess_many": "batch.many",
    "Assessed": "batch.many",
    "Assessment": "model",
    "Basis": "analysis.basis",
    "Case": "model",
    "compare": "analysis.comparing.compare",
    "Comparison": "model",
    "competing": "analysis.rivals.competing",
    "depends": "analysis.dependence.depends",
    "counterfactuals": "analysis.counterfactual.counterfactuals",
    "EvaluationRefused": "errors",
    "examine": "assessing",
    "identity_audit": "analysis.fairness.identity_audit",
    "IdentityAudit": "model.identity",
    "InvalidInput": "errors",
    "lint_memo": "checks.memo",
    "load_assessment": "loading",
    "load_case": "loading",
    "load_ruleset": "loading",
    "load_vocabulary": "loading",
    "missing": "analysis.unknown.missing",
    "Memo": "memo",
    "Mistake": "errors",
    "Program": "language.program",
    "ranges": "analysis.uncertainty.ranges",
    "render": "memo",
    "ReteWorker": "engines.rete.worker",
    "RiskmemoError": "errors",
    "Ruleset": "model",
    "screen": "screening",
    "Screening": "model",
    "signposts": "analysis.counterfactual.signposts",
    "sensitivity": "analysis.uncertainty.sensitivity",
    "Span": "errors",
    "Vocabulary": "model",
    "why": "analysis.explaining.why",
    "why_not": "analysis.explaining.why_not",
    "whatif": "analysis.counterfactual.whatif",
}
"""Each public name and the module it lives in: imported when it is first asked for."""

__all__ = [
    "Assessed",
    "Assessment",
    "Basis",
    "Case",
    "Comparison",
    "EvaluationRefused",
    "IdentityAudit",
    "InvalidInput",
    "Memo",
    "Mistake",
    "Program",
    "ReteWorker",
    "RiskmemoError",
    "Ruleset",
    "Screening",
    "Span",
    "Vocabulary",
    "__version__",
    "assess",
    "assess_many",
    "compare",
    "competing",
    "counterfactuals",
    "depends",
    "examine",
    "identity_audit",
    "lint_memo",
    "load_assessment",
    "load_case",
    "load_ruleset",
    "load_vocabulary",
    "missing",
    "ranges",
    "render",
    "screen",
    "sensitivity",
    "signposts",
    "whatif",
    "why",
    "why_not",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("riskmemo.version").VERSION
    if name not in _HOMES:
        raise AttributeError(f"module `riskmemo` has no attribute `{name}`")
    return getattr(import_module(f"riskmemo.{_HOMES[name]}"), name)
