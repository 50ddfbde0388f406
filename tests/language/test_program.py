"""What a typed program holds, and the same program with one rule less."""

# ruff: noqa: E501  (one rule or score a line)

from typing import Any

import pytest

from riskmemo.errors import InvalidInput
from riskmemo.language.program import Query, TypedLeaf
from riskmemo.language.tree import Compare, Constant, Field
from riskmemo.language.types import NUMBER, Type, field_type, type_of_field
from riskmemo.model.ruleset import FactsCombine
from riskmemo.model.vocabulary import FieldSpec, FieldType
from tests.building import LEAF, mark_of, mistakes_in, model_of, program, read_ruleset, rule, told

LEVEL = Field("t", "level", NUMBER)
OVER_FACTS = {
    "title": "Level", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
    "where": ["t.level > 1"], "value": "t.level", "combine": "max", "missing": "zero",
}  # fmt: skip
WHOLE: dict[str, Any] = {
    "scores": {"risk": LEAF, "level": OVER_FACTS},
    "derive": {"counted": {"match": {"t": "tie"}, "group_by": {"p": "t.partner"}, "fields": {"n": "count()"}}},
}  # fmt: skip
FIRST = rule("first", {"t": "tie"})
MAKES = rule("makes", {"a": "act"}, derives={"kind": "deed", "fields": {"place": "a.place"}})
AGAIN = rule("again", {"a": "act"}, derives={"kind": "deed", "fields": {"place": "a.place"}})


def test_a_leaf_over_facts_is_typed() -> None:
    """Such a leaf holds its own name, query and value, and how its rows are joined."""
    where = (Compare(">", LEVEL, Constant(1.0, NUMBER)),)
    expected = TypedLeaf("level", Query((("t", "tie"),), where), LEVEL, FactsCombine.MAX)
    assert program(**WHOLE).leaves == (expected,)


