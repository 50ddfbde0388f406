"""Questions with competing hypotheses, and rules that bear on them, are checked where written."""

# ruff: noqa: E501  (messages are compared whole, one a line)

import pytest

from riskmemo.loading.validation import validated_in_part
from riskmemo.model import Ruleset
from riskmemo.model.ruleset import Mark
from riskmemo.source.document import read_text
from tests.building import HEAD, mistakes_in, program, read_ruleset, rule, told

RIVALS = """\
hypotheses:
  calm: {title: It stays calm}
  storm: {title: It storms, claim: C1}
  rest: {title: Neither}
"""
QUESTION = "competing: {weather: {question: What comes?, hypotheses: [calm, storm]}}\n"


def bearing(bears_on: str, more: str = "") -> str:
    """A rule that only bears on hypotheses."""
    return f"rules:\n  - {{id: r, title: T, match: {{t: tie}}, {more}bears_on: {{{bears_on}}}, rationale: R, source: S}}"


def test_a_rule_may_only_bear_on_hypotheses() -> None:
    """It needs neither points nor a finding, and its marks are kept."""
    given = read_ruleset(RIVALS + QUESTION + bearing("calm: inconsistent, storm: very_consistent"))
    (typed,) = given.rules
    assert typed.rule.bears_on == {"calm": Mark.INCONSISTENT, "storm": Mark.VERY_CONSISTENT}
    assert given.contributing == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            RIVALS + QUESTION + bearing("clam: inconsistent"),
            "7:57 unknown-hypothesis: there is no hypothesis `clam` | did you mean `calm`?",
        ),
        (
            RIVALS + QUESTION + bearing("calm: inconsistent, rest: consistent"),
            "7:77 not-competing: the hypothesis `rest` competes with no other | name it in a question under `competing:`",
        ),
        (
            RIVALS
            + "competing: {weather: {question: What comes?, hypotheses: [calm, strom]}}\n"
            + bearing("calm: inconsistent"),
            "5:65 unknown-hypothesis: there is no hypothesis `strom` | did you mean `storm`?",
        ),
        (
            RIVALS
            + "competing: {weather: {question: What comes?, hypotheses: [calm]}}\n"
            + bearing("calm: inconsistent"),
            "5:58 lone-hypothesis: a question needs two hypotheses or more | add a rival reading, or take the question away",
        ),
        (
            RIVALS
            + "competing: {weather: {question: What comes?, hypotheses: [calm, storm, calm]}}\n"
            + bearing("calm: inconsistent"),
            "5:72 duplicate-id: `calm` stands twice in the question | name each hypothesis once",
        ),
        (
            bearing("calm: inconsistent"),
            "2:57 unknown-hypothesis: there is no hypothesis `calm` | declare it under `hypotheses:`",
        ),
    ],
    ids=["unknown", "outside", "unknown-rival", "alone", "twice", "none-declared"],
)
def test_mistakes_are_told_where_they_stand(text: str, expected: str) -> None:
    """Each is told once, with line, column and what to type."""
    assert mistakes_in(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            RIVALS + QUESTION + bearing("calm: inconsistant"),
            "7:57 unknown-value: `inconsistant` is not a value of `calm` | did you mean `inconsistent`?",
        ),
        (
            RIVALS + QUESTION + bearing("calm: inconsistent", "hypothesis: storm, "),
            "7:5 inconsistent: a rule with `bears_on` has no `hypothesis`: what holds only if a reading is right is no evidence for or against one",
        ),
        (
            RIVALS + QUESTION + bearing(""),
            "7:5 inconsistent: a rule needs `contributes`, `derives` or `bears_on`",
        ),
        (
            RIVALS + "competing: {weather: {question: What comes?, hypotheses: []}}",
            "5:58 empty-value: `hypotheses` is empty | write something, or leave the key out",
        ),
    ],
    ids=["mark", "under-a-hypothesis", "nothing", "empty"],
)
def test_what_cannot_be_read_is_told(text: str, expected: str) -> None:
    """A mark that does not exist, a rule that is no evidence, and a rule for nothing."""
    lines = [text, *(line for key, line in HEAD if f"\n{key}:" not in f"\n{text}")]
    part = validated_in_part(Ruleset, read_text("\n".join(lines), "r.yaml"))
    assert [told(mistake) for mistake in part.mistakes] == [expected]


def test_a_claim_is_no_evidence() -> None:
    """A rule that bears on hypotheses reads no claim, and nothing that a hypothesis derives."""
    text = f"""\
{RIVALS}{QUESTION}rules:
  - {{id: a, title: A, match: {{c: claim}}, hypothesis: storm, rationale: R, source: S,
     derives: {{kind: fear, fields: {{topic: c.topic}}}}}}
  - {{id: b, title: B, match: {{c: claim}}, bears_on: {{calm: inconsistent}}, rationale: R, source: S}}
  - {{id: d, title: D, match: {{f: fear}}, bears_on: {{storm: consistent}}, rationale: R, source: S}}"""
    assert [mistake.partition(" | ")[0] for mistake in mistakes_in(text)] == [
        "9:34 claim-in-base: a claim never counts in the base score",
        "10:34 hypothesis-leak: `fear` holds only under the hypothesis `storm`",
    ]


def test_a_finding_for_the_comparison_only_is_used() -> None:
    """A derived kind may be read by nothing but a rule that bears on hypotheses."""
    given = program(
        hypotheses={"calm": {"title": "Calm"}, "storm": {"title": "Storm"}},
        competing={"weather": {"question": "What comes?", "hypotheses": ["calm", "storm"]}},
        derive={
            "many": {
                "match": {"t": "tie"},
                "group_by": {"p": "t.partner"},
                "fields": {"n": "count()"},
            }
        },
        rules=[
            rule("r", {"m": "many"}, ["m.n > 2"], contributes=None, bears_on={"calm": "neutral"})
        ],
    )
    assert given.kinds_in_order == ("many",)


def test_what_no_score_depends_on_can_be_left_out() -> None:
    """`scoring` keeps what scores read, `bearing` what the comparison reads; each to its own."""
    given = program(
        hypotheses={"calm": {"title": "Calm"}, "storm": {"title": "Storm"}},
        competing={"weather": {"question": "What comes?", "hypotheses": ["calm", "storm"]}},
        derive={
            "many": {
                "match": {"a": "seen"},
                "group_by": {"p": "a.p"},
                "fields": {"n": "count()"},
            }
        },
        rules=[
            rule("sees", {"t": "tie"}, derives={"kind": "seen", "fields": {"p": "t.partner"}}),
            rule("finds", {"t": "tie"}, derives={"kind": "found", "fields": {"p": "t.partner"}}),
            rule("counts", {"m": "many"}, contributes=None, bears_on={"calm": "neutral"}),
            rule("gives", {"t": "tie"}, unless=[{"match": {"f": "found"}}]),
        ],
    )
    assert [typed.rule.id for typed in given.scoring.rules] == ["finds", "gives"]
    assert [typed.rule.id for typed in given.bearing.rules] == ["sees", "counts"]
    assert (given.scoring.aggregates, given.bearing.aggregates) == ((), given.aggregates)
    assert given.scoring.kinds_in_order == given.kinds_in_order
    plain = program(rules=[rule("gives", {"t": "tie"})])
    assert plain.scoring is plain
