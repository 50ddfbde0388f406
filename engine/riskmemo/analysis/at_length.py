"""The analyses that take thousands of draws or changed cases, or many words."""

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.counterfactual.counterfactuals import counterfactuals
from riskmemo.analysis.counterfactual.signposts import signposts
from riskmemo.analysis.explaining.why import why
from riskmemo.analysis.rivals.competing import competing
from riskmemo.analysis.uncertainty.ranges import ranges
from riskmemo.analysis.uncertainty.sampling import WHY_NOT, statistics_available
from riskmemo.analysis.uncertainty.sensitivity import sensitivity
from riskmemo.analysis.uncertainty.uncertain import uncertain_in
from riskmemo.language.score_tree import roots


def at_length(basis: Basis) -> dict[str, object]:
    """The fields of `Analyses` that they fill."""
    would_change = counterfactuals(basis)
    drawn = statistics_available()
    return {
        "ranges": ranges(basis) if drawn else None,
        "sensitivity": sensitivity(basis) if drawn else None,
        "without_ranges": None if drawn or not uncertain_in(basis) else WHY_NOT,
        "why": tuple(why(basis, root) for root in roots(basis.ruleset)),
        "competing": competing(basis),
        "counterfactuals": would_change if would_change.scores else None,
        "signposts": signposts(basis, would_change),
    }
