"""What the scores depend on: each source, fact and rule left out, and what nodes really weigh."""

from collections.abc import Iterator, Sequence
from typing import Literal

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.dependence.drop_facts import drop_facts, facts_to_drop
from riskmemo.analysis.dependence.drop_one import drop_rules, drop_sources
from riskmemo.model.dependence import Carrier, Dependence, NodeWeight
from riskmemo.model.effects import Effect
from riskmemo.model.points import to_points
from riskmemo.scoring.weights import effective_weights, nominal_weights

Kind = Literal["source", "fact", "rule"]


def depends(basis: Basis) -> Dependence:
    """Sources, facts and rules left out in turn, and nominal beside effective weights.

    Raises `EvaluationRefused` past the limits.
    """
    sources = drop_sources(basis)
    facts = drop_facts(basis)
    rules = drop_rules(basis.found, basis.bands)
    return Dependence(
        carriers=(
            *_carriers(basis, "source", sources),
            *_carriers(basis, "fact", facts),
            *_carriers(basis, "rule", rules),
        ),
        without_source=sources,
        without_fact=facts,
        facts_not_tried=len(facts_to_drop(basis)[1]),
        without_rule=rules,
        weights=tuple(_weights(basis)),
    )


def _carriers(basis: Basis, what: Kind, effects: Sequence[Effect]) -> Iterator[Carrier]:
    """Those without which a total has another band, or comes or goes."""
    for root in basis.totals:
        for effect in effects:
            comes_or_goes = effect.changes.get(root, 0) is None
            if root in effect.bands or comes_or_goes:
                now, then = effect.bands.get(root, (None, None))
                yield Carrier(
                    what=what,
                    name=effect.dropped,
                    score=root,
                    now=now,
                    then=then,
                    comes_or_goes=comes_or_goes,
                )


def _weights(basis: Basis) -> Iterator[NodeWeight]:
    nominal = nominal_weights(basis.ruleset)
    effective = effective_weights(basis.ruleset, basis.found.inputs(), nominal)
    for name, score in basis.now.items():
        for total, weight in nominal[name].items():
            moved = effective[name].get(total)
            yield NodeWeight(
                score=name,
                total=total,
                nominal=to_points(weight),
                effective=None if moved is None else to_points(moved),
                limited=score.limited,
                coverage=to_points(score.coverage),
            )