@pytest.mark.parametrize(
    ("leaf", "mistake"),
    [
        ("value: §t.nam", "unknown-field: the kind `tie` has no field `nam` | did you mean `name`?"),
        ("value: §t.name", "wrong-type: a number is needed here, not a text"),
        ("value: t.level, where: [§t.level]", "wrong-type: a condition is needed here, not a number"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_leaf_over_facts(leaf: str, mistake: str) -> None:
    """What is wrong in the value or in a condition of a leaf is told where it stands."""
    head = "scores:\n  s: {title: T, polarity: risk, from: facts, match: {t: tie}, "
    text, place = mark_of(f"{head}{leaf}, combine: max, missing: zero}}")
    assert mistakes_in(text) == [f"{place} {mistake}"]


def test_a_program_without_a_rule_is_that_of_the_ruleset_without_it() -> None:
    """Nothing else changes: the other rules, aggregates, leaves, kinds and the ruleset itself."""
    whole = program(rules=[FIRST, MAKES, AGAIN], **WHOLE)
    rest = whole.without_rule("again")
    shorter = program(rules=[FIRST, MAKES], **WHOLE)
    assert rest.rules == shorter.rules
    assert (rest.aggregates, rest.leaves) == (shorter.aggregates, shorter.leaves)
    assert (rest.schemas, rest.kinds_in_order) == (shorter.schemas, shorter.kinds_in_order)
    assert (rest.ruleset, rest.vocabulary) == (whole.ruleset, whole.vocabulary)


def test_what_makes_a_kind() -> None:
    """A derived kind knows its rules, in the order of the ruleset, or its aggregate."""
    given = program(rules=[AGAIN, FIRST, MAKES], **WHOLE)
    assert [typed.rule.id for typed in given.derivers("deed")] == ["again", "makes"]
    assert given.derivers("counted") == given.derivers("tie") == ()
    aggregate = given.aggregate("counted")
    assert aggregate is not None
    assert (aggregate.kind, dict(aggregate.query.patterns)) == ("counted", {"t": "tie"})
    assert given.aggregate("deed") is None


def test_a_query_knows_which_aliases_each_condition_reads() -> None:
    """Aliases are listed once for each condition; one that reads no fact lists none."""
    only = rule(
        "r", {"t": "tie", "k": "kin"}, ["t.partner == k.state", "t.open", "as_of > horizon"]
    )
    assert program(rules=[only]).rules[0].query.reads == (
        frozenset({"t", "k"}),
        frozenset({"t"}),
        frozenset(),
    )


@pytest.mark.parametrize("kind", FieldType)
def test_a_declared_field_and_its_type(kind: FieldType) -> None:
    """The type of a field leads back to what the vocabulary says of it."""
    more: dict[str, Any] = {"values": ["a", "b"]} if kind is FieldType.CATEGORY else {}
    more |= {"unit": "USD"} if kind is FieldType.NUMBER else {}
    spec = model_of(FieldSpec, {"type": str(kind), "doc": "For tests.", **more})
    found = type_of_field(spec)
    assert field_type(found) is kind
    assert found == Type(found.base, spec.unit, spec.values)


def test_a_mistake_that_repeats_an_id_notes_the_first() -> None:
    """The second of two rules with one id is told, with the place of the first beside it."""
    text = "rules:\n" + "\n".join(
        f"  - {{id: r, title: T, match: {{t: tie}}, rationale: R, source: S, contributes: {{to: risk, points: {points}}}}}"
        for points in (1, 2)
    )
    assert notes_in(text) == [("3:10 duplicate-id: two rules have the id `r`", "the first 2:10")]


def notes_in(text: str) -> list[tuple[str, str]]:
    """Each mistake in a ruleset that refers to another place, and how it does."""
    with pytest.raises(InvalidInput) as refused:
        read_ruleset(text)
    return [
        (told(mistake).partition(" | ")[0], f"{label} {span.line}:{span.column}")
        for mistake in refused.value.mistakes
        for label, span in mistake.related
    ]


def test_a_program_made_in_code_has_no_places() -> None:
    """Without places the second of two rules with one id has no note."""
    with pytest.raises(InvalidInput) as refused:
        program(rules=[FIRST, FIRST])
    assert [(each.code, each.span, each.related) for each in refused.value.mistakes] == [
        ("duplicate-id", None, ())
    ]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "rules:\n  - {id: r, title: T, match: {t: tie}, rationale: R, source: S, derives: {kind: d, fields: {p: §t.nam}}}",
            "unknown-field: the kind `tie` has no field `nam` | did you mean `name`?",
        ),
        (
            "rules:\n  - {id: r, title: T, match: {t: tie}, unless: [{match: {a: act}, where: [t.open, §a.plce]}], rationale: R, source: S, contributes: {to: risk, points: 1}}",
            "unknown-field: the kind `act` has no field `plce` | did you mean `place`?",
        ),
        (
            "derive:\n  d: {match: {t: tie}, group_by: {p: §t.nam}, fields: {n: count()}}",
            "unknown-field: the kind `tie` has no field `nam` | did you mean `name`?",
        ),
        (
            "derive:\n  d: {match: {t: §ties}, group_by: {p: t.nam}, fields: {n: sum(t.x)}}",
            "unknown-kind: there is no kind `ties` | did you mean `tie`?",
        ),
        (
            "derive:\n  d: {match: {t: tie}, where: [§t.opn], group_by: {p: t.name}, fields: {n: count()}}",
            "unknown-field: the kind `tie` has no field `opn` | did you mean `open`?",
        ),
        (
            "derive:\n  d: {match: {t: tie}, group_by: {p: t.name}, fields: {n: §count_distinct(months(3))}}",
            "wrong-type: a field cannot hold a period",
        ),
    ],
)
def test_a_mistake_in_what_a_rule_or_aggregate_reads(text: str, mistake: str) -> None:
    """What is wrong in a field, group, pattern, condition or absence is told where it stands."""
    clean, place = mark_of(text)
    assert mistakes_in(clean) == [f"{place} {mistake}"]


