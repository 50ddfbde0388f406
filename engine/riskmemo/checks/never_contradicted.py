"""A hypothesis that no evidence could contradict leads by default, and that says nothing.

Competing hypotheses are ranked by what speaks against them. Where no rule marks a hypothesis
`inconsistent`, it can only come first, whatever the case holds.
"""

from riskmemo.language.program import Program
from riskmemo.language.scope import Mistakes
from riskmemo.model.ruleset import Mark

AGAINST = frozenset({Mark.INCONSISTENT, Mark.VERY_INCONSISTENT})


def check_never_contradicted(program: Program, mistakes: Mistakes) -> None:
    """Report hypotheses of questions that no rule counts against."""
    contradicted = {
        hypothesis
        for typed in program.rules
        for hypothesis, mark in typed.rule.bears_on.items()
        if mark in AGAINST
    }
    for name, question in program.ruleset.competing.items():
        for index, hypothesis in enumerate(question.hypotheses):
            if hypothesis not in contradicted:
                mistakes.add(
                    "never-contradicted",
                    f"no rule could count against the hypothesis `{hypothesis}`",
                    ("competing", name, "hypotheses", index),
                    f"write a rule with `bears_on: {{{hypothesis}: inconsistent}}`: "
                    "what would you not expect to see if it were right?",
                )
