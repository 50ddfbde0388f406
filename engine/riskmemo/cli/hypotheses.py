"""`riskmemo hypotheses`: rival readings of a case, and what contradicts them."""

import datetime
from typing import TYPE_CHECKING

import click

import riskmemo
from riskmemo.cli.asking import asks, examined
from riskmemo.cli.terminal import width
from riskmemo.errors import visible

if TYPE_CHECKING:
    from riskmemo.model.competing import Competing


@click.command("hypotheses")
@click.argument("case")
@asks
def command(case: str, ruleset: str | None, as_of: datetime.date | None, format: str) -> None:  # noqa: A002
    """Rank rival readings by what contradicts them.

    For each question of the ruleset: the evidence against the hypotheses, weighted by its grade,
    and the hypotheses ranked by what speaks against them least. A rank is not a probability.

    \b
    riskmemo hypotheses case.yaml --ruleset central-asia-pivot
    riskmemo hypotheses case.yaml --ruleset central-asia-pivot --format json
    """
    basis = examined(case, ruleset, as_of)
    questions = riskmemo.competing(basis)
    if format == "json":
        _print_json(questions)
        return
    if not questions:
        name = basis.ruleset.id
        click.echo(visible(f"{name} has no question with two hypotheses that this case raises"))
        return
    from riskmemo.cli.matrix import Matrix
    from riskmemo.memo.sentences import Sentences

    sentences = Sentences(basis.found)
    told = ["\n".join(Matrix(each, sentences, width()).lines()) for each in questions]
    click.echo("\n\n".join(told))


def _print_json(questions: "tuple[Competing, ...]") -> None:
    from pydantic import TypeAdapter

    from riskmemo.model.competing import Competing

    click.echo(TypeAdapter(tuple[Competing, ...]).dump_json(questions, indent=2).decode())
