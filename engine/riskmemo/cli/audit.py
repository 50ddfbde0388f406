"""`riskmemo audit`: whether the scores of a case rest on identity."""

import datetime
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

import click

import riskmemo
from riskmemo.cli.asking import asks, examined, print_record
from riskmemo.cli.exits import ExitCode
from riskmemo.cli.terminal import width
from riskmemo.errors import visible

if TYPE_CHECKING:
    from riskmemo.model.identity import IdentityAudit, Moved, SwapRecord


@click.command("audit")
@click.argument("case")
@click.option(
    "--limit",
    type=float,
    metavar="SHARE",
    help="Largest share of a score that may rest on identity; default: the ruleset's, at most 0.1.",
)
@asks
@click.pass_context
def command(
    ctx: click.Context,
    case: str,
    limit: float | None,
    ruleset: str | None,
    as_of: datetime.date | None,
    format: str,  # noqa: A002  (the user's word)
) -> None:
    """Tell whether the scores of a case rest on identity.

    Shares of each score, values that change places, and the same case without identity. Ends with
    1 where a share is above the limit, where a band moves with identity, or where the rules let
    identity reach a score without conduct: such a memo may not be final.

    \b
    riskmemo audit case.yaml --ruleset central-asia-pivot
    riskmemo audit case.yaml --ruleset central-asia-pivot --limit 0.05 --format json
    """
    from riskmemo.cli.strips import digits_of

    basis = examined(case, ruleset, as_of)
    found = riskmemo.identity_audit(basis, limit)
    if format == "json":
        print_record(found)
    else:
        for line in _told(found, digits_of(basis.ruleset.scale)):
            click.echo(_wrapped(visible(line)))
    ctx.exit(ExitCode.DONE if found.passed else ExitCode.FINDINGS)


def _wrapped(line: str) -> str:
    """A line as wide as the terminal; what goes on below is indented further."""
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return "\n".join(wrap(line, width(), subsequent_indent=indent, break_on_hyphens=False)) or line


def _told(audit: "IdentityAudit", digits: int) -> Iterator[str]:
    from riskmemo.analysis.fairness.identity_words import percent, reason_in_words

    verdict = "passes" if audit.passed else "fails"
    yield f"the identity audit {verdict} (limit {percent(audit.limit)})"
    yield from (f"  {reason_in_words(reason)}" for reason in audit.reasons)
    if audit.override:
        yield f"  overridden by {audit.override.approved_by}: {audit.override.reason}"
    yield ""
    yield from _flows(audit)
    yield ""
    yield from _shares(audit)
    for swap in audit.swaps:
        yield ""
        yield from _swap(swap, digits)
    yield ""
    yield from _placebos(audit, digits)


def _flows(audit: "IdentityAudit") -> Iterator[str]:
    from riskmemo.cli.identity_proof import proof_line

    yield proof_line(audit.flows, audit.rules)
    gated = [flow.score for flow in audit.flows if flow.verdict == "with conduct"]
    if gated:
        yield f"  only together with documented conduct: {', '.join(gated)}"


def _shares(audit: "IdentityAudit") -> Iterator[str]:
    from riskmemo.analysis.fairness.identity_words import percent

    resting = [each for each in audit.shares if each.share or each.of_points]
    if not resting:
        yield f"share of identity: 0 % of each of {len(audit.shares)} scores, scenarios included"
        return
    yield "share of identity"
    for each in resting:
        of_points = "" if each.of_points is None else f", {percent(each.of_points)} of its points"
        rules = f" ({', '.join(each.rules)})" if each.rules else ""
        yield f"  {each.scenario}: {each.score} {percent(each.share)}{of_points}{rules}"
    others = len(audit.shares) - len(resting)
    if others:
        yield f"  0 % of {others} others"


def _swap(swap: "SwapRecord", digits: int) -> Iterator[str]:
    kind = "identity" if swap.identity else "no question of identity"
    yield f"{swap.title} ({swap.id}; {kind})"
    if not swap.tries:
        yield f"  nothing to exchange: no {', '.join(swap.fields)} on file, or nothing in its place"
    still = [each for each in swap.tries if not each.moved]
    for each in swap.tries:
        if each.moved:
            yield f"  {each.replaced} <-> {each.by}, {_facts(each.facts)}"
            yield from (f"    {_moved(moved, digits)}" for moved in each.moved)
            if each.named_by:
                yield f"    named by {', '.join(each.named_by)}"
    if still:
        pairs = ", ".join(f"{each.replaced} <-> {each.by}" for each in still)
        yield f"  no score moves: {pairs}"
    if swap.left_out:
        yield f"  not tried: {swap.left_out} more"


def _placebos(audit: "IdentityAudit", digits: int) -> Iterator[str]:
    from riskmemo.analysis.fairness.identity_words import PLACEBOS

    yield "the same case without identity"
    for case in audit.placebos:
        still = "" if case.moved else ": no score moves"
        yield f"  {PLACEBOS[case.id]} ({_facts(case.facts)}){still}"
        yield from (f"    {_moved(moved, digits)}" for moved in case.moved)


def _facts(names: Sequence[str]) -> str:
    return "1 fact" if len(names) == 1 else f"{len(names)} facts"


def _moved(moved: "Moved", digits: int) -> str:
    from riskmemo.analysis.fairness.identity_words import bands_in_words
    from riskmemo.cli.strips import shown

    change = f"{shown(moved.before, digits)} -> {shown(moved.after, digits)}"
    band = f", {bands_in_words(moved)}" if moved.changes_band else ""
    return f"{moved.scenario}: {moved.score} {change}{band}"
