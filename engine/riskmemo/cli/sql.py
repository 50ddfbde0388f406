"""`riskmemo sql`: a ruleset as the SQL that assesses many cases."""

import click

import riskmemo

DIALECTS = ("duckdb", "postgres", "spark")


@click.command("sql")
@click.argument("ruleset")
@click.option(
    "--dialect",
    type=click.Choice(DIALECTS),
    default=DIALECTS[0],
    show_default=True,
    help="The database it is written for.",
)
def command(ruleset: str, dialect: str) -> None:
    """Show the SQL that a ruleset becomes.

    Statements in order, each with its name: derived kinds, what rules give by case, and the scores
    of each scenario. What a rule gives is marked by its id. RULESET is a shipped name, or the path
    of a file or folder.

    \b
    riskmemo sql central-asia-pivot
    riskmemo sql ./ruleset.yaml --dialect spark > ruleset.sql
    """
    from riskmemo.cli.choices import ruleset_named
    from riskmemo.memo.extras import needed

    needed("sqlglot", extra="batch", what="statements of SQL")
    from riskmemo.engines.sql.script import script

    program = riskmemo.load_ruleset(ruleset_named(ruleset))
    click.echo("\n".join(script(program, dialect)), nl=False)
