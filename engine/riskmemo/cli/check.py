"""`riskmemo check`: every mistake in cases, rulesets and vocabularies."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from riskmemo.cli.exits import ExitCode
from riskmemo.cli.progress import Progress
from riskmemo.cli.terminal import styled_mistake
from riskmemo.errors import Mistake, visible

if TYPE_CHECKING:
    from riskmemo.cli.inspection import Inspection
    from riskmemo.language.program import Program


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print what is found.",
)  # fmt: skip
@click.option(
    "--prove-identity",
    is_flag=True,
    help="Print for every ruleset by which ways identity can reach its scores, if by any.",
)
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    format: str,  # noqa: A002  (the user's word)
    prove_identity: bool,
) -> None:
    """Report every mistake in cases, rulesets and vocabularies.

    PATH is a file, a folder of files, or the name of a shipped ruleset or vocabulary. What a file
    is, its first key says: `riskmemo: case/1`. Besides mistakes, checks report what a valid
    ruleset can still get wrong. Ends with 1 for findings, with 2 for invalid files.

    \b
    riskmemo check case.yaml
    riskmemo check rules/ --format json
    riskmemo check central-asia-pivot --prove-identity
    """
    from riskmemo.cli.inspection import inspect, program_in

    with Progress("checking"):
        found = inspect(paths)
        every = map(program_in, found.files) if prove_identity else ()
        proved = [program for program in every if program]
    as_json = format == "json"
    click.echo(_as_json(found, proved if prove_identity else None) if as_json else _as_text(found))
    if not as_json:
        _print_proofs(proved)
    ctx.exit(_exit_code(found))


def _exit_code(found: "Inspection") -> ExitCode:
    if found.invalid:
        return ExitCode.INVALID
    return ExitCode.FINDINGS if found.findings else ExitCode.DONE


def _as_text(found: "Inspection") -> str:
    from riskmemo.checks import SEVERITY

    warned = [
        replace(each, message=f"warning: {each.message}")
        if SEVERITY.get(each.code) == "warning"
        else each
        for each in (*found.invalid, *found.findings)
    ]
    count, files = len(warned), len(found.files)
    counted = f"{count} mistake{'s' * (count != 1)}" if count else "no mistakes"
    closing = f"{counted} in {files} file{'s' * (files != 1)}"
    return "\n".join([*(styled_mistake(each) for each in warned), closing])


def _print_proofs(programs: Iterable["Program"]) -> None:
    from riskmemo.cli.identity_proof import proof

    for program in programs:
        click.echo("\n".join(visible(line) for line in proof(program)))


def _as_json(found: "Inspection", proved: Iterable["Program"] | None) -> str:
    from riskmemo.cli.identity_proof import proof_record

    every = _records((*found.invalid, *found.findings))
    proofs = {} if proved is None else {"identity": [proof_record(each) for each in proved]}
    return json.dumps({"files": found.files, "mistakes": every, **proofs}, indent=2)


def _records(mistakes: Iterable[Mistake]) -> list[Mapping[str, object]]:
    from riskmemo.checks import SEVERITY

    return [
        {
            "code": each.code,
            "severity": SEVERITY.get(each.code, "error"),
            "message": each.message,
            "help": each.help,
            **place(each),
        }
        for each in mistakes
    ]


def place(mistake: Mistake) -> Mapping[str, object]:
    """Where a mistake stands, as JSON has it; nulls where it stands nowhere."""
    span = mistake.span
    if span is None:
        return {"file": None, "line": None, "column": None, "length": None}
    return {"file": span.file, "line": span.line, "column": span.column, "length": span.length}
