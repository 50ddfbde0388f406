"""`riskmemo schema`: the JSON Schema of a kind of file."""

import json
from pathlib import Path
from typing import Any

import click

import riskmemo
from riskmemo.cli.output import write_files

KINDS = ("case", "ruleset", "vocabulary", "assessment", "screening")
WRITTEN = {"assessment", "screening"}
"""What riskmemo writes and nobody else."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@click.command("schema")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("-o", "--output", metavar="FILE", help="Write the schema to a file.")
@click.option("--force", is_flag=True, help="Replace an existing file that differs.")
def command(kind: str, output: str | None, force: bool) -> None:
    """Print the JSON Schema of a kind of file.

    Editors complete and check files with it. `assessment` is the schema of `memo.json`, `screening`
    that of what the library's `screen` gives.

    \b
    riskmemo schema case
    riskmemo schema ruleset -o ruleset.schema.json
    """
    text = json.dumps(schema_of(kind), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if output is None or output == "-":
        click.echo(text, nl=False)
    else:
        for line in write_files({Path(output): text.encode()}, force=force):
            click.echo(line, err=True)


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of document: what may be written, or what riskmemo writes."""
    model = getattr(riskmemo, kind.capitalize())
    mode = "serialization" if kind in WRITTEN else "validation"
    schema = model.model_json_schema(by_alias=True, mode=mode)
    return {**schema, "$schema": DIALECT, "title": f"riskmemo {kind}"}
