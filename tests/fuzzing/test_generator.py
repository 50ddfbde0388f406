"""The random rulesets and cases leave nothing of the language out, and are what a loader makes."""

import datetime
from typing import get_args

from riskmemo.engines import definition
from riskmemo.language.facts import facts_at
from riskmemo.language.tree import Expression
from riskmemo.model.ruleset import Combine, FactsCombine, Missing, RuleCombine
from tests.building import case
from tests.fuzzing import features
from tests.fuzzing.comparing import outcome
from tests.fuzzing.drawing import Numbered
from tests.fuzzing.limits import limited
from tests.fuzzing.written import facts_of, setting_of

PROGRAMS, CASES = 150, 3
WANTED = {
    *(f"node {node.__name__}" for node in get_args(Expression)),
    *(f"node Compare: {sign}" for sign in ("==", "!=", "<", "<=", ">", ">=")),
    *(f"node Arithmetic: {sign}" for sign in "+-*/"),
    *(f"node Call: {name}" for name in ("abs", "ln", "exp", "goalposts")),
    *(f"node Call: {name}{of}" for name in ("min", "max") for of in ("", " of dates")),
    *(f"node Given: {name}" for name in ("as_of", "horizon", "subject")),
    "node Constant: parameter",
    *(
        f"{what}: {kind}"
        for what in ("compared", "node Member")
        for kind in ("bool", "number", "share", "text", "category", "country", "date")
    ),
    *(f"compared: {what}" for what in ("constant left", "constant right", "with a unit")),
    *(f"joins: {count} aliases" for count in (1, 2, 3, 4)),
    "joins: self join",
    *(f"absence: {count} patterns" for count in (1, 2, 3)),
    "absence: joined to the outside",
    "absence: over a derived kind",
    *(f"strata: {count} derived kinds" for count in range(5)),
    *(f"derives: {count} rules make one kind" for count in (2, 3)),
    *(f"aggregate: {name}" for name in ["count", "count_distinct", "sum", "mean", "min", "max"]),
    *(f"aggregate: {count} group fields" for count in (1, 2)),
    *(f"contributes: per rule {each}" for each in RuleCombine),
    "contributes: and derives",
    "contributes: negative points",
    *(f"identity: {with_} conduct" for with_ in ("with", "without")),
    *(f"hypothesis: {what}" for what in ("a rule", "derives", "reads a claim")),
    *(f"bears on hypotheses: {what}" for what in ("identity", "no identity")),
    *(f"rules leaf: {each}" for each in ("sum", "max", "noisy_or")),
    *(f"facts leaf: {each}" for each in FactsCombine),
    *(f"branch: {each}" for each in Combine),
    *(f"branch: missing {each}" for each in (*Missing, "minimum_coverage")),
    *(f"rules leaf: missing {each}" for each in ("zero", "worst", "require", "minimum_coverage")),
    *(f"facts leaf: missing {each}" for each in ("zero", "worst", "require")),
    *(f"score: round {mode}" for mode in ("half_up", "half_even", "down")),
    *(f"score: {end}" for end in ("cap", "floor")),
    *(f"case: {what}" for what in ("40 facts of a kind", "duplicate facts", "unknown field")),
    *(f"case: {size} number" for size in ("negative", "tiny")),
    "case: number near 2**53",
    *(f"case: {what}" for what in ("very long text", "text beyond ASCII")),
    "case: text with quotes or line ends",
    *(f"found: {what}" for what in ("match", "gap", "gap with points")),
    *(f"found: gate {how}" for how in ("open", "held")),
    *(f"found: finding {how}" for how in ("certain", "not certain", "with an unknown field")),
}  # fmt: skip


def test_nothing_is_left_out() -> None:
    """Every node type and every part of the language occurs, in what is asked and what is found."""
    seen: set[str] = set()
    for number in range(PROGRAMS):
        made = Numbered("features", number)
        program = made.drawn.program
        seen.update(features.of_program(program))
        with limited(made.limits):
            for place in range(CASES):
                written = made.case(place)
                facts = facts_of(written, program.vocabulary)
                seen.update(features.of_facts(facts))
                found = outcome(definition.answer, program, facts, setting_of(written))
                seen.update(features.of_answer(found.answer) if found.answer else ())
    plain = {name.partition(":")[0] for name in seen if name.startswith("node ")}
    assert WANTED - seen - plain == set()


def test_few_rulesets_are_refused() -> None:
    """Less than one ruleset in a hundred is drawn in vain."""
    assert sum(Numbered("refused", number).drawn.rejected for number in range(200)) < 2


def test_facts_are_those_of_a_case() -> None:
    """The short way from rows to facts gives what a case file with the same rows gives."""
    for number in range(30):
        made = Numbered("rows", number)
        for place in range(2):
            written = made.case(place)
            words = made.drawn.program.vocabulary
            day = datetime.date.fromisoformat(written.as_of)
            loaded = facts_at(case(written.facts), words, day)
            assert loaded == facts_of(written, words)
