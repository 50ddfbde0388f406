"""Identity must not reach a base score without documented conduct, by any way whatever.

This is the proof over the whole ruleset. Identity is followed from the kinds and fields of that
nature, and from the fields that the vocabulary swaps as identity, through every pattern, condition,
absence, strength, group and derived value into rules, derived kinds, aggregates and leaves. Each
way must end at a rule that the identity gate holds. One that ends elsewhere means that a field
stands in for religion or ethnicity under another nature. `riskmemo check --prove-identity` prints
every way.
"""

from riskmemo.language.identity_flow import Reach, identity_flows
from riskmemo.language.program import Program
from riskmemo.language.scope import Mistakes, Path
from riskmemo.model.ruleset import Branch


def check_identity_reaches_score(program: Program, mistakes: Mistakes) -> None:
    """Report every rule and leaf by which identity reaches a score ungated."""
    for flow in identity_flows(Reach(program)):
        if isinstance(program.ruleset.scores[flow.score], Branch):
            continue
        for way in flow.ways:
            if way.gate == "none":
                mistakes.add(
                    "identity-reaches-score",
                    f"identity reaches `{flow.score}` without conduct: "
                    + " -> ".join((way.source, *way.through)),
                    _place(way.through, flow.score, program),
                    f"give `{way.source}` the nature `identity` in the vocabulary, "
                    "or take it out of the rule",
                )


def _place(through: tuple[str, ...], score: str, program: Program) -> Path:
    """Where the last rule stands, or the leaf over facts."""
    places = {rule.id: index for index, rule in enumerate(program.ruleset.rules)}
    if through and through[-1] in places:
        return ("rules", places[through[-1]], "match")
    return ("scores", score, "match")
