"""Valid input that asks for too much is refused with the rule's name, never cut."""

import pytest

from riskmemo.engines import limits
from riskmemo.errors import EvaluationRefused
from riskmemo.evaluate import installed_engines
from tests.building import LEAF, evaluated, program, rule

HELP = "add a condition that joins its patterns, as `kin.kin_state == tie.partner`"


def ties(count: int) -> dict[str, dict[str, object]]:
    """Ties with nothing but a level."""
    return {f"T{number:04}": {"kind": "tie", "level": number} for number in range(count)}


@pytest.mark.parametrize("engine", installed_engines())
def test_a_rule_has_at_most_10_000_matches(engine: str) -> None:
    """10,000 matches are found, and one more is an error that names the rule."""
    wide = program(rules=[rule("every-pair", {"a": "tie", "b": "tie"})])
    assert len(evaluated(wide, ties(100), engine).answer.matches) == 10_000
    with pytest.raises(EvaluationRefused) as refused:
        evaluated(wide, ties(101), engine)
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.message, mistake.help) == (
        "too-many-matches",
        "rule `every-pair` has more than 10,000 matches",
        HELP,
    )


@pytest.mark.parametrize("engine", installed_engines())
def test_one_match_more_than_allowed(engine: str) -> None:
    """80 times 125 matches are 10,000 and found; 73 times 137 are one more and refused."""
    wide = program(rules=[rule("every-pair", {"t": "tie", "a": "act"})])
    acts = {f"A{number:04}": {"kind": "act"} for number in range(137)}
    some = dict(list(acts.items())[:125])
    assert len(evaluated(wide, {**ties(80), **some}, engine).answer.matches) == 10_000
    with pytest.raises(EvaluationRefused, match="`every-pair` has more than 10,000 matches"):
        evaluated(wide, {**ties(73), **acts}, engine)


@pytest.mark.parametrize("engine", installed_engines())
def test_what_does_not_match_does_not_count(engine: str) -> None:
    """10,000 matches among more combinations are found; one more, or a hundred, are refused."""
    most = program(
        rules=[rule("most", {"a": "tie", "b": "tie"}, ["a.level < 100", "b.level < 100"])]
    )
    assert len(evaluated(most, ties(101), engine).answer.matches) == 10_000
    either = ["a.level < 100 and b.level < 100 or a.level == 100 and b.level == 100"]
    one = program(rules=[rule("one-more", {"a": "tie", "b": "tie"}, either)])
    with pytest.raises(EvaluationRefused, match="`one-more` has more than 10,000 matches"):
        evaluated(one, ties(101), engine)
    more = program(rules=[rule("more", {"a": "tie", "b": "tie"}, ["b.level < 100"])])
    with pytest.raises(EvaluationRefused, match="`more` has more than 10,000 matches"):
        evaluated(more, ties(101), engine)


@pytest.mark.parametrize("engine", installed_engines())
def test_an_absence_lets_no_match_through_uncounted(engine: str) -> None:
    """A rule with an `unless` of which no fact exists has the same limit."""
    wide = program(
        rules=[rule("lone-pairs", {"a": "tie", "b": "tie"}, unless=[{"match": {"c": "act"}}])]
    )
    assert len(evaluated(wide, ties(100), engine).answer.matches) == 10_000
    with pytest.raises(EvaluationRefused, match="`lone-pairs` has more than 10,000 matches"):
        evaluated(wide, ties(101), engine)


@pytest.mark.parametrize("engine", installed_engines())
def test_an_aggregate_has_at_most_10_000_rows(engine: str) -> None:
    """10,000 rows are aggregated, and one more is an error that names the derived kind."""
    pairs = {
        "match": {"a": "tie", "b": "tie"},
        "group_by": {"one": "a.level - a.level"},
        "fields": {"n": "count()"},
    }
    wide = program(derive={"pairs": pairs}, rules=[rule("r", {"p": "pairs"}, ["p.n > 0"])])
    (finding,) = evaluated(wide, ties(100), engine).answer.findings
    assert finding.values["n"] == 10_000
    with pytest.raises(EvaluationRefused, match="`pairs` has more than 10,000 rows") as refused:
        evaluated(wide, ties(101), engine)
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.help) == ("too-many-matches", limits.HELP)


@pytest.mark.parametrize("engine", installed_engines())
def test_a_leaf_has_at_most_10_000_rows(engine: str) -> None:
    """A leaf over facts with more rows is refused by its name."""
    about = {"from": "facts", "match": {"a": "tie", "b": "tie"}, "value": "a.level"}
    leaf = {**LEAF, **about, "combine": "max", "missing": "require"}
    wide = program(scores={"height": leaf})
    assert len(evaluated(wide, ties(100), engine).answer.leaves["height"]) == 10_000
    with pytest.raises(EvaluationRefused, match="`height` has more than 10,000 rows"):
        evaluated(wide, ties(101), engine)


@pytest.mark.parametrize("engine", installed_engines())
def test_gaps_count_as_matches_do(engine: str) -> None:
    """A rule with too many gaps is refused as well."""
    wide = program(rules=[rule("every-pair", {"a": "tie", "b": "tie"}, ["a.cost > b.cost"])])
    with pytest.raises(EvaluationRefused, match="every-pair"):
        evaluated(wide, ties(101), engine)


def test_the_definition_tries_a_limited_number_of_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that tries more facts than allowed is refused, also inside an absence."""
    monkeypatch.setattr(limits, "MAX_STEPS", 1_000)
    never = ["a.level + b.level < 0"]
    for body in (
        {"match": {"a": "tie", "b": "tie"}, "where": never},
        {"match": {"a": "tie"}, "unless": [{"match": {"b": "tie"}, "where": never}]},
    ):
        slow = program(rules=[rule("slow", **body)])
        with pytest.raises(EvaluationRefused) as refused:
            evaluated(slow, ties(40))
        (mistake,) = refused.value.mistakes
        assert (mistake.code, mistake.help) == ("too-much-work", HELP)
        assert mistake.message.startswith("`slow` tries more than ")


def test_each_rule_has_the_whole_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one rule tries does not count against the next."""
    monkeypatch.setattr(limits, "MAX_STEPS", 1_000)
    many = program(rules=[rule(f"r{number}", {"a": "tie"}) for number in range(10)])
    assert len(evaluated(many, ties(200)).answer.matches) == 2_000
