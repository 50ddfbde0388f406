"""What a rule is compiled to: it reads like code that somebody wrote, and nothing gets into it."""

import ast
import builtins
import datetime
from typing import Any

import pytest

from riskmemo.engines import compiled, definition
from riskmemo.engines.compiled import explain_rule
from riskmemo.engines.compiled.names import Names, literal, remark
from riskmemo.language.program import Program, Query, TypedRule
from riskmemo.language.tree import Compare, Constant, Field
from riskmemo.language.types import TEXT
from riskmemo.model.facts import Fact
from riskmemo.model.ruleset import Contribution, Rule
from tests.building import program, rule
from tests.fuzzing.drawing import SETTING

HOSTILE = [
    '"; raise SystemExit #',
    "'); __import__('os').abort() #",
    '"""\nraise SystemExit\n"""',
    "\\",
    "\\'",
    "\n    raise SystemExit",
    "\r\nraise SystemExit",
    "\u2028raise SystemExit",
    "\x0craise SystemExit",
    "{found}",
    "\ud800",
    "\0",
]


def test_a_rule_reads_as_written_by_hand() -> None:
    """The source of a join with an absence, whole."""
    made = program(
        rules=[
            rule(
                "kin-tie",
                {"t": "tie", "k": "kin"},
                ["t.partner == k.state", "t.cost > 5 or t.open", "k.weight >= 0.1"],
                unless=[{"match": {"p": "people"}, "where": ["p.state == t.partner"]}],
                contributes={"to": "risk", "points": 10, "strength": "k.weight / 0.5"},
            )
        ]
    )
    assert explain_rule(made, "kin-tie") == EXPECTED


def test_variables_are_named_for_what_they_hold() -> None:
    """Moved days, differences of days, truths, findings and gates have names of their own."""
    made = program(
        rules=[
            rule(
                "named",
                {"t": "tie", "a": "act", "k": "kin"},
                [
                    "t.signed_on >= as_of - months(3)",
                    "t.signed_on - as_of < 30",
                    "(t.open == (t.level > 1)) == true",
                    "abs(t.level) + min(t.cost, 5) * 2 - ln(t.level) / exp(t.level) > 0",
                    "goalposts(t.level, 0, 10) <= max(k.weight, 0.5)",
                ],
                derives={"kind": "named_tie", "fields": {"partner": "t.partner"}},
                contributes={"to": "risk", "points": 1, "strength": "k.weight"},
            )
        ]
    )
    source = explain_rule(made, "named")
    held = {line.strip().partition(" = ")[0] for line in source.splitlines() if " = " in line}
    assert held >= {
        "day", "days", "truth", "size", "least", "product", "total", "logarithm", "power",
        "quotient", "difference", "share", "most", "strength", "gate", "t_signed_on",
    }  # fmt: skip


EXPECTED = '''\
def kin_tie(facts, by, case, match, gap):
    """Rule kin-tie"""
    tie_by_partner = by['tie', 'partner']
    people_by_state = by['people', 'state']
    for k in facts['kin']:
        maybe_k = False
        k_weight = k.values['weight']
        if k_weight is None:
            maybe_k = True
        elif k_weight < 0.1:
            continue
        k_state = k.values['state']
        quotient = None if k_weight is None else bounded(k_weight / 0.5)
        for t, maybe_t in tie_by_partner[k_state]:
            maybe_t = maybe_t or maybe_k
            t_cost = t.values['cost']
            t_open = t.values['open']
            if t_cost is None or t_open is None:
                truth = either(None if t_cost is None else t_cost > 5.0, t_open)
                if truth is False:
                    continue
                if truth is None:
                    maybe_t = True
            elif t_cost <= 5.0 and not t_open:
                continue
            t_partner = t.values['partner']
            present = False
            for p, maybe_p in people_by_state[t_partner]:
                if maybe_p:
                    present = None
                    continue
                present = True
                break
            if present:
                continue
            if present is None:
                maybe_t = True
            strength = strength_of(quotient)
            if maybe_t or strength is None:
                gap(('kin-tie', 0, k, t))
            else:
                gate = gate_open(())
                match(('kin-tie', strength, to_micro(10.0 * strength) if gate else 0, gate, k, t))
'''


@pytest.mark.parametrize(
    ("written", "same"),
    [
        (["not (t.cost <= 5 or t.open)"], ["t.cost > 5", "not t.open"]),
        (["not (not t.open)"], ["t.open"]),
        (["t.open and t.level > 1"], ["t.open", "t.level > 1"]),
        (["true", "t.open"], ["t.open"]),
        (["not (t.open or false)"], ["not t.open"]),
    ],
)
def test_conditions_that_mean_the_same(written: list[str], same: list[str]) -> None:
    """However a condition is put, it becomes the same code: split, and without `not` before it."""
    sources = [
        explain_rule(program(rules=[rule("one", {"t": "tie"}, where)]), "one")
        for where in (written, same)
    ]
    assert sources[0] == sources[1]


