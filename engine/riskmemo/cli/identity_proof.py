"""What is proved of a ruleset: whether, and by which ways, its scores can depend on identity."""

from collections.abc import Iterable, Iterator

from riskmemo.language.identity_flow import Reach, bodies_followed, identity_flows
from riskmemo.language.program import Program
from riskmemo.model.identity import IdentityFlow

GATES = {
    "conduct": "only with documented conduct",
    "shut": "held at zero: nothing can open its gate",
    "none": "WITHOUT CONDUCT",
}


def proof_line(flows: Iterable[IdentityFlow], rules: int) -> str:
    """The result in one line."""
    alone = [flow.score for flow in flows if flow.verdict == "alone"]
    counted = "1 rule" if rules == 1 else f"{rules} rules"
    if alone:
        return f"identity can reach without conduct: {', '.join(alone)}"
    return f"no base score can depend on identity without conduct (proved over {counted})"


def proof(program: Program) -> Iterator[str]:
    """The result, and every score with the ways by which identity reaches it."""
    flows = identity_flows(Reach(program))
    rules = bodies_followed(program)
    yield f"{program.ruleset.id}: {proof_line(flows, rules)}"
    never = [flow.score for flow in flows if not flow.ways]
    for flow in flows:
        if flow.ways:
            yield f"  {flow.score}"
        for way in flow.ways:
            yield f"    {' -> '.join((way.source, *way.through))}: {GATES[way.gate]}"
    if never:
        yield f"  identity reaches none of {', '.join(never)}"


def proof_record(program: Program) -> dict[str, object]:
    """The same for programs."""
    flows = identity_flows(Reach(program))
    return {
        "ruleset": program.ruleset.id,
        "proved": all(flow.verdict != "alone" for flow in flows),
        "rules": bodies_followed(program),
        "scores": [flow.model_dump(mode="json") for flow in flows],
    }
