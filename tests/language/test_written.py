"""A typed expression is written so that it is read back as the same expression."""

import pytest

from riskmemo.language.program import Program, Query
from riskmemo.language.scope import Mistakes, Scope
from riskmemo.language.tree import Expression
from riskmemo.language.typing import typed
from riskmemo.language.written import literal, written
from riskmemo.model.ruleset import Parameter
from tests.building import program, rule
from tests.fuzzing.drawing import Numbered

WRITTEN = [
    't.status in ["signed", "in_force"]',
    "not t.open",
    "not (t.open or t.level > 1) and t.level < 3",
    't.signed_on >= as_of - months(24) and t.signed_on != date("2025-01-31")',
    "as_of - t.signed_on <= 30",
    "(t.level + 1) * 2 - t.level / (3 - t.level) > 0.5",
    "t.level - (1 - t.level) == min(1, t.level, 4)",
    'goalposts(t.level, 0, limit) < 1 and t.name == "a \\"quoted\\" word"',
    "t.open == (t.level > 1)",
    "t.partner == subject",
    "t.level + 1 - t.level + 2 > t.level * 2 / 3",
    't.name == "Өвөрхангай"',
]


@pytest.mark.parametrize("text", WRITTEN)
def test_an_expression_is_written_as_somebody_would(text: str) -> None:
    """Parentheses stand only where they are needed, and names are kept."""
    made = program(rules=[rule("r", {"t": "tie"}, [text])], parameters={"limit": 5})
    assert written(made.rules[0].query.where[0]) == text


def test_unknown_and_booleans_have_words() -> None:
    """Unknown has no spelling in the language, so it is told in a word."""
    assert [literal(each) for each in (None, True, False, 2.0, 0.25)] == [
        "unknown", "true", "false", "2", "0.25",
    ]  # fmt: skip


def test_what_is_written_means_the_same() -> None:
    """On random rulesets every condition and strength is read back as the same tree."""
    count = 0
    for number in range(60):
        made = Numbered("written", number).drawn.program
        for typed_rule in made.rules:
            for query in _queries(typed_rule.query, ()):
                patterns, conditions = query
                for condition in conditions:
                    assert _read_back(made, patterns, condition) == condition
                    count += 1
    assert count > 200


def _queries(
    query: Query, outer: tuple[tuple[str, str], ...]
) -> list[tuple[tuple[tuple[str, str], ...], tuple[Expression, ...]]]:
    patterns = (*outer, *query.patterns)
    inner = [each for absence in query.unless for each in _queries(absence, patterns)]
    return [(patterns, query.where), *inner]


def _read_back(
    made: Program, patterns: tuple[tuple[str, str], ...], condition: Expression
) -> Expression:
    mistakes = Mistakes(lambda _: None)
    aliases = {alias: made.schemas[kind] for alias, kind in patterns}
    parameters = {
        name: given.value if isinstance(given, Parameter) else given
        for name, given in made.ruleset.parameters.items()
    }
    found = typed(written(condition), Scope(aliases, parameters, mistakes), ())
    assert mistakes.found == [], written(condition)
    return found