def hostile_rule(name: str) -> TypedRule:
    """A rule whose every name and text is hostile, made past all checks."""
    condition = Compare("==", Field(name, name, TEXT), Constant(name, TEXT))
    query = Query(((name, name),), (condition,), (Query(((f"{name}2", f"{name}2"),), ()),))
    written = Rule.model_construct(
        id=name,
        title=name,
        match={name: name},
        rationale=name,
        source=name,
        derives=None,
        contributes=Contribution(to="risk", points=1),
    )
    return TypedRule(written, query, (), Constant(1.0, TEXT), False, ())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names(name: str) -> None:
    """Ids, kinds, aliases, fields, texts and titles stay data, whatever they are made of."""
    typed = hostile_rule(name)
    base = program(rules=[rule("calm", {"t": "tie"})])
    schema = base.schemas["tie"]
    schemas = {**base.schemas, name: schema, f"{name}2": schema}
    made = Program(base.ruleset, base.vocabulary, schemas, (typed,), (), (), ())
    facts = [Fact(name, name, {name: name}, (), True, frozenset({name})) for name in (name, name)]
    answer = compiled.answer(made, facts, SETTING)
    assert answer == definition.answer(made, facts, SETTING)
    assert len(answer.matches) == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_source(name: str) -> None:
    """The source is one function that calls nothing but the words of generated code."""
    made = program(rules=[rule("calm", {"t": "tie"})])
    bad = Program(made.ruleset, made.vocabulary, made.schemas, (hostile_rule(name),), (), (), ())
    tree = ast.parse(explain_rule(bad, name))
    assert [type(node) for node in tree.body] == [ast.FunctionDef]
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {function.id for function in calls if isinstance(function, ast.Name)}
    assert not any(isinstance(node, ast.Raise | ast.Import) for node in ast.walk(tree))
    assert not called & set(dir(builtins))


@pytest.mark.parametrize(
    "hint", ["for", "__class__", "1st", "", "é", "match", "a b", "None", *HOSTILE]
)
def test_names(hint: str) -> None:
    """A name is a plain identifier, and every name is another one."""
    names = Names(["found"])
    given = [names.new(hint) for _ in range(3)] + [names.new("found")]
    assert len(set(given)) == 4
    assert "found" not in given
    for name in given:
        assert name.isascii()
        assert name.isidentifier()
        ast.parse(f"{name} = 1")


@pytest.mark.parametrize(
    ("hint", "given"),
    [
        ("kin-tie", ["kin_tie", "kin_tie_2", "kin_tie_3"]),
        ("_of A b_", ["of_a_b", "of_a_b_2"]),
        ("1st", ["x_1st", "x_1st_2"]),
        ("", ["x", "x_2"]),
        ("for", ["for_2", "for_3"]),
    ],
)
def test_names_close_to_the_hint(hint: str, given: list[str]) -> None:
    """A name is its hint in lower case and ASCII, with a number where that was given before."""
    names = Names([])
    assert [names.new(hint) for _ in given] == given


@pytest.mark.parametrize(
    "value", [True, False, None, 0.1, -0.0, 1e-300, 2.0**53, *HOSTILE, datetime.date(1, 1, 1)]
)
def test_literals(value: Any) -> None:
    """A constant is read back as itself."""
    assert eval(literal(value), {"date": datetime.date}) == value  # noqa: S307


class Sly(str):
    """A text that would spell itself as code."""

    def __repr__(self) -> str:
        return "exit()"


def test_literals_of_other_types() -> None:
    """What is no value of the language is refused, and a subclass is spelled as what it is."""
    assert literal(Sly("a")) == "'a'"
    others = {"float": (float("nan"), float("inf")), "object": (object(),), "bytes": (b"bytes",)}
    for name, value in ((name, value) for name, values in others.items() for value in values):
        with pytest.raises(TypeError, match=f"^{name} is no value of the language$"):
            literal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", HOSTILE)
def test_remarks(text: str) -> None:
    """A docstring holds any text and ends where it should."""
    [statement] = ast.parse(remark(text)).body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)


def test_a_remark_stays_readable() -> None:
    """What could end a docstring is replaced by what looks like it, and lines become one."""
    assert remark(' a "b"\nc\\d ') == '"""a \'b\' c/d"""'
