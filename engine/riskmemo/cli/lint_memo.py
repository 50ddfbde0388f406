"""`riskmemo lint-memo`: what the sentences of a memo get wrong."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from riskmemo.cli.exits import ExitCode
from riskmemo.cli.terminal import styled_mistake

if TYPE_CHECKING:
    from riskmemo.checks.memo.draft import Draft
    from riskmemo.checks.memo.findings import Finding


@click.command("lint-memo")
@click.argument("memo", required=False, metavar="CASE|ASSESSMENT.json")
@click.option(
    "--ruleset",
    metavar="NAME|PATH",
    help="Read the texts of its rules, too.",
)
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print what is found.",
)  # fmt: skip
@click.option("--list", "lists", is_flag=True, help="List the checks, and look at nothing.")
@click.pass_context
def command(
    ctx: click.Context,
    memo: str | None,
    ruleset: str | None,
    format: str,  # noqa: A002  (the user's word)
    lists: bool,
) -> None:
    """Report what the sentences of a memo get wrong.

    Looks for judgements without a date, likelihood mixed with confidence, words of two lexicons,
    vague words, facts that cite nothing, opinions put as facts, high confidence on one source,
    claims about what a people is, and a missing marking. Ends with 1 for findings.

    \b
    riskmemo lint-memo case.yaml
    riskmemo lint-memo case.yaml --ruleset central-asia-pivot --format json
    riskmemo lint-memo memo/memo.json
    """
    if lists:
        click.echo("\n".join(_listed()))
        return
    if memo is None:
        raise click.UsageError("name a case or a memo.json; `-` is a case on standard input")
    from riskmemo.checks.memo import memo_findings

    found = memo_findings(_draft(memo, ruleset))
    as_json = format == "json"
    click.echo(_as_json(memo, found) if as_json else "\n".join(_as_text(memo, found)))
    ctx.exit(ExitCode.FINDINGS if found else ExitCode.DONE)


def _draft(path: str, ruleset: str | None) -> "Draft":
    from riskmemo.checks.memo import draft_of_assessment, draft_of_case
    from riskmemo.cli.choices import ruleset_named
    from riskmemo.loading import read_assessment, read_case, read_ruleset
    from riskmemo.stored import is_stored_assessment

    if is_stored_assessment(path):
        return draft_of_assessment(*read_assessment(path))
    case, vocabulary, locate = read_case(path)
    if ruleset is None:
        return draft_of_case(case, vocabulary, locate)
    program, locate_rule = read_ruleset(ruleset_named(ruleset))
    return draft_of_case(case, vocabulary, locate, program.ruleset.rules, locate_rule)


def _as_text(path: str, found: Sequence["Finding"]) -> Iterator[str]:
    from riskmemo.checks.memo import MEMO_SEVERITY

    stored = _is_stored(found)
    for each in found:
        warned = "warning: " if MEMO_SEVERITY[each.mistake.code] == "warning" else ""
        where = f"{each.where}: " if stored else ""
        yield styled_mistake(
            replace(each.mistake, message=f"{warned}{where}{each.mistake.message}")
        )
    counted = f"{len(found)} finding{'s' * (len(found) != 1)}" if found else "no findings"
    yield f"{counted} in {path}"


def _is_stored(found: Sequence["Finding"]) -> bool:
    """Whether the findings are those of a stored assessment, whose paths people look up."""
    return any(each.path[0] == "case" for each in found)


def _as_json(path: str, found: Sequence["Finding"]) -> str:
    return json.dumps({"memo": path, "findings": [_record(each) for each in found]}, indent=2)


def _record(finding: "Finding") -> Mapping[str, object]:
    from riskmemo.checks.memo import MEMO_SEVERITY
    from riskmemo.cli.check import place

    mistake = finding.mistake
    return {
        "code": mistake.code,
        "severity": MEMO_SEVERITY[mistake.code],
        "message": mistake.message,
        "help": mistake.help,
        "path": finding.where,
        **place(mistake),
    }


def _listed() -> Iterator[str]:
    from riskmemo.checks.memo import MEMO_SEVERITY
    from riskmemo.explanations import explanation

    longest = max(map(len, MEMO_SEVERITY))
    for code, severity in MEMO_SEVERITY.items():
        name = click.style(f"{code:{longest}}", bold=True)
        yield f"{name}  {severity:7}  {explanation(code).what}"
