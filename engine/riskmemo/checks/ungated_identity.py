"""Identity alone never counts: a rule that uses identity and gives points needs conduct evidence.

A rule uses identity where it matches, in `match` or `unless`, a kind of nature `identity`, reads a
field of that nature, or matches what such a rule derives. It scores only together with documented
conduct that names an organisation, a place and a date, so one of its own patterns must bind a kind
of nature `conduct`. Without such a pattern its points would always be held at zero. The same holds
for a rule that bears on competing hypotheses: without conduct it would weigh nothing.
"""

from riskmemo.language.program import Program
from riskmemo.language.scope import Mistakes
from riskmemo.model.vocabulary import Nature


def check_ungated_identity(program: Program, mistakes: Mistakes) -> None:
    """Report rules that score or bear on hypotheses, use identity and match no conduct."""
    conduct = sorted(k for k, schema in program.schemas.items() if schema.nature is Nature.CONDUCT)
    for index, typed in enumerate(program.rules):
        if not typed.uses_identity or typed.conduct:
            continue
        for key, would in _USES.items():
            if getattr(typed.rule, key):
                mistakes.add(
                    "ungated-identity",
                    f"rule `{typed.rule.id}` would {would} on identity alone",
                    ("rules", index, "match"),
                    f"match conduct evidence too, as `act: {conduct[0] if conduct else 'conduct'}`,"
                    f" or take `{key}` away",
                )


_USES = {"contributes": "score", "bears_on": "weigh hypotheses"}
"""What a rule may not do with identity alone: its key, and what it would do."""