def test_an_unknown_kind_does_not_hide_a_claim() -> None:
    """Every pattern of a rule is looked at, also those behind one that cannot be read."""
    with pytest.raises(InvalidInput) as refused:
        program(rules=[rule("r", {"a": "nothing", "c": "claim"})])
    assert [each.code for each in refused.value.mistakes] == ["unknown-kind", "claim-in-base"]


@pytest.mark.parametrize(
    ("written", "value"),
    [(3, "3.0"), (-0.0, "0.0"), ({"value": 0.5, "doc": "For tests."}, "0.5")],
)
def test_a_parameter_is_a_number(written: object, value: str) -> None:
    """A parameter is a number or states one, and minus zero is zero."""
    given = program(parameters={"p": written}, rules=[rule("r", {"t": "tie"}, ["t.level > p"])])
    (compared,) = given.rules[0].query.where
    assert isinstance(compared, Compare)
    assert isinstance(compared.right, Constant)
    assert (str(compared.right.value), compared.right.name) == (value, "p")


def test_a_derived_kind_has_a_title() -> None:
    """An aggregate is called as it says, or by its kind; a rule's kind as the first rule is."""
    named = {**WHOLE["derive"]["counted"], "title": "Ties counted"}
    derive = {**WHOLE["derive"], "named": named}
    schemas = program(rules=[MAKES, AGAIN], derive=derive).schemas
    assert {kind: schemas[kind].title for kind in ("counted", "named", "deed", "tie")} == {
        "counted": "counted",
        "named": "Ties counted",
        "deed": "Rule makes",
        "tie": "tie",
    }


def test_a_kind_keeps_its_first_title_when_identity_joins_it() -> None:
    """The kind is identity from then on, and still called as the first rule calls it."""
    makers = [
        rule("clean", {"t": "tie"}, derives={"kind": "both", "fields": {"state": "t.partner"}}),
        rule("tainted", {"k": "kin"}, derives={"kind": "both", "fields": {"state": "k.state"}}),
    ]
    both = program(rules=makers).schemas["both"]
    assert (both.title, both.is_identity) == ("Rule clean", True)


def test_a_truth_written_as_such_is_one() -> None:
    """`true` without quotes is a condition that is true, not the number 1."""
    (only,) = program(rules=[rule("r", {"t": "tie"}, [True])]).rules[0].query.where
    assert isinstance(only, Constant)
    assert only.value is True


def test_what_scores_depend_on() -> None:
    """Rules with points, leaves, and all that makes what they read, through several kinds."""
    one, two = (
        rule(f"makes-{kind}", {"x": source}, derives={"kind": kind, "fields": {"p": "x.place"}})
        for kind, source in (("one", "act"), ("two", "one"))
    )
    aside = rule("aside", {"x": "one"}, derives={"kind": "unread", "fields": {"p": "x.p"}})
    two = {**two, "derives": {"kind": "two", "fields": {"p": "x.p"}}}
    gives = rule("gives", {"d": "two"})
    over = {**OVER_FACTS, "match": {"t": "used"}, "where": [], "value": "t.n"}
    given = program(
        rules=[one, two, aside, gives],
        derive={"used": WHOLE["derive"]["counted"], "unused": WHOLE["derive"]["counted"]},
        scores={"risk": LEAF, "level": over},
    )
    served = given.scoring
    assert [typed.rule.id for typed in served.rules] == ["makes-one", "makes-two", "gives"]
    assert [each.kind for each in served.aggregates] == ["used"]
    assert served.leaves == given.leaves
    assert served.kinds_in_order == given.kinds_in_order
    assert served.scoring is served
    bare = given.serving((), ())
    assert (bare.rules, bare.aggregates, bare.leaves) == ((), (), ())
