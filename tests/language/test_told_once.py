"""A mistake is told once: what follows from it is not told again."""

# ruff: noqa: E501  (one rule a line)

import pytest

from tests.building import mistakes_in

DERIVES = "rationale: R, source: S, derives: {kind: %s, fields: %s}}"
HELP = "derive from kinds of the vocabulary, or from kinds that do not lead back here"


def rule(name: str, match: str, kind: str, fields: str) -> str:
    """The line of a rule that derives a kind."""
    return f"  - {{id: {name}, title: T, match: {{x: {match}}}, " + DERIVES % (kind, fields)


def test_a_kind_in_a_cycle_is_not_blamed_for_its_fields() -> None:
    """Rules that derive a looping kind with different fields are told of the loop only."""
    text = "\n".join(
        [
            "rules:",
            rule("a", "loop", "loop", "{p: x.p}"),
            rule("b", "tie", "loop", "{p: x.partner, q: x.level}"),
            rule("c", "tie", "loop", "{p: x.name}"),
            rule("d", "loop", "other", "{p: x.nothing, q: x.q + 1}"),
        ]
    )
    assert [line.partition(": ")[2] for line in mistakes_in(text)] == [
        f"a kind may not depend on itself: loop -> loop | {HELP}"
    ]


def test_an_unknown_kind_is_not_blamed_for_its_fields() -> None:
    """Whatever is read of a kind that does not exist fits everywhere."""
    text = """\
rules:
  - {id: r, title: T, match: {x: nothing}, where: ['x.a == "KAZ"', x.b + 1 > 2, not x.c, 'x.d in [1, "a"]'],
     rationale: R, source: S, contributes: {to: risk, points: 1, strength: x.e}}"""
    (only,) = mistakes_in(text)
    assert "there is no kind `nothing`" in only


def test_a_cycle_of_scores_is_told_at_the_score_where_its_path_begins() -> None:
    """The path is read from the place of the mistake on."""
    line = "  {0}: {{title: T, polarity: risk, of: {{{1}: 1}}, missing: require, combine: sum}}\n"
    text = "scores:\n" + line.format("p", "q") + line.format("q", "r") + line.format("r", "p")
    (told,) = mistakes_in(text)
    place, _, rest = told.partition(" ")
    first = rest.partition("itself: ")[2][0]
    assert place == f"{2 + 'pqr'.index(first)}:37"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_each_use_of_a_wrong_name_is_told(count: int) -> None:
    """The same mistake in several places is several mistakes."""
    text = f"rules:\n  - {{id: r, title: T, match: {{t: tie}}, where: [{', '.join(['t.opn'] * count)}], rationale: R, source: S, contributes: {{to: risk, points: 1}}}}"
    assert len(mistakes_in(text)) == count


@pytest.mark.parametrize("condition", ["t.nam < t.open", "t.open < t.nam", "t.nam == t.nam2"])
def test_a_wrong_name_is_not_compared(condition: str) -> None:
    """What has no type has no order and no meaning, and nobody is told that."""
    text = f"rules:\n  - {{id: r, title: T, match: {{t: tie}}, where: [{condition}], rationale: R, source: S, contributes: {{to: risk, points: 1}}}}"
    assert {line.split()[1] for line in mistakes_in(text)} == {"unknown-field:"}


def test_a_field_of_the_first_rule_stays_known_where_a_second_derives_others() -> None:
    """A rule that reads what the first rule derives is not blamed for what the second does."""
    text = "\n".join(
        [
            "rules:",
            rule("a", "tie", "d", "{p: x.partner}"),
            rule("b", "tie", "d", "{q: x.level}"),
            rule("c", "d", "other", "{r: x.p}"),
        ]
    )
    (told,) = mistakes_in(text)
    assert told.partition(" ")[2].startswith("fields-differ: another rule derives `d`")


@pytest.mark.parametrize(
    ("call", "mistake"),
    [
        ("total(x.level)", "not-an-aggregate: `total(x.level)` is not an aggregate"),
        ("count(x.level)", "wrong-arguments: `count()` takes nothing, the other aggregates one expression"),
        ("sum()", "wrong-arguments: `count()` takes nothing, the other aggregates one expression"),
        ("sum(x.name)", "wrong-type: `sum` does not apply to a text"),
    ],
)  # fmt: skip
def test_a_field_whose_aggregate_is_wrong_is_there_all_the_same(call: str, mistake: str) -> None:
    """Who reads the field is not blamed, and another field that is wrong is compared with it."""
    text = "\n".join(
        [
            f"derive: {{d: {{match: {{x: tie}}, group_by: {{p: x.partner}}, fields: {{size: {call}}}}}}}",
            "rules:",
            rule("a", "d", "other", "{r: x.size, s: x.sise}"),
        ]
    )
    told, other = (line.partition(" ")[2] for line in mistakes_in(text))
    assert told.startswith(mistake)
    assert other == "unknown-field: the kind `d` has no field `sise` | did you mean `size`?"
