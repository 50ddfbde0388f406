"""`riskmemo sql`."""

import re

import pytest

import riskmemo
from tests.cli.running import run


def test_statements_come_in_order_with_their_names() -> None:
    """Derived kinds, folds, all of them joined, then the scores of each scenario."""
    shown = run("sql", "central-asia-pivot")
    assert (shown.exit_code, shown.stderr) == (0, "")
    program = riskmemo.load_ruleset("central-asia-pivot")
    titles = [line[3:] for line in shown.stdout.splitlines() if line.startswith("-- ")]
    scoring = program.scoring
    derived = [
        f"facts_{kind}"
        for kind in scoring.kinds_in_order
        if scoring.derivers(kind) or scoring.aggregate(kind)
    ]
    assert [each for each in titles if each.startswith("facts_")] == derived
    assert titles.index("fold 1") < titles.index("folded") < titles.index("scores in the base")
    assert titles[-1] == f"scores under {list(program.ruleset.hypotheses)[-1]}"


def test_every_rule_that_gives_points_is_marked() -> None:
    """By a comment with its id where it is looked for."""
    text = run("sql", "central-asia-pivot", "--dialect", "spark").stdout
    comments = re.findall(r"/\* rules? (.*?) \*/", text)
    marked = {rule for comment in comments for rule in comment.split(", ")}
    rules = riskmemo.load_ruleset("central-asia-pivot").contributing
    assert marked == {typed.rule.id for typed in rules}


@pytest.mark.parametrize(
    ("dialect", "has", "lacks"),
    [
        ("duckdb", 'CREATE TEMPORARY TABLE "folded"', "DECIMAL"),
        ("spark", "CREATE TEMPORARY VIEW `folded`", "HUGEINT"),
        ("postgres", 'CREATE TEMPORARY TABLE "folded"', "HUGEINT"),
    ],
)
def test_each_database_has_its_own_spelling(dialect: str, has: str, lacks: str) -> None:
    """Names are quoted as the database has it, and wide numbers have its type."""
    text = run("sql", "central-asia-pivot", "--dialect", dialect).stdout
    assert has in text
    assert lacks not in text


def test_what_postgresql_cannot_say() -> None:
    """A mean that needs lambdas over arrays is refused by the name of its score."""
    refused = run("sql", "human-development", "--dialect", "postgres")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(
        "the score `human_development` joins by `geometric_mean`, which needs arrays in order and "
        "lambdas: PostgreSQL has none [not-in-dialect]\n"
        "  help: use the dialect `duckdb` or `spark`\n"
    )


def test_an_unknown_dialect() -> None:
    """The choices are told."""
    refused = run("sql", "human-development", "--dialect", "oracle")
    assert refused.exit_code == 2
    assert "'duckdb', 'postgres', 'spark'" in refused.stderr
