"""A final memo has passed the identity audit, or says on whose word it goes out all the same."""

from typing import Any

import pytest

from riskmemo import assess, load_case, load_ruleset
from riskmemo.assessing import Depth
from riskmemo.errors import InvalidInput
from riskmemo.language.program import Program
from riskmemo.model import Assessment
from tests.analysis.fairness.identity import FACTS, GATED, PLAIN, TIE, Facts, made
from tests.building import case

OVERRIDE = {"audit": "identity", "reason": "The act was the group's own.", "approved_by": "A desk"}
UNFAIR = made(GATED, PLAIN)


def assessed(
    given: Program, facts: Facts, *, analyses: Depth = "all", **masthead: Any
) -> Assessment:
    """The assessment of a case with that masthead."""
    return assess(case(facts, masthead=masthead), given, engine="compiled", analyses=analyses)


@pytest.mark.parametrize("analyses", ["all", "short", "none"])
def test_a_final_memo_that_fails_is_refused(analyses: Depth) -> None:
    """With the first reason, the number of others and what to type; leaving analyses out or not."""
    with pytest.raises(InvalidInput) as refused:
        assessed(UNFAIR, FACTS, analyses=analyses, status="final")
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.message) == (
        "identity-audit",
        "this memo may not be final: 50 % of `risk` rests on identity, and 2 more",
    )
    assert mistake.help == (
        "write `status: for review`, or under `masthead:` an `override:` with `audit: identity`,"
        " `reason:` and `approved_by:`; `riskmemo audit` tells all"
    )


@pytest.mark.parametrize("status", ["draft", "for review"])
def test_what_is_not_final_goes_out_and_says_so(status: str) -> None:
    """A draft may fail; the audit stands in it."""
    found = assessed(UNFAIR, FACTS, status=status).analyses
    assert found is not None
    assert found.identity is not None
    assert not found.identity.passed


@pytest.mark.parametrize("analyses", ["all", "short", "none"])
def test_an_override_is_recorded(analyses: Depth) -> None:
    """A desk may issue it all the same; the assessment holds the audit and the decision."""
    found = assessed(UNFAIR, FACTS, analyses=analyses, status="final", override=OVERRIDE).analyses
    assert found is not None
    assert found.identity is not None
    assert not found.identity.passed
    assert found.identity.override is not None
    assert found.identity.override.model_dump() == OVERRIDE


def test_a_final_memo_that_passes_goes_out() -> None:
    """Without identity in a score there is nothing to override; the audit goes along."""
    found = assessed(UNFAIR, {"T": TIE}, analyses="none", status="final").analyses
    assert found is not None
    assert found.identity is not None
    assert found.identity.passed
    assert assessed(UNFAIR, {"T": TIE}, analyses="none").analyses is None


def test_the_limit_of_a_memo_is_its_rulesets() -> None:
    """A ruleset that lowers the limit holds its final memos to it."""
    rest = {**PLAIN, "contributes": {"to": "risk", "points": 90}}
    one = {**GATED, "contributes": {"to": "risk", "points": 9}}
    assessed(made(one, rest), FACTS, status="final")
    with pytest.raises(InvalidInput, match="rests on identity"):
        assessed(made(one, rest, identity_limit=0.05), FACTS, status="final")


@pytest.mark.parametrize(
    ("example", "ruleset"),
    [
        ("mongolia-central-asia", "central-asia-pivot"),
        ("zambia-copper-corridors", "copper-and-corridors"),
        ("new-zealand-human-development", "human-development"),
    ],
)
def test_the_examples_could_be_final(example: str, ruleset: str) -> None:
    """Each shipped example passes: no share of identity, and no score of any kind moves with it."""
    given = load_case(f"examples/{example}/case.yaml")
    final = given.masthead.model_copy(update={"status": "final"})
    found = assess(
        given.model_copy(update={"masthead": final}), load_ruleset(ruleset), analyses="none"
    ).analyses
    assert found is not None
    audit = found.identity
    assert audit is not None
    assert audit.passed
    assert not any(each.share or each.of_points for each in audit.shares)
    assert not any(each.moved for swap in audit.swaps if swap.identity for each in swap.tries)
    assert not any(each.moved for each in audit.placebos)
    assert {flow.verdict for flow in audit.flows} <= {"never", "with conduct"}
