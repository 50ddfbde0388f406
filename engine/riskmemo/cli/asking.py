"""What commands that ask one question of a case have in common: their arguments and their ends."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

import riskmemo
from riskmemo.cli.parameters import iso_date

if TYPE_CHECKING:
    from riskmemo.model.base import Record

Command = TypeVar("Command", bound=Callable[..., Any])

OPTIONS = (
    click.option("--ruleset", metavar="NAME|PATH", help="A shipped ruleset, or the path of one."),
    click.option(
        "--as-of", type=iso_date, metavar="DATE", help="Cut-off; default: the case's own."
    ),
    click.option(
        "--format", type=click.Choice(["text", "json"]), default="text", show_default=True,
        help="How to print the answer.",
    ),
)  # fmt: skip
"""The options of every command that asks a question of a case."""


def asks(command: Command) -> Command:
    """Gives a command its options `--ruleset`, `--as-of` and `--format`, after its own."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def examined(case: str, ruleset: str | None, as_of: datetime.date | None) -> "riskmemo.Basis":
    """The case and ruleset that a user names, evaluated."""
    from riskmemo.cli.choices import ruleset_named

    program = riskmemo.load_ruleset(ruleset_named(ruleset))
    return riskmemo.examine(riskmemo.load_case(case), program, as_of=as_of)


def print_record(record: "Record") -> None:
    """An answer as JSON, for programs."""
    click.echo(record.model_dump_json(indent=2))
